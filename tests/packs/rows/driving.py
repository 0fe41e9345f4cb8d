"""What drives a row of docs/coverage.yaml: each kind of drive sends one of the pack's entries through the mechanism that fires it.

A drive raises AssertionError when the entry is not there, does not fire, fires for something else, or fires with another word,
limit, start, form or interval than the contract's. `entry` names what it drove.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from bot.domain.clocks import parse_duration
from bot.domain.gate import GateKind, Lock
from bot.domain.incident import Incident, IncidentState
from bot.domain.matter import MatterKind
from bot.packs.evaluate import consultations_to_open, evaluate
from bot.packs.schema import Pack
from bot.packs.timing import clock_of
from bot.services.exposures import applying
from bot.services.followups import SPAWNED_BY_REACH
from bot.services.gates import gate_rule
from bot.services.matter_rules import asked_by, form_of, remarks_of

NOON = datetime(2026, 11, 19, 3, 0, tzinfo=UTC)
THURSDAY = date(2026, 11, 19)
HARMLESS = {
    "status": "occurred",
    "raised_by": "own_finding",
    "event": ["loss_theft"],
    "where": ["elsewhere"],
    "info_kind": ["none"],
    "caused_by": "third_party",
    "terms_broken": "no",
}
"""Everything was asked and answered, and nothing of it points to this client."""


def rule_of(pack: Pack, entry: str):
    """The rule with this id; there is one."""
    found = [rule for _, _, rule in pack.rules() if rule.id == entry]
    assert len(found) == 1, f"{pack.id} has {len(found)} rules {entry}"
    return found[0]


def fired(pack: Pack, answers: dict[str, object], phase="active"):
    """What these answers fire for sure, by id: unknown ones are not counted."""
    return {one.duty.id: one for one in evaluate(pack, {**HARMLESS, **answers}, phase) if one.why.verdict == "yes"}


def check_clock(pack: Pack, entry: str, *, word: str, limit: str | None, start: str) -> None:
    """The entry's clock has the contract's word and number; only a number makes a due instant."""
    rule = rule_of(pack, entry)
    clock = rule.clock
    if clock is None:
        assert (word, limit) == ("", None), f"{entry} has no clock"
        return
    assert (clock.word, clock.limit, clock.start) == (word, limit, start), entry
    if not hasattr(rule, "when") or not hasattr(rule, "stage"):
        return
    times = clock_of(pack, rule, NOON)
    number = limit is not None and not limit.startswith("as_")
    assert times.due_at == (NOON + timedelta(seconds=parse_duration(limit).seconds) if number else None)
    assert clock.is_hard is number
    assert times.target_at is not None or not word, f"nothing would ring for {word}"


@dataclass(frozen=True, kw_only=True)
class Reported:
    """A report with these answers fires the duty, and with `quiet` in their place it does not (None: every report fires it)."""

    entry: str
    facts: dict[str, object]
    quiet: dict[str, object] | None
    type: str = "notice"
    word: str = ""
    limit: str | None = None
    start: str = "first_recognised_at"
    has: tuple[str, ...] = ()
    """Ids of content items, lines of the checklist or joint work that have to be there."""

    def __call__(self, pack: Pack) -> None:
        rule = rule_of(pack, self.entry)
        assert self.entry in fired(pack, self.facts)
        if self.quiet is not None:
            assert self.entry not in fired(pack, {**self.facts, **self.quiet})
        assert rule.type == self.type
        parts = [*(one.id for one in (*rule.content, *rule.checklist)), *rule.items]
        assert set(self.has) <= set(parts), parts
        check_clock(pack, self.entry, word=self.word, limit=self.limit, start=self.start)


@dataclass(frozen=True, kw_only=True)
class Known:
    """Answers of the lead show what the other side may do or what we answer for; without them it is not shown."""

    entry: str
    facts: dict[str, object]
    quiet: dict[str, object]
    type: str = "exposure"

    def __call__(self, pack: Pack) -> None:
        rule = rule_of(pack, self.entry)
        assert rule.type == self.type
        assert rule.summary.ja in self.shown(pack, self.facts)
        assert rule.summary.ja not in self.shown(pack, {**self.facts, **self.quiet})

    def shown(self, pack: Pack, answers: dict[str, object]) -> list[str]:
        incident = Incident(
            id="i",
            ref="INC-1",
            team_id="T",
            source_key="k",
            state=IncidentState.TRIAGE,
            reporter_id="U",
            reported_at=NOON,
            first_recognised_at=NOON,
            facts={**HARMLESS, **answers},
        )
        return [rule.summary.ja for rule in applying(pack, incident)]


@dataclass(frozen=True, kw_only=True)
class Spawned:
    """Reaching the client begins the duty, because the notice names it; no answer fires it."""

    entry: str
    by: str
    type: str
    word: str = ""
    start: str = "notified_client_at"
    every: str | None = None

    def __call__(self, pack: Pack) -> None:
        rule = rule_of(pack, self.entry)
        assert self.entry in rule_of(pack, self.by).then
        assert rule.type == self.type
        assert rule.type in SPAWNED_BY_REACH
        assert (rule.when, rule.every) == ({"spawned": True}, self.every)
        assert self.entry not in fired(pack, {})
        check_clock(pack, self.entry, word=self.word, limit=None, start=self.start)


@dataclass(frozen=True, kw_only=True)
class Instructed:
    """What the client tells us after the report: the notices lead to it, and it counts from when they said so."""

    entry: str
    by: tuple[str, ...]

    def __call__(self, pack: Pack) -> None:
        rule = rule_of(pack, self.entry)
        assert rule.type == "instruction"
        for notice in self.by:
            assert self.entry in rule_of(pack, notice).then, notice
        assert (rule.clock.start, rule.clock.limit, rule.clock.word) == ("client_asked_at", "as_instructed", "")
        asked = asked_by(pack, MatterKind.REQUEST, "instruction", THURSDAY)
        assert asked.rule_id == self.entry


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The door `The client asked` finds the entry, with its word and our own day for it."""

    entry: str
    topic: str
    type: str
    word: str = ""
    limit: str | None = None
    days: int | None = None
    """Our target, in days after the day it was asked."""
    remark: str = ""

    def __call__(self, pack: Pack) -> None:
        asked = asked_by(pack, MatterKind.REQUEST, self.topic, THURSDAY)
        rule = rule_of(pack, self.entry)
        assert asked.rule_id == self.entry
        assert getattr(rule, "type", "") == self.type
        assert (asked.word, asked.hard, asked.due_on) == (self.word, False, None)
        assert rule.clock is None or rule.clock.start == "client_asked_at"
        assert (rule.clock.limit if rule.clock else None) == self.limit
        target = None if self.days is None else THURSDAY + timedelta(days=self.days)
        assert asked.target_on == target
        assert not self.remark or self.remark in {key for key, _ in remarks_of(rule)}


