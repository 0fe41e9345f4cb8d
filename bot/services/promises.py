"""The next report that was promised to a client: a reminder half an hour before, and word to the room when its time has come."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.ids import new_id
from bot.domain.incident import Incident
from bot.domain.lane import Lane
from bot.domain.work import Timer
from bot.services.outgoing import post_to_room, refresh_lane
from bot.services.ports import UnitOfWork

REPORT_SOON = "report_soon"
REPORT_DUE = "report_due"
SOON = timedelta(minutes=30)


def promise(uow: UnitOfWork, lane: Lane) -> None:
    """Arm what reminds of the lane's next report. Timers of an earlier promise find that it has changed, and say nothing."""
    if lane.next_report_at is None:
        return
    if lane.next_report_at - SOON > uow.now:
        _arm(uow, lane, REPORT_SOON, lane.next_report_at, lane.next_report_at - SOON)
    _arm(uow, lane, REPORT_DUE, lane.next_report_at, lane.next_report_at)


def _arm(uow: UnitOfWork, lane: Lane, kind: str, promised: datetime, at: datetime) -> None:
    seq = promised.isoformat()
    due_at = max(at, uow.now)
    uow.arm(Timer(id=new_id(uow.now), scope_id=lane.incident_id, lane_id=lane.id, kind=kind, seq=seq, due_at=due_at))


def fire_promise(uow: UnitOfWork, incident: Incident, timer: Timer) -> None:
    """Say it in the room, unless another time has been promised since, or the report was issued."""
    lane = uow.get(Lane, timer.lane_id)
    if lane.next_report_at is None or lane.next_report_at.isoformat() != timer.seq:
        return
    post_to_room(
        uow, incident, timer.kind, key=f"{timer.kind}:{lane.id}:{timer.seq}", lane_id=lane.id, due_at=timer.due_at
    )
    refresh_lane(uow, incident, lane)
