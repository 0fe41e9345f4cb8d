"""chat.postMessage, update, delete, postEphemeral, getPermalink; pins, bookmarks, reactions."""

from __future__ import annotations

import re
from typing import Any

from workspace import blocks as block_kit
from workspace import limits, shapes
from workspace.arguments import needed
from workspace.core import Core
from workspace.delivery import Delivery
from workspace.state import BOT_USER, ApiError, Channel, Json, Message

TS = re.compile(r"\d{1,12}\.\d{6}")


def open_channel(core: Core, found: Json, *, writing: bool = True) -> Channel:
    """The channel a call names, if the bot may use it.

    A user id means that person's direct message. A private channel without the bot does not exist for it (channel_not_found);
    a public one cannot be written to (not_in_channel); an archived one takes nothing (is_archived).
    """
    name = str(found.get("channel", ""))
    if name in core.state.members and name != BOT_USER:
        return core.state.direct(name)
    channel = core.state.channels.get(name)
    if channel is None:
        by_name = [c for c in core.state.channels.values() if c.kind != "im" and c.name == name.removeprefix("#")]
        channel = by_name[0] if by_name and name else None
    if channel is None or (channel.kind != "public" and BOT_USER not in channel.members):
        raise ApiError("channel_not_found")
    if writing and channel.is_archived:
        raise ApiError("is_archived")
    if writing and BOT_USER not in channel.members:
        raise ApiError("not_in_channel")
    return channel


def content(found: Json, *, longest: int | None = None) -> tuple[str, list[Json]]:
    """Text and finished blocks of a call; ApiError no_text, msg_too_long, invalid_blocks_format, invalid_blocks, invalid_attachments."""
    text = str(found.get("text") or "")
    blocks = found.get("blocks") or []
    if not text and not blocks and not found.get("attachments"):
        raise ApiError("no_text")
    if longest is not None and len(text) > longest:
        raise ApiError("msg_too_long")
    if not isinstance(blocks, list):
        raise ApiError("invalid_blocks_format")
    problems = block_kit.message_problems(blocks, found.get("attachments") or None)
    if problems:
        part = "blocks" if any("json-pointer:/blocks" in problem for problem in problems) else "attachments"
        raise ApiError(
            f"invalid_{part}", errors=problems, response_metadata={"messages": block_kit.as_answered(problems)}
        )
    return text[: limits.POST_TEXT], shapes.finished(blocks)


def metadata(found: Json) -> Json | None:
    """The metadata of a call; ApiError invalid_metadata_format."""
    given: Any = found.get("metadata")
    if given in (None, "", {}):
        return None
    fits = (
        isinstance(given, dict)
        and isinstance(given.get("event_type"), str)
        and isinstance(given.get("event_payload"), dict)
    )
    if not fits:
        raise ApiError("invalid_metadata_format")
    return dict(given)


def thread(found: Json) -> str | None:
    """The thread a call names; ApiError invalid_thread_ts."""
    given = found.get("thread_ts")
    if given in (None, ""):
        return None
    if not TS.fullmatch(str(given)):
        raise ApiError("invalid_thread_ts")
    return str(given)


async def post_message(core: Core, delivery: Delivery, found: Json) -> Json:
    """A new message."""
    needed(found, "channel")
    channel = open_channel(core, found)
    text, blocks = content(found)
    message = Message(
        channel.id, core.state.next_ts(), BOT_USER, text, blocks, thread(found), bool(found.get("reply_broadcast")),
        metadata(found), subtype="bot_message" if found.get("username") else None, from_api=True,
    )  # fmt: skip
    core.state.put(message)
    return {"channel": channel.id, "ts": message.ts, "message": shapes.message(core.state, message, metadata=True)}


