"""conversations.*: make, fill, read and close channels."""

from __future__ import annotations

import base64
import re

from workspace import limits, payloads, shapes
from workspace.arguments import needed, whole
from workspace.core import Core
from workspace.delivery import Delivery
from workspace.methods.chat import open_channel
from workspace.state import BOT_USER, ApiError, Channel, Json, Message

NAME = re.compile(r"[\w-]+")


async def create(core: Core, delivery: Delivery, found: Json) -> Json:
    """A new channel with the bot in it. Names: lower case letters of any script, digits, - and _."""
    name = str(found.get("name", ""))
    if not name:
        raise ApiError("invalid_name_required")
    if len(name) > limits.CHANNEL_NAME:
        raise ApiError("invalid_name_maxlength")
    if not NAME.fullmatch(name) or name != name.lower():
        raise ApiError("invalid_name_specials")
    if not re.search(r"[^\W_]", name):
        raise ApiError("invalid_name_punctuation")
    if any(c.name == name and c.kind != "im" for c in core.state.channels.values()):
        raise ApiError("name_taken")
    kind = "private" if found.get("is_private") else "public"
    made = Channel(core.state.next_id("C"), name, kind, [BOT_USER], created=int(core.clock.now().timestamp()))
    core.state.channels[made.id] = made
    core.state.messages[made.id] = []
    core.state.changed()
    return {"channel": shapes.channel(made)}


async def invite(core: Core, delivery: Delivery, found: Json) -> Json:
    """Bring people in: all of them, or none."""
    needed(found, "channel", "users")
    channel = open_channel(core, found)
    given = found["users"]
    users = [str(u).strip() for u in (given if isinstance(given, list) else str(given).split(",")) if str(u).strip()]
    for who in users:
        if who not in core.state.members:
            raise ApiError("user_not_found")
        if who == BOT_USER:
            raise ApiError("cant_invite_self")
    if all(who in channel.members for who in users):
        raise ApiError("already_in_channel")
    for who in users:
        if who not in channel.members:
            channel.members.append(who)
            delivery.tell(payloads.member_joined(who, channel, BOT_USER, core.state.next_ts()))
    core.state.changed()
    return {"channel": shapes.channel(channel)}


async def join(core: Core, delivery: Delivery, found: Json) -> Json:
    """The bot goes into a public channel."""
    channel = open_channel(core, found, writing=False)
    if channel.is_archived:
        raise ApiError("is_archived")
    if channel.kind != "public":
        raise ApiError("method_not_supported_for_channel_type")
    if BOT_USER not in channel.members:
        channel.members.append(BOT_USER)
        core.state.changed()
    return {"channel": shapes.channel(channel)}


async def info(core: Core, delivery: Delivery, found: Json) -> Json:
    """One channel."""
    channel = open_channel(core, found, writing=False)
    made = shapes.channel(channel)
    if found.get("include_locale"):
        made["locale"] = "ja-JP"
    return {"channel": made}


async def members(core: Core, delivery: Delivery, found: Json) -> Json:
    """Who is in it."""
    channel = open_channel(core, found, writing=False)
    return {"members": list(channel.members), "response_metadata": {"next_cursor": ""}}


async def open_direct(core: Core, delivery: Delivery, found: Json) -> Json:
    """The direct message with one person, made when it is missing."""
    if found.get("channel"):
        return {"channel": {"id": open_channel(core, found, writing=False).id}}
    users = [one for one in str(found.get("users", "")).split(",") if one]
    if not users:
        raise ApiError("not_enough_users")
    if len(users) > 1:
        raise ApiError("method_not_supported_for_channel_type")  # group messages are not part of this version
    if users[0] not in core.state.members or users[0] == BOT_USER:
        raise ApiError("user_not_found")
    before = len(core.state.channels)
    channel = core.state.direct(users[0])
    if len(core.state.channels) == before:
        return {"no_op": True, "already_open": True, "channel": {"id": channel.id}}
    core.state.changed()
    return {"channel": {"id": channel.id}}


async def listed(core: Core, delivery: Delivery, found: Json) -> Json:
    """The channels the bot can know of."""
    types = str(found.get("types", "public_channel")).split(",")
    kinds = {"public_channel": "public", "private_channel": "private", "im": "im"}
    wanted = [kinds[t.strip()] for t in types if t.strip() in kinds]
    seen = [
        c for c in core.state.channels.values() if c.kind in wanted and (c.kind == "public" or BOT_USER in c.members)
    ]
    if found.get("exclude_archived"):
        seen = [c for c in seen if not c.is_archived]
    return {"channels": [shapes.channel(c) for c in seen], "response_metadata": {"next_cursor": ""}}


