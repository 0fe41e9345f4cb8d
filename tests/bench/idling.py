"""What the program costs while nothing is due, with a thousand incidents open."""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from pathlib import Path

from tests.bench.figures import Figure
from tests.bench.receiver import Receiver
from tests.bench.running import PracticeTime, Running, bare, free_port, hansho
from tests.bench.seed import SEEDED_AT, Seeded

SETTLE_SECONDS = 8.0
"""After the start, for what is done once: getting to know people, the first audit."""


async def measure(receiver: Receiver, seeded: Seeded, scratch: Path, *, runs: int, seconds: float) -> list[Figure]:
    """CPU over `seconds` in each run, and resident memory at its end."""
    cpu = Figure("idle: of one core", "%", target=5.0)
    memory = Figure("idle: resident memory", "MB", target=200.0)
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        home = Path(folder)
        clock = PracticeTime(home / "clock.json", SEEDED_AT)
        async with hansho(receiver.api_url, f"sqlite:///{seeded.copy(home)}", home, clock=clock) as program:
            await program.ready()
            await _watch(program, cpu.runs, memory.runs, runs, seconds)
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        port = free_port()
        options = json.dumps({"file": str(seeded.copy(Path(folder))), "port": port})
        async with bare("idle", Path(folder), options, port=port) as part:
            await part.ready()
            await _watch(part, cpu.bare, memory.bare, 1, seconds)
    return [cpu, memory]


async def _watch(process: Running, cpu: list[float], memory: list[float], runs: int, seconds: float) -> None:
    await asyncio.sleep(SETTLE_SECONDS)
    for _ in range(runs):
        began, used = time.monotonic(), process.cpu_seconds()
        await asyncio.sleep(seconds)
        cpu.append(100 * (process.cpu_seconds() - used) / (time.monotonic() - began))
        memory.append(process.resident_mb())