@dataclass(frozen=True, kw_only=True)
class Surveyed:
    """A survey rule the lead can name when the client announces one; `at` is whose site, `instead` what may stand in for it."""

    entry: str
    at: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()

    def __call__(self, pack: Pack) -> None:
        rule = rule_of(pack, self.entry)
        assert rule.type == "survey"
        assert rule.when == {"request": "inspection"}
        assert set(self.at) <= set(rule.at)
        assert set(self.instead) <= set(rule.substitutes)


@dataclass(frozen=True, kw_only=True)
class May:
    """The door `May I?` finds the entry: who agrees, in which form, each time or once, and what has to be said and kept to."""

    entry: str
    topics: tuple[str, ...]
    agrees: str = "client"
    form: str
    per: str = "case"
    states: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    then: tuple[str, ...] = ()

    def __call__(self, pack: Pack) -> None:
        rule = rule_of(pack, self.entry)
        for topic in self.topics:
            asked = asked_by(pack, MatterKind.CONSENT, topic, THURSDAY)
            assert asked.rule_id == self.entry, topic
            agrees = "inside" if asked.inside else "told" if asked.tell_only else "client"
            assert agrees == self.agrees
        assert form_of(rule).ja == self.form
        assert rule.per == self.per
        assert ("contract.each_time" in {key for key, _ in remarks_of(rule)}) is (self.per == "each_time")
        assert rule.must_state == self.states
        assert set(self.checks) <= set(rule.checks)
        assert set(self.then) <= set(rule.then)


