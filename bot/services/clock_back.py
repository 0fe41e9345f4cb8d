"""A clock that was wrong for a moment: what it put too far ahead is brought back. What it said stays in the log.

A clock that is set a day ahead fires everything that is due by then, which is early and so harmless, and arms what comes next
a day ahead as well. When it is put right, nobody would be rung for a day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.incident import Incident
from bot.domain.lane import Lane
from bot.domain.work import OutboxRow, OutboxState, Timer, TimerState
from bot.services.clockwork import ALARM, MARK, TARGET, arm_tick
from bot.services.outgoing import HOLD, page_operators, show_change
from bot.services.paging import ACK_EXPIRY, arm_expiry, restart_ladder
from bot.services.ports import UnitOfWork
from bot.services.statutory_calls import LAW

WAITS_AT_MOST = timedelta(minutes=10)
"""A message that waits waits no longer than this (the longest rate limit and pause are five minutes)."""
_PENDING = (OutboxState.PENDING, OutboxState.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockWentBack:
    """Time was `seconds` further than it is now."""

    seconds: float


def clock_went_back(uow: UnitOfWork, command: ClockWentBack) -> None:
    """Let messages go on, and tell the operators. `set_right` follows for each open incident."""
    for row in uow.find(OutboxRow, state=_PENDING):
        waits = row.next_attempt_at - uow.now
        if waits > WAITS_AT_MOST and row.next_attempt_at - row.created_at < HOLD:
            uow.save(replace(row, next_attempt_at=uow.now))
    page_operators(
        uow,
        "operators.clock_back",
        key=f"clock_back:{uow.now:%Y-%m-%dT%H:%M}",
        minutes=str(round(command.seconds / 60)),
    )


def set_right(uow: UnitOfWork, incident_id: str) -> None:
    """Ring again, from the top, for every lane nobody has, and count an owner's ten minutes from now; say marks again."""
    incident = uow.lock(incident_id)
    if not incident.is_open:
        return
    uow.log(incident.id, "hansho", "clock.went_back")
    for lane in uow.find(Lane, incident_id=incident.id):
        if lane.clock_runs:
            _set_right(uow, incident, lane)
    for timer in uow.find(Timer, scope_id=incident.id, kind=LAW, state=TimerState.FIRED):
        if timer.due_at > uow.now:
            uow.save(replace(timer, state=TimerState.ARMED, fired_at=None))
    show_change(uow, incident)


def _set_right(uow: UnitOfWork, incident: Incident, lane: Lane) -> None:
    if lane.overdue_told_at is not None and lane.overdue_told_at > uow.now:
        lane = replace(lane, overdue_told_at=None)
        uow.save(lane)
    for timer in uow.find(Timer, scope_id=incident.id, lane_id=lane.id, state=TimerState.FIRED):
        if timer.kind in {MARK, TARGET, ALARM} and timer.due_at > uow.now:
            uow.save(replace(timer, state=TimerState.ARMED, fired_at=None))
    if lane.owner_id:
        owned = replace(lane, progress_at=uow.now)
        uow.save(owned)
        uow.cancel_timers(incident.id, lane_id=lane.id, kinds=(ACK_EXPIRY,))
        arm_expiry(uow, owned)
        lane = owned
    else:
        lane = restart_ladder(uow, lane, uow.now)
    arm_tick(uow, lane)
