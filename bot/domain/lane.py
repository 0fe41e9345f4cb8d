"""A lane: one client's part of an incident, with its clock, its ladder's position and the attempts to reach the desk."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One client's part. `start_at`, `due_at`, `target_at`, `alarm_at` are those of the earliest running notice duty.

    `due_at` is a deadline of the contract and only set when the contract holds a number; `target_at` and `alarm_at` are
    the team's own and always labelled so.
    """

    id: str
    incident_id: str
    pack_id: str
    pack_digest: str
    position: int
    word: str = ""
    start_at: datetime
    due_at: datetime | None = None
    target_at: datetime | None = None
    alarm_at: datetime | None = None
    ladder_start_at: datetime
    ladder_epoch: int = 0
    owner_id: str = ""
    owned_at: datetime | None = None
    progress_at: datetime | None = None
    """Last sign of work by anybody on this lane; an acknowledgement expires ten minutes after it."""
    reached_at: datetime | None = None
    reached_who: str = ""
    reached_how: str = ""
    reached_ref: str = ""
    reached_by: str = ""
    confirmed_at: datetime | None = None
    """When the client confirmed receipt (acknowledged); not the same as reached."""
    confirmed_ref: str = ""
    next_report_at: datetime | None = None
    overdue_told_at: datetime | None = None
    delay_reason: str = ""
    stood_down_at: datetime | None = None
    stood_down_reason: str = ""
    card_channel: str = ""
    card_ts: str = ""
    insurance: list[dict[str, str]] = field(default_factory=list)
    """Messages Slack itself will post when the bot is dead: [{channel, id, post_at}]."""

    @property
    def clock_runs(self) -> bool:
        """Whether the desk still has to be reached."""
        return self.reached_at is None and self.stood_down_at is None


class AttemptResult(StrEnum):
    """How one attempt to reach the desk went. None of them stops a clock."""

    NO_ANSWER = "no_answer"
    BUSY = "busy"
    VOICEMAIL = "voicemail"
    WRONG_NUMBER = "wrong_number"
    SENT_NO_REPLY = "sent_no_reply"
    CALL_BACK = "call_back"
    NOT_DELIVERED = "not_delivered"
    """A mail or message that was refused or came back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt to reach the client's desk: evidence of effort, never a stopped clock (民法97条 read by analogy)."""

    id: str
    incident_id: str
    lane_id: str
    at: datetime
    by: str
    channel: str
    """phone, email, slack or visit."""
    slot: str
    """Which of the desk's people: primary, backup, after_hours, or a name somebody typed."""
    result: AttemptResult
    note: str = ""
