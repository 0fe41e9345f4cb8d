"""Rows that make things happen: timers (when), outbox rows (what to send), inbox keys (what was already taken in)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class TimerState(StrEnum):
    """A timer fires once; a cancelled one never."""

    ARMED = "armed"
    FIRED = "fired"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """One thing that falls due at an absolute instant. (scope_id, lane_id, kind, seq) is unique, so arming twice is harmless."""

    id: str
    scope_id: str
    """The incident's id, `office` for the daily digest, `matter:` and a matter's id, or `register:` and an entry's."""
    lane_id: str = ""
    kind: str
    seq: str
    due_at: datetime
    state: TimerState = TimerState.ARMED
    payload: dict[str, object] = field(default_factory=dict)
    fired_at: datetime | None = None
    lateness_ms: int = 0
    fails: int = 0


class TransportKind(StrEnum):
    """Which road an outbox row takes."""

    SLACK = "slack"
    MAIL = "mail"
    WEBHOOK = "webhook"
    DOCUMENT = "document"
    """The press: no road out of the house, but what it makes takes time and may fail like one."""


class SendPriority(IntEnum):
    """Priority in the outbox (the column `lane`): pages never wait behind notices, notices never behind refreshes."""

    PAGE = 0
    NOTICE = 1
    REFRESH = 2


class OutboxState(StrEnum):
    """pending -> sending -> sent; an interrupted send is unknown until Slack's history has been asked."""

    PENDING = "pending"
    SENDING = "sending"
    UNKNOWN = "unknown"
    SENT = "sent"
    SUPERSEDED = "superseded"
    HANDED_OVER = "handed_over"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """One message (or one call) to the outside. What it says is rendered when it leaves, from `kind` and `params`."""

    id: str
    incident_id: str = ""
    lane_id: str = ""
    priority: SendPriority
    transport: TransportKind = TransportKind.SLACK
    kind: str
    """page, mark, card, note, receipt, digest, home, room_create, room_invite, room_thread, pin, insurance, insurance_delete, operators,
    document (made by the press), file (into the room)."""
    target: str = ""
    """A Slack user or channel id, a mail address or a URL; `room` for the incident's room."""
    params: dict[str, object] = field(default_factory=dict)
    idem_key: str
    supersede_key: str = ""
    """Of several waiting rows with one key only the newest is sent (refreshes)."""
    due_at: datetime
    """When it should have left; lateness is measured from here."""
    state: OutboxState = OutboxState.PENDING
    next_attempt_at: datetime
    attempt: int = 0
    lease_owner: str = ""
    lease_until: datetime | None = None
    lease_token: int = 0
    dispatched_at: datetime | None = None
    looked_at: datetime | None = None
    """When Slack's history was last asked for an unknown row; absent twice, some seconds apart, means resend."""
    provider_channel: str = ""
    provider_ts: str = ""
    error: str = ""
    created_at: datetime
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxKey:
    """A delivery from outside that has been taken in, with the answer it got, so that a repetition gets the same one."""

    id: str
    received_at: datetime
    answer: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A rendered outbox row: a Slack Web API method with its arguments, the words of a mail or webhook, or an order to the press."""

    method: str
    """A Slack method, `files.upload` (Slack's three steps in one), `mail`, `webhook` or `document`."""
    arguments: dict[str, object] = field(default_factory=dict)
