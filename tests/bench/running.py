"""The real command in a process of its own, on practice time that runs as real time does, and what the kernel says about it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import aiohttp

from tests.bench.seed import PACKS, ROOT, SECRET, TOKEN

READY_SECONDS = 30.0
TICKS = os.sysconf("SC_CLK_TCK")


class PracticeTime:
    """The clock file of a measured program: time goes on from `at` at its natural pace."""

    def __init__(self, file: Path, at: datetime) -> None:
        self.file = file
        self.set(at)

    def set(self, at: datetime) -> None:
        """Move to an instant (aware)."""
        self._base, self._real = at.astimezone(UTC), time.time()
        fresh = self.file.with_suffix(".new")
        fresh.write_text(
            json.dumps({"base": self._base.isoformat(), "real": self._real, "rate": 1.0}), encoding="utf-8"
        )
        fresh.replace(self.file)

    def at(self, real_seconds: float) -> datetime:
        """Practice time at a real instant (epoch seconds)."""
        return datetime.fromtimestamp(self._base.timestamp() + real_seconds - self._real, UTC)

    def seconds_until(self, instant: datetime) -> float:
        """Real seconds from now until practice time reaches an instant."""
        return (instant - self.at(time.time())).total_seconds()


@dataclass(slots=True)
class Running:
    """A started process and the port it answers on."""

    process: subprocess.Popen[bytes]
    port: int
    began: float

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def ready(self) -> None:
        """Wait until it says so; RuntimeError when it ended instead."""
        async with aiohttp.ClientSession() as session, asyncio.timeout(READY_SECONDS):
            while True:
                if self.process.poll() is not None:
                    raise RuntimeError(f"the measured process ended with {self.process.returncode}")
                with contextlib.suppress(aiohttp.ClientError):
                    async with session.get(f"{self.url}/readyz") as answer:
                        if answer.status == 200:
                            return
                await asyncio.sleep(0.02)

    def cpu_seconds(self) -> float:
        """User and system time of the process so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def resident_mb(self) -> float:
        """Resident memory in MB (10^6 bytes)."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024 / 1e6
        raise RuntimeError("no VmRSS")


@contextlib.asynccontextmanager
async def running(
    command: list[str], environment: Mapping[str, str], folder: Path, port: int
) -> AsyncIterator[Running]:
    """Run a command for the length of a block; what it writes goes to run.log in `folder`."""
    with (folder / "run.log").open("ab") as said:
        process = subprocess.Popen(  # noqa: ASYNC220 - it returns at once
            command,
            cwd=folder,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
            stdout=said,
            stderr=said,
        )
        try:
            yield Running(process, port, time.time())
        finally:
            if process.poll() is None:
                os.kill(process.pid, signal.SIGTERM)
            try:
                await asyncio.to_thread(process.wait, 20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def hansho(
    api_url: str, database_url: str, folder: Path, *, clock: PracticeTime | None = None, **more: str
) -> contextlib.AbstractAsyncContextManager[Running]:
    """`hansho run` over signed HTTP; `more` are further environment variables."""
    port = free_port()
    environment = {
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": api_url,
        "DATABASE_URL": database_url,
        "PACKS_DIR": str(PACKS),
        "PORT": str(port),
        "LOG_FORMAT": "json",
        **({"HANSHO_CLOCK_FILE": str(clock.file)} if clock else {}),
        **more,
    }
    return running([sys.executable, "-m", "bot.cli", "run", "--env-file", os.devnull], environment, folder, port)


def bare(part: str, folder: Path, *arguments: str, port: int = 0) -> contextlib.AbstractAsyncContextManager[Running]:
    """A bare part of tests.bench.bare in a process of its own."""
    return running([sys.executable, "-m", "tests.bench.bare", part, *arguments], {}, folder, port)


def free_port() -> int:
    """A port nobody listens on right now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port
