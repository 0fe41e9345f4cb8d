"""Socket Mode: single-use tickets, up to ten sockets, each envelope to exactly one of them, three seconds to acknowledge.

`docs.slack.dev/apis/events-api/using-socket-mode`. Faults: silent sockets, closed ones, refused ones, `disconnect` messages.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import uuid
from dataclasses import dataclass
from typing import Any

from aiohttp import WSMsgType, web

from workspace.core import Core
from workspace.limits import SOCKETS
from workspace.state import APP_ID, ApiError, Json

DISCONNECTS = ("warning", "refresh_requested", "link_disabled")
TICKET_SECONDS = 30.0
"""How long a ticket may wait for its socket (real seconds; assumed, Slack names no number)."""


@dataclass
class Answer:
    """What came back from the bot: acknowledged or not, the body of the answer, and why not."""

    ok: bool
    body: Any = None
    error: str | None = None


class _Socket:
    def __init__(self, ws: web.WebSocketResponse, transport: asyncio.Transport | None) -> None:
        self.ws = ws
        self.transport = transport
        self.silent = False
        self.leave = asyncio.Event()


class Sockets:
    """All sockets of the app."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._tickets: dict[str, float] = {}
        self._open: list[_Socket] = []
        self._waiting: dict[str, asyncio.Future[Any]] = {}
        self._turn = 0

    @property
    def connected(self) -> int:
        """How many sockets are open, silent ones included."""
        return len(self._open)

    def ticket(self) -> str:
        """A fresh address for one socket: the answer of apps.connections.open."""
        if self._core.faults.refuse_sockets:
            raise ApiError("internal_error")
        ticket = secrets.token_hex(16)
        self._tickets[ticket] = asyncio.get_running_loop().time()
        return f"{self._core.url.replace('http', 'ws', 1)}link/?ticket={ticket}&app_id={APP_ID}"

    def expire_tickets(self) -> None:
        """Every address handed out so far is worthless from now on."""
        self._tickets.clear()

    def go_silent(self) -> None:
        """Every open socket stays open and says nothing more: no pong, no envelope, no reading."""
        for socket in self._open:
            socket.silent = True
            socket.leave.set()

    async def undergo(self, name: str) -> None:
        """Something that happens to all sockets at once; ValueError.

        close, expire_tickets, or a `disconnect` message: warning, refresh_requested, link_disabled.
        """
        if name == "close":
            await self.close()
        elif name == "expire_tickets":
            self.expire_tickets()
        elif name in DISCONNECTS:
            await self.disconnect(name)
        else:
            raise ValueError(f"unknown happening {name!r}: one of close, expire_tickets, {', '.join(DISCONNECTS)}")

    async def close(self) -> None:
        """Close every open socket from our side."""
        for socket in list(self._open):
            socket.leave.set()
            await socket.ws.close()

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Send a `disconnect` message (warning, refresh_requested, link_disabled) to every socket."""
        said = {"type": "disconnect", "reason": reason, "debug_info": {"host": "practice"}}
        for socket in list(self._open):
            if not socket.silent:
                await socket.ws.send_json(said)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """The socket's side of the server: GET /link/?ticket=..."""
        made = self._tickets.pop(request.query.get("ticket", ""), None)
        late = made is not None and asyncio.get_running_loop().time() - made > TICKET_SECONDS
        if made is None or late or self._core.faults.refuse_sockets:
            raise web.HTTPNotFound(text="no such ticket")
        if len(self._open) >= SOCKETS:
            raise web.HTTPConflict(text="too_many_websockets")
        ws = web.WebSocketResponse(heartbeat=None, autoping=False, max_msg_size=16 * 1024 * 1024)
        await ws.prepare(request)
        socket = _Socket(ws, request.transport)
        self._open.append(socket)
        hello = {
            "type": "hello",
            "num_connections": len(self._open),
            "connection_info": {"app_id": APP_ID},
            "debug_info": {"host": "practice", "build_number": 1, "approximate_connection_time": 3600},
        }
        await ws.send_json(hello)
        self._core.state.changed()
        pings = self._core.spawn(self._ping(socket))
        try:
            await self._listen(socket)
        finally:
            pings.cancel()
            self._open.remove(socket)
            self._core.state.changed()
        return ws

    async def _ping(self, socket: _Socket) -> None:
        while not socket.ws.closed and not socket.silent:
            await socket.ws.ping(b"Ping from practice")
            await asyncio.sleep(10)

    async def _listen(self, socket: _Socket) -> None:
        leave = self._core.spawn(socket.leave.wait())
        while not socket.ws.closed:
            heard = self._core.spawn(socket.ws.receive())
            await asyncio.wait({heard, leave}, return_when=asyncio.FIRST_COMPLETED)
            if leave.done():
                heard.cancel()
                await asyncio.gather(heard, return_exceptions=True)
                if socket.silent:
                    await self._sit_still(socket)
                return
            message = heard.result()
            if message.type == WSMsgType.PING:
                await socket.ws.pong(message.data)
            elif message.type == WSMsgType.TEXT:
                self._acknowledged(message.data)
            elif message.type in (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR):
                break
        leave.cancel()

    async def _sit_still(self, socket: _Socket) -> None:
        """Keep the connection of a silent socket until the other side gives up or the workspace ends."""
        socket.leave.clear()
        # nobody reads here, so nothing but the transport tells that the other side has gone
        line = socket.transport
        while line is not None and not line.is_closing() and not socket.leave.is_set():  # noqa: ASYNC110
            await asyncio.sleep(0.05)

    def _acknowledged(self, text: str) -> None:
        try:
            said = json.loads(text)
        except json.JSONDecodeError:
            return  # a ping in words: the SDK sends some
        waiting = self._waiting.get(said.get("envelope_id", "")) if isinstance(said, dict) else None
        if waiting and not waiting.done():
            waiting.set_result(said.get("payload"))

    async def push(self, kind: str, payload: Json, retry: int, reason: str, copies: int) -> Answer:
        """Send one envelope to one socket and wait for its acknowledgement; `copies` sends the same one again."""
        if not self._open:
            return Answer(False, error="no socket is connected")
        envelope: Json = {
            "envelope_id": str(uuid.uuid4()),
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": retry, "retry_reason": reason}
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[envelope["envelope_id"]] = answer
        try:
            for _ in range(copies):
                self._turn += 1
                socket = self._open[self._turn % len(self._open)]
                if not socket.silent and not socket.ws.closed:
                    await socket.ws.send_json(envelope)
            return Answer(True, await asyncio.wait_for(answer, self._core.settings.answer_seconds))
        except (TimeoutError, ConnectionError) as error:
            return Answer(False, error="timeout" if isinstance(error, TimeoutError) else "connection lost")
        finally:
            self._waiting.pop(envelope["envelope_id"], None)
