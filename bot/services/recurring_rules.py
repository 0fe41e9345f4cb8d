"""What packs say under `recurring`, read for the day it matters: which rules run, whose turn it is, on which days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import takewhile

from bot.domain.calendars import Calendar
from bot.domain.clocks import Duration, morning_of, parse_duration
from bot.domain.matter import RENEWAL, Matter
from bot.domain.people import Person, Role
from bot.domain.recurring import DAY, Occurrence, last_day_before, occurrence_after, safe_day, terms
from bot.domain.reminding import Plan, until_last_day
from bot.packs.rules import RecurringRule
from bot.packs.schema import Pack
from bot.services.matter_rules import people_of
from bot.services.outgoing import operators
from bot.services.ports import UnitOfWork
from bot.services.rules import digest_at

BEFORE_THE_DIGEST = timedelta(minutes=15)
SCOPE = "recurring:"
"""Begins the scope of a contract's recurring timers and their stream of the log."""
ONCE = "once"
"""Names the only time of what is asked once."""
_ONCE_DUE_DAYS, _ONCE_AHEAD_DAYS = 10, 5
"""What is asked once is due ten working days after the contract began (or came to be known), and asked for five before."""
_OWNERS = (Role.COMPLIANCE, Role.RESPONSIBLE, Role.SECURITY_MANAGER)
_FARTHEST = 200
"""Terms beyond this many are a slip of the hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One time of a rule on its contract's calendar: its name, from when it is asked for, until when it is due."""

    name: str
    since: date
    ask_on: date
    due_on: date
    target_on: date | None = None
    """For a renewal the last safe day."""

    @property
    def on(self) -> date:
        """The day it is named after."""
        return date.fromisoformat(self.name)

    def as_payload(self) -> dict[str, object]:
        """Return what its timer carries."""
        days = {"since": self.since, "ask_on": self.ask_on, "due_on": self.due_on, "target_on": self.target_on}
        return {name: day.isoformat() for name, day in days.items() if day is not None}

    @classmethod
    def from_payload(cls, name: str, payload: Mapping[str, object]) -> Slot:
        """Return the time that a timer was armed for."""
        days = {key: date.fromisoformat(str(day)) for key, day in payload.items()}
        return cls(
            name=name,
            since=days["since"],
            ask_on=days["ask_on"],
            due_on=days["due_on"],
            target_on=days.get("target_on"),
        )


def calendar_of(pack: Pack) -> Calendar:
    """Return the contract's calendar."""
    return Calendar(pack.calendar.days, pack.calendar.tz)


def day_in(pack: Pack, at: datetime) -> date:
    """Return the day of an instant in the contract's zone."""
    return at.astimezone(calendar_of(pack).tz).date()


def morning(uow: UnitOfWork, pack: Pack, day: date) -> datetime:
    """Return when what is asked for on a day begins (aware UTC): a little before the digest, which says it."""
    return morning_of(day, digest_at(uow), calendar_of(pack)) - BEFORE_THE_DIGEST


def scope_of(pack_id: str) -> str:
    """Return the scope of a contract's recurring timers, and the stream of the log that tells of them and of the cards."""
    return f"{SCOPE}{pack_id}"


def rule_of(pack: Pack, rule_id: str) -> RecurringRule | None:
    """Return a recurring rule by id, None when this edition of the pack has it no more."""
    return next((rule for rule in pack.recurring if rule.id == rule_id), None)


def runs(pack: Pack, rule: RecurringRule, day: date) -> bool:
    """Whether a rule binds on a day: while the contract does, and afterwards where it survives the end."""
    return pack.in_force and (pack.phase_on(day) != "expired" or rule.id in pack.survivors)


def what_of(rule: RecurringRule) -> str:
    """Return the topic of the rule's matters."""
    return RENEWAL if rule.anchor == "contract_end" else rule.what


def is_dated(rule: RecurringRule) -> bool:
    """Whether the rule falls due on days; cards rotate instead, and what only joining or leaving asks for waits for people."""
    return not rule.rotate and (rule.once or rule.every is not None or rule.anchor == "contract_end")


def first_slot(pack: Pack, rule: RecurringRule, today: date) -> Slot | None:
    """Return the first time that is not over on `today`; None when there is none (the last term's notice has passed).

    Raises CalendarOutOfRange.
    """
    if rule.once:
        return _once(pack, today)
    if rule.anchor == "contract_end":
        return next((slot for slot in _renewals(pack, rule) if slot.due_on >= today), None)
    return _slot(occurrence_after(_start(pack, today), _every(rule), today - timedelta(days=1), calendar_of(pack)))


