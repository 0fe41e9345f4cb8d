"""The schema: one table for each record of the domain with the same field names, and the store's own small tables.

Ids are made by the client. Foreign keys are checked at the commit, so that a service may insert in the order it thinks in.
`timer.scope_id` and `outbox.incident_id` are no foreign keys: `office` and the empty text belong to no incident.
No `from __future__ import annotations` here: SQLModel reads the annotations when the class is made.
"""

from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, MetaData, TextClause, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from bot.domain.consultation import ConsultationState
from bot.domain.duty import DutyState
from bot.domain.incident import IncidentState, RoomKind
from bot.domain.lane import AttemptResult
from bot.domain.people import ApprovalState
from bot.domain.work import OutboxState, SendPriority, TimerState, TransportKind
from storage.columns import Instant, Json, JsonTuple, Rank, Word

# The conditions of the partial indexes, written out and not bound: a database uses such an index only for a query that
# repeats its condition. {} is empty in an index, which may not name its table, and `table.` in a query.
DUE_FRESH = "{}state = 'armed' AND {}retry_at IS NULL"
DUE_AGAIN = "{}state = 'armed' AND {}retry_at IS NOT NULL"
WAITING = "{}state IN ('pending', 'unknown')"
PENDING = "{}state = 'pending'"
SENDING = "{}state = 'sending'"
OPEN = "{}state NOT IN ('closed', 'not_incident')"


def where(condition: str, table: str = "") -> TextClause:
    """One of the conditions above: of a table in a query, or of an index."""
    prefix = f"{table}." if table else ""
    return text(condition.replace("{}", prefix))


class Base(SQLModel):
    """All tables; every constraint has a name, so that a migration can name it too."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )


def _key() -> Any:
    return Field(primary_key=True)


def _of(table: str) -> Any:
    """A reference that the database checks when the transaction commits."""
    return Field(sa_column_args=[ForeignKey(f"{table}.id", deferrable=True, initially="DEFERRED")])


def _instant() -> Any:
    return Field(sa_type=Instant)


def _word(kind: type[StrEnum]) -> Any:
    return Field(sa_type=Word(kind))


def _rank(kind: type[IntEnum]) -> Any:
    return Field(sa_type=Rank(kind))


def _json() -> Any:
    return Field(sa_type=Json)


def _tuple() -> Any:
    return Field(sa_type=JsonTuple)


def _partial(name: str, *columns: str, condition: str) -> Index:
    return Index(name, *columns, sqlite_where=where(condition), postgresql_where=where(condition))


class IncidentTable(Base, table=True):
    """One event; its row is the lock of everything that belongs to it."""

    __tablename__ = "incident"
    __table_args__ = (
        UniqueConstraint("source_key"),
        UniqueConstraint("ref"),
        Index(None, "reporter_id"),
        _partial("ix_incident_open", "id", condition=OPEN),
    )

    id: str = _key()
    ref: str
    team_id: str
    source_key: str
    state: IncidentState = _word(IncidentState)
    drill: bool
    drill_people: tuple[str, ...] = _tuple()
    reporter_id: str
    reported_at: datetime = _instant()
    first_recognised_at: datetime = _instant()
    start_uncertain: bool
    recognised_by: str
    summary: str
    facts: dict[str, Any] = _json()
    packs: dict[str, str] = _json()
    permalink: str
    lead_id: str
    lead_form_at: datetime | None = _instant()
    room_kind: RoomKind = _word(RoomKind)
    room_channel: str
    room_ts: str
    contained_at: datetime | None = _instant()
    recovered_at: datetime | None = _instant()
    ended_at: datetime | None = _instant()
    ended_reason: str
    version: int


class LaneTable(Base, table=True):
    """One client's part of an incident."""

    __tablename__ = "lane"
    __table_args__ = (UniqueConstraint("incident_id", "pack_id"),)

    id: str = _key()
    incident_id: str = _of("incident")
    pack_id: str
    pack_digest: str
    position: int
    word: str
    start_at: datetime = _instant()
    due_at: datetime | None = _instant()
    target_at: datetime | None = _instant()
    alarm_at: datetime | None = _instant()
    ladder_start_at: datetime = _instant()
    ladder_epoch: int
    owner_id: str
    owned_at: datetime | None = _instant()
    progress_at: datetime | None = _instant()
    reached_at: datetime | None = _instant()
    reached_who: str
    reached_how: str
    reached_ref: str
    reached_by: str
    confirmed_at: datetime | None = _instant()
    confirmed_ref: str
    next_report_at: datetime | None = _instant()
    overdue_told_at: datetime | None = _instant()
    delay_reason: str
    stood_down_at: datetime | None = _instant()
    stood_down_reason: str
    card_channel: str
    card_ts: str
    insurance: list[dict[str, str]] = _json()


