"""`hansho demo`: a practice workspace in a process of its own and the bot against it, on loopback, without any account."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import app as program
from bot.domain.calendars import Calendar
from bot.exits import Exit, StartRefused
from bot.logs import configure_logs
from bot.settings import Settings, load_settings
from bot.transports.clock import SystemClock

DATA = Path(__file__).parent / "packs" / "data" / "demo"
MANIFEST = Path(__file__).parents[1] / "deploy" / "slack" / "manifest.json"
"""What the app asks of Slack. An installed program comes without it; the workspace holds a copy."""
READY_SECONDS = 20.0
END_SECONDS = 5.0
SIGNING_SECRET = "practice-signing-secret"  # noqa: S105 - good for the practice workspace only
BOT_TOKEN = "xoxb-practice-bot"  # noqa: S105 - same
APP_TOKEN = "xapp-practice-app"  # noqa: S105 - same
SENDER = "hansho@practice.example"


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """One practice session. `at` is ISO with a zone, or empty for the real time; `port` is the workspace's."""

    folder: Path
    keep: bool = False
    at: str = ""
    http: bool = False
    port: int = 0
    browser: bool = False
    packs: Path | None = None
    log_to_terminal: bool = False

    def run(self, say: Callable[[str], None]) -> Exit:
        """Run both until Ctrl-C or SIGTERM. Raises StartRefused with nothing left running."""
        # Until the bot listens to signals itself, SIGTERM has to reach the `finally` below, or the workspace would stay.
        before = signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            self._prepare()
            bot_port = _free_port() if self.http else 0
            workspace = self._start_workspace(bot_port)
            try:
                addresses = self._wait_until_ready(workspace)
                # Chosen only now where nothing needs it earlier: whatever listens first might be given the same one.
                settings = self._settings(addresses, bot_port or _free_port())
                return asyncio.run(self._bot(settings, addresses["url"], say))
            finally:
                _end(workspace)
        except KeyboardInterrupt:
            return Exit.OK
        finally:
            signal.signal(signal.SIGTERM, before)

    def _prepare(self) -> None:
        if not self.keep and self.folder.exists():
            if not (self.folder / "clock.json").exists() and any(self.folder.iterdir()):
                raise StartRefused(Exit.BAD_INPUT, f"{self.folder} is no practice folder; choose another with --folder")
            shutil.rmtree(self.folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "ready.json").unlink(missing_ok=True)
        clock = self.folder / "clock.json"
        if self.at:
            try:
                base = datetime.fromisoformat(self.at)
            except ValueError:
                base = None
            if base is None or base.tzinfo is None:
                raise StartRefused(
                    Exit.BAD_INPUT, '--at: write an instant with its zone, for example "2026-11-21T02:40+09:00"'
                )
            _write_clock(clock, base)
        elif not clock.exists():
            _write_clock(clock, next_night(SystemClock().now()))

    def _start_workspace(self, bot_port: int) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "workspace", "--with-parent", "--port", str(self.port)]
        command += ["--clock-file", str(self.folder / "clock.json"), "--ready-file", str(self.folder / "ready.json")]
        command += ["--state", str(self.folder / "workspace.json")]
        if MANIFEST.exists():
            command += ["--manifest", str(MANIFEST)]
        command += ["--bot-token", BOT_TOKEN, "--app-token", APP_TOKEN, "--signing-secret", SIGNING_SECRET]
        if (guide := DATA / "guide.md").exists():
            command += ["--guide", str(guide)]
        if (people := DATA / "people.yaml").exists():
            command += ["--people", str(people)]
        if self.http:
            command += ["--request-url", f"http://127.0.0.1:{bot_port}/slack/events"]
        # A session of its own: Ctrl-C reaches the bot alone, which ends in order and then ends the workspace.
        with self._workspace_log.open("wb") as said:
            return subprocess.Popen(command, stdout=said, stderr=said, start_new_session=True)

    @property
    def _workspace_log(self) -> Path:
        return self.folder / "workspace.log"

    def _wait_until_ready(self, workspace: subprocess.Popen[bytes]) -> dict[str, str]:
        ready = self.folder / "ready.json"

        async def wait() -> None:
            async with asyncio.timeout(READY_SECONDS):
                while not ready.exists() and workspace.poll() is None:  # noqa: ASYNC110 - another process writes it
                    await asyncio.sleep(0.05)

        try:
            asyncio.run(wait())
        except TimeoutError:
            raise StartRefused(
                Exit.FAILED, f"the practice workspace did not start within {READY_SECONDS:.0f} s"
            ) from None
        if not ready.exists():
            said = self._workspace_log.read_text(encoding="utf-8", errors="replace").strip()
            last = said.splitlines()[-1] if said else "it said nothing"
            raise StartRefused(Exit.CANNOT_LISTEN, f"the practice workspace did not start ({last}); try --port 0")
        found: dict[str, str] = json.loads(ready.read_text(encoding="utf-8"))
        return found

    def _settings(self, addresses: dict[str, str], bot_port: int) -> Settings:
        return load_settings(
            env_file=None,
            slack_bot_token=BOT_TOKEN,
            slack_app_token="" if self.http else APP_TOKEN,
            slack_signing_secret=SIGNING_SECRET if self.http else "",
            slack_api_url=addresses["api_url"],
            database_url=f"sqlite:///{(self.folder / 'hansho.db').resolve()}",
            packs_dir=self.packs or DATA,
            clock_file=self.folder / "clock.json",
            bind="127.0.0.1",
            port=bot_port,
            public_url=f"http://127.0.0.1:{bot_port}",
            secret_key=secrets.token_urlsafe(),
            smtp_url=f"{addresses['smtp_url']}/?from={SENDER}",
            webhook_url="",
            deadman_url="",
            log_level="info",
        )

    async def _bot(self, settings: Settings, url: str, say: Callable[[str], None]) -> Exit:
        async def started() -> None:
            for line in self._welcome(url):
                say(line)
            if self.browser:
                await asyncio.to_thread(webbrowser.open, url)

        with contextlib.ExitStack() as open_files:
            log = sys.stderr
            if not self.log_to_terminal:
                log = open_files.enter_context((self.folder / "hansho.log").open("a", encoding="utf-8"))
            configure_logs("text", "info", log)
            return await program.run(settings, started)

    def _welcome(self, url: str) -> list[str]:
        return [
            "",
            f"  半鐘 Hansho  {url}",
            "",
            "  このページを開き、だれかになって /incident と送ってください。上の時計で時間を進められます。",
            "  Open this page, act as anybody, and send /incident. The clock on the page moves time forward.",
            f"  記録 / log: {self.folder / 'hansho.log'}    終わり / stop: Ctrl-C",
            "",
        ]


def _write_clock(path: Path, base: datetime) -> None:
    real = SystemClock().now().timestamp()
    body = json.dumps({"base": base.isoformat(timespec="microseconds"), "real": real, "rate": 1.0})
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(body, encoding="utf-8")
    fresh.replace(path)


def next_night(now: datetime) -> datetime:
    """Return the next 03:05 in Tokyo after which a working morning follows, so that the story has its digest."""
    office = Calendar("jp-business", "Asia/Tokyo")
    zone = ZoneInfo("Asia/Tokyo")
    night = now.astimezone(zone).replace(hour=3, minute=5, second=0, microsecond=0)
    while night <= now or not office.is_working_day(night.date()):
        night += timedelta(days=1)
    return night


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.kill(process.pid, signal.SIGTERM)
    try:
        process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
