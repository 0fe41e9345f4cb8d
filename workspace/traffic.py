"""What went between workspace and bot, for the page's drawer and for other processes.

GET /_practice/traffic?last=N            the last N calls and deliveries (default 100)
GET /_practice/traffic?calls=N&sent=M    those from these numbers on, the deliveries before M that had no answer yet included
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from aiohttp import web

from workspace.core import Call, Core, Sent
from workspace.state import Json

MOST = 1000
LOOK_BACK = 50
"""Deliveries this far back are told again: their answer may have come meanwhile."""


def add_routes(app: web.Application, core: Core) -> None:
    """Hang it into the server."""

    async def handle(request: web.Request) -> web.Response:
        try:
            found = read(core, {name: int(value) for name, value in request.query.items()})
        except ValueError as error:
            raise web.HTTPBadRequest(text="numbers, please") from error
        return web.json_response(found, dumps=lambda what: json.dumps(what, default=str, ensure_ascii=False))

    app.router.add_get("/_practice/traffic", handle)


def read(core: Core, query: dict[str, int]) -> Json:
    """Calls and deliveries with their numbers `n`, and `next`: what to ask with the next time."""
    calls, sent = len(core.calls), len(core.sent)
    last = min(max(query.get("last", 100), 1), MOST)
    first_call = max(query.get("calls", calls - last), calls - MOST, 0)
    first_sent = max(query.get("sent", sent - last + LOOK_BACK) - LOOK_BACK, sent - MOST, 0)
    return {
        "calls": [_entry(n, one) for n, one in enumerate(core.calls[first_call:], first_call)],
        "sent": [_entry(n, one) for n, one in enumerate(core.sent[first_sent:], first_sent)],
        "next": {"calls": calls, "sent": sent},
    }


def _entry(number: int, one: Call | Sent) -> Json:
    found: dict[str, Any] = asdict(one)
    return found | {"n": number, "at": one.at.isoformat(), "ok": one.ok}
