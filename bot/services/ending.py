"""Ending things: duties done or waived, "not an incident", closing. What the contract makes hard needs a second person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.domain.action import Action, ActionState
from bot.domain.duty import Duty, DutyState, check_duty_step
from bot.domain.errors import NotAllowed, NotPossibleNow
from bot.domain.incident import Incident, IncidentState
from bot.domain.lane import Lane
from bot.domain.notice import Notice, NoticeKind, issued_of
from bot.domain.people import Approval, ApprovalState
from bot.services.assessment import NOTICE, move_clock
from bot.services.clockwork import stop_clock
from bot.services.closing import checklist, write_closing
from bot.services.gates import decide_emergency
from bot.services.notice_approvals import NOTICE_APPROVAL, approvers
from bot.services.notice_issuing import issue_approved, return_to_draft
from bot.services.notice_letters import notices_of
from bot.services.outgoing import post_to_room, show_change
from bot.services.ports import UnitOfWork
from bot.services.reminding import touched
from bot.services.response import refresh_pages
from bot.services.room import check_decides, enter, needed, step, taken_before
from bot.services.second_person import DROP, ask_second, check_leading
from bot.services.statutory_reading import LAW_APPROVAL
from bot.services.statutory_steps import set_all_aside, set_aside_agreed


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishDuty:
    """A duty is done; `note` says how it can be shown."""

    actor: str
    key: str
    duty_id: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskWaiver:
    """A person says by name that a duty is not owed, with the reason."""

    actor: str
    key: str
    duty_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskEnd:
    """Ask to end the incident (as not an incident, or closed) with a reason."""

    actor: str
    key: str
    incident_id: str
    reason: str
    root_cause: str = ""
    prevention: str = ""
    retain_until: date | None = None
    """Asked for when it is closed; see bot.services.closing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide:
    """The second person's answer."""

    actor: str
    key: str
    approval_id: str
    confirm: bool


def finish_duty(uow: UnitOfWork, command: FinishDuty) -> None:
    """Tick a duty. A notice is never ticked by hand: it ends by the desk being reached.

    One that came up after the desk was reached is told in a further call, so it is ticked with a word on how.

    Raises:
        NotPossibleNow: a notice whose desk has not been reached.
        BadAnswer: a further notice without a word on how it was given.
    """
    incident, duty = _duty(uow, command.actor, command.duty_id)
    if taken_before(uow, command.key):
        return
    note = command.note.strip()
    if duty.type == NOTICE and duty.state is DutyState.RUNNING:
        if uow.get(Lane, duty.lane_id).reached_at is None:
            raise NotPossibleNow("refused.notice_ends_by_reaching")
        note = needed(note, "note")
    _end_duty(uow, incident, duty, DutyState.DONE, actor=command.actor, reason=note)


def ask_waiver(uow: UnitOfWork, command: AskWaiver) -> bool:
    """Waive a soft duty at once, or ask a second person for a hard one. Returns whether it is waived already."""
    incident, duty = _duty(uow, command.actor, command.duty_id)
    check_decides(uow, incident, command.actor)
    if taken_before(uow, command.key):
        return True
    reason = needed(command.reason)
    check_duty_step(duty.state, DutyState.WAIVED)
    if duty.hard:
        ask_second(uow, incident, "waive", duty.id, reason, command.actor)
        return False
    _end_duty(uow, incident, duty, DutyState.WAIVED, actor=command.actor, reason=reason)
    return True


def ask_not_incident(uow: UnitOfWork, command: AskEnd) -> None:
    """Ask a second person to confirm that this was no incident. Clocks run on until then."""
    incident = enter(uow, command.incident_id, command.actor)
    if taken_before(uow, command.key):
        return
    _check_withdrawn(uow, incident)
    ask_second(uow, incident, "not_incident", incident.id, needed(command.reason), command.actor)


