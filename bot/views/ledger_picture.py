"""What the screens of the cost ledger need to know, as frozen records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.ledger import CostLine, Ledger
from bot.domain.overview import Overview
from bot.views.pictures import BiText


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisPicture:
    """One rule on which a cost can be borne."""

    rule_id: str
    title: BiText
    cite: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPicture:
    """One lane's ledger for one person of the room. Nothing of another client is in it."""

    incident_id: str
    ref: str
    drill: bool
    reporter_name: str
    lane_id: str
    client: BiText
    ledger: Ledger
    overview: Overview
    bases: tuple[BasisPicture, ...] = ()
    consultation_id: str = ""
    """The open consultation on cost; empty when there is none."""
    caused_by: str = "unknown"
    damages_apart: tuple[str, ...] = ()
    """The article that keeps claims for damages out of an agreement on cost, where the contract has one."""
    statements: int = 0
    """How many versions of the statement have been made."""
    names: Mapping[str, str]
    today: date

    def name(self, user_id: str) -> str:
        """A person's name; an unknown one keeps their id."""
        return self.names.get(user_id, user_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePicture:
    """One line with all its versions, oldest first, beside the ledger it belongs to."""

    ledger: LedgerPicture
    versions: tuple[CostLine, ...]

    @property
    def line(self) -> CostLine:
        """The version that stands."""
        return self.versions[-1]
