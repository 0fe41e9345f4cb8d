"""The engine as one thing: put together from its ports, started, woken, watched and stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.domain.ports import Clock
from bot.domain.work import TransportKind
from bot.engine.bell import Bell
from bot.engine.carrier import Carrier, Words
from bot.engine.cycle import Cycle
from bot.engine.fallback import OtherRoads
from bot.engine.lateness import LatenessWatch
from bot.engine.outbox import senders
from bot.engine.ports import EngineStore
from bot.engine.refusals import Refusals
from bot.engine.roads import Road
from bot.engine.supervisor import Supervisor
from bot.engine.waking import WakingStore
from bot.services.ports import UnitOfWork

DRAIN_SECONDS = 11.0
"""A call ends after 10 s; a process manager that waits 15 s sees an orderly end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What the engine needs of bot.services; plain functions, so that a test can bring its own."""

    fire: Callable[[UnitOfWork, str], None]
    words: Words
    arm_daily: Callable[[], Awaitable[None]]


class Engine:
    """Fires timers and sends rows. One per process; several processes may share one PostgreSQL store.

    `roads` holds a road for every transport there is (Slack always); `worker` names this process in leases and beats;
    `give_up(code)` is called when a part of the engine cannot be kept alive.
    """

    def __init__(
        self,
        *,
        store: EngineStore,
        clock: Clock,
        roads: Mapping[TransportKind, Road],
        services: Services,
        worker: str,
        give_up: Callable[[int], None] | None = None,
    ) -> None:
        """Take the ports. Nothing starts before `start`."""
        others = OtherRoads(mail=TransportKind.MAIL in roads, webhook=TransportKind.WEBHOOK in roads)
        self._refusals = Refusals(store=store, clock=clock, roads=others, wake=self.wake)
        self._carrier = Carrier(store=store, clock=clock, roads=roads, words=services.words, refusals=self._refusals)
        self._senders = senders(
            store=store, clock=clock, worker=worker, transports=frozenset(roads), carrier=self._carrier
        )
        self._cycle = Cycle(
            store=store,
            clock=clock,
            worker=worker,
            fire=services.fire,
            on_failing=self._refusals.tell_failing,
            under_way=self._rows_under_way,
            wake_senders=self._wake_senders,
        )
        self._lateness = LatenessWatch(
            clock=clock,
            find=self._refusals.find_late,
            late=self._refusals.late,
            trouble_at=lambda: self._carrier.page_trouble_at,
        )
        self._bell = Bell(self.wake, services.arm_daily)
        self._arm_daily = services.arm_daily
        self._supervisor = Supervisor(give_up)
        self.store = WakingStore(store, self.wake)
        """For handlers: the same store, and what they commit leaves at once."""

    async def start(self) -> None:
        """Arm the daily digest and start all loops. Raises StoreUnavailable."""
        await self._arm_daily()
        self._supervisor.start("cycle", self._cycle.run)
        for sender, name in zip(self._senders, ("pages", "notices", "refreshes"), strict=True):
            self._supervisor.start(name, sender.run)
        self._supervisor.start("lateness", self._lateness.run)
        self._bell.start()

    async def stop(self, drain_seconds: float = DRAIN_SECONDS) -> bool:
        """Claim nothing more, let calls under way end for so long (real seconds); False when some had to be cut off."""
        self._bell.stop()
        await self._supervisor.stop()
        return all(await asyncio.gather(*(sender.drain(drain_seconds) for sender in self._senders)))

    def wake(self) -> None:
        """Something was committed, or a second has passed: look at once. To be called on the event loop."""
        self._cycle.wake()
        self._wake_senders()

    async def wait_for_next_cycle(self, timeout_seconds: float = 20.0) -> bool:
        """The liveness probe: whether a cycle completes within so many real seconds."""
        return await self._cycle.wait_for_next_cycle(timeout_seconds)

    @property
    def under_way(self) -> int:
        """Calls under way right now."""
        return sum(sender.under_way for sender in self._senders)

    def _wake_senders(self) -> None:
        for sender in self._senders:
            sender.wake()

    def _rows_under_way(self) -> frozenset[str]:
        return frozenset().union(*(sender.rows_under_way() for sender in self._senders))
