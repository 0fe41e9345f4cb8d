"""The statements of the outbox: claim, fence, settle, take back. Leases and fencing tokens as in River and procrastinate.

A row is written by a worker only WHERE (id, lease_token, sending) still holds; a worker that slept through its lease
therefore changes nothing, whatever it believes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, Update, bindparam, case, false, or_, select, update

from bot.domain.work import Call, OutboxRow, OutboxState, SendPriority, TransportKind
from bot.engine.ports import Claimed, HandedOver, LostLease, Outcome, Postponed, Sent, Superseded, Unknown
from storage import table_base, tables, work_tables
from storage.mapping import mapped, table_of
from storage.unit_of_work import SqlUnitOfWork

_OUTBOX = table_of(work_tables.OutboxTable)
_INCIDENT = table_of(tables.IncidentTable)
_NO_LEASE: dict[str, Any] = {"lease_owner": "", "lease_until": None}


def claim(
    uow: SqlUnitOfWork,
    worker: str,
    limit: int,
    lease_seconds: float,
    transports: Collection[TransportKind],
    priorities: Collection[SendPriority] | None,
) -> list[Claimed]:
    """Take due rows; see EngineStore.claim."""
    how = mapped(OutboxRow)
    wanted = _select_waiting(frozenset(transports), None if priorities is None else frozenset(priorities))
    before = [how.record(row) for row in uow.execute(wanted, {"now": uow.now, "most": limit})]
    if not before:
        return []
    lease_until = uow.now + timedelta(seconds=lease_seconds)
    uow.change(
        _lease(),
        {"ids": [row.id for row in before], "new_owner": worker, "new_until": lease_until},
    )
    return [_claimed(row, worker, lease_until) for row in before]


@cache
def _select_waiting(transports: frozenset[TransportKind], priorities: frozenset[SendPriority] | None) -> Select[Any]:
    """Due rows, the most urgent first. Made once: see storage.mapping.found_by; a list of values would be spelt out each time."""
    statement = mapped(OutboxRow).select.where(
        table_base.where(table_base.WAITING, "outbox"),
        _OUTBOX.c.next_attempt_at <= bindparam("now"),
        or_(false(), *(_OUTBOX.c.transport == one for one in sorted(transports))),
    )
    if priorities is not None:
        statement = statement.where(or_(false(), *(_OUTBOX.c.priority == one for one in sorted(priorities))))
    statement = statement.order_by(_OUTBOX.c.priority, _OUTBOX.c.next_attempt_at, _OUTBOX.c.id)
    return statement.limit(bindparam("most", type_=Integer)).with_for_update(skip_locked=True)


@cache
def _lease() -> Update:
    was_pending = _OUTBOX.c.state == OutboxState.PENDING
    return (
        update(_OUTBOX)
        .where(_OUTBOX.c.id.in_(bindparam("ids", expanding=True)))
        .values(
            state=OutboxState.SENDING,
            attempt=case((was_pending, _OUTBOX.c.attempt + 1), else_=_OUTBOX.c.attempt),
            dispatched_at=case((was_pending, None), else_=_OUTBOX.c.dispatched_at),
            lease_owner=bindparam("new_owner"),
            lease_until=bindparam("new_until"),
            lease_token=_OUTBOX.c.lease_token + 1,
        )
    )


def _claimed(row: OutboxRow, worker: str, lease_until: datetime) -> Claimed:
    was_unknown = row.state is OutboxState.UNKNOWN
    return Claimed(
        row=replace(
            row,
            state=OutboxState.SENDING,
            attempt=row.attempt if was_unknown else row.attempt + 1,
            dispatched_at=row.dispatched_at if was_unknown else None,
            lease_owner=worker,
            lease_until=lease_until,
            lease_token=row.lease_token + 1,
        ),
        was_unknown=was_unknown,
    )


def mark_dispatched(
    uow: SqlUnitOfWork, row: OutboxRow, render: Callable[[SqlUnitOfWork, OutboxRow], Call | None]
) -> Call | LostLease | None:
    """Render and note the departure; see EngineStore.mark_dispatched."""
    how = mapped(OutboxRow)
    found = uow.execute(_select_held(), _lease_of(row)).first()
    if found is None:
        return LostLease()
    held = how.record(found)
    call = render(uow, held)
    if call is None:
        uow.change(update(_OUTBOX).where(*_held(row)).values(state=OutboxState.SUPERSEDED, **_NO_LEASE))
        return None
    resent = held.dispatched_at is not None
    noted = {"new_dispatched_at": held.dispatched_at or uow.now, "new_attempt": held.attempt + (1 if resent else 0)}
    uow.change(_note_dispatch(), {**_lease_of(row), **noted})
    return call


def finish(uow: SqlUnitOfWork, row: OutboxRow, outcome: Outcome, after: Callable[[SqlUnitOfWork], None] | None) -> bool:
    """Settle a claimed row; see EngineStore.finish."""
    if after is not None and row.incident_id:
        # Whatever `after` does to the incident it does under its lock, and the lock comes before the row: one order.
        uow.execute(_lock_incident(), {"incident_id": row.incident_id}).close()
    if uow.change(update(_OUTBOX).where(*_held(row)).values(**_settled(outcome, uow.now), **_NO_LEASE)) != 1:
        return False
    if after is not None:
        after(uow)
    return True


_HELD = (
    _OUTBOX.c.id == bindparam("held_id"),
    _OUTBOX.c.lease_token == bindparam("held_token"),
    _OUTBOX.c.state == OutboxState.SENDING,
)
"""A claimed row under its lease, as `_lease_of` gives it."""


@cache
def _select_held() -> Select[Any]:
    return mapped(OutboxRow).select.where(*_HELD).with_for_update()


@cache
def _note_dispatch() -> Update:
    return (
        update(_OUTBOX)
        .where(*_HELD)
        .values(dispatched_at=bindparam("new_dispatched_at"), attempt=bindparam("new_attempt"))
    )


@cache
def _lock_incident() -> Select[Any]:
    return select(_INCIDENT.c.id).where(_INCIDENT.c.id == bindparam("incident_id")).with_for_update()


def _lease_of(row: OutboxRow) -> dict[str, Any]:
    return {"held_id": row.id, "held_token": row.lease_token}


def _held(row: OutboxRow) -> tuple[ColumnElement[bool], ...]:
    return (
        _OUTBOX.c.id == row.id,
        _OUTBOX.c.lease_token == row.lease_token,
        _OUTBOX.c.state == OutboxState.SENDING,
    )


def _settled(outcome: Outcome, now: datetime) -> dict[str, Any]:
    match outcome:
        case Sent():
            return {
                "state": OutboxState.SENT,
                "sent_at": now,
                "provider_channel": outcome.provider_channel,
                "provider_ts": outcome.provider_ts,
                "error": "",
            }
        case Postponed():
            values: dict[str, Any] = {
                "state": OutboxState.PENDING,
                "next_attempt_at": outcome.next_attempt_at,
                "dispatched_at": None,
                "looked_at": None,
                "error": outcome.error,
            }
            if not outcome.count_attempt:
                values["attempt"] = case((_OUTBOX.c.attempt > 0, _OUTBOX.c.attempt - 1), else_=0)
            return values
        case Unknown():
            return {
                "state": OutboxState.UNKNOWN,
                "next_attempt_at": outcome.next_attempt_at,
                "looked_at": outcome.looked_at,
                "error": outcome.error,
                # A row found unknown without ever being dispatched here cannot be; the look-up needs an instant.
                "dispatched_at": case((_OUTBOX.c.dispatched_at.is_(None), now), else_=_OUTBOX.c.dispatched_at),
            }
        case HandedOver():
            return {"state": OutboxState.HANDED_OVER, "error": outcome.error}
        case Superseded():
            return {"state": OutboxState.SUPERSEDED}


def recover(uow: SqlUnitOfWork, *, every_lease: bool, except_rows: Collection[str] = ()) -> int:
    """Take rows back whose lease ran out (or every one): never dispatched -> pending, otherwise unknown. The token goes up.

    `except_rows` stay as they are: their holder is this very process, and still at it.
    """
    lost = select(_OUTBOX.c.id).where(table_base.where(table_base.SENDING, "outbox"))
    if not every_lease:
        lost = lost.where(_OUTBOX.c.lease_until < uow.now)
        if except_rows:
            lost = lost.where(_OUTBOX.c.id.not_in(except_rows))
    ids = list(uow.execute(lost.with_for_update(skip_locked=True)).scalars())
    if not ids:
        return 0
    never_left = _OUTBOX.c.dispatched_at.is_(None)
    return uow.change(
        update(_OUTBOX)
        .where(_OUTBOX.c.id.in_(ids))
        .values(
            state=case((never_left, OutboxState.PENDING), else_=OutboxState.UNKNOWN),
            lease_token=_OUTBOX.c.lease_token + 1,
            **_NO_LEASE,
        )
    )
