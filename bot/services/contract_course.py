"""A contract's own course: opening what its rules ask for by themselves, each once, for whoever sees to the contract."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from bot.domain.errors import CalendarOutOfRange
from bot.domain.ids import new_id
from bot.domain.matter import FIRST, Matter, MatterKind
from bot.domain.people import Role
from bot.packs.rules import EndRule, Rule, SubmissionRule
from bot.packs.schema import Pack
from bot.services.matter_reminders import arm_matter, scope_of
from bot.services.matter_rules import Asked, people_of, timed
from bot.services.matters import next_ref, rule_of, tell_of
from bot.services.ports import UnitOfWork
from bot.services.rules import bitext, contract_language, local_date

HANSHO = "hansho"
"""Who opens what a contract's own course opens."""
KEEPERS = (Role.RESPONSIBLE, Role.COMPLIANCE, Role.SECURITY_MANAGER)
"""Who sees to a contract's own course until somebody else is named, the first that there is."""


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
    quiet: bool = False,
) -> Matter | None:
    """Open a matter that a contract's rules ask for, and tell its owner; None when `origin` has been opened before.

    A part (`part_of`) says nothing by itself: the whole speaks for it. `quiet`: nobody has to do anything about it.
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
    if not (part_of or quiet):
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
