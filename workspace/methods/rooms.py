"""What changes a channel: its people, its name, topic and purpose, its end, and the people of other teams in it."""

from __future__ import annotations

import re

from workspace import changes, limits, payloads, shapes
from workspace.arguments import needed
from workspace.methods.ask import Ask
from workspace.methods.conversations import checked_name, note
from workspace.state import BOT_USER, ApiError, Channel, Invite, Json

MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def room(ask: Ask, *, alive: bool = True) -> Channel:
    """The channel a call names, no direct message, with the bot in it."""
    needed(ask.found, "channel")
    channel = ask.place(writing=alive)
    if channel.is_talk:
        raise ApiError("method_not_supported_for_channel_type")
    if BOT_USER not in channel.members:
        raise ApiError("not_in_channel")
    return channel


async def invite(ask: Ask) -> Json:
    """Bring people in: all of them, or nobody and a reason for each; with `force` those who can be."""
    channel = room(ask)
    users = list(dict.fromkeys(ask.words("users")))
    if not users:
        raise ApiError("no_user")
    if len(users) > limits.INVITE_USERS:
        raise ApiError(
            "invalid_arguments", response_metadata={"messages": [f"[ERROR] at most {limits.INVITE_USERS} users"]}
        )
    refused = {user: why for user in users if (why := _cannot_come(ask, channel, user))}
    errors = [{"user": user, "ok": False, "error": why} for user, why in refused.items()]
    if refused and (not ask.found.get("force") or len(refused) == len(users)):
        raise ApiError(next(iter(refused.values())), errors=errors)
    for user in users:
        if user not in refused:
            bring_in(ask, channel, user)
    return {"channel": shapes.channel(channel), **({"errors": errors} if errors else {})}


def _cannot_come(ask: Ask, channel: Channel, user: str) -> str:
    member = ask.state.members.get(user)
    if member is None:
        return "user_not_found"
    if user == BOT_USER:
        return "cant_invite_self"
    if user in channel.members:
        return "already_in_channel"
    if member.deleted or (member.is_foreign and member.team not in channel.shared_with):
        return "cant_invite"
    return ""


def bring_in(ask: Ask, channel: Channel, user: str, inviter: str = BOT_USER) -> None:
    """Put somebody into a channel, and tell everybody."""
    channel.members.append(user)
    note(ask, channel, "channel_join", f"<@{user}> has joined the channel", user, inviter=inviter)
    ask.tell(payloads.member_joined(user, channel, inviter, ask.state.next_ts()))


async def kick(ask: Ask) -> Json:
    """Send somebody out."""
    channel = room(ask)
    user = ask.text("user")
    if not user:
        raise ApiError("no_user")
    ask.state.member(user)
    if user == BOT_USER:
        raise ApiError("cant_kick_self")
    if channel.name == "general":
        raise ApiError("cant_kick_from_general")
    if user not in channel.members:
        raise ApiError("not_in_channel")
    channel.members.remove(user)
    note(ask, channel, "channel_leave", f"<@{user}> was removed from the channel", user)
    ask.tell(changes.left(user, channel, ask.state.next_ts()))
    return {"errors": {}}


async def rename(ask: Ask) -> Json:
    """Another name for a channel the bot made."""
    channel = room(ask)
    if channel.creator != BOT_USER:
        raise ApiError("not_authorized")
    old, channel.name = channel.name, checked_name(ask, ask.text("name"))
    channel.previous_names.insert(0, old)
    said = f'has renamed the channel from "{old}" to "{channel.name}"'
    note(ask, channel, "channel_name", said, name=channel.name, old_name=old)
    ask.tell(changes.renamed(channel, ask.state.next_ts()))
    return {"channel": shapes.channel(channel)}


async def set_topic(ask: Ask) -> Json:
    """A line under the channel's name; everybody sees the change as a message."""
    channel = room(ask) if ask.text("channel").startswith("C") else ask.place()
    topic = _line(ask, "topic")
    if topic != channel.topic:
        channel.topic, channel.topic_by, channel.topic_at = topic, BOT_USER, ask.now
        said = f"set the channel topic: {topic}" if topic else "cleared the channel topic"
        note(ask, channel, "channel_topic", said, topic=topic)
    return {"channel": shapes.channel(channel)}


async def set_purpose(ask: Ask) -> Json:
    """What the channel is for; everybody sees the change as a message."""
    channel = room(ask)
    purpose = _line(ask, "purpose")
    if purpose != channel.purpose:
        channel.purpose, channel.purpose_by, channel.purpose_at = purpose, BOT_USER, ask.now
        said = f"set the channel description: {purpose}" if purpose else "cleared the channel description"
        note(ask, channel, "channel_purpose", said, purpose=purpose)
    return {"channel": shapes.channel(channel)}