def slot_after(pack: Pack, rule: RecurringRule, name: str) -> Slot | None:
    """Return the time that follows the one called `name`, by this edition of the pack. Raises CalendarOutOfRange."""
    if name == ONCE or rule.once:
        return None
    before = date.fromisoformat(name)
    if rule.anchor == "contract_end":
        return next((slot for slot in _renewals(pack, rule) if slot.on > before), None)
    return _slot(occurrence_after(_start(pack, before), _every(rule), before, calendar_of(pack)))


def still_ends(pack: Pack, rule: RecurringRule, name: str) -> bool:
    """Whether the term that a renewal's time is named after still ends on that day, by this edition of the pack."""
    on = date.fromisoformat(name)
    return any(slot.on == on for slot in takewhile(lambda slot: slot.on <= on, _renewals(pack, rule)))


def plan_of(uow: UnitOfWork, matter: Matter) -> Plan | None:
    """Return what a matter's reminders count from; those of a renewal come on the days its rule names, and on its last safe day."""
    plan = matter.plan
    if plan is None or matter.topic != RENEWAL or matter.due_on is None:
        return plan
    pack = uow.pinned(matter.pack_digest)
    rule = rule_of(pack, matter.rule_id)
    if rule is None:
        return plan
    ahead = dict.fromkeys(remind_days(rule, date.fromisoformat(matter.answers["for"])), 0)
    if matter.target_on is not None:
        ahead[matter.target_on] = 1
    asked_on, calendar = day_in(pack, matter.at), calendar_of(pack)
    later = [day for day in sorted(ahead) if asked_on < calendar.latest_working_day(day) and day < matter.due_on]
    return until_last_day(matter.due_on, tuple((day, ahead[day]) for day in later))


def remind_days(rule: RecurringRule, end: date) -> tuple[date, ...]:
    """Return the days before a term's end on which the rule reminds, the earliest first."""
    return tuple(sorted(last_day_before(end, parse_duration(ahead)) for ahead in rule.remind_before))


def owner_of(uow: UnitOfWork, pack: Pack, rule: RecurringRule) -> str:
    """Return whose turn it is: the first who is still with us of the rule's role, else of those who watch contracts; empty for nobody.

    Nobody at all is told to the operators, once for each contract and rule.
    """
    roles = (rule.owner, *_OWNERS) if rule.owner else _OWNERS
    people = people_of(uow, pack, *roles)
    gone = {person.id for person in uow.find(Person, id=people) if person.is_foreign}
    for user_id in people:
        if user_id not in gone:
            return user_id
    operators(
        uow, "operators.no_owner", key=f"owner:{pack.id}:{rule.id}:{pack.digest[:12]}", pack=pack.id, rule=rule.id
    )
    return ""


def _every(rule: RecurringRule) -> Duration:
    return DAY if rule.every in (None, "business_day") else parse_duration(str(rule.every))


def _start(pack: Pack, otherwise: date) -> date:
    start = pack.term.start
    return start if isinstance(start, date) else date(otherwise.year, 1, 1)


def _slot(found: Occurrence) -> Slot:
    return Slot(name=found.on.isoformat(), since=found.since, ask_on=found.ask_on, due_on=found.due_on)


def _once(pack: Pack, today: date) -> Slot:
    calendar = calendar_of(pack)
    due_on = calendar.add_working_days(max(_start(pack, today), today), _ONCE_DUE_DAYS)
    ask_on = calendar.add_working_days(due_on, -_ONCE_AHEAD_DAYS)
    return Slot(name=ONCE, since=min(_start(pack, today), today), ask_on=ask_on, due_on=due_on)


def _renewals(pack: Pack, rule: RecurringRule) -> Iterator[Slot]:
    """The terms' ends as times of a renewal. None once the pack says that the contract has ended, or will on a certain day."""
    term, calendar = pack.term, calendar_of(pack)
    start = term.start if isinstance(term.start, date) else None
    if start is None or isinstance(term.ended_on, date):
        return
    length, renews = (parse_duration(text) if text else None for text in (term.length, term.auto_renew))
    end = term.end if isinstance(term.end, date) else None
    for number, last in enumerate(takewhile(lambda day: day.year < 9000, terms(start, end, length, renews))):
        if number == _FARTHEST:
            return
        closes = last_day_before(last, parse_duration(rule.last_day_before)) if rule.last_day_before else last
        safe = safe_day(closes, calendar) if rule.last_day_before else None
        asked = min((*remind_days(rule, last), safe or closes))
        yield Slot(
            name=last.isoformat(),
            since=start,
            ask_on=calendar.latest_working_day(asked),
            due_on=closes,
            target_on=safe,
        )
