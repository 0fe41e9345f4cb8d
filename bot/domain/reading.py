"""Readings: where a contract can be read in two ways, somebody of ours confirms by name how we act."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One person read the contract's doubts as they were then, and confirmed that we act by the readings in the pack."""

    id: str
    pack_id: str
    doubts_digest: str
    """Of the doubts that were shown: when one is added or reworded, they have to be read again."""
    by: str
    at: datetime


def digest_of_doubts(doubts: Iterable[str]) -> str:
    """Return the SHA-256 (hex) of the doubts in their order."""
    whole = hashlib.sha256()
    for doubt in doubts:
        words = doubt.encode()
        whole.update(len(words).to_bytes(8, "big") + words)  # two doubts are not one long one
    return whole.hexdigest()
