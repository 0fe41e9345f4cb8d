"""What comes back and is not asked for yet: the calendar of a person's contracts, from the timers that are armed. Reading only."""

from __future__ import annotations

from bot.domain.work import Timer, TimerState
from bot.services.matter_rules import WATCHERS, people_of
from bot.services.ports import UnitOfWork
from bot.services.recurring import RECURRING
from bot.services.recurring_rules import Slot, rule_of, scope_of
from bot.services.rules import bitext, client_name
from bot.views.matter_pictures import ComingPicture


def coming_of(uow: UnitOfWork, user_id: str) -> tuple[ComingPicture, ...]:
    """Return what will be asked for of the contracts this person watches over, the next first."""
    packs = {scope_of(pack.id): pack for pack in uow.rules.packs.values() if user_id in people_of(uow, pack, *WATCHERS)}
    if not packs:
        return ()
    found: list[ComingPicture] = []
    for timer in uow.find(Timer, scope_id=tuple(packs), kind=RECURRING, state=TimerState.ARMED):
        pack = packs[timer.scope_id]
        rule_id, _, name = timer.seq.partition("@")
        rule = rule_of(pack, rule_id)
        if rule is None:
            continue
        slot = Slot.from_payload(name, timer.payload)
        title, last = bitext(rule.summary), slot.target_on or slot.due_on
        found.append(ComingPicture(title=title, client=client_name(pack), ask_on=slot.ask_on, due_on=last))
    return tuple(sorted(found, key=lambda one: (one.ask_on, one.due_on, one.title.ja)))