async def update(core: Core, delivery: Delivery, found: Json) -> Json:
    """Change one of the bot's own messages. Text without blocks takes the blocks away and shows "(edited)"; blocks do not."""
    needed(found, "channel", "ts")
    if str(found["channel"]) in core.state.members:
        raise ApiError("channel_not_found")
    channel = open_channel(core, found)
    message = core.state.message(channel.id, str(found["ts"]))
    if message.user != BOT_USER:
        raise ApiError("cant_update_message")
    text, blocks = content(found, longest=limits.UPDATE_TEXT)
    new_metadata = metadata(found)
    message.text, message.blocks = text, blocks
    message.metadata = new_metadata or message.metadata
    if not blocks:
        message.edited_ts = core.state.next_ts()
    core.state.changed()
    return {
        "channel": channel.id,
        "ts": message.ts,
        "text": message.text,
        "message": shapes.message(core.state, message, metadata=True),
    }


async def delete(core: Core, delivery: Delivery, found: Json) -> Json:
    """Take one of the bot's own messages away."""
    needed(found, "channel", "ts")
    channel = open_channel(core, found)
    message = core.state.message(channel.id, str(found["ts"]))
    if message.user != BOT_USER:
        raise ApiError("cant_delete_message")
    core.state.messages[channel.id].remove(message)
    core.state.changed()
    return {"channel": channel.id, "ts": message.ts}


async def post_ephemeral(core: Core, delivery: Delivery, found: Json) -> Json:
    """A message one person sees."""
    needed(found, "channel", "user")
    channel = open_channel(core, found)
    if found["user"] not in channel.members:
        raise ApiError("user_not_in_channel")
    text, blocks = content(found)
    message = Message(
        channel.id, core.state.next_ts(), BOT_USER, text, blocks, thread(found), ephemeral_to=str(found["user"])
    )
    core.state.put(message)
    return {"message_ts": message.ts}


async def get_permalink(core: Core, delivery: Delivery, found: Json) -> Json:
    """The address of a message on the page."""
    needed(found, "channel", "message_ts")
    channel = open_channel(core, found, writing=False)
    message = core.state.message(channel.id, str(found["message_ts"]))
    return {"channel": channel.id, "permalink": f"{core.url}archives/{channel.id}/p{message.ts.replace('.', '')}"}


async def pins_add(core: Core, delivery: Delivery, found: Json) -> Json:
    """Pin a message to its channel."""
    channel = open_channel(core, found)
    message = core.state.message(channel.id, str(found.get("timestamp", "")))
    if message.ts in channel.pins:
        raise ApiError("already_pinned")
    channel.pins.append(message.ts)
    core.state.changed()
    return {}


async def bookmarks_add(core: Core, delivery: Delivery, found: Json) -> Json:
    """Put a link on top of a channel."""
    needed(found, "channel_id", "title", "type")
    channel = open_channel(core, {"channel": found["channel_id"]})
    mark = {"id": core.state.next_id("K"), "channel_id": channel.id}
    mark |= {"title": found["title"], "link": found.get("link", ""), "type": found["type"]}
    channel.bookmarks.append(mark)
    core.state.changed()
    return {"bookmark": mark}


async def reactions_add(core: Core, delivery: Delivery, found: Json) -> Json:
    """Put an emoji on a message."""
    needed(found, "channel", "timestamp", "name")
    channel = open_channel(core, found)
    message = core.state.message(channel.id, str(found["timestamp"]))
    entry = next((r for r in message.reactions if r["name"] == found["name"]), None)
    if entry and BOT_USER in entry["users"]:
        raise ApiError("already_reacted")
    if entry is None:
        entry = {"name": found["name"], "users": [], "count": 0}
        message.reactions.append(entry)
    entry["users"].append(BOT_USER)
    entry["count"] += 1
    core.state.changed()
    return {}


METHODS = {
    "chat.postMessage": post_message,
    "chat.update": update,
    "chat.delete": delete,
    "chat.postEphemeral": post_ephemeral,
    "chat.getPermalink": get_permalink,
    "pins.add": pins_add,
    "bookmarks.add": bookmarks_add,
    "reactions.add": reactions_add,
}
