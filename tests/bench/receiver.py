"""The least that can be called Slack: answers every Web API call at once and notes when which message arrived.

It keeps almost nothing, so that a measurement finds the program and not the other side.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from dataclasses import dataclass
from typing import Any, Self

from aiohttp import web

TEAM = "T0BENCH"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message as it came: real epoch seconds, whom or where to, and the id of the row that carried it."""

    at: float
    channel: str
    row_id: str


class Receiver:
    """Listens on loopback; `api_url` is what goes into SLACK_API_URL."""

    def __init__(self) -> None:
        self.arrivals: list[Arrival] = []
        self.calls = 0
        self._numbers = itertools.count(1)
        self._came = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self.url = ""

    @property
    def api_url(self) -> str:
        return f"{self.url}/api"

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/api/{method}", self._answer)
        app.router.add_get("/api/{method}", self._answer)
        app.router.add_post("/plain", self._plain)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def arrived(self, count: int, rows: set[str] | None, timeout: float) -> list[Arrival]:
        """Wait until so many messages came (of these rows, when named) and return them in order."""
        async with asyncio.timeout(timeout):
            while len(found := [a for a in self.arrivals if rows is None or a.row_id in rows]) < count:
                self._came.clear()
                await self._came.wait()
        return found

    def _note(self, channel: str, row_id: str) -> None:
        self.arrivals.append(Arrival(time.time(), channel, row_id))
        self._came.set()

    async def _plain(self, request: web.Request) -> web.Response:
        body = await request.json()
        self._note(body["channel"], body["row"])
        return web.json_response({"ok": True, "ts": f"{time.time():.6f}"})

    async def _answer(self, request: web.Request) -> web.Response:
        self.calls += 1
        method = request.match_info["method"]
        body = await _arguments(request)
        if method == "chat.postMessage":
            channel = str(body["channel"])
            self._note(channel, str(body.get("metadata", {}).get("event_payload", {}).get("outbox_id", "")))
            place = "D" + channel[1:] if channel.startswith("U") else channel
            return web.json_response({"ok": True, "channel": place, "ts": self._ts(), "message": {}})
        return web.json_response(self._say(method, body), headers={"X-OAuth-Scopes": "chat:write,commands"})

    def _say(self, method: str, body: dict[str, Any]) -> dict[str, Any]:
        match method:
            case "auth.test":
                who = {"team_id": TEAM, "user_id": "U0BOT", "bot_id": "B0BOT", "team": "Bench", "user": "hansho"}
                return {"ok": True, "url": f"{self.url}/", **who}
            case "users.info":
                user = str(body["user"])
                profile = {"display_name": user, "email": f"{user.lower()}@example.invalid"}
                person = {"id": user, "team_id": TEAM, "name": user, "locale": "ja-JP", "tz": "Asia/Tokyo"}
                return {"ok": True, "user": {**person, "profile": profile}}
            case "conversations.create":
                return {"ok": True, "channel": {"id": f"C0{next(self._numbers):07d}", "name": body.get("name", "")}}
            case "conversations.open":
                return {"ok": True, "channel": {"id": f"D0{next(self._numbers):07d}"}}
            case "chat.scheduleMessage":
                number = next(self._numbers)
                made = {"scheduled_message_id": f"Q{number}", "post_at": body.get("post_at", 0)}
                return {"ok": True, "channel": body.get("channel", ""), **made}
            case "chat.update":
                return {"ok": True, "channel": body.get("channel", ""), "ts": body.get("ts", "")}
            case _:
                return {"ok": True}

    def _ts(self) -> str:
        return f"1700000000.{next(self._numbers):06d}"


async def _arguments(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        found: dict[str, Any] = json.loads(await request.read())
        return found
    return {**request.query, **await request.post()}
