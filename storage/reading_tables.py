"""The schema of readings: who confirmed how a contract's doubts are read.

No `from __future__ import annotations` here: SQLModel reads the annotations when the class is made.
"""

from datetime import datetime

from sqlalchemy import UniqueConstraint

from storage.table_base import Base, instant, key


class ReadingTable(Base, table=True):
    """One person's confirmation; the same doubts are confirmed once by each."""

    __tablename__ = "reading"
    __table_args__ = (UniqueConstraint("pack_id", "doubts_digest", "by"),)

    id: str = key()
    pack_id: str
    doubts_digest: str
    by: str
    at: datetime = instant()
