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
from bot.packs.rules import ON_ORDER, Clock, ConsentRule, Rule
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
    "subcontract_any_tier": ("subcontract_any_tier", "subcontract_subsidiary"),
}
"""Gates that a wish may be locked by, the most exact first; every other topic is locked by the gate of its own name."""
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
            return _timed(pack, rule, getattr(rule, "clock", None), began_on)
    return Asked(rule=None)


def _consent(pack: Pack, topic: str) -> Asked:
    for gate in _gates(topic):
        for rule in pack.consents:
            if gate in rule.gate or (
                topic == "tell_third_party"
                and any(g.startswith("tell_") or g == "disclose_protected_info" for g in rule.gate)
            ):
                return Asked(
                    rule=rule, inside=rule.from_.startswith("contractor"), tell_only=rule.from_ == "notice_only"
                )
    if topic == "publish" and any(talk.topic == "publication" for talk in pack.consultations):
        return Asked(rule=next(talk for talk in pack.consultations if talk.topic == "publication"))
    return Asked(rule=None)


def _gates(topic: str) -> tuple[str, ...]:
    return _SAME_GATE.get(topic, (topic,))


def _timed(pack: Pack, rule: Rule, clock: Clock | None, began_on: date) -> Asked:
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


def people_of(uow: UnitOfWork, pack: Pack, *roles: Role) -> tuple[str, ...]:
    """Return the Slack ids that the pack, else the office file, names for any of these roles; each once, in order."""
    found: dict[str, None] = {}
    for role in roles:
        for user_id in pack.people.get(role, ()) or uow.rules.office.roles.get(role, ()):
            found[user_id] = None
    return tuple(found)
