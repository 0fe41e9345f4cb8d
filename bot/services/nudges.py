"""Reminders of consultations that went silent: the owner after 2 business days, the managers after 5, legal after 10."""

from __future__ import annotations

from bot.domain.consultation import NUDGE_DAYS, Consultation, ConsultationState
from bot.domain.ids import new_id
from bot.domain.incident import Incident
from bot.domain.people import Role, RoomMember
from bot.domain.work import Timer
from bot.services.outgoing import send
from bot.services.ports import UnitOfWork
from bot.services.rules import working_morning_after

NUDGE = "nudge"


def arm_nudges(uow: UnitOfWork, consultation: Consultation) -> None:
    """Arm the reminders counted from the consultation's last activity; those of earlier epochs are void.

    While its actions run they have reminders of their own.
    """
    if consultation.state in {ConsultationState.CLOSED, ConsultationState.ACTIONS_RUNNING}:
        return
    for days in NUDGE_DAYS:
        uow.arm(
            Timer(
                id=new_id(uow.now),
                scope_id=consultation.incident_id,
                kind=NUDGE,
                seq=_nudge_seq(consultation, days),
                due_at=working_morning_after(uow, consultation.last_activity_at, days),
                payload={"consultation": consultation.id, "days": days},
            )
        )


def fire_nudge(uow: UnitOfWork, incident: Incident, timer: Timer) -> None:
    """Remind of a silent consultation: its owner after 2 business days, the managers after 5, legal after 10."""
    consultation = uow.get(Consultation, str(timer.payload["consultation"]))
    days = int(str(timer.payload["days"]))
    if not consultation.is_open or timer.seq != _nudge_seq(consultation, days) or not incident.is_open:
        return
    roles = {2: set(), 5: {Role.DUTY_MANAGER.value}, 10: {Role.LEGAL.value, Role.DUTY_MANAGER.value}}[days]
    people = {consultation.owner_id} if consultation.owner_id else set()
    for member in uow.find(RoomMember, incident_id=incident.id):
        if roles & set(member.roles):
            people.add(member.user_id)
    for user_id in sorted(people):
        remind(uow, incident, consultation, user_id, key=f"{timer.seq}", days=days)


def remind(
    uow: UnitOfWork, incident: Incident, consultation: Consultation, user_id: str, *, key: str, days: int
) -> None:
    """Remind one person of the consultation; `key` makes the reminder one of its kind."""
    send(
        uow,
        "nudge",
        target=user_id,
        key=f"nudge:{consultation.id}:{user_id}:{key}",
        incident_id=incident.id,
        lane_id=consultation.lane_id,
        params={"consultation": consultation.id, "days": days},
    )


def _nudge_seq(consultation: Consultation, days: int) -> str:
    return f"{consultation.id}.{consultation.nudge_epoch}.{days}"
