"""Reminders of matters: one armed at a time, on working mornings, to the owner first, then those who watch the contract."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.errors import NotFound
from bot.domain.ids import new_id
from bot.domain.matter import RENEWAL, Matter, MatterEntry, MatterState
from bot.domain.people import Role
from bot.domain.work import Timer
from bot.services.matter_rules import people_of
from bot.services.outgoing import person_or_none, refresh_home, send
from bot.services.ports import UnitOfWork
from bot.services.recurring_rules import plan_of
from bot.services.reminding import next_call
from bot.services.rules import local_date

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
    plan = plan_of(uow, matter)
    if plan is None:
        return
    due_at, level = next_call(uow, plan)
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
    today = local_date(uow)
    renewed = matter.topic == RENEWAL and matter.is_late(today)
    if renewed:  # nobody can give notice any more: the contract has renewed itself
        pass_over(uow, matter)
    level = max(int(str(timer.payload["level"])), 1 if _has_left(uow, matter.owner_id) else 0)
    ahead = matter.due_on is not None and today <= matter.due_on
    people = {matter.owner_id, *people_of(uow, uow.pinned(matter.pack_digest), *_HEARD_BY[level])}
    for user_id in sorted(people - {""}):
        send(
            uow,
            "matter",
            target=user_id,
            key=f"matter_reminder:{matter.id}:{matter.remind_epoch}:{user_id}",
            params={
                "matter": matter.id,
                "what": "renewed" if renewed else "late" if level and not ahead else "reminder",
            },
            due_at=timer.due_at,
        )
    if renewed:
        return
    later = replace(matter, remind_epoch=matter.remind_epoch + 1)
    uow.save(later)
    arm_matter(uow, later)


def pass_over(uow: UnitOfWork, matter: Matter) -> None:
    """End a matter of something that comes back and was not seen to in its time; it stays on record as that."""
    held = uow.hold(Matter, matter.id)
    if not held.is_open:
        return
    uow.add(MatterEntry(id=new_id(uow.now), matter_id=held.id, step="passed", by="hansho", at=uow.now))
    ended = replace(held, state=MatterState.MISSED, ended_at=uow.now, remind_epoch=held.remind_epoch + 1)
    uow.save(ended)
    old, new = {"state": held.state.value}, {"state": ended.state.value}
    uow.log(scope_of(held), "hansho", "matter.passed", subject=held.id, old=old, new=new)
    if held.owner_id:
        refresh_home(uow, held.owner_id)


def _has_left(uow: UnitOfWork, owner_id: str) -> bool:
    """Whether nobody who is still with us has it: then the managers hear of it from the start."""
    known = person_or_none(uow, owner_id) if owner_id else None
    return not owner_id or (known is not None and known.is_foreign)
