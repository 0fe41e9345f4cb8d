"""One Socket Mode connection: its life, its pings, its silence, and the envelopes that wait on it for an acknowledgement.

`docs.slack.dev/apis/events-api/using-socket-mode`. Connections live by real time, as everything about sockets does.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import Any

from aiohttp import WSMsgType, web

from workspace.core import Core, Stray
from workspace.state import Json

QUIET_PINGS = 3
"""So many pings in a row without a sign of life, and the connection is closed (assumed; Slack names no number)."""
LATE_REMEMBERED = 200
STRAYS = 1000
"""How many frames that answer nothing are kept for whoever looks."""
GONE = (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR)


class Connection:
    """One open socket. `leaving`: it was told to go, and gets nothing new."""

    def __init__(self, core: Core, number: int, ws: web.WebSocketResponse, request: web.Request, life: float) -> None:
        self._core = core
        self.number = number
        self.leaving = False
        self.silent = False
        self._life = life
        self._ws = ws
        self._transport = request.transport
        self._waiting: dict[str, asyncio.Future[Any]] = {}
        self._over: dict[str, None] = {}
        self._heard = asyncio.get_running_loop().time()
        self._told_to_stop = asyncio.Event()

    async def serve(self) -> None:
        """Stay until either side ends it."""
        beside = [self._core.spawn(self._ping()), self._core.spawn(self._age())]
        try:
            await self._listen()
        finally:
            for task in beside:
                task.cancel()

    async def send(self, said: Json) -> None:
        """Send one JSON message; a silent connection swallows it. ConnectionError when it cannot go out."""
        if self.silent:
            return
        try:
            async with asyncio.timeout(self._core.settings.answer_seconds):
                await self._ws.send_json(said)
        except (TimeoutError, RuntimeError) as error:
            raise ConnectionError("the other side takes nothing") from error

    async def ask(self, envelope: Json) -> Any:
        """Send an envelope and return the payload of its acknowledgement; TimeoutError without one, ConnectionError.

        Only this very connection can acknowledge it, and a connection that closes meanwhile does not shorten the waiting.
        """
        name = envelope["envelope_id"]
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[name] = answer
        try:
            await self.send(envelope)
            return await asyncio.wait_for(answer, self._core.settings.answer_seconds)
        finally:
            self._waiting.pop(name, None)
            self._over[name] = None
            while len(self._over) > LATE_REMEMBERED:
                del self._over[next(iter(self._over))]

    async def disconnect(self, reason: str) -> None:
        """Announce the end: `warning` about ten seconds before, `refresh_requested` and `link_disabled` when it is due."""
        with contextlib.suppress(ConnectionError):
            await self.send({"type": "disconnect", "reason": reason, "debug_info": {"host": "practice"}})

    async def close(self) -> None:
        """End it from our side."""
        self.leaving = True
        self._told_to_stop.set()
        if not self.silent:
            await self._ws.close()

    def go_silent(self) -> None:
        """Stay open and say nothing more: no pong, no envelope, no reading."""
        self.silent = True
        self._told_to_stop.set()

    def end_silence(self) -> None:
        """Drop a silent connection."""
        if self.silent and self._transport is not None:
            self._transport.close()

    async def _age(self) -> None:
        """Live as long as Slack lets a connection live, and say so shortly before the end."""
        notice = min(self._core.settings.socket_warning_seconds, self._life)
        await asyncio.sleep(self._life - notice)
        await self.disconnect("warning")
        await asyncio.sleep(notice)
        self.leaving = True
        await self.disconnect("refresh_requested")
        await self.close()

    async def _ping(self) -> None:
        every = self._core.settings.ping_seconds
        while not self._ws.closed and not self.silent:
            with contextlib.suppress(ConnectionError, RuntimeError):
                await self._ws.ping(b"Ping from practice")
            await asyncio.sleep(every)
            if asyncio.get_running_loop().time() - self._heard > every * QUIET_PINGS:
                await self.close()

    async def _listen(self) -> None:
        stop = self._core.spawn(self._told_to_stop.wait())
        try:
            while not self._ws.closed:
                heard = self._core.spawn(self._ws.receive())
                await asyncio.wait({heard, stop}, return_when=asyncio.FIRST_COMPLETED)
                if stop.done():
                    heard.cancel()
                    await asyncio.gather(heard, return_exceptions=True)
                    if self.silent:
                        await self._sit_still()
                    return
                message = heard.result()
                self._heard = asyncio.get_running_loop().time()
                if message.type == WSMsgType.PING:
                    await self._ws.pong(message.data)
                elif message.type == WSMsgType.TEXT:
                    self._acknowledged(message.data)
                elif message.type == WSMsgType.BINARY:
                    self._stray("malformed", "")
                elif message.type in GONE:
                    return
        finally:
            stop.cancel()

    async def _sit_still(self) -> None:
        """Keep the line open until the fault ends or the other side goes: nobody reads here, so only the transport tells."""
        on = self._core.faults.lasting("sockets", "silent")
        while on in self._core.faults.active and self._transport and not self._transport.is_closing():  # noqa: ASYNC110 - the fault ends by time, count or a call
            await asyncio.sleep(0.02)
        self.end_silence()

    def _acknowledged(self, text: str) -> None:
        try:
            said = json.loads(text)
        except json.JSONDecodeError:
            said = None
        name = said.get("envelope_id") if isinstance(said, dict) else None
        if not isinstance(said, dict) or not isinstance(name, str):
            self._stray("malformed", "")
            return
        waiting = self._waiting.get(name)
        if waiting is None or waiting.done():
            self._stray("late" if name in self._over or waiting else "unknown", name)
            return
        waiting.set_result(said.get("payload"))

    def _stray(self, why: str, envelope_id: str) -> None:
        """Note what answers nothing; Slack says nothing to it either."""
        self._core.strays.append(Stray(why, envelope_id, self.number, self._core.clock.now()))
        del self._core.strays[:-STRAYS]
        self._core.state.changed()
