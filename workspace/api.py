"""The Web API: /api/METHOD. Reads the arguments, checks token, scopes and faults, calls the method, answers in Slack's manner."""

from __future__ import annotations

import asyncio
from contextvars import ContextVar

from aiohttp import web

from workspace import arguments, failing, scopes
from workspace.core import Call, Core
from workspace.delivery import Delivery
from workspace.faults import Fault
from workspace.methods import METHODS, Ask
from workspace.rates import POST, RateLimited
from workspace.state import BOT_USER, ApiError, Json

_began: ContextVar[float] = ContextVar("began")
"""When the call at hand came in (the loop's time)."""


class Api:
    """The handler of all methods."""

    def __init__(self, core: Core, delivery: Delivery) -> None:
        self._core = core
        self._delivery = delivery

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """GET or POST /api/METHOD: always 200 with `ok`, except for faults, rate limits and bodies nobody would read."""
        _began.set(asyncio.get_running_loop().time())
        method = request.match_info["method"]
        found: Json = {}
        try:
            found = await arguments.read(request)
        except ApiError as error:
            return self._answer(method, found, _refusal(error))
        except web.HTTPRequestEntityTooLarge:
            self._note(method, found, {"ok": False, "error": "request_too_large"}, status=413)
            return web.json_response({"ok": False, "error": "request_too_large"}, status=413)
        token = _token_or_none(request, found)
        found.pop("token", None)
        fault = self._core.faults.meet(method, found)
        if fault and fault.kind not in failing.AFTERWARDS:
            return await self._fail(request, method, found, fault)
        try:
            answer = await self._run(method, found, token)
        except RateLimited as error:
            return self._limited(method, found, error)
        except ApiError as error:
            answer = _refusal(error)
        answer = _remarked(answer, arguments.remarks(request))
        if fault and fault.kind == "drop_after_commit":
            self._note(method, found, answer, fault=fault.kind)
            return failing.hang_up(request)
        if fault:
            await asyncio.sleep(float(fault.value))
        return self._answer(method, found, answer, fault.kind if fault else None, scoped=token is not None)

    async def _run(self, method: str, found: Json, token: str | None) -> Json:
        settings = self._core.settings
        unknown = method not in METHODS or method in settings.deny
        if unknown or (settings.only is not None and method not in settings.only):
            raise ApiError("unknown_method", req_method=method)
        if method not in scopes.NO_TOKEN:
            self._check_token(method, token)
        self._core.rates.take(method, self._posted_to(found) if method == POST else "")
        ask = Ask(self._core, self._delivery, method, found)
        return {"ok": True, **await METHODS[method](ask)}

    def _posted_to(self, found: Json) -> str:
        """What a message is for, called the same however the call names it: a channel's id, or the person of a direct message."""
        name, state = str(found.get("channel") or ""), self._core.state
        channel = state.channels.get(name) or state.named(name)
        if channel is None:
            return name
        return next((one for one in channel.members if one != BOT_USER), "") if channel.kind == "im" else channel.id

    def _limited(self, method: str, found: Json, error: RateLimited) -> web.Response:
        self._note(method, found, _refusal(error), status=429)
        return web.json_response(_refusal(error), status=429, headers={"Retry-After": str(error.seconds)})

    def _check_token(self, method: str, token: str | None) -> None:
        """ApiError not_authed, invalid_auth, not_allowed_token_type, token_revoked, missing_scope."""
        settings, state = self._core.settings, self._core.state
        if token is None:
            raise ApiError("not_authed")
        wanted = settings.app_token if method in scopes.APP_LEVEL else settings.bot_token
        if token != wanted:
            wrong_kind = token in (settings.app_token, settings.bot_token)
            raise ApiError("not_allowed_token_type" if wrong_kind else "invalid_auth")
        if method in scopes.APP_LEVEL:
            return
        if state.token_refusal:
            raise ApiError(state.token_refusal)
        scopes.check(method, settings.manifest.bot_scopes)

    async def _fail(self, request: web.Request, method: str, found: Json, fault: Fault) -> web.StreamResponse:
        def note(answer: Json, status: int) -> None:
            self._note(method, found, answer, status=status, fault=fault.kind)

        return await failing.instead(request, self._core.faults, fault, note)

    def _answer(
        self, method: str, found: Json, answer: Json, fault: str | None = None, *, scoped: bool = False
    ) -> web.Response:
        self._note(method, found, answer, fault=fault)
        return web.json_response(answer, headers=self._headers(method) if scoped else None)

    def _headers(self, method: str) -> dict[str, str]:
        """What the token may do, and what of that is good for this method."""
        good = scopes.accepted(method)
        have = good if method in scopes.APP_LEVEL else sorted(self._core.settings.manifest.bot_scopes)
        return {"X-OAuth-Scopes": ",".join(have), "X-Accepted-OAuth-Scopes": ",".join(good)}

    def _note(self, method: str, found: Json, answer: Json, *, status: int = 200, fault: str | None = None) -> None:
        took = (asyncio.get_running_loop().time() - _began.get()) * 1000
        self._core.calls.append(Call(method, found, answer, self._core.clock.now(), status, fault, round(took, 1)))
        self._core.state.changed()


def _token_or_none(request: web.Request, found: Json) -> str | None:
    try:
        return arguments.token(request, found)
    except ApiError:
        return None


def _refusal(error: ApiError) -> Json:
    return {"ok": False, "error": error.code, **error.more}


def _remarked(answer: Json, said: list[str]) -> Json:
    """The answer with remarks beside those the method made itself."""
    if not said:
        return answer
    about = dict(answer.get("response_metadata") or {})
    everything = [*about.get("warnings", []), *said]
    return answer | {"warning": ",".join(everything), "response_metadata": about | {"warnings": everything}}
