"""What people do about statutory duties: say that one was told, let the client's notice stand for it, set aside what is not owed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.errors import BadAnswer, NotAllowed, NotPossibleNow
from bot.domain.incident import Incident
from bot.domain.people import Approval
from bot.domain.statutory import StatutoryDuty, StatutoryState, check_statutory_step
from bot.services.outgoing import show_change
from bot.services.ports import UnitOfWork
from bot.services.reaching import CLOCK_TOLERANCE
from bot.services.room import check_decides, enter, needed, taken_before
from bot.services.second_person import ask_second
from bot.services.statutory import assess_laws
from bot.services.statutory_reading import LAW_APPROVAL, ruled_out, standing_for


@dataclass(frozen=True, slots=True, kw_only=True)
class SendStatutory:
    """A statutory duty was told (or seen to), when, and under which receipt number."""

    actor: str
    key: str
    duty_id: str
    at: datetime
    reference: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Discharge:
    """Let the notices to the clients stand for what the law asks of us (`duty_id` is the duty to tell the client)."""

    actor: str
    key: str
    duty_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A person says by name that a duty is not owed; without `duty_id` all that the answers rule out."""

    actor: str
    key: str
    incident_id: str
    duty_id: str = ""
    reason: str = ""


def send_statutory(uow: UnitOfWork, command: SendStatutory) -> None:
    """Keep that it was told; what the law counts from it begins.

    Raises:
        BadAnswer: the time lies in the future or before anybody noticed.
        NotPossibleNow: it has ended already.
    """
    incident, duty = _enter(uow, command.actor, command.duty_id)
    if taken_before(uow, command.key):
        return
    if command.at > uow.now + CLOCK_TOLERANCE:
        raise BadAnswer("at", "refused.time_future")
    if command.at < incident.first_recognised_at - CLOCK_TOLERANCE:
        raise BadAnswer("at", "refused.before_recognition", at=incident.first_recognised_at)
    ended = replace(duty, sent_at=command.at, reference=command.reference.strip())
    _end(uow, incident, ended, StatutoryState.DONE, actor=command.actor, reason=command.note.strip())
    assess_laws(uow, incident, actor=command.actor)
    show_change(uow, incident)


def discharge(uow: UnitOfWork, command: Discharge) -> None:
    """Tick the duty to tell the client, and what it frees us of, with reference to the notices that carried every item.

    Raises:
        NotPossibleNow: not every client concerned has such a notice yet, or our role is not that of a processor alone.
    """
    incident, duty = _enter(uow, command.actor, command.duty_id)
    if taken_before(uow, command.key):
        return
    law = uow.pinned_law(duty.law_digest)
    rule = law.by_id[duty.rule_id]
    notices = standing_for(uow, incident, rule)
    if not notices:
        raise NotPossibleNow("refused.no_discharge")
    reference = ", ".join(f"{pack_id} #{notice.number}" for pack_id, notice in notices)
    told_at = max(notice.issued_at for _, notice in notices if notice.issued_at)
    _end(
        uow,
        incident,
        replace(duty, sent_at=told_at, reference=reference),
        StatutoryState.DONE,
        actor=command.actor,
        reason="",
    )
    for other in uow.find(StatutoryDuty, incident_id=incident.id, law_id=law.id):
        if other.rule_id in rule.discharges and other.is_open:
            freed = replace(other, reference=reference)
            _end(uow, incident, freed, StatutoryState.DISCHARGED, actor=command.actor, reason="")
    assess_laws(uow, incident, actor=command.actor)
    show_change(uow, incident)


def ask_set_aside(uow: UnitOfWork, command: SetAside) -> bool:
    """Set aside at once what is soft; a second person has to agree where the law holds a number. Returns whether it is done.

    Raises:
        NotPossibleNow: the answers rule out nothing, or the duty has ended.
        BadAnswer: no reason.
    """
    incident = enter(uow, command.incident_id, command.actor)
    check_decides(uow, incident, command.actor)
    if taken_before(uow, command.key):
        return True
    reason = needed(command.reason)
    duties = _meant(uow, incident, command.duty_id or incident.id)
    if not duties:
        raise NotPossibleNow("refused.nothing_ruled_out")
    if any(duty.hard for duty in duties):
        ask_second(uow, incident, LAW_APPROVAL, command.duty_id or incident.id, reason, command.actor)
        return False
    _set_aside(uow, incident, duties, by_answers=not command.duty_id, actor=command.actor, reason=reason)
    return True


def set_aside_agreed(uow: UnitOfWork, incident: Incident, approval: Approval, *, second: str) -> None:
    """Carry out what a second person agreed to."""
    _set_aside(
        uow,
        incident,
        _meant(uow, incident, approval.subject_id),
        by_answers=approval.subject_id == incident.id,
        actor=approval.asked_by,
        reason=approval.reason,
        second=second,
    )


def set_all_aside(uow: UnitOfWork, incident: Incident, *, actor: str, reason: str, second: str) -> None:
    """Set every open statutory duty aside: it was no incident, as two people said. What they owe comes back if it goes on after all."""
    duties = [duty for duty in uow.find(StatutoryDuty, incident_id=incident.id) if duty.is_open]
    _set_aside(uow, incident, duties, by_answers=True, actor=actor, reason=reason, second=second)


def _meant(uow: UnitOfWork, incident: Incident, subject_id: str) -> list[StatutoryDuty]:
    if subject_id == incident.id:
        return ruled_out(uow, incident)
    duty = uow.get(StatutoryDuty, subject_id)
    if duty.incident_id != incident.id:
        raise NotAllowed("refused.not_in_room", ref=incident.ref)
    check_statutory_step(duty.state, StatutoryState.SET_ASIDE)
    return [duty]


def _set_aside(
    uow: UnitOfWork,
    incident: Incident,
    duties: list[StatutoryDuty],
    *,
    by_answers: bool,
    actor: str,
    reason: str,
    second: str = "",
) -> None:
    for duty in duties:
        aside = replace(duty, by_answers=by_answers, second_by=second)
        _end(uow, incident, aside, StatutoryState.SET_ASIDE, actor=actor, reason=reason)
    show_change(uow, incident)


def _end(
    uow: UnitOfWork, incident: Incident, duty: StatutoryDuty, state: StatutoryState, *, actor: str, reason: str
) -> None:
    check_statutory_step(duty.state, state)
    uow.save(replace(duty, state=state, ended_at=uow.now, ended_by=actor, reason=reason))
    new: dict[str, object] = {"state": state.value, "second": duty.second_by, "ref": duty.reference}
    if duty.sent_at is not None:
        new["sent_at"] = duty.sent_at.isoformat()
    old: dict[str, object] = {"state": duty.state.value}
    uow.log(incident.id, actor, "statutory.state", subject=duty.id, old=old, new=new, why=reason)


def _enter(uow: UnitOfWork, actor: str, duty_id: str) -> tuple[Incident, StatutoryDuty]:
    incident = enter(uow, uow.get(StatutoryDuty, duty_id).incident_id, actor)
    check_decides(uow, incident, actor)
    return incident, uow.get(StatutoryDuty, duty_id)
