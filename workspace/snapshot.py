"""The parts of one person's screen, as JSON for the page. What changed since last time is `feed`'s business."""

from __future__ import annotations

from workspace import agenda, shapes
from workspace.server import Workspace
from workspace.state import APP_NAME, Channel, Json, Member, Message, View

PREVIEW = 300
"""Letters of a message in a notice on the screen."""


def clock(ws: Workspace) -> Json:
    """Practice time in epoch seconds and its pace."""
    return {"now": ws.clock.now().timestamp(), "rate": ws.clock.rate}


def app(ws: Workspace) -> Json:
    """The bot's app: its name, whether it listens, its commands and shortcuts."""
    return {
        "name": APP_NAME,
        "connected": bool(ws.sockets.connected or ws.settings.request_url),
        "sockets": ws.sockets.connected,
        "http": bool(ws.settings.request_url),
        **ws.surface,
    }


def person(ws: Workspace, member: Member) -> Json:
    """Somebody of the workspace, for names, pictures and the choice of whom to act as; `team` is told of people from outside."""
    return {
        "id": member.id, "name": member.name, "real_name": member.real_name, "locale": member.locale, "tz": member.tz,
        "title": member.title, "title_ja": member.title_ja, "is_bot": member.is_bot, "deleted": member.deleted,
        "team": ws.state.teams[member.team].name if member.is_foreign else "", "dnd": member.dnd, "away": member.presence != "active",
    }  # fmt: skip


def groups(ws: Workspace) -> list[Json]:
    """User groups, for mentions."""
    return [
        {"id": one.id, "handle": one.handle, "name": one.name, "users": list(one.users)}
        for one in ws.state.groups.values()
    ]


def channel(ws: Workspace, found: Channel) -> Json:
    """What every list says of a channel; `shared` are the names of other companies in it."""
    return {
        "id": found.id, "name": found.name, "kind": found.kind, "topic": found.topic, "archived": found.is_archived,
        "members": list(found.members), "pins": list(found.pins), "bookmarks": [dict(one) for one in found.bookmarks],
        "shared": [ws.state.teams[one].name for one in found.shared_with if one in ws.state.teams],
    }  # fmt: skip


def message(ws: Workspace, found: Message) -> Json:
    """A message with what only screens show: whether it is pinned, and whether one person alone sees it."""
    made = shapes.message(ws.state, found)
    for one in made.get("files", []):
        one["page_url"] = f"/_practice/files/{one['id']}"
    return made | {
        "channel": found.channel,
        "ephemeral": bool(found.ephemeral_to),
        "pinned": found.ts in ws.state.channels[found.channel].pins,
        "broadcast": found.broadcast,
    }


def view(found: View) -> Json:
    """A modal or Home tab with the errors under its inputs."""
    return shapes.view(found) | {"errors": found.errors, "trouble": found.trouble}


def scheduled(ws: Workspace) -> list[Json]:
    """Messages for later, the next one first."""
    waiting = sorted(ws.state.scheduled.values(), key=lambda one: (one.post_at, one.id))
    return [
        {"id": one.id, "channel": one.channel, "post_at": one.post_at, "text": one.text[:PREVIEW], "never": bool(one.metadata)}
        for one in waiting
    ]  # fmt: skip


def upcoming(ws: Workspace) -> list[Json]:
    """What else happens by itself in practice time, the next one first."""
    return [one for one in agenda.by_practice_time(ws.core, ws.delivery) if one["kind"] != "scheduled_message"]
