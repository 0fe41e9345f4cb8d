"""The start of a contract: what its rules want submitted then, opened once, whoever starts the program how often.

A submission that a pack wants at the contract's start becomes a matter on that day. For a contract that has been running for a while
nobody is drowned in matters: one question asks what was filed before, and only what was not becomes one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.errors import BadAnswer
from bot.domain.ids import new_id
from bot.domain.matter import (
    FILED_BEFORE,
    FILING,
    FOR_CONFIRMATION,
    Matter,
    MatterEntry,
    MatterKind,
    MatterState,
    step_named,
)
from bot.domain.tiers import Tier
from bot.packs.rules import SubmissionRule
from bot.packs.schema import Pack
from bot.services.contract_course import asked_of, open_owed, summary_of, today_of
from bot.services.matter_reminders import scope_of
from bot.services.matter_rules import Asked
from bot.services.matters import TakeStep, enter_matter, take
from bot.services.ports import UnitOfWork
from bot.services.registered import tiers_of
from bot.services.room import taken_before
from bot.views.texts import text

NEW_FOR = timedelta(days=30)
"""So long after its start a contract counts as new: what it wants at the start has hardly been filed already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeStock:
    """When each submission was filed, by its rule's id; None: not yet."""

    actor: str
    key: str
    matter_id: str
    filed: Mapping[str, date | None]


def follow_starts(uow: UnitOfWork) -> None:
    """Open what the contracts in force want at their start and have not been given."""
    owed = {pack.id: pack for pack in uow.rules.packs.values() if pack.status == "active" and _has_begun(uow, pack)}
    keys = [key for pack in owed.values() for key in (_question(pack), *(_filing(pack, r) for r in starting(pack)))]
    known = {matter.origin: matter for matter in uow.find(Matter, origin=tuple(keys))} if keys else {}
    for pack in owed.values():
        missing = tuple(rule for rule in starting(pack) if _filing(pack, rule) not in known)
        question = known.get(_question(pack))
        if not missing or (question is not None and question.is_open):
            continue  # an open question asks for what is missing when it is answered
        if question is None and not _is_new(uow, pack):
            _ask_what_was_filed(uow, pack, missing)
            continue
        for rule in missing:
            open_submission(uow, pack, rule)


def follow_tiers(uow: UnitOfWork) -> None:
    """Open, for each subcontractor on record, what the contract wants filed by that subcontractor and is not known to have been."""
    for pack in uow.rules.packs.values():
        rules = [rule for rule in pack.submissions if rule.by == "subcontractor"]
        if not rules or pack.phase_on(today_of(uow, pack)) == "expired":
            continue
        for tier in tiers_of(uow, pack.id):
            if not tier.entry.day("form_filed_on"):
                for rule in rules:
                    _open_of_tier(uow, pack, rule, tier)


def _open_of_tier(uow: UnitOfWork, pack: Pack, rule: SubmissionRule, tier: Tier) -> None:
    entry, name = tier.entry, tier.entry.answers["name"]
    origin = f"{FILING}{pack.id}:{rule.id}:{entry.item_id}"
    if uow.find(Matter, origin=origin):
        return
    locale = uow.rules.office.language
    words = text(locale, "contract_start.of_tier", what=summary_of(uow, pack, rule), name=name)
    answers = {"holder": name, "tier": str(tier.depth), "register": entry.item_id}
    asked = asked_of(pack, rule, entry.since)
    open_owed(
        uow, pack, MatterKind.FILING, _topic(rule), asked, entry.since, origin=origin, words=words, answers=answers
    )


def _has_begun(uow: UnitOfWork, pack: Pack) -> bool:
    start = pack.term.start
    today = today_of(uow, pack)
    return (
        bool(starting(pack)) and (not isinstance(start, date) or start <= today) and pack.phase_on(today) != "expired"
    )


def _is_new(uow: UnitOfWork, pack: Pack) -> bool:
    start = pack.term.start
    return isinstance(start, date) and today_of(uow, pack) <= start + NEW_FOR


