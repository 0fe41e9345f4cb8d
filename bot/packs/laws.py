"""A law's pack: who has to be told of an incident by statute, how fast, and from which instant that counts.

A law is no contract: it has no client, no desk and no ladder, and what it asks for is seen by ourselves alone. One file per regime,
`schema: hansho/law-1`. Laws are off until the office file or a contract's pack names them under `laws`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from bot.domain.calendars import Calendar
from bot.domain.clocks import ClockSpec, parse_duration
from bot.domain.matching import Match, Verdict, fires
from bot.packs.base import BiText, CalendarName, Duration, Identifier, PackModel, Words, Zone
from bot.packs.conditions import Condition, spoken
from bot.packs.rules import ContentItem, Rule

SCHEMA = "hansho/law-1"
Moment = Literal[
    "first_recognised_at",
    "aware_at",
    "determined_at",
    "recovered_at",
    "fix_available_at",
    "ransom_paid_at",
]
"""What a statutory clock counts from. `first_recognised_at` comes with the report; `aware_at` is the same until legal says otherwise;
the others begin when legal says that they have happened."""
AT_FIRST = frozenset({"first_recognised_at", "aware_at"})
URGENT_SECONDS = 12 * 3600
"""A limit of hours up to this rings legal at once, at any hour of the night; a day or more is told quietly."""
URGENT_TARGET_SECONDS = 4 * 3600
"""A word such as "immediately" rings too when our own target for it is this short."""


class Cap(PackModel):
    """The outermost end of a clock, which may count from another instant than its limit."""

    limit: Duration
    start: Moment | None = None
    """Where it counts from; empty: where the clock starts."""


class Longer(PackModel):
    """A longer limit that holds only once its condition surely holds; until then the shorter one counts."""

    when: Condition
    limit: Duration


class LawClock(PackModel):
    """When a statutory duty starts and how long it leaves.

    `after` names duties of the same law: the clock starts when the last of them was sent. `until` asks for it again and again, each
    time counted from the one before, until that moment has come. Numbers of the law (`limit`, `cap`) make a deadline; `target` and
    `alarm` are ours.
    """

    start: Moment = "aware_at"
    after: tuple[Identifier, ...] = ()
    word: Words = BiText()
    """What the law says instead of a number, as it says it."""
    limit: Duration | None = None
    cap: Cap | None = None
    longer: Longer | None = None
    count: Literal["elapsed", "calendar", "business"] = "elapsed"
    first_day: Literal[0, 1] = 0
    roll: Literal["", "next_business_day", "next_business_noon"] = ""
    target: Duration | None = None
    alarm: Duration | None = None
    until: Moment | None = None

    @model_validator(mode="after")
    def _says_how_fast(self) -> Self:
        if self.limit is None and self.cap is None and self.target is None:
            raise PydanticCustomError("no_number", "no number of the law and no target of ours says how fast")
        if self.longer is not None and self.limit is None:
            raise PydanticCustomError("longer_than_nothing", "a longer limit needs the limit it is longer than")
        return self

    @property
    def is_hard(self) -> bool:
        """Whether the law itself holds a number."""
        return self.limit is not None or self.cap is not None

    @property
    def is_urgent(self) -> bool:
        """Whether hours count: legal is rung at once and does not learn of it in the morning."""
        lengths = [parse_duration(text) for text in (self.limit, self.cap.limit if self.cap else None) if text]
        ours = [parse_duration(self.target)] if self.target and not self.is_hard else []
        return any(0 < length.seconds <= URGENT_SECONDS for length in lengths) or any(
            0 < length.seconds <= URGENT_TARGET_SECONDS for length in ours
        )


class LawRule(Rule):
    """One thing the law asks for: to tell somebody, or to keep something."""

    to: Literal["authority", "client", "individuals", "public", "house"]
    """authority; the client, who owes the rest; the persons concerned; everybody; or nobody: something to be kept or done by us."""
    recipient: Words
    when: Condition = Field(default_factory=lambda: {"always": True})
    clock: LawClock
    content: tuple[ContentItem, ...] = ()
    also_called: Mapping[str, tuple[str, ...]] = {}
    """Ids under which contracts ask for the same item: `what: [outline]`."""
    keep: Duration | None = None
    """How long what it is about has to be kept, counted from where the clock starts."""
    discharges: tuple[Identifier, ...] = ()
    """Duties of this law that the client's notice frees us of, once it carries every item of `content`."""


class LawCalendar(PackModel):
    """In which zone and by which working days the law counts."""

    tz: Zone
    days: CalendarName = "generic"


