"""Carrying one claimed row to its end: reconcile, render and note, call, settle. Every way out of here settles the row or
leaves it under its lease, to be taken back.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.errors import StoreUnavailable
from bot.domain.ports import Clock
from bot.domain.work import Call, OutboxRow, SendPriority, TransportKind
from bot.engine import events, metrics
from bot.engine.failpoints import failpoint
from bot.engine.fixed import fixed_call, marked_as_repeated
from bot.engine.ports import (
    Claimed,
    EngineStore,
    HandedOver,
    LostLease,
    Outcome,
    Postponed,
    Sent,
    Superseded,
    Unknown,
)
from bot.engine.reconcile import FIRST_LOOK_AFTER, LOOK_BACK, SendAgain, judge
from bot.engine.refusals import CIRCUIT, CIRCUIT_SECONDS, Refusals
from bot.engine.roads import Answer, Delivered, Limited, NotSent, RefusalKind, Refused, Road, Uncertain
from bot.services.ports import UnitOfWork

CALL_SECONDS = 12.0
"""The roads bound themselves to 10 s; this bounds a road that does not."""
PAGE_BACK_OFF_SECONDS = 60
BACK_OFF_SECONDS = 300
STUCK_AFTER_ATTEMPTS = 3
FINISH_TRIES = 4

After = Callable[[UnitOfWork], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the services contribute to a delivery: words before, consequences after (bot.services)."""

    render: Callable[[UnitOfWork, OutboxRow], Call | None]
    after_sent: Callable[[UnitOfWork, OutboxRow, Mapping[str, object]], None]
    after_refused: Callable[[UnitOfWork, OutboxRow, str], None]


@dataclass(frozen=True, slots=True)
class _Attempt:
    """How a row is being sent: `again` after an unknown end, `marked` as a possible repetition, in `fixed` words."""

    again: bool = False
    marked: bool = False
    fixed: bool = False


def back_off(priority: SendPriority, attempt: int) -> timedelta:
    """How long to wait after the `attempt`-th failure (from 1): 1, 2, 4 ... s, at most 60 s for a page, 5 min for others."""
    longest = PAGE_BACK_OFF_SECONDS if priority is SendPriority.PAGE else BACK_OFF_SECONDS
    return timedelta(seconds=min(longest, 2 ** min(max(attempt, 1) - 1, 20)))


