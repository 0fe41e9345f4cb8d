"""Asking again for what a frightened report left open: the uncertain start, and the lead's second form."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.ids import new_id
from bot.domain.incident import Incident
from bot.domain.people import Role, RoomMember
from bot.domain.work import SendPriority, Timer
from bot.services.outgoing import send
from bot.services.ports import UnitOfWork

LEAD_FORM = "lead_form"
ASK_START = "ask_start"
LEAD_FORM_AFTER = timedelta(minutes=30)
"""The lead's second form is wanted within half an hour."""
ASK_START_AFTER = timedelta(minutes=10)
"""An unknown first recognition is asked for again after ten minutes."""


def arm_intake_reminders(uow: UnitOfWork, incident: Incident) -> None:
    """Arm both reminders for a new incident."""
    _arm(uow, incident, LEAD_FORM, LEAD_FORM_AFTER)
    if incident.start_uncertain:
        _arm(uow, incident, ASK_START, ASK_START_AFTER)


def _arm(uow: UnitOfWork, incident: Incident, kind: str, after: timedelta) -> None:
    uow.arm(Timer(id=new_id(uow.now), scope_id=incident.id, kind=kind, seq="1", due_at=incident.reported_at + after))


def fire_lead_form(uow: UnitOfWork, incident: Incident, timer: Timer) -> None:
    """Remind the lead of the second form when it has not been answered."""
    if incident.lead_form_at is not None:
        return
    members = uow.find(RoomMember, incident_id=incident.id)
    leads = [member.user_id for member in members if Role.INCIDENT_LEAD in member.roles] or [
        member.user_id for member in members if Role.DUTY_MANAGER in member.roles
    ]
    for user_id in leads:
        send(
            uow,
            "ask_lead_form",
            target=user_id,
            key=f"lead_form:{incident.id}:{user_id}",
            priority=SendPriority.NOTICE,
            incident_id=incident.id,
            due_at=timer.due_at,
        )


def fire_ask_start(uow: UnitOfWork, incident: Incident, timer: Timer) -> None:
    """Ask the reporter again when anybody first noticed, if it is still uncertain."""
    if not incident.start_uncertain:
        return
    send(
        uow,
        "ask_start",
        target=incident.reporter_id,
        key=f"ask_start:{incident.id}",
        incident_id=incident.id,
        due_at=timer.due_at,
    )
