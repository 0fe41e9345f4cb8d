"""Clocks: the system's, a practice clock shared through a file, and one that a test moves by hand.

The only module of the program that reads the system's clock.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

STEP_SECONDS = 1.0
"""A disagreement between wall and steady clock beyond this is a step; less is slewing and the cost of asking twice."""
LOOK_AGAIN_SECONDS = 0.05
"""How often a sleeper looks whether somebody moved the practice clock (real seconds)."""


def _steady_seconds() -> float:
    """Seconds of a clock nobody can set; on Linux it goes on while the machine sleeps."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


class SystemClock:
    """The wall clock, except that a step backwards after the start postpones nothing.

    The line "wall clock at the start plus steady seconds since" is kept. While the wall clock is on or ahead of it, the wall
    clock is right (a step forward fires early, which is safe). When it falls behind by more than a second, somebody set it
    back, and the line is followed until it catches up. So a wrong step forward that is corrected leaves no trace.
    """

    def __init__(self) -> None:
        """Begin the line here and now."""
        self._wall_seconds = time.time
        self._steady_seconds = _steady_seconds
        self._start_wall = self._wall_seconds()
        self._start_steady = self._steady_seconds()

    @property
    def step_seconds(self) -> float:
        """How far the wall clock has been set ahead (positive) or back (negative) since the start."""
        return self._wall_seconds() - self._line()

    def now(self) -> datetime:
        """Return the present instant, aware UTC."""
        wall, line = self._wall_seconds(), self._line()
        return datetime.fromtimestamp(line if wall < line - STEP_SECONDS else wall, UTC)

    async def sleep_until(self, instant: datetime, *, at_most_seconds: float) -> None:
        """Return when the clock has reached `instant`, or after `at_most_seconds` of real time, whichever is first."""
        left = (instant - self.now()).total_seconds()
        await asyncio.sleep(max(0.0, min(left, at_most_seconds)))

    def _line(self) -> float:
        return self._start_wall + self._steady_seconds() - self._start_steady


@dataclass(frozen=True, slots=True)
class _Practice:
    base: datetime
    real: float
    rate: float

    def now(self) -> datetime:
        return self.base + timedelta(seconds=(time.time() - self.real) * self.rate)


class FileClock:
    """Practice time as a JSON file says: `{"base": ISO instant, "real": epoch seconds, "rate": number}`.

    now = base + (real time - real) * rate. Somebody else (the practice workspace) replaces the file to stop, speed up or move
    time; it is read again whenever its (mtime, inode, size) changes. Never used in production.
    """

    def __init__(self, path: Path) -> None:
        """Take the file. Raises ValueError when it is not there or not a practice clock."""
        self._path = path
        self._seen: tuple[int, int, int] | None = None
        self._practice = _Practice(datetime.fromtimestamp(0, UTC), 0.0, 0.0)
        self._read()
        if self._seen is None:
            raise ValueError(f"{path}: no practice clock there; start the practice workspace first")

    def now(self) -> datetime:
        """Return practice time, aware UTC."""
        self._read()
        return self._practice.now()

    async def sleep_until(self, instant: datetime, *, at_most_seconds: float) -> None:
        """Return when practice time has reached `instant`, however it gets there, or after `at_most_seconds` of real time."""
        loop = asyncio.get_running_loop()
        end = loop.time() + at_most_seconds
        while (left := (instant - self.now()).total_seconds()) > 0 and (real_left := end - loop.time()) > 0:
            pause = min(LOOK_AGAIN_SECONDS, real_left)
            if self._practice.rate > 0:
                pause = min(pause, left / self._practice.rate)
            await asyncio.sleep(max(pause, 0.001))

    def _read(self) -> None:
        with contextlib.suppress(FileNotFoundError):  # a cleared folder: go on with what we know
            stat = self._path.stat()
            seen = (stat.st_mtime_ns, stat.st_ino, stat.st_size)
            if seen == self._seen:
                return
            try:
                kept = json.loads(self._path.read_text(encoding="utf-8"))
                base = datetime.fromisoformat(kept["base"])
                self._practice = _Practice(base.astimezone(UTC), float(kept["real"]), float(kept["rate"]))
            except (ValueError, KeyError, TypeError) as error:
                raise ValueError(f"{self._path}: not a practice clock ({error})") from error
            self._seen = seen


class ManualClock:
    """A clock that stands still until somebody moves it; sleepers wake when it reaches their instant."""

    def __init__(self, at: datetime) -> None:
        """Take the first instant (aware)."""
        self._now = at.astimezone(UTC)
        self._sleepers: set[asyncio.Event] = set()

    def now(self) -> datetime:
        """Return the instant it stands at, aware UTC."""
        return self._now

    def advance(self, *, seconds: float = 0, minutes: float = 0, hours: float = 0, days: float = 0) -> None:
        """Move it (back, when negative) and wake the sleepers; must be called on the event loop they sleep on."""
        self.set(self._now + timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds))

    def set(self, at: datetime) -> None:
        """Move it to an instant (aware) and wake the sleepers."""
        self._now = at.astimezone(UTC)
        for sleeper in tuple(self._sleepers):
            sleeper.set()

    async def sleep_until(self, instant: datetime, *, at_most_seconds: float) -> None:
        """Return when the clock has reached `instant`, or after `at_most_seconds` of real time, whichever is first."""
        moved = asyncio.Event()
        self._sleepers.add(moved)
        try:
            async with asyncio.timeout(at_most_seconds):
                while self._now < instant:
                    moved.clear()
                    await moved.wait()
        except TimeoutError:
            return
        finally:
            self._sleepers.discard(moved)
