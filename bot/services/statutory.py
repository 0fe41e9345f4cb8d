"""Working out what the laws that are switched on make us do in one incident: duties, their clocks, and what follows what.

Everything is computed anew from the answers, the moments legal gave and what was sent; what is stored only ever gains. A duty that
the answers rule out stays until a person sets it aside (bot.services.statutory_steps).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.clocks import Times, times_of
from bot.domain.ids import new_id
from bot.domain.incident import Incident
from bot.domain.lane import Lane
from bot.domain.matching import fires
from bot.domain.statutory import StatutoryDuty, StatutoryState
from bot.packs.laws import AT_FIRST, FiredRule, LawPack, LawRule
from bot.services.ports import UnitOfWork
from bot.services.statutory_calls import arm_duty, arm_form, say_fired

_ALIVE = frozenset({StatutoryState.WAITING, StatutoryState.RUNNING, StatutoryState.DONE})
_NONE = Times(due_at=None, target_at=None, alarm_at=None)


def pin_laws(uow: UnitOfWork) -> dict[str, str]:
    """Keep every law that is switched on as it is now; return its digest by id."""
    return {law.id: uow.pin(law) for law in uow.rules.laws.values()}


@dataclass(slots=True)
class _Assessment:
    """One law's duties in one incident, while they are worked out."""

    law: LawPack
    incident: Incident
    actor: str
    known: dict[str, list[StatutoryDuty]] = field(default_factory=dict)
    """By rule, oldest first."""
    begun: list[StatutoryDuty] = field(default_factory=list)
    """New, or with a clock that has begun to run."""

    def sent_at(self, rule_id: str) -> datetime | None:
        """When a rule was last told."""
        return max((duty.sent_at for duty in self.known.get(rule_id, []) if duty.sent_at), default=None)


def assess_laws(uow: UnitOfWork, incident: Incident, *, actor: str) -> None:
    """Add the statutory duties that are owed and not yet there, and put every clock where the answers now say.

    A clock that runs keeps its start; a corrected moment moves it. `incident` is the incident as it now stands, saved.
    """
    if not incident.laws:
        return
    kept: dict[str, dict[str, list[StatutoryDuty]]] = {}
    for duty in uow.find(StatutoryDuty, incident_id=incident.id):
        kept.setdefault(duty.law_id, {}).setdefault(duty.rule_id, []).append(duty)
    begun: list[StatutoryDuty] = []
    for law in _laws_that_count(uow, incident, kept):
        work = _Assessment(law, incident, actor, kept.get(law.id, {}))
        for one in law.judged(incident.facts):
            _one_rule(uow, work, one)
        begun += work.begun
    if begun:
        say_fired(uow, incident, begun)
        arm_form(uow, incident)


def _laws_that_count(
    uow: UnitOfWork, incident: Incident, kept: Mapping[str, Mapping[str, list[StatutoryDuty]]]
) -> list[LawPack]:
    """Return the pinned laws of the office, of the contracts concerned, and those that have begun to count already."""
    ours = {*uow.rules.office.laws, *kept}
    for lane in uow.find(Lane, incident_id=incident.id):
        ours |= set(uow.pinned(lane.pack_digest).laws)
    return [uow.pinned_law(digest) for law_id, digest in incident.laws.items() if law_id in ours]


def moment_of(incident: Incident, name: str) -> datetime | None:
    """Return a moment laws count from; being aware is taken for the first recognition until legal says otherwise."""
    given = incident.moments.get(name)
    if given:
        return datetime.fromisoformat(given)
    return incident.first_recognised_at if name in AT_FIRST else None


def clock_times(law: LawPack, rule: LawRule, incident: Incident, start_at: datetime | None) -> Times:
    """Return due, target and alarm of a rule that starts at `start_at`; all None while it waits. Raises CalendarOutOfRange."""
    if start_at is None:
        return _NONE
    cap = rule.clock.cap
    cap_from = moment_of(incident, cap.start) if cap and cap.start else None
    return times_of(law.clock_spec(rule, incident.facts), start_at, law.place, cap_from=cap_from)


