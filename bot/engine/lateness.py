"""Looks for pages that did not arrive in time, so that they also go another way."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.domain.errors import StoreUnavailable
from bot.domain.ports import Clock
from bot.domain.work import OutboxRow
from bot.engine import events
from bot.engine.waking import Waker

IN_TROUBLE_EVERY = timedelta(seconds=5)
OTHERWISE_EVERY = timedelta(seconds=30)
"""Looking reads all unsettled pages, so it is done seldom while every page goes straight through."""
TROUBLE_LASTS = timedelta(minutes=5)
SEEN_LATE_SECONDS = 2.0
"""A page has to be seen late twice, this many real seconds apart: a practice clock that was moved gives the senders no time."""


class LatenessWatch:
    """Calls `late(rows)` with pages that are late by 30 s and have no other road yet."""

    def __init__(
        self,
        *,
        clock: Clock,
        find: Callable[[datetime], Awaitable[tuple[OutboxRow, ...]]],
        late: Callable[[tuple[OutboxRow, ...]], Awaitable[None]],
        trouble_at: Callable[[], datetime | None],
        seen_late_seconds: float = SEEN_LATE_SECONDS,
    ) -> None:
        """Take how to find late pages, what to do with them, and when a page last met trouble."""
        self._clock = clock
        self._find = find
        self._late = late
        self._trouble_at = trouble_at
        self._seen_late_seconds = seen_late_seconds
        self._began_at = clock.now()
        self._looked_at: datetime | None = None
        self._seen: dict[str, float] = {}
        self._waker = Waker(clock)

    async def run(self) -> None:
        """Watch until cancelled."""
        while True:
            try:
                await self.once()
            except StoreUnavailable:
                events.log.warning(events.STORE_AWAY, where="lateness")
            await self._waker.sleep(None)

    async def once(self) -> None:
        """Look, if it is time to. Raises StoreUnavailable."""
        now = self._clock.now()
        if self._looked_at is not None and not self._seen:
            trouble_at = self._trouble_at()
            troubled = trouble_at is not None and now - trouble_at < TROUBLE_LASTS
            if now - self._looked_at < (IN_TROUBLE_EVERY if troubled else OTHERWISE_EVERY):
                return
        self._looked_at = now
        real = asyncio.get_running_loop().time()
        rows = await self._find(self._began_at)
        self._seen = {row.id: self._seen.get(row.id, real) for row in rows}
        late = tuple(row for row in rows if real - self._seen[row.id] >= self._seen_late_seconds)
        if late:
            await self._late(late)
