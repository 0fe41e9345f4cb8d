"""A matter that is done in parts: it cannot end before them, its days are theirs, and it alone reminds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.domain.errors import NotPossibleNow
from bot.domain.ids import new_id
from bot.domain.matter import Matter, MatterEntry, MatterState, Step
from bot.services.matter_reminders import arm_matter, scope_of
from bot.services.names import NOBODY_OF_OURS
from bot.services.outgoing import send
from bot.services.ports import UnitOfWork
from bot.services.rules import local_date

_WHOLE_ENDS = frozenset({"finish", "wind_up"})
"""Steps by which a matter says that all of it is done."""


def parts_of(uow: UnitOfWork, matter: Matter) -> list[Matter]:
    """Return the parts of a matter, in the order in which they were opened."""
    return uow.find(Matter, part_of=matter.id)


def check_parts(uow: UnitOfWork, matter: Matter, step: Step) -> None:
    """Pass unless the step would say that all is done while a part is open. Raises NotPossibleNow with how many are."""
    if step.name in _WHOLE_ENDS:
        still = [part for part in parts_of(uow, matter) if part.is_open]
        if still:
            raise NotPossibleNow("refused.parts_open", n=len(still), first=still[0].words)


def after_part(uow: UnitOfWork, part: Matter) -> None:
    """Bring the whole up to date after a step of one of its parts; when the last one has ended, say so to whoever has the whole."""
    if not part.part_of:
        return
    whole = uow.get(Matter, part.part_of)
    if not whole.is_open:
        return
    still = [one for one in parts_of(uow, whole) if one.is_open]
    due = min((one.due_on for one in still if one.due_on), default=None)
    target = min((day for one in still if (day := _day(one))), default=None)
    touched = replace(
        whole,
        due_on=due or (whole.due_on if not still else None),
        target_on=target,
        touched_on=local_date(uow),
        remind_epoch=whole.remind_epoch + 1,
    )
    uow.save(touched)
    arm_matter(uow, touched)
    if not still and not part.is_open and whole.owner_id not in NOBODY_OF_OURS:
        send(
            uow,
            "matter",
            target=whole.owner_id,
            key=f"matter:{whole.id}:parts:{touched.remind_epoch}",
            params={"matter": whole.id, "what": "parts_done"},
        )


def withdraw_parts(uow: UnitOfWork, whole: Matter, why: str, *, by: str) -> None:
    """End the open parts of a matter that was withdrawn; nothing of them is owed any more."""
    for part in parts_of(uow, whole):
        if part.is_open:
            ended = replace(uow.hold(Matter, part.id), state=MatterState.WITHDRAWN, ended_at=uow.now)
            uow.save(ended)
            uow.add(MatterEntry(id=new_id(uow.now), matter_id=part.id, step="withdraw", note=why, by=by, at=uow.now))
            new: dict[str, object] = {"state": ended.state.value}
            uow.log(scope_of(part), by, "matter.withdraw", subject=part.id, new=new, why=why)


def _day(part: Matter) -> date | None:
    return part.until if part.state is MatterState.KEPT else part.due_on or part.target_on
