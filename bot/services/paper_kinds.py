"""Which paper a matter needs now, and what is known already of what it says."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.matter import ERASING, RENEWAL, Matter, MatterEntry, MatterKind, MatterState
from bot.domain.paper import PLACES, Paper, PaperKind
from bot.domain.people import Locale
from bot.packs.rules import ConsentRule, Rule, SubmissionRule
from bot.packs.schema import Pack
from bot.services.paper_register import on_record
from bot.services.ports import UnitOfWork
from bot.services.rules import bitext, contract_language
from bot.views.notice_words import written_day
from bot.views.pictures import BiText
from bot.views.texts import choice
from bot.views.wording import topic_words

_OF_TOPIC: Mapping[str, PaperKind] = {
    "storage_form": PaperKind.STORAGE_FORM,
    "manager": PaperKind.MANAGER,
    "place": PaperKind.PLACE,
    "for_confirmation": PaperKind.SUBMISSION,
    "submission": PaperKind.SUBMISSION,
    "return": PaperKind.RETURN_LIST,
    "hand_over": PaperKind.HANDING_OVER_LIST,
    "erase": PaperKind.ERASURE_CERTIFICATE,
    "dispose": PaperKind.DISPOSAL_CERTIFICATE,
}
_UNFILED = frozenset({MatterState.DUE, MatterState.PREPARED})
_GIVEN = frozenset({MatterState.COLLECTED, MatterState.PREPARED})
_GONE = frozenset({MatterState.ERASED, MatterState.PREPARED})
_ROWS = {"erased", "disposed", "returned", "handed_over"}


def rule_of_matter(pack: Pack, matter: Matter) -> Rule | None:
    """Return the rule that asks for a matter, None when the contract is silent."""
    return next((rule for _, _, rule in pack.rules() if rule.id == matter.rule_id), None)


def paper_kind_of(matter: Matter, rule: Rule | None) -> PaperKind | None:
    """Return which paper can be prepared for a matter now, None when there is none: nothing is certified before it was done."""
    if matter.kind is MatterKind.FILING and matter.state in _UNFILED:
        form = rule.form if isinstance(rule, SubmissionRule) else ""
        return _OF_TOPIC.get(form or matter.topic)
    if matter.kind is MatterKind.ENDING and matter.state in (_GONE if matter.topic in ERASING else _GIVEN):
        return _OF_TOPIC.get(matter.topic)
    if matter.kind is MatterKind.CONSENT and not matter.inside and matter.state is MatterState.ASKED:
        told = isinstance(rule, ConsentRule) and rule.from_ == "notice_only"
        return PaperKind.CHECK_RESULT if told else PaperKind.CONSENT_REQUEST
    if matter.kind is MatterKind.RECURRING and matter.topic == RENEWAL and matter.state is MatterState.ASKED:
        return PaperKind.RENEWAL_REFUSAL
    return None


def papers_of(uow: UnitOfWork, matter_id: str) -> list[Paper]:
    """Return the versions of a matter's paper, oldest first."""
    return sorted(uow.find(Paper, matter_id=matter_id), key=lambda paper: paper.number)


def offered_values(uow: UnitOfWork, matter: Matter, pack: Pack, kind: PaperKind) -> dict[str, str]:
    """Return what the paper begins with: the last version, or the last one of this contract, else what pack and matter know.

    What nobody knows is left out: it stays a blank.
    """
    if mine := [paper for paper in papers_of(uow, matter.id) if paper.kind is kind]:
        return dict(mine[-1].values)
    locale = contract_language(pack)
    known = _known(uow, matter, pack, locale)
    if matter.kind is MatterKind.FILING:
        known |= _filed_last(uow, matter, kind) | on_record(uow, matter, locale)
    return {place.name: known[place.name] for place in PLACES[kind] if known.get(place.name)}


def _filed_last(uow: UnitOfWork, matter: Matter, kind: PaperKind) -> dict[str, str]:
    """What the last form of the same kind and the same filer said: a change is filed on the whole form again."""
    holder = matter.answers.get("holder", "")
    filings = [
        one
        for one in uow.find(Matter, pack_id=matter.pack_id, kind=MatterKind.FILING)
        if one.answers.get("holder", "") == holder
    ]
    if not filings:
        return {}
    papers = uow.find(Paper, matter_id=tuple(one.id for one in filings), kind=kind)
    return dict(max(papers, key=lambda paper: paper.id).values) if papers else {}


def filer_of(matter: Matter, pack: Pack) -> BiText:
    """Return who files or asks: us, or the subcontractor that a filing is about."""
    holder = matter.answers.get("holder", "") if matter.kind is MatterKind.FILING else ""
    return BiText(holder, holder) if holder else bitext(pack.parties.contractor.name)


def _known(uow: UnitOfWork, matter: Matter, pack: Pack, locale: Locale) -> dict[str, str]:
    us = bitext(pack.parties.contractor.name).of(locale)
    known = {
        "name": filer_of(matter, pack).of(locale),
        "contract_date": written_day(pack.term.start, locale),
        "contract_number": pack.parent.number if pack.parent else "",
        "expires_on": written_day(pack.term.end, locale),
        "holder": matter.answers.get("holder", "") or us,
    }
    if matter.kind is MatterKind.CONSENT:
        known |= {
            "wish": topic_words(matter.kind, matter.topic, locale),
            "content": matter.words,
            "work": matter.words,
            "period": written_day(matter.due_on, locale),
        }
    if matter.kind is MatterKind.ENDING:
        known |= _done(uow, matter, locale)
    return known


def _done(uow: UnitOfWork, matter: Matter, locale: Locale) -> dict[str, str]:
    """What the steps taken so far say: what was collected, when, how and by whom it was erased."""
    taken = {entry.step: entry for entry in uow.find(MatterEntry, matter_id=matter.id)}
    medium = choice(locale, "medium", matter.answers.get("medium", ""))
    found: dict[str, str] = {}
    if collected := taken.get("collect"):
        cells = {"what": " ".join(collected.note.split()), "count": "", "medium": medium}
        for kind in PLACES.values():
            for place in kind:
                if place.name in _ROWS:
                    found[place.name] = "／".join(cells[column] for column in place.columns)
    if erased := taken.get("erase"):
        found |= {
            "done_on": written_day(erased.happened_on, locale),
            "method": erased.note,
            "by_whom": erased.who,
        }
    return found
