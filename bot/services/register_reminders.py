"""Reminders of what runs out (certificates, approved recipients): 90, 30 and 7 days ahead, then each working morning once it is past."""

from __future__ import annotations

from bot.domain.errors import NotFound
from bot.domain.ids import new_id
from bot.domain.people import Role
from bot.domain.register import HOUSE, RegisterEntry
from bot.domain.reminding import running_out
from bot.domain.work import Timer
from bot.services.matter_rules import people_of
from bot.services.outgoing import send
from bot.services.ports import UnitOfWork
from bot.services.registered import last_version
from bot.services.reminding import next_call

EXPIRY = "expiry"
SCOPE = "register:"
"""Begins the scope of an entry's timers, before its item's id."""
_MANAGERS = (Role.RESPONSIBLE, Role.COMPLIANCE)


def arm_expiry(uow: UnitOfWork, entry: RegisterEntry) -> None:
    """Arm the next reminder of a version that runs out; those of versions before it are void."""
    if entry.ended or entry.expires_on is None:
        return
    due_at, level = next_call(uow, running_out(entry.expires_on))
    uow.arm(
        Timer(
            id=new_id(uow.now),
            scope_id=f"{SCOPE}{entry.item_id}",
            kind=EXPIRY,
            seq=f"{entry.version}@{due_at.isoformat()}",
            due_at=due_at,
            payload={"level": level},
        )
    )


def fire_expiry(uow: UnitOfWork, timer: Timer) -> None:
    """Remind of a version that is still the last one, and arm the next reminder: its owner, once past the managers too."""
    item_id = timer.scope_id.removeprefix(SCOPE)
    try:
        uow.hold(RegisterEntry, item_id)
    except NotFound:
        return
    entry = last_version(uow, item_id)
    if entry.ended or timer.seq.partition("@")[0] != str(entry.version):
        return
    people = {entry.answers.get("person") or entry.by}
    if int(str(timer.payload["level"])):
        people |= set(_managers(uow, entry))
    for user_id in sorted(people):
        send(
            uow,
            "register_expiry",
            target=user_id,
            key=f"register_expiry:{entry.id}:{timer.due_at.isoformat()}:{user_id}",
            params={"item": entry.item_id},
            due_at=timer.due_at,
        )
    arm_expiry(uow, entry)


def _managers(uow: UnitOfWork, entry: RegisterEntry) -> tuple[str, ...]:
    pack = uow.rules.packs.get(entry.pack_id) if entry.pack_id != HOUSE else None
    if pack is not None:
        return people_of(uow, pack, *_MANAGERS)
    return tuple(user_id for role in _MANAGERS for user_id in uow.rules.office.roles.get(role, ()))
