"""Consultations with a client after the first notice: propose, talk in rounds, agree or not, close."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date

from bot.domain.consultation import Consultation, ConsultationState, Round, check_consultation_step
from bot.domain.duty import Duty, DutyState
from bot.domain.errors import BadAnswer, NotAllowed
from bot.domain.ids import new_id
from bot.domain.incident import Incident
from bot.domain.people import Role, RoomMember
from bot.services.nudges import arm_nudges, remind
from bot.services.outgoing import post_to_room, show_change
from bot.services.ports import UnitOfWork
from bot.services.room import enter, join, needed, taken_before
from bot.services.rules import local_date

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
    arm_nudges(uow, consultation)
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
    incident, consultation = enter_consultation(uow, command.actor, command.consultation_id)
    if taken_before(uow, command.key):
        return
    proposed = replace(
        consultation,
        state=ConsultationState.PROPOSED,
        our_position=needed(command.position, "position"),
        our_reason=command.reason.strip(),
        next_date=_not_past(uow, command.next_date) or consultation.next_date,
    )
    _moved(uow, incident, consultation, proposed, command.actor)


def add_round(uow: UnitOfWork, command: AddRound) -> None:
    """Record a round: date, who, both positions, and the next date if one was agreed.

    Raises:
        BadAnswer: the date lies in the future, or a needed text is empty.
    """
    incident, consultation = enter_consultation(uow, command.actor, command.consultation_id)
    if taken_before(uow, command.key):
        return
    if command.held_on > local_date(uow):
        raise BadAnswer("held_on", "refused.date_future")
    held = Round(
        id=new_id(uow.now),
        incident_id=incident.id,
        consultation_id=consultation.id,
        held_on=command.held_on,
        who=needed(command.who, "who"),
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
    incident, consultation = enter_consultation(uow, command.actor, command.consultation_id)
    if taken_before(uow, command.key):
        return
    dated = replace(consultation, next_date=_not_past(uow, command.next_date))
    keep_consultation(uow, incident, consultation, dated, command.actor)


def set_outcome(uow: UnitOfWork, command: SetOutcome) -> None:
    """Record the outcome. No agreement brings legal into it. Raises BadAnswer for an unknown outcome or no words."""
    incident, consultation = enter_consultation(uow, command.actor, command.consultation_id)
    if taken_before(uow, command.key):
        return
    if command.result not in {outcome.value for outcome in OUTCOMES}:
        raise BadAnswer("result", "refused.choose")
    outcome = ConsultationState(command.result)
    text = needed(command.text, "text")
    ended = replace(consultation, state=outcome, outcome=text, next_date=None)
    _moved(uow, incident, consultation, ended, command.actor)
    if outcome is ConsultationState.NO_AGREEMENT:
        for member in uow.find(RoomMember, incident_id=incident.id):
            if Role.LEGAL in member.roles:
                join(uow, incident, member.user_id, actor="hansho", role=Role.LEGAL.value)
                key = f"no_agreement:{ended.nudge_epoch}"
                remind(uow, incident, consultation, member.user_id, key=key, days=0)


def close_consultation(uow: UnitOfWork, command: CloseConsultation) -> None:
    """Close it; the cost duty it served is done with it. Without an outcome a reason is needed (BadAnswer)."""
    incident, consultation = enter_consultation(uow, command.actor, command.consultation_id)
    if taken_before(uow, command.key):
        return
    reason = command.reason.strip()
    if consultation.state not in OUTCOMES:
        reason = needed(reason, "reason")
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


def enter_consultation(uow: UnitOfWork, actor: str, consultation_id: str) -> tuple[Incident, Consultation]:
    """Lock the consultation's incident for one of its room and return both. Raises NotAllowed when it is closed."""
    consultation = uow.get(Consultation, consultation_id)
    incident = enter(uow, consultation.incident_id, actor)
    fresh = uow.get(Consultation, consultation_id)
    if not fresh.is_open:
        raise NotAllowed("refused.consultation_closed")
    return incident, fresh


def _moved(uow: UnitOfWork, incident: Incident, old: Consultation, new: Consultation, actor: str) -> None:
    check_consultation_step(old.state, new.state)
    keep_consultation(uow, incident, old, new, actor)


def keep_consultation(
    uow: UnitOfWork,
    incident: Incident,
    old: Consultation,
    new: Consultation,
    actor: str,
    *,
    logged: dict[str, object] | None = None,
) -> None:
    """Save a change with its log entry, count it as activity, and redraw what shows it."""
    changed = replace(new, last_activity_at=uow.now, nudge_epoch=old.nudge_epoch + 1)
    uow.save(changed)
    names = [name.name for name in fields(old) if getattr(old, name.name) != getattr(new, name.name)]
    before = {name: _plain(getattr(old, name)) for name in names}
    after = {name: _plain(getattr(new, name)) for name in names}
    uow.log(incident.id, actor, "consultation.changed", subject=old.id, old=before, new={**after, **(logged or {})})
    arm_nudges(uow, changed)
    show_change(uow, incident)


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, str | int | bool) else str(value)


def _not_past(uow: UnitOfWork, day: date | None) -> date | None:
    if day is not None and day < local_date(uow):
        raise BadAnswer("next_date", "refused.date_past")
    return day
