"""A contract's own course: what is owed by the day it begins, opened once, whoever starts the program how often.

A submission that a pack wants at the contract's start becomes a matter on that day. For a contract that has been running for a while
nobody is drowned in matters: one question asks what was filed before, and only what was not becomes one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.domain.errors import CalendarOutOfRange
from bot.domain.ids import new_id
from bot.domain.matter import (
    FILED_BEFORE,
    FIRST,
    FOR_CONFIRMATION,
    Matter,
    MatterKind,
)
from bot.domain.people import Role
from bot.domain.work import Timer
from bot.packs.rules import EndRule, Rule, SubmissionRule
from bot.packs.schema import Pack
from bot.services.digest import OFFICE, next_morning
from bot.services.matter_reminders import arm_matter, scope_of
from bot.services.matter_rules import Asked, people_of, timed
from bot.services.matters import next_ref, rule_of, tell_of
from bot.services.ports import UnitOfWork
from bot.services.rules import bitext, contract_language, digest_instant, local_date

CONTRACTS = "contracts"
"""Kind of the timer that looks at the contracts' course each working morning."""
HANSHO = "hansho"
"""Who opens what a contract's own course opens."""
NEW_FOR = timedelta(days=30)
"""So long after its start a contract counts as new: what it wants at the start has hardly been filed already."""
KEEPERS = (Role.RESPONSIBLE, Role.COMPLIANCE, Role.SECURITY_MANAGER)
"""Who sees to a contract's own course until somebody else is named, the first that there is."""


@dataclass(frozen=True, slots=True)
class FollowContracts:
    """Ask for everything to be opened that the contracts' own course owes by today."""


def follow_contracts(uow: UnitOfWork, _command: FollowContracts) -> None:
    """Open what the contracts in force owe by today, and look again on the next working morning.

    Harmless when it is open already: each has a key of its own.
    """
    day = next_morning(uow)
    due_at = digest_instant(uow, day)
    uow.arm(Timer(id=new_id(uow.now), scope_id=OFFICE, kind=CONTRACTS, seq=day.isoformat(), due_at=due_at))
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


def _has_begun(uow: UnitOfWork, pack: Pack) -> bool:
    start = pack.term.start
    return bool(starting(pack)) and (not isinstance(start, date) or start <= today_of(uow, pack))


def _is_new(uow: UnitOfWork, pack: Pack) -> bool:
    start = pack.term.start
    return isinstance(start, date) and today_of(uow, pack) <= start + NEW_FOR


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


def asked_of(pack: Pack, rule: SubmissionRule | EndRule, day: date) -> Asked:
    """Return what a rule asks for from a day on; without days of its own where the calendar does not reach."""
    try:
        return timed(pack, rule, rule.clock, day)
    except CalendarOutOfRange:
        return Asked(rule=rule, word=rule.clock.word if rule.clock else "")


def open_owed(
    uow: UnitOfWork,
    pack: Pack,
    kind: MatterKind,
    topic: str,
    asked: Asked,
    began_on: date,
    *,
    origin: str = "",
    words: str = "",
    by: str = HANSHO,
    part_of: str = "",
    owner: str = "",
    answers: dict[str, str] | None = None,
) -> Matter | None:
    """Open a matter that a contract's rules ask for, and tell its owner; None when `origin` has been opened before.

    A part (`part_of`) says nothing by itself: the whole speaks for it.
    """
    owners = (owner,) if owner else people_of(uow, pack, *KEEPERS) or uow.rules.office.operators
    matter = Matter(
        id=new_id(uow.now),
        ref=next_ref(uow),
        kind=kind,
        topic=topic,
        pack_id=pack.id,
        pack_digest=uow.pin(pack),
        rule_id=asked.rule_id,
        state=FIRST[kind],
        words=words or summary_of(uow, pack, asked.rule),
        answers=dict(answers or {}),
        owner_id=owners[0] if owners else "",
        by=by,
        began_on=began_on,
        due_on=asked.due_on,
        target_on=asked.target_on,
        hard=asked.hard,
        word=asked.word,
        touched_on=local_date(uow),
        at=uow.now,
        origin=origin,
        part_of=part_of,
    )
    if not uow.add_if_new(matter):
        return None
    new: dict[str, object] = {"ref": matter.ref, "kind": kind.value, "topic": topic, "pack": pack.id}
    uow.log(scope_of(matter), by, "matter.opened", subject=matter.id, new=new | rule_of(asked))
    if not part_of:
        arm_matter(uow, matter)
        tell_of(uow, matter, pack, "owed", except_for=by)
    return matter


def today_of(uow: UnitOfWork, pack: Pack) -> date:
    """Return today's date in the contract's zone."""
    return uow.now.astimezone(ZoneInfo(pack.calendar.tz)).date()


def summary_of(uow: UnitOfWork, pack: Pack, rule: Rule | None) -> str:
    """Return what a rule asks for, in the office's language."""
    words = bitext(rule.summary if rule else pack.title)
    return words.of(uow.rules.office.language) or words.of(contract_language(pack))


def _ask_what_was_filed(uow: UnitOfWork, pack: Pack, rules: tuple[SubmissionRule, ...]) -> None:
    words, asked = "\n".join(summary_of(uow, pack, rule) for rule in rules), Asked(rule=None)
    today = today_of(uow, pack)
    open_owed(uow, pack, MatterKind.CONTRACT, FILED_BEFORE, asked, today, origin=_question(pack), words=words)


def _filing(pack: Pack, rule: SubmissionRule) -> str:
    return f"filing:{pack.id}:{rule.id}:{pack.term.start or ''}"


def _question(pack: Pack) -> str:
    return f"filed_before:{pack.id}:{pack.term.start or ''}"
