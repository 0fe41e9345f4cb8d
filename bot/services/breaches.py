"""A report that came out of a matter: what was to be kept was not, or what was out is lost. The matter keeps the report's number."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.errors import NotFound
from bot.domain.ids import new_id
from bot.domain.matter import Matter, MatterEntry, steps_of
from bot.services.keeping import changes
from bot.services.matter_reminders import arm_matter, scope_of
from bot.services.ports import UnitOfWork


def note_breach(uow: UnitOfWork, matter_id: str, *, actor: str, ref: str) -> None:
    """Note in a matter that its report was taken in. Nothing for one that has moved on: a report never fails for it."""
    try:
        matter = uow.hold(Matter, matter_id)
    except NotFound:
        return
    step = next((step for step in steps_of(matter) if step.by == "report"), None)
    if step is None:
        return
    moved = replace(matter, state=step.to or matter.state, remind_epoch=matter.remind_epoch + 1)
    moved = replace(moved, ended_at=None if moved.is_open else uow.now)
    entry = MatterEntry(id=new_id(uow.now), matter_id=matter.id, step=step.name, reference=ref, by=actor, at=uow.now)
    uow.add(entry)
    uow.save(moved)
    old, new = changes(matter, moved)
    uow.log(scope_of(matter), actor, f"matter.{step.name}", subject=matter.id, old=old, new={**new, "ref": ref})
    arm_matter(uow, moved)
