"""How talks end: their outcome with its conditions, the minute both sides confirmed, closing, and talking again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.domain.action import Action, ActionKind, ActionSource, ActionState
from bot.domain.consultation import (
    GATED,
    OUTCOMES,
    SETTLED,
    Consultation,
    ConsultationState,
    check_consultation_step,
    ended,
    talked,
)
from bot.domain.days import split_day
from bot.domain.duty import Duty, DutyState
from bot.domain.errors import BadAnswer, NotPossibleNow
from bot.domain.incident import Incident
from bot.domain.people import Role, RoomMember
from bot.services.actions import open_actions, start_action
from bot.services.consulting import enter_consultation, keep_consultation
from bot.services.dates import happened_on, planned_on
from bot.services.nudges import remind
from bot.services.ports import UnitOfWork
from bot.services.room import check_decides, enter, join, needed, taken_before


@dataclass(frozen=True, slots=True, kw_only=True)
class SetOutcome:
    """How the talks ended: agreed, agreed_with_conditions or no_agreement, in words.

    `conditions` holds one condition a line, each with its day at the end if it has one; `permits` is yes or no, and only
    asked for publication and disclosure: whether it may be done.
    """

    actor: str
    key: str
    consultation_id: str
    result: str
    text: str
    conditions: str = ""
    permits: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMinute:
    """Both sides confirmed the minute: on which day, who of ours, who of theirs, and where it lies."""

    actor: str
    key: str
    consultation_id: str
    confirmed_on: date | None
    ours: str
    theirs: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseConsultation:
    """Close a consultation, with the reason when there is no minute that both sides confirmed."""

    actor: str
    key: str
    consultation_id: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkAgain:
    """Take up a closed consultation again, and why."""

    actor: str
    key: str
    consultation_id: str
    reason: str


def set_outcome(uow: UnitOfWork, command: SetOutcome) -> None:
    """Record the outcome. Each condition becomes something to see to; no agreement is handed over to legal.

    Raises BadAnswer: an unknown outcome, no words, conditions that were agreed but not written down, a day that has passed,
    or for publication and disclosure no answer to whether it may be done.
    """
    incident, talk = enter_consultation(uow, command.actor, command.consultation_id)
    if taken_before(uow, command.key):
        return
    if command.result not in {outcome.value for outcome in OUTCOMES}:
        raise BadAnswer("result", "refused.choose")
    result = ConsultationState(command.result)
    check_consultation_step(talk.state, result)
    if talk.topic in GATED and result in SETTLED and command.permits not in {"yes", "no"}:
        raise BadAnswer("permits", "refused.choose")
    changed = ended(talk, result, needed(command.text, "text"), permits=command.permits == "yes")
    if result is ConsultationState.AGREED_WITH_CONDITIONS:
        _take_conditions(uow, incident, talk, needed(command.conditions, "conditions"), command.actor)
    if result is ConsultationState.NO_AGREEMENT:
        changed = _to_legal(uow, incident, changed)
    keep_consultation(uow, incident, talk, changed, command.actor)


def _take_conditions(uow: UnitOfWork, incident: Incident, talk: Consultation, conditions: str, actor: str) -> None:
    """Take up the conditions that are new. One agreed before stays as it is, even when its day has passed or it is done."""
    taken = {
        (one.description, one.due_on)
        for one in uow.find(Action, source_id=talk.id, kind=ActionKind.CONDITION)
        if one.state is not ActionState.DROPPED
    }
    for written in filter(None, (line.strip(" \t　・•-*") for line in conditions.splitlines())):
        words, day = split_day(written)
        if (words, day) in taken:
            continue
        start_action(
            uow,
            incident,
            lane_id=talk.lane_id,
            kind=ActionKind.CONDITION,
            source=ActionSource.CONSULTATION,
            source_id=talk.id,
            description=words,
            owner=talk.owner_id or actor,
            due_on=planned_on(uow, day, "conditions", by=actor),
            actor=actor,
        )


def _to_legal(uow: UnitOfWork, incident: Incident, talk: Consultation) -> Consultation:
    """Bring legal into the room, tell them, and make it theirs: from now on they are the ones reminded of its silence."""
    legal = [member for member in uow.find(RoomMember, incident_id=incident.id) if Role.LEGAL in member.roles]
    for member in legal:
        join(uow, incident, member.user_id, actor="hansho", role=Role.LEGAL.value)
        remind(uow, incident, talk, member.user_id, key=f"no_agreement:{talk.nudge_epoch + 1}", days=0)
    return replace(talk, owner_id=legal[0].user_id) if legal else talk


def record_minute(uow: UnitOfWork, command: RecordMinute) -> None:
    """Record that both sides confirmed the minute of what was agreed; its actions run on from there, if it has any.

    Raises BadAnswer (a day before the incident or to come, a side without a name, no reference), NotPossibleNow.
    """
    incident, talk = enter_consultation(uow, command.actor, command.consultation_id)
    if taken_before(uow, command.key):
        return
    running = open_actions(uow, source_id=talk.id)
    state = ConsultationState.ACTIONS_RUNNING if running else ConsultationState.RECORDED
    check_consultation_step(talk.state, state)
    recorded = replace(
        talk,
        state=state,
        minute_on=happened_on(uow, incident, command.confirmed_on, "confirmed_on", by=command.actor),
        minute_ours=needed(command.ours, "ours"),
        minute_theirs=needed(command.theirs, "theirs"),
        minute_ref=needed(command.reference, "reference"),
    )
    keep_consultation(uow, incident, talk, recorded, command.actor)


def close_consultation(uow: UnitOfWork, command: CloseConsultation) -> None:
    """Close it; the cost duty it served is done with it.

    Raises BadAnswer (no minute that both sides confirmed, and no reason), NotPossibleNow (actions of it are still open).
    """
    incident, talk = enter_consultation(uow, command.actor, command.consultation_id)
    if taken_before(uow, command.key):
        return
    left = open_actions(uow, source_id=talk.id)
    if left:
        raise NotPossibleNow("refused.actions_open", n=len(left))
    reason = command.reason.strip()
    if talk.minute_on is None:
        reason = needed(reason, "reason")
    check_consultation_step(talk.state, ConsultationState.CLOSED)
    closed = replace(talk, state=ConsultationState.CLOSED, closed_at=uow.now, closed_reason=reason)
    keep_consultation(uow, incident, talk, closed, command.actor)
    if talk.topic == "cost":
        _end_cost_duties(uow, incident, talk, command.actor)


def _end_cost_duties(uow: UnitOfWork, incident: Incident, talk: Consultation, actor: str) -> None:
    for duty in uow.find(Duty, lane_id=talk.lane_id, type="cost", state=DutyState.RUNNING):
        uow.save(replace(duty, state=DutyState.DONE, ended_at=uow.now, ended_by=actor))
        uow.log(incident.id, actor, "duty.state", subject=duty.id, old={"state": "running"}, new={"state": "done"})


def talk_again(uow: UnitOfWork, command: TalkAgain) -> None:
    """Take up a closed consultation again. Raises BadAnswer without a reason, NotPossibleNow when it is not closed."""
    incident = enter(uow, uow.get(Consultation, command.consultation_id).incident_id, command.actor)
    talk = uow.get(Consultation, command.consultation_id)
    check_decides(uow, incident, command.actor)
    if taken_before(uow, command.key):
        return
    reason = needed(command.reason)
    if talk.is_open:
        raise NotPossibleNow("refused.consultation_step", state=talk.state.value)
    keep_consultation(uow, incident, talk, talked(talk, None), command.actor, logged={"reason": reason})