def take_stock(uow: UnitOfWork, command: TakeStock) -> Matter:
    """Keep what was filed before, and open what was not.

    Raises:
        NotAllowed: the person has nothing to do with the question.
        NotPossibleNow: it has been answered.
        BadAnswer: a day to come.
    """
    question = enter_matter(uow, command.matter_id, command.actor)
    if taken_before(uow, command.key):
        return question
    step = step_named(question, "take_stock")
    pack = uow.rules.packs.get(question.pack_id) or uow.pinned(question.pack_digest)
    for rule in missing_of(uow, pack):
        day = command.filed.get(rule.id)
        if day is not None and day > today_of(uow, pack):
            raise BadAnswer(f"filed_{rule.id}", "refused.day_to_come")
        if day is None:
            open_submission(uow, pack, rule)
        else:
            _keep_filed(uow, pack, rule, day, by=command.actor)
    return take(uow, question, step, TakeStep(actor=command.actor, key="", matter_id=question.id, step=step.name))


def missing_of(uow: UnitOfWork, pack: Pack) -> tuple[SubmissionRule, ...]:
    """Return what the contract wants at its start and nobody has opened or filed."""
    keys = {_filing(pack, rule): rule for rule in starting(pack)}
    known = {matter.origin for matter in uow.find(Matter, origin=tuple(keys))} if keys else set()
    return tuple(rule for key, rule in keys.items() if key not in known)


def _keep_filed(uow: UnitOfWork, pack: Pack, rule: SubmissionRule, day: date, *, by: str) -> None:
    """Note a submission that was filed long ago; nobody is told, and nothing is owed."""
    topic = _topic(rule)
    matter = open_owed(
        uow, pack, MatterKind.FILING, topic, Asked(rule=rule), day, origin=_filing(pack, rule), by=by, quiet=True
    )
    if matter is None:
        return
    state = MatterState.CONFIRMED if topic == FOR_CONFIRMATION else MatterState.RECEIPTED
    uow.save(replace(matter, state=state, ended_at=uow.now))
    entry = MatterEntry(id=new_id(uow.now), matter_id=matter.id, step="deliver", happened_on=day, by=by, at=uow.now)
    uow.add(entry)
    new: dict[str, object] = {"state": state.value, "on": day.isoformat()}
    uow.log(scope_of(matter), by, "matter.deliver", subject=matter.id, new=new)


def starting(pack: Pack) -> tuple[SubmissionRule, ...]:
    """Return what has to be submitted at the contract's start and is not known to have been."""
    return tuple(
        rule
        for rule in pack.submissions
        if rule.at == "contract_start" and rule.by == "contractor" and rule.filed_on is None
    )


def open_submission(uow: UnitOfWork, pack: Pack, rule: SubmissionRule) -> Matter | None:
    """Open the matter of a submission; None when it is there already."""
    start = pack.term.start if isinstance(pack.term.start, date) else today_of(uow, pack)
    topic = FOR_CONFIRMATION if rule.needs == "confirmation" else rule.form or "submission"
    return open_owed(
        uow, pack, MatterKind.FILING, topic, asked_of(pack, rule, start), start, origin=_filing(pack, rule)
    )


def _ask_what_was_filed(uow: UnitOfWork, pack: Pack, rules: tuple[SubmissionRule, ...]) -> None:
    words, asked = "\n".join(summary_of(uow, pack, rule) for rule in rules), Asked(rule=None)
    today = today_of(uow, pack)
    open_owed(uow, pack, MatterKind.CONTRACT, FILED_BEFORE, asked, today, origin=_question(pack), words=words)


def _filing(pack: Pack, rule: SubmissionRule) -> str:
    return f"{FILING}{pack.id}:{rule.id}:{pack.term.start or ''}"


def _question(pack: Pack) -> str:
    return f"filed_before:{pack.id}:{pack.term.start or ''}"


def _topic(rule: SubmissionRule) -> str:
    return FOR_CONFIRMATION if rule.needs == "confirmation" else rule.form or "submission"
