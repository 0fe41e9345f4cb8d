"""Where every lane of an incident stands, read once a kind of record, so that a hundred lanes cost little more than one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.action import Action
from bot.domain.consultation import Consultation
from bot.domain.errors import NotAllowed
from bot.domain.gate import Emergency
from bot.domain.incident import Incident
from bot.domain.instruction import Instruction
from bot.domain.lane import Lane
from bot.domain.ledger import CostLine, ledger_of
from bot.domain.survey import Survey, SurveyState
from bot.services.names import names_of
from bot.services.ports import UnitOfWork
from bot.services.room import membership
from bot.services.rules import client_name, contract_zone, local_date
from bot.services.statutory_picture import law_summary
from bot.views.board_picture import BoardPicture, BoardRow


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardOf:
    """The board of an incident for one viewer."""

    viewer: str
    incident_id: str


def board_seen(uow: UnitOfWork, query: BoardOf) -> BoardPicture:
    """Return the board for a person of the room. Raises NotAllowed for anybody else, NotFound."""
    incident = uow.get(Incident, query.incident_id)
    if membership(uow, incident.id, query.viewer) is None:
        raise NotAllowed("refused.not_in_room", ref=incident.ref)
    return board_of(uow, incident)


def board_of(uow: UnitOfWork, incident: Incident) -> BoardPicture:
    """Return where each lane of the incident stands."""
    kinds = (Consultation, Action, Instruction, Survey, Emergency, CostLine)
    found: dict[type[Any], dict[str, list[Any]]] = {
        kind: _by_lane(uow.find(kind, incident_id=incident.id)) for kind in kinds
    }
    today = local_date(uow)
    rows = [
        _row(uow, lane, {kind: found[kind].get(lane.id, []) for kind in kinds}, today)
        for lane in uow.find(Lane, incident_id=incident.id)
    ]
    return BoardPicture(
        incident_id=incident.id,
        ref=incident.ref,
        drill=incident.drill,
        reporter_name=names_of(uow)(incident.reporter_id),
        rows=tuple(rows),
        laws=law_summary(uow, incident),
    )


def _row(uow: UnitOfWork, lane: Lane, of: dict[type[Any], list[Any]], today: date) -> BoardRow:
    pack = uow.pinned(lane.pack_digest)
    talks = [talk for talk in of[Consultation] if talk.is_open]
    actions = [action for action in of[Action] if action.is_open]
    asked = [one for one in (*of[Instruction], *of[Survey]) if one.is_open]
    lines = ledger_of(of[CostLine], ()).standing
    days = [talk.next_date for talk in talks]
    days += [action.due_on for action in actions]
    days += [one.due_on for one in of[Instruction] if one.is_open]
    days += [one.scheduled_on for one in of[Survey] if one.state is SurveyState.SCHEDULED]
    days += [one.tell_on for one in of[Emergency] if one.plan is not None]
    if lane.next_report_at is not None and lane.next_report_at > uow.now:
        days.append(lane.next_report_at.astimezone(ZoneInfo(uow.rules.office.timezone)).date())
    return BoardRow(
        lane_id=lane.id,
        position=lane.position,
        client=client_name(pack),
        zone=contract_zone(pack),
        due_at=lane.due_at,
        target_at=lane.target_at,
        reached_at=lane.reached_at,
        confirmed_at=lane.confirmed_at,
        stood_down=lane.stood_down_at is not None,
        talks=tuple((talk.topic, talk.state.value) for talk in talks),
        actions_open=len(actions),
        actions_late=sum(action.is_late(today) for action in actions),
        asked_open=len(asked),
        cost_yen=sum(line.gross_yen for line in lines) if lines else None,
        next_on=min((day for day in days if day is not None), default=None),
    )


def _by_lane(records: Iterable[Any]) -> dict[str, list[Any]]:
    grouped: dict[str, list[Any]] = {}
    for record in records:
        grouped.setdefault(record.lane_id, []).append(record)
    return grouped