class AttemptTable(Base, table=True):
    """One attempt to reach a client's desk."""

    __tablename__ = "attempt"
    __table_args__ = (
        Index(None, "incident_id"),
        Index(None, "lane_id"),
    )

    id: str = _key()
    incident_id: str = _of("incident")
    lane_id: str = _of("lane")
    at: datetime = _instant()
    by: str
    channel: str
    slot: str
    result: AttemptResult = _word(AttemptResult)
    note: str


class DutyTable(Base, table=True):
    """One duty that fired."""

    __tablename__ = "duty"
    __table_args__ = (
        UniqueConstraint("lane_id", "rule_id"),
        Index(None, "incident_id"),
    )

    id: str = _key()
    incident_id: str = _of("incident")
    lane_id: str = _of("lane")
    rule_id: str
    type: str
    hard: bool
    recommended: bool
    state: DutyState = _word(DutyState)
    start_at: datetime = _instant()
    due_at: datetime | None = _instant()
    target_at: datetime | None = _instant()
    alarm_at: datetime | None = _instant()
    reached_at: datetime | None = _instant()
    acknowledged_at: datetime | None = _instant()
    ended_at: datetime | None = _instant()
    ended_by: str
    second_by: str
    reason: str


class PersonTable(Base, table=True):
    """A Slack member as Hansho remembers them."""

    __tablename__ = "person"

    id: str = _key()
    team_id: str
    name: str
    locale: str
    tz: str
    email: str
    is_foreign: bool
    fetched_at: datetime = _instant()
    home_opened_at: datetime | None = _instant()


class RoomMemberTable(Base, table=True):
    """Who may act on an incident and see it."""

    __tablename__ = "room_member"
    __table_args__ = (
        UniqueConstraint("incident_id", "user_id"),
        Index(None, "user_id"),
    )

    id: str = _key()
    incident_id: str = _of("incident")
    user_id: str
    roles: tuple[str, ...] = _tuple()
    joined_at: datetime = _instant()
    invited: bool


class ApprovalTable(Base, table=True):
    """A step that waits for a second person."""

    __tablename__ = "approval"
    __table_args__ = (Index(None, "incident_id"),)

    id: str = _key()
    incident_id: str = _of("incident")
    kind: str
    subject_id: str
    reason: str
    asked_by: str
    asked_at: datetime = _instant()
    state: ApprovalState = _word(ApprovalState)
    decided_by: str
    decided_at: datetime | None = _instant()


class ConsultationTable(Base, table=True):
    """One consultation of a lane."""

    __tablename__ = "consultation"
    __table_args__ = (
        UniqueConstraint("lane_id", "rule_id"),
        Index(None, "incident_id"),
    )

    id: str = _key()
    incident_id: str = _of("incident")
    lane_id: str = _of("lane")
    rule_id: str
    topic: str
    good_practice: bool
    state: ConsultationState = _word(ConsultationState)
    owner_id: str
    our_position: str
    our_reason: str
    next_date: date | None
    outcome: str
    opened_at: datetime = _instant()
    last_activity_at: datetime = _instant()
    nudge_epoch: int
    closed_at: datetime | None = _instant()
    closed_reason: str


class RoundTable(Base, table=True):
    """One round of talks."""

    __tablename__ = "round"
    __table_args__ = (
        Index(None, "incident_id"),
        Index(None, "consultation_id"),
    )

    id: str = _key()
    incident_id: str = _of("incident")
    consultation_id: str = _of("consultation")
    held_on: date
    who: str
    our_position: str
    their_position: str
    by: str
    at: datetime = _instant()


