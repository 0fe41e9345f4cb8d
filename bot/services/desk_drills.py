"""When the client's desk was last called to try its numbers: from the register, from the drills that came back, from the pack."""

from __future__ import annotations

from datetime import date, timedelta

from bot.domain.matter import Matter, MatterEntry, MatterKind, MatterState
from bot.packs.schema import Pack
from bot.services.ports import UnitOfWork
from bot.services.recurring_rules import day_in
from bot.services.registered import desk_drills
from bot.views.pictures import DrillPicture

FRESH = timedelta(days=90)
"""A number that was tried within this time is trusted without a word."""


def old_drill(uow: UnitOfWork, pack: Pack) -> DrillPicture | None:
    """Return the last drill of a contract that asks for drills, when it is more than 90 days ago or never was; else None."""
    if all(rule.what != "drill" for rule in pack.recurring):
        return None
    last = last_drill(uow, pack)
    return DrillPicture(last_on=last) if last is None or last < day_in(pack, uow.now) - FRESH else None


def last_drill(uow: UnitOfWork, pack: Pack) -> date | None:
    """Return the day of the desk's last drill on record, None without one."""
    held = [call.held_on for call in desk_drills(uow, pack.id, pack.notice_desk.slots)]
    done = uow.find(Matter, pack_id=pack.id, kind=MatterKind.RECURRING, topic="drill", state=MatterState.FULFILLED)
    entries = uow.find(MatterEntry, matter_id=tuple(matter.id for matter in done), step="drill") if done else []
    written = pack.notice_desk.drilled_on
    days = [*held, *(entry.happened_on for entry in entries), written if isinstance(written, date) else None]
    return max((day for day in days if day is not None), default=None)
