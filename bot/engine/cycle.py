"""The cycle: take back what was left lying, fire everything that is due, say that all went well. No network in here."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.domain.errors import StoreUnavailable
from bot.domain.ports import Clock
from bot.engine import events, metrics
from bot.engine.failpoints import failpoint
from bot.engine.ports import EngineStore, Firing
from bot.engine.waking import Waker
from bot.services.ports import UnitOfWork

CYCLE_SECONDS = 30.0
"""Real seconds after which a cycle that does not end is given up; the supervisor starts a new one."""
SCOPES_PER_CYCLE = 500
"""A cycle ends after this many firings even if more is due, so that it is seen to be alive; the next begins at once."""
BEAT_EVERY = timedelta(seconds=5)
TELL_AFTER_FAILS = 3


class Cycle:
    """Fires due timers for ever.

    `fire(uow, scope_id)` is the pure decision; `on_failing(firing)` is awaited when a scope failed three times in a row or
    more; `under_way()` names the rows this process is carrying, which are nobody's to take back; `wake_senders()` is called
    after every firing, and after a cycle that leaves something due: the cycle also sleeps until the next outbox row is.
    """

    def __init__(
        self,
        *,
        store: EngineStore,
        clock: Clock,
        worker: str,
        fire: Callable[[UnitOfWork, str], None],
        on_failing: Callable[[Firing], Awaitable[None]],
        under_way: Callable[[], frozenset[str]],
        wake_senders: Callable[[], None],
    ) -> None:
        """Take the ports and what to do around a firing."""
        self._store = store
        self._clock = clock
        self._worker = worker
        self._fire = fire
        self._on_failing = on_failing
        self._under_way = under_way
        self._wake_senders = wake_senders
        self._waker = Waker(clock)
        self._beat_at: datetime | None = None
        self._begun = 0
        self._completed = 0
        self._news = asyncio.Event()

    def wake(self) -> None:
        """Begin the next cycle now."""
        self._waker.wake()

    async def wait_for_next_cycle(self, timeout_seconds: float) -> bool:
        """Wait until a cycle that began after this call has completed; False after `timeout_seconds` (real) without one.

        A cycle that is under way already proves nothing of now: its reading may be older than the question.
        """
        wanted = self._begun + 1
        self.wake()
        try:
            async with asyncio.timeout(timeout_seconds):
                while self._completed < wanted:
                    await self._news.wait()
        except TimeoutError:
            return False
        return True

    async def run(self) -> None:
        """Cycle until cancelled. A database that is away is waited for; anything else ends the service."""
        while True:
            more = False
            try:
                async with asyncio.timeout(CYCLE_SECONDS):
                    more = await self.once()
            except StoreUnavailable:
                metrics.CYCLE_FAILURES.inc()
                events.log.warning(events.STORE_AWAY, where="cycle")
            except Exception:
                metrics.CYCLE_FAILURES.inc()
                raise
            if more:
                continue
            await self._waker.sleep(await self._next_due())

    async def once(self) -> bool:
        """Do one cycle; True when more is due already. Raises StoreUnavailable."""
        self._begun += 1
        number = self._begun
        if count := await self._store.recover_leases(self._under_way()):
            metrics.RECOVERED.inc(count)
            events.log.warning(events.RECOVERED, count=count)
        failpoint("cycle.after_recover")
        more = await self._fire_all()
        await self._note_done(number)
        return more

    async def _fire_all(self) -> bool:
        for _ in range(SCOPES_PER_CYCLE):
            failpoint("cycle.before_fire")
            firing = await self._store.fire_next(self._fire)
            if firing is None:
                return False
            failpoint("cycle.after_fire")
            if firing.failure is None:
                metrics.FIRED.inc()
                self._wake_senders()
                continue
            metrics.FIRE_FAILURES.inc()
            events.log.error(events.SCOPE_FAILED, scope=firing.scope_id, fails=firing.fails, exc_info=firing.failure)
            if firing.fails >= TELL_AFTER_FAILS:
                await self._on_failing(firing)
        return True

    async def _note_done(self, number: int) -> None:
        now = self._clock.now()
        # The beat is a commit, and a commit of its own each second would be most of what an idle bot does.
        if self._beat_at is None or abs(now - self._beat_at) >= BEAT_EVERY:
            await self._store.beat(self._worker, now)
            self._beat_at = now
        metrics.CYCLES.inc()
        metrics.CYCLE_OK_AT.set(now.timestamp())
        self._completed = number
        self._news.set()
        self._news = asyncio.Event()

    async def _next_due(self) -> datetime | None:
        try:
            due = await self._store.next_due_at()
        except StoreUnavailable:
            return None
        if due is not None and due <= self._clock.now():
            # What is overdue though a whole cycle has passed is another's business, a sender's or a lock's: no reason to spin.
            self._wake_senders()
            return None
        return due
