"""The Web API: /api/METHOD. Reads the arguments, checks token and faults, calls the method, answers in Slack's manner."""

from __future__ import annotations

import asyncio

from aiohttp import web

from workspace import arguments, failing
from workspace.core import Call, Core
from workspace.delivery import Delivery
from workspace.faults import Fault
from workspace.methods import METHODS
from workspace.state import ApiError, Json


class Api:
    """The handler of all methods."""

    def __init__(self, core: Core, delivery: Delivery) -> None:
        self._core = core
        self._delivery = delivery

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """GET or POST /api/METHOD: always 200 with `ok`, except for faults and rate limits."""
        method = request.match_info["method"]
        found: Json = {}
        try:
            found = await arguments.read(request)
        except ApiError as error:
            return self._answer(method, found, _refusal(error))
        token = _token_or_none(request, found)
        found.pop("token", None)
        fault = self._core.faults.meet(method, found)
        if fault and fault.kind not in failing.AFTERWARDS:
            return await self._fail(request, method, found, fault)
        try:
            answer = await self._run(method, found, token)
        except ApiError as error:
            answer = _refusal(error)
        if fault and fault.kind == "drop_after_commit":
            self._note(method, found, answer, fault=fault.kind)
            return failing.hang_up(request)
        if fault:
            await asyncio.sleep(float(fault.value))
        return self._answer(method, found, answer, fault.kind if fault else None)

    async def _run(self, method: str, found: Json, token: str | None) -> Json:
        settings = self._core.settings
        unknown = method not in METHODS or method in settings.deny
        if unknown or (settings.only is not None and method not in settings.only):
            raise ApiError("unknown_method", req_method=method)
        if token is None:
            raise ApiError("not_authed")
        wanted = settings.app_token if method == "apps.connections.open" else settings.bot_token
        if token != wanted:
            wrong_kind = token in (settings.app_token, settings.bot_token)
            raise ApiError("not_allowed_token_type" if wrong_kind else "invalid_auth")
        return {"ok": True, **await METHODS[method](self._core, self._delivery, found)}

    async def _fail(self, request: web.Request, method: str, found: Json, fault: Fault) -> web.StreamResponse:
        def note(answer: Json, status: int) -> None:
            self._note(method, found, answer, status=status, fault=fault.kind)

        return await failing.instead(request, self._core.faults, fault, note)

    def _answer(self, method: str, found: Json, answer: Json, fault: str | None = None) -> web.Response:
        self._note(method, found, answer, fault=fault)
        return web.json_response(answer)

    def _note(self, method: str, found: Json, answer: Json, *, status: int = 200, fault: str | None = None) -> None:
        self._core.calls.append(Call(method, found, answer, self._core.clock.now(), status, fault))
        self._core.state.changed()


def _token_or_none(request: web.Request, found: Json) -> str | None:
    try:
        return arguments.token(request, found)
    except ApiError:
        return None


def _refusal(error: ApiError) -> Json:
    return {"ok": False, "error": error.code, **error.more}
