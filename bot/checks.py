"""What a check of `hansho doctor` finds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How a check came out."""

    OK = "OK"
    WARN = "WARN"
    FAIL = "FAIL"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the table: what was looked at, how it is, and what to do about it."""

    what: str
    verdict: Verdict
    words: str

    def __str__(self) -> str:
        """Return the line."""
        return f"{self.verdict:<4}  {self.what:<12}  {self.words}"
