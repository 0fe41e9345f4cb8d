"""chat.postMessage, update, delete, postEphemeral, meMessage, getPermalink."""

from __future__ import annotations

from workspace import limits, message_events, scopes, shapes
from workspace.arguments import needed
from workspace.methods.ask import Ask
from workspace.methods.content import attachments, content, metadata, thread, warnings
from workspace.state import BOT_USER, ApiError, Channel, Json, Message

TOMBSTONE = "This message was deleted."
LOOKS = ("username", "icon_emoji", "icon_url")
ICONS = {"icon_emoji": "emoji", "icon_url": "image_48"}
"""What a message says of its icon, by the argument that gave it."""


def target(ask: Ask) -> Channel:
    """Where a new message goes: an id, a channel's name, or a person's id for the direct message with them.

    ApiError channel_not_found (also for a person of another team without a shared channel), is_archived, not_in_channel,
    messages_tab_disabled, missing_scope for a borrowed name or icon.
    """
    needed(ask.found, "channel")
    if any(ask.found.get(name) for name in LOOKS) and scopes.CUSTOMIZE not in ask.scopes:
        raise scopes.missing(ask.scopes, scopes.CUSTOMIZE)
    name = ask.text("channel")
    member = ask.state.members.get(name)
    if member is not None:
        strange = member.is_foreign and not ask.state.shares_channel(member.id)
        if member.is_bot or member.deleted or strange:
            raise ApiError("channel_not_found")
        if not ask.core.settings.manifest.messages_tab:
            raise ApiError("messages_tab_disabled")
        return ask.state.direct(name)
    channel = ask.state.channels.get(name) or ask.state.named(name)
    if channel is None or (channel.kind != "public" and BOT_USER not in channel.members):
        raise ApiError("channel_not_found")
    if channel.is_archived:
        raise ApiError("is_archived")
    if BOT_USER not in channel.members and scopes.POST_ANYWHERE not in ask.scopes:
        raise ApiError("not_in_channel")
    return channel


async def post_message(ask: Ask) -> Json:
    """A new message."""
    channel = target(ask)
    text, blocks = content(ask.found)
    parent = thread(ask.found)
    message = Message(
        channel.id, ask.state.next_ts(), BOT_USER, text, blocks, parent, bool(parent and ask.found.get("reply_broadcast")),
        metadata(ask.found), from_api=True, attachments=attachments(ask.found),
    )  # fmt: skip
    message.username = ask.text("username")
    message.icons = {name: ask.text(given) for given, name in ICONS.items() if ask.text(given)} or None
    if message.username:
        message.subtype = "bot_message"
    elif message.broadcast:
        message.subtype = "thread_broadcast"
    ask.state.put(message)
    answer: Json = {"channel": channel.id, "ts": message.ts}
    answer["message"] = shapes.message(ask.state, message, metadata=True)
    return answer | _remarks(warnings(ask.found))


async def update(ask: Ask) -> Json:
    """Change one of the bot's own messages. Text without blocks takes the blocks away and shows "(edited)"; blocks do not."""
    needed(ask.found, "channel", "ts")
    channel, message = _own(ask, "cant_update_message")
    if ask.found.get("reply_broadcast"):
        return _broadcast(ask, channel, message)
    before = message_events.said(ask.state, message)
    text, blocks = content(ask.found, longest=limits.UPDATE_TEXT)
    if blocks and _has_rich_text(message.blocks) and not _has_rich_text(blocks):
        raise ApiError("block_mismatch")
    new_metadata = metadata(ask.found)
    new_attachments = attachments(ask.found)
    if "metadata" in ask.found:  # left out, the old one stays; empty, it goes
        message.metadata = new_metadata
    if "attachments" in ask.found or text or blocks:
        message.attachments = new_attachments
    message.text, message.blocks = text, blocks
    if not blocks:
        message.edited_ts = ask.state.next_ts()
    ask.state.changed()
    ask.tell(message_events.changed(ask.state, channel, message, before, ask.state.next_ts()))
    answer: Json = {"channel": channel.id, "ts": message.ts, "text": message.text}
    return answer | {"message": shapes.changed_message(ask.state, message)}


