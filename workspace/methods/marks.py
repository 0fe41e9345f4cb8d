"""What people and bots put beside messages: pins, bookmarks, reactions."""

from __future__ import annotations

import re

from workspace import changes, shapes
from workspace.arguments import needed
from workspace.methods import pages
from workspace.methods.ask import Ask
from workspace.state import BOT_USER, TEAM_ID, ApiError, Channel, Json, Message

MOST_PINS = 100
MOST_BOOKMARKS = 100
MOST_REACTIONS = 23
EMOJI = re.compile(r"[\w+'-]+(::skin-tone-[2-6])?")


async def pins_add(ask: Ask) -> Json:
    """Pin a message to its channel."""
    channel, message = _message(ask)
    if message.ts in channel.pins:
        raise ApiError("already_pinned")
    if len(channel.pins) >= MOST_PINS:
        raise ApiError("too_many_pins")
    channel.pins.append(message.ts)
    message.pinned = {"by": BOT_USER, "at": ask.now}
    ask.state.changed()
    ask.tell(changes.pin("pin_added", BOT_USER, channel, _pin(ask, message), ask.state.next_ts()))
    return {}


async def pins_remove(ask: Ask) -> Json:
    """Unpin it."""
    channel, message = _message(ask)
    if message.ts not in channel.pins:
        raise ApiError("no_pin")
    channel.pins.remove(message.ts)
    ask.tell(changes.pin("pin_removed", BOT_USER, channel, _pin(ask, message), ask.state.next_ts()))
    message.pinned = None
    ask.state.changed()
    return {}


async def pins_list(ask: Ask) -> Json:
    """What is pinned, newest first."""
    channel = ask.readable()
    kept = [ask.state.messages[channel.id].find(ts) for ts in reversed(channel.pins)]
    return {"items": [_pin(ask, message) for message in kept if message]}


def _pin(ask: Ask, message: Message) -> Json:
    noted = message.pinned or {}
    shown = shapes.message(ask.state, message) | {
        "permalink": shapes.permalink(ask.state, message),
        "pinned_to": [message.channel],
    }
    return {
        "type": "message",
        "channel": message.channel,
        "created": noted.get("at", 0),
        "created_by": noted.get("by", ""),
        "message": shown,
    }


def _message(ask: Ask) -> tuple[Channel, Message]:
    """The message a call names by channel and timestamp."""
    if not ask.text("timestamp"):
        raise ApiError("no_item_specified")
    channel = ask.place()
    return channel, ask.state.message(channel.id, ask.text("timestamp"))


async def bookmarks_add(ask: Ask) -> Json:
    """Put a link on top of a channel."""
    needed(ask.found, "channel_id", "title", "type")
    channel = ask.place("channel_id")
    if ask.text("type") != "link":
        raise ApiError("invalid_bookmark_type")
    if len(channel.bookmarks) >= MOST_BOOKMARKS:
        raise ApiError("too_many_bookmarks")
    mark: Json = {
        "id": ask.state.next_id("Bk"),
        "channel_id": channel.id,
        "title": ask.text("title"),
        "link": _link(ask),
        "emoji": ask.text("emoji"),
        "icon_url": None,
        "type": "link",
        "entity_id": None,
        "date_created": ask.now,
        "date_updated": 0,
        "rank": f"{len(channel.bookmarks):04d}",
        "last_updated_by_user_id": BOT_USER,
        "last_updated_by_team_id": TEAM_ID,
        "shortcut_id": None,
        "app_id": None,
    }
    channel.bookmarks.append(mark)
    ask.state.changed()
    return {"bookmark": mark}


async def bookmarks_edit(ask: Ask) -> Json:
    """Change one; what is not given stays."""
    needed(ask.found, "channel_id", "bookmark_id")
    _, mark = _bookmark(ask)
    if "link" in ask.found:
        mark["link"] = _link(ask)
    for name in ("title", "emoji"):
        if name in ask.found:
            mark[name] = ask.text(name)
    mark["date_updated"] = ask.now
    ask.state.changed()
    return {"bookmark": mark}


