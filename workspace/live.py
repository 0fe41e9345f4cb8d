"""The page's files, with a strict content policy, and the WebSocket that tells open pages of every change."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from workspace.state import Json

if TYPE_CHECKING:
    from workspace.server import Workspace

STATIC = Path(__file__).parent / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
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
        self._ws = ws

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Tell the page of every change until it goes away."""
        page = web.WebSocketResponse(heartbeat=20)
        await page.prepare(request)
        news = asyncio.Event()
        news.set()
        self._ws.state.listeners.append(news.set)
        gone = self._ws.core.spawn(_gone(page, news))
        try:
            while not page.closed:
                await news.wait()
                news.clear()
                if not page.closed:
                    await page.send_json(self._told())
                await asyncio.sleep(PAUSE_SECONDS)
        except ConnectionError:
            return page
        finally:
            self._ws.state.listeners.remove(news.set)
            gone.cancel()
        return page

    def _told(self) -> Json:
        return {
            "version": self._ws.state.version,
            "clock": {"now": self._ws.clock.now().timestamp(), "rate": self._ws.clock.rate},
        }


async def _gone(page: web.WebSocketResponse, news: asyncio.Event) -> None:
    async for _ in page:
        continue
    news.set()
