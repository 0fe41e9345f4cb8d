"""Delivery by signed HTTP POST: the `v0` signature over real time, form bodies for people's doings, JSON for events.

`docs.slack.dev/authentication/verifying-requests-from-slack`, `/apis/events-api`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any
from urllib.parse import urlencode

import aiohttp

from workspace.clock import wall_seconds
from workspace.core import Core
from workspace.sockets import Answer
from workspace.state import Json


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """The `X-Slack-Signature` of a body sent at `timestamp` (real epoch seconds as text)."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class Signed:
    """The road to an app that listens at `request_url`."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Give back the connections."""
        if self._session:
            await self._session.close()

    async def push(self, kind: str, payload: Json, retry: int, reason: str, copies: int) -> Answer:
        """POST it `copies` times; the first answer counts."""
        first: Answer | None = None
        for _ in range(copies):
            answer = await self._post(kind, payload, retry, reason)
            first = first or answer
        return first or Answer(False, error="nothing sent")

    async def _post(self, kind: str, payload: Json, retry: int, reason: str) -> Answer:
        if kind == "events_api":
            body, form = json.dumps(payload).encode(), "application/json"
        elif kind == "slash_commands":
            body, form = urlencode(payload).encode(), "application/x-www-form-urlencoded"
        else:
            body, form = urlencode({"payload": json.dumps(payload)}).encode(), "application/x-www-form-urlencoded"
        timestamp = str(int(wall_seconds()))
        headers = {
            "Content-Type": form,
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._core.settings.signing_secret, timestamp, body),
            "User-Agent": "Slackbot 1.0 (practice)",
        }
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": reason}
        if self._session is None:
            self._session = aiohttp.ClientSession(trust_env=False)
        limit = aiohttp.ClientTimeout(total=self._core.settings.answer_seconds)
        try:
            async with self._session.post(
                self._core.settings.request_url or "", data=body, headers=headers, timeout=limit, allow_redirects=False
            ) as response:
                text = await response.text()
                if not 200 <= response.status < 300:
                    return Answer(False, error=f"http_error {response.status}")
                return Answer(True, _body(response.content_type, text))
        except TimeoutError:
            return Answer(False, error="timeout")
        except aiohttp.ClientError as error:
            return Answer(False, error=f"connection_failed {type(error).__name__}")


def _body(kind: str, text: str) -> Any:
    if not text:
        return None
    if kind == "application/json":
        try:
            return json.loads(text)
        except json.JSONDecodeError:
            return text
    return text
