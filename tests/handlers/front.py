"""A front desk under test: the real listeners, services and SQLite store; Slack's Web API is a small recording server."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors import StoreUnavailable
from bot.engine.supervisor import spawn
from bot.rulebook import PackBook
from bot.transports.clock import ManualClock
from handlers.slack.listeners import build_bolt
from handlers.slack.reception import Identity, Reception
from storage.opening import open_store
from tests.harness.databases import with_tables

ROOT = Path(__file__).resolve().parents[2]
START = datetime(2026, 11, 20, 18, 5, tzinfo=UTC)  # 03:05 on the 21st in Tokyo
SECRET = "signing-secret"
JAPANESE, ENGLISH, LEAD, STRANGER = "U0YAMADA", "U0MILLER", "U0SATO", "U0MILLER"


class FakeSlack:
    """Answers every Web API method with ok, and remembers what was asked."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.answers: dict[str, dict[str, Any]] = {}
        self.delay_seconds: dict[str, float] = {}

    def called(self, method: str) -> list[dict[str, Any]]:
        return [arguments for name, arguments in self.calls if name == method]

    async def handle(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        arguments = await _arguments(request)
        self.calls.append((method, arguments))
        await asyncio.sleep(self.delay_seconds.get(method, 0))
        if method in self.answers:
            return web.json_response(self.answers[method])
        if method == "users.info":
            locale = "en-US" if arguments["user"] == ENGLISH else "ja-JP"
            user = {"id": arguments["user"], "team_id": "T1", "name": arguments["user"].lower(), "tz": "Asia/Tokyo"}
            return web.json_response(
                {"ok": True, "user": {**user, "locale": locale, "profile": {"real_name": "名前 " + user["id"]}}}
            )
        return web.json_response({"ok": True, "view": {"id": "V1", "hash": "h1"}, "ts": "1.1", "channel": "D1"})


async def _arguments(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return await request.json()
    found: dict[str, Any] = {**request.query, **(await request.post())}
    for name in ("view", "blocks"):
        if isinstance(found.get(name), str):
            found[name] = json.loads(found[name])
    return found


class Breaking:
    """A store that refuses named services, as a full disk would."""

    def __init__(self, store: Any) -> None:
        self._store = store
        self.refuse: dict[str, Exception] = {}

    async def run(self, service: Any, command: Any) -> Any:
        if service.__name__ in self.refuse or "*" in self.refuse:
            raise self.refuse.get(service.__name__) or self.refuse["*"]
        return await self._store.run(service, command)

    async def read(self, query: Any, command: Any) -> Any:
        if "read" in self.refuse:
            raise StoreUnavailable("gone")
        return await self._store.read(query, command)


@dataclass
class Front:
    """Sends literal payloads to the listeners, as either road does, and sees what Slack was told."""

    bolt: Any
    store: Breaking
    slack: FakeSlack
    clock: ManualClock
    url: str
    mode: str
    answered: list[dict[str, Any]] = field(default_factory=list)
    _count: int = 0

    async def send(self, payload: dict[str, Any], *, kind: str = "interactive") -> tuple[int, dict[str, Any]]:
        """Deliver one payload; returns the status and the JSON of the answer ({} when empty)."""
        if self.mode == "socket":
            request = AsyncBoltRequest(mode="socket_mode", body=json.loads(json.dumps(payload)), headers={})
        else:
            request = _signed(payload, kind)
        answer: BoltResponse = await self.bolt.async_dispatch(request)
        return answer.status, json.loads(answer.body) if answer.body else {}

    def _new(self) -> int:
        self._count += 1
        return self._count

    def head(self, kind: str, user: str) -> dict[str, Any]:
        number = self._new()
        return {
            "type": kind, "token": "t", "team": {"id": "T1", "domain": "acme"}, "user": {"id": user, "team_id": "T1"},
            "api_app_id": "A1", "trigger_id": f"1.2.{number}", "is_enterprise_install": False,
        }  # fmt: skip

    def command(self, text: str, user: str = JAPANESE) -> dict[str, Any]:
        return {
            "token": "t", "team_id": "T1", "channel_id": "C1", "user_id": user, "command": "/incident", "text": text,
            "api_app_id": "A1", "response_url": f"{self.url}respond", "trigger_id": f"1.2.{self._new()}",
        }  # fmt: skip

    def press(self, action_id: str, value: dict[str, Any] | str, user: str = LEAD, **more: Any) -> dict[str, Any]:
        shown = value if isinstance(value, str) else json.dumps(value)
        action = {
            "type": "button",
            "action_id": action_id,
            "block_id": "b",
            "value": shown,
            "action_ts": f"9.{self._new()}",
        }
        return self.head("block_actions", user) | {
            "container": {"type": "message", "message_ts": "1.1", "channel_id": "C1"}, "channel": {"id": "C1"},
            "response_url": f"{self.url}respond", "actions": [action], "state": {"values": {}},
        } | more  # fmt: skip

    def submission(
        self, view: dict[str, Any], values: dict[str, Any], user: str = JAPANESE, view_id: str = "V1"
    ) -> dict[str, Any]:
        state = {block: {"value": element} for block, element in values.items()}
        shown = view | {"id": view_id, "hash": "h1", "state": {"values": state}, "team_id": "T1"}
        return self.head("view_submission", user) | {"view": shown, "response_urls": []}

    def event(self, event: dict[str, Any], event_id: str) -> dict[str, Any]:
        return {
            "token": "t", "team_id": "T1", "api_app_id": "A1", "type": "event_callback", "event_id": event_id,
            "event_time": 1, "event": event,
            "authorizations": [{"team_id": "T1", "user_id": "UBOT", "is_bot": True, "is_enterprise_install": False}],
        }  # fmt: skip

    async def open_report(self, user: str = JAPANESE) -> dict[str, Any]:
        """Open the report form and return its view."""
        assert (await self.send(self.command("new", user), kind="command"))[0] == 200
        return self.slack.called("views.open")[-1]["view"]

    async def report(self, user: str = JAPANESE, **values: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Open and submit a report; returns the form's view and the answer."""
        view = await self.open_report(user)
        given = {"what": chosen("loss_theft"), "when": one("10"), "contracts": chosen("unknown")} | values
        _, answer = await self.send(self.submission(view, given, user))
        return view, answer

    async def find(self, kind: type[Any], **equals: Any) -> list[Any]:
        return await self.store.read(lambda uow, _: uow.find(kind, **equals), None)


def one(value: str | None) -> dict[str, Any]:
    return {"type": "static_select", "selected_option": {"value": value} if value else None}


def chosen(*values: str) -> dict[str, Any]:
    return {"type": "multi_static_select", "selected_options": [{"value": value} for value in values]}


def typed(text: str | None) -> dict[str, Any]:
    return {"type": "plain_text_input", "value": text}


def picked(at: datetime) -> dict[str, Any]:
    return {"type": "datetimepicker", "selected_date_time": int(at.timestamp())}


def _signed(payload: dict[str, Any], kind: str) -> AsyncBoltRequest:
    if kind == "event":
        body, form = json.dumps(payload), "application/json"
    elif kind == "command":
        body, form = urlencode(payload), "application/x-www-form-urlencoded"
    else:
        body, form = urlencode({"payload": json.dumps(payload)}), "application/x-www-form-urlencoded"
    now = str(int(time.time()))
    signature = "v0=" + hmac.new(SECRET.encode(), f"v0:{now}:{body}".encode(), hashlib.sha256).hexdigest()
    headers = {"content-type": form, "x-slack-request-timestamp": now, "x-slack-signature": signature}
    return AsyncBoltRequest(body=body, headers=headers)


@contextlib.asynccontextmanager
async def front_desk(folder: Path, mode: str) -> AsyncIterator[Front]:
    """Everything wired, on a fresh SQLite file."""
    slack = FakeSlack()
    answered: list[dict[str, Any]] = []

    async def respond(request: web.Request) -> web.Response:
        answered.append(await request.json())
        return web.Response(text="ok")

    app = web.Application()
    app.router.add_route("*", "/api/{method}", slack.handle)
    app.router.add_post("/respond", respond)
    clock = ManualClock(START)
    rules = PackBook.load(ROOT / "bot" / "packs" / "data" / "demo")
    async with TestServer(app, host="127.0.0.1") as server, aiohttp.ClientSession() as session:
        url = str(server.make_url("/"))
        store = Breaking(
            await asyncio.to_thread(open_store, with_tables(f"sqlite:///{folder / 'hansho.db'}"), clock, rules)
        )
        try:
            reception = Reception(
                store=store,
                rules=rules,
                clock=clock,
                client=AsyncWebClient(token="xoxb-1", base_url=f"{url}api/", session=session, retry_handlers=[]),
                identity=Identity(team_id="T1", bot_user_id="UBOT", bot_id="BBOT", url="https://acme.slack.com/"),
                spawn=spawn,
            )
            bolt = build_bolt(reception, signing_secret=SECRET)
            yield Front(bolt=bolt, store=store, slack=slack, clock=clock, url=url, mode=mode, answered=answered)
        finally:
            await asyncio.to_thread(store._store.close)
