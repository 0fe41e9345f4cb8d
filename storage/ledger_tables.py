"""The schema, fourth part: the cost ledger, the terms of sharing it, and statements. All three are only ever added to.

No `from __future__ import annotations` here: SQLModel reads the annotations when the class is made.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlmodel import Field

from bot.domain.ledger import Stage, Standing
from bot.domain.money import Tax
from storage.table_base import Base, instant, json_value, key, reference, word


def money() -> Any:
    """Whole minor units; more than 32 bits."""
    return Field(sa_type=BigInteger)


class CostLineTable(Base, table=True):
    """One version of one line of the cost ledger. Its unique key lets one of two people who write at once win."""

    __tablename__ = "cost_line"
    __table_args__ = (
        UniqueConstraint("line_id", "version"),
        UniqueConstraint("lane_id", "number", "version"),
        Index(None, "incident_id"),
    )

    id: str = key()
    incident_id: str = reference("incident")
    lane_id: str = reference("lane")
    line_id: str
    number: int
    version: int
    stage: Stage = word(Stage)
    item: str
    description: str
    currency: str
    amount_minor: int = money()
    minutes: int | None
    hourly_minor: int | None = money()
    tax: Tax = word(Tax)
    tax_stated: int | None = money()
    rate: str
    rate_source: str
    rate_on: date | None
    net_yen: int = money()
    tax_yen: int = money()
    payer: str
    cause: str
    basis: str
    evidence: str
    incurred_on: date | None
    approved_by: str
    struck: bool
    reason: str
    by: str
    at: datetime = instant()


class ShareTermsTable(Base, table=True):
    """Shares that one side proposed or both agreed."""

    __tablename__ = "share_terms"
    __table_args__ = (
        UniqueConstraint("lane_id", "number"),
        Index(None, "incident_id"),
    )

    id: str = key()
    incident_id: str = reference("incident")
    lane_id: str = reference("lane")
    consultation_id: str = reference("consultation")
    number: int
    standing: Standing = word(Standing)
    item: str
    us_bp: int
    client_bp: int
    third_party_bp: int
    cap_yen: int | None = money()
    cap_per: str
    cap_used_yen: int = money()
    conditions: str
    reason: str
    by: str
    at: datetime = instant()


class StatementTable(Base, table=True):
    """One version of a lane's cost statement."""

    __tablename__ = "statement"
    __table_args__ = (
        UniqueConstraint("lane_id", "number"),
        Index(None, "incident_id"),
    )

    id: str = key()
    incident_id: str = reference("incident")
    lane_id: str = reference("lane")
    number: int
    language: str
    data: dict[str, Any] = json_value()
    data_sha256: str
    by: str
    at: datetime = instant()
