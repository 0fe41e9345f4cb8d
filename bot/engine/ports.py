"""What the engine needs of the store beyond running services: firing, claiming, fencing, recovering, the rate gate.

Every method is one short transaction (`fire_next` two, when firing failed) on the store's own thread; nothing is
awaited inside one. Each may raise StoreUnavailable: then nothing of it was kept and it can simply be called again. "Now" is the
instant the clock port gives when the transaction begins.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.work import Call, OutboxRow, SendPriority, TransportKind
from bot.services.ports import Store, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Firing:
    """How the firing of one scope went. `failure` is None when it was committed.

    After a failure nothing of it was kept; `fails` counts the failures in a row of the scope's worst due timer, and
    those timers are tried again 1, 2, 4 ... seconds later (at most a minute).
    """

    scope_id: str
    failure: Exception | None = None
    fails: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """An outbox row this worker now holds, as it stands after the claim: `sending`, with its lease and token.

    `was_unknown` means that an earlier sending may have arrived: ask Slack's history before sending again. Then
    `row.dispatched_at` is the instant of the first sending whose end nobody knows; otherwise it is None.
    """

    row: OutboxRow
    was_unknown: bool


@dataclass(frozen=True, slots=True)
class LostLease:
    """Another worker holds the row by now, or it is settled: stop, send nothing, write nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The other side took it. For Slack: the channel and `ts` of the message, empty where the method has none."""

    provider_channel: str = ""
    provider_ts: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Postponed:
    """It certainly did not arrive (429, connection refused, rendering failed); try again at `next_attempt_at`.

    The row becomes `pending` and its `dispatched_at` empty. `count_attempt=False` takes back the attempt that the claim
    or the dispatch counted (a 429 is nobody's failure).
    """

    next_attempt_at: datetime
    count_attempt: bool
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """It may have arrived. The row is claimed again at `next_attempt_at`, with `was_unknown`.

    `looked_at` is when the history was asked in vain, None when it has not been asked since the last dispatch; it is
    always written, so pass the row's own value to keep it.
    """

    next_attempt_at: datetime
    looked_at: datetime | None = None
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """This road is closed; another row, on another road, carries it (inserted by `after` in the same transaction)."""

    error: str


@dataclass(frozen=True, slots=True)
class Superseded:
    """Nobody needs it any more."""


Outcome = Sent | Postponed | Unknown | HandedOver | Superseded


class EngineStore(Store, Protocol):
    """The store as the engine sees it."""

    async def fire_next(self, fire: Callable[[UnitOfWork, str], None]) -> Firing | None:
        """Fire the due timers of ONE scope (an incident's id, or `office`); None when nothing due is free.

        Picks the scope with the longest due armed timer, takes its incident's row lock (skipping incidents another
        worker holds), calls `fire(uow, scope_id)` and commits. `fire` must leave none of the timers that were due armed
        and due as they were: that counts as a failure, since the engine would turn in circles. Timers that `fire` arms
        anew may be due at once; the next call finds them.

        An exception in `fire` is never raised here: everything is rolled back, the due timers' `fails` go up and their
        next try is postponed in a transaction of its own, and the failure is returned, so that one broken incident
        never stops the others. StoreUnavailable is raised, and counts nothing.
        """
        ...

    async def next_due_at(self) -> datetime | None:
        """The earliest instant something waits for: an armed timer (with its postponement) or an unsent outbox row.

        It may lie in the past. None when nothing waits.
        """
        ...

    async def claim(
        self,
        worker: str,
        limit: int,
        lease_seconds: float,
        transports: Collection[TransportKind],
        priorities: Collection[SendPriority] | None = None,
    ) -> list[Claimed]:
        """Take up to `limit` due outbox rows, pending or unknown, of these roads (and priorities, if given).

        Order: priority, next_attempt_at, id. No row is ever handed to two workers: each claim raises `lease_token` and
        sets `lease_owner` and `lease_until`. Claiming a pending row counts one attempt (the first try has `attempt` 1)
        and empties `dispatched_at`; claiming an unknown row counts nothing.
        """
        ...

    async def mark_dispatched(
        self, row: OutboxRow, render: Callable[[UnitOfWork, OutboxRow], Call | None]
    ) -> Call | LostLease | None:
        """Render the row and note, durably, that it is about to leave; only then may the network be touched.

        In one transaction: LostLease when (id, lease_token, `sending`) no longer holds; `render(uow, row)`; None (also
        returned) settles the row as superseded; a Call sets `dispatched_at` (kept, if an earlier sending is still
        unknown; then the resend counts one attempt). An exception of `render` rolls back and is raised here: the row
        stays `sending` under the same lease, so `finish` it.
        """
        ...

    async def finish(self, row: OutboxRow, outcome: Outcome, after: Callable[[UnitOfWork], None] | None = None) -> bool:
        """Settle a claimed row. False, and nothing written, when (id, lease_token, `sending`) no longer holds.

        `after(uow)` runs in the same transaction, only when the row was ours; the row's incident is locked before. An
        exception of `after` rolls back and is raised here: the row stays `sending` until its lease ends.
        """
        ...

    async def recover_leases(self, except_rows: Collection[str] = ()) -> int:
        """Take rows back whose lease ran out, and return how many: never dispatched -> pending, otherwise unknown.

        `except_rows` (ids) are left alone: the caller knows that they are being carried, whatever the clock says.

        Their token goes up, so whoever held them can no longer write. (Opening an SQLite store does so with every
        lease: no other process can be alive.)
        """
        ...

    async def gates(self, scopes: Collection[str]) -> Mapping[str, datetime]:
        """Which of these rate limits, shared by all workers, are closed (scope: `slack:T1`, say), and when each opens again."""
        ...

    async def set_gate(self, scope: str, open_at: datetime) -> None:
        """Close the gate until `open_at`; an instant later than that, already set by another, stays."""
        ...

    async def beat(self, worker: str, cycle_ok_at: datetime) -> None:
        """Note that `worker` completed a cycle at `cycle_ok_at` (the auditor watches it)."""
        ...