class CostLineTable(Base, table=True):
    """One line of the cost ledger; amounts in the currency's smallest unit."""

    __tablename__ = "cost_line"
    __table_args__ = (
        Index(None, "incident_id"),
        Index(None, "consultation_id"),
    )

    id: str = _key()
    incident_id: str = _of("incident")
    lane_id: str = _of("lane")
    consultation_id: str
    item: str
    description: str
    amount_minor: int = Field(sa_type=BigInteger)
    currency: str
    payer: str
    our_share_bp: int | None
    by: str
    at: datetime = _instant()
    voided_at: datetime | None = _instant()


class LogEntryTable(Base, table=True):
    """The append-only log; never updated, never deleted."""

    __tablename__ = "log_entry"
    __table_args__ = (UniqueConstraint("stream", "number"),)

    id: str = _key()
    stream: str
    number: int
    at: datetime = _instant()
    actor: str
    action: str
    subject: str
    old: dict[str, Any] = _json()
    new: dict[str, Any] = _json()
    why: str
    previous_hash: str
    hash: str


class TimerTable(Base, table=True):
    """What falls due and when. `retry_at` is the store's own: when a timer whose firing failed is tried again."""

    __tablename__ = "timer"
    __table_args__ = (
        UniqueConstraint("scope_id", "lane_id", "kind", "seq"),
        _partial("ix_timer_due", "due_at", condition=DUE_FRESH),
        _partial("ix_timer_again", "retry_at", condition=DUE_AGAIN),
    )

    id: str = _key()
    scope_id: str
    lane_id: str
    kind: str
    seq: str
    due_at: datetime = _instant()
    state: TimerState = _word(TimerState)
    payload: dict[str, Any] = _json()
    fired_at: datetime | None = _instant()
    lateness_ms: int = Field(sa_type=BigInteger)
    fails: int
    retry_at: datetime | None = _instant()


class OutboxTable(Base, table=True):
    """What is to be sent, and how far that has come."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("idem_key"),
        Index(None, "incident_id", "kind"),
        Index(None, "state", "priority"),
        _partial("ix_outbox_waiting", "priority", "next_attempt_at", "id", condition=WAITING),
        _partial("ix_outbox_supersede", "supersede_key", condition=PENDING),
        _partial("ix_outbox_lease", "lease_until", condition=SENDING),
    )

    id: str = _key()
    incident_id: str
    lane_id: str
    priority: SendPriority = _rank(SendPriority)
    transport: TransportKind = _word(TransportKind)
    kind: str
    target: str
    params: dict[str, Any] = _json()
    idem_key: str
    supersede_key: str
    due_at: datetime = _instant()
    state: OutboxState = _word(OutboxState)
    next_attempt_at: datetime = _instant()
    attempt: int
    lease_owner: str
    lease_until: datetime | None = _instant()
    lease_token: int
    dispatched_at: datetime | None = _instant()
    looked_at: datetime | None = _instant()
    provider_channel: str
    provider_ts: str
    error: str
    created_at: datetime = _instant()
    sent_at: datetime | None = _instant()


class InboxTable(Base, table=True):
    """Deliveries taken in, with their answers."""

    __tablename__ = "inbox"
    __table_args__ = (Index(None, "received_at"),)

    id: str = _key()
    received_at: datetime = _instant()
    answer: dict[str, Any] = _json()


class PinnedPackTable(Base, table=True):
    """A pack as it was when an incident began."""

    __tablename__ = "pinned_pack"

    digest: str = _key()
    pack_id: str
    body: str


class CounterTable(Base, table=True):
    """Named numbers that only go up."""

    __tablename__ = "counter"

    name: str = _key()
    value: int


class LogHeadTable(Base, table=True):
    """Where each stream of the log ends, kept beside the entries so that a cut tail shows."""

    __tablename__ = "log_head"

    stream: str = _key()
    number: int
    hash: str


class RateGateTable(Base, table=True):
    """Rate limits all workers share."""

    __tablename__ = "rate_gate"

    scope: str = _key()
    open_at: datetime = _instant()


class WorkerTable(Base, table=True):
    """When each worker last completed a cycle."""

    __tablename__ = "worker"

    id: str = _key()
    started_at: datetime = _instant()
    cycle_ok_at: datetime = _instant()