async def bookmarks_list(ask: Ask) -> Json:
    """All of a channel."""
    needed(ask.found, "channel_id")
    return {"bookmarks": list(ask.readable("channel_id").bookmarks)}


async def bookmarks_remove(ask: Ask) -> Json:
    """Take one away."""
    needed(ask.found, "channel_id", "bookmark_id")
    channel, mark = _bookmark(ask)
    channel.bookmarks.remove(mark)
    ask.state.changed()
    return {}


def _bookmark(ask: Ask) -> tuple[Channel, Json]:
    channel = ask.place("channel_id")
    for mark in channel.bookmarks:
        if mark["id"] == ask.text("bookmark_id"):
            return channel, mark
    raise ApiError("not_found")


def _link(ask: Ask) -> str:
    link = ask.text("link")
    if not link.startswith(("http://", "https://")):
        raise ApiError("invalid_link")
    return link


async def reactions_add(ask: Ask) -> Json:
    """Put an emoji on a message."""
    name = _emoji(ask)
    channel, message = _message(ask)
    entry = _entry(message, name)
    if entry and BOT_USER in entry["users"]:
        raise ApiError("already_reacted")
    if entry is None and len(message.reactions) >= MOST_REACTIONS:
        raise ApiError("too_many_emoji")
    if entry is None:
        entry = {"name": name, "users": [], "count": 0}
        message.reactions.append(entry)
    entry["users"].append(BOT_USER)
    entry["count"] += 1
    ask.state.changed()
    ask.tell(changes.reaction("reaction_added", BOT_USER, channel, message, name, ask.state.next_ts()))
    return {}


async def reactions_remove(ask: Ask) -> Json:
    """Take the bot's emoji off again."""
    name = _emoji(ask)
    channel, message = _message(ask)
    entry = _entry(message, name)
    if entry is None or BOT_USER not in entry["users"]:
        raise ApiError("no_reaction")
    entry["users"].remove(BOT_USER)
    entry["count"] -= 1
    if not entry["users"]:
        message.reactions.remove(entry)
    ask.state.changed()
    ask.tell(changes.reaction("reaction_removed", BOT_USER, channel, message, name, ask.state.next_ts()))
    return {}


async def reactions_get(ask: Ask) -> Json:
    """One message with its reactions."""
    if not ask.text("timestamp"):
        raise ApiError("no_item_specified")
    channel = ask.readable()
    message = ask.state.message(channel.id, ask.text("timestamp"))
    shown = shapes.message(ask.state, message) | {"permalink": shapes.permalink(ask.state, message)}
    return {"type": "message", "channel": channel.id, "message": shown}


async def reactions_list(ask: Ask) -> Json:
    """What somebody (the bot, unless told) reacted to, newest first."""
    who = ask.text("user") or BOT_USER
    ask.state.member(who)
    places = [c for c in ask.state.channels.values() if BOT_USER in c.members]
    met = [
        message
        for place in places
        for message in ask.state.messages[place.id]
        if any(who in entry["users"] for entry in message.reactions)
    ]
    met.sort(key=lambda message: message.ts, reverse=True)
    shown, cursor = pages.page(ask.found, met)
    items = [{"type": "message", "channel": m.channel, "message": shapes.message(ask.state, m)} for m in shown]
    return pages.with_cursor("items", items, cursor)


def _emoji(ask: Ask) -> str:
    name = ask.text("name").strip(":")
    if not EMOJI.fullmatch(name):
        raise ApiError("invalid_name")
    return name


def _entry(message: Message, name: str) -> Json | None:
    return next((entry for entry in message.reactions if entry["name"] == name), None)


METHODS = {
    "pins.add": pins_add,
    "pins.remove": pins_remove,
    "pins.list": pins_list,
    "bookmarks.add": bookmarks_add,
    "bookmarks.edit": bookmarks_edit,
    "bookmarks.list": bookmarks_list,
    "bookmarks.remove": bookmarks_remove,
    "reactions.add": reactions_add,
    "reactions.remove": reactions_remove,
    "reactions.get": reactions_get,
    "reactions.list": reactions_list,
}
