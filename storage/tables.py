"""The schema, first half: incidents and what people do about them. Each table has its record's field names.

Ids are made by the client. Foreign keys are checked at the commit, so that a service may insert in the order it thinks in.
No `from __future__ import annotations` here: SQLModel reads the annotations when the class is made.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint

from bot.domain.consultation import ConsultationState
from bot.domain.duty import DutyState
from bot.domain.incident import IncidentState, RoomKind
from bot.domain.lane import AttemptResult
from bot.domain.people import ApprovalState
from storage.table_base import OPEN, Base, instant, json_tuple, json_value, key, partial, reference, word


class IncidentTable(Base, table=True):
    """One event; its row is the lock of everything that belongs to it."""

    __tablename__ = "incident"
    __table_args__ = (
        UniqueConstraint("source_key"),
        UniqueConstraint("ref"),
        Index(None, "reporter_id"),
        partial("ix_incident_open", "id", condition=OPEN),
    )

    id: str = key()
    ref: str
    team_id: str
    source_key: str
    state: IncidentState = word(IncidentState)
    drill: bool
    drill_people: tuple[str, ...] = json_tuple()
    reporter_id: str
    reported_at: datetime = instant()
    first_recognised_at: datetime = instant()
    start_uncertain: bool
    recognised_by: str
    summary: str
    facts: dict[str, Any] = json_value()
    packs: dict[str, str] = json_value()
    laws: dict[str, str] = json_value()
    moments: dict[str, str] = json_value()
    law_form_at: datetime | None = instant()
    permalink: str
    lead_id: str
    lead_form_at: datetime | None = instant()
    room_kind: RoomKind = word(RoomKind)
    room_channel: str
    room_ts: str
    board_channel: str
    board_ts: str
    contained_at: datetime | None = instant()
    recovered_at: datetime | None = instant()
    ended_at: datetime | None = instant()
    ended_reason: str
    version: int


class LaneTable(Base, table=True):
    """One client's part of an incident."""

    __tablename__ = "lane"
    __table_args__ = (UniqueConstraint("incident_id", "pack_id"),)

    id: str = key()
    incident_id: str = reference("incident")
    pack_id: str
    pack_digest: str
    position: int
    word: str
    start_at: datetime = instant()
    due_at: datetime | None = instant()
    target_at: datetime | None = instant()
    alarm_at: datetime | None = instant()
    ladder_start_at: datetime = instant()
    ladder_epoch: int
    owner_id: str
    owned_at: datetime | None = instant()
    progress_at: datetime | None = instant()
    reached_at: datetime | None = instant()
    reached_who: str
    reached_how: str
    reached_ref: str
    reached_by: str
    confirmed_at: datetime | None = instant()
    confirmed_ref: str
    next_report_at: datetime | None = instant()
    overdue_told_at: datetime | None = instant()
    delay_reason: str
    stood_down_at: datetime | None = instant()
    stood_down_reason: str
    card_channel: str
    card_ts: str
    insurance: list[dict[str, str]] = json_value()


class AttemptTable(Base, table=True):
    """One attempt to reach a client's desk."""

    __tablename__ = "attempt"
    __table_args__ = (
        Index(None, "incident_id"),
        Index(None, "lane_id"),
    )

    id: str = key()
    incident_id: str = reference("incident")
    lane_id: str = reference("lane")
    at: datetime = instant()
    by: str
    channel: str
    slot: str
    result: AttemptResult = word(AttemptResult)
    note: str


class DutyTable(Base, table=True):
    """One duty that fired."""

    __tablename__ = "duty"
    __table_args__ = (
        UniqueConstraint("lane_id", "rule_id"),
        Index(None, "incident_id"),
    )

    id: str = key()
    incident_id: str = reference("incident")
    lane_id: str = reference("lane")
    rule_id: str
    type: str
    hard: bool
    recommended: bool
    state: DutyState = word(DutyState)
    start_at: datetime = instant()
    due_at: datetime | None = instant()
    target_at: datetime | None = instant()
    alarm_at: datetime | None = instant()
    reached_at: datetime | None = instant()
    acknowledged_at: datetime | None = instant()
    ended_at: datetime | None = instant()
    ended_by: str
    second_by: str
    reason: str


class PersonTable(Base, table=True):
    """A Slack member as Hansho remembers them."""

    __tablename__ = "person"

    id: str = key()
    team_id: str
    name: str
    locale: str
    tz: str
    email: str
    is_foreign: bool
    fetched_at: datetime = instant()
    home_opened_at: datetime | None = instant()


class RoomMemberTable(Base, table=True):
    """Who may act on an incident and see it."""

    __tablename__ = "room_member"
    __table_args__ = (
        UniqueConstraint("incident_id", "user_id"),
        Index(None, "user_id"),
    )

    id: str = key()
    incident_id: str = reference("incident")
    user_id: str
    roles: tuple[str, ...] = json_tuple()
    joined_at: datetime = instant()
    invited: bool


class ApprovalTable(Base, table=True):
    """A step that waits for a second person."""

    __tablename__ = "approval"
    __table_args__ = (Index(None, "incident_id"),)

    id: str = key()
    incident_id: str = reference("incident")
    kind: str
    subject_id: str
    reason: str
    asked_by: str
    asked_at: datetime = instant()
    state: ApprovalState = word(ApprovalState)
    decided_by: str
    decided_at: datetime | None = instant()


class ConsultationTable(Base, table=True):
    """One consultation of a lane."""

    __tablename__ = "consultation"
    __table_args__ = (
        UniqueConstraint("lane_id", "rule_id"),
        Index(None, "incident_id"),
    )

    id: str = key()
    incident_id: str = reference("incident")
    lane_id: str = reference("lane")
    rule_id: str
    topic: str
    good_practice: bool
    subject: str
    state: ConsultationState = word(ConsultationState)
    owner_id: str
    our_position: str
    our_reason: str
    asked_on: date | None
    asked_who: str
    asked_how: str
    next_date: date | None
    result: ConsultationState | None = word(ConsultationState)
    permits: bool
    outcome: str
    minute_on: date | None
    minute_ours: str
    minute_theirs: str
    minute_ref: str
    opened_at: datetime = instant()
    last_activity_at: datetime = instant()
    nudge_epoch: int
    closed_at: datetime | None = instant()
    closed_reason: str


class RoundTable(Base, table=True):
    """One round of talks."""

    __tablename__ = "round"
    __table_args__ = (
        Index(None, "incident_id"),
        Index(None, "consultation_id"),
    )

    id: str = key()
    incident_id: str = reference("incident")
    consultation_id: str = reference("consultation")
    held_on: date
    who: str
    our_position: str
    their_position: str
    by: str
    at: datetime = instant()
