"""The schema, second half: what falls due, what is sent, what was taken in, the log, and the store's own small tables.

`timer.scope_id` and `outbox.incident_id` are no foreign keys: `office` and the empty text belong to no incident.
No `from __future__ import annotations` here: SQLModel reads the annotations when the class is made.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlmodel import Field

from bot.domain.work import OutboxState, SendPriority, TimerState, TransportKind
from storage.table_base import (
    DUE_AGAIN,
    DUE_FRESH,
    PENDING,
    SENDING,
    WAITING,
    Base,
    instant,
    json_value,
    key,
    partial,
    rank,
    word,
)


class LogEntryTable(Base, table=True):
    """The append-only log; never updated, never deleted."""

    __tablename__ = "log_entry"
    __table_args__ = (UniqueConstraint("stream", "number"),)

    id: str = key()
    stream: str
    number: int
    at: datetime = instant()
    actor: str
    action: str
    subject: str
    old: dict[str, Any] = json_value()
    new: dict[str, Any] = json_value()
    why: str
    previous_hash: str
    hash: str


class TimerTable(Base, table=True):
    """What falls due and when. `retry_at` is the store's own: when a timer whose firing failed is tried again."""

    __tablename__ = "timer"
    __table_args__ = (
        UniqueConstraint("scope_id", "lane_id", "kind", "seq"),
        partial("ix_timer_due", "due_at", condition=DUE_FRESH),
        partial("ix_timer_again", "retry_at", condition=DUE_AGAIN),
    )

    id: str = key()
    scope_id: str
    lane_id: str
    kind: str
    seq: str
    due_at: datetime = instant()
    state: TimerState = word(TimerState)
    payload: dict[str, Any] = json_value()
    fired_at: datetime | None = instant()
    lateness_ms: int = Field(sa_type=BigInteger)
    fails: int
    retry_at: datetime | None = instant()


class OutboxTable(Base, table=True):
    """What is to be sent, and how far that has come."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("idem_key"),
        Index(None, "incident_id", "kind"),
        Index(None, "state", "priority"),
        partial("ix_outbox_waiting", "priority", "next_attempt_at", "id", condition=WAITING),
        partial("ix_outbox_supersede", "supersede_key", condition=PENDING),
        partial("ix_outbox_lease", "lease_until", condition=SENDING),
    )

    id: str = key()
    incident_id: str
    lane_id: str
    priority: SendPriority = rank(SendPriority)
    transport: TransportKind = word(TransportKind)
    kind: str
    target: str
    params: dict[str, Any] = json_value()
    idem_key: str
    supersede_key: str
    due_at: datetime = instant()
    state: OutboxState = word(OutboxState)
    next_attempt_at: datetime = instant()
    attempt: int
    lease_owner: str
    lease_until: datetime | None = instant()
    lease_token: int
    dispatched_at: datetime | None = instant()
    looked_at: datetime | None = instant()
    provider_channel: str
    provider_ts: str
    error: str
    created_at: datetime = instant()
    sent_at: datetime | None = instant()


class InboxTable(Base, table=True):
    """Deliveries taken in, with their answers."""

    __tablename__ = "inbox"
    __table_args__ = (Index(None, "received_at"),)

    id: str = key()
    received_at: datetime = instant()
    answer: dict[str, Any] = json_value()


class PinnedPackTable(Base, table=True):
    """A pack as it was when an incident began."""

    __tablename__ = "pinned_pack"

    digest: str = key()
    pack_id: str
    body: str


class CounterTable(Base, table=True):
    """Named numbers that only go up."""

    __tablename__ = "counter"

    name: str = key()
    value: int


class LogHeadTable(Base, table=True):
    """Where each stream of the log ends, kept beside the entries so that a cut tail shows."""

    __tablename__ = "log_head"

    stream: str = key()
    number: int
    hash: str


class RateGateTable(Base, table=True):
    """Rate limits all workers share."""

    __tablename__ = "rate_gate"

    scope: str = key()
    open_at: datetime = instant()


class WorkerTable(Base, table=True):
    """When each worker last completed a cycle."""

    __tablename__ = "worker"

    id: str = key()
    started_at: datetime = instant()
    cycle_ok_at: datetime = instant()
