"""The clock port: the one place the rest of the program may ask what time it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime


class Clock(Protocol):
    """Time as the program knows it. Nothing else reads the system clock."""

    def now(self) -> datetime:
        """Return the present instant, aware UTC."""
        ...

    async def sleep_until(self, instant: datetime, *, at_most_seconds: float) -> None:
        """Return when the clock has reached `instant`, or after `at_most_seconds` of real time, whichever is first."""
        ...
