"""Documents: what goes to a client, kept byte for byte as it was made, with the digest the log names it by."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class DocumentFormat(StrEnum):
    """What kind of file."""

    TEXT = "txt"
    PDF = "pdf"
    WORD = "docx"
    EXCEL = "xlsx"
    CSV = "csv"
    ZIP = "zip"

    @property
    def media_type(self) -> str:
        """Its media type (RFC 6838 names, as registered)."""
        return _MEDIA_TYPES[self]


_OFFICE = "application/vnd.openxmlformats-officedocument"
_MEDIA_TYPES = {
    DocumentFormat.TEXT: "text/plain; charset=utf-8",
    DocumentFormat.PDF: "application/pdf",
    DocumentFormat.WORD: f"{_OFFICE}.wordprocessingml.document",
    DocumentFormat.EXCEL: f"{_OFFICE}.spreadsheetml.sheet",
    DocumentFormat.CSV: "text/csv; charset=utf-8",
    DocumentFormat.ZIP: "application/zip",
}


class DocumentState(StrEnum):
    """Asked for in the transaction that needs it, made outside of it. Neither end is ever left."""

    WANTED = "wanted"
    MADE = "made"
    FAILED = "failed"
    """It cannot be made (a form that does not work); `error` says why, and the other formats go out without it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One file about one client: of a lane of an incident, or of a matter.

    Its bytes are a record of their own (`DocumentContent`, same id).
    """

    id: str
    incident_id: str = ""
    lane_id: str = ""
    matter_id: str = ""
    subject: str
    """What it shows: `notice`, or another kind of record that documents are made of."""
    subject_id: str
    format: DocumentFormat
    name: str
    """File name, with its ending; never another client's name in it."""
    state: DocumentState = DocumentState.WANTED
    form: str = ""
    """The client's own form it was made with (a path beside the pack); empty for ours."""
    sha256: str = ""
    size: int = 0
    error: str = ""
    asked_at: datetime
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentContent:
    """A document's bytes, as sent. `id` is the document's."""

    id: str
    content: bytes

    @property
    def sha256(self) -> str:
        """SHA-256 (hex) of the bytes."""
        return hashlib.sha256(self.content).hexdigest()
