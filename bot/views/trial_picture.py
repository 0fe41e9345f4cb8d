"""What a trial of a contract came to, as its screen needs it. See bot.views.pictures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.views.pictures import BiText


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedDuty:
    """One duty that would fire. `unknown` holds the facts whose answers may still change that."""

    title: BiText
    type: str
    word: str
    cite: tuple[str, ...]
    recommended: bool
    due_at: datetime | None
    target_at: datetime | None
    unknown: tuple[str, ...]
    waits: bool = False
    """Whether its clock begins later, once the spread is stopped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedRing:
    """One step of the ladder: whom it would ring. `names` is empty when nobody has the role."""

    at: datetime
    role: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedGate:
    """A gate that would be locked, and why."""

    kind: str
    lock: str
    cite: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedTalk:
    """A consultation that would open once the desk is reached."""

    topic: str
    title: BiText
    cite: tuple[str, ...]
    good_practice: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialPicture:
    """What one made-up report would set going under one contract, if nobody ever answered."""

    client: BiText
    contract: BiText
    tz: str
    at: datetime
    phase: str
    desk: str
    desk_names: tuple[str, ...]
    duties: tuple[TriedDuty, ...] = ()
    """What has to be done, in the pack's order."""
    aware: tuple[TriedDuty, ...] = ()
    """What obliges us to nothing by itself: liability, the client's own rights."""
    rings: tuple[TriedRing, ...] = ()
    """One loop of the ladder; it goes on every `repeat_minutes`."""
    repeat_minutes: int = 0
    busiest_at: datetime | None = None
    busiest: int = 0
    talks: tuple[TriedTalk, ...] = ()
    gates: tuple[TriedGate, ...] = ()
