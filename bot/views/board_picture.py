"""The picture of the room's board: see bot.views.pictures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.views.law_pictures import LawSummary
from bot.views.pictures import BiText


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """Where one lane stands."""

    lane_id: str
    position: int
    client: BiText
    zone: str
    due_at: datetime | None = None
    target_at: datetime | None = None
    reached_at: datetime | None = None
    confirmed_at: datetime | None = None
    stood_down: bool = False
    talks: tuple[tuple[str, str], ...] = ()
    """(topic, state) of each consultation that is open."""
    actions_open: int = 0
    actions_late: int = 0
    asked_open: int = 0
    """Instructions and surveys that are not brought to their end."""
    cost_yen: int | None = None
    """The sum of the ledger, with tax; None when nothing is in it."""
    next_on: date | None = None
    """The earliest day that something of it is for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPicture:
    """Where every lane of one incident stands."""

    incident_id: str
    ref: str
    drill: bool
    reporter_name: str
    rows: tuple[BoardRow, ...] = ()
    laws: LawSummary | None = None
    """What the laws ask; None when they ask nothing."""
