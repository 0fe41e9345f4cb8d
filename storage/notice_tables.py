"""The schema, third part: what goes to clients, frozen, and the documents it went out as.

No `from __future__ import annotations` here: SQLModel reads the annotations when the class is made.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint

from bot.domain.delivery import DeliveryRoad, DeliveryState
from bot.domain.document import DocumentFormat, DocumentState
from bot.domain.notice import NoticeItem, NoticeKind, NoticeState
from storage.table_base import Base, instant, json_tuple, json_value, key, optional_reference, records, reference, word


class NoticeTable(Base, table=True):
    """One report to one client. A draft has no number, so the unique key binds issued ones only."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("lane_id", "number"),
        Index(None, "incident_id"),
    )

    id: str = key()
    incident_id: str = reference("incident")
    lane_id: str = reference("lane")
    kind: NoticeKind = word(NoticeKind)
    state: NoticeState = word(NoticeState)
    language: str
    version: int
    items: tuple[NoticeItem, ...] = records(NoticeItem)
    next_report_at: datetime | None = instant()
    drafted_by: str
    drafted_at: datetime = instant()
    edited_by: str
    edited_at: datetime | None = instant()
    asked_by: str
    asked_at: datetime | None = instant()
    approved_by: str
    approved_at: datetime | None = instant()
    bypassed: bool
    number: int | None
    issued_by: str
    issued_at: datetime | None = instant()
    letter: dict[str, Any] = json_value()
    letter_sha256: str


class DocumentTable(Base, table=True):
    """One file, without its bytes: lists of documents are read often, the bytes only to send them."""

    __tablename__ = "document"
    __table_args__ = (
        Index(None, "incident_id"),
        Index(None, "lane_id"),
        Index(None, "subject_id"),
    )

    id: str = key()
    incident_id: str = optional_reference("incident")
    lane_id: str = optional_reference("lane")
    matter_id: str = optional_reference("matter")
    subject: str
    subject_id: str
    format: DocumentFormat = word(DocumentFormat)
    name: str
    state: DocumentState = word(DocumentState)
    form: str
    sha256: str
    size: int
    error: str
    asked_at: datetime = instant()
    made_at: datetime | None = instant()


class DocumentContentTable(Base, table=True):
    """A document's bytes; its id is the document's."""

    __tablename__ = "document_content"

    id: str = key()
    content: bytes


class DeliveryTable(Base, table=True):
    """One report on one road to one address."""

    __tablename__ = "delivery"
    __table_args__ = (
        Index(None, "incident_id"),
        Index(None, "lane_id"),
        Index(None, "notice_id"),
    )

    id: str = key()
    incident_id: str = reference("incident")
    lane_id: str = reference("lane")
    notice_id: str = reference("notice")
    road: DeliveryRoad = word(DeliveryRoad)
    slot: str
    address: str
    brief: bool
    documents: tuple[str, ...] = json_tuple()
    state: DeliveryState = word(DeliveryState)
    message_id: str
    answer: str
    asked_by: str
    asked_at: datetime = instant()
    settled_at: datetime | None = instant()
    expires_at: datetime = instant()
    received_at: datetime | None = instant()
    received_by: str
    received_from: str
