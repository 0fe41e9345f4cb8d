"""GET /_practice/usage: how much the app has used of what Slack allows. POST {"rates": "slack" | "off"} enforces it or does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from workspace.core import RATES

if TYPE_CHECKING:
    from workspace.server import Workspace


def add_routes(app: web.Application, ws: Workspace) -> None:
    """Hang it into the server."""

    async def usage(request: web.Request) -> web.Response:
        if request.method == "POST":
            try:
                wanted = (await request.json())["rates"]
            except (ValueError, KeyError, TypeError):
                wanted = None
            if wanted not in RATES:
                return web.json_response({"ok": False, "why": f"rates: one of {', '.join(RATES)}"}, status=400)
            ws.core.rates.enforced = wanted == "slack"
            ws.state.changed()
        shown = ws.core.rates.snapshot()
        for entry in shown["channels"]:
            place, person = ws.state.channels.get(entry["channel"]), ws.state.members.get(entry["channel"])
            entry["name"] = place.name if place else person.real_name if person else ""
        return web.json_response({"ok": True, **shown})

    app.router.add_get("/_practice/usage", usage)
    app.router.add_post("/_practice/usage", usage)
