"""Taking up again what was ended: closed too soon, or taken for no incident. Its clocks never stood still and go on from where time is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.duty import Duty, DutyState, check_duty_step
from bot.domain.errors import NotPossibleNow
from bot.domain.incident import Incident, IncidentState
from bot.domain.lane import Lane
from bot.domain.notice import NoticeKind, issued_of
from bot.domain.work import Timer, TimerState
from bot.packs.timing import clock_of
from bot.services.assessment import NOTICE, assess, with_clock
from bot.services.clockwork import CLOCK_KINDS, arm_clock, insure
from bot.services.notice_letters import notices_of
from bot.services.outgoing import post_to_room, refresh_lane, show_change
from bot.services.paging import ACK_EXPIRY, LADDER, restart_ladder
from bot.services.ports import UnitOfWork
from bot.services.room import check_decides, enter, needed, step, taken_before
from bot.services.statutory import assess_laws


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen:
    """Take an ended incident up again, with the reason."""

    actor: str
    key: str
    incident_id: str
    reason: str


def reopen(uow: UnitOfWork, command: Reopen) -> None:
    """Make an ended incident active. One person is enough: going on is the safe side, ending was not.

    What was waived by ending it as no incident is owed again under its own start, so its deadline may have passed by now; the desk
    that was told it was none is told anew, on a clock that starts now. What one person waived by name stays waived.

    Raises:
        NotAllowed: not of the room, or brought in for an action alone.
        NotPossibleNow: it has not ended.
        BadAnswer: no reason.
    """
    incident = enter(uow, command.incident_id, command.actor, even_closed=True)
    check_decides(uow, incident, command.actor)
    if taken_before(uow, command.key):
        return
    if incident.is_open:
        raise NotPossibleNow("refused.not_ended", ref=incident.ref)
    reason = needed(command.reason)
    going = step(
        uow, replace(incident, ended_at=None, ended_reason=""), IncidentState.ACTIVE, actor=command.actor, why=reason
    )
    for lane in uow.find(Lane, incident_id=incident.id):
        if incident.state is IncidentState.NOT_INCIDENT:
            _owe_again(uow, incident, lane, actor=command.actor, why=reason)
        if lane.stood_down_at is not None and lane.stood_down_at == incident.ended_at:
            _ring_again(uow, going, uow.get(Lane, lane.id))
    _remind_again(uow, going)
    assess(uow, going, actor=command.actor)
    assess_laws(uow, going, actor=command.actor)
    params: dict[str, object] = {"by": command.actor, "why": reason}
    post_to_room(uow, going, "reopened", key=f"reopened:{uow.now.isoformat()}", params=params)
    show_change(uow, going)


def _owe_again(uow: UnitOfWork, ended: Incident, lane: Lane, *, actor: str, why: str) -> None:
    """Give the lane's duties back the state they had; a desk that was told "it was none" has not been told what is so."""
    told = issued_of(notices_of(uow, lane.id))
    withdrawn = bool(told) and told[-1].kind is NoticeKind.WITHDRAWAL
    pack = uow.pinned(lane.pack_digest)
    rules = {rule.id: rule for rule in pack.duties}
    for duty in uow.find(Duty, lane_id=lane.id):
        if duty.state is DutyState.WAIVED and duty.ended_at != ended.ended_at:
            continue  # somebody waived this one by name
        anew = withdrawn and duty.type == NOTICE and duty.reached_at is not None
        if not anew and duty.state is not DutyState.WAIVED:
            continue
        back = replace(duty, state=_state_before(duty), ended_at=None, ended_by="", second_by="", reason="")
        if anew:
            times = clock_of(pack, rules[duty.rule_id], uow.now)
            back = replace(
                back, state=DutyState.RUNNING, reached_at=None, acknowledged_at=None, start_at=uow.now,
                due_at=times.due_at, target_at=times.target_at, alarm_at=times.alarm_at,
            )  # fmt: skip
        else:
            check_duty_step(duty.state, back.state)
        uow.save(back)
        old: dict[str, object] = {"state": duty.state.value, "start_at": duty.start_at.isoformat()}
        new: dict[str, object] = {"state": back.state.value, "start_at": back.start_at.isoformat()}
        uow.log(ended.id, actor, "duty.reopened", subject=duty.id, old=old, new=new, why=why)
    if withdrawn:
        old = {"reached_at": lane.reached_at.isoformat() if lane.reached_at else None, "who": lane.reached_who}
        uow.log(ended.id, actor, "lane.told_anew", subject=lane.id, old=old, why=why)
        untold = replace(
            lane, reached_at=None, reached_who="", reached_how="", reached_ref="", reached_by="", confirmed_at=None,
            confirmed_ref="", stood_down_at=ended.ended_at, stood_down_reason="",
        )  # fmt: skip
        uow.save(untold)
        _ring_again(uow, ended, untold)


def _remind_again(uow: UnitOfWork, incident: Incident) -> None:
    """Arm again the reminders that the end put an end to; whichever has been overtaken says nothing when it fires."""
    for timer in uow.find(Timer, scope_id=incident.id, state=TimerState.CANCELLED):
        if timer.kind not in {*CLOCK_KINDS, LADDER, ACK_EXPIRY}:
            uow.save(replace(timer, state=TimerState.ARMED))


def _state_before(duty: Duty) -> DutyState:
    if duty.acknowledged_at is not None:
        return DutyState.ACKNOWLEDGED
    return DutyState.REACHED if duty.reached_at is not None else DutyState.RUNNING


def _ring_again(uow: UnitOfWork, incident: Incident, lane: Lane) -> None:
    """Let the lane's clock and its ladder go on, from the top and at once; calls that somebody stopped with a reason stay so."""
    if lane.stood_down_reason or not any(
        duty.state is DutyState.RUNNING for duty in uow.find(Duty, lane_id=lane.id, type=NOTICE)
    ):
        return
    timed = with_clock(uow, replace(lane, stood_down_at=None))
    rung = restart_ladder(uow, replace(timed, progress_at=None, overdue_told_at=None), uow.now)
    arm_clock(uow, rung)
    insure(uow, incident, rung)
    refresh_lane(uow, incident, rung)
