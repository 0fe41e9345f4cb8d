"""What the store need not remember for ever: deliveries taken in, messages settled long ago, drawings, workers that are gone.

Nothing that is evidence goes: incidents, duties, attempts, the log and every timer that rang stay. Little by little, so that
no writer ever waits long, and by id, which grows with time.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, Table, and_, delete, or_, select

from bot.domain.ids import new_id
from bot.domain.incident import OPEN_STATES
from bot.domain.work import OutboxState, SendPriority, TimerState
from storage import tables, work_tables
from storage.mapping import table_of
from storage.unit_of_work import SqlUnitOfWork

DELIVERIES_KEPT = timedelta(days=7)
"""Slack repeats a delivery for hours; a form may stay open for days."""
DRAWINGS_KEPT = timedelta(days=1)
MESSAGES_KEPT = timedelta(days=30)
AT_ONCE = 500

_INCIDENT = table_of(tables.IncidentTable)
_INBOX = table_of(work_tables.InboxTable)
_OUTBOX = table_of(work_tables.OutboxTable)
_TIMER = table_of(work_tables.TimerTable)
_WORKER = table_of(work_tables.WorkerTable)
_TIME_PREFIX = 10
"""So many characters of an id are its instant (bot.domain.ids)."""


def forget(uow: SqlUnitOfWork) -> int:
    """Drop at most 500 rows of each kind that nobody needs any more, and return how many went; 0: nothing is left to drop."""
    settled = _OUTBOX.c.state.in_([OutboxState.SENT, OutboxState.SUPERSEDED, OutboxState.HANDED_OVER])
    still_open = select(_INCIDENT.c.id).where(_INCIDENT.c.state.in_(sorted(OPEN_STATES)))
    drawings = and_(settled, _OUTBOX.c.priority == SendPriority.REFRESH)
    # A key that is still in the outbox keeps a message from going out twice: an open incident keeps all of its own.
    messages = and_(settled, _OUTBOX.c.incident_id.not_in(still_open))
    ticks = and_(_TIMER.c.state != TimerState.ARMED, _TIMER.c.kind == "tick")
    old = {name: uow.now - kept for name, kept in (("drawings", DRAWINGS_KEPT), ("messages", MESSAGES_KEPT))}
    return (
        _drop(uow, _INBOX, _INBOX.c.received_at < uow.now - DELIVERIES_KEPT)
        + _drop(
            uow,
            _OUTBOX,
            or_(
                and_(_made_before(_OUTBOX, new_id(old["drawings"])), drawings),
                and_(_made_before(_OUTBOX, new_id(old["messages"])), messages),
            ),
        )
        + _drop(uow, _TIMER, and_(_made_before(_TIMER, new_id(old["messages"])), ticks))
        + _drop(uow, _WORKER, _WORKER.c.cycle_ok_at < uow.now - DELIVERIES_KEPT)
    )


def _made_before(table: Table, identifier: str) -> ColumnElement[bool]:
    return table.c.id < identifier[:_TIME_PREFIX]


def _drop(uow: SqlUnitOfWork, table: Table, condition: ColumnElement[bool]) -> int:
    chosen = select(table.c.id).where(condition).order_by(table.c.id).limit(AT_ONCE)
    # Another process may be tidying as well: what it holds is not waited for.
    ids = list(uow.execute(chosen.with_for_update(skip_locked=True)).scalars())
    return uow.change(delete(table).where(table.c.id.in_(ids))) if ids else 0
