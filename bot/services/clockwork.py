"""A lane's clock in timers: marks around the deadline, team target and alarm, ticks of the card, Slack's own alarm messages."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.domain.countdown import MARKS, mark_at, next_tick
from bot.domain.ids import new_id
from bot.domain.incident import Incident
from bot.domain.lane import Lane
from bot.domain.work import OutboxRow, OutboxState, Timer, TimerState
from bot.services.outgoing import ROOM, post_to_room, refresh_homes, refresh_lane, send
from bot.services.paging import ACK_EXPIRY, LADDER, Pages, alert_roles
from bot.services.ports import UnitOfWork

MARK = "mark"
TARGET = "target"
ALARM = "alarm"
TICK = "tick"
CLOCK_KINDS = (MARK, TARGET, ALARM, TICK)
INSURANCE_MARKS = (-10, 0)
"""Minutes around the deadline at which Slack itself speaks when the bot is dead."""
CANNOT_DELETE_WITHIN = timedelta(seconds=60)
"""Slack refuses to delete a scheduled message in its last minute (chat.deleteScheduledMessage)."""


@dataclass(slots=True)
class Marks:
    """The latest mark per lane that fell due, so that a catch-up says one thing and not five."""

    latest: dict[str, tuple[int, datetime]] = field(default_factory=dict)

    def add(self, lane_id: str, minutes: int, due_at: datetime) -> None:
        """Note a mark; the one nearest to the present is said."""
        if minutes >= self.latest.get(lane_id, (minutes, due_at))[0]:
            self.latest[lane_id] = (minutes, due_at)

    def flush(self, uow: UnitOfWork, incident: Incident) -> None:
        """Post one message per lane."""
        for lane_id, (minutes, due_at) in self.latest.items():
            lane = uow.get(Lane, lane_id)
            post_to_room(
                uow,
                incident,
                "mark",
                key=f"mark:{lane_id}:{minutes}:{lane.due_at.isoformat() if lane.due_at else ''}",
                lane_id=lane_id,
                params={"minutes": minutes},
                due_at=max(due_at, incident.reported_at),
            )


def arm_clock(uow: UnitOfWork, lane: Lane) -> None:
    """Arm every timer of the lane's clock. Arming again after a corrected start adds the new instants only."""
    if lane.due_at is not None:
        for minutes in MARKS:
            again = minutes == 0 and lane.overdue_told_at is None
            _arm(uow, lane, MARK, f"{minutes}@{lane.due_at.isoformat()}", mark_at(lane.due_at, minutes), again=again)
    if lane.due_at is None and lane.target_at is not None:
        _arm(uow, lane, TARGET, lane.target_at.isoformat(), lane.target_at)
    if lane.due_at is None and lane.alarm_at is not None:
        _arm(uow, lane, ALARM, lane.alarm_at.isoformat(), lane.alarm_at)
    arm_tick(uow, lane)


def _arm(uow: UnitOfWork, lane: Lane, kind: str, seq: str, at: datetime, *, again: bool = False) -> None:
    """Arm a timer of the lane. What a stand-down cancelled comes back; with `again` also what fired while it did not count.

    An instant that was past already when it became known (a correction) is due now, not late since then.
    """
    due_at = max(at, uow.now)
    timer = Timer(id=new_id(uow.now), scope_id=lane.incident_id, lane_id=lane.id, kind=kind, seq=seq, due_at=due_at)
    if uow.arm(timer):
        return
    known = uow.find(Timer, scope_id=lane.incident_id, lane_id=lane.id, kind=kind, seq=seq)[0]
    if known.state is TimerState.CANCELLED or (again and known.state is TimerState.FIRED):
        uow.save(replace(known, state=TimerState.ARMED, due_at=due_at))


def arm_tick(uow: UnitOfWork, lane: Lane) -> None:
    """Arm the next drawing of the lane's card."""
    end = lane.due_at or lane.target_at
    if end is None:
        return
    at = next_tick(uow.now, end)
    _arm(uow, lane, TICK, at.isoformat(), at)


def fire_tick(uow: UnitOfWork, incident: Incident, timer: Timer) -> None:
    """Draw the card again and arm the next tick while the clock runs."""
    lane = uow.get(Lane, timer.lane_id)
    if not lane.clock_runs:
        return
    refresh_lane(uow, incident, lane)
    refresh_homes(uow, incident)
    arm_tick(uow, lane)


def fire_mark(uow: UnitOfWork, incident: Incident, timer: Timer, marks: Marks, pages: Pages) -> None:
    """Tell the room how much time is left; at the deadline itself tell executive and legal too."""
    lane = uow.get(Lane, timer.lane_id)
    minutes, _, instant = timer.seq.partition("@")
    if not lane.clock_runs or lane.due_at is None or instant != lane.due_at.isoformat():
        return  # reached, or the start was corrected and newer marks stand
    marks.add(lane.id, int(minutes), timer.due_at)
    if int(minutes) == 0:
        overdue(uow, incident, lane, pages, known_at=timer.due_at)


