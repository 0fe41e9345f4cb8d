"""A bot under test: the real program in this process, or in one of its own that can be killed, against a practice workspace.

async with Workspace(clock=Clock(at, rate=0)) as workspace, running_bot(workspace, url, "socket") as bot:
    await workspace.person("U0YAMADA").command("/incident")
    ...
    await bot.settled()
    await bot.advance(minutes=10)
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp

from bot.app import Hansho
from bot.domain.people import Person
from bot.domain.work import OutboxRow, OutboxState, SendPriority, Timer, TimerState
from bot.engine.outbox import Allowance
from bot.services.people import WhoMatters, who_matters
from bot.services.ports import UnitOfWork
from bot.settings import Settings, load_settings
from tests.harness.databases import with_tables
from tests.harness.patience import PATIENCE
from tests.harness.roads import Transport
from workspace import Clock, Workspace

ROOT = Path(__file__).resolve().parents[2]
DEMO_PACKS = ROOT / "bot" / "packs" / "data" / "demo"


class SharedClock:
    """The workspace's practice clock as the bot's clock port; moving it wakes both."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        return self._clock.now()

    async def sleep_until(self, instant: datetime, *, at_most_seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(at_most_seconds):
                await self._clock.wait_until(instant)


def settings_for(
    workspace: Workspace,
    database_url: str,
    transport: Transport,
    *,
    packs_dir: Path = DEMO_PACKS,
    port: int = 0,
    mail: bool = False,
    webhook_url: str = "",
) -> Settings:
    """Settings that point at the workspace and read nothing of this machine's environment that matters.

    `mail`: with the workspace's mailbox, and with receipts at this machine's address (so `port` has to be known).
    """
    return load_settings(
        env_file=None,
        slack_bot_token=workspace.settings.bot_token,
        slack_app_token=workspace.settings.app_token if transport == "socket" else "",
        slack_signing_secret=workspace.settings.signing_secret if transport == "http" else "",
        slack_api_url=workspace.api_url,
        database_url=database_url,
        packs_dir=packs_dir,
        bind="127.0.0.1",
        port=port,
        smtp_url=f"{workspace.smtp_url}/?from=hansho@practice.example" if mail else "",
        webhook_url=webhook_url,
        deadman_url="",
        public_url=f"http://127.0.0.1:{port}" if mail else "",
        secret_key="a key for stories, long enough to sign" if mail else "",
        clock_file=None,
    )


class BotUnderTest:
    """The program in this process, and time in both."""

    def __init__(self, program: Hansho, workspace: Workspace) -> None:
        self.program = program
        self.workspace = workspace

    @property
    def now(self) -> datetime:
        """Practice time."""
        return self.workspace.clock.now()

    async def settled(self, timeout: float = PATIENCE) -> None:
        """Wait until everything that is due has fired and left, and no event is on its way."""
        quiet = 0
        try:
            async with asyncio.timeout(timeout):
                while quiet < 2:
                    await self.program.engine.wait_for_next_cycle(timeout)
                    await self.workspace.events_settled()
                    quiet = quiet + 1 if await self._nothing_due() else 0
        except TimeoutError:
            raise TimeoutError(f"not settled after {timeout} s; waiting: {await self.waiting()}") from None

    async def _nothing_due(self) -> bool:
        if self.program.engine.under_way:
            return False
        due = await self.program.store.next_due_at()
        sending = await self.program.store.read(_sending, None)
        return not sending and (due is None or due > self.now)

    async def waiting(self) -> list[str]:
        """What is due and has not happened, for a failing test's message."""
        return await self.program.store.read(_waiting, self.now)

    async def advance(self, *, minutes: float = 0, seconds: float = 0, hours: float = 0, days: float = 0) -> None:
        """Move time forward, stopping at every instant something falls due, so that all happens when it should."""
        await self.advance_to(self.now + timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds))

    async def advance_to(self, target: datetime) -> None:
        """Move time to an instant, stopping at every instant something falls due."""
        await self.settled()
        while (due := await self.program.store.next_due_at()) is not None and due <= target:
            self.workspace.set_clock(at=max(due, self.now))
            await self.settled()
        self.workspace.set_clock(at=target)
        await self.settled()

    async def jump(self, *, minutes: float = 0, hours: float = 0, days: float = 0) -> None:
        """Move time at once, as a machine that slept: everything between falls due together."""
        self.workspace.jump(timedelta(days=days, hours=hours, minutes=minutes).total_seconds())
        await self.settled()


def _sending(uow: UnitOfWork, _: None) -> int:
    return len(uow.find(OutboxRow, state=OutboxState.SENDING))


def _waiting(uow: UnitOfWork, now: datetime) -> list[str]:
    timers = [t for t in uow.find(Timer, state=TimerState.ARMED) if t.due_at <= now]
    unsettled = (OutboxState.PENDING, OutboxState.SENDING, OutboxState.UNKNOWN)
    rows = [r for r in uow.find(OutboxRow, state=unsettled) if r.next_attempt_at <= now]
    return [
        *(f"timer {t.kind} {t.seq} due {t.due_at} fails {t.fails}" for t in timers),
        *(f"row {r.kind} -> {r.target} {r.state} attempt {r.attempt} {r.error}" for r in rows),
    ]