def _own(ask: Ask, refusal: str) -> tuple[Channel, Message]:
    """The channel, and a message of the bot in it."""
    channel = ask.place(writing=False)
    if channel.is_archived:
        raise ApiError("is_inactive" if refusal == "cant_update_message" else "is_archived")
    if BOT_USER not in channel.members:
        raise ApiError("not_in_channel")
    message = ask.state.message(channel.id, ask.text("ts"))
    if message.user != BOT_USER or (message.subtype or "").startswith(("channel_", "tombstone")):
        raise ApiError(refusal)
    return channel, message


def _broadcast(ask: Ask, channel: Channel, message: Message) -> Json:
    """Show an answer of a thread in its channel as well."""
    if ask.found.get("text") or ask.found.get("blocks") or ask.found.get("attachments"):
        raise ApiError("no_dual_broadcast_content_update")
    if not message.thread_ts or message.thread_ts == message.ts:
        raise ApiError("cant_broadcast_message")
    message.broadcast, message.subtype = True, "thread_broadcast"
    ask.state.changed()
    return {"channel": channel.id, "ts": message.ts, "message": shapes.message(ask.state, message)}


def _has_rich_text(blocks: list[Json]) -> bool:
    return any(block.get("type") == "rich_text" for block in blocks)


async def delete(ask: Ask) -> Json:
    """Take one of the bot's own messages away. Where others answered, a note of it stays."""
    needed(ask.found, "channel", "ts")
    channel, message = _own(ask, "cant_delete_message")
    before = message_events.said(ask.state, message)
    if message.ts in channel.pins:
        channel.pins.remove(message.ts)
    if ask.state.replies(channel.id, message.ts):
        message.subtype, message.text, message.blocks, message.attachments = "tombstone", TOMBSTONE, [], []
        message.metadata, message.files, message.reactions, message.pinned = None, [], [], None
    else:
        ask.state.messages[channel.id].remove(message)
    ask.state.changed()
    ask.tell(message_events.deleted(channel, before, ask.state.next_ts()))
    return {"channel": channel.id, "ts": message.ts}


async def post_ephemeral(ask: Ask) -> Json:
    """A message one person sees."""
    needed(ask.found, "user")
    channel = target(ask)
    if ask.found["user"] not in channel.members:
        raise ApiError("user_not_in_channel")
    text, blocks = content(ask.found)
    message = Message(
        channel.id, ask.state.next_ts(), BOT_USER, text, blocks, thread(ask.found), ephemeral_to=ask.text("user"),
        attachments=attachments(ask.found), from_api=True,
    )  # fmt: skip
    ask.state.put(message)
    return {"message_ts": message.ts} | _remarks(warnings(ask.found))


async def me_message(ask: Ask) -> Json:
    """A message that says what the bot does."""
    channel = target(ask)
    text, _ = content({"text": ask.found.get("text")})
    message = Message(channel.id, ask.state.next_ts(), BOT_USER, text, subtype="me_message", from_api=True)
    ask.state.put(message)
    return {"channel": channel.id, "ts": message.ts}


async def get_permalink(ask: Ask) -> Json:
    """The address of a message on the page."""
    needed(ask.found, "channel", "message_ts")
    channel = ask.place(writing=False)
    message = ask.state.message(channel.id, ask.text("message_ts"))
    return {"channel": channel.id, "permalink": shapes.permalink(ask.state, message)}


def _remarks(said: list[str]) -> Json:
    return {"warning": ",".join(said), "response_metadata": {"warnings": said}} if said else {}


METHODS = {
    "chat.postMessage": post_message,
    "chat.update": update,
    "chat.delete": delete,
    "chat.postEphemeral": post_ephemeral,
    "chat.meMessage": me_message,
    "chat.getPermalink": get_permalink,
}
