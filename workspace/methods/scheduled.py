"""chat.scheduleMessage and its sisters, and the worker that posts what is due by practice time, the bot alive or not."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from workspace import limits, shapes
from workspace.arguments import needed, whole
from workspace.core import Core
from workspace.delivery import Delivery
from workspace.methods.chat import content, metadata, open_channel, thread
from workspace.state import BOT_ID, BOT_USER, ApiError, Json, Message, Scheduled


async def schedule(core: Core, delivery: Delivery, found: Json) -> Json:
    """A message for later: at most 120 days ahead, at most 30 in five minutes of a channel."""
    needed(found, "channel", "post_at")
    channel = open_channel(core, found)
    text, blocks = content(found)
    post_at = whole(found, "post_at", 0)
    ahead = post_at - core.clock.now().timestamp()
    if ahead <= 0:
        raise ApiError("time_in_past")
    if ahead > limits.SCHEDULE_DAYS * 86_400:
        raise ApiError("time_too_far")
    window = post_at // limits.SCHEDULE_WINDOW_SECONDS
    beside = [s for s in core.state.scheduled.values() if s.channel == channel.id]
    if sum(s.post_at // limits.SCHEDULE_WINDOW_SECONDS == window for s in beside) >= limits.SCHEDULE_PER_WINDOW:
        raise ApiError("restricted_too_many")
    made = Scheduled(core.state.next_id("Q"), channel.id, post_at, text, blocks, metadata(found), thread(found))
    core.state.scheduled[made.id] = made
    core.state.changed()
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


async def take_back(core: Core, delivery: Delivery, found: Json) -> Json:
    """Not later than 60 seconds before it is posted."""
    needed(found, "channel", "scheduled_message_id")
    made = core.state.scheduled.get(str(found["scheduled_message_id"]))
    channel = open_channel(core, found, writing=False)
    if made is None or made.channel != channel.id:
        raise ApiError("invalid_scheduled_message_id")
    if made.post_at - core.clock.now().timestamp() <= limits.SCHEDULE_DELETE_SECONDS:
        raise ApiError("invalid_scheduled_message_id")
    del core.state.scheduled[made.id]
    core.state.changed()
    return {}


async def listed(core: Core, delivery: Delivery, found: Json) -> Json:
    """What is still to come."""
    waiting = sorted(core.state.scheduled.values(), key=lambda one: one.post_at)
    if found.get("channel"):
        waiting = [one for one in waiting if one.channel == found["channel"]]
    shown = [
        {"id": one.id, "channel_id": one.channel, "post_at": one.post_at, "date_created": 0, "text": one.text}
        for one in waiting
    ]
    return {"scheduled_messages": shown, "response_metadata": {"next_cursor": ""}}


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
        if not core.state.channels[first.channel].is_archived:
            ts = core.state.next_ts()
            core.state.put(
                Message(first.channel, ts, BOT_USER, first.text, first.blocks, first.thread_ts, from_api=True)
            )


async def _until_changed(core: Core, known: set[str]) -> None:
    await core.state.wait_for(lambda: set(core.state.scheduled) != known, timeout=None)


METHODS = {
    "chat.scheduleMessage": schedule,
    "chat.deleteScheduledMessage": take_back,
    "chat.scheduledMessages.list": listed,
}
