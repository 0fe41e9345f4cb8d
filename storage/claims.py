"""The statements behind the engine's timers and shared rows: which scope fires next, failures, the gate, the beat.

The incident row is the one lock of everything that belongs to the incident, taken before anything else of it, so that no
two transactions can wait for each other. PostgreSQL skips rows that others hold; SQLite has one writer and nothing to skip.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, or_, select, update

from bot.domain.work import SendPriority, TimerState
from storage import table_base, tables, work_tables
from storage.mapping import table_of
from storage.unit_of_work import SqlUnitOfWork

_TIMER = table_of(work_tables.TimerTable)
_INCIDENT = table_of(tables.IncidentTable)
_OUTBOX = table_of(work_tables.OutboxTable)
_INBOX = table_of(work_tables.InboxTable)
_GATE = table_of(work_tables.RateGateTable)
_WORKER = table_of(work_tables.WorkerTable)

_QUEUES = (
    (table_base.where(table_base.DUE_FRESH, "timer"), _TIMER.c.due_at),
    (table_base.where(table_base.DUE_AGAIN, "timer"), _TIMER.c.retry_at),
)
"""Timers never tried wait for `due_at`, those that failed for `retry_at`; each queue has its own index."""

LONGEST_RETRY_SECONDS = 60
LONGEST_GATE = timedelta(minutes=15)
"""A rate limit closes a gate for 300 s at most (bot.transports)."""


def lock_due_scope(uow: SqlUnitOfWork) -> tuple[str, tuple[str, ...]] | None:
    """Lock the scope whose timer is due longest; return it with the ids of its due timers. None when there is none free."""
    earliest = _earliest(uow, _next_timer())
    if earliest is None or earliest > uow.now:
        return None  # as most of the time: one question instead of four
    passed_over: list[str] = []
    while (scope := _due_incident(uow, passed_over) or _due_elsewhere(uow, passed_over)) is not None:
        # Whoever held the lock before us may have fired everything; only what is due under the lock counts.
        if due := due_timers(uow, scope):
            return scope, due
        passed_over.append(scope)
    return None


def due_timers(uow: SqlUnitOfWork, scope_id: str) -> tuple[str, ...]:
    """The ids of the scope's armed timers whose instant has come, whether or not their next try is postponed."""
    statement = select(_TIMER.c.id).where(
        _TIMER.c.scope_id == scope_id, _TIMER.c.state == TimerState.ARMED, _TIMER.c.due_at <= uow.now
    )
    return tuple(uow.execute(statement).scalars())


def _due_incident(uow: SqlUnitOfWork, passed_over: list[str]) -> str | None:
    for number in range(len(_QUEUES)):
        statement = _due_incident_statement(number)
        if passed_over:
            statement = statement.where(_TIMER.c.scope_id.not_in(passed_over))
        scope = uow.execute(statement, {"now": uow.now}).scalar()
        if scope is not None:
            return str(scope)
    return None


@cache
def _due_incident_statement(queue: int) -> Select[tuple[str]]:
    """Made once: see storage.mapping.found_by."""
    waiting, instant = _QUEUES[queue]
    return (
        select(_TIMER.c.scope_id)
        .join(_INCIDENT, _INCIDENT.c.id == _TIMER.c.scope_id)
        .where(waiting, instant <= bindparam("now"))
        .order_by(instant)
        .limit(1)
        .with_for_update(of=_INCIDENT, skip_locked=True)
    )


def _due_elsewhere(uow: SqlUnitOfWork, passed_over: list[str]) -> str | None:
    """A due scope that is no incident (`office`); there is no row to lock, so PostgreSQL locks its name."""
    for number in range(len(_QUEUES)):
        statement = _due_elsewhere_statement(number)
        if passed_over:
            statement = statement.where(_TIMER.c.scope_id.not_in(passed_over))
        while (scope := uow.execute(statement, {"now": uow.now}).scalar()) is not None:
            name_lock = select(func.pg_try_advisory_xact_lock(func.hashtextextended(scope, 0)))
            if uow.dialect == "sqlite" or uow.execute(name_lock).scalar():
                return str(scope)
            statement = statement.where(_TIMER.c.scope_id != scope)
    return None


@cache
def _due_elsewhere_statement(queue: int) -> Select[tuple[str]]:
    waiting, instant = _QUEUES[queue]
    of_an_incident = select(_INCIDENT.c.id).where(_INCIDENT.c.id == _TIMER.c.scope_id).exists()
    return (
        select(_TIMER.c.scope_id)
        .where(waiting, instant <= bindparam("now"), ~of_an_incident)
        .order_by(instant)
        .limit(1)
    )


