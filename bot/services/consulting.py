"""Consultations with a client after the first notice: propose, talk in rounds, agree or not, close; and the cost ledger."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date

from bot.domain.consultation import NUDGE_DAYS, Consultation, ConsultationState, Round, check_consultation_step
from bot.domain.duty import Duty, DutyState
from bot.domain.errors import BadAnswer, NotAllowed
from bot.domain.ids import new_id
from bot.domain.incident import Incident
from bot.domain.ledger import COST_ITEMS, CostLine, parse_amount, parse_share
from bot.domain.people import Role, RoomMember
from bot.domain.work import Timer
from bot.services.outgoing import post_to_room, send, show_change
from bot.services.ports import UnitOfWork
from bot.services.room import enter, join, taken_before
from bot.services.rules import local_date, working_morning_after

NUDGE = "nudge"
PAYERS = ("us", "client", "third_party")
OUTCOMES = (ConsultationState.AGREED, ConsultationState.AGREED_WITH_CONDITIONS, ConsultationState.NO_AGREEMENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Propose:
    """Our position with its reason; `next_date` is when both sides talk next (a date in the office's zone)."""

    actor: str
    key: str
    consultation_id: str
    position: str
    reason: str = ""
    next_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddRound:
    """One round of talks that was held."""

    actor: str
    key: str
    consultation_id: str
    held_on: date
    who: str
    ours: str
    theirs: str
    next_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetNextDate:
    """When both sides talk next."""

    actor: str
    key: str
    consultation_id: str
    next_date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SetOutcome:
    """How the talks ended: agreed, agreed_with_conditions or no_agreement, in words."""

    actor: str
    key: str
    consultation_id: str
    result: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseConsultation:
    """Close a consultation, with the reason when it never came to an outcome."""

    actor: str
    key: str
    consultation_id: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCost:
    """One cost as typed: `amount` and `share` are texts a person wrote (share is our part in percent, may be empty)."""

    actor: str
    key: str
    consultation_id: str
    item: str
    amount: str
    currency: str
    payer: str
    share: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidCost:
    """Strike a cost line through; it stays visible."""

    actor: str
    key: str
    cost_id: str


def open_consultation(
    uow: UnitOfWork, incident: Incident, *, lane_id: str, rule_id: str, topic: str, good_practice: bool
) -> None:
    """Open a consultation that the pack asks for (or good practice suggests), once per lane and rule."""
    members = uow.find(RoomMember, incident_id=incident.id)
    owner = incident.lead_id or next((m.user_id for m in members if Role.DUTY_MANAGER in m.roles), "")
    consultation = Consultation(
        id=new_id(uow.now),
        incident_id=incident.id,
        lane_id=lane_id,
        rule_id=rule_id,
        topic=topic,
        good_practice=good_practice,
        owner_id=owner,
        opened_at=uow.now,
        last_activity_at=uow.now,
    )
    if not uow.add_if_new(consultation):
        return
    uow.log(
        incident.id, "hansho", "consultation.opened", subject=consultation.id, new={"rule": rule_id, "topic": topic}
    )
    _arm_nudges(uow, consultation)
    post_to_room(
        uow,
        incident,
        "consultation_opened",
        key=f"consultation:{consultation.id}",
        lane_id=lane_id,
        params={"consultation": consultation.id},
    )


def propose(uow: UnitOfWork, command: Propose) -> None:
    """Write down what we propose and why; nothing is sent to the client from here."""
    incident, consultation = _enter(uow, command.actor, command.consultation_id)
    if taken_before(uow, command.key):
        return
    proposed = replace(
        consultation,
        state=ConsultationState.PROPOSED,
        our_position=_required(command.position, "position"),
        our_reason=command.reason.strip(),
        next_date=_not_past(uow, command.next_date) or consultation.next_date,
    )
    _moved(uow, incident, consultation, proposed, command.actor)


def add_round(uow: UnitOfWork, command: AddRound) -> None:
    """Record a round: date, who, both positions, and the next date if one was agreed.

    Raises:
        BadAnswer: the date lies in the future, or a needed text is empty.
    """
    incident, consultation = _enter(uow, command.actor, command.consultation_id)
    if taken_before(uow, command.key):
        return
    if command.held_on > local_date(uow):
        raise BadAnswer("held_on", "refused.date_future")
    held = Round(
        id=new_id(uow.now),
        incident_id=incident.id,
        consultation_id=consultation.id,
        held_on=command.held_on,
        who=_required(command.who, "who"),
        our_position=command.ours.strip(),
        their_position=command.theirs.strip(),
        by=command.actor,
        at=uow.now,
    )
    uow.add(held)
    next_date = _not_past(uow, command.next_date)
    talking = replace(consultation, state=ConsultationState.TALKING, next_date=next_date)
    _moved(uow, incident, consultation, talking, command.actor)


def set_next_date(uow: UnitOfWork, command: SetNextDate) -> None:
    """Fix the next date. Raises BadAnswer when it is past."""
    incident, consultation = _enter(uow, command.actor, command.consultation_id)
    if taken_before(uow, command.key):
        return
    dated = replace(consultation, next_date=_not_past(uow, command.next_date))
    _saved(uow, incident, consultation, dated, command.actor)


def set_outcome(uow: UnitOfWork, command: SetOutcome) -> None:
    """Record the outcome. No agreement brings legal into it. Raises BadAnswer for an unknown outcome or no words."""
    incident, consultation = _enter(uow, command.actor, command.consultation_id)
    if taken_before(uow, command.key):
        return
    if command.result not in {outcome.value for outcome in OUTCOMES}:
        raise BadAnswer("result", "refused.choose")
    outcome = ConsultationState(command.result)
    text = _required(command.text, "text")
    ended = replace(consultation, state=outcome, outcome=text, next_date=None)
    _moved(uow, incident, consultation, ended, command.actor)
    if outcome is ConsultationState.NO_AGREEMENT:
        for member in uow.find(RoomMember, incident_id=incident.id):
            if Role.LEGAL in member.roles:
                join(uow, incident, member.user_id, actor="hansho", role=Role.LEGAL.value)
                key = f"no_agreement:{ended.nudge_epoch}"
                _remind(uow, incident, consultation, member.user_id, key=key, days=0)


def close_consultation(uow: UnitOfWork, command: CloseConsultation) -> None:
    """Close it; the cost duty it served is done with it. Without an outcome a reason is needed (BadAnswer)."""
    incident, consultation = _enter(uow, command.actor, command.consultation_id)
    if taken_before(uow, command.key):
        return
    reason = command.reason.strip()
    if consultation.state not in OUTCOMES:
        reason = _required(reason, "reason")
    closed = replace(consultation, state=ConsultationState.CLOSED, closed_at=uow.now, closed_reason=reason)
    _moved(uow, incident, consultation, closed, command.actor)
    for duty in uow.find(Duty, lane_id=consultation.lane_id, type="cost", state=DutyState.RUNNING):
        if consultation.topic == "cost":
            uow.save(replace(duty, state=DutyState.DONE, ended_at=uow.now, ended_by=command.actor))
            uow.log(
                incident.id,
                command.actor,
                "duty.state",
                subject=duty.id,
                old={"state": "running"},
                new={"state": "done"},
            )


def add_cost(uow: UnitOfWork, command: AddCost) -> None:
    """Add a cost line. Raises BadAnswer naming the input that cannot be read."""
    incident, consultation = _enter(uow, command.actor, command.consultation_id)
    if taken_before(uow, command.key):
        return
    if command.item not in COST_ITEMS:
        raise BadAnswer("item", "refused.choose")
    if command.payer not in PAYERS:
        raise BadAnswer("payer", "refused.choose")
    line = CostLine(
        id=new_id(uow.now),
        incident_id=incident.id,
        lane_id=consultation.lane_id,
        consultation_id=consultation.id,
        item=command.item,
        description=command.description.strip(),
        amount_minor=parse_amount(command.amount, command.currency, block="amount"),
        currency=command.currency,
        payer=command.payer,
        our_share_bp=parse_share(command.share, block="share") if command.share.strip() else None,
        by=command.actor,
        at=uow.now,
    )
    uow.add(line)
    new: dict[str, object] = {
        "cost": line.id,
        "item": line.item,
        "amount_minor": line.amount_minor,
        "payer": line.payer,
    }
    _saved(uow, incident, consultation, consultation, command.actor, logged=new)


def void_cost(uow: UnitOfWork, command: VoidCost) -> None:
    """Strike a cost line through."""
    line = uow.get(CostLine, command.cost_id)
    incident, consultation = _enter(uow, command.actor, line.consultation_id)
    if taken_before(uow, command.key) or line.voided_at is not None:
        return
    uow.save(replace(line, voided_at=uow.now))
    _saved(uow, incident, consultation, consultation, command.actor, logged={"cost_voided": line.id})


def fire_nudge(uow: UnitOfWork, incident: Incident, timer: Timer) -> None:
    """Remind of a silent consultation: its owner after 2 business days, the managers after 5, legal after 10."""
    consultation = uow.get(Consultation, str(timer.payload["consultation"]))
    days = int(str(timer.payload["days"]))
    if not consultation.is_open or timer.seq != _nudge_seq(consultation, days) or not incident.is_open:
        return
    roles = {2: set(), 5: {Role.DUTY_MANAGER.value}, 10: {Role.LEGAL.value, Role.DUTY_MANAGER.value}}[days]
    people = {consultation.owner_id} if consultation.owner_id else set()
    for member in uow.find(RoomMember, incident_id=incident.id):
        if roles & set(member.roles):
            people.add(member.user_id)
    for user_id in sorted(people):
        _remind(uow, incident, consultation, user_id, key=f"{timer.seq}", days=days)


def _remind(
    uow: UnitOfWork, incident: Incident, consultation: Consultation, user_id: str, *, key: str, days: int
) -> None:
    send(
        uow,
        "nudge",
        target=user_id,
        key=f"nudge:{consultation.id}:{user_id}:{key}",
        incident_id=incident.id,
        lane_id=consultation.lane_id,
        params={"consultation": consultation.id, "days": days},
    )


def _enter(uow: UnitOfWork, actor: str, consultation_id: str) -> tuple[Incident, Consultation]:
    consultation = uow.get(Consultation, consultation_id)
    incident = enter(uow, consultation.incident_id, actor)
    fresh = uow.get(Consultation, consultation_id)
    if not fresh.is_open:
        raise NotAllowed("refused.consultation_closed")
    return incident, fresh


def _moved(uow: UnitOfWork, incident: Incident, old: Consultation, new: Consultation, actor: str) -> None:
    check_consultation_step(old.state, new.state)
    _saved(uow, incident, old, new, actor)


def _saved(
    uow: UnitOfWork,
    incident: Incident,
    old: Consultation,
    new: Consultation,
    actor: str,
    *,
    logged: dict[str, object] | None = None,
) -> None:
    changed = replace(new, last_activity_at=uow.now, nudge_epoch=old.nudge_epoch + 1)
    uow.save(changed)
    names = [name.name for name in fields(old) if getattr(old, name.name) != getattr(new, name.name)]
    before = {name: _plain(getattr(old, name)) for name in names}
    after = {name: _plain(getattr(new, name)) for name in names}
    uow.log(incident.id, actor, "consultation.changed", subject=old.id, old=before, new={**after, **(logged or {})})
    _arm_nudges(uow, changed)
    show_change(uow, incident)


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, str | int | bool) else str(value)


def _nudge_seq(consultation: Consultation, days: int) -> str:
    return f"{consultation.id}.{consultation.nudge_epoch}.{days}"


def _arm_nudges(uow: UnitOfWork, consultation: Consultation) -> None:
    if not consultation.is_open:
        return
    for days in NUDGE_DAYS:
        uow.arm(
            Timer(
                id=new_id(uow.now),
                scope_id=consultation.incident_id,
                kind=NUDGE,
                seq=_nudge_seq(consultation, days),
                due_at=working_morning_after(uow, consultation.last_activity_at, days),
                payload={"consultation": consultation.id, "days": days},
            )
        )


def _required(text: str, block: str) -> str:
    cleaned = text.strip()
    if not cleaned:
        raise BadAnswer(block, "refused.needed")
    return cleaned


def _not_past(uow: UnitOfWork, day: date | None) -> date | None:
    if day is not None and day < local_date(uow):
        raise BadAnswer("next_date", "refused.date_past")
    return day
