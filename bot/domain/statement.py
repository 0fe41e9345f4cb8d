"""Cost statements: what the ledger of one client came to when it was made, frozen; every file is made from it and nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.people import Locale


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One version of a lane's statement. Nothing in it ever changes; a newer one is a new version."""

    id: str
    incident_id: str
    lane_id: str
    number: int
    """Version within the lane, from 1."""
    language: Locale
    data: dict[str, object]
    """What it says, as JSON values in the client's language; amounts are whole yen."""
    data_sha256: str
    by: str
    at: datetime


def digest_of(data: Mapping[str, object]) -> str:
    """SHA-256 (hex) of the data as JSON with sorted keys, without spaces, in UTF-8."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
