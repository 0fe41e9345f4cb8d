"""The bytes of files: the address they are sent to, and the one they are fetched from with a token.

`docs.slack.dev/messaging/working-with-files`. Files live in memory, so one holds at most `KEPT_BYTES` here, Slack's gigabyte or not.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from urllib.parse import quote

from aiohttp import web
from aiohttp.multipart import BodyPartReader

from workspace import file_shapes
from workspace.core import Core
from workspace.state import TEAM_ID, File

KEPT_BYTES = 50 * 1024 * 1024
SAFE = {"Content-Security-Policy": "default-src 'none'; sandbox", "X-Content-Type-Options": "nosniff"}


class Uploads:
    """The handlers of both addresses."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def add_routes(self, app: web.Application) -> None:
        """Hang them into the server."""
        app.router.add_route("*", "/upload/v1/{ticket}", self.take)
        app.router.add_get("/files-pri/{place}/{name}", self.give)
        app.router.add_get("/files-pri/{place}/download/{name}", self.give)

    async def take(self, request: web.Request) -> web.Response:
        """POST (or PUT) the bytes, raw or as a form: 200 when they are as many as announced."""
        if request.method not in ("POST", "PUT"):
            raise web.HTTPMethodNotAllowed(request.method, ["POST", "PUT"])
        ticket = request.match_info["ticket"]
        file = next((one for one in self._core.state.files.values() if one.ticket and one.ticket == ticket), None)
        if file is None:
            raise web.HTTPNotFound(text="no such upload")
        found = await _bytes(request)
        if found is None:
            raise web.HTTPRequestEntityTooLarge(KEPT_BYTES, KEPT_BYTES + 1)
        if len(found) != file.size:
            raise web.HTTPBadRequest(text=f"announced {file.size} bytes, got {len(found)}")
        file.content = found
        self._core.state.changed()
        return web.Response(text=f"OK - {file.size}")

    async def give(self, request: web.Request) -> web.Response:
        """GET the bytes with the bot token in the header; without it, on to the page, as Slack leads to its sign-in."""
        file = self._core.state.files.get(request.match_info["place"].removeprefix(f"{TEAM_ID}-"))
        if file is None or file.content is None:
            raise web.HTTPNotFound(text="no such file")
        given = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        if not hmac.compare_digest(given.encode(), self._core.settings.bot_token.encode()):
            raise web.HTTPFound(f"/?redir={quote(request.path)}")
        if "files:read" not in self._core.settings.manifest.bot_scopes:
            raise web.HTTPForbidden(text="missing_scope: files:read")
        return sent(file, download="download" in request.path)


def sent(file: File, *, download: bool) -> web.Response:
    """The file as an answer that no browser runs."""
    way = "attachment" if download else "inline"
    headers = SAFE | {"Content-Disposition": f"{way}; filename*=UTF-8''{quote(file.name)}"}
    return web.Response(body=file.content or b"", content_type=file_shapes.file_kind(file.name)[0], headers=headers)


async def _bytes(request: web.Request) -> bytes | None:
    """The body, or the file part of a form; None when it is more than this workspace keeps."""
    if request.content_type != "multipart/form-data":
        return await _read(request.content.read)
    async for part in await request.multipart():
        if isinstance(part, BodyPartReader) and (part.filename or part.name in ("file", "filename")):
            return await _read(part.read_chunk)
    return b""


async def _read(more: Callable[[int], Awaitable[bytes]]) -> bytes | None:
    kept = bytearray()
    while piece := await more(65_536):
        kept += piece
        if len(kept) > KEPT_BYTES:
            return None
    return bytes(kept)
