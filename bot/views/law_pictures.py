"""Pictures of what the laws ask in one incident: see bot.views.pictures. They are for our own people and show no client's part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.views.pictures import BiText


@dataclass(frozen=True, slots=True, kw_only=True)
class LawSummary:
    """What the laws ask, for one line of a list."""

    open: int
    waiting: int
    """Of these: whose clock has not begun."""
    overdue: int
    ruled_out: int = 0
    """Of these: not owed by the answers, and not set aside yet; what follows does not count them."""
    next_at: datetime | None = None
    soft: bool = False
    """`next_at` is our target and no deadline of a law."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatutoryPicture:
    """One statutory duty."""

    id: str
    title: BiText
    recipient: BiText
    to: str
    word: BiText
    cite: tuple[str, ...]
    note: BiText
    hard: bool
    state: str
    number: int = 1
    unknown: tuple[str, ...] = ()
    """Facts nobody has answered yet that would settle whether it applies."""
    ruled_out: bool = False
    """The answers say that it is not owed."""
    waits_for: str = ""
    """The moment its clock waits for."""
    start_at: datetime | None = None
    due_at: datetime | None = None
    target_at: datetime | None = None
    keep_until: datetime | None = None
    """Until when what it is about has to be kept."""
    sent_at: datetime | None = None
    reference: str = ""
    ended_at: datetime | None = None
    ended_by_name: str = ""
    second_name: str = ""
    reason: str = ""
    stand_for: tuple[tuple[BiText, int], ...] = ()
    """The notices that may stand for it: client and the report's number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LawPicture:
    """One law with its duties."""

    id: str
    title: BiText
    short: BiText
    as_of: str
    confirmed_by: str
    doubts: tuple[BiText, ...]
    duties: tuple[StatutoryPicture, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LawsPicture:
    """What the laws ask in one incident."""

    incident_id: str
    ref: str
    drill: bool
    reporter_name: str
    answered_at: datetime | None
    ruled_out: int
    """How many open duties the answers rule out."""
    asked_aside: bool
    """A second person has been asked about these already."""
    facts: dict[str, object]
    moments: dict[str, datetime]
    asks: tuple[str, ...]
    """Moments that legal is asked for."""
    first_recognised_at: datetime
    laws: tuple[LawPicture, ...]

    def duty(self, duty_id: str) -> StatutoryPicture | None:
        """Return one duty by its id."""
        return next((duty for law in self.laws for duty in law.duties if duty.id == duty_id), None)
