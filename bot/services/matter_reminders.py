"""Reminders of matters: one armed at a time, on working mornings, to the owner first, then those who watch the contract."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.errors import NotFound
from bot.domain.ids import new_id
from bot.domain.matter import Matter
from bot.domain.people import Role
from bot.domain.work import Timer
from bot.services.matter_rules import people_of
from bot.services.outgoing import send
from bot.services.ports import UnitOfWork
from bot.services.reminding import next_call

MATTER = "matter"
PREFIX = "matter:"
"""Begins the scope of a matter's timers and its stream of the log, so that neither is taken for an incident's."""
_HEARD_BY: dict[int, tuple[Role, ...]] = {
    0: (),
    1: (Role.RESPONSIBLE, Role.COMPLIANCE),
    2: (Role.RESPONSIBLE, Role.COMPLIANCE, Role.LEGAL),
}


def scope_of(matter: Matter) -> str:
    """Return the scope of a matter's timers and of its log."""
    return f"{PREFIX}{matter.id}"


def arm_matter(uow: UnitOfWork, matter: Matter) -> None:
    """Arm the next reminder of a matter, on the first morning of its plan that lies ahead; earlier ones are void."""
    if matter.plan is None:
        return
    due_at, level = next_call(uow, matter.plan)
    uow.arm(
        Timer(
            id=new_id(uow.now),
            scope_id=scope_of(matter),
            kind=MATTER,
            seq=str(matter.remind_epoch),
            due_at=due_at,
            payload={"level": level},
        )
    )


def fire_matter(uow: UnitOfWork, timer: Timer) -> None:
    """Remind of a matter that has not ended and was not touched since, and arm the next reminder."""
    try:
        matter = uow.hold(Matter, timer.scope_id.removeprefix(PREFIX))
    except NotFound:
        return
    if timer.seq != str(matter.remind_epoch) or matter.plan is None:
        return
    level = int(str(timer.payload["level"]))
    people = {matter.owner_id, *people_of(uow, uow.pinned(matter.pack_digest), *_HEARD_BY[level])}
    for user_id in sorted(people - {""}):
        send(
            uow,
            "matter",
            target=user_id,
            key=f"matter_reminder:{matter.id}:{matter.remind_epoch}:{user_id}",
            params={"matter": matter.id, "what": "late" if level else "reminder"},
            due_at=timer.due_at,
        )
    later = replace(matter, remind_epoch=matter.remind_epoch + 1)
    uow.save(later)
    arm_matter(uow, later)
