"""Reminders of actions and whatever else has an owner and a day: one armed at a time, each arming the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.domain.action import Action
from bot.domain.clocks import morning_of
from bot.domain.gate import Emergency
from bot.domain.ids import new_id
from bot.domain.incident import Incident
from bot.domain.instruction import Instruction
from bot.domain.people import Role, RoomMember
from bot.domain.reminding import Followed, Plan, calls
from bot.domain.survey import Survey
from bot.domain.work import Timer
from bot.services.outgoing import send
from bot.services.ports import UnitOfWork
from bot.services.rules import digest_at, office_calendar

REMINDER = "reminder"
KINDS: dict[str, type[Any]] = {"action": Action, "instruction": Instruction, "survey": Survey, "emergency": Emergency}
"""What is reminded of, by the name its timers and messages carry."""
_HEARD_BY: dict[int, frozenset[Role]] = {
    0: frozenset(),
    1: frozenset({Role.DUTY_MANAGER}),
    2: frozenset({Role.DUTY_MANAGER, Role.LEGAL}),
}


def touched(uow: UnitOfWork, record: Any) -> Any:
    """Return a changed record under its next reminder epoch, saved, with its next reminder armed; earlier ones are void."""
    kept = replace(record, remind_epoch=record.remind_epoch + 1)
    uow.save(kept)
    arm_reminder(uow, kept)
    return kept


def arm_reminder(uow: UnitOfWork, record: Followed) -> None:
    """Arm the next reminder of a record, on the first morning of its plan that lies ahead; none when it has ended."""
    if record.plan is None:
        return
    due_at, level = next_call(uow, record.plan)
    kind = next(name for name, kept in KINDS.items() if isinstance(record, kept))
    uow.arm(
        Timer(
            id=new_id(uow.now),
            scope_id=record.incident_id,
            kind=REMINDER,
            seq=_seq(record),
            due_at=due_at,
            payload={"of": kind, "id": record.id, "level": level},
        )
    )


def next_call(uow: UnitOfWork, plan: Plan) -> tuple[datetime, int]:
    """Return the first morning of a plan that lies ahead, and who hears it. Raises CalendarOutOfRange."""
    calendar, at = office_calendar(uow), digest_at(uow)
    mornings = ((morning_of(call.on, at, calendar), call.level) for call in calls(plan, calendar))
    return next(found for found in mornings if found[0] > uow.now)


def fire_reminder(uow: UnitOfWork, incident: Incident, timer: Timer) -> None:
    """Remind of a record that has not ended and was not touched since: its owner, the managers, legal, as it gets late."""
    kind = str(timer.payload["of"])
    record = uow.get(KINDS[kind], str(timer.payload["id"]))
    if timer.seq != _seq(record) or record.plan is None:
        return
    level = int(str(timer.payload["level"]))
    for user_id in _hearers(uow, incident, record.owner_id, level):
        send(
            uow,
            "reminder",
            target=user_id,
            key=f"reminder:{timer.seq}:{user_id}",
            incident_id=incident.id,
            lane_id=record.lane_id,
            params={"of": kind, "id": record.id, "level": level},
        )
    touched(uow, record)


def _hearers(uow: UnitOfWork, incident: Incident, owner_id: str, level: int) -> list[str]:
    """Whoever owns it, and who else hears it at this level; without an owner the managers do from the start."""
    roles = _HEARD_BY[level] if owner_id else _HEARD_BY[max(level, 1)]
    members = uow.find(RoomMember, incident_id=incident.id)
    people = {member.user_id for member in members if roles & set(member.roles)}
    return sorted(people | ({owner_id} if owner_id else set()))


def _seq(record: Followed) -> str:
    return f"{record.id}.{record.remind_epoch}"
