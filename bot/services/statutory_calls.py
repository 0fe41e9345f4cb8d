"""Telling legal of statutory duties: at once where hours count, otherwise quietly; reminders before each deadline and after it.

The engineer who reported is never rung for a law.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.ids import new_id
from bot.domain.incident import Incident
from bot.domain.people import Role, RoomMember
from bot.domain.statutory import StatutoryDuty, StatutoryState
from bot.domain.work import SendPriority, Timer, TimerState
from bot.packs.laws import LawRule
from bot.services.outgoing import page_operators, post_to_room, send
from bot.services.ports import UnitOfWork
from bot.services.room import join

LAW = "law"
"""Kind of the timers and of the messages."""
FORM = "form"
FORM_AFTER = timedelta(hours=20)
"""What the laws ask is wanted within a day; four hours are left when legal is reminded."""
AGAIN = timedelta(hours=1)
"""How often legal is rung about hours that have run out."""
_BEFORE = frozenset({"half", "week", "day"})
_AGAIN = "again"
_PASSED = frozenset({"due", _AGAIN})
_LONG = timedelta(days=14)
_WHOLE = timedelta(days=2)


def people_for(uow: UnitOfWork, incident: Incident, *, quiet: bool) -> list[str]:
    """Return who hears of statutory duties: legal, and with `quiet` news compliance too; without either whoever leads."""
    if incident.drill:
        return sorted(incident.drill_people)
    wanted = [{Role.LEGAL, Role.COMPLIANCE}] if quiet else [{Role.LEGAL}, {Role.COMPLIANCE}]
    members = uow.find(RoomMember, incident_id=incident.id)
    for roles in (*wanted, {Role.INCIDENT_LEAD, Role.DUTY_MANAGER}):
        found = sorted(member.user_id for member in members if roles & set(member.roles))
        if found:
            return found
    return []


def say_fired(uow: UnitOfWork, incident: Incident, duties: Iterable[StatutoryDuty]) -> None:
    """Tell of duties that have come up or whose clock has begun: a page to legal where hours count, one quiet message on the rest."""
    pressing: list[StatutoryDuty] = []
    rest: list[StatutoryDuty] = []
    for duty in duties:
        running = duty.state is StatutoryState.RUNNING
        (pressing if running and _rule(uow, duty).clock.is_urgent else rest).append(duty)
    if pressing:
        _say(uow, incident, "urgent", pressing, page=True)
    if rest:
        _say(uow, incident, "fired", rest, page=False)
    post_to_room(uow, incident, "laws", key="laws")


def arm_form(uow: UnitOfWork, incident: Incident) -> None:
    """Arm the reminder of what the laws ask, unless it has been answered."""
    if incident.law_form_at is None:
        at = max(incident.reported_at + FORM_AFTER, uow.now)
        uow.arm(Timer(id=new_id(uow.now), scope_id=incident.id, kind=LAW, seq=FORM, due_at=at))


def arm_duty(uow: UnitOfWork, duty: StatutoryDuty, rule: LawRule) -> None:
    """Arm the reminders of a running duty; those of an earlier clock are void, because each names the end it stands for."""
    if duty.state is not StatutoryState.RUNNING:
        return
    for what, at in _reminders(duty, urgent=rule.clock.is_urgent):
        if at < uow.now and what not in {"due", "alarm"}:
            continue  # nobody needs to hear now what was to be said before; that the end itself has passed they do
        _arm(uow, duty, what, at)


def _reminders(duty: StatutoryDuty, *, urgent: bool) -> Iterator[tuple[str, datetime]]:
    if duty.start_at is None:
        return
    if duty.due_at is not None:
        length = duty.due_at - duty.start_at
        if urgent:
            yield "half", duty.due_at - length / 2
        elif length > _LONG:
            yield "week", duty.due_at - timedelta(days=7)
        if length >= _WHOLE:
            yield "day", duty.due_at - timedelta(days=1)
        yield "due", duty.due_at
        return
    if duty.target_at is not None:
        yield "target", duty.target_at
    if duty.alarm_at is not None:
        yield "alarm", duty.alarm_at


def _arm(uow: UnitOfWork, duty: StatutoryDuty, what: str, at: datetime) -> None:
    seq = f"{duty.id}:{what}@{_end(duty)}"
    timer = Timer(id=new_id(uow.now), scope_id=duty.incident_id, kind=LAW, seq=seq, due_at=max(at, uow.now))
    if uow.arm(timer):
        return
    known = uow.find(Timer, scope_id=duty.incident_id, kind=LAW, seq=seq)[0]
    if known.state is TimerState.CANCELLED or (known.state is TimerState.FIRED and at > uow.now):
        uow.save(replace(known, state=TimerState.ARMED, due_at=timer.due_at, fired_at=None))


def _end(duty: StatutoryDuty) -> str:
    end = duty.due_at or duty.alarm_at or duty.target_at
    return end.isoformat() if end else ""


def fire_law(uow: UnitOfWork, incident: Incident, timer: Timer) -> None:
    """Remind legal of a deadline that comes nearer or has passed, or of what the laws still ask. A void timer says nothing.

    What falls due together is said together: each of its timers makes the same message, and the same message is kept once.
    """
    if timer.seq == FORM:
        if incident.law_form_at is None and any(duty.is_open for duty in _duties(uow, incident)):
            _say(uow, incident, FORM, [], page=False, due_at=timer.due_at)
        return
    what, duty = _meant(uow, timer)
    if duty is None or (what in _BEFORE and duty.due_at is not None and duty.due_at <= uow.now):
        return
    passed = what in _PASSED
    if what == "due":
        new: dict[str, object] = {"due_at": _end(duty)}
        uow.log(incident.id, "hansho", "statutory.overdue", subject=duty.id, new=new)
    together = _together(uow, incident, _PASSED if passed else frozenset({what}))
    urgent = [one for one in together if _rule(uow, one).clock.is_urgent]
    _say(uow, incident, "overdue" if passed else what, together, page=passed or bool(urgent), due_at=timer.due_at)
    if what == "due":
        _tell_executive(uow, incident, together, timer.due_at)
    if passed and duty in urgent:
        _arm_again(uow, duty)


def _meant(uow: UnitOfWork, timer: Timer) -> tuple[str, StatutoryDuty | None]:
    """What a timer stands for, and its duty; none when the duty runs no longer or under another clock."""
    duty_id, _, rest = timer.seq.partition(":")
    what, _, end = rest.partition("@")
    duty = uow.get(StatutoryDuty, duty_id)
    return what.partition("+")[0], duty if duty.state is StatutoryState.RUNNING and end == _end(duty) else None


def _together(uow: UnitOfWork, incident: Incident, kinds: frozenset[str]) -> list[StatutoryDuty]:
    """Return the duties whose timers of these kinds fall due in this transaction, in one order whichever of them asks."""
    found: dict[str, StatutoryDuty] = {}
    for timer in uow.find(Timer, scope_id=incident.id, kind=LAW, state=(TimerState.ARMED, TimerState.FIRED)):
        now = timer.fired_at == uow.now or (timer.state is TimerState.ARMED and timer.due_at <= uow.now)
        if not now or timer.seq == FORM:
            continue
        what, duty = _meant(uow, timer)
        if duty is not None and what in kinds:
            found[duty.id] = duty
    return [found[duty_id] for duty_id in sorted(found)]


def _arm_again(uow: UnitOfWork, duty: StatutoryDuty) -> None:
    """A timer of its own for each time, so that the one that has just fired is still there for those that fire with it."""
    at = uow.now + AGAIN
    _arm(uow, duty, f"{_AGAIN}+{at.isoformat()}", at)


def _tell_executive(uow: UnitOfWork, incident: Incident, duties: list[StatutoryDuty], due_at: datetime) -> None:
    members = [] if incident.drill else uow.find(RoomMember, incident_id=incident.id)
    heard = set(people_for(uow, incident, quiet=False))
    for member in members:
        if Role.EXECUTIVE in member.roles and member.user_id not in heard:
            join(uow, incident, member.user_id, actor="hansho", role=Role.EXECUTIVE.value)
            _send(uow, incident, member.user_id, "overdue", duties, page=True, due_at=due_at)


def _say(
    uow: UnitOfWork,
    incident: Incident,
    what: str,
    duties: list[StatutoryDuty],
    *,
    page: bool,
    due_at: datetime | None = None,
) -> None:
    people = people_for(uow, incident, quiet=not page)
    for user_id in people:
        if page:
            join(uow, incident, user_id, actor="hansho", role=Role.LEGAL.value)
        _send(uow, incident, user_id, what, duties, page=page, due_at=due_at)
    if not people and page:
        laws = ", ".join(sorted({duty.law_id for duty in duties}))
        key = f"nobody:law:{incident.id}:{what}:{uow.now.isoformat()}"
        page_operators(
            uow, "operators.nobody", key=key, incident_id=incident.id, ref=incident.ref, pack=laws, reason="law"
        )


def _send(
    uow: UnitOfWork,
    incident: Incident,
    user_id: str,
    what: str,
    duties: list[StatutoryDuty],
    *,
    page: bool,
    due_at: datetime | None,
) -> None:
    named = [duty.id for duty in duties]
    digest = hashlib.sha256(".".join(named).encode()).hexdigest()[:24]
    send(
        uow,
        LAW,
        target=user_id,
        key=f"law:{incident.id}:{user_id}:{what}:{uow.now.isoformat()}:{digest}",
        priority=SendPriority.PAGE if page else SendPriority.NOTICE,
        incident_id=incident.id,
        params={"what": what, "duties": named},
        due_at=due_at,
    )


def _duties(uow: UnitOfWork, incident: Incident) -> list[StatutoryDuty]:
    return uow.find(StatutoryDuty, incident_id=incident.id)


def _rule(uow: UnitOfWork, duty: StatutoryDuty) -> LawRule:
    return uow.pinned_law(duty.law_digest).by_id[duty.rule_id]