def ask_close(uow: UnitOfWork, command: AskEnd) -> bool:
    """Close the incident when nothing is owed any more. A waived hard duty makes a second person look once more.

    Returns whether it is closed already.

    Raises:
        NotPossibleNow: something is still open; the values name how much of what.
    """
    incident = enter(uow, command.incident_id, command.actor)
    check_decides(uow, incident, command.actor)
    if taken_before(uow, command.key):
        return True
    reason = needed(command.reason)
    check_nothing_owed(uow, incident)
    write_closing(
        uow,
        incident,
        actor=command.actor,
        root_cause=command.root_cause,
        prevention=command.prevention,
        retain_until=command.retain_until,
    )
    waived_hard = [duty for duty in uow.find(Duty, incident_id=incident.id, state=DutyState.WAIVED) if duty.hard]
    if waived_hard:
        ask_second(uow, incident, "close", incident.id, reason, command.actor)
        return False
    _close(uow, incident, actor=command.actor, reason=reason)
    return True


def decide(uow: UnitOfWork, command: Decide) -> None:
    """Confirm or refuse what somebody else asked for.

    Raises:
        NotAllowed: the same person, or a role that cannot confirm.
        NotPossibleNow: somebody decided already.
    """
    approval = uow.get(Approval, command.approval_id)
    incident = enter(uow, approval.incident_id, command.actor)
    approval = uow.get(Approval, command.approval_id)
    if taken_before(uow, command.key):
        return
    if approval.state is ApprovalState.WITHDRAWN:
        raise NotPossibleNow("refused.answers_changed" if approval.kind == DROP else "refused.approval_withdrawn")
    if approval.state is not ApprovalState.OPEN:
        raise NotPossibleNow("refused.decided_already", person=approval.decided_by)
    if approval.asked_by == command.actor:
        raise NotAllowed("refused.second_person")
    _check_may_decide(uow, incident, approval, command.actor)
    state = ApprovalState.CONFIRMED if command.confirm else ApprovalState.REFUSED
    uow.save(replace(approval, state=state, decided_by=command.actor, decided_at=uow.now))
    uow.log(incident.id, command.actor, f"approval.{state.value}", subject=approval.id, new={"kind": approval.kind})
    if approval.kind == "emergency":
        decide_emergency(uow, incident, approval.subject_id, second=command.actor, confirm=command.confirm)
    elif command.confirm:
        _carry_out(uow, incident, approval, second=command.actor)
    elif approval.kind == NOTICE_APPROVAL:
        return_to_draft(uow, incident, approval, by=command.actor)
    post_to_room(
        uow,
        incident,
        "decided",
        key=f"decided:{approval.id}",
        params={"approval": approval.id, "by": command.actor, "confirmed": command.confirm},
    )
    show_change(uow, incident)


def _check_withdrawn(uow: UnitOfWork, incident: Incident) -> None:
    """Pass when no client is left with a report of what was none. Raises NotPossibleNow with how many are."""
    told = [issued_of(notices_of(uow, lane.id)) for lane in uow.find(Lane, incident_id=incident.id)]
    left = sum(1 for reports in told if reports and reports[-1].kind is not NoticeKind.WITHDRAWAL)
    if left:
        raise NotPossibleNow("refused.withdraw_first", n=left)


def check_nothing_owed(uow: UnitOfWork, incident: Incident) -> None:
    """Pass when nothing on the checklist keeps the incident open. Raises NotPossibleNow with how much of what is left."""
    lines = checklist(uow, incident)
    if any(line.blocks for line in lines):
        raise NotPossibleNow("refused.still_open", **{line.key: line.left for line in lines})


def _carry_out(uow: UnitOfWork, incident: Incident, approval: Approval, *, second: str) -> None:
    if approval.kind in {"waive", DROP}:
        duty = uow.get(Duty, approval.subject_id)
        _end_duty(uow, incident, duty, DutyState.WAIVED, actor=approval.asked_by, reason=approval.reason, second=second)
    elif approval.kind == "close":
        check_nothing_owed(uow, incident)
        _close(uow, incident, actor=approval.asked_by, reason=approval.reason)
    elif approval.kind == LAW_APPROVAL:
        set_aside_agreed(uow, incident, approval, second=second)
    elif approval.kind == NOTICE_APPROVAL:
        issue_approved(uow, incident, approval, by=second)
    else:
        _check_withdrawn(uow, incident)  # a report may have been issued since it was asked
        _not_incident(uow, incident, approval, second=second)


