"""Consultations with a client after the first notice: propose, ask for talks, talk in rounds. Their end: bot.services.outcomes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.domain.consultation import (
    TOPICS,
    Consultation,
    ConsultationState,
    Round,
    check_consultation_step,
    proposed,
    talked,
)
from bot.domain.errors import BadAnswer, NotAllowed
from bot.domain.ids import new_id
from bot.domain.incident import Incident
from bot.domain.people import Role, RoomMember
from bot.services.dates import happened_on, planned_on
from bot.services.keeping import changes
from bot.services.nudges import arm_nudges
from bot.services.outgoing import post_to_room, show_change
from bot.services.ports import UnitOfWork
from bot.services.room import check_decides, enter, enter_lane, needed, taken_before
from bot.services.rules import discloses


@dataclass(frozen=True, slots=True, kw_only=True)
class StartConsultation:
    """Consult a client on a topic (bot.domain.consultation.TOPICS); `subject` says on what exactly."""

    actor: str
    key: str
    lane_id: str
    topic: str
    subject: str


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
    held_on: date | None
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
    next_date: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskTalks:
    """Our request to consult reached the client: on which day, whom there, and how."""

    actor: str
    key: str
    consultation_id: str
    asked_on: date | None
    who: str
    how: str


def open_consultation(
    uow: UnitOfWork,
    incident: Incident,
    *,
    lane_id: str,
    rule_id: str,
    topic: str,
    good_practice: bool,
    subject: str = "",
    actor: str = "hansho",
) -> None:
    """Open a consultation that the pack asks for (or good practice, or a person), once per lane and rule."""
    members = uow.find(RoomMember, incident_id=incident.id)
    owner = incident.lead_id or next((m.user_id for m in members if Role.DUTY_MANAGER in m.roles), "")
    consultation = Consultation(
        id=new_id(uow.now),
        incident_id=incident.id,
        lane_id=lane_id,
        rule_id=rule_id,
        topic=topic,
        good_practice=good_practice,
        subject=subject,
        owner_id=owner,
        opened_at=uow.now,
        last_activity_at=uow.now,
    )
    if not uow.add_if_new(consultation):
        return
    new: dict[str, object] = {"rule": rule_id, "topic": topic, **({"about": subject} if subject else {})}
    uow.log(incident.id, actor, "consultation.opened", subject=consultation.id, new=new)
    arm_nudges(uow, consultation)
    post_to_room(
        uow,
        incident,
        "consultation_opened",
        key=f"consultation:{consultation.id}",
        lane_id=lane_id,
        params={"consultation": consultation.id},
    )


def start_consultation(uow: UnitOfWork, command: StartConsultation) -> None:
    """Open a consultation that a person finds needed, beside those the pack asks for.

    It refers to the pack's rule on its topic when there is one, and is marked as good practice when there is none.

    Raises BadAnswer: an unknown topic, no words on what it is about.
    """
    incident, lane = enter_lane(uow, command.actor, command.lane_id)
    check_decides(uow, incident, command.actor)
    if taken_before(uow, command.key):
        return
    if command.topic not in TOPICS:
        raise BadAnswer("topic", "refused.choose")
    pack = uow.pinned(lane.pack_digest)
    rule = next((rule for rule in pack.consultations if rule.topic == command.topic), None)
    consent = next((rule for rule in pack.consents if command.topic == "disclosure" and discloses(rule)), None)
    found = rule or consent
    open_consultation(
        uow,
        incident,
        lane_id=lane.id,
        rule_id=f"{found.id if found else command.topic}:{new_id(uow.now)}",
        topic=command.topic,
        good_practice=found is None or (rule is not None and rule.good_practice),
        subject=needed(command.subject, "subject"),
        actor=command.actor,
    )
    show_change(uow, incident)


def propose(uow: UnitOfWork, command: Propose) -> None:
    """Write down what we propose and why; nothing is sent to the client from here."""
    incident, consultation = enter_consultation(uow, command.actor, command.consultation_id)
    if taken_before(uow, command.key):
        return
    position = needed(command.position, "position")
    next_date = planned_on(uow, command.next_date, "next_date", by=command.actor) or consultation.next_date
    changed = replace(proposed(consultation, position, command.reason.strip()), next_date=next_date)
    keep_consultation(uow, incident, consultation, changed, command.actor)


def ask_talks(uow: UnitOfWork, command: AskTalks) -> None:
    """Note that the client has our request to consult. Raises BadAnswer: a day before the incident or to come, nobody named."""
    incident, consultation = enter_consultation(uow, command.actor, command.consultation_id)
    if taken_before(uow, command.key):
        return
    check_consultation_step(consultation.state, ConsultationState.OPENED)
    asked = replace(
        consultation,
        state=ConsultationState.OPENED,
        asked_on=happened_on(uow, incident, command.asked_on, "asked_on", by=command.actor),
        asked_who=needed(command.who, "who"),
        asked_how=needed(command.how, "how"),
    )
    keep_consultation(uow, incident, consultation, asked, command.actor)


def add_round(uow: UnitOfWork, command: AddRound) -> None:
    """Record a round: date, who, both positions, and the next date if one was agreed.

    Talks after an outcome take it back, and with it whatever it allowed.

    Raises:
        BadAnswer: the date lies in the future or before the incident, or a needed text is empty.
    """
    incident, consultation = enter_consultation(uow, command.actor, command.consultation_id)
    if taken_before(uow, command.key):
        return
    changed = talked(consultation, planned_on(uow, command.next_date, "next_date", by=command.actor))
    held = Round(
        id=new_id(uow.now),
        incident_id=incident.id,
        consultation_id=consultation.id,
        held_on=happened_on(uow, incident, command.held_on, "held_on", by=command.actor),
        who=needed(command.who, "who"),
        our_position=command.ours.strip(),
        their_position=command.theirs.strip(),
        by=command.actor,
        at=uow.now,
    )
    uow.add(held)
    keep_consultation(uow, incident, consultation, changed, command.actor, logged={"round": held.id})


def set_next_date(uow: UnitOfWork, command: SetNextDate) -> None:
    """Fix the next date. Raises BadAnswer when it is past."""
    incident, consultation = enter_consultation(uow, command.actor, command.consultation_id)
    if taken_before(uow, command.key):
        return
    if command.next_date is None:
        raise BadAnswer("next_date", "refused.choose_day")
    dated = replace(consultation, next_date=planned_on(uow, command.next_date, "next_date", by=command.actor))
    keep_consultation(uow, incident, consultation, dated, command.actor)


def enter_consultation(uow: UnitOfWork, actor: str, consultation_id: str) -> tuple[Incident, Consultation]:
    """Lock the consultation's incident for one of the whole room and return both. Raises NotAllowed when it is closed."""
    consultation = uow.get(Consultation, consultation_id)
    incident = enter(uow, consultation.incident_id, actor)
    fresh = uow.get(Consultation, consultation_id)
    check_decides(uow, incident, actor)
    if not fresh.is_open:
        raise NotAllowed("refused.consultation_closed")
    return incident, fresh


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
    before, after = changes(old, new)
    uow.log(incident.id, actor, "consultation.changed", subject=old.id, old=before, new={**after, **(logged or {})})
    arm_nudges(uow, changed)
    show_change(uow, incident)