def _line(ask: Ask, name: str) -> str:
    if name not in ask.found:
        needed(ask.found, name)
    if len(ask.text(name)) > limits.CHANNEL_TOPIC:
        raise ApiError("too_long")
    return ask.text(name)


async def archive(ask: Ask) -> Json:
    """Close a channel for good."""
    needed(ask.found, "channel")
    channel = ask.place(writing=False)
    if channel.is_talk:
        raise ApiError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise ApiError("already_archived")
    if channel.name == "general":
        raise ApiError("cant_archive_general")
    if BOT_USER not in channel.members:
        raise ApiError("not_in_channel")
    note(ask, channel, "channel_archive", f"<@{BOT_USER}> archived the channel")
    channel.is_archived = True
    ask.state.changed()
    ask.tell(changes.archived(channel, BOT_USER, ask.state.next_ts()))
    return {}


async def unarchive(ask: Ask) -> Json:
    """Refused: Slack notes as a known fault that bot tokens cannot open an archived channel again."""
    needed(ask.found, "channel")
    if not ask.place(writing=False).is_archived:
        raise ApiError("not_archived")
    raise ApiError("not_in_channel")


async def invite_shared(ask: Ask) -> Json:
    """Ask one person of another team, by address or by id, to share this channel."""
    needed(ask.found, "channel")
    channel = ask.place(writing=False)
    if channel.is_talk:
        raise ApiError("invalid_channel_type")
    if channel.is_archived:
        raise ApiError("channel_archived")
    if channel.name == "general":
        raise ApiError("cannot_share_mandatory_channel")
    mails, users = ask.words("emails"), ask.words("user_ids")
    if not mails and not users:
        raise ApiError("recipients_not_specified")
    if len(mails) > 1 or len(users) > 1 or (mails and users):
        raise ApiError("too_many_emails" if mails else "invalid_arguments")
    whom = (mails or users)[0]
    _can_be_asked(ask, channel, whom)
    made = Invite(ask.state.next_id("I"), channel.id, whom, ask.now)
    ask.state.invites[made.id] = made
    ask.state.changed()
    return {"invite_id": made.id, "is_legacy_shared_channel": False}


def _can_be_asked(ask: Ask, channel: Channel, whom: str) -> None:
    if "@" in whom and not MAIL.fullmatch(whom):
        raise ApiError("invalid_email")
    member = ask.state.members.get(whom) or ask.state.by_mail(whom)
    if member is None and "@" not in whom:
        raise ApiError("user_not_found")
    if member and member.id in channel.members:
        raise ApiError("already_in_channel")
    if any(
        one.channel == channel.id and one.whom == whom and not one.accepted_by for one in ask.state.invites.values()
    ):
        raise ApiError("connection_limit_exceeded_pending")


async def accept_shared(ask: Ask) -> Json:
    """Refused for our own invitations, which are the only ones here: it is the other team that accepts (`accept`)."""
    needed(ask.found, "channel_name")
    if not (ask.found.get("invite_id") or ask.found.get("channel_id")):
        raise ApiError("invalid_arguments")
    if ask.text("invite_id") not in ask.state.invites:
        raise ApiError("invite_not_found")
    raise ApiError("invite_from_same_org")


def accept(ask: Ask, invite_id: str, user: str) -> Channel:
    """The invited person says yes: they come in and the channel is shared with their team. ApiError invite_not_found ..."""
    made = ask.state.invites.get(invite_id)
    member = ask.state.member(user)
    if made is None:
        raise ApiError("invite_not_found")
    if made.accepted_by:
        raise ApiError("invite_used")
    if made.whom not in (member.id, member.email):
        raise ApiError("email_does_not_match")
    if not member.is_foreign:
        raise ApiError("invite_from_same_org")
    channel = ask.state.channel(made.channel)
    made.accepted_by = user
    if member.team not in channel.shared_with:
        channel.shared_with.append(member.team)
        ask.tell(changes.shared(channel, member.team, ask.state.next_ts()))
    bring_in(ask, channel, user)
    return channel


METHODS = {
    "conversations.invite": invite,
    "conversations.kick": kick,
    "conversations.rename": rename,
    "conversations.setTopic": set_topic,
    "conversations.setPurpose": set_purpose,
    "conversations.archive": archive,
    "conversations.unarchive": unarchive,
    "conversations.inviteShared": invite_shared,
    "conversations.acceptSharedInvite": accept_shared,
}
