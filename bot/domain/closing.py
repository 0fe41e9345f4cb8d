"""How an incident is closed: what is still open, the root cause, what prevents it, and how long its evidence is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

KEEP_EVIDENCE = timedelta(days=5 * 365)
"""Our proposal for how long evidence is kept: a claim from a contract lapses five years after it was known (民法166条1項1号)."""

ClosingKey = Literal["duties", "laws", "consultations", "actions", "asked", "reports", "investigation", "ledger"]
BLOCKING: frozenset[str] = frozenset({"duties", "laws", "consultations", "actions", "asked"})
"""Lines of the checklist that keep an incident open; the others are looked at and may stay, with the reason of the closing."""


@dataclass(frozen=True, slots=True)
class ClosingLine:
    """One line of the checklist and how many are left of it."""

    key: ClosingKey
    left: int

    @property
    def blocks(self) -> bool:
        """Whether the incident cannot be closed while some are left."""
        return self.left > 0 and self.key in BLOCKING


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """What was written down at the end. Asked again (a second person refused), the newest stands; the log holds them all."""

    id: str
    incident_id: str
    root_cause: str
    prevention: str
    retain_until: date | None
    """Until when the evidence is kept."""
    by: str
    at: datetime
