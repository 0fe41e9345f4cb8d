"""A pack may want somebody's agreement before a report is issued. It is asked, given, called off, or lapses with the clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.ids import new_id
from bot.domain.incident import Incident
from bot.domain.lane import Lane
from bot.domain.notice import Notice, approval_lapses_at, issued_of
from bot.domain.people import Approval, ApprovalState
from bot.domain.work import SendPriority, Timer
from bot.services.notice_letters import notices_of
from bot.services.outgoing import send
from bot.services.ports import UnitOfWork
from bot.services.room import join, people_with

NOTICE_APPROVAL = "notice"
"""The kind of approval."""
APPROVAL_LAPSES = "approval_lapses"


def approvers(uow: UnitOfWork, incident: Incident, lane: Lane, notice: Notice) -> tuple[str, ...]:
    """Return whose agreement the pack wants for such a report; empty when it wants none, or nobody has the role."""
    pack = uow.pinned(lane.pack_digest)
    role = pack.notices.approval
    if role is None or notice.kind not in pack.notices.approval_for:
        return ()
    return people_with(uow, pack, role, incident)


def lapses_at(uow: UnitOfWork, lane: Lane) -> datetime | None:
    """Return from when on no approval is waited for: a quarter before the end of the clock that runs; None when none does.

    While the desk is not reached that is the contract's clock (or the team's target for its word), afterwards the promise of
    the next report.
    """
    if lane.clock_runs:
        end = lane.due_at or lane.target_at
        return approval_lapses_at(lane.start_at, end) if end else None
    if lane.next_report_at is None:
        return None
    sent = issued_of(notices_of(uow, lane.id))
    began = sent[-1].issued_at if sent else lane.reached_at
    return approval_lapses_at(began, lane.next_report_at) if began and began < lane.next_report_at else None


def ask(uow: UnitOfWork, incident: Incident, lane: Lane, notice: Notice, people: tuple[str, ...]) -> None:
    """Ask these people to agree, and arm the lapse. `notice` is waiting for approval already."""
    approval = Approval(
        id=new_id(uow.now),
        incident_id=incident.id,
        kind=NOTICE_APPROVAL,
        subject_id=notice.id,
        reason="",
        asked_by=notice.asked_by,
        asked_at=uow.now,
    )
    uow.add(approval)
    new: dict[str, object] = {"kind": NOTICE_APPROVAL, "of": notice.id, "version": notice.version}
    uow.log(incident.id, notice.asked_by, "approval.asked", subject=approval.id, new=new)
    role = uow.pinned(lane.pack_digest).notices.approval
    for user_id in people:
        join(uow, incident, user_id, actor="hansho", role=role.value if role else "")
        send(
            uow,
            "approval",
            target=user_id,
            key=f"approval:{approval.id}:{user_id}",
            priority=SendPriority.PAGE,
            incident_id=incident.id,
            params={"approval": approval.id},
        )
    arm_lapse(uow, lane, notice)


def arm_lapse(uow: UnitOfWork, lane: Lane, notice: Notice) -> None:
    """Arm the end of waiting for this version's approval, if there is a clock that ends it."""
    at = lapses_at(uow, lane)
    if at is None:
        return
    uow.arm(
        Timer(
            id=new_id(uow.now),
            scope_id=notice.incident_id,
            lane_id=lane.id,
            kind=APPROVAL_LAPSES,
            seq=f"{notice.id}.{notice.version}.{at.isoformat()}",
            due_at=max(at, uow.now),
        )
    )


def call_off(uow: UnitOfWork, notice: Notice, *, by: str) -> None:
    """Nobody needs to agree to this version any more: it was changed, put aside, or issued without."""
    for approval in waiting_for(uow, notice):
        uow.save(replace(approval, state=ApprovalState.WITHDRAWN, decided_by=by, decided_at=uow.now))
        uow.log(notice.incident_id, by, "approval.withdrawn", subject=approval.id)


def waiting_for(uow: UnitOfWork, notice: Notice) -> list[Approval]:
    """Return the open approvals of a notice (one, or none)."""
    return uow.find(
        Approval,
        incident_id=notice.incident_id,
        kind=NOTICE_APPROVAL,
        subject_id=notice.id,
        state=ApprovalState.OPEN,
    )