async def set_topic(core: Core, delivery: Delivery, found: Json) -> Json:
    """A line under the channel's name; everybody sees the change as a message."""
    channel = open_channel(core, found)
    topic = str(found.get("topic", ""))
    if len(topic) > limits.CHANNEL_TOPIC:
        raise ApiError("too_long")
    channel.topic = topic
    said = f"set the channel topic: {topic}"
    core.state.put(Message(channel.id, core.state.next_ts(), BOT_USER, said, subtype="channel_topic"))
    return {"channel": shapes.channel(channel)}


async def archive(core: Core, delivery: Delivery, found: Json) -> Json:
    """Close a channel for good."""
    channel = open_channel(core, found, writing=False)
    if channel.is_archived:
        raise ApiError("already_archived")
    if channel.name == "general":
        raise ApiError("cant_archive_general")
    channel.is_archived = True
    core.state.changed()
    return {}


async def history(core: Core, delivery: Delivery, found: Json) -> Json:
    """Messages of a channel, newest first, without answers in threads."""
    channel = _readable(core, found)
    top = [m for m in _visible(core, channel) if m.thread_ts in (None, m.ts) or m.broadcast]
    return _page(core, found, list(reversed(top)))


async def replies(core: Core, delivery: Delivery, found: Json) -> Json:
    """A thread, oldest first, its first message included."""
    needed(found, "channel", "ts")
    channel = _readable(core, found)
    ts = str(found["ts"])
    seen = [m for m in _visible(core, channel) if ts in (m.ts, m.thread_ts)]
    if not seen:
        raise ApiError("thread_not_found")
    return _page(core, found, seen)


def _readable(core: Core, found: Json) -> Channel:
    channel = open_channel(core, found, writing=False)
    if BOT_USER not in channel.members:
        raise ApiError("not_in_channel")
    return channel


def _visible(core: Core, channel: Channel) -> list[Message]:
    """All messages, but for those the history is still behind with (a fault)."""
    edge = core.clock.now().timestamp() - core.faults.history_lag_seconds
    kept = core.state.messages[channel.id]
    return [m for m in kept if float(m.ts) <= edge] if core.faults.history_lag_seconds else list(kept)


def _page(core: Core, found: Json, messages: list[Message]) -> Json:
    inclusive = bool(found.get("inclusive"))
    for name, later in (("oldest", True), ("latest", False)):
        given = str(found.get(name) or "")
        if given and given != "0":
            edge = _ts(given)
            messages = [m for m in messages if _inside(_ts(m.ts), edge, later, inclusive)]
    try:
        start = int(base64.b64decode(str(found.get("cursor") or "")).decode() or 0)
    except ValueError as error:
        raise ApiError("invalid_cursor") from error
    most = min(max(whole(found, "limit", 100), 1), 999)
    shown, rest = messages[start : start + most], len(messages) > start + most
    with_metadata = bool(found.get("include_all_metadata"))
    answer: Json = {
        "messages": [shapes.message(core.state, m, metadata=with_metadata) for m in shown],
        "has_more": rest,
    }
    if rest:
        answer["response_metadata"] = {"next_cursor": base64.b64encode(str(start + most).encode()).decode()}
    return answer


def _ts(text: str) -> tuple[int, int]:
    seconds, _, micros = text.partition(".")
    try:
        return int(seconds), int((micros or "0").ljust(6, "0")[:6])
    except ValueError as error:
        raise ApiError("invalid_ts_oldest") from error


def _inside(ts: tuple[int, int], edge: tuple[int, int], later: bool, inclusive: bool) -> bool:
    return (inclusive and ts == edge) or (ts > edge if later else ts < edge)


METHODS = {
    "conversations.create": create,
    "conversations.invite": invite,
    "conversations.join": join,
    "conversations.info": info,
    "conversations.members": members,
    "conversations.open": open_direct,
    "conversations.list": listed,
    "conversations.setTopic": set_topic,
    "conversations.archive": archive,
    "conversations.history": history,
    "conversations.replies": replies,
}
