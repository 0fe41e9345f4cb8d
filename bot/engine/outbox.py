"""The senders: three loops, one for each priority, so that a page never waits behind anything else."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.errors import StoreUnavailable
from bot.domain.ports import Clock
from bot.domain.work import SendPriority, TransportKind
from bot.engine import events, metrics
from bot.engine.carrier import Carrier
from bot.engine.failpoints import failpoint
from bot.engine.ports import Claimed, EngineStore
from bot.engine.supervisor import spawn
from bot.engine.waking import Waker

LEASE_SECONDS = 30.0
"""Longer than any call (10 s) and the writes around it, so that a live worker never loses its row."""
SLOTS: Mapping[SendPriority, int] = {SendPriority.PAGE: 8, SendPriority.NOTICE: 4, SendPriority.REFRESH: 2}
"""Calls under way at once, by priority."""
REFRESH_PER_SECOND = 0.8
REFRESH_BURST = 40
"""chat.update counts 50 a minute for the whole workspace (Slack, tier 3); drawings share what we leave of it."""
CARRY_SECONDS = 60.0
"""Carrying a row takes a look-up and a call of 10 s each and a few writes; after this (real seconds) the lease decides."""


class Allowance:
    """How many drawings may leave now: a bucket that fills by real seconds, so that a moved practice clock fills nothing."""

    def __init__(self, per_second: float = REFRESH_PER_SECOND, burst: int = REFRESH_BURST) -> None:
        """Begin full."""
        self._per_second = per_second
        self._burst = burst
        self._left = float(burst)
        self._seen: float | None = None

    def left(self, real_seconds: float) -> int:
        """Whole calls left at `real_seconds` of a steady clock."""
        if self._seen is not None:
            self._left = min(float(self._burst), self._left + (real_seconds - self._seen) * self._per_second)
        self._seen = real_seconds
        return int(self._left)

    def take(self, calls: int) -> None:
        """Use up some."""
        self._left -= calls


class Sender:
    """Claims and carries the rows of one priority, at most `slots` at once."""

    def __init__(
        self,
        *,
        priority: SendPriority,
        slots: int,
        store: EngineStore,
        clock: Clock,
        worker: str,
        transports: frozenset[TransportKind],
        carrier: Carrier,
        allowance: Allowance | None = None,
    ) -> None:
        """Take the ports; `allowance` bounds how fast rows may leave, None does not."""
        self._priority = priority
        self._slots = slots
        self._store = store
        self._worker = worker
        self._transports = transports
        self._carrier = carrier
        self._allowance = allowance
        self._waker = Waker(clock)
        self._under_way: dict[asyncio.Task[Any], tuple[str, float]] = {}
        self._gauge = metrics.IN_FLIGHT.labels(priority.name.lower())

    def wake(self) -> None:
        """Look for rows now."""
        self._waker.wake()

    @property
    def under_way(self) -> int:
        """How many rows are being carried."""
        return len(self._under_way)

    def rows_under_way(self) -> frozenset[str]:
        """The ids of the rows being carried, except those that have been for a minute of real time: something is wrong there.

        A practice clock that is moved, or a machine that slept, makes a young lease look old. Whoever took such a row back
        would send it twice.
        """
        real = asyncio.get_running_loop().time()
        return frozenset(row_id for row_id, began in self._under_way.values() if real - began < CARRY_SECONDS)

    async def run(self) -> None:
        """Send until cancelled. Rows under way are finished by `drain`."""
        while True:
            if not await self.once():
                await self._waker.sleep(None)

    async def once(self) -> bool:
        """Claim what there is room for and start carrying it; True when there may be more and room for it."""
        free = self._slots - len(self._under_way)
        real = asyncio.get_running_loop().time()
        if self._allowance is not None:
            free = min(free, self._allowance.left(real))
        if free <= 0:
            return False
        try:
            claimed = await self._store.claim(self._worker, free, LEASE_SECONDS, self._transports, (self._priority,))
        except StoreUnavailable:
            events.log.warning(events.STORE_AWAY, where="claim")
            return False
        if claimed:
            failpoint("outbox.after_claim")
        if self._allowance is not None:
            self._allowance.take(len(claimed))
        for one in claimed:
            task = spawn(self._carry(one), f"send:{one.row.id}")
            self._under_way[task] = (one.row.id, real)
            task.add_done_callback(self._ended)
        self._gauge.set(len(self._under_way))
        return len(claimed) == free and len(self._under_way) < self._slots

    async def drain(self, seconds: float) -> bool:
        """Let the rows under way end, for so many real seconds; those that do not are cancelled and become unknown."""
        if not self._under_way:
            return True
        _, late = await asyncio.wait(tuple(self._under_way), timeout=seconds)
        for task in late:
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(*late, return_exceptions=True)
        return not late

    async def _carry(self, claimed: Claimed) -> None:
        try:
            await self._carrier.carry(claimed)
        except StoreUnavailable:
            # The row stays `sending`; when its lease ends the cycle makes it pending or unknown, as its note says.
            events.log.warning(events.STORE_AWAY, where="carry", row=claimed.row.id)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._under_way.pop(task, None)
        self._gauge.set(len(self._under_way))
        self._waker.wake()


def senders(
    *,
    store: EngineStore,
    clock: Clock,
    worker: str,
    transports: frozenset[TransportKind],
    carrier: Carrier,
    slots: Mapping[SendPriority, int] = SLOTS,
    allowance: Callable[[], Allowance] = Allowance,
) -> tuple[Sender, ...]:
    """Return one sender for each priority, pages first."""
    return tuple(
        Sender(
            priority=priority,
            slots=slots[priority],
            store=store,
            clock=clock,
            worker=worker,
            transports=transports,
            carrier=carrier,
            allowance=allowance() if priority is SendPriority.REFRESH else None,
        )
        for priority in SendPriority
    )
