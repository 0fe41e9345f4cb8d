"""What comes after the notices as lines of a digest, of App Home and of the board: each with whose turn it is and its day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.domain.action import Action
from bot.domain.consultation import WITHOUT_OUTCOME, Consultation, ConsultationState
from bot.domain.gate import Emergency, EmergencyState
from bot.domain.incident import Incident
from bot.domain.instruction import Instruction
from bot.domain.survey import Finding, Survey, SurveyState
from bot.services.items import Item
from bot.services.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class _Running:
    """Which consultations and findings still have open actions."""

    sources: frozenset[str]
    findings: dict[str, list[str]]

    def of_survey(self, survey: Survey) -> bool:
        """Whether a correction of one of its findings is still open."""
        return bool(self.sources & set(self.findings.get(survey.id, [])))


def following_items(uow: UnitOfWork, incidents: dict[str, Incident], today: date) -> list[Item]:
    """Return the items of these incidents' talks, actions, instructions, surveys and emergency records, each kind read once."""
    names = tuple(incidents)
    actions = uow.find(Action, incident_id=names)
    findings: dict[str, list[str]] = {}
    for finding in uow.find(Finding, incident_id=names):
        findings.setdefault(finding.survey_id, []).append(finding.id)
    running = _Running(frozenset(action.source_id for action in actions if action.is_open), findings)
    found: list[Item] = []

    def take(records: list[Any], make: Callable[[Incident, Any], Item | None]) -> None:
        found.extend(item for one in records if (item := make(incidents[one.incident_id], one)) is not None)

    take(uow.find(Consultation, incident_id=names), lambda incident, one: _talk(incident, one, running, today))
    take(actions, lambda incident, one: _action(incident, one, today))
    take(uow.find(Instruction, incident_id=names), _instruction)
    take(uow.find(Survey, incident_id=names), lambda incident, one: _survey(incident, one, running))
    take(uow.find(Emergency, incident_id=names), _emergency)
    return found


def _talk(incident: Incident, talk: Consultation, running: _Running, today: date) -> Item | None:
    item = Item(
        kind="talk",
        incident=incident,
        lane_id=talk.lane_id,
        consultation=talk,
        subject=("c", talk.id),
        owner_id=talk.owner_id,
        on=talk.next_date,
    )
    if talk.state in WITHOUT_OUTCOME:
        if talk.next_date is None or talk.next_date < today:
            silent = max((today - talk.last_activity_at.date()).days, 0)
            return replace(item, kind="no_next_date", on=None, silent_days=silent)
        return item
    if talk.state in {ConsultationState.AGREED, ConsultationState.AGREED_WITH_CONDITIONS}:
        return replace(item, kind="minute", on=None)
    if talk.state is ConsultationState.NO_AGREEMENT:
        return replace(item, kind="legal", on=None)
    if talk.is_open and talk.id not in running.sources:
        return replace(item, kind="talk_close", on=None)
    return None


def _action(incident: Incident, action: Action, today: date) -> Item | None:
    check = action.next_check
    if not action.is_open and check is None:
        return None
    kind = "check" if check else "action_day" if action.due_on is None else "action"
    return Item(
        kind="action_late" if action.is_late(today) else kind,
        incident=incident,
        lane_id=action.lane_id,
        subject=("x", action.id),
        owner_id=action.owner_id,
        on=check[1] if check else action.due_on,
        detail=action.description,
    )


def _instruction(incident: Incident, one: Instruction) -> Item | None:
    if not one.is_open:
        return None
    return Item(
        kind="instruction",
        incident=incident,
        lane_id=one.lane_id,
        subject=("q", one.id),
        owner_id=one.owner_id,
        on=one.due_on,
        detail=one.text,
    )


def _survey(incident: Incident, one: Survey, running: _Running) -> Item | None:
    """A survey is somebody's turn unless it only waits for its corrections, which are lines of their own."""
    if not one.is_open or (one.state is SurveyState.REPORTED and running.of_survey(one)):
        return None
    return Item(
        kind="survey",
        incident=incident,
        lane_id=one.lane_id,
        subject=("s", one.id),
        owner_id=one.owner_id,
        on=one.scheduled_on if one.state is SurveyState.SCHEDULED else None,
        detail=one.scope,
    )


def _emergency(incident: Incident, one: Emergency) -> Item | None:
    if one.state not in {EmergencyState.DECIDED, EmergencyState.USED}:
        return None  # until it is decided it is the second person's request that is shown
    return Item(
        kind="tell_after",
        incident=incident,
        lane_id=one.lane_id,
        subject=("e", one.id),
        owner_id=one.owner_id,
        on=one.tell_on,
        detail=one.saying,
    )
