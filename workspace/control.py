"""The control API under /_practice/: look, act as a person, move the clock, switch faults. For the page and other processes.

GET  /_practice/state?as=U&channel=C&thread=TS    one person's screen
POST /_practice/act     {"as": U, "do": NAME, ...} -> {"ok", "kind", "errors", "why"}     (see `DOINGS`)
GET, POST /_practice/clock   {"at": ISO?, "rate": n?, "jump_minutes": n?}; answers with what will happen, see `agenda`
GET    /_practice/faults   {"active": [what is on, with what is left], "kinds": {place: {kind: what it does}}}
POST   /_practice/faults   {"method": PLACE, "kind", "value"?, "times"?, "seconds"?, "where"?}, see `faults`; answers like GET
                           or {"sockets": NAME}: something that happens to every socket once, see `sockets.Sockets.undergo`
DELETE /_practice/faults   all off; ?id=F1: that one
POST /_practice/request_url   {"url": ADDRESS or null}   deliver there once it has returned its challenge
POST /_practice/upload?as=U&name=N   the bytes of a file somebody chose -> {"file": {"id", "name", "size"}}
GET  /_practice/files/ID   the bytes of a file (?download: as a download)
GET, POST /_practice/usage   how much of Slack's limits is used; {"rates": "slack" | "off"} (see `usage`)
GET  /_practice/traffic   calls and deliveries, newest last (see `traffic`)
GET  /_practice/live      WebSocket: the page says where it looks, and is told what changes there (see `live`, `feed`)

Only pages of this very server may post: requests with another Origin or Host are refused.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from workspace import agenda, uploads
from workspace.acts import CannotAct, Outcome
from workspace.faults import KINDS
from workspace.inputs import BadInput
from workspace.state import ApiError, Json

if TYPE_CHECKING:
    from workspace.server import Workspace

HERE = ("127.0.0.1", "localhost", "::1")


def at_home(anywhere: bool) -> Middleware:
    """A guard: answer loopback names only (a name that was re-pointed at us is refused), unless we listen `anywhere`; and answer
    only our own pages under /_practice/.
    """

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not anywhere and urlsplit(f"//{request.host}").hostname not in HERE:
            raise web.HTTPForbidden(text="this workspace answers on loopback names only")
        origin = request.headers.get("Origin")
        if origin and request.path.startswith("/_practice/") and urlsplit(origin).netloc != request.host:
            raise web.HTTPForbidden(text="only the workspace's own page may do this")
        return await handler(request)

    return guard


def add_routes(app: web.Application, ws: Workspace) -> None:
    """Hang the control API into the server."""
    control = Control(ws)
    app.router.add_get("/_practice/state", control.state)
    app.router.add_post("/_practice/act", control.act)
    app.router.add_get("/_practice/clock", control.clock)
    app.router.add_post("/_practice/clock", control.clock)
    app.router.add_get("/_practice/faults", control.faults)
    app.router.add_post("/_practice/faults", control.faults)
    app.router.add_delete("/_practice/faults", control.faults)
    app.router.add_post("/_practice/request_url", control.request_url)
    app.router.add_post("/_practice/upload", control.upload)
    app.router.add_get("/_practice/files/{id}", control.file)


class Control:
    """The handlers."""

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws

    async def state(self, request: web.Request) -> web.Response:
        """One person's screen."""
        from workspace.feed import Look, Screen, Shelf

        return web.json_response(Screen(Shelf(self._ws), Look.read(dict(request.query))).news())

    async def act(self, request: web.Request) -> web.Response:
        """Do something as a person."""
        body = await _body(request)
        doing = DOINGS.get(str(body.get("do")))
        if doing is None:
            return _refused(f"unknown doing {body.get('do')!r}: one of {', '.join(DOINGS)}")
        try:
            self._ws.state.member(str(body.get("as", "")))
            outcome = await doing(self._ws, str(body["as"]), body)
        except (CannotAct, BadInput, ApiError) as error:
            return _refused(str(error))
        except (KeyError, TypeError, ValueError) as error:
            return _refused(f"{type(error).__name__}: {error}")
        if not isinstance(outcome, Outcome):
            return web.json_response({"ok": True, "kind": "ok", **(outcome or {})})
        return web.json_response({"ok": outcome.ok, "kind": outcome.kind, "errors": outcome.errors, "why": outcome.why})

    async def clock(self, request: web.Request) -> web.Response:
        """See or move practice time."""
        if request.method == "POST":
            body = await _body(request)
            try:
                at = datetime.fromisoformat(body["at"]) if body.get("at") else None
                rate = float(body["rate"]) if body.get("rate") is not None else None
                if at or rate is not None:
                    self._ws.set_clock(at, rate)
                if body.get("jump_minutes"):
                    self._ws.jump(float(body["jump_minutes"]) * 60)
            except (ValueError, TypeError, OverflowError) as error:
                return _refused(str(error))
        now = self._ws.clock.now()
        return web.json_response(
            {
                "ok": True,
                "at": now.isoformat(),
                "now": now.timestamp(),
                "rate": self._ws.clock.rate,
                "next": agenda.by_practice_time(self._ws.core, self._ws.delivery),
                "soon": agenda.by_real_time(self._ws.core, self._ws.delivery),
            }
        )

    async def faults(self, request: web.Request) -> web.Response:
        """See, switch on, or clear (DELETE; with ?id= only one) faults."""
        faults = self._ws.faults
        try:
            if request.method == "DELETE":
                if "id" in request.query:
                    faults.remove(faults.named(request.query["id"]))
                else:
                    faults.clear()
            elif request.method == "POST":
                await self._switch(await _body(request))
        except (KeyError, TypeError, ValueError) as error:
            return _refused(str(error))
        return web.json_response({"ok": True, "active": faults.snapshot(), "kinds": KINDS})

    async def _switch(self, body: Json) -> None:
        if "sockets" in body:
            await self._ws.sockets.undergo(str(body["sockets"]))
            return
        seconds = body.get("seconds")
        self._ws.fault(
            str(body["method"]),
            str(body["kind"]),
            body.get("value"),
            int(body.get("times") or 0),
            {str(name): str(value) for name, value in (body.get("where") or {}).items()},
            seconds=float(seconds) if seconds is not None else None,
        )

    async def request_url(self, request: web.Request) -> web.Response:
        """Deliver to another address once it has returned its challenge; null: Socket Mode again."""
        url = (await _body(request)).get("url")
        if url is None:
            self._ws.use_request_url(None)
        elif problem := await self._ws.verify_request_url(str(url)):
            return _refused(f"this address is not taken: {problem}")
        return web.json_response({"ok": True, "request_url": self._ws.settings.request_url})

    async def upload(self, request: web.Request) -> web.Response:
        """Take a file somebody chose in a form."""
        try:
            made = self._ws.acts.give_file(
                request.query.get("as", ""), request.query.get("name", ""), await request.read()
            )
        except (CannotAct, ApiError) as error:
            return _refused(str(error))
        return web.json_response({"ok": True, "file": {"id": made.id, "name": made.name, "size": made.size}})

    async def file(self, request: web.Request) -> web.Response:
        """The bytes of a file, for the page: people see it where it was shared; nothing in it is run."""
        found = self._ws.state.files.get(request.match_info["id"])
        if found is None or found.content is None:
            raise web.HTTPNotFound(text="no such file")
        return uploads.sent(found, download="download" in request.query)