class Carrier:
    """Carries claimed rows. One object for all senders; it keeps nothing between rows but a hint of trouble."""

    def __init__(
        self, *, store: EngineStore, clock: Clock, roads: Mapping[TransportKind, Road], words: Words, refusals: Refusals
    ) -> None:
        """Take the ports, the roads there are, and what the services contribute."""
        self._store = store
        self._clock = clock
        self._roads = roads
        self._words = words
        self._refusals = refusals
        self.page_trouble_at: datetime | None = None
        """When a page last met anything but a straight delivery; only a hint, to look for late pages more often."""

    async def carry(self, claimed: Claimed) -> None:
        """Bring one row as far as it goes now. Raises StoreUnavailable: the row stays under its lease."""
        row = claimed.row
        attempt = _Attempt()
        if claimed.was_unknown:
            verdict = await self._reconcile(row)
            if verdict is None:
                return
            attempt = _Attempt(again=True, marked=verdict.marked)
            failpoint("outbox.before_resend")
        await self._send(row, attempt)

    async def _reconcile(self, row: OutboxRow) -> SendAgain | None:
        """Settle an unknown row from the other side's history, or say that it is to be sent again."""
        try:
            call = await self._store.read(self._words.render, row)
        except StoreUnavailable:
            raise
        except Exception:  # noqa: BLE001 - whatever is wrong with the words, the row must be found again
            call = await self._store.read(fixed_call, row)
        if call is None:
            await self._finish(row, Superseded())
            return None
        road = self._roads[row.transport]
        if road.may_repeat(call):
            return SendAgain(marked=False)
        oldest = (row.dispatched_at or row.created_at) - LOOK_BACK
        found = await road.look_up(row, call, oldest)
        failpoint("outbox.after_look_up")
        verdict = judge(row, found, self._clock.now())
        if isinstance(verdict, SendAgain):
            metrics.RESENT.labels(str(verdict.marked).lower()).inc()
            events.log.warning(events.RESENT, row=row.id, marked=verdict.marked)
            return verdict
        if isinstance(verdict, Sent) and isinstance(found, Delivered):
            events.log.info(events.FOUND, row=row.id)
            await self._delivered(row, found)
            return None
        self._note_trouble(row)
        await self._finish(row, verdict)
        return None

    async def _send(self, row: OutboxRow, attempt: _Attempt) -> None:
        call = await self._noted(row, attempt)
        if call is None:
            return
        road = self._roads[row.transport]
        if (open_at := await self._closed_until(road, row, call)) is not None:
            self._note_trouble(row)
            # The row was noted as leaving, yet it did not: it is exactly as uncertain as it was before.
            await self._later(row, attempt, open_at, count_attempt=False, error="gate")
            return
        failpoint("outbox.after_dispatch")
        answer = await self._call(road, row, call)
        failpoint("outbox.after_call")
        metrics.SENDS.labels(row.transport.value, row.priority.name.lower(), type(answer).__name__.lower()).inc()
        await self._settle(row, answer, attempt)

    async def _noted(self, row: OutboxRow, attempt: _Attempt) -> Call | None:
        """Render the row and note its dispatch; None when it is not to be sent (then it is settled or lost)."""
        fixed = attempt.fixed

        def render(uow: UnitOfWork, of: OutboxRow) -> Call | None:
            call = fixed_call(uow, of) if fixed else self._words.render(uow, of)
            return marked_as_repeated(call, of) if call is not None and attempt.marked else call

        try:
            noted = await self._store.mark_dispatched(row, render)
        except StoreUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - a page must go out whatever is wrong with its words
            metrics.UNRENDERED.labels(row.priority.name.lower()).inc()
            events.log.error(events.UNRENDERED, row=row.id, kind=row.kind, incident=row.incident_id, exc_info=error)
            if fixed or not _must_arrive(row):
                await self._unwritable(row, attempt, type(error).__name__)
                return None
            await self._refusals.tell_unrendered(row)
            fixed = True
            noted = await self._store.mark_dispatched(row, render)
        if isinstance(noted, LostLease):
            self._lost(row)
            return None
        return noted

    async def _call(self, road: Road, row: OutboxRow, call: Call) -> Answer:
        try:
            async with asyncio.timeout(CALL_SECONDS):
                return await road.send(row, call)
        except TimeoutError:
            return Uncertain(reason="timeout")
        except asyncio.CancelledError:
            # We are being stopped in the middle of a call: say so, or the row waits until its lease ends.
            soon = self._clock.now() + FIRST_LOOK_AFTER
            with contextlib.suppress(StoreUnavailable):
                await self._store.finish(row, Unknown(next_attempt_at=soon, looked_at=None, error="stopped"))
            raise
        except Exception as error:  # noqa: BLE001 - a road that breaks its promise must not lose the row
            events.log.error(events.TASK_DIED, row=row.id, exc_info=error)
            return Uncertain(reason=type(error).__name__)

    async def _settle(self, row: OutboxRow, answer: Answer, attempt: _Attempt) -> None:
        now = self._clock.now()
        if not isinstance(answer, Delivered):
            self._note_trouble(row)
        match answer:
            case Delivered():
                await self._delivered(row, answer)
            case NotSent():
                later = now + back_off(row.priority, row.attempt)
                await self._later(row, attempt, later, count_attempt=True, error=answer.reason)
            case Limited():
                open_at = now + timedelta(seconds=answer.retry_after_seconds)
                events.log.warning(events.LIMITED, row=row.id, scope=answer.scope, seconds=answer.retry_after_seconds)
                await self._store.set_gate(answer.scope, open_at)
                await self._later(row, attempt, _behind_pages(row, open_at), count_attempt=False, error="limited")
            case Uncertain():
                # Growing pauses also here: while neither answer nor history is there, each try may be one more copy.
                wait = max(FIRST_LOOK_AFTER, back_off(row.priority, row.attempt))
                events.log.warning(events.UNKNOWN, row=row.id, reason=answer.reason)
                await self._finish(row, Unknown(next_attempt_at=now + wait, error=answer.reason))
            case Refused():
                await self._refused(row, answer, attempt)

    async def _refused(self, row: OutboxRow, answer: Refused, attempt: _Attempt) -> None:
        events.log.warning(events.REFUSED, row=row.id, kind=row.kind, error=answer.error, meaning=answer.kind.value)
        if answer.kind is RefusalKind.INVALID and _must_arrive(row) and not attempt.fixed:
            await self._refusals.tell_unrendered(row)
            await self._send(row, _Attempt(again=attempt.again, marked=attempt.marked, fixed=True))
            return
        if answer.kind is RefusalKind.TOKEN and row.transport is TransportKind.SLACK:
            probe_at = self._clock.now() + timedelta(seconds=CIRCUIT_SECONDS)
            await self._store.set_gate(CIRCUIT, probe_at)
            await self._refusals.token(row, answer.error)
            await self._later(row, attempt, probe_at, count_attempt=False, error=answer.error)
            return
        await self._finish(
            row, HandedOver(error=answer.error), self._refusals.after(row, answer, self._words.after_refused)
        )

    async def _delivered(self, row: OutboxRow, answer: Delivered) -> None:
        def after(uow: UnitOfWork) -> None:
            self._words.after_sent(uow, row, answer.response)

        metrics.LATENESS.labels(row.priority.name.lower()).observe(
            max(0.0, (self._clock.now() - max(row.due_at, row.created_at)).total_seconds())
        )
        await self._finish(row, Sent(provider_channel=answer.channel, provider_ts=answer.ts), after)
        failpoint("outbox.after_finish")
        events.log.info(events.SENT, row=row.id, kind=row.kind, attempt=row.attempt)

    async def _later(self, row: OutboxRow, attempt: _Attempt, at: datetime, *, count_attempt: bool, error: str) -> None:
        """Put the row back; one that may already be there stays unknown, so that the next sending knows it too."""
        if attempt.marked:
            await self._finish(row, Unknown(next_attempt_at=at, looked_at=row.looked_at, error=error[:200]))
            return
        events.log.info(events.POSTPONED, row=row.id, reason=error[:80])
        await self._finish(row, Postponed(next_attempt_at=at, count_attempt=count_attempt, error=error[:200]))

    async def _unwritable(self, row: OutboxRow, attempt: _Attempt, error: str) -> None:
        if row.attempt >= STUCK_AFTER_ATTEMPTS:
            await self._refusals.tell_stuck(row, error)
        at = self._clock.now() + back_off(row.priority, row.attempt)
        await self._later(row, attempt, at, count_attempt=True, error=f"unrendered: {error}")

    async def _closed_until(self, road: Road, row: OutboxRow, call: Call) -> datetime | None:
        circuit = (CIRCUIT,) if row.transport is TransportKind.SLACK else ()
        closed = await self._store.gates((road.scope_of(call), *circuit))
        if CIRCUIT in closed and row.priority is SendPriority.PAGE:
            await self._refusals.token(row, "circuit open")
        return _behind_pages(row, max(closed.values())) if closed else None

    async def _finish(self, row: OutboxRow, outcome: Outcome, after: After | None = None) -> None:
        """Settle the row. A database that is away gets four tries; a consequence that fails is given up, not the result."""
        for tries_left in reversed(range(FINISH_TRIES)):
            try:
                ours = await self._store.finish(row, outcome, after)
            except StoreUnavailable:
                if not tries_left:
                    raise
                await asyncio.sleep(0.25)
            except Exception as error:
                if after is None:
                    raise
                events.log.error(events.UNRENDERED, row=row.id, kind=row.kind, where="after", exc_info=error)
                after = None
                await self._refusals.tell_stuck(row, type(error).__name__)
            else:
                if not ours:
                    self._lost(row)
                return

    def _lost(self, row: OutboxRow) -> None:
        metrics.LOST_LEASES.inc()
        events.log.warning(events.LOST_LEASE, row=row.id)

    def _note_trouble(self, row: OutboxRow) -> None:
        if row.priority is SendPriority.PAGE:
            self.page_trouble_at = self._clock.now()


def _must_arrive(row: OutboxRow) -> bool:
    return row.priority is SendPriority.PAGE or row.kind == "operators"


def _behind_pages(row: OutboxRow, open_at: datetime) -> datetime:
    """When a gate opens, pages go first and the rest a moment later."""
    return open_at + timedelta(milliseconds=500 * int(row.priority))
