"""Waking the loops: by the bell, by a commit, by the clock. None of them alone is relied upon."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from bot.domain.ports import Clock
from bot.engine.supervisor import first_of
from bot.services.ports import Store, UnitOfWork

C = TypeVar("C")
T = TypeVar("T")

LONGEST_SLEEP_SECONDS = 1.0
"""Real seconds after which a loop looks again whatever happened, so that a lost wake-up costs a second and no more."""


class Waker:
    """An alarm clock of one loop: it sleeps until an instant, a wake-up or one real second, whichever comes first."""

    def __init__(self, clock: Clock, *, longest_seconds: float = LONGEST_SLEEP_SECONDS) -> None:
        """Take the clock and the longest sleep in real seconds."""
        self._clock = clock
        self._longest = longest_seconds
        self._event = asyncio.Event()

    def wake(self) -> None:
        """End the present sleep, or the next one at once; must be called on the event loop."""
        self._event.set()

    async def sleep(self, until: datetime | None) -> None:
        """Return at `until` (None: only a wake-up or the longest sleep), when woken, or after the longest sleep."""
        if not self._event.is_set():
            instant = until if until is not None else self._clock.now() + timedelta(days=365)
            await first_of(self._event.wait(), self._clock.sleep_until(instant, at_most_seconds=self._longest))
        self._event.clear()


class WakingStore:
    """A store that wakes the engine after each commit, so that what was just committed leaves at once."""

    def __init__(self, store: Store, wake: Callable[[], None]) -> None:
        """Take the store and what to call after a commit."""
        self._store = store
        self._wake = wake

    async def run(self, service: Callable[[UnitOfWork, C], T], command: C) -> T:
        """As Store.run, then wake."""
        result = await self._store.run(service, command)
        self._wake()
        return result

    async def read(self, query: Callable[[UnitOfWork, C], T], command: C) -> T:
        """As Store.read."""
        return await self._store.read(query, command)
