"""One contract's pack: parties, term, desks, ladders, vocabulary and rules. Frozen, and pinned to an incident as it is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any, Literal, Self

from pydantic import Field

from bot.domain.clocks import ClockSpec, parse_duration
from bot.domain.people import Role
from bot.packs.base import REQUIRED, BiText, CalendarName, Day, Duration, Identifier, PackModel, Words, Zone
from bot.packs.conditions import Condition, Spoken, spoken
from bot.packs.desks import Contact, Desk, Ladders
from bot.packs.notices import Notices
from bot.packs.rules import (
    ON_ORDER,
    Checked,
    Cite,
    Clock,
    ConsentRule,
    ConsultationRule,
    ContentItem,
    DutyRule,
    EndRule,
    RecurringRule,
    Rule,
    SubmissionRule,
    Survival,
)

__all__ = [
    "Checked",
    "Clock",
    "Condition",
    "ConsentRule",
    "ConsultationRule",
    "Contact",
    "ContentItem",
    "Desk",
    "DutyRule",
    "Notices",
    "Pack",
    "Party",
    "Rule",
]

Phase = Literal["active", "completed", "expired"]
STARTS_IN_FORCE = frozenset({"active", "ended"})
"""Statuses under which a pack is used for new incidents: `ended` lives on with what survives."""


class Party(PackModel):
    """One side of the contract. `label` is what the contract calls it (甲, Party A)."""

    label: str
    kind: Literal["public_body", "municipality", "defence_agency", "company", "insurer", "regulator"]
    name: Words = BiText(ja=REQUIRED, en=REQUIRED)


class Parties(PackModel):
    """The client, and us."""

    client: Party
    contractor: Party


class OptOut(PackModel):
    """How a renewal is stopped: so long before the end, in which form."""

    before_end: Duration
    form: Words


class Term(PackModel):
    """When the contract runs. Dates are days of the contract's zone; an end day still belongs to the contract."""

    start: Day = None
    end: Day = None
    length: Duration | None = None
    auto_renew: Duration | None = None
    opt_out: OptOut | None = None
    completed_on: Day = None
    """Day the work was accomplished, while the contract may still run."""
    ended_on: Day = None
    """Last day, when the contract ended otherwise than by `end`: cancelled, or not renewed."""
    cite: Cite = ()


class Parent(PackModel):
    """The contract these terms belong to."""

    title: Words
    number: str = ""


class Hours(PackModel):
    """Days and zone of the contract. `hours` only says when the desk is likely closed; it never stops a clock."""

    tz: Zone = "Asia/Tokyo"
    days: CalendarName = "jp-public-office"
    hours: str = ""


class Urgency(PackModel):
    """The team's own numbers for a word of the contract. Never shown without saying so."""

    target: Duration
    alarm: Duration | None = None


class Definition(PackModel):
    """What the contract itself calls an incident, or the information it protects."""

    cite: Cite = ()
    event: tuple[str, ...] = ()
    info_kind: tuple[str, ...] = ()


class Law(PackModel):
    """Where disputes go."""

    court: Words = BiText()
    cite: Cite = ()


