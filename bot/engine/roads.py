"""What a road out of the program (Slack, mail, webhook) answers to the outbox. The transports implement `Road`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.domain.work import Call, OutboxRow


class RefusalKind(StrEnum):
    """What a refusal means for the row, whatever the road calls it."""

    GONE = "gone"
    """The target does not exist, is archived or deactivated: this road is closed for this row."""
    TOKEN = "token"  # noqa: S105 - a kind of failure
    """Our credentials are not accepted: nothing will pass until an operator acts."""
    UNAVAILABLE = "unavailable"
    """The method is not there for us (missing scope, restricted by admins, unknown)."""
    INVALID = "invalid"
    """What we wrote is not accepted: a fault of ours, the same words will never pass."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """Taken by the other side. `channel` and `ts` name a Slack message; `response` is the whole answer."""

    channel: str = ""
    ts: str = ""
    response: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Not taken, and the same call will not be taken later either. `error` is the other side's own code."""

    error: str
    kind: RefusalKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Limited:
    """Not taken: too many calls. `retry_after_seconds` within 1..300; `scope` is what the limit counts."""

    retry_after_seconds: float
    scope: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertain:
    """It may or may not have been taken: timeout, lost answer, 5xx, `internal_error`."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSent:
    """Certainly not taken, worth trying again: it never left, or was turned away for the moment."""

    reason: str


Answer = Delivered | Refused | Limited | Uncertain | NotSent


@dataclass(frozen=True, slots=True)
class Absent:
    """The other side does not have it (yet: a history may lag behind)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CannotLook:
    """There is no way to find out. `for_good` when no later try will help (no such method, no such scope)."""

    reason: str
    for_good: bool


Found = Delivered | Absent | CannotLook


class Road(Protocol):
    """One way out. Neither method raises for anything the network or the other side may do."""

    def scope_of(self, call: Call) -> str:
        """The rate limit this call counts against, as `Limited.scope` names it."""
        ...

    async def send(self, row: OutboxRow, call: Call) -> Answer:
        """Do the call, within 10 s. `row.id` travels along so that the message can be found again."""
        ...

    def may_repeat(self, call: Call) -> bool:
        """Whether doing this call twice ends as doing it once (an update, a view published again)."""
        ...

    async def look_up(self, row: OutboxRow, call: Call, oldest: datetime) -> Found:
        """Ask the other side whether `row` arrived at or after `oldest` (aware UTC)."""
        ...
