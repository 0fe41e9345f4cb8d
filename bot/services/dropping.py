"""Answers that no longer call for a duty with a deadline: it stays and its clock runs until a second person agrees.

An answer only ever adds duties by itself. One that would drop a deadline of the contract asks for a second person instead,
in the moment it is changed, with the answers that would drop it. When the answers change again, the question is put anew or
taken back, and what was dropped by answers that are no longer true is owed again from its true start.
"""

from __future__ import annotations

from dataclasses import replace

from bot.domain.duty import Duty, DutyState, check_duty_step
from bot.domain.incident import Incident
from bot.domain.lane import Lane
from bot.domain.people import Approval, ApprovalState
from bot.packs.schema import Pack
from bot.packs.timing import instants_of
from bot.services.assessment import NOTICE, move_clock
from bot.services.grounds import grounds_of, summary_of
from bot.services.outgoing import post_to_room
from bot.services.ports import UnitOfWork
from bot.services.second_person import DROP, request_second
from bot.views.pictures import BiText


def reconsider(uow: UnitOfWork, old: Incident, new: Incident, *, actor: str, why: str) -> tuple[BiText, ...]:
    """Hold the duties with a deadline to the changed answers; the incident is locked and `new` is stored.

    Returns the summaries of the duties that now wait for a second person because of this change.
    """
    waiting: list[BiText] = []
    for lane in uow.find(Lane, incident_id=new.id):
        pack = uow.pinned(lane.pack_digest)
        for duty in uow.find(Duty, lane_id=lane.id, hard=True):
            before, after = grounds_of(pack, duty, old), grounds_of(pack, duty, new)
            if before == after:
                continue
            if after.owed:
                _owed_again(uow, new, lane, pack, duty)
            elif duty.state is DutyState.RUNNING:
                _call_off(uow, duty)
                request_second(uow, new, DROP, duty.id, why, actor)
                waiting.append(summary_of(pack, duty))
                _say(uow, new, lane, duty, "drop_asked", by=actor)
    return tuple(waiting)


def _owed_again(uow: UnitOfWork, incident: Incident, lane: Lane, pack: Pack, duty: Duty) -> None:
    """Take the question back; and where it was answered already, take up the duty again from its true start."""
    if _call_off(uow, duty):
        _say(uow, incident, lane, duty, "drop_withdrawn")
    dropped = uow.find(Approval, incident_id=incident.id, kind=DROP, subject_id=duty.id, state=ApprovalState.CONFIRMED)
    if duty.state is not DutyState.WAIVED or not dropped:
        return  # one that a person waived by name stays waived
    check_duty_step(duty.state, DutyState.RUNNING)
    rule = next(rule for rule in pack.duties if rule.id == duty.rule_id)
    begins, times = instants_of(pack, rule, incident.first_recognised_at, incident.contained_at)
    again = replace(
        duty,
        state=DutyState.RUNNING,
        start_at=begins or incident.first_recognised_at,
        due_at=times.due_at,
        target_at=times.target_at,
        alarm_at=times.alarm_at,
        ended_at=None,
        ended_by="",
        second_by="",
        reason="",
    )
    uow.save(again)
    old: dict[str, object] = {"state": duty.state.value, "by": duty.ended_by, "second": duty.second_by}
    uow.log(incident.id, "hansho", "duty.state", subject=duty.id, old=old, new={"state": again.state.value})
    move_clock(uow, incident, uow.get(Lane, lane.id), pack, wake=duty.type == NOTICE)
    _say(uow, incident, lane, again, "drop_revived")


def _call_off(uow: UnitOfWork, duty: Duty) -> bool:
    """Withdraw the open question about the duty; return whether there was one. The answers it was about have changed."""
    asked = uow.find(Approval, incident_id=duty.incident_id, kind=DROP, subject_id=duty.id, state=ApprovalState.OPEN)
    for approval in asked:
        uow.save(replace(approval, state=ApprovalState.WITHDRAWN, decided_by="hansho", decided_at=uow.now))
        uow.log(duty.incident_id, "hansho", "approval.withdrawn", subject=approval.id)
    return bool(asked)


def _say(uow: UnitOfWork, incident: Incident, lane: Lane, duty: Duty, what: str, *, by: str = "") -> None:
    key = f"{what}:{duty.id}:{uow.now.isoformat()}"
    post_to_room(uow, incident, what, key=key, lane_id=lane.id, params={"duty": duty.id, "by": by})
