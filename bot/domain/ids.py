"""Identifiers made by the client: time-ordered, so that an index grows at its end and a commit needs no round trip for ids."""

from __future__ import annotations

import hashlib
import secrets
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RANDOM_BITS = 80


class _Sequence:
    """The random part of the last id, so that ids made within one millisecond by this process still stand in order."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._milliseconds = -1
        self._tail = 0

    def tail(self, milliseconds: int) -> int:
        """Return the random part for an id of this millisecond: one more than the last, or a new random number."""
        with self._lock:
            same = milliseconds == self._milliseconds
            self._tail = self._tail + 1 if same else secrets.randbits(_RANDOM_BITS - 1)  # room to count up
            self._milliseconds = milliseconds
            return self._tail


_sequence = _Sequence()


def _encode(number: int, length: int) -> str:
    digits = []
    for _ in range(length):
        number, rest = divmod(number, 32)
        digits.append(_CROCKFORD[rest])
    return "".join(reversed(digits))


def new_id(now: datetime) -> str:
    """Return a ULID: 26 characters, the first ten from `now` (aware, milliseconds), the rest random.

    Ids that one process makes for the same millisecond count up, so "ordered by id" is the order of making.
    """
    milliseconds = int(now.timestamp() * 1000)
    return _encode(milliseconds, 10) + _encode(_sequence.tail(milliseconds), 16)


def short_ref(identifier: str) -> str:
    """Return three characters a person can read aloud; the same id always gives the same three."""
    number = int.from_bytes(hashlib.sha256(identifier.encode()).digest()[:4], "big")
    return _encode(number % 32**3, 3)