async def _body(request: web.Request) -> Json:
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType(text="send JSON")
    try:
        body = await request.json()
    except json.JSONDecodeError as error:
        raise web.HTTPBadRequest(text="bad JSON") from error
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(text="a JSON object, please")
    return body


def _refused(why: str) -> web.Response:
    return web.json_response({"ok": False, "kind": "refused", "why": why}, status=400)


async def _post(ws: Workspace, user: str, body: Json) -> Any:
    files = [ws.state.files[one] for one in body.get("files") or []]
    return {"ts": ws.acts.post(user, body["channel"], str(body["text"]), body.get("thread_ts"), files).ts}


async def _home(ws: Workspace, user: str, body: Json) -> Any:
    ws.acts.open_home(user, body.get("tab", "home"))


async def _read(ws: Workspace, user: str, body: Json) -> Any:
    ws.acts.mark_read(user, body["channel"])


async def _accept(ws: Workspace, user: str, body: Json) -> Any:
    return {"channel": ws.accept_invite(str(body["invite"]), user).id}


async def _suggest(ws: Workspace, user: str, body: Json) -> Any:
    """In a view by its id, in a message by its channel and ts."""
    where = (body["block"], body["action"], str(body.get("typed", "")))
    if body.get("view"):
        offer = await ws.acts.suggest(user, body["view"], *where)
    else:
        offer = await ws.acts.suggest_in_message(user, body["channel"], body["ts"], *where)
    return {"options": offer.options, "option_groups": offer.groups, "why": offer.why}


