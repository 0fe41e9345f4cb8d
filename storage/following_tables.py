"""The schema, the part on what follows the notices: actions, instructions, surveys, emergency records, what left the house.

No `from __future__ import annotations` here: SQLModel reads the annotations when the class is made.
"""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint

from bot.domain.action import ActionKind, ActionSource, ActionState
from bot.domain.gate import EmergencyState, GateKind
from bot.domain.instruction import InstructionState
from bot.domain.survey import Severity, SurveyState
from storage.table_base import Base, instant, key, reference, word


class ActionTable(Base, table=True):
    """One action of a consultation, an instruction or a finding; `source_id` says of which."""

    __tablename__ = "action"
    __table_args__ = (
        Index(None, "incident_id"),
        Index(None, "lane_id"),
        Index(None, "source_id"),
    )

    id: str = key()
    incident_id: str = reference("incident")
    lane_id: str = reference("lane")
    kind: ActionKind = word(ActionKind)
    source: ActionSource = word(ActionSource)
    source_id: str
    description: str
    owner_id: str
    due_on: date | None
    state: ActionState = word(ActionState)
    evidence: str
    done_on: date | None
    ended_by: str
    dropped_reason: str
    checked_days: int
    touched_on: date
    remind_epoch: int
    by: str
    at: datetime = instant()


class ActionCheckTable(Base, table=True):
    """One look at a measure after it was done."""

    __tablename__ = "action_check"
    __table_args__ = (
        Index(None, "incident_id"),
        Index(None, "action_id"),
    )

    id: str = key()
    incident_id: str = reference("incident")
    action_id: str = reference("action")
    days: int
    held_on: date
    holds: bool
    note: str
    by: str
    at: datetime = instant()


class InstructionTable(Base, table=True):
    """One instruction of a client."""

    __tablename__ = "instruction"
    __table_args__ = (
        Index(None, "incident_id"),
        Index(None, "lane_id"),
    )

    id: str = key()
    incident_id: str = reference("incident")
    lane_id: str = reference("lane")
    rule_id: str
    text: str
    given_by: str
    given_at: datetime = instant()
    channel: str
    owner_id: str
    due_on: date | None
    state: InstructionState = word(InstructionState)
    reported_on: date | None
    reported_to: str
    reported_how: str
    reported_ref: str
    touched_on: date
    remind_epoch: int
    by: str
    at: datetime = instant()


class SurveyTable(Base, table=True):
    """One survey by a client."""

    __tablename__ = "survey"
    __table_args__ = (
        Index(None, "incident_id"),
        Index(None, "lane_id"),
    )

    id: str = key()
    incident_id: str = reference("incident")
    lane_id: str = reference("lane")
    rule_id: str
    announced_on: date
    announced_by: str
    announced_how: str
    scope: str
    owner_id: str
    state: SurveyState = word(SurveyState)
    scheduled_on: date | None
    held_on: date | None
    held_who: str
    substitute: str
    reported_on: date | None
    reported_to: str
    reported_ref: str
    closed_on: date | None
    closed_reason: str
    touched_on: date
    remind_epoch: int
    by: str
    at: datetime = instant()


class FindingTable(Base, table=True):
    """One finding of a survey."""

    __tablename__ = "finding"
    __table_args__ = (
        Index(None, "incident_id"),
        Index(None, "survey_id"),
    )

    id: str = key()
    incident_id: str = reference("incident")
    lane_id: str = reference("lane")
    survey_id: str = reference("survey")
    text: str
    severity: Severity = word(Severity)
    tier: int
    site: str
    by: str
    at: datetime = instant()


class EmergencyTable(Base, table=True):
    """One emergency record of a gate."""

    __tablename__ = "emergency"
    __table_args__ = (
        Index(None, "incident_id"),
        Index(None, "lane_id"),
    )

    id: str = key()
    incident_id: str = reference("incident")
    lane_id: str = reference("lane")
    kind: GateKind = word(GateKind)
    why: str
    saying: str
    tell_on: date
    state: EmergencyState = word(EmergencyState)
    owner_id: str
    asked_at: datetime = instant()
    decided_by: str
    decided_at: datetime | None = instant()
    told_on: date | None
    told_who: str
    told_ref: str
    remind_epoch: int


class ReleaseTable(Base, table=True):
    """Something that was published or disclosed."""

    __tablename__ = "release"
    __table_args__ = (
        Index(None, "incident_id"),
        Index(None, "lane_id"),
    )

    id: str = key()
    incident_id: str = reference("incident")
    lane_id: str = reference("lane")
    kind: GateKind = word(GateKind)
    to_whom: str
    what: str
    released_on: date
    reference: str
    basis_id: str
    emergency: bool
    by: str
    at: datetime = instant()


class ClosingTable(Base, table=True):
    """What was written down at the end of an incident."""

    __tablename__ = "closing"
    __table_args__ = (UniqueConstraint("incident_id"),)

    id: str = key()
    incident_id: str = reference("incident")
    root_cause: str
    prevention: str
    retain_until: date | None
    by: str
    at: datetime = instant()
