"""npm's `emulate`, a Slack server by somebody else, as it is reached by Slack's Python SDK.

The SDK asks by GET, or by POST with a query; emulate reads POST bodies only. So a small server stands between them and turns every
call into a POST of a form.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator, Iterable
from typing import Any

import aiohttp
from aiohttp import web

from tests.oracles.installed import FOLDER, node
from tests.oracles.other_process import running
from workspace.state import Json

TOKEN = "xoxb-practice-bot"
EYES = "xoxb-practice-eyes"
"""A token that may look at everybody and everything, to find out what is called how."""
SMALL: Json = {
    "people": [{"id": f"U0{name.upper()}", "name": name, "real_name": name.title()} for name in ("sato", "tanaka")],
    "channels": [
        {"id": "C0GENERAL", "name": "general", "members": ["U0HANSHO", "U0SATO", "U0TANAKA"]},
        {"id": "C0DESK", "name": "incident-desk", "private": True, "members": ["U0HANSHO", "U0SATO", "U0TANAKA"]},
    ],
}
"""A company of two, in the words of `workspace.people`."""


def seed(company: Json, scopes: Iterable[str]) -> Json:
    """A company in emulate's words, and a token with these scopes and no others. There everybody is in every channel."""
    people = ["hansho", *(one["name"] for one in company["people"])]
    return {
        "strict_scopes": True,
        "team": {"name": "Practice", "domain": "practice"},
        "users": [{"name": name, "email": f"{name}@practice.example"} for name in people],
        "channels": [{"name": one["name"], "is_private": bool(one.get("private"))} for one in company["channels"]],
        "tokens": [
            {"token": TOKEN, "type": "bot", "user": "hansho", "scopes": sorted(scopes)},
            {"token": EYES, "type": "bot", "user": "hansho", "scopes": ["channels:read", "groups:read", "users:read"]},
        ],
    }


@contextlib.asynccontextmanager
async def emulated(company: Json, scopes: Iterable[str]) -> AsyncIterator[str]:
    """Run emulate behind the interpreter; yields the base address for a client of Slack's SDK."""
    command = [node(), "emulate.mjs", json.dumps(seed(company, scopes))]
    async with running(FOLDER, command, {}) as said, aiohttp.ClientSession() as session:

        async def call(request: web.Request) -> web.Response:
            arguments = {**request.query, **await _body(request)}
            form = {name: _as_text(value) for name, value in arguments.items() if value is not None}
            headers = {"Authorization": request.headers.get("Authorization", "")}
            target = f"{said['url']}/api/{request.match_info['method']}"
            async with session.post(target, data=form, headers=headers) as answer:
                return web.Response(status=answer.status, body=await answer.read(), content_type="application/json")

        app = web.Application()
        app.router.add_route("*", "/api/{method}", call)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
        finally:
            await runner.cleanup()


async def _body(request: web.Request) -> Json:
    if request.content_type == "application/json":
        return dict(await request.json())
    return dict(await request.post())


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value) if isinstance(value, dict | list) else str(value)