def _strangers(uow: UnitOfWork, _: None) -> list[str]:
    wanted = set(who_matters(uow, WhoMatters()))
    return sorted(wanted - {person.id for person in uow.find(Person, id=tuple(wanted))})


@contextlib.asynccontextmanager
async def running_bot(
    workspace: Workspace,
    database_url: str,
    transport: Transport = "socket",
    *,
    packs_dir: Path = DEMO_PACKS,
    know_everybody: bool = True,
    mail: bool = False,
    webhook_url: str = "",
) -> AsyncIterator[BotUnderTest]:
    """Start the real program against a started workspace; it shares the workspace's clock and ends with the block."""
    if transport == "http":
        workspace.use_request_url("http://127.0.0.1:1/not-yet")
    port = _free_port() if mail else 0
    settings = settings_for(
        workspace,
        with_tables(database_url),
        transport,
        packs_dir=packs_dir,
        port=port,
        mail=mail,
        webhook_url=webhook_url,
    )
    program = Hansho(settings, clock=SharedClock(workspace.clock))
    await program.start()
    try:
        for sender in program.engine._senders:
            if sender._priority is SendPriority.REFRESH:  # its real-time limit would slow practice time down
                sender._allowance = Allowance(per_second=10_000, burst=10_000)
        if transport == "http":
            workspace.use_request_url(f"{program.address}/slack/events")
        bot = BotUnderTest(program, workspace)
        async with asyncio.timeout(PATIENCE):
            while await program.not_ready():  # noqa: ASYNC110 - readiness is asked for, as a balancer does
                await asyncio.sleep(0.01)
            while know_everybody and await program.store.read(_strangers, None):  # noqa: ASYNC110 - same
                await asyncio.sleep(0.01)
        yield bot
    finally:
        await program.stop()


@dataclass
class BotProcess:
    """The real command in a process of its own. Give the workspace a `clock_file`: it is the clock of both."""

    workspace: Workspace
    database_url: str
    folder: Path
    transport: Transport = "socket"
    packs_dir: Path = DEMO_PACKS
    process: subprocess.Popen[bytes] | None = None
    port: int = 0
    started: int = 0

    async def start(self, *, failpoint: str = "", clock_file: Path | None = None, ready: bool = True) -> None:
        """Start `hansho run`; `failpoint` (see bot.engine.failpoints) has it kill itself at that place."""
        self.port = _free_port()
        self.started += 1
        settings = self.workspace.settings
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "SLACK_BOT_TOKEN": settings.bot_token,
            "SLACK_API_URL": self.workspace.api_url,
            "DATABASE_URL": self.database_url,
            "PACKS_DIR": str(self.packs_dir),
            "PORT": str(self.port),
            "LOG_FORMAT": "json",
        }
        if self.transport == "socket":
            environment["SLACK_APP_TOKEN"] = settings.app_token
        else:
            environment["SLACK_SIGNING_SECRET"] = settings.signing_secret
            self.workspace.use_request_url(f"http://127.0.0.1:{self.port}/slack/events")
        if clock_file is not None:
            environment["HANSHO_CLOCK_FILE"] = str(clock_file)
        if failpoint:
            environment["HANSHO_FAILPOINT"] = failpoint
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: ASYNC220 - starting takes no time
                [sys.executable, "-m", "bot.cli", "run", "--env-file", os.devnull],
                cwd=self.folder,
                env=environment,
                stdout=log,
                stderr=log,
            )
        if ready:
            await self.ready()

    @property
    def log_file(self) -> Path:
        """What the process wrote."""
        return self.folder / "bot.log"

    async def ready(self, timeout: float = PATIENCE) -> None:
        """Wait until it takes events; fails with its log when it ends first."""
        async with aiohttp.ClientSession() as session, asyncio.timeout(timeout):
            while True:
                if self.process is not None and self.process.poll() is not None:
                    raise AssertionError(f"ended with {self.process.returncode}:\n{self.log_file.read_text()[-4000:]}")
                with contextlib.suppress(aiohttp.ClientError):
                    async with session.get(f"http://127.0.0.1:{self.port}/readyz") as answer:
                        if answer.status == 200:
                            return
                await asyncio.sleep(0.05)

    async def died(self, timeout: float = PATIENCE) -> int:
        """Wait until it has ended (a failpoint, a SIGTERM) and return its exit code; -9 after SIGKILL."""
        assert self.process is not None
        return await asyncio.to_thread(self.process.wait, timeout)

    async def kill(self) -> None:
        """SIGKILL, now."""
        if self.process is not None and self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGKILL)
            await self.died()

    async def terminate(self) -> int:
        """SIGTERM, and wait for the orderly end."""
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGTERM)
        return await self.died()


STEP_SECONDS, PAUSE_SECONDS, STEPS = 5, 0.25, 108
"""Nine minutes: after ten people are rung again, and that must not depend on how fast the machine is."""


@contextlib.asynccontextmanager
async def passing_time(workspace: Workspace) -> AsyncIterator[None]:
    """While it holds, practice time moves on, faster than real time: leases and look-ups of a process that was killed wait for it."""

    async def passes() -> None:
        for _ in range(STEPS):
            await asyncio.sleep(PAUSE_SECONDS)
            workspace.jump(STEP_SECONDS)

    task = asyncio.create_task(passes())
    try:
        yield
    finally:
        task.cancel()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]
