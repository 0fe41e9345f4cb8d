"""What runs beside the engine and that no deadline waits for: tidying the store, and noticing that the clock went back."""

from __future__ import annotations

import asyncio
from typing import Protocol

import structlog

from bot.domain.errors import StoreUnavailable
from bot.domain.ports import Clock
from bot.services.clock_back import ClockWentBack, clock_went_back, set_right
from bot.services.ports import Store, UnitOfWork

log = structlog.get_logger("hansho")

TIDY_SECONDS = 3600.0
TIDY_ROUNDS = 200
"""Of at most 500 rows of each kind: a backlog of years is dealt with in a few hours, and nobody waits for it."""
PAUSE_SECONDS = 0.5
LOOK_SECONDS = 2.0
BACK_SECONDS = 60.0
"""A smaller step back is slewing, and what it put ahead is ahead by less than this."""


class Forgetful(Protocol):
    """The store as tidying sees it."""

    async def forget(self) -> int:
        """Drop some rows nobody needs; 0 when nothing was left."""
        ...


async def keep_tidy(store: Forgetful) -> None:
    """Drop what is old each hour (a service of the supervisor)."""
    while True:
        await tidy(store)
        await asyncio.sleep(TIDY_SECONDS)


async def tidy(store: Forgetful) -> int:
    """Drop what is old and return how many rows went."""
    dropped = 0
    try:
        for _ in range(TIDY_ROUNDS):
            count = await store.forget()
            if not count:
                break
            dropped += count
            await asyncio.sleep(PAUSE_SECONDS)
    except StoreUnavailable:
        log.warning("store.tidying_failed")
    if dropped:
        log.info("store.tidied", rows=dropped)
    return dropped


class ClockWatch:
    """Notices that time went back by more than a minute, and has set right what was put too far ahead."""

    def __init__(self, clock: Clock, store: Store) -> None:
        """Take the clock, and a store that wakes the engine."""
        self._clock = clock
        self._store = store
        self._latest = clock.now()

    async def run(self) -> None:
        """Look every two seconds (a service of the supervisor)."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            await self.once()

    async def once(self) -> bool:
        """Look; True when something was set right. A store that is away is asked again at the next look."""
        now = self._clock.now()
        back = (self._latest - now).total_seconds()
        if back <= BACK_SECONDS:
            self._latest = max(self._latest, now)
            return False
        log.error("clock.went_back", seconds=round(back))
        try:
            await self._store.run(clock_went_back, ClockWentBack(seconds=back))
            for incident_id in await self._store.read(_open, None):
                await self._store.run(set_right, incident_id)
        except StoreUnavailable:
            return False
        self._latest = now
        return True


def _open(uow: UnitOfWork, _: None) -> tuple[str, ...]:
    return tuple(incident.id for incident in uow.open_incidents())
