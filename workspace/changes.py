"""Events about what changed: channels, pins, reactions, groups, files, as plain JSON (`docs.slack.dev/reference/events`)."""

from __future__ import annotations

from workspace.state import BOT_USER, TEAM_ID, Channel, File, Group, Json, Message


def archived(channel: Channel, by: str, ts: str, *, back: bool = False) -> Json:
    """A channel was closed, or opened again."""
    family = "group" if channel.kind == "private" else "channel"
    if back:
        who = {"actor_id": by} if family == "group" else {"user": by}
        return {"type": f"{family}_unarchive", "channel": channel.id, **who, "event_ts": ts}
    return {"type": f"{family}_archive", "channel": channel.id, "user": by, "is_moved": 0, "event_ts": ts}


def created(channel: Channel, ts: str) -> Json:
    """A public channel was made."""
    about = {
        **_named(channel),
        "creator": channel.creator,
        "context_team_id": TEAM_ID,
        "is_archived": False,
        "is_frozen": False,
        "is_general": False,
        "is_group": False,
        "is_im": False,
        "is_private": False,
        "is_shared": False,
        "is_ext_shared": False,
        "is_org_shared": False,
        "is_pending_ext_shared": False,
    }
    return {"type": "channel_created", "channel": about, "event_ts": ts}


def renamed(channel: Channel, ts: str) -> Json:
    """A channel has another name."""
    family = "group" if channel.kind == "private" else "channel"
    return {"type": f"{family}_rename", "channel": _named(channel), "event_ts": ts}


def _named(channel: Channel) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "created": channel.created,
        "is_channel": True,
        "is_mpim": False,
    }


def left(who: str, channel: Channel, ts: str) -> Json:
    """Somebody went out of a channel, or was sent out."""
    letter = "G" if channel.kind == "private" else "C"
    made = {"type": "member_left_channel", "user": who, "channel": channel.id, "channel_type": letter}
    return made | {"team": TEAM_ID, "event_ts": ts}


def shared(channel: Channel, team: str, ts: str) -> Json:
    """A channel is now shared with another team."""
    return {"type": "channel_shared", "connected_team_id": team, "channel": channel.id, "event_ts": ts}


def pin(kind: str, by: str, channel: Channel, item: Json, ts: str) -> Json:
    """pin_added, pin_removed."""
    made = {"type": kind, "user": by, "channel_id": channel.id, "item": item, "item_user": item["message"]["user"]}
    noted = {"channel": channel.id, "pinned_by": item["created_by"], "pinned_ts": item["created"]}
    made |= {"pin_count": str(len(channel.pins)), "pinned_info": noted, "event_ts": ts}
    return made if kind == "pin_added" else made | {"has_pins": bool(channel.pins)}


def reaction(kind: str, by: str, channel: Channel, message: Message, name: str, ts: str) -> Json:
    """reaction_added, reaction_removed."""
    item = {"type": "message", "channel": channel.id, "ts": message.ts}
    return {"type": kind, "user": by, "reaction": name, "item_user": message.user, "item": item, "event_ts": ts}


def group(kind: str, shown: Json, users: list[str], ts: str) -> Json:
    """subteam_created, subteam_updated: the event names its people, asked for or not."""
    about = {name: value for name, value in shown.items() if name not in ("auto_type", "deleted_by")}
    return {"type": kind, "subteam": about | {"users": list(users), "user_count": len(users)}, "event_ts": ts}


def group_members(found: Group, before: list[str], ts: str) -> Json:
    """Who came into a user group and who went."""
    came = [one for one in found.users if one not in before]
    went = [one for one in before if one not in found.users]
    return {
        "type": "subteam_members_changed",
        "subteam_id": found.id,
        "team_id": TEAM_ID,
        "date_previous_update": found.updated,
        "date_update": found.updated,
        "added_users": came,
        "added_users_count": len(came),
        "removed_users": went,
        "removed_users_count": len(went),
        "event_ts": ts,
    }


def file_shared(found: File, channel: str, ts: str) -> Json:
    """A file can be seen in a channel."""
    made = {"type": "file_shared", "file_id": found.id, "user_id": found.user or BOT_USER, "file": {"id": found.id}}
    return made | {"channel_id": channel, "event_ts": ts}
