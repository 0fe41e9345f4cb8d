"""chat.scheduleMessage and its sisters, and the worker that posts what is due by practice time, the bot alive or not."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from workspace import limits, shapes
from workspace.arguments import needed, whole
from workspace.core import Core
from workspace.methods import pages
from workspace.methods.ask import Ask
from workspace.methods.chat import target
from workspace.methods.content import attachments, content, metadata, thread
from workspace.state import BOT_ID, BOT_USER, ApiError, Json, Message, Scheduled


async def schedule(ask: Ask) -> Json:
    """A message for later: at most 120 days ahead, at most 30 within any five minutes of a channel."""
    needed(ask.found, "channel", "post_at")
    channel = target(ask)
    text, blocks = content(ask.found)
    post_at = whole(ask.found, "post_at", 0, error="invalid_time")
    ahead = post_at - ask.core.clock.now().timestamp()
    if ahead <= 0:
        raise ApiError("time_in_past")
    if ahead > limits.SCHEDULE_DAYS * 86_400:
        raise ApiError("time_too_far")
    if _crowded(ask, channel.id, post_at):
        raise ApiError("restricted_too_many")
    parent = thread(ask.found)
    made = Scheduled(
        ask.state.next_id("Q"), channel.id, post_at, text, blocks, metadata(ask.found), parent,
        bool(parent and ask.found.get("reply_broadcast")), ask.now, attachments(ask.found),
    )  # fmt: skip
    ask.state.scheduled[made.id] = made
    ask.state.changed()
    message: Json = {
        "type": "delayed_message",
        "text": text,
        "user": BOT_USER,
        "bot_id": BOT_ID,
        "bot_profile": shapes.bot_profile(),
    }
    if blocks:
        message["blocks"] = blocks
    return {"channel": channel.id, "scheduled_message_id": made.id, "post_at": post_at, "message": message}


def _crowded(ask: Ask, channel: str, post_at: int) -> bool:
    """Whether one more message would make a window of five minutes in this channel hold more than Slack takes."""
    width = limits.SCHEDULE_WINDOW_SECONDS
    times = [one.post_at for one in ask.state.scheduled.values() if one.channel == channel]
    near = sorted([*(at for at in times if abs(at - post_at) < width), post_at])
    return any(sum(start <= at < start + width for at in near) > limits.SCHEDULE_PER_WINDOW for start in near)


async def take_back(ask: Ask) -> Json:
    """Not later than 60 seconds before it is posted."""
    needed(ask.found, "channel", "scheduled_message_id")
    channel = ask.place(writing=False)
    made = ask.state.scheduled.get(ask.text("scheduled_message_id"))
    if made is None or made.channel != channel.id:
        raise ApiError("invalid_scheduled_message_id")
    if made.post_at - ask.core.clock.now().timestamp() <= limits.SCHEDULE_DELETE_SECONDS:
        raise ApiError("invalid_scheduled_message_id")
    del ask.state.scheduled[made.id]
    ask.state.changed()
    return {}


async def listed(ask: Ask) -> Json:
    """What is still to come, soonest first."""
    waiting = sorted(ask.state.scheduled.values(), key=lambda one: (one.post_at, one.id))
    if ask.found.get("channel"):
        if ask.text("channel") not in ask.state.channels:
            raise ApiError("invalid_channel")
        waiting = [one for one in waiting if one.channel == ask.found["channel"]]
    oldest, latest = whole(ask.found, "oldest", 0), whole(ask.found, "latest", 0)
    waiting = [one for one in waiting if one.post_at >= oldest and (not latest or one.post_at <= latest)]
    found, cursor = pages.page(ask.found, waiting)
    shown = [
        {"id": one.id, "channel_id": one.channel, "post_at": one.post_at, "date_created": one.created, "text": one.text}
        for one in found
    ]
    return pages.with_cursor("scheduled_messages", shown, cursor)


async def post_when_due(core: Core) -> None:
    """Post scheduled messages for ever. One with metadata is dropped without a word: Slack's documented fault."""
    while True:
        known = set(core.state.scheduled)
        waiting = [one for one in core.state.scheduled.values() if one.metadata is None]
        if not waiting:
            await _until_changed(core, known)
            continue
        first = min(waiting, key=lambda one: one.post_at)
        due = core.spawn(core.clock.wait_until(datetime.fromtimestamp(first.post_at, UTC)))
        changed = core.spawn(_until_changed(core, known))
        await asyncio.wait({due, changed}, return_when=asyncio.FIRST_COMPLETED)
        changed.cancel()
        if not due.done():
            due.cancel()
            continue
        if not core.state.scheduled.pop(first.id, None) or core.faults.meet("scheduled", {"channel": first.channel}):
            continue
        _post(core, first)


def _post(core: Core, due: Scheduled) -> None:
    """Into a channel that is closed by now, or that the bot has left, nothing is posted."""
    channel = core.state.channels.get(due.channel)
    if channel is None or channel.is_archived or BOT_USER not in channel.members:
        core.state.changed()
        return
    message = Message(
        due.channel, core.state.next_ts(), BOT_USER, due.text, due.blocks, due.thread_ts, due.broadcast, from_api=True,
        attachments=due.attachments,
    )  # fmt: skip
    core.state.put(message)


async def _until_changed(core: Core, known: set[str]) -> None:
    await core.state.wait_for(lambda: set(core.state.scheduled) != known, timeout=None)


METHODS = {
    "chat.scheduleMessage": schedule,
    "chat.deleteScheduledMessage": take_back,
    "chat.scheduledMessages.list": listed,
}
