"""The schema, third part: what follows the notices. Actions and the looks at them.

No `from __future__ import annotations` here: SQLModel reads the annotations when the class is made.
"""

from datetime import date, datetime

from sqlalchemy import Index

from bot.domain.action import ActionKind, ActionSource, ActionState
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
