"""The schema, the part on laws: what an incident owes by statute.

No `from __future__ import annotations` here: SQLModel reads the annotations when the class is made.
"""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint

from bot.domain.statutory import StatutoryState
from storage.table_base import Base, instant, key, reference, word


class StatutoryDutyTable(Base, table=True):
    """One statutory duty of an incident."""

    __tablename__ = "statutory_duty"
    __table_args__ = (
        UniqueConstraint("incident_id", "law_id", "rule_id", "number"),
        Index(None, "incident_id"),
    )

    id: str = key()
    incident_id: str = reference("incident")
    law_id: str
    law_digest: str
    rule_id: str
    number: int
    state: StatutoryState = word(StatutoryState)
    hard: bool
    start_at: datetime | None = instant()
    due_at: datetime | None = instant()
    target_at: datetime | None = instant()
    alarm_at: datetime | None = instant()
    sent_at: datetime | None = instant()
    reference: str
    by_answers: bool
    fired_at: datetime = instant()
    ended_at: datetime | None = instant()
    ended_by: str
    second_by: str
    reason: str
