"""The schema of the register: what a contract or the house has on record, version by version.

No `from __future__ import annotations` here: SQLModel reads the annotations when the class is made.
"""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint

from bot.domain.register import RegisterKind
from storage.table_base import Base, instant, json_value, key, reference, word


class RegisterEntryTable(Base, table=True):
    """One version of one entry. The row of its first version is the entry's lock."""

    __tablename__ = "register_entry"
    __table_args__ = (
        UniqueConstraint("item_id", "version"),
        UniqueConstraint("pack_id", "number"),
        Index(None, "pack_id", "kind"),
    )

    id: str = key()
    item_id: str = reference("register_entry")
    version: int
    number: int
    kind: RegisterKind = word(RegisterKind)
    pack_id: str
    parent_id: str
    answers: dict[str, str] = json_value()
    since: date
    ended: bool
    why: str
    by: str
    at: datetime = instant()
