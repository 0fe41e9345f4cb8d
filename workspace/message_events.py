"""`message` events, one shape a subtype (`docs.slack.dev/reference/events/message`, `@slack/types` events/message)."""

from __future__ import annotations

import uuid

from workspace import shapes
from workspace.state import Channel, Json, Message, State

ALWAYS = ("type", "subtype", "user", "text", "ts")
CONTENT = ("blocks", "attachments", "edited", "thread_ts")
GENERIC = ("team", "bot_id", "bot_profile", "files", "parent_user_id", "pinned_to", "reactions", *CONTENT)
KEYS: dict[str, tuple[str, ...]] = {
    "": GENERIC,
    "bot_message": ("bot_id", "username", "icons", *CONTENT),
    "file_share": ("files", "parent_user_id", *CONTENT),
    "thread_broadcast": (*CONTENT,),
    "me_message": (),
    "channel_purpose": ("purpose",),
    "channel_topic": ("topic",),
    "channel_name": ("team", "name", "old_name"),
    "channel_join": ("team", "inviter"),
    "channel_leave": ("team",),
    "channel_archive": ("team",),
    "channel_unarchive": ("team",),
}
"""Subtype -> what it has beside `ALWAYS`; "" is a message without one."""


def _surface(channel: Channel) -> str:
    return {"im": "im", "mpim": "mpim", "private": "group"}.get(channel.kind, "channel")


def said(state: State, message: Message) -> Json:
    """A message as events carry it: no channel, no counts of its thread."""
    whole = shapes.message(state, message) | message.more
    keys = (*ALWAYS, *KEYS.get(message.subtype or "", GENERIC))
    found = {key: whole[key] for key in keys if key in whole}
    parent = state.messages[message.channel].find(message.thread_ts or "")
    if message.subtype == "thread_broadcast" and parent:
        found |= {"client_msg_id": str(uuid.uuid4()), "root": _root(state, parent)}
    return found


def _root(state: State, parent: Message) -> Json:
    whole = shapes.message(state, parent)
    counts = ("thread_ts", "reply_count", "reply_users_count", "latest_reply", "reply_users")
    return said(state, parent) | {key: whole[key] for key in counts if key in whole}


def _placed(channel: Channel, ts: str) -> Json:
    return {"channel": channel.id, "channel_type": _surface(channel), "event_ts": ts}


def posted(state: State, channel: Channel, message: Message) -> Json:
    """A message in a conversation the bot is in, its own included."""
    return said(state, message) | _placed(channel, message.ts)


def mention(state: State, channel: Channel, message: Message) -> Json:
    """Somebody called the bot by name: `app_mention`."""
    found = said(state, message) | {"type": "app_mention", "channel": channel.id, "event_ts": message.ts}
    found.pop("parent_user_id", None)
    return found


def changed(state: State, channel: Channel, message: Message, before: Json, ts: str) -> Json:
    """A message is not what it was; `before` is how it was `said`. Hidden: nobody is notified."""
    both = {"message": said(state, message), "previous_message": before}
    return {"type": "message", "subtype": "message_changed", "hidden": True, "ts": ts, **both, **_placed(channel, ts)}


def deleted(channel: Channel, before: Json, ts: str) -> Json:
    """A message is gone; `before` is how it was `said`."""
    gone = {"deleted_ts": before["ts"], "previous_message": before}
    return {"type": "message", "subtype": "message_deleted", "hidden": True, "ts": ts, **gone, **_placed(channel, ts)}