@dataclass(frozen=True, slots=True)
class FiredRule:
    """A rule of a law that applies, or may, with the grounds."""

    rule: LawRule
    why: Match

    @property
    def is_sure(self) -> bool:
        """Whether the answers settle that it applies."""
        return self.why.verdict is Verdict.YES


class LawPack(PackModel):
    """One regime's rules, as understood on `as_of`. Frozen, and pinned to an incident as it is."""

    schema_: Literal["hansho/law-1"] = Field(alias="schema")
    id: Identifier
    extends: str = ""
    area: Literal["jp", "eu", "uk", "us", "apac", "other"]
    title: Words
    short: Words
    """What people call it, for a line of a message."""
    who: Words
    """Whom the regime binds."""
    standing: Literal["in_force", "watch"] = "in_force"
    """`watch`: not law yet, or not known well enough to count by it. Such a pack cannot be switched on."""
    why: Words = BiText()
    """Why it is only watched, and what has to be read before it can run."""
    as_of: Annotated[str, Field(pattern=r"^20[0-9]{2}-[01][0-9]$")]
    """Month in which it was understood so."""
    confirmed_by: str = ""
    """Who confirmed it (counsel), and when; empty: nobody yet, and every screen says so."""
    calendar: LawCalendar
    when: Condition = Field(default_factory=lambda: {"always": True})
    """What every rule of it asks for besides its own condition."""
    rules: tuple[LawRule, ...] = ()
    doubts: tuple[Words, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        ids = [rule.id for rule in self.rules]
        named = [name for rule in self.rules for name in (*rule.clock.after, *rule.discharges)]
        for name in named:
            if name not in ids:
                raise PydanticCustomError("no_such_rule", "{name} is no rule of this law", {"name": name})
        if len(set(ids)) != len(ids):
            raise PydanticCustomError("rule_twice", "two rules of this law have one id")
        if self.standing == "watch" and not (self.why.ja and self.why.en):
            raise PydanticCustomError("watch_why", "what is only watched says why, in both languages")
        if self.standing == "in_force" and not self.rules:
            raise PydanticCustomError("no_rules", "a law in force has rules")
        return self

    @property
    def place(self) -> Calendar:
        """The calendar its days are counted by."""
        return Calendar(self.calendar.days, self.calendar.tz)

    @property
    def moments(self) -> frozenset[str]:
        """Every moment one of its clocks waits for, counts from or ends at."""
        found = {rule.clock.start for rule in self.rules if not rule.clock.after}
        found |= {rule.clock.until for rule in self.rules if rule.clock.until}
        found |= {rule.clock.cap.start for rule in self.rules if rule.clock.cap and rule.clock.cap.start}
        return frozenset(found)

    @cached_property
    def by_id(self) -> Mapping[str, LawRule]:
        """Its rules by id."""
        return {rule.id: rule for rule in self.rules}

    def judged(self, facts: Mapping[str, object]) -> Iterator[FiredRule]:
        """Yield every rule with the verdict of the answers (name -> answer; a missing one is unknown), in the law's order."""
        for rule in self.rules:
            whole: Mapping[str, object] = {"all": [self.when, rule.when]}
            yield FiredRule(rule, _match(whole, facts))

    def fired(self, facts: Mapping[str, object]) -> list[FiredRule]:
        """Return the rules that apply or may: an unknown answer fires."""
        return [one for one in self.judged(facts) if fires(one.why)]

    def clock_spec(self, rule: LawRule, facts: Mapping[str, object]) -> ClockSpec:
        """Return how the rule's clock runs with these answers. A longer limit counts only when its condition surely holds."""
        clock = rule.clock
        limit = clock.limit
        if clock.longer is not None and _match(clock.longer.when, facts).verdict is Verdict.YES:
            limit = clock.longer.limit
        return ClockSpec(
            limit=parse_duration(limit) if limit else None,
            cap=parse_duration(clock.cap.limit) if clock.cap else None,
            count=clock.count,
            first_day=clock.first_day,
            roll=clock.roll,
            target=parse_duration(clock.target) if clock.target else None,
            alarm=parse_duration(clock.alarm) if clock.alarm else None,
        )

    def canonical(self) -> str:
        """Return the pack as JSON in one fixed spelling."""
        body = self.model_dump(mode="json", by_alias=True)
        return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of the canonical JSON; two packs with the same one say the same."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()

    @classmethod
    def from_canonical(cls, text: str) -> LawPack:
        """Read a pack back from its canonical JSON. Raises pydantic's ValidationError when the schema has moved on."""
        return cls.model_validate_json(text)


def _match(condition: Mapping[str, object], facts: Mapping[str, object]) -> Match:
    return spoken(condition, {}).match(dict(facts))
