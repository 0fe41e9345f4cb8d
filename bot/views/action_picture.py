"""The picture of an action: see bot.views.pictures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionPicture:
    """One action. `next_check` is the look that is next, (30 or 90, its day)."""

    id: str
    incident_id: str
    lane_id: str
    kind: str
    source: str
    source_id: str
    description: str
    owner_id: str
    owner_name: str
    due_on: date | None
    state: str
    evidence: str = ""
    done_on: date | None = None
    dropped_reason: str = ""
    next_check: tuple[int, date] | None = None

    def is_late(self, today: date) -> bool:
        """Whether its day has passed without it being done."""
        return self.state == "open" and self.due_on is not None and self.due_on < today
