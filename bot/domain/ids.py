"""Identifiers made by the client: time-ordered, so that an index grows at its end and a commit needs no round trip for ids."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def _encode(number: int, length: int) -> str:
    digits = []
    for _ in range(length):
        number, rest = divmod(number, 32)
        digits.append(_CROCKFORD[rest])
    return "".join(reversed(digits))


def new_id(now: datetime) -> str:
    """Return a ULID: 26 characters, the first ten from `now` (aware, milliseconds), the rest random."""
    milliseconds = int(now.timestamp() * 1000)
    return _encode(milliseconds, 10) + _encode(secrets.randbits(80), 16)


def short_ref(identifier: str) -> str:
    """Return three characters a person can read aloud; the same id always gives the same three."""
    number = int.from_bytes(hashlib.sha256(identifier.encode()).digest()[:4], "big")
    return _encode(number % 32**3, 3)
