"""Getting things to the bot, whichever road it listens on, and noting what came of it.

What a person did is sent once, and the person sees it fail. Events are sent again: at once, after 1 and after 5 minutes, and every
hour for a day where the app's "Delayed Events" are on. `docs.slack.dev/apis/events-api`.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import deque
from collections.abc import Collection, Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from workspace import limits, message_events, payloads
from workspace.core import Core, Sent
from workspace.signed import Signed
from workspace.sockets import Answer, Sockets
from workspace.state import BOT_USER, Channel, Json, Message

HOUR = timedelta(hours=1)
DELAYED_TRIES = 24
HELD_BACK_SECONDS = 1.0


@dataclass
class Retry:
    """An event that waits for its next try."""

    at: datetime
    event: str
    event_id: str
    attempt: int


class Delivery:
    """Socket Mode, or signed HTTP when there is an address to send to."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self.sockets = Sockets(core)
        self.signed = Signed(core)
        self.retries: list[Retry] = []
        self.subscriptions_on = True
        """False after too many failures; nothing but a person switches them on again."""
        self._under_way = 0
        self._gone_out = 0
        self._moved = asyncio.Event()
        self._tries: deque[tuple[datetime, bool]] = deque()
        self._events: deque[datetime] = deque()
        self._limited_minute: int | None = None
        core.state.on_posted = self.heard

    @property
    def quiet(self) -> bool:
        """Nothing is waiting for its acknowledgement or its next try."""
        return self._under_way == 0

    async def ask(self, kind: str, payload: Json) -> Answer:
        """Deliver something a person did (`slash_commands` or `interactive`). Never tried again: the person sees the failure."""
        return await self._push(kind, payload)

    def tell(self, body: Json) -> None:
        """Deliver an event in the background, if the app subscribes to it and its hour is not full."""
        now = self._core.clock.now()
        place = self._core.state.channels.get(payloads.place_of(body))
        if not self.subscriptions_on or not self._hears(body, place):
            return
        while self._events and self._events[0] <= now - HOUR:
            self._events.popleft()
        if len(self._events) >= self._core.settings.events_an_hour:
            self._tell_of_the_limit(now)
            return
        self._events.append(now)
        event_id = f"Ev{secrets.token_hex(5).upper()}"
        self._background(self._tell(payloads.event(body, event_id, int(now.timestamp()), place)))

    def switch_subscriptions_on(self) -> None:
        """Receive events again after they were switched off."""
        self.subscriptions_on = True
        self._tries.clear()
        self._core.state.changed()

    def heard(self, message: Message) -> None:
        """Deliver what was just said in a conversation, twice where the bot is called by name and hears everything anyway."""
        state = self._core.state
        place = state.channels.get(message.channel)
        if place is None or message.ephemeral_to:
            return
        self.tell(message_events.posted(state, place, message))
        if f"<@{BOT_USER}>" in message.text and message.user != BOT_USER and place.kind != "im":
            self.tell(message_events.mention(state, place, message))

    def _hears(self, body: Json, place: Channel | None) -> bool:
        """Whether the app subscribes to it and may see where it happened."""
        if payloads.subscription(body) not in self._core.settings.manifest.bot_events:
            return False
        may_be_outside = place is None or (place.kind == "public" and body["type"] not in payloads.INSIDE)
        return may_be_outside or bool(place and BOT_USER in place.members)

    def _tell_of_the_limit(self, now: datetime) -> None:
        """Say once a minute that events are dropped."""
        minute = int(now.timestamp()) // 60 * 60
        if minute != self._limited_minute:
            self._limited_minute = minute
            self._background(self._tell(payloads.app_rate_limited(minute)))

    def _background(self, work: Coroutine[Any, Any, Any]) -> None:
        self._under_way += 1

        async def counted() -> None:
            try:
                await work
            finally:
                self._under_way -= 1
                self._core.state.changed()

        self._core.background(counted())

    async def _tell(self, payload: Json) -> None:
        settings, clock = self._core.settings, self._core.clock
        tried: set[int] = set()
        answer = await self._push("events_api", payload)
        pauses = [*settings.retry_seconds, *([3600.0] * DELAYED_TRIES if settings.delayed_events else [])]
        for attempt, pause in enumerate(pauses, start=1):
            self._count(answer.ok)
            if answer.ok or answer.no_retry or not self.subscriptions_on:
                return
            if pause:
                due = clock.now() + timedelta(seconds=pause)
                waiting = Retry(due, payloads.kind_of(payload), str(payload.get("event_id", "")), attempt)
                self.retries.append(waiting)
                self._core.state.changed()
                try:
                    await clock.wait_until(due)
                finally:
                    self.retries.remove(waiting)
            if answer.socket is not None:
                tried.add(answer.socket)
            answer = await self._push("events_api", payload, attempt, answer.error or "", tried)
        self._count(answer.ok)

    def _count(self, ok: bool) -> None:
        """Switch the subscriptions off when more than 95 % of an hour's tries failed, of an app that has 1,000 and more."""
        now = self._core.clock.now()
        self._tries.append((now, ok))
        while self._tries[0][0] <= now - HOUR:
            self._tries.popleft()
        failed = sum(not went for _, went in self._tries)
        enough = len(self._tries) >= self._core.settings.events_before_disabling
        if enough and failed > limits.FAILURES_BEFORE_DISABLING * len(self._tries):
            self.subscriptions_on = False

    async def _push(
        self, kind: str, payload: Json, retry: int = 0, reason: str = "", avoid: Collection[int] = ()
    ) -> Answer:
        """Send it once, or as the faults want it."""
        facts = {"kind": payloads.kind_of(payload)}
        faults = self._core.faults
        if fault := faults.meet("delivery", facts, "reorder"):
            await self._hold_back(int(fault.value))
        doubled = faults.meet("delivery", facts, "duplicate")
        for _ in range(int(doubled.value) - 1 if doubled else 0):
            self._background(self._once(kind, payload, retry, reason, avoid))
        return await self._once(kind, payload, retry, reason, avoid)

    async def _once(self, kind: str, payload: Json, retry: int, reason: str, avoid: Collection[int]) -> Answer:
        note = Sent(payloads.kind_of(payload), json.loads(json.dumps(payload)), self._core.clock.now(), retry)
        self._core.sent.append(note)
        self._core.state.changed()
        began = asyncio.get_running_loop().time()
        answer = await self._carried(kind, note, retry, reason, avoid)
        note.milliseconds = round((asyncio.get_running_loop().time() - began) * 1000, 1)
        note.ok, note.answer, note.error, note.socket = answer.ok, answer.body, answer.error, answer.socket
        self._core.state.changed()
        return answer

    async def _carried(self, kind: str, note: Sent, retry: int, reason: str, avoid: Collection[int]) -> Answer:
        fault = self._core.faults.meet("delivery", {"kind": note.kind}, "lost", "lost_ack")
        self._gone_out += 1
        self._moved.set()
        self._moved = asyncio.Event()
        answer = Answer(False)
        if fault is None or fault.kind == "lost_ack":
            if self.signed.in_use:
                answer = await self.signed.push(kind, note.payload, retry, reason)
            else:
                answer = await self.sockets.push(kind, note.payload, retry, reason, avoid)
        if fault is None:
            return answer
        await asyncio.sleep(self._core.settings.answer_seconds)
        return Answer(False, error="http_timeout" if self.signed.in_use else "timeout", socket=answer.socket)

    async def _hold_back(self, count: int) -> None:
        """Wait until so many later ones have gone out, or a second."""
        target = self._gone_out + count
        try:
            async with asyncio.timeout(HELD_BACK_SECONDS):
                while self._gone_out < target:
                    await self._moved.wait()
        except TimeoutError:
            return
