"""Problems with a pack or the office file: where exactly, what is wrong, and what to write instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem. `line` and `column` count from 1; `where` names the place in the file, `hint` what to write instead.

    `severity` is `error` for what stops the pack from being used, `open` for what a draft may still lack.
    """

    file: str
    line: int
    column: int
    where: str
    message: str
    hint: str = ""
    severity: Literal["error", "open"] = "error"

    def __str__(self) -> str:
        """Return one line in the form that editors jump to: file:line:column where: message. hint."""
        place = f" {self.where}:" if self.where else ""
        hint = f" -> {self.hint}" if self.hint else ""
        return f"{self.file}:{self.line}:{self.column}:{place} {self.message}{hint}"


def dotted(path: Place) -> str:
    """Return a path in a pack as people write it: duties[0].clock.limit."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text