@dataclass(frozen=True, kw_only=True)
class TalkedOver:
    """The door `May I?` sends somebody to talks first, or tells that the client decides."""

    entry: str
    topic: str
    remark: str = "contract.talks"
    when: dict[str, object] | None = None
    """What opens the talks, where it is nothing but that."""

    def __call__(self, pack: Pack) -> None:
        assert self.when is None or rule_of(pack, self.entry).opens_when == self.when
        assert asked_by(pack, MatterKind.CONSENT, self.topic, THURSDAY).rule_id == self.entry
        assert self.remark in {key for key, _ in remarks_of(rule_of(pack, self.entry))}


@dataclass(frozen=True, kw_only=True)
class Gated:
    """An incident's gate of publication or disclosure is locked by the entry; `emergency` is its way past the talks."""

    entry: str
    gate: GateKind
    lock: Lock
    emergency: str = ""

    def __call__(self, pack: Pack) -> None:
        found, rule = gate_rule(pack, self.gate), rule_of(pack, self.entry)
        assert (found.lock, found.cite) == (self.lock, tuple(rule.cite))
        assert bool(self.emergency) is (found.emergency is not None)
        assert found.emergency is None or self.emergency in found.emergency.ja


@dataclass(frozen=True, kw_only=True)
class BestEffort:
    """Something to be tried before a plan is carried out; no answer of a report fires it."""

    entry: str
    plan: str

    def __call__(self, pack: Pack) -> None:
        rule = rule_of(pack, self.entry)
        assert (rule.type, rule.effort, rule.when) == ("notice", "best", {"plan": self.plan})
        assert self.entry not in fired(pack, {})


@dataclass(frozen=True, kw_only=True)
class Changed:
    """The door `Something changed` finds the filing."""

    entry: str
    topics: tuple[str, ...]
    word: str = ""

    def __call__(self, pack: Pack) -> None:
        rule = rule_of(pack, self.entry)
        assert (rule.at, rule.needs) == (None, "receipt")
        assert rule.clock is None or rule.clock.start == "change_at"
        for topic in self.topics:
            asked = asked_by(pack, MatterKind.FILING, topic, THURSDAY)
            assert (asked.rule_id, asked.word, asked.due_on) == (self.entry, self.word, None), topic


@dataclass(frozen=True, kw_only=True)
class Talks:
    """Reaching the client opens the talks; nothing opens before."""

    entry: str
    topic: str
    facts: dict[str, object] = field(default_factory=dict)
    good_practice: bool = False

    def __call__(self, pack: Pack) -> None:
        rule = rule_of(pack, self.entry)
        assert (rule.topic, rule.good_practice) == (self.topic, self.good_practice)
        answers = {**HARMLESS, **self.facts}
        duties = evaluate(pack, answers, "active")
        for event, opens in (("fired", False), ("reached", True)):
            ids = {one.id for one in consultations_to_open(pack, duties, answers, event)}
            assert (self.entry in ids) is opens, event


@dataclass(frozen=True, kw_only=True)
class TalksBegun:
    """Talks that a person begins when they are needed: the pack has the rule for their topic, and nothing opens it by itself."""

    entry: str
    topic: str
    when: dict[str, object]

    def __call__(self, pack: Pack) -> None:
        rule = rule_of(pack, self.entry)
        assert rule.opens_when == self.when
        assert next(one.id for one in pack.consultations if one.topic == self.topic) == self.entry
        duties = evaluate(pack, HARMLESS, "active")
        assert rule.id not in {one.id for one in consultations_to_open(pack, duties, HARMLESS, "fired")}


@dataclass(frozen=True, kw_only=True)
class Borne:
    """A cost of ours that goes to the ledger."""

    entry: str
    facts: dict[str, object]
    quiet: dict[str, object]
    bearer: str = "contractor"
    damages_apart: str = ""

    def __call__(self, pack: Pack) -> None:
        rule = rule_of(pack, self.entry)
        Reported(entry=self.entry, facts=self.facts, quiet=self.quiet, type="cost")(pack)
        assert (rule.bearer, rule.ledger, rule.damages_apart) == (self.bearer, True, self.damages_apart)


