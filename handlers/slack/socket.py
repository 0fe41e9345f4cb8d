"""Listening over Socket Mode: several connections in one process, and a watchdog that gets stuck ones going again.

slack_sdk's client can retry one expired ticket for ever (it asks for a new address only when `wss_uri` is empty), and its
first connection attempt never gives up. So each connection is made in the background and watched in real time.
Source: docs.slack.dev/apis/events-api/using-socket-mode; slack_sdk/socket_mode/aiohttp.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

log = structlog.get_logger(__name__)

CLOSE_SECONDS = 3.0

Spawn = Callable[[Coroutine[Any, Any, None], str], object]
"""Starts a task under a name and keeps a reference to it."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Real seconds: between two looks, and how long a connection may be down before each cure."""

    look: float = 10.0
    new_ticket: float = 30.0
    new_handler: float = 90.0
    give_up: float = 180.0


class Cure(StrEnum):
    """What the watchdog does to a connection that is down."""

    WAIT = "wait"
    NEW_TICKET = "new_ticket"
    NEW_HANDLER = "new_handler"


def cure_for(down_seconds: float, handler_age_seconds: float, patience: Patience) -> Cure:
    """Return what helps a connection that has been down for so long, whose handler is so old."""
    if down_seconds > patience.new_handler and handler_age_seconds > patience.new_handler:
        return Cure.NEW_HANDLER
    if down_seconds > patience.new_ticket:
        return Cure.NEW_TICKET
    return Cure.WAIT


class SocketLine:
    """One connection: the present handler, since when it is down, what it last heard."""

    def __init__(
        self,
        number: int,
        make: Callable[[], AsyncSocketModeHandler],
        on_disabled: Callable[[], None],
        patience: Patience,
    ) -> None:
        """`make` builds a fresh handler on the running loop; `on_disabled` is called when Slack switches Socket Mode off."""
        self.number = number
        self._patience = patience
        self.reconnects = 0
        self._make = make
        self._on_disabled = on_disabled
        self._handler: AsyncSocketModeHandler | None = None
        self._made_at = 0.0
        self._down_since: float | None = None
        self.last_heard_at: float | None = None
        """Loop time of the last message, None before the first."""

    async def connect(self) -> None:
        """Make a fresh handler and connect; returns only once connected or closed, and so runs in the background."""
        loop = asyncio.get_running_loop()
        self._handler = handler = self._make()
        self._made_at = loop.time()
        if self._down_since is None:
            self._down_since = self._made_at
        handler.client.on_message_listeners.append(self._heard)
        await handler.client.connect()  # type: ignore[no-untyped-call]

    async def is_connected(self) -> bool:
        """Whether the socket is open and its pings are answered."""
        return self._handler is not None and await self._handler.client.is_connected()

    async def look(self) -> tuple[float, Cure]:
        """Return for how many seconds the connection has been down, and the cure."""
        now = asyncio.get_running_loop().time()
        if await self.is_connected():
            self._down_since = None
            return 0.0, Cure.WAIT
        if self._down_since is None:
            self._down_since = now
        down = now - self._down_since
        return down, cure_for(down, now - self._made_at, self._patience)

    def drop_ticket(self) -> None:
        """Have the client's own retry loop ask for a new address."""
        if self._handler is not None:
            self._handler.client.wss_uri = None

    async def close(self) -> None:
        """Close the present handler; a stuck one is left behind after a few seconds."""
        handler, self._handler = self._handler, None
        if handler is None:
            return
        try:
            await asyncio.wait_for(handler.client.close(), CLOSE_SECONDS)  # type: ignore[no-untyped-call]
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            log.warning("socket.close_failed", line=self.number, error=repr(error))

    async def _heard(self, message: aiohttp.WSMessage) -> None:
        self.last_heard_at = asyncio.get_running_loop().time()
        if not isinstance(message.data, str) or '"disconnect"' not in message.data:
            return
        said = json.loads(message.data)
        if said.get("type") == "disconnect" and said.get("reason") == "link_disabled":
            self._on_disabled()


class SocketLines:
    """All connections of this process with their watchdog."""

    def __init__(
        self,
        make: Callable[[], AsyncSocketModeHandler],
        *,
        count: int,
        spawn: Spawn,
        slack_offers_sockets: Callable[[], Awaitable[bool]],
        on_disabled: Callable[[], None],
        on_lost: Callable[[], None],
        patience: Patience | None = None,
    ) -> None:
        """`slack_offers_sockets` asks Slack for a new address; `on_lost` is called when it gives one and we stay down all the same."""
        self._patience = patience or Patience()
        self._lines = [SocketLine(number, make, on_disabled, self._patience) for number in range(1, count + 1)]
        self._spawn = spawn
        self._slack_offers_sockets = slack_offers_sockets
        self._on_lost = on_lost
        self._all_down_since: float | None = None

    async def connected(self) -> int:
        """Return how many connections are up."""
        return sum([await line.is_connected() for line in self._lines])

    @property
    def reconnects(self) -> int:
        """How often a connection had to be made anew."""
        return sum(line.reconnects for line in self._lines)

    @property
    def last_heard_at(self) -> float | None:
        """Loop time at which any connection last heard something."""
        return max((line.last_heard_at for line in self._lines if line.last_heard_at is not None), default=None)

    def start(self) -> None:
        """Connect everything in the background; `watch` has to run beside it."""
        for line in self._lines:
            self._spawn(line.connect(), f"socket-{line.number}")

    async def close(self) -> None:
        """Close every connection."""
        await asyncio.gather(*(line.close() for line in self._lines))

    async def watch(self) -> None:
        """Look after the connections for ever (a service of the supervisor)."""
        while True:
            await asyncio.sleep(self._patience.look)
            await self.look_once()

    async def look_once(self) -> None:
        """Look at every connection and do what helps."""
        downs = [await self._tend(line) for line in self._lines]
        now = asyncio.get_running_loop().time()
        if min(downs) == 0.0:
            self._all_down_since = None
            return
        self._all_down_since = self._all_down_since or now - min(downs)
        # A new process helps against a wedged client only: while Slack itself is away the engine has to stay up, because
        # it pages over other roads and resends the moment Slack is back.
        if now - self._all_down_since > self._patience.give_up and await self._slack_offers_sockets():
            self._on_lost()

    async def _tend(self, line: SocketLine) -> float:
        down, cure = await line.look()
        if cure is Cure.NEW_TICKET:
            log.warning("socket.new_ticket", line=line.number, down_seconds=round(down))
            line.drop_ticket()
        elif cure is Cure.NEW_HANDLER:
            log.warning("socket.new_handler", line=line.number, down_seconds=round(down))
            await line.close()
            line.reconnects += 1
            self._spawn(line.connect(), f"socket-{line.number}")
        return down