def _not_incident(uow: UnitOfWork, incident: Incident, approval: Approval, *, second: str) -> None:
    ended = replace(incident, ended_at=uow.now, ended_reason=approval.reason)
    step(uow, ended, IncidentState.NOT_INCIDENT, actor=approval.asked_by, why=approval.reason)
    for duty in uow.find(Duty, incident_id=incident.id):
        if not duty.is_ended:
            _end_duty(
                uow,
                incident,
                duty,
                DutyState.WAIVED,
                actor=approval.asked_by,
                reason=approval.reason,
                second=second,
                quiet=True,
            )
    set_all_aside(uow, incident, actor=approval.asked_by, reason=approval.reason, second=second)
    _silence(uow, incident)


def _close(uow: UnitOfWork, incident: Incident, *, actor: str, reason: str) -> None:
    ended = replace(incident, ended_at=uow.now, ended_reason=reason)
    step(uow, ended, IncidentState.CLOSED, actor=actor, why=reason)
    _silence(uow, incident)
    for action in uow.find(Action, incident_id=incident.id, state=ActionState.DONE):
        touched(uow, action)  # whether a measure holds is looked at long after the incident is closed
    post_to_room(uow, incident, "closed", key=f"closed:{incident.id}:{uow.now.isoformat()}", params={"by": actor})
    show_change(uow, ended)


def _silence(uow: UnitOfWork, incident: Incident) -> None:
    uow.cancel_timers(incident.id)
    for lane in uow.find(Lane, incident_id=incident.id):
        quiet = replace(lane, stood_down_at=uow.now) if lane.clock_runs else lane
        uow.save(quiet)
        stop_clock(uow, quiet)
    refresh_pages(uow, incident)


def _end_duty(
    uow: UnitOfWork,
    incident: Incident,
    duty: Duty,
    state: DutyState,
    *,
    actor: str,
    reason: str,
    second: str = "",
    quiet: bool = False,
) -> None:
    check_duty_step(duty.state, state)
    uow.save(
        replace(duty, state=state, ended_at=uow.now, ended_by=actor, second_by=second, reason=reason or duty.reason)
    )
    new: dict[str, object] = {"state": state.value, "second": second}
    uow.log(incident.id, actor, "duty.state", subject=duty.id, old={"state": duty.state.value}, new=new, why=reason)
    if quiet or duty.type != NOTICE:
        if not quiet:
            show_change(uow, incident)
        return
    lane = uow.get(Lane, duty.lane_id)
    still = [other for other in uow.find(Duty, lane_id=lane.id, type=NOTICE) if other.state is DutyState.RUNNING]
    if still and lane.clock_runs:
        move_clock(uow, incident, lane, uow.pinned(lane.pack_digest))
    elif lane.clock_runs:
        down = replace(lane, stood_down_at=uow.now, stood_down_reason=reason)
        uow.save(down)
        stop_clock(uow, down)
    show_change(uow, incident)


def _check_may_decide(uow: UnitOfWork, incident: Incident, approval: Approval, actor: str) -> None:
    """A report is agreed to by whom its pack names, everything else by one of the leading roles. Raises NotAllowed."""
    if approval.kind != NOTICE_APPROVAL:
        check_leading(uow, incident, actor)
        return
    notice = uow.get(Notice, approval.subject_id)
    if actor not in approvers(uow, incident, uow.get(Lane, notice.lane_id), notice):
        raise NotAllowed("refused.role", ref=incident.ref)


def _duty(uow: UnitOfWork, actor: str, duty_id: str) -> tuple[Incident, Duty]:
    duty = uow.get(Duty, duty_id)
    incident = enter(uow, duty.incident_id, actor)
    return incident, uow.get(Duty, duty_id)