def _one_rule(uow: UnitOfWork, work: _Assessment, one: FiredRule) -> None:
    rule, incident = one.rule, work.incident
    duties = work.known.setdefault(rule.id, [])
    for place, duty in enumerate(duties):
        duties[place] = _renewed(uow, work, one, duty, before=duties[place - 1] if place else None)
    if not fires(one.why):
        return
    over = rule.clock.until is not None and moment_of(incident, rule.clock.until) is not None
    if not duties:
        start = _start(work, rule, before=None)
        if (start is not None or not rule.clock.after) and not over:
            _add(uow, work, rule, start, number=1)
    elif rule.clock.until and not over and duties[-1].state is StatutoryState.DONE:
        _add(uow, work, rule, duties[-1].sent_at, number=duties[-1].number + 1)


def _start(work: _Assessment, rule: LawRule, before: StatutoryDuty | None) -> datetime | None:
    if before is not None:
        return before.sent_at
    if rule.clock.after:
        return max((at for name in rule.clock.after if (at := work.sent_at(name))), default=None)
    return moment_of(work.incident, rule.clock.start)


def _add(uow: UnitOfWork, work: _Assessment, rule: LawRule, start: datetime | None, *, number: int) -> None:
    times = clock_times(work.law, rule, work.incident, start)
    duty = StatutoryDuty(
        id=new_id(uow.now),
        incident_id=work.incident.id,
        law_id=work.law.id,
        law_digest=work.incident.laws[work.law.id],
        rule_id=rule.id,
        number=number,
        state=StatutoryState.RUNNING if start else StatutoryState.WAITING,
        hard=rule.clock.is_hard,
        start_at=start,
        due_at=times.due_at,
        target_at=times.target_at,
        alarm_at=times.alarm_at,
        fired_at=uow.now,
    )
    uow.add(duty)
    new: dict[str, object] = {"law": duty.law_id, "rule": duty.rule_id, "number": number, "hard": duty.hard}
    uow.log(work.incident.id, work.actor, "statutory.fired", subject=duty.id, new=new | _as_logged(duty))
    work.known[rule.id].append(duty)
    work.begun.append(duty)
    arm_duty(uow, duty, rule)


def _renewed(
    uow: UnitOfWork, work: _Assessment, one: FiredRule, duty: StatutoryDuty, before: StatutoryDuty | None
) -> StatutoryDuty:
    """Return the duty as the answers and moments now put it, saved and logged when that is otherwise than before."""
    back = _comes_back(work, one, duty)
    if duty.state not in _ALIVE and not back:
        return duty
    rule = one.rule
    start = _start(work, rule, before)
    times = clock_times(work.law, rule, work.incident, start)
    state = duty.state
    if state is not StatutoryState.DONE:
        state = StatutoryState.RUNNING if start else StatutoryState.WAITING
    renewed = replace(
        duty,
        state=state,
        start_at=start,
        due_at=times.due_at,
        target_at=times.target_at,
        alarm_at=times.alarm_at,
    )
    if back:
        renewed = replace(renewed, by_answers=False, ended_at=None, ended_by="", second_by="", reason="", reference="")
    elif duty.is_open and rule.clock.until and moment_of(work.incident, rule.clock.until):
        renewed = replace(duty, state=StatutoryState.DISCHARGED, ended_at=uow.now, ended_by=work.actor)
    if renewed == duty:
        return duty
    uow.save(renewed)
    uow.log(
        work.incident.id,
        work.actor,
        "statutory.clock",
        subject=duty.id,
        old={"state": duty.state.value} | _as_logged(duty),
        new={"state": renewed.state.value} | _as_logged(renewed),
    )
    arm_duty(uow, renewed, rule)
    if renewed.state is StatutoryState.RUNNING and duty.state is not StatutoryState.RUNNING:
        work.begun.append(renewed)
    return renewed


def _comes_back(work: _Assessment, one: FiredRule, duty: StatutoryDuty) -> bool:
    """Whether a duty that ended is owed after all: the answers no longer rule it out, or no longer let the client's notice stand for it."""
    if not fires(one.why):
        return False
    if duty.state is StatutoryState.SET_ASIDE:
        return duty.by_answers
    if duty.state is not StatutoryState.DISCHARGED or not duty.reference:
        return False
    freeing = [rule for rule in work.law.rules if duty.rule_id in rule.discharges]
    fired = {other.rule.id for other in work.law.fired(work.incident.facts)}
    return bool(freeing) and not any(rule.id in fired for rule in freeing)


def _as_logged(duty: StatutoryDuty) -> dict[str, object]:
    instants = {"start_at": duty.start_at, "due_at": duty.due_at, "target_at": duty.target_at}
    return {name: instant.isoformat() for name, instant in instants.items() if instant is not None}
