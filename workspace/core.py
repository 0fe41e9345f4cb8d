"""What every part of the workspace shares: settings, state, faults, the log of all traffic, and running work."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from workspace.clock import Clock
from workspace.faults import Faults
from workspace.limits import ANSWER_SECONDS, EVENTS_AN_HOUR, EVENTS_BEFORE_DISABLING, TRIGGER_SECONDS
from workspace.manifest import DEFAULT, Manifest
from workspace.rates import Rates
from workspace.state import Json, State

MAIN_JOB = frozenset(
    {
        "auth.test", "apps.connections.open", "chat.postMessage", "chat.update", "views.open", "views.update", "views.push",
        "views.publish", "users.info", "conversations.open",
    }
)  # fmt: skip
"""The calls a careful bot can live on; with `only` set to these, every other method is unknown."""


RATES = ("slack", "off")


@dataclass(frozen=True)
class Settings:
    """How this workspace behaves. Tokens and the secret are practice values, good for nothing else."""

    bot_token: str = "xoxb-practice-bot"
    app_token: str = "xapp-practice-app"
    signing_secret: str = "practice-signing-secret"
    request_url: str | None = None
    deny: frozenset[str] = frozenset()
    only: frozenset[str] | None = None
    answer_seconds: float = ANSWER_SECONDS
    trigger_seconds: float = TRIGGER_SECONDS
    """How long the bot may take to answer, and to open a view for what somebody did (real seconds)."""
    retry_seconds: tuple[float, ...] = (0.0, 60.0, 300.0)
    """Practice seconds before each further try of an event."""
    delayed_events: bool = False
    """Slack's "Delayed Events": an event nobody took is tried again every hour for a day."""
    events_an_hour: int = EVENTS_AN_HOUR
    events_before_disabling: int = EVENTS_BEFORE_DISABLING
    ticket_seconds: float = 30.0
    """How long an address may wait for its connection (real seconds; assumed, Slack names no number)."""
    socket_seconds: float = 3600.0
    debug_socket_seconds: float = 360.0
    """The life of a connection in real seconds, plain and with debug_reconnects=true."""
    socket_warning_seconds: float = 10.0
    ping_seconds: float = 10.0
    manifest: Manifest = DEFAULT
    anywhere: bool = False
    """Whether it may listen on other addresses than loopback, where anybody may act as anybody."""
    rates: str = "off"
    """One of `RATES`: whether Slack's limits on how often are enforced, or only counted."""


_ORDER = itertools.count(1)


@dataclass
class Call:
    """One Web API call by the bot and what it got."""

    method: str
    arguments: Json
    answer: Json
    at: datetime
    status: int = 200
    fault: str | None = None
    milliseconds: float | None = None
    """Real time from its arrival to its answer."""
    order: int = field(default_factory=lambda: next(_ORDER))
    """Counts calls and deliveries together."""

    @property
    def ok(self) -> bool:
        """Whether the answer said ok (it may have been lost on the way: see `fault`)."""
        return bool(self.answer.get("ok"))


@dataclass
class Sent:
    """One thing delivered to the bot and its answer."""

    kind: str
    payload: Json
    at: datetime
    retry: int = 0
    ok: bool = False
    answer: Any = None
    error: str | None = None
    socket: int | None = None
    """The number of the connection it went to, in Socket Mode."""
    milliseconds: float | None = None
    """Real time until it was acknowledged or given up."""
    order: int = field(default_factory=lambda: next(_ORDER))


@dataclass
class Stray:
    """Something the bot sent on a socket that answers nothing: `why` is late, unknown or malformed."""

    why: str
    envelope_id: str
    socket: int
    at: datetime


@dataclass
class Core:
    """The shared parts. `url` is known once the server listens and ends with a slash."""

    settings: Settings
    clock: Clock
    state: State
    faults: Faults = field(default_factory=Faults)
    calls: list[Call] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    strays: list[Stray] = field(default_factory=list)
    url: str = ""
    guide: list[Json] = field(default_factory=list)
    rates: Rates = field(init=False)
    _running: set[asyncio.Task[Any]] = field(default_factory=set)

    def __post_init__(self) -> None:
        if self.settings.rates not in RATES:
            raise ValueError(f"rates: one of {', '.join(RATES)}, not {self.settings.rates!r}")
        self.rates = Rates(self.clock, enforced=self.settings.rates == "slack")

    def background(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run something that nobody waits for."""
        self.spawn(work).add_done_callback(_complain)

    def spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run in the background, with a reference kept until it ends."""
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    async def stop_work(self) -> None:
        """Cancel whatever still runs in the background."""
        for task in list(self._running):
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)


def _complain(task: asyncio.Task[Any]) -> None:
    if not task.cancelled() and (error := task.exception()):
        task.get_loop().call_exception_handler({"message": "the workspace stumbled", "exception": error, "task": task})
