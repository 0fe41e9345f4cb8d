"""From the start of the process to the first due page in the other side's hands, with a thousand incidents open."""

from __future__ import annotations

import json
import tempfile
from datetime import timedelta
from pathlib import Path

from tests.bench.figures import Figure
from tests.bench.receiver import Receiver
from tests.bench.running import PracticeTime, bare, hansho
from tests.bench.seed import Seeded

LONGEST_SECONDS = 60.0


async def measure(receiver: Receiver, seeded: Seeded, scratch: Path, *, runs: int) -> list[Figure]:
    """Start on a copy whose single steps have just fallen due; the first message that comes is one of those pages."""
    figure = Figure("from process start to the first due page", "s", target=3.0)
    for _ in range(runs):
        with tempfile.TemporaryDirectory(dir=scratch) as folder:
            home = Path(folder)
            database = seeded.copy(home)
            clock = PracticeTime(home / "clock.json", seeded.singles_at[-1] + timedelta(seconds=1))
            begun = len(receiver.arrivals)
            async with hansho(receiver.api_url, f"sqlite:///{database}", home, clock=clock) as program:
                came = await receiver.arrived(begun + 1, None, LONGEST_SECONDS)
                figure.runs.append(came[begun].at - program.began)
        with tempfile.TemporaryDirectory(dir=scratch) as folder:
            database, begun = seeded.copy(Path(folder)), len(receiver.arrivals)
            options = json.dumps({"file": str(database), "url": receiver.url})
            async with bare("start", Path(folder), options) as part:
                came = await receiver.arrived(begun + 1, None, LONGEST_SECONDS)
                figure.bare.append(came[begun].at - part.began)
    return [figure]
