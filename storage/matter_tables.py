"""The schema of matters: what is owed to a client outside of an incident, and the steps that were taken.

No `from __future__ import annotations` here: SQLModel reads the annotations when the class is made.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint

from bot.domain.matter import MatterKind, MatterState
from bot.domain.paper import PaperKind
from storage.table_base import (
    Base,
    instant,
    json_tuple,
    json_value,
    key,
    optional_key,
    optional_reference,
    reference,
    word,
)


class MatterTable(Base, table=True):
    """One matter; its row is the lock of everything that belongs to it."""

    __tablename__ = "matter"
    __table_args__ = (
        UniqueConstraint("ref"),
        Index(None, "state"),
        Index(None, "owner_id"),
        Index(None, "pack_id"),
        Index(None, "origin", unique=True),
        Index(None, "part_of"),
    )

    id: str = key()
    ref: str
    kind: MatterKind = word(MatterKind)
    topic: str
    pack_id: str
    pack_digest: str
    rule_id: str
    inside: bool
    state: MatterState = word(MatterState)
    words: str
    answers: dict[str, str] = json_value()
    owner_id: str
    by: str
    began_on: date
    due_on: date | None
    target_on: date | None
    hard: bool
    word: str
    until: date | None
    touched_on: date
    remind_epoch: int
    at: datetime = instant()
    ended_at: datetime | None = instant()
    origin: str = optional_key()
    part_of: str = optional_reference("matter")


class MatterEntryTable(Base, table=True):
    """One step that was taken in a matter."""

    __tablename__ = "matter_entry"
    __table_args__ = (Index(None, "matter_id"),)

    id: str = key()
    matter_id: str = reference("matter")
    step: str
    happened_on: date | None
    who: str
    reference: str
    note: str
    until: date | None
    by: str
    at: datetime = instant()


class PaperTable(Base, table=True):
    """One version of what is handed to a client about a matter."""

    __tablename__ = "paper"
    __table_args__ = (UniqueConstraint("matter_id", "number"),)

    id: str = key()
    matter_id: str = reference("matter")
    number: int
    kind: PaperKind = word(PaperKind)
    language: str
    values: dict[str, str] = json_value()
    data: dict[str, Any] = json_value()
    data_sha256: str
    blanks: tuple[str, ...] = json_tuple()
    by: str
    at: datetime = instant()