@dataclass(frozen=True, kw_only=True)
class Filed:
    """A form or paper that is due without having been asked for."""

    entry: str
    at: str | None = "contract_start"
    word: str = ""
    needs: str = "receipt"
    by: str = "contractor"
    when: dict[str, object] | None = None
    states: tuple[str, ...] = ()
    remark: str = ""

    def __call__(self, pack: Pack) -> None:
        rule = rule_of(pack, self.entry)
        assert rule in pack.submissions
        assert (rule.at, rule.when, rule.needs, rule.by) == (self.at, self.when, self.needs, self.by)
        assert (rule.clock.word if rule.clock else "") == self.word
        assert rule.clock is None or rule.clock.start == self.at
        assert set(self.states) <= set(rule.fields)
        assert not self.remark or self.remark in {key for key, _ in remarks_of(rule)}


@dataclass(frozen=True, kw_only=True)
class Recurs:
    """What comes back at its interval, and when somebody joins or leaves."""

    entry: str
    every: str | None
    also: tuple[str, ...] = ()
    once: bool = False

    def __call__(self, pack: Pack) -> None:
        rule = rule_of(pack, self.entry)
        assert rule in pack.recurring
        assert (rule.every, rule.once) == (self.every, self.once)
        assert rule.also == self.also


@dataclass(frozen=True, kw_only=True)
class Renewed:
    """A term that renews itself unless it is ended in time: reminders ahead, and the last day."""

    entry: str
    remind: tuple[str, ...]
    last: str

    def __call__(self, pack: Pack) -> None:
        rule = rule_of(pack, self.entry)
        assert (rule.anchor, rule.remind_before, rule.last_day_before) == ("contract_end", self.remind, self.last)
        term = pack.term
        assert term.opt_out
        assert (term.length, term.auto_renew, term.opt_out.before_end) == ("P1Y", "P1Y", self.last)
        assert term.opt_out.form.ja == "書面"


@dataclass(frozen=True, kw_only=True)
class Card:
    """A rule of every day: one of the cards that go round each working day."""

    entry: str
    cards: tuple[str, ...]

    def __call__(self, pack: Pack) -> None:
        rule = rule_of(pack, self.entry)
        assert rule.every == "business_day"
        assert set(self.cards) <= set(rule.rotate)


@dataclass(frozen=True, kw_only=True)
class Ends:
    """What is owed when the work or the contract ends."""

    entry: str
    type: str
    start: str
    word: str = ""
    proof: bool = False

    def __call__(self, pack: Pack) -> None:
        rule = rule_of(pack, self.entry)
        assert rule in pack.end_of_contract
        assert (rule.type, rule.clock.start, rule.clock.word) == (self.type, self.start, self.word)
        assert (rule.evidence is not None) is self.proof


@dataclass(frozen=True, kw_only=True)
class LivesOn:
    """After the end these rules are still owed; of the duties, `facts` fire them fully and not as a mere recommendation."""

    rules: tuple[str, ...]
    entry: str = "survival"
    facts: dict[str, object] = field(default_factory=dict)
    duties: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    """Duties that the same answers fire and that the contract does not keep alive."""

    def __call__(self, pack: Pack) -> None:
        assert set(self.rules) <= pack.survivors
        after = fired(pack, self.facts, "expired")
        assert {name: after[name].recommended for name in self.duties} == dict.fromkeys(self.duties, False)
        assert {name: after[name].recommended for name in self.others} == dict.fromkeys(self.others, True)


@dataclass(frozen=True, kw_only=True)
class Says:
    """A section of the pack that holds no rule and is shown with the contract: it says this."""

    entry: str
    has: str

    def __call__(self, pack: Pack) -> None:
        section = getattr(pack, self.entry)
        assert section
        assert self.has in str(section.model_dump() if hasattr(section, "model_dump") else section)