class Pack(PackModel):
    """One contract's rules. Everything a rule names (desks, other rules) exists: the loader has seen to it."""

    schema_: Literal["hansho/pack-1"] = Field(alias="schema")
    id: Identifier
    extends: str = ""
    title: Words
    lang: Literal["ja", "en"]
    """Language of the contract, in which notices are written."""
    status: Literal["draft", "reviewed", "active", "ended", "retired"] = "draft"
    direction: Literal["one_way", "mutual"] = "one_way"
    parties: Parties
    parent: Parent | None = None
    incorporates: tuple[str, ...] = ()
    contract_text: str = ""
    """A text file beside the pack; every quote must be found in it."""
    term: Term = Term()
    calendar: Hours = Hours()
    contacts: Mapping[str, Desk] = {}
    people: Mapping[Role, tuple[str, ...]] = {}
    """Slack ids by role; a role left out is taken from the office file."""
    urgency: Mapping[str, Urgency] = {}
    escalate: Ladders = Ladders()
    notices: Notices = Notices()
    incident_definition: Definition = Definition()
    info_definition: Definition = Definition()
    info_alias: Mapping[str, str] = {}
    """At 3 a.m. an answer on the left is taken for the one on the right as well, until the lead says otherwise."""
    duties: tuple[DutyRule, ...] = ()
    consents: tuple[ConsentRule, ...] = ()
    consultations: tuple[ConsultationRule, ...] = ()
    submissions: tuple[SubmissionRule, ...] = ()
    recurring: tuple[RecurringRule, ...] = ()
    end_of_contract: tuple[EndRule, ...] = ()
    survival: tuple[Survival, ...] = ()
    doubts: tuple[Words, ...] = ()
    """Where the contract can be read in two ways; shown to the lead."""
    law: Law = Law()
    laws: tuple[Identifier, ...] = ()
    """Laws that ride along with this contract; see docs/laws.md."""

    @property
    def client_name(self) -> BiText:
        """The client's name."""
        return self.parties.client.name

    @property
    def notice_desk(self) -> Desk:
        """The desk that notices go to; an empty one when the pack has no notice."""
        named = next((duty.to for duty in self.duties if duty.type == "notice" and duty.to), "")
        return self.contacts.get(named) or next(
            (desk for desk in self.contacts.values() if desk.side == "client"), Desk()
        )

    @cached_property
    def survivors(self) -> frozenset[str]:
        """Ids of the rules that live on after the contract's end."""
        return frozenset(rule for part in self.survival for rule in part.rules)

    @cached_property
    def definitions(self) -> Mapping[str, tuple[str, ...]]:
        """The answers behind the names a condition may use for them."""
        return {
            "incident_definition": self.incident_definition.event,
            "info_definition": self.info_definition.info_kind,
        }

    @cached_property
    def conditions(self) -> tuple[Spoken, ...]:
        """When each of `duties` applies, by the answers alone; made once, for a report is held against every contract."""
        return tuple(spoken(duty.when, self.definitions) for duty in self.duties)

    @property
    def in_force(self) -> bool:
        """Whether new incidents are measured by it."""
        return self.status in STARTS_IN_FORCE

    def rules(self) -> Iterator[tuple[str, int, Rule]]:
        """Yield (list name, place in the list, rule) of every rule."""
        for name in ("duties", "consents", "consultations", "submissions", "recurring", "end_of_contract"):
            for place, rule in enumerate(getattr(self, name)):
                yield name, place, rule

    def clock_spec(self, rule: DutyRule) -> ClockSpec:
        """Return how the duty's clock runs: the contract's number if there is one, and the team's numbers for its word."""
        clock = rule.clock
        if clock is None:
            return ClockSpec()
        ours = self.urgency.get(clock.word)
        target = clock.target or (ours.target if ours else None)
        alarm = clock.alarm or (ours.alarm if ours else None)
        return ClockSpec(
            limit=parse_duration(clock.limit) if clock.limit and clock.limit not in ON_ORDER else None,
            cap=parse_duration(clock.cap) if clock.cap else None,
            count=clock.count,
            first_day=clock.first_day,
            roll=clock.roll,
            target=parse_duration(target) if target else None,
            alarm=parse_duration(alarm) if alarm else None,
        )

    def phase_on(self, day: date) -> Phase:
        """Return the contract's phase on a day of its zone.

        `completed` is the time between the work's completion and the contract's end, when everything is still owed;
        `expired` is after the end. A contract that renews itself ends only by `ended_on`.
        """
        term = self.term
        end = term.ended_on if isinstance(term.ended_on, date) else None
        if end is None and term.auto_renew is None and isinstance(term.end, date):
            end = term.end
        if end is not None and day > end:
            return "expired"
        if isinstance(term.completed_on, date) and day > term.completed_on:
            return "completed"
        if self.status == "ended" and end is None:
            return "expired"
        return "active"

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy, which works out anew what was worked out for this one (pydantic copies that along)."""
        made = super().model_copy(update=update, deep=deep)
        for name in ("digest", "conditions", "definitions", "survivors"):
            made.__dict__.pop(name, None)
        return made

    def warm(self) -> None:
        """Work out what every report asks of every contract, when it is read and not in the first report of a night."""
        _ = self.digest, self.conditions, self.survivors

    def canonical(self) -> str:
        """Return the pack as JSON in one fixed spelling."""
        body = self.model_dump(mode="json", by_alias=True)
        return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of the canonical JSON; two packs with the same one say the same."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()

    @classmethod
    def from_canonical(cls, text: str) -> Pack:
        """Read a pack back from its canonical JSON. Raises pydantic's ValidationError when the schema has moved on."""
        return cls.model_validate_json(text)
