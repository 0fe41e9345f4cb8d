"""Matters as screens show them. Reading only; who may see what is decided here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.errors import NotAllowed, NotFound
from bot.domain.matter import FILING, OPEN, Matter, MatterEntry, MatterKind, needs_second, steps_of
from bot.domain.paper import Paper
from bot.packs.rules import ConsentRule
from bot.services.matter_parts import parts_of
from bot.services.matter_rules import APPROVERS, WATCHERS, asked_by, form_of, people_of, remarks_of
from bot.services.matters import check_seen
from bot.services.names import names_of
from bot.services.paper_kinds import paper_kind_of, papers_of, rule_of_matter
from bot.services.ports import UnitOfWork
from bot.services.registered import unbound
from bot.services.rules import bitext, client_name, local_date
from bot.views.matter_pictures import (
    ContractAnswer,
    EntryPicture,
    MatterPicture,
    PaperPicture,
    PartPicture,
    StepPicture,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterOf:
    """One matter for one viewer."""

    viewer: str
    matter_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskContract:
    """What a contract says about something, before anything is kept."""

    pack_id: str
    kind: MatterKind
    topic: str


def matter_of(uow: UnitOfWork, query: MatterOf) -> MatterPicture:
    """Return one matter. Raises NotAllowed for whoever may not see it; an unknown id answers the same."""
    try:
        matter = uow.get(Matter, query.matter_id)
    except NotFound:
        raise NotAllowed("refused.not_your_matter") from None
    check_seen(uow, matter, query.viewer)
    return draw_matter(uow, matter, query.viewer)


def matters_of(uow: UnitOfWork, user_id: str) -> list[MatterPicture]:
    """Return the open matters this person may see, the most pressing first: late, then by day, then those without one."""
    found = {matter.id: matter for matter in uow.find(Matter, state=OPEN)}
    seen = [
        matter
        for matter in found.values()
        if _may_see(uow, matter, user_id) and not _shown_by_its_whole(matter, found, user_id)
    ]
    today = local_date(uow)
    seen.sort(key=lambda matter: (not matter.is_late(today), matter.due_on or date.max, matter.id))
    return [draw_matter(uow, matter, user_id) for matter in seen]


def contract_says(uow: UnitOfWork, query: AskContract) -> ContractAnswer | None:
    """Return what a pack in force says, or None when there is no such pack. Raises CalendarOutOfRange."""
    pack = uow.rules.packs.get(query.pack_id)
    if pack is None or not query.topic:
        return None
    asked = asked_by(pack, query.kind, query.topic, local_date(uow))
    rule = asked.rule
    consent = rule if isinstance(rule, ConsentRule) else None
    return ContractAnswer(
        cite=rule.cite if rule else (),
        summary=bitext(rule.summary if rule else None),
        form=form_of(rule),
        inside=asked.inside,
        tell_only=asked.tell_only,
        silent=rule is None,
        due_on=asked.due_on,
        target_on=asked.target_on,
        word=asked.word,
        must_state=consent.must_state if consent else (),
        checks=consent.checks if consent else (),
        phase=pack.phase_on(local_date(uow)),
        survives=rule is not None and rule.id in pack.survivors,
        remarks=remarks_of(rule),
    )


def draw_matter(uow: UnitOfWork, matter: Matter, viewer: str) -> MatterPicture:
    """Return a matter as `viewer` sees it."""
    name = names_of(uow)
    pack = uow.pinned(matter.pack_digest)
    rule = rule_of_matter(pack, matter)
    consent = rule if isinstance(rule, ConsentRule) else None
    approvers = people_of(uow, pack, *APPROVERS)
    steps = [
        StepPicture(name=step.name, needs=step.needs, may=step.may)
        for step in steps_of(matter)
        if step.by != "report" and (not needs_second(matter, step) or (viewer in approvers and viewer != matter.by))
    ]
    entries = [
        EntryPicture(
            step=entry.step,
            happened_on=entry.happened_on,
            who=entry.who,
            reference=entry.reference,
            note=entry.note,
            until=entry.until,
            by_name=name(entry.by),
            at=entry.at,
        )
        for entry in uow.find(MatterEntry, matter_id=matter.id)
    ]
    return MatterPicture(
        id=matter.id,
        ref=matter.ref,
        kind=matter.kind.value,
        topic=matter.topic,
        pack_id=matter.pack_id,
        client=client_name(pack),
        state=matter.state.value,
        inside=matter.inside,
        words=matter.words,
        answers=matter.answers,
        owner_id=matter.owner_id,
        owner_name=name(matter.owner_id),
        by_name=name(matter.by),
        person_name=name(matter.answers.get("person", "")),
        gaps=unbound(uow, matter.pack_id) if matter.topic == "flow_down" and matter.is_open else (),
        began_on=matter.began_on,
        due_on=matter.due_on,
        target_on=matter.target_on,
        hard=matter.hard,
        word=matter.word,
        until=matter.until,
        is_open=matter.is_open,
        is_late=matter.is_late(local_date(uow)),
        cite=rule.cite if rule else (),
        summary=bitext(rule.summary if rule else None),
        form=form_of(rule),
        checks=consent.checks if consent else (),
        must_state=consent.must_state if consent else (),
        remarks=remarks_of(rule),
        approver_names=tuple(name(user_id) for user_id in approvers if user_id != matter.by),
        steps=tuple(steps),
        entries=tuple(entries),
        may_prepare=paper_kind_of(matter, rule) or "",
        parts=tuple(_part(part) for part in parts_of(uow, matter)),
        of_course=matter.origin.startswith(FILING),
        part_of=matter.part_of,
        paper=draw_paper(uow, papers[-1]) if (papers := papers_of(uow, matter.id)) else None,
    )


def _part(part: Matter) -> PartPicture:
    return PartPicture(
        id=part.id,
        topic=part.topic,
        medium=part.answers.get("medium", ""),
        holder=part.answers.get("holder", ""),
        state=part.state.value,
        is_open=part.is_open,
    )


def draw_paper(uow: UnitOfWork, paper: Paper) -> PaperPicture:
    """Return one version of a paper as screens show it."""
    return PaperPicture(
        kind=paper.kind.value,
        number=paper.number,
        language=paper.language,
        blanks=paper.blanks,
        by_name=names_of(uow)(paper.by),
    )


def _shown_by_its_whole(matter: Matter, found: Mapping[str, Matter], user_id: str) -> bool:
    """Whether a part need not be shown by itself: the whole shows it, except to whoever has this part alone."""
    whole = found.get(matter.part_of)
    return bool(matter.part_of) and not (matter.owner_id == user_id and whole is not None and whole.owner_id != user_id)


def _may_see(uow: UnitOfWork, matter: Matter, user_id: str) -> bool:
    return user_id in (matter.by, matter.owner_id) or user_id in people_of(
        uow, uow.pinned(matter.pack_digest), *WATCHERS
    )
