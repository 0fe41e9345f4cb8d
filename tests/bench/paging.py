"""How late a page leaves with a thousand incidents open: one step due, and two hundred at one instant."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from tests.bench.figures import Figure, quantile
from tests.bench.receiver import Arrival, Receiver
from tests.bench.running import PracticeTime, bare, hansho
from tests.bench.seed import SEEDED_AT, Seeded

LEAD_TIME = timedelta(seconds=2)
"""How long before an instant the clock is set, so that the program is at rest when it comes."""
QUIET_SECONDS = 2.0
LONGEST_SECONDS = 60.0
ROUND = timedelta(minutes=5)
"""The demo pack's ladder rings the next role every five minutes."""


async def measure(receiver: Receiver, seeded: Seeded, scratch: Path, *, runs: int) -> list[Figure]:
    """Pages of single steps, then of `runs` bursts (each the ladder's next step of the same two hundred incidents)."""
    single = {name: Figure(f"page due alone: late by, {name}", "s") for name in ("p50", "max")}
    burst = {name: Figure(f"200 ladder steps due at once: late by, {name}", "s") for name in ("p50", "p99", "max")}
    single["max"].target = 1.0
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        home = Path(folder)
        clock = PracticeTime(home / "clock.json", SEEDED_AT)
        database = seeded.copy(home)
        async with hansho(receiver.api_url, f"sqlite:///{database}", home, clock=clock) as program:
            await program.ready()
            clock.set(seeded.singles_at[0] - LEAD_TIME)
            begun = len(receiver.arrivals)
            await asyncio.sleep(clock.seconds_until(seeded.singles_at[-1]) + QUIET_SECONDS)
            late = _lateness(database, receiver.arrivals[begun:], clock)
            _take(single, late)
            for number in range(runs):
                clock.set(seeded.burst_at + number * ROUND - LEAD_TIME)
                begun = len(receiver.arrivals)
                await asyncio.sleep(LEAD_TIME.total_seconds())
                await _silent(receiver)
                instant = seeded.burst_at + number * ROUND
                late = _lateness(database, receiver.arrivals[begun:], clock, instant)
                _take(burst, late)
        burst["p50"].name += f" ({len(late)} pages in the last run)"
    await _bare(receiver, scratch, single, 1, len(seeded.singles_at))
    await _bare(receiver, scratch, burst, len(late), runs)
    return [*single.values(), *burst.values()]


def _take(figures: dict[str, Figure], late: Sequence[float], *, of_bare: bool = False) -> None:
    values = {"p50": quantile(late, 0.5), "p99": quantile(late, 0.99), "max": max(late)}
    for name, figure in figures.items():
        (figure.bare if of_bare else figure.runs).append(values[name])


def _lateness(
    database: Path, arrivals: Sequence[Arrival], clock: PracticeTime, instant: datetime | None = None
) -> list[float]:
    """Seconds from when a page was due until it was received; of the pages due at `instant`, when given."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        rows = connection.execute("SELECT id, due_at FROM outbox WHERE kind = 'page'")
        due = {str(row[0]): datetime.fromisoformat(row[1]) for row in rows}
    found = [one for one in arrivals if one.row_id in due and (instant is None or due[one.row_id] == instant)]
    if not found:
        raise RuntimeError("no page arrived")
    return [(clock.at(one.at) - due[one.row_id]).total_seconds() for one in found]


async def _silent(receiver: Receiver) -> None:
    """Wait until nothing has arrived for a while."""
    async with asyncio.timeout(LONGEST_SECONDS):
        seen = -1
        while seen != len(receiver.arrivals):
            seen = len(receiver.arrivals)
            await asyncio.sleep(QUIET_SECONDS)


async def _bare(receiver: Receiver, scratch: Path, figures: dict[str, Figure], count: int, runs: int) -> None:
    late: list[float] = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory(dir=scratch) as folder:
            due, begun = time.time() + 2.0, len(receiver.arrivals)
            options = {"file": f"{folder}/bare.db", "url": receiver.url, "count": count, "due": due}
            async with bare("send", Path(folder), json.dumps(options)):
                await asyncio.sleep(2.0)
                await receiver.arrived(begun + count, None, LONGEST_SECONDS)
            late += [one.at - due for one in receiver.arrivals[begun:]]
            if count > 1:
                _take(figures, late, of_bare=True)
                late = []
    if late:
        _take(figures, late, of_bare=True)
