"""Asking a second person: what ends an obligation, or goes past the client, is never one person's decision."""

from __future__ import annotations

from bot.domain.errors import NotAllowed, NotPossibleNow
from bot.domain.ids import new_id
from bot.domain.incident import Incident
from bot.domain.people import Approval, ApprovalState, Role, RoomMember
from bot.domain.work import SendPriority
from bot.services.outgoing import send, show_change
from bot.services.ports import UnitOfWork

DROP = "drop"
"""Kind of an approval: changed answers no longer call for a duty with a deadline."""
LEADING = frozenset(Role) - {Role.COMPLIANCE}
"""Roles that may ask for, and confirm, what ends an obligation; compliance watches over it."""


def ask_second(uow: UnitOfWork, incident: Incident, kind: str, subject_id: str, reason: str, actor: str) -> None:
    """Ask everybody who may confirm it, once. Raises NotAllowed (a role without standing), NotPossibleNow (asked already)."""
    check_leading(uow, incident, actor)
    waiting = uow.find(Approval, incident_id=incident.id, kind=kind, subject_id=subject_id, state=ApprovalState.OPEN)
    if waiting:
        raise NotPossibleNow("refused.asked_already", person=waiting[0].asked_by)
    request_second(uow, incident, kind, subject_id, reason, actor)


def request_second(uow: UnitOfWork, incident: Incident, kind: str, subject_id: str, reason: str, actor: str) -> None:
    """Put the question to everybody who may confirm it, but for `actor`, whose act needs it."""
    approval = Approval(
        id=new_id(uow.now),
        incident_id=incident.id,
        kind=kind,
        subject_id=subject_id,
        reason=reason,
        asked_by=actor,
        asked_at=uow.now,
    )
    uow.add(approval)
    uow.log(incident.id, actor, "approval.asked", subject=approval.id, new={"kind": kind, "of": subject_id}, why=reason)
    for member in uow.find(RoomMember, incident_id=incident.id):
        if member.user_id != actor and LEADING & set(member.roles):
            send(
                uow,
                "approval",
                target=member.user_id,
                key=f"approval:{approval.id}:{member.user_id}",
                priority=SendPriority.NOTICE,
                incident_id=incident.id,
                params={"approval": approval.id},
            )
    show_change(uow, incident)


def check_leading(uow: UnitOfWork, incident: Incident, actor: str) -> None:
    """Pass when the person has a role that may decide. Raises NotAllowed."""
    members = uow.find(RoomMember, incident_id=incident.id, user_id=actor)
    if not members or not (LEADING & set(members[0].roles) or incident.drill):
        raise NotAllowed("refused.role", ref=incident.ref)
