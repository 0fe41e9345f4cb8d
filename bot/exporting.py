"""`hansho export`: one incident with everything about it and its log, as JSON in a versioned format (docs/export-format.md)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

from bot.domain.consultation import Consultation, Round
from bot.domain.duty import Duty
from bot.domain.incident import Incident
from bot.domain.lane import Attempt, Lane
from bot.domain.ledger import CostLine, ShareTerms
from bot.domain.people import Approval, RoomMember
from bot.domain.statement import Statement
from bot.domain.work import Timer
from bot.services.ports import UnitOfWork

FORMAT = "hansho-incident"
VERSION = 2

_PARTS: dict[str, type[Any]] = {
    "lanes": Lane,
    "duties": Duty,
    "attempts": Attempt,
    "consultations": Consultation,
    "rounds": Round,
    "costs": CostLine,
    "share_terms": ShareTerms,
    "statements": Statement,
    "approvals": Approval,
    "room": RoomMember,
}


def export_incident(uow: UnitOfWork, incident: Incident) -> dict[str, Any]:
    """Return everything the store holds about an incident but its log; the pinned packs stand in it whole."""
    parts = {name: [as_json(row) for row in uow.find(kind, incident_id=incident.id)] for name, kind in _PARTS.items()}
    used = {lane.pack_digest for lane in uow.find(Lane, incident_id=incident.id)}
    return {
        "format": FORMAT,
        "version": VERSION,
        "exported_at": uow.now.isoformat(),
        "incident": as_json(incident),
        **parts,
        "timers": [as_json(timer) for timer in uow.find(Timer, scope_id=incident.id)],
        "packs": {digest: uow.pinned(digest).model_dump(mode="json", by_alias=True) for digest in sorted(used)},
    }


def as_json(value: object) -> Any:
    """Return records, instants and enums as plain JSON values; instants as ISO text in UTC."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: as_json(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): as_json(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(one) for one in value]
    return value