def check_fired(uow: SqlUnitOfWork, due: tuple[str, ...]) -> None:
    """Pass when none of the timers that were due is as it was. Raises RuntimeError: the engine would turn in circles."""
    left = uow.execute(
        select(_TIMER.c.kind).where(
            _TIMER.c.id.in_(due), _TIMER.c.state == TimerState.ARMED, _TIMER.c.due_at <= uow.now
        )
    ).scalars()
    if kinds := sorted(set(left)):
        raise RuntimeError(f"due timers were neither fired nor cancelled: {', '.join(kinds)}")


def postpone_after_failure(uow: SqlUnitOfWork, scope_id: str, due: tuple[str, ...]) -> int:
    """Count a failure of these timers, give them a later try (1, 2, 4 ... 60 s) and return the failures in a row."""
    uow.execute(select(_INCIDENT.c.id).where(_INCIDENT.c.id == scope_id).with_for_update()).close()
    still = (_TIMER.c.id.in_(due), _TIMER.c.state == TimerState.ARMED)
    worst = uow.execute(select(func.max(_TIMER.c.fails)).where(*still)).scalar()
    fails = int(worst or 0) + 1
    wait = timedelta(seconds=min(2 ** min(fails - 1, 10), LONGEST_RETRY_SECONDS))
    uow.change(update(_TIMER).where(*still).values(fails=_TIMER.c.fails + 1, retry_at=uow.now + wait))
    return fails


@cache
def _next_timer() -> Select[Any]:
    return _asked_together(select(func.min(instant)).where(waiting) for waiting, instant in _QUEUES)


@cache
def _next_row() -> Select[Any]:
    waiting = table_base.where(table_base.WAITING, "outbox")
    # One question for each priority: the index begins with it, so each is answered by its first entry.
    return _asked_together(
        select(_OUTBOX.c.next_attempt_at)
        .where(waiting, _OUTBOX.c.priority == priority)
        .order_by(_OUTBOX.c.next_attempt_at)
        .limit(1)
        for priority in SendPriority
    )


def _asked_together(questions: Iterable[Select[Any]]) -> Select[Any]:
    """One statement whose only row holds the answer to each."""
    return select(*(question.scalar_subquery().label(f"at_{number}") for number, question in enumerate(questions)))


def _earliest(uow: SqlUnitOfWork, question: Select[Any]) -> datetime | None:
    return min((instant for instant in uow.execute(question).one() if instant is not None), default=None)


def next_due_at(uow: SqlUnitOfWork) -> datetime | None:
    """The earliest instant an armed timer or a waiting outbox row waits for."""
    found = (_earliest(uow, _next_timer()), _earliest(uow, _next_row()))
    return min((instant for instant in found if instant is not None), default=None)


def gates(uow: SqlUnitOfWork, scopes: Collection[str]) -> dict[str, datetime]:
    """Which of these gates are closed, and when each opens."""
    found = uow.execute(_gate_question(), {"scopes": list(scopes)})
    # Nobody closes a gate for that long; one that seems so was closed by a clock that was wrong for a moment.
    return {row.scope: row.open_at for row in found if uow.now < row.open_at <= uow.now + LONGEST_GATE}


@cache
def _gate_question() -> Select[Any]:
    return select(_GATE.c.scope, _GATE.c.open_at).where(_GATE.c.scope.in_(bindparam("scopes", expanding=True)))


def set_gate(uow: SqlUnitOfWork, scope: str, open_at: datetime) -> None:
    """Close the gate until `open_at`, or later if it was already."""
    if not uow.insert_if_new(_GATE, {"scope": scope, "open_at": open_at}):
        shorter = or_(_GATE.c.open_at < open_at, _GATE.c.open_at > uow.now + LONGEST_GATE)
        uow.change(update(_GATE).where(_GATE.c.scope == scope, shorter).values(open_at=open_at))


def beat(uow: SqlUnitOfWork, worker: str, cycle_ok_at: datetime) -> None:
    """Note a completed cycle."""
    if not uow.insert_if_new(_WORKER, {"id": worker, "started_at": uow.now, "cycle_ok_at": cycle_ok_at}):
        uow.change(update(_WORKER).where(_WORKER.c.id == worker).values(cycle_ok_at=cycle_ok_at))


def forget_deliveries(uow: SqlUnitOfWork, before: datetime) -> int:
    """Drop the inbox keys received before an instant and return how many there were."""
    return uow.change(delete(_INBOX).where(_INBOX.c.received_at < before))
