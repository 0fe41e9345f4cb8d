"""How an HTTP answer of the workspace fails when a fault says so: for the Web API and for response_urls."""

from __future__ import annotations

from collections.abc import Callable

from aiohttp import web

from workspace.faults import Fault, Faults
from workspace.state import Json

AFTERWARDS = ("slow", "drop_after_commit")
"""Kinds that let the work be done first."""
CODES = {"channel_archived": "is_archived", "token_revoked": "token_revoked", "ratelimited": "ratelimited"}


async def instead(
    request: web.Request, faults: Faults, fault: Fault, note: Callable[[Json, int], None]
) -> web.StreamResponse:
    """What goes back for a call whose work is not done; `note` hears of it first. Status 0 means that nothing goes back."""
    refusal: Json = {"ok": False, "error": CODES.get(fault.kind, str(fault.value))}
    if fault.kind == "ratelimited":
        note(refusal, 429)
        wait = str(1 if fault.value is None else int(fault.value))
        return web.json_response(refusal, status=429, headers={"Retry-After": wait})
    if fault.kind == "http_status":
        note({"ok": False}, fault.value)
        return web.Response(status=fault.value, text="practice fault")
    if fault.kind in ("hang", "drop_before"):
        note({"ok": False}, 0)
        if fault.kind == "hang":
            await faults.hold(fault)
        return hang_up(request)
    note(refusal, 200)
    return web.json_response(refusal)


def hang_up(request: web.Request) -> web.Response:
    """Close the connection under the caller's feet: no status line, nothing."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
