"""The cost ledger of a lane: what was spent, who paid, which share we propose to bear."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

COST_ITEMS = (
    "forensics",
    "containment",
    "notices",
    "call_centre",
    "apology",
    "publication",
    "lawyers",
    "monitoring",
    "rebuilding",
    "own_hours",
    "client_hours",
    "other",
)
"""What a cost consultation usually lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """One cost. `amount_minor` counts the currency's smallest unit; `our_share_bp` is our proposed share in 1/100 percent."""

    id: str
    incident_id: str
    lane_id: str
    consultation_id: str
    item: str
    description: str = ""
    amount_minor: int
    currency: str = "JPY"
    payer: str
    """us, client or third_party: who has paid so far."""
    our_share_bp: int | None = None
    by: str
    at: datetime
    voided_at: datetime | None = None
