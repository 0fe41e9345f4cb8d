"""The closing of an incident: its checklist, and what is written down when somebody asks to close it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.domain.action import Action, ActionState
from bot.domain.closing import Closing, ClosingLine
from bot.domain.consultation import Consultation
from bot.domain.duty import Duty
from bot.domain.errors import BadAnswer
from bot.domain.gate import Emergency
from bot.domain.ids import new_id
from bot.domain.incident import Incident
from bot.domain.instruction import Instruction
from bot.domain.lane import Lane
from bot.domain.ledger import CostLine, Stage, ledger_of
from bot.domain.notice import Notice, NoticeKind, issued_of, owed_items
from bot.domain.statutory import StatutoryDuty
from bot.domain.survey import Survey
from bot.services.dates import planned_on
from bot.services.keeping import changes
from bot.services.notice_letters import notices_of
from bot.services.ports import UnitOfWork
from bot.services.queries import PictureOf, find_incident

_ENDS = frozenset({NoticeKind.FINAL, NoticeKind.WITHDRAWAL})


def checklist(uow: UnitOfWork, incident: Incident) -> tuple[ClosingLine, ...]:
    """Return every line of the checklist, those with nothing left too, in the order in which they are worked off."""
    lanes = uow.find(Lane, incident_id=incident.id)
    reports = [issued_of(notices_of(uow, lane.id)) for lane in lanes]
    asked: list[Instruction | Survey | Emergency] = [
        *uow.find(Instruction, incident_id=incident.id),
        *uow.find(Survey, incident_id=incident.id),
        *uow.find(Emergency, incident_id=incident.id),
    ]
    duties = [duty for duty in uow.find(Duty, incident_id=incident.id) if not duty.is_ended and not duty.recommended]
    costs = ledger_of(uow.find(CostLine, incident_id=incident.id), ()).standing
    estimates = [line for line in costs if line.stage is Stage.ESTIMATE]
    return (
        ClosingLine("duties", len(duties)),
        ClosingLine("laws", sum(one.is_open for one in uow.find(StatutoryDuty, incident_id=incident.id))),
        ClosingLine("consultations", sum(talk.is_open for talk in uow.find(Consultation, incident_id=incident.id))),
        ClosingLine("actions", len(uow.find(Action, incident_id=incident.id, state=ActionState.OPEN))),
        ClosingLine("asked", sum(one.is_open for one in asked)),
        ClosingLine("reports", sum(_waits(lane, issued) for lane, issued in zip(lanes, reports, strict=True))),
        ClosingLine("investigation", sum(len(owed_items(issued)) for issued in reports)),
        ClosingLine("ledger", len(estimates)),
    )


def _waits(lane: Lane, issued: Sequence[Notice]) -> bool:
    """Whether the client waits for another report: none was the last one, or one was promised by word of mouth alone."""
    return issued[-1].kind not in _ENDS if issued else lane.next_report_at is not None


def checklist_of(uow: UnitOfWork, query: PictureOf) -> tuple[tuple[ClosingLine, ...], Closing | None, bool]:
    """Return the checklist, what was written down before, and whether cause and prevention are asked for. For a reader of the room."""
    incident = find_incident(uow, query)
    return checklist(uow, incident), _closing(uow, incident), wants_cause(uow, incident)


def wants_cause(uow: UnitOfWork, incident: Incident) -> bool:
    """Whether root cause and prevention have to be written down: something happened, and a client has been told of it."""
    told = any(lane.reached_at is not None for lane in uow.find(Lane, incident_id=incident.id))
    return told and incident.facts.get("status") != "future_risk" and not incident.drill


def write_closing(
    uow: UnitOfWork, incident: Incident, *, actor: str, root_cause: str, prevention: str, retain_until: date | None
) -> None:
    """Keep what was written down, in place of what was before, and log both.

    Raises BadAnswer: the cause, the prevention or the day is missing where it is asked for, or the day has passed.
    """
    cause, measures = root_cause.strip(), prevention.strip()
    until = planned_on(uow, retain_until, "retain_until")
    if wants_cause(uow, incident):
        for block, words in (("root_cause", cause), ("prevention", measures)):
            if not words:
                raise BadAnswer(block, "refused.needed")
        if until is None:
            raise BadAnswer("retain_until", "refused.choose_day")
    old = _closing(uow, incident)
    new = Closing(
        id=old.id if old else new_id(uow.now),
        incident_id=incident.id,
        root_cause=cause,
        prevention=measures,
        retain_until=until,
        by=actor,
        at=uow.now,
    )
    if old is None:
        uow.add(new)
        before, after = changes(replace(new, root_cause="", prevention="", retain_until=None), new)
    else:
        uow.save(new)
        before, after = changes(old, new)
    uow.log(incident.id, actor, "incident.closing", subject=incident.id, old=before, new=after)


def _closing(uow: UnitOfWork, incident: Incident) -> Closing | None:
    found = uow.find(Closing, incident_id=incident.id)
    return found[0] if found else None
