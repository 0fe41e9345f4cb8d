"""The page's files, with a strict content policy, and the WebSocket on which an open page follows one person's screen.

The page sends what it looks at (`{"as", "channel", "thread", "at", "span"}`, see `feed.Look`) and is told what changed on that screen,
within `PAUSE_SECONDS` of the change; what falls together is told together.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import WSMsgType, web

if TYPE_CHECKING:
    from workspace.feed import Screen
    from workspace.server import Workspace

STATIC = Path(__file__).parent / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-src 'self'; frame-ancestors 'self'"
)
HEADERS = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
KINDS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
PAUSE_SECONDS = 0.02
"""Changes within this time reach the page as one."""


def add_routes(app: web.Application, ws: Workspace) -> None:
    """Hang the page into the server."""
    app.router.add_get("/", _page)
    app.router.add_get("/archives/{channel}/{message}", _archive)
    app.router.add_get("/static/{name:[a-z_]+\\.(?:js|css|svg)}", _file)
    app.router.add_get("/_practice/live", Live(ws).handle)


async def _page(request: web.Request) -> web.Response:
    return _sent(STATIC / "index.html")


async def _file(request: web.Request) -> web.Response:
    path = STATIC / request.match_info["name"]
    if not path.is_file():
        raise web.HTTPNotFound
    return _sent(path)


async def _archive(request: web.Request) -> web.Response:
    where, ts = request.match_info["channel"], request.match_info["message"].removeprefix("p")
    raise web.HTTPFound(f"/#channel={where}&message={ts[:-6]}.{ts[-6:]}")


def _sent(path: Path) -> web.Response:
    return web.Response(body=path.read_bytes(), content_type=KINDS[path.suffix], charset="utf-8", headers=HEADERS)


class Live:
    """One WebSocket per open page."""

    def __init__(self, ws: Workspace) -> None:
        from workspace.feed import Shelf  # it looks at the server's class, so it comes after it

        self._ws = ws
        self._shelf = Shelf(ws)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Tell the page what changed until it goes away."""
        from workspace.feed import Screen

        page = web.WebSocketResponse(heartbeat=20)
        await page.prepare(request)
        screen = Screen(self._shelf)
        news = asyncio.Event()
        self._ws.state.listeners.append(news.set)
        listening = self._ws.core.spawn(_listen(page, screen, news))
        try:
            while not page.closed:
                await news.wait()
                news.clear()
                if not page.closed:
                    await page.send_json(screen.news())
                await asyncio.sleep(PAUSE_SECONDS)
        except ConnectionError:
            return page
        finally:
            self._ws.state.listeners.remove(news.set)
            listening.cancel()
        return page


async def _listen(page: web.WebSocketResponse, screen: Screen, news: asyncio.Event) -> None:
    """Follow where the page looks; it hears of nothing before it has said so."""
    from workspace.feed import Look

    try:
        async for said in page:
            if said.type is not WSMsgType.TEXT:
                continue
            try:
                wanted = json.loads(said.data)
            except ValueError:
                continue
            if isinstance(wanted, dict):
                screen.look(Look.read(wanted))
                news.set()
    finally:
        news.set()
