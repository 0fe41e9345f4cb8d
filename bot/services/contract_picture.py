"""Contracts as screens show them: where each stands, what lives on after its end, what of its own course is open. Reading only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.errors import BadAnswer, NotAllowed, NotFound
from bot.domain.matter import OPEN, Matter, MatterKind
from bot.packs.rules import ConsultationRule
from bot.packs.schema import Pack
from bot.services.contract_course import today_of
from bot.services.contract_start import missing_of
from bot.services.inventory import inventory_of
from bot.services.matter_picture import draw_matter
from bot.services.matter_rules import WATCHERS, people_of
from bot.services.matters import check_seen
from bot.services.ports import UnitOfWork
from bot.services.rules import bitext, client_name
from bot.services.terms import may_read, unread
from bot.views.matter_pictures import ContractPicture, InventoryPicture, StockPicture, SurvivorPicture
from bot.views.pictures import BiText

COURSE = (MatterKind.CONTRACT, MatterKind.FILING)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractOf:
    """One contract for one viewer."""

    viewer: str
    pack_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormOf:
    """The form of one matter for one viewer."""

    viewer: str
    matter_id: str


def contracts_of(uow: UnitOfWork, viewer: str) -> tuple[ContractPicture, ...]:
    """Return every contract in force, those that have ended last."""
    drawn = [_draw(uow, pack, viewer) for pack in uow.rules.packs.values()]
    return tuple(sorted(drawn, key=lambda one: (one.phase == "expired", one.pack_id)))


def contract_of(uow: UnitOfWork, query: ContractOf) -> ContractPicture:
    """Return one contract. Raises BadAnswer when no such pack is in force."""
    pack = uow.rules.packs.get(query.pack_id)
    if pack is None:
        raise BadAnswer("contract", "refused.choose_contract")
    return _draw(uow, pack, query.viewer)


def inventory_form_of(uow: UnitOfWork, query: FormOf) -> InventoryPicture:
    """Return the form that asks what is held. Raises NotAllowed."""
    return inventory_of(uow, _seen(uow, query))


def stock_form_of(uow: UnitOfWork, query: FormOf) -> StockPicture:
    """Return the form that asks what was filed before. Raises NotAllowed."""
    matter = _seen(uow, query)
    pack = uow.rules.packs.get(matter.pack_id) or uow.pinned(matter.pack_digest)
    wanted = tuple((rule.id, bitext(rule.summary)) for rule in missing_of(uow, pack))
    return StockPicture(matter_id=matter.id, client=client_name(pack), wanted=wanted)


def _seen(uow: UnitOfWork, query: FormOf) -> Matter:
    try:
        matter = uow.get(Matter, query.matter_id)
    except NotFound:
        raise NotAllowed("refused.not_your_matter") from None
    check_seen(uow, matter, query.viewer)
    return matter


def _draw(uow: UnitOfWork, pack: Pack, viewer: str) -> ContractPicture:
    term, watches = pack.term, viewer in people_of(uow, pack, *WATCHERS)
    found = uow.find(Matter, pack_id=pack.id, kind=COURSE, state=OPEN) if watches else []
    return ContractPicture(
        pack_id=pack.id,
        client=client_name(pack),
        title=bitext(pack.title),
        phase=pack.phase_on(today_of(uow, pack)),
        start=term.start if isinstance(term.start, date) else None,
        end=next((day for day in (term.ended_on, term.end) if isinstance(day, date)), None),
        renews=term.auto_renew is not None and not isinstance(term.ended_on, date),
        survivors=_survivors(pack),
        open_matters=tuple(draw_matter(uow, matter, viewer) for matter in found),
        may_record=watches,
        may_read=may_read(uow, pack, viewer),
        unread=unread(uow, pack),
    )


def _survivors(pack: Pack) -> tuple[SurvivorPicture, ...]:
    """What lives on, each once, in the pack's order."""
    rules = {rule.id: rule for _, _, rule in pack.rules()}
    found: list[SurvivorPicture] = []
    for part in pack.survival:
        for rule in (rules[name] for name in part.rules if name in rules):
            words = bitext(rule.summary)
            if isinstance(rule, ConsultationRule) and not (words.ja or words.en):
                words = BiText(rule.topic, rule.topic)
            condition = bitext(part.condition)
            found.append(SurvivorPicture(words=words, cite=part.cite, until=part.until, condition=condition))
    return tuple(found)