async def _fill_all(ws: Workspace, user: str, body: Json) -> None:
    """Take over what stands in the page's inputs: {block: {action: raw}}."""
    for block, actions in (body.get("values") or {}).items():
        for action, raw in actions.items():
            ws.acts.keep(user, body["view"], block, action, raw)


async def _press_view(ws: Workspace, user: str, body: Json) -> Outcome:
    await _fill_all(ws, user, body)
    return await ws.acts.press_view(user, body["view"], body["block"], body["action"], body.get("option"))


async def _enter(ws: Workspace, user: str, body: Json) -> Outcome:
    await _fill_all(ws, user, body)
    return await ws.acts.enter(user, body["view"], body["block"], body["action"])


async def _submit(ws: Workspace, user: str, body: Json) -> Outcome:
    await _fill_all(ws, user, body)
    return await ws.acts.submit(user, body.get("view"))


async def _react(ws: Workspace, user: str, body: Json) -> None:
    ws.acts.react(user, body["channel"], body["ts"], str(body["name"]), on=bool(body.get("on", True)))


async def _pin(ws: Workspace, user: str, body: Json) -> None:
    ws.acts.pin(user, body["channel"], body["ts"], on=bool(body.get("on", True)))


async def _edit(ws: Workspace, user: str, body: Json) -> None:
    ws.acts.edit(user, body["channel"], body["ts"], str(body["text"]))


async def _delete(ws: Workspace, user: str, body: Json) -> None:
    ws.acts.delete(user, body["channel"], body["ts"])


async def _join(ws: Workspace, user: str, body: Json) -> None:
    ws.acts.join(user, body["channel"])


async def _leave(ws: Workspace, user: str, body: Json) -> None:
    ws.acts.leave(user, body["channel"])


async def _unread(ws: Workspace, user: str, body: Json) -> None:
    ws.acts.mark_unread(user, body["channel"], body["ts"])


DOINGS: dict[str, Callable[[Workspace, str, Json], Awaitable[Any]]] = {
    "post": _post,
    "edit": _edit,
    "join": _join,
    "leave": _leave,
    "read": _read,
    "unread": _unread,
    "react": _react,
    "pin": _pin,
    "delete": _delete,
    "open_home": _home,
    "accept_invite": _accept,
    "suggest": _suggest,
    "command": lambda ws, user, body: ws.acts.command(user, body["line"], body.get("channel")),
    "shortcut": lambda ws, user, body: ws.acts.shortcut(user, body["callback_id"]),
    "message_shortcut": lambda ws, user, body: ws.acts.message_shortcut(
        user, body["callback_id"], body["channel"], body["ts"]
    ),
    "press": lambda ws, user, body: ws.acts.press_message(
        user, body["channel"], body["ts"], body["block"], body["action"], body.get("option")
    ),
    "press_view": _press_view,
    "enter": _enter,
    "submit": _submit,
    "close": lambda ws, user, body: ws.acts.close(user, body.get("view"), everything=bool(body.get("everything"))),
}
"""do -> what happens; further keys: channel, ts, text, line, callback_id, view, block, action, option, values, everything, invite."""