def overdue(uow: UnitOfWork, incident: Incident, lane: Lane, pages: Pages, *, known_at: datetime) -> None:
    """Record once that the deadline passed unreached, and tell executive and legal. Calling goes on; the clock counts up.

    `known_at` is since when it could be told: the deadline, or later when a correction moved the deadline into the past.
    """
    if lane.overdue_told_at is not None:
        return
    told = replace(lane, overdue_told_at=uow.now)
    uow.save(told)
    due_at = lane.due_at or uow.now
    uow.log(incident.id, "hansho", "clock.overdue", subject=lane.id, new={"due_at": due_at.isoformat()})
    alert_roles(uow, incident, told, reason="overdue", due_at=max(known_at, incident.reported_at), pages=pages)
    refresh_lane(uow, incident, told)


def fire_soft(uow: UnitOfWork, incident: Incident, timer: Timer, pages: Pages) -> None:
    """At the team's target tell the room; at the team's alarm tell executive and legal. Neither is a deadline of the contract."""
    lane = uow.get(Lane, timer.lane_id)
    if not lane.clock_runs or timer.seq not in {_iso(lane.target_at), _iso(lane.alarm_at)}:
        return
    post_to_room(
        uow, incident, timer.kind, key=f"{timer.kind}:{lane.id}:{timer.seq}", lane_id=lane.id, due_at=timer.due_at
    )
    if timer.kind == ALARM:
        alert_roles(uow, incident, lane, reason="alarm", due_at=timer.due_at, pages=pages)
    refresh_lane(uow, incident, lane)


def stop_clock(uow: UnitOfWork, lane: Lane) -> None:
    """Cancel everything that was to ring for this lane, Slack's own alarm messages included. Evidence stays, promises too."""
    uow.cancel_timers(lane.incident_id, lane_id=lane.id, kinds=(*CLOCK_KINDS, LADDER, ACK_EXPIRY))
    uow.supersede(incident_id=lane.incident_id, kinds=("insurance",), lane_id=lane.id)
    withdraw_insurance(uow, lane)


def insure(uow: UnitOfWork, incident: Incident, lane: Lane) -> None:
    """Ask Slack to post alarms by itself at T-10 and T0, for the case that nothing of ours runs then."""
    if lane.due_at is None or not incident.room_channel or not lane.clock_runs:
        return
    asked = uow.find(OutboxRow, incident_id=incident.id, lane_id=lane.id, kind="insurance")
    for minutes in INSURANCE_MARKS:
        at = mark_at(lane.due_at, minutes)
        if at <= uow.now + CANNOT_DELETE_WITHIN:
            continue
        wanted = {"post_at": at.isoformat(), "due_at": lane.due_at.isoformat()}
        before = [row for row in asked if row.params == wanted]
        if any(_stands(uow, lane, row) for row in before):
            continue
        send(
            uow,
            "insurance",
            target=ROOM,
            # Counted: a correction that is taken back needs the alarm again that it had withdrawn.
            key=f"insurance:{lane.id}:{lane.due_at.isoformat()}:{minutes}:{len(before)}",
            incident_id=incident.id,
            lane_id=lane.id,
            params=dict(wanted),
        )


def _stands(uow: UnitOfWork, lane: Lane, row: OutboxRow) -> bool:
    """Whether an alarm that was asked for is still to come: on its way, or with Slack and not withdrawn."""
    if row.state is not OutboxState.SENT:
        return row.state in {OutboxState.PENDING, OutboxState.SENDING, OutboxState.UNKNOWN}
    ids = [message["id"] for message in lane.insurance if message.get("row") == row.id]
    return bool(ids) and not any(uow.find(OutboxRow, idem_key=f"insurance_delete:{one}") for one in ids)


def withdraw_insurance(uow: UnitOfWork, lane: Lane) -> None:
    """Take back the alarms that no longer fit the lane's clock (all of them once it has stopped), if Slack still can.

    Those that Slack is about to post are worded so that they are harmless.
    """
    due_at = _iso(lane.due_at) if lane.clock_runs else ""
    for message in lane.insurance:
        post_at = datetime.fromisoformat(message["post_at"])
        # Its text names the deadline it was made for: one of another deadline would mislead, at whatever instant it speaks.
        if (due_at and message.get("due_at") == due_at) or post_at - uow.now <= CANNOT_DELETE_WITHIN:
            continue
        send(
            uow,
            "insurance_delete",
            target=message["channel"],
            key=f"insurance_delete:{message['id']}",
            incident_id=lane.incident_id,
            lane_id=lane.id,
            params={"id": message["id"]},
        )


def _iso(instant: datetime | None) -> str:
    return instant.isoformat() if instant else ""
