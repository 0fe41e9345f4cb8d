"""Socket Mode: single-use tickets, up to ten connections, each envelope to exactly one of them, three seconds to acknowledge.

`docs.slack.dev/apis/events-api/using-socket-mode`.
"""

from __future__ import annotations

import asyncio
import secrets
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from workspace.connection import Connection
from workspace.core import Core
from workspace.limits import SOCKETS
from workspace.state import APP_ID, ApiError, Json

DISCONNECTS = ("warning", "refresh_requested", "link_disabled")
TAKES_A_PAYLOAD = ("view_submission", "block_suggestion")
"""Of what people do with a mouse, only these are answered with a payload; a slash command is, too."""


@dataclass
class Answer:
    """What came back from the bot.

    `error` is None or why it counts as unanswered, in the words of X-Slack-Retry-Reason (`timeout` in Socket Mode); `no_retry`: the
    bot asked not to be tried again; `socket`: the connection it went to.
    """

    ok: bool
    body: Any = None
    error: str | None = None
    no_retry: bool = False
    socket: int | None = None


class Sockets:
    """All connections of the app."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._tickets: dict[str, float] = {}
        self._open: list[Connection] = []
        self._turn = 0
        self._numbers = 0
        self.disabled = False
        """Socket Mode was switched off (`link_disabled`)."""

    @property
    def connected(self) -> int:
        """How many connections are open, silent ones included."""
        return len(self._open)

    def ticket(self) -> str:
        """A fresh address for one connection: the answer of apps.connections.open.

        ApiError socket_mode_not_enabled after it was switched off, internal_error for the fault `refuse`.
        """
        if self.disabled:
            raise ApiError("socket_mode_not_enabled")
        if self._core.faults.refuse_sockets:
            raise ApiError("internal_error")
        ticket = secrets.token_hex(16)
        self._tickets[ticket] = asyncio.get_running_loop().time()
        return f"{self._core.url.replace('http', 'ws', 1)}link/?ticket={ticket}&app_id={APP_ID}"

    @property
    def tickets(self) -> list[float]:
        """How many real seconds each address not yet used has left."""
        now, most = asyncio.get_running_loop().time(), self._core.settings.ticket_seconds
        return [left for made in self._tickets.values() if (left := made + most - now) > 0]

    def expire_tickets(self) -> None:
        """Every address handed out so far is worthless from now on."""
        self._tickets.clear()

    def enable(self) -> None:
        """Switch Socket Mode on again."""
        self.disabled = False

    async def undergo(self, name: str) -> None:
        """Something that happens to all connections at once; ValueError.

        close, expire_tickets, enable, or a `disconnect` message: warning, refresh_requested, link_disabled.
        """
        if name == "close":
            await self.close()
        elif name == "expire_tickets":
            self.expire_tickets()
        elif name == "enable":
            self.enable()
        elif name in DISCONNECTS:
            await self.disconnect(name)
        else:
            raise ValueError(
                f"unknown happening {name!r}: one of close, expire_tickets, enable, {', '.join(DISCONNECTS)}"
            )

    def go_silent(self) -> None:
        """Every open connection stays open and says nothing more, until the fault `silent` ends."""
        for socket in self._open:
            socket.go_silent()

    async def close(self) -> None:
        """Close every open connection from our side."""
        for socket in list(self._open):
            socket.end_silence()
            await socket.close()

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Send a `disconnect` message to every connection; `link_disabled` switches Socket Mode off and closes them."""
        if reason == "link_disabled":
            self.disabled = True
            self.expire_tickets()
        for socket in list(self._open):
            await socket.disconnect(reason)
        if reason == "link_disabled":
            await self.close()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """The server's side of a connection: GET /link/?ticket=...[&debug_reconnects=true]."""
        settings, loop = self._core.settings, asyncio.get_running_loop()
        if self._core.faults.refuse_sockets:
            raise web.HTTPServiceUnavailable(text="practice fault")
        made = self._tickets.pop(request.query.get("ticket", ""), None)
        if made is None or loop.time() - made > settings.ticket_seconds or self.disabled:
            raise web.HTTPNotFound(text="no such ticket")
        ws = web.WebSocketResponse(heartbeat=None, autoping=False, max_msg_size=16 * 1024 * 1024)
        debug = request.query.get("debug_reconnects") == "true"
        life = settings.debug_socket_seconds if debug else settings.socket_seconds
        await ws.prepare(request)
        self._numbers += 1
        socket = Connection(self._core, self._numbers, ws, request, life)
        if len(self._open) >= SOCKETS:
            await socket.disconnect("too_many_websockets")
            await ws.close()
            return ws
        self._open.append(socket)
        try:
            await socket.send(self._hello(life))
            self._core.state.changed()
            await socket.serve()
        except ConnectionError:
            return ws
        finally:
            self._open.remove(socket)
            self._core.state.changed()
        return ws

    def _hello(self, life: float) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._open),
            "connection_info": {"app_id": APP_ID},
            "debug_info": {"host": "practice", "build_number": 1, "approximate_connection_time": int(life)},
        }

    def _next(self, avoid: Collection[int]) -> Connection | None:
        """Whose turn it is; none of `avoid` as long as there is another."""
        able = [socket for socket in self._open if not socket.leaving]
        able = [socket for socket in able if socket.number not in avoid] or able
        self._turn += 1
        return able[self._turn % len(able)] if able else None

    async def push(self, kind: str, payload: Json, retry: int, reason: str, avoid: Collection[int] = ()) -> Answer:
        """Send one envelope to one connection, rather none of those numbered `avoid`, and wait for its acknowledgement."""
        socket = self._next(avoid)
        if socket is None:
            return Answer(False, error="connection_failed")
        takes = kind == "slash_commands" or payload.get("type") in TAKES_A_PAYLOAD
        envelope: Json = {
            "envelope_id": str(uuid.uuid4()),
            "type": kind,
            "payload": payload,
            "accepts_response_payload": takes,
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": retry, "retry_reason": reason}
        try:
            body = await socket.ask(envelope)
        except TimeoutError:
            return Answer(False, error="timeout", socket=socket.number)
        except ConnectionError:
            return Answer(False, error="connection_failed", socket=socket.number)
        return Answer(True, body if takes else None, socket=socket.number)
