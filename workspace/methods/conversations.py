"""conversations.*: making, finding, entering and leaving conversations. What changes one is in `rooms`, what reads one in `history`."""

from __future__ import annotations

import re

from workspace import changes, limits, scopes, shapes
from workspace.arguments import needed
from workspace.methods import pages
from workspace.methods.ask import Ask
from workspace.state import BOT_USER, ApiError, Channel, Json, Message

NAME = re.compile(r"[\w-]+")
TYPES = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}


def checked_name(ask: Ask, name: str) -> str:
    """A name for a channel: lower case letters of any script, digits, - and _. ApiError invalid_name_*, name_taken."""
    if not name:
        raise ApiError("invalid_name_required")
    if len(name) > limits.CHANNEL_NAME:
        raise ApiError("invalid_name_maxlength")
    if not NAME.fullmatch(name) or name != name.lower():
        raise ApiError("invalid_name_specials")
    if not re.search(r"[^\W_]", name):
        raise ApiError("invalid_name_punctuation")
    if ask.state.named(name):
        raise ApiError("name_taken")
    return name


async def create(ask: Ask) -> Json:
    """A new channel with the bot in it."""
    kind = "private" if ask.found.get("is_private") else "public"
    scopes.check_kind(ask.method, kind, ask.scopes)
    name = checked_name(ask, ask.text("name"))
    made = ask.state.add_channel(Channel(ask.state.next_id("C"), name, kind, [BOT_USER]))
    ask.state.changed()
    if kind == "public":
        ask.tell(changes.created(made, ask.state.next_ts()))
    return {"channel": shapes.channel(made)}


async def info(ask: Ask) -> Json:
    """One conversation; `include_locale` and `include_num_members` add these."""
    needed(ask.found, "channel")
    channel = ask.place(writing=False)
    made = shapes.channel(channel)
    if ask.found.get("include_num_members"):
        made["num_members"] = len(channel.members)
    if ask.found.get("include_locale"):
        made["locale"] = "ja-JP"
    if BOT_USER in channel.members:
        made["last_read"] = ask.state.read.get((BOT_USER, channel.id), "0000000000.000000")
    return {"channel": made}


async def members(ask: Ask) -> Json:
    """Who is in it."""
    needed(ask.found, "channel")
    channel = ask.place(writing=False)
    return pages.with_cursor("members", *pages.page(ask.found, channel.members))


async def listed(ask: Ask) -> Json:
    """The conversations the bot can know of."""
    seen = [c for c in _of_types(ask) if c.kind == "public" or BOT_USER in c.members]
    shown, cursor = pages.page(ask.found, seen)
    made = [_without(shapes.channel(c), "connected_team_ids") | _counted(c) for c in shown]
    return pages.with_cursor("channels", made, cursor)


async def of_user(ask: Ask) -> Json:
    """users.conversations: what somebody (the bot, unless told) is in; of private ones only those the bot is in as well."""
    who = ask.text("user") or BOT_USER
    ask.state.member(who)
    seen = [c for c in _of_types(ask) if who in c.members and (c.kind == "public" or BOT_USER in c.members)]
    shown, cursor = pages.page(ask.found, seen)
    made = [_without(shapes.channel(c, who), "connected_team_ids", "is_member") for c in shown]
    return pages.with_cursor("channels", made, cursor)


def _counted(channel: Channel) -> Json:
    return {} if channel.is_talk else {"num_members": len(channel.members)}


def _without(made: Json, *names: str) -> Json:
    """What a list does not tell of each channel."""
    return {name: value for name, value in made.items() if name not in names}


def _of_types(ask: Ask) -> list[Channel]:
    types = [one.strip() for one in str(ask.found.get("types") or "public_channel").split(",") if one.strip()]
    if not set(types) <= set(TYPES):
        raise ApiError("invalid_types")
    wanted = [TYPES[one] for one in types]
    for kind in wanted:
        scopes.check_kind(ask.method, kind, ask.scopes)
    found = [c for c in ask.state.channels.values() if c.kind in wanted]
    return [c for c in found if not c.is_archived] if ask.found.get("exclude_archived") else found


