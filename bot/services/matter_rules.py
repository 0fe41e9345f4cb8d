"""What a contract says about a matter: which of its rules asks, who agrees, in which form, and how fast."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.domain.calendars import Calendar
from bot.domain.clocks import ClockSpec, parse_duration, times_of
from bot.domain.matter import MatterKind
from bot.domain.people import Role
from bot.packs.conditions import references
from bot.packs.rules import ON_ORDER, Clock, ConsentRule, ConsultationRule, DutyRule, Rule
from bot.packs.schema import Pack
from bot.services.ports import UnitOfWork
from bot.services.rules import bitext
from bot.views.pictures import BiText

_SAME_GATE = {
    "laptop_out": ("laptop_out", "take_out"),
    "papers_out": ("papers_out", "take_out"),
    "take_out": ("take_out",),
    "provide_or_email": ("provide_or_email", "off_purpose_use"),
    "bring_in_device": ("bring_in_device", "connect_device"),
    "let_third_party_use": ("let_third_party_use", "connect_device"),
    "subcontract_any_tier": ("subcontract_any_tier", "subcontract_subsidiary"),
    "tell_third_party": ("tell_", "disclose_protected_info", "provide_or_email", "off_purpose_use"),
}
"""Gates that a wish may be locked by, the most exact first; every other topic is locked by the gate of its own name.

`tell_` stands for every gate that begins so.
"""
_TALKED_OVER = {"publish": "publication", "keep_storing": "retention"}
"""Wishes that a contract leaves to talks rather than to a consent: the topic of the talks."""
APPROVERS = (Role.RESPONSIBLE, Role.SECURITY_MANAGER)
"""Who may give leave inside the house: the responsible person, and whoever stands in."""
WATCHERS = (Role.COMPLIANCE, Role.RESPONSIBLE, Role.SECURITY_MANAGER, Role.LEGAL)
"""Who sees every matter of a contract."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the contract says. `rule` is None when it is silent; `inside` that our own responsible person agrees."""

    rule: Rule | None
    inside: bool = False
    tell_only: bool = False
    """The client has to be told, and need not agree."""
    due_on: date | None = None
    """Last day by a number in the contract."""
    target_on: date | None = None
    """The team's own day for the contract's word."""
    hard: bool = False
    word: str = ""

    @property
    def rule_id(self) -> str:
        """The rule's id, empty without one."""
        return self.rule.id if self.rule else ""


def asked_by(pack: Pack, kind: MatterKind, topic: str, began_on: date) -> Asked:
    """Return what the pack says of a matter that began on a day of the contract's zone. Raises CalendarOutOfRange."""
    if kind is MatterKind.CONSENT:
        return _consent(pack, topic)
    event = "request" if kind is MatterKind.REQUEST else "change"
    rules: list[Rule] = [*pack.duties, *pack.submissions, *pack.end_of_contract]
    for rule in rules:
        when = getattr(rule, "when", None)
        if when is not None and topic in {name for _, name in references(when, event)}:
            return timed(pack, rule, getattr(rule, "clock", None), began_on)
    return Asked(rule=None)


def _consent(pack: Pack, topic: str) -> Asked:
    for gate in _SAME_GATE.get(topic, (topic,)):
        for rule in pack.consents:
            if any(name == gate or (gate.endswith("_") and name.startswith(gate)) for name in rule.gate):
                return Asked(
                    rule=rule, inside=rule.from_.startswith("contractor"), tell_only=rule.from_ == "notice_only"
                )
    talks = _TALKED_OVER.get(topic)
    rules: list[Rule] = [rule for rule in pack.consultations if rule.topic == talks]
    if topic == "publish":
        rules += [rule for rule in pack.duties if rule.type == "standby"]
    return Asked(rule=next(iter(rules), None))


def timed(pack: Pack, rule: Rule, clock: Clock | None, began_on: date) -> Asked:
    """Return what a rule asks for with its days, counted from a day of the contract's zone. Raises CalendarOutOfRange."""
    if clock is None:
        return Asked(rule=rule)
    ours = pack.urgency.get(clock.word)
    target = clock.target or (ours.target if ours else None)
    limit = parse_duration(clock.limit) if clock.limit and clock.limit not in ON_ORDER else None
    spec = ClockSpec(
        limit=limit,
        count=clock.count,
        first_day=clock.first_day,
        roll=clock.roll,
        target=parse_duration(target) if target else None,
    )
    zone = ZoneInfo(pack.calendar.tz)
    start = datetime.combine(began_on, time(9), zone)
    times = times_of(spec, start, Calendar(pack.calendar.days, pack.calendar.tz))

    def day(instant: datetime | None) -> date | None:
        return instant.astimezone(zone).date() if instant else None

    due_on, target_on = day(times.due_at), day(times.target_at)
    return Asked(rule=rule, due_on=due_on, target_on=target_on, hard=limit is not None, word=clock.word)


def form_of(rule: Rule | None) -> BiText:
    """Return the form a consent needs, as the pack words it."""
    return bitext(rule.form) if isinstance(rule, ConsentRule) else BiText("", "")


def remarks_of(rule: Rule | None) -> tuple[tuple[str, BiText], ...]:
    """Return what else the rule says for somebody about to act, as (key of the catalogue, words): when it is not needed, each time anew."""
    nothing = BiText("", "")
    found: list[tuple[str, BiText]] = []
    if isinstance(rule, ConsultationRule):
        found.append(("contract.talks", nothing))
    if isinstance(rule, DutyRule) and rule.type == "standby":
        found.append(("contract.client_decides", nothing))
    if isinstance(rule, ConsentRule) and rule.per == "each_time":
        found.append(("contract.each_time", nothing))
    for name in ("exempt", "unless"):
        words = getattr(rule, name, None)
        if words is not None:
            found.append(("contract.not_needed", bitext(words)))
    alternative = getattr(rule, "alternative", None)
    if alternative is not None:
        found.append(("contract.alternative", BiText(alternative.cite, alternative.cite)))
    return tuple(found)


def people_of(uow: UnitOfWork, pack: Pack, *roles: Role) -> tuple[str, ...]:
    """Return the Slack ids that the pack, else the office file, names for any of these roles; each once, in order."""
    found: dict[str, None] = {}
    for role in roles:
        for user_id in pack.people.get(role, ()) or uow.rules.office.roles.get(role, ()):
            found[user_id] = None
    return tuple(found)
