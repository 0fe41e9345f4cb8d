"""What one person sees, as JSON for the page."""

from __future__ import annotations

from workspace import shapes
from workspace.server import Workspace
from workspace.state import APP_NAME, BOT_USER, Channel, Json, Message, View

RECENT = 200
"""How many messages of a channel the page gets."""


def clock(ws: Workspace) -> Json:
    """Practice time in epoch seconds and its pace."""
    return {"now": ws.clock.now().timestamp(), "rate": ws.clock.rate}


def seen(ws: Workspace, user: str, channel: str | None, thread: str | None) -> Json:
    """Everything on this person's screen: channels with unread counts, one channel's messages, a thread, modals, Home."""
    state = ws.state
    state.direct(user)
    mine = [c for c in state.channels.values() if user in c.members]
    place = state.channels.get(channel or "")
    if place is None or user not in place.members:
        place = next(c for c in mine if c.kind == "im")
    stack = state.stacks.get(user, [])
    home = state.homes.get(user)
    return {
        "version": state.version,
        "clock": clock(ws),
        "me": user,
        "bot": BOT_USER,
        "app": {"name": APP_NAME, "connected": bool(ws.sockets.connected or ws.settings.request_url), **ws.surface},
        "people": [_person(ws, one) for one in state.members],
        "channels": [_channel(ws, c, user) for c in mine],
        "channel": _channel(ws, place, user),
        "messages": _messages(ws, place, user),
        "thread": _thread(ws, place, thread, user) if thread else [],
        "modal": _view(stack[-1]) if stack else None,
        "depth": len(stack),
        "home": _view(home) if home else None,
        "faults": ws.faults.snapshot(),
        "next": _next(ws),
        "guide": ws.core.guide,
    }


def _person(ws: Workspace, user: str) -> Json:
    member = ws.state.members[user]
    return {
        "id": user, "name": member.name, "real_name": member.real_name, "locale": member.locale, "tz": member.tz,
        "title": member.title, "title_ja": member.title_ja, "is_bot": member.is_bot,
    }  # fmt: skip


def _channel(ws: Workspace, channel: Channel, user: str) -> Json:
    last_read = float(ws.state.read.get((user, channel.id), "0"))
    kept = ws.state.messages[channel.id]
    unread = [m for m in kept if float(m.ts) > last_read and m.user != user]
    return {
        "id": channel.id, "name": channel.name, "kind": channel.kind, "topic": channel.topic, "archived": channel.is_archived,
        "members": channel.members, "unread": len(unread), "pins": channel.pins, "bookmarks": channel.bookmarks,
        "mentioned": any(f"<@{user}>" in m.all_text for m in unread) or (channel.kind == "im" and bool(unread)),
    }  # fmt: skip


def _message(ws: Workspace, message: Message) -> Json:
    return shapes.message(ws.state, message) | {
        "channel": message.channel,
        "ephemeral": bool(message.ephemeral_to),
        "pinned": message.ts in ws.state.channels[message.channel].pins,
        "broadcast": message.broadcast,
    }


def _messages(ws: Workspace, place: Channel, user: str) -> list[Json]:
    top = [m for m in ws.state.messages[place.id] if m.thread_ts in (None, m.ts) or m.broadcast]
    own = [m for m in ws.state.ephemerals if m.ephemeral_to == user and m.channel == place.id and not m.thread_ts]
    return [_message(ws, m) for m in sorted([*top, *own], key=lambda m: float(m.ts))[-RECENT:]]


def _thread(ws: Workspace, place: Channel, thread: str, user: str) -> list[Json]:
    kept = [m for m in ws.state.messages[place.id] if thread in (m.ts, m.thread_ts)]
    own = [m for m in ws.state.ephemerals if m.ephemeral_to == user and m.channel == place.id and m.thread_ts == thread]
    return [_message(ws, m) for m in sorted([*kept, *own], key=lambda m: float(m.ts))[-RECENT:]]


def _view(view: View) -> Json:
    return shapes.view(view) | {"errors": view.errors, "trouble": view.trouble}


def _next(ws: Workspace) -> Json | None:
    waiting = sorted(ws.state.scheduled.values(), key=lambda one: one.post_at)
    return {"post_at": waiting[0].post_at, "count": len(waiting)} if waiting else None
