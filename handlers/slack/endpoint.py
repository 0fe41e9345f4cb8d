"""Listening over signed HTTP: POST /slack/events with a guard in front of Bolt.

Bolt verifies the signature itself, but answers 500 to a timestamp that is no number, and reads any body whole first.
Source: docs.slack.dev/authentication/verifying-requests-from-slack.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import time
from collections.abc import Callable, Sequence

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

log = structlog.get_logger(__name__)

PATH = "/slack/events"
BODY_BYTES = 1024 * 1024
"""Slack's largest payloads are views of at most 250 kB; a message in a payload adds little."""
AGE_SECONDS = 300

_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


def malformed(timestamp: str, signature: str, now_seconds: float) -> str:
    """Return what is wrong with the headers alone, or an empty string. `now_seconds` is real epoch time: Slack dates by it."""
    if not _TIMESTAMP.fullmatch(timestamp):
        return "timestamp missing or malformed"
    if not _SIGNATURE.fullmatch(signature):
        return "signature missing or malformed"
    if abs(now_seconds - int(timestamp)) > AGE_SECONDS:
        return "timestamp too old or in the future"
    return ""


def misfit(secret: str, timestamp: str, signature: str, body: bytes) -> str:
    """Return why the signature is not one of this body by this secret, or an empty string."""
    expected = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return "" if hmac.compare_digest(f"v0={expected}", signature) else "signature does not fit"


def add_endpoint(web_app: web.Application, listeners: Callable[[], AsyncApp | None], signing_secret: str) -> None:
    """Serve Slack's requests at POST /slack/events; everything unsigned or malformed gets 401 with an empty answer.

    `listeners` returns None while Slack has not told us yet who we are: then the answer is 503, and events come again.
    """

    async def receive(request: web.Request) -> web.Response:
        headers = request.headers
        timestamp, signature = headers.get("X-Slack-Request-Timestamp", ""), headers.get("X-Slack-Signature", "")
        real_now = time.time()  # noqa: TID251 - a signature is dated by real time, also when the clock port is moved
        why = malformed(timestamp, signature, real_now)
        body = b"" if why else await request.read()  # a stranger's body is not worth reading
        if not why:
            why = misfit(signing_secret, timestamp, signature, body)
        if why:
            log.warning("slack.request_refused", why=why, remote=request.remote)
            return web.Response(status=401)
        bolt = listeners()
        if bolt is None:
            return web.Response(status=503)
        try:
            text = body.decode()
        except UnicodeDecodeError:
            return web.Response(status=400)
        plain: dict[str, str | Sequence[str]] = dict(headers.items())
        return await to_aiohttp_response(
            await bolt.async_dispatch(AsyncBoltRequest(body=text, query=request.query_string, headers=plain))
        )

    web_app.router.add_post(PATH, receive)