async def open_talk(ask: Ask) -> Json:
    """The direct message with one person, or with up to eight, made when it is missing."""
    if ask.found.get("channel"):
        known = ask.place(writing=False)
        if not known.is_talk:
            raise ApiError("method_not_supported_for_channel_type")
        return _opened(ask, known, fresh=False)
    users = list(dict.fromkeys(ask.words("users")))
    if not users:
        raise ApiError("users_list_not_supplied")
    if len(users) > limits.TALK_USERS:
        raise ApiError("too_many_users")
    for user in users:
        _can_talk(ask, user)
    scopes.check_kind(ask.method, "im" if len(users) == 1 else "mpim", ask.scopes)
    before = len(ask.state.channels)
    channel = ask.state.direct(users[0]) if len(users) == 1 else _several(ask, users)
    fresh = len(ask.state.channels) > before
    if fresh and ask.found.get("prevent_creation"):
        ask.state.drop_channel(channel.id)
        raise ApiError("channel_not_found")
    if fresh:
        ask.state.changed()
    return _opened(ask, channel, fresh=fresh)


def _can_talk(ask: Ask, user: str) -> None:
    member = ask.state.members.get(user)
    if member is None or member.is_bot:
        raise ApiError("user_not_found")
    if member.deleted:
        raise ApiError("user_disabled")
    if member.is_foreign and not ask.state.shares_channel(user):
        raise ApiError("invalid_user_combination")


def _several(ask: Ask, users: list[str]) -> Channel:
    everybody = {*users, BOT_USER}
    for channel in ask.state.channels.values():
        if channel.kind == "mpim" and set(channel.members) == everybody:
            return channel
    names = "--".join(ask.state.members[one].name for one in [*users, BOT_USER])
    return ask.state.add_channel(Channel(ask.state.next_id("C"), f"mpdm-{names}-1", "mpim", [*users, BOT_USER]))


def _opened(ask: Ask, channel: Channel, *, fresh: bool) -> Json:
    shown = shapes.channel(channel) if ask.found.get("return_im") else {"id": channel.id}
    return {"channel": shown} if fresh else {"no_op": True, "already_open": True, "channel": shown}


async def close_talk(ask: Ask) -> Json:
    """Put a direct message away; it opens again by itself."""
    if not ask.place(writing=False).is_talk:
        raise ApiError("method_not_supported_for_channel_type")
    return {}


async def join(ask: Ask) -> Json:
    """The bot goes into a public channel."""
    needed(ask.found, "channel")
    channel = ask.place(writing=False)
    if channel.is_archived:
        raise ApiError("is_archived")
    if channel.kind != "public":
        raise ApiError("method_not_supported_for_channel_type")
    if BOT_USER in channel.members:
        said = ["already_in_channel"]
        remarks = {"warning": said[0], "response_metadata": {"warnings": said}}
        return {"channel": shapes.channel(channel), **remarks}
    channel.members.append(BOT_USER)
    note(ask, channel, "channel_join", f"<@{BOT_USER}> has joined the channel")
    return {"channel": shapes.channel(channel)}


async def leave(ask: Ask) -> Json:
    """The bot goes out."""
    needed(ask.found, "channel")
    channel = ask.place(writing=False)
    if channel.is_talk:
        raise ApiError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise ApiError("is_archived")
    if channel.name == "general":
        raise ApiError("cant_leave_general")
    if BOT_USER not in channel.members:
        return {"not_in_channel": True}
    if channel.kind == "private" and len(channel.members) == 1:
        raise ApiError("last_member")
    channel.members.remove(BOT_USER)
    note(ask, channel, "channel_leave", f"<@{BOT_USER}> has left the channel")
    return {}


async def mark(ask: Ask) -> Json:
    """The bot has seen everything up to a message."""
    needed(ask.found, "channel", "ts")
    channel = ask.place()
    ask.state.read[BOT_USER, channel.id] = ask.text("ts")
    ask.state.changed()
    return {}


def note(ask: Ask, channel: Channel, subtype: str, said: str, who: str = BOT_USER, **more: str) -> None:
    """Leave the line Slack writes into a channel about what somebody did to it; `more` is what its event tells beside."""
    ask.state.put(Message(channel.id, ask.state.next_ts(), who, said, subtype=subtype, more=more))


METHODS = {
    "conversations.create": create,
    "conversations.info": info,
    "conversations.members": members,
    "conversations.list": listed,
    "users.conversations": of_user,
    "conversations.open": open_talk,
    "conversations.close": close_talk,
    "conversations.join": join,
    "conversations.leave": leave,
    "conversations.mark": mark,
}
