"""Preparing what is handed to a client about a matter: offered filled in as far as is known, frozen as each version is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.document import DocumentFormat
from bot.domain.errors import BadAnswer, NotAllowed, NotFound, NotPossibleNow
from bot.domain.ids import new_id
from bot.domain.matter import Matter, steps_of
from bot.domain.naming import name_in, others_of
from bot.domain.paper import PLACES, Paper, PaperKind
from bot.domain.statement import digest_of
from bot.packs.schema import Pack
from bot.services.documents import Wanted, ask_document
from bot.services.matter_reminders import scope_of
from bot.services.matters import TakeStep, check_seen, enter_matter, take_step, version_words
from bot.services.outgoing import send
from bot.services.paper_kinds import filer_of, offered_values, paper_kind_of, papers_of, rule_of_matter
from bot.services.ports import UnitOfWork
from bot.services.room import taken_before
from bot.services.rules import bitext, client_name, contract_language, desk_label
from bot.views.matter_pictures import PaperForm
from bot.views.papers import PaperHead, paper_data
from bot.views.texts import text

FORMATS = (DocumentFormat.PDF, DocumentFormat.WORD)
PLACE_LIMIT = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperOf:
    """The paper of one matter for one viewer."""

    viewer: str
    matter_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MakePaper:
    """The paper's form as answered, by the places' names. What is left empty stays a blank on paper."""

    actor: str
    key: str
    matter_id: str
    values: Mapping[str, str]
    seen: int | None = None
    """The newest version when the form was opened, 0 for none; None does not ask whether there is a newer one."""


def paper_form_of(uow: UnitOfWork, query: PaperOf) -> PaperForm:
    """Return the form of a matter's paper, filled in as far as is known. Raises NotAllowed, NotPossibleNow."""
    try:
        matter = uow.get(Matter, query.matter_id)
    except NotFound:
        raise NotAllowed("refused.not_your_matter") from None
    check_seen(uow, matter, query.viewer)
    pack = uow.pinned(matter.pack_digest)
    kind = _kind(matter, pack)
    return PaperForm(
        matter_id=matter.id,
        kind=kind.value,
        client=client_name(pack),
        language=contract_language(pack),
        values=offered_values(uow, matter, pack, kind),
        seen=_newest(uow, matter.id),
    )


def make_paper(uow: UnitOfWork, command: MakePaper) -> Paper:
    """Freeze the next version of a matter's paper, have its files made for whoever asked, and note that it is prepared.

    Raises:
        NotAllowed: the person has nothing to do with the matter.
        NotPossibleNow: the matter has no paper, or none now; or somebody made another version meanwhile.
        BadAnswer: a place names another client, or is too long.
    """
    matter = enter_matter(uow, command.matter_id, command.actor)
    if taken_before(uow, command.key):
        return papers_of(uow, matter.id)[-1]
    pack = uow.pinned(matter.pack_digest)
    kind = _kind(matter, pack)
    newest = _newest(uow, matter.id)
    if command.seen is not None and command.seen != newest:
        raise NotPossibleNow("refused.paper_newer", n=newest, person=papers_of(uow, matter.id)[-1].by)
    values = _checked(uow, pack, kind, command.values)
    number = uow.next_number(f"paper:{matter.id}")
    locale = contract_language(pack)
    data, blanks = paper_data(kind, values, _head(matter, pack, number), locale)
    paper = Paper(
        id=new_id(uow.now),
        matter_id=matter.id,
        number=number,
        kind=kind,
        language=locale,
        values=values,
        data=data,
        data_sha256=digest_of(data),
        blanks=blanks,
        by=command.actor,
        at=uow.now,
    )
    uow.add(paper)
    new: dict[str, object] = {"number": number, "kind": kind.value, "sha256": paper.data_sha256}
    uow.log(scope_of(matter), command.actor, "paper.made", subject=paper.id, new=new)
    send(uow, "paper", target=command.actor, key=f"paper:{paper.id}", params={"paper": paper.id, "what": "made"})
    stem = text(locale, "paper.file", title=data["title"], ref=matter.ref, n=number)
    for one in FORMATS:
        ask_document(uow, matter, Wanted(subject="paper", subject_id=paper.id, format=one, stem=stem))
    if any(step.name == "prepare" for step in steps_of(matter)):
        said = version_words(uow, paper)
        take_step(uow, TakeStep(actor=command.actor, key="", matter_id=matter.id, step="prepare", reference=said))
    return paper


def _newest(uow: UnitOfWork, matter_id: str) -> int:
    return max((paper.number for paper in papers_of(uow, matter_id)), default=0)


def _kind(matter: Matter, pack: Pack) -> PaperKind:
    kind = paper_kind_of(matter, rule_of_matter(pack, matter))
    if kind is None:
        raise NotPossibleNow("refused.no_paper")
    return kind


def _checked(uow: UnitOfWork, pack: Pack, kind: PaperKind, given: Mapping[str, str]) -> dict[str, str]:
    """The filled places; none of them may tell this client another's name."""
    values: dict[str, str] = {}
    for place in PLACES[kind]:
        said = given.get(place.name, "").strip()
        if not said:
            continue
        if len(said) > PLACE_LIMIT:
            raise BadAnswer(f"place_{place.name}", "refused.too_long", limit=PLACE_LIMIT)
        if other := foreign_name(uow, pack, said):
            label = text(uow.rules.office.language, f"paper_place.{place.name}")
            raise BadAnswer(f"place_{place.name}", "refused.paper_names", place=label, name=other)
        values[place.name] = said
    return values


def foreign_name(uow: UnitOfWork, pack: Pack, words: str) -> str:
    """Return another client's name that stands in the words, empty when none does."""
    names = {name for one in uow.rules.packs.values() if one.id != pack.id for name in _names(one)}
    others = others_of(names, _names(pack))
    core = name_in(others, words)
    return others[core] if core else ""


def _names(pack: Pack) -> tuple[str, str]:
    return pack.client_name.ja, pack.client_name.en


def _head(matter: Matter, pack: Pack, number: int) -> PaperHead:
    return PaperHead(
        ref=matter.ref,
        number=number,
        client=client_name(pack),
        desk=desk_label(pack),
        company=filer_of(matter, pack),
        contract=bitext(pack.parent.title if pack.parent else pack.title),
        contract_number=pack.parent.number if pack.parent else "",
    )
