"""Practice time: one clock for the workspace and for whatever bot it is tried with.

The clock is three numbers: an instant (`base`), the real time at which it was set (`real`) and a `rate`. Practice time is
`base + (real time - real) * rate`; a rate of 0 is a stopped clock, a jump is a new base. Kept in a small JSON file the same
clock can be read by another process; kept in memory it serves tests.

This module is the only place of the package that reads the system's clock.
"""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

LOOK_AGAIN_SECONDS = 0.1
"""How often a waiting coroutine looks whether somebody else moved the clock file (real seconds)."""


def wall_seconds() -> float:
    """Real time in seconds since the epoch: for signatures, which Slack dates by real time."""
    return time.time()


class Clock:
    """Practice time kept in memory.

    `at` is an aware instant (default: the real time now), `rate` practice seconds per real second.
    """

    def __init__(self, at: datetime | None = None, rate: float = 1.0) -> None:
        self._base = (at or datetime.now(UTC)).astimezone(UTC)
        self._real = wall_seconds()
        self._rate = rate
        self._moved = asyncio.Event()

    @property
    def rate(self) -> float:
        """Practice seconds per real second; 0 when the clock stands still."""
        self._read()
        return self._rate

    def now(self) -> datetime:
        """Practice time as an aware UTC instant."""
        self._read()
        return self._base + timedelta(seconds=(wall_seconds() - self._real) * self._rate)

    def set(self, *, at: datetime | None = None, rate: float | None = None) -> None:
        """Move the clock to `at` (aware) and/or let it run at `rate`; what is not given stays as it is."""
        if at is not None and at.tzinfo is None:
            raise ValueError("practice time needs a time zone")
        if rate is not None and not 0 <= rate <= 100_000:
            raise ValueError("the rate is between 0 and 100000")
        self._base = (at or self.now()).astimezone(UTC)
        self._real = wall_seconds()
        self._rate = self._rate if rate is None else float(rate)
        self._write()
        self._moved.set()
        self._moved = asyncio.Event()

    def kept(self) -> dict[str, Any]:
        """The three numbers, as they stand in a file."""
        self._read()
        return {"base": self._base.isoformat(timespec="microseconds"), "real": self._real, "rate": self._rate}

    def take_over(self, kept: dict[str, Any]) -> None:
        """Go on with three numbers from a file; KeyError, TypeError or ValueError when they are none."""
        self._base = datetime.fromisoformat(kept["base"]).astimezone(UTC)
        self._real, self._rate = float(kept["real"]), float(kept["rate"])

    def jump(self, seconds: float) -> None:
        """Move the clock forward (or back) by practice seconds."""
        self.set(at=self.now() + timedelta(seconds=seconds))

    async def wait_until(self, at: datetime) -> None:
        """Return when practice time has reached `at`, however it gets there."""
        while (left := (at - self.now()).total_seconds()) > 0:
            pause = min(LOOK_AGAIN_SECONDS, left / self._rate) if self._rate else LOOK_AGAIN_SECONDS
            try:
                await asyncio.wait_for(self._moved.wait(), max(pause, 0.001))
            except TimeoutError:
                continue

    def _read(self) -> None:
        """Take over what another process wrote; nothing to do in memory."""

    def _write(self) -> None:
        """Tell other processes; nothing to do in memory."""


class FileClock(Clock):
    """Practice time in a JSON file: `{"base": ISO instant, "real": epoch seconds, "rate": number}`.

    The file is replaced as a whole, so a reader never sees half of it. A missing file is made, with real time and rate 1.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._seen: tuple[int, int, int] | None = None
        if path.exists():
            self._read()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._write()

    def _read(self) -> None:
        try:
            stat = self._path.stat()
            seen = (stat.st_mtime_ns, stat.st_ino, stat.st_size)
            if seen == self._seen:
                return
            kept = json.loads(self._path.read_text(encoding="utf-8"))
            self.take_over(kept)
            self._seen = seen
        except FileNotFoundError:
            return  # somebody cleared the folder: go on with what we know

    def _write(self) -> None:
        kept = {"base": self._base.isoformat(timespec="microseconds"), "real": self._real, "rate": self._rate}
        handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=".clock-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(kept, file)
        Path(name).replace(self._path)
        stat = self._path.stat()
        self._seen = (stat.st_mtime_ns, stat.st_ino, stat.st_size)
