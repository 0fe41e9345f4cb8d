"""Delivery by signed HTTP POST: the `v0` signature over real time, form bodies for people's doings, JSON for events.

`docs.slack.dev/authentication/verifying-requests-from-slack`, `/apis/events-api`.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import secrets
import ssl
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import aiohttp

from workspace import limits
from workspace.clock import wall_seconds
from workspace.core import Core
from workspace.payloads import TOKEN
from workspace.sockets import Answer
from workspace.state import Json

JSON_TYPE = "application/json"
FORM_TYPE = "application/x-www-form-urlencoded"


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """The `X-Slack-Signature` of a body sent at `timestamp` (real epoch seconds as text)."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class Signed:
    """The road to an app that listens for HTTP requests."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Give back the connections."""
        if self._session:
            await self._session.close()

    @property
    def in_use(self) -> bool:
        """Whether the app is reached over HTTP: an address was given, or its manifest names one and leaves Socket Mode off."""
        settings = self._core.settings
        return bool(settings.request_url or (not settings.manifest.socket_mode and settings.manifest.events_url))

    def address(self, kind: str, payload: Json) -> str:
        """Where this goes: the address given for everything, else the manifest's own for events, commands, options or the rest."""
        settings = self._core.settings
        if settings.request_url:
            return settings.request_url
        manifest = settings.manifest
        if kind == "events_api":
            return manifest.events_url
        if kind == "slash_commands":
            return next((str(c.get("url", "")) for c in manifest.commands if c["command"] == payload["command"]), "")
        if payload.get("type") == "block_suggestion":
            return manifest.options_url or manifest.interactivity_url
        return manifest.interactivity_url

    async def verify(self, url: str) -> str | None:
        """Ask an address for its challenge, as Slack does before it takes it as a request URL; None, or what is wrong with it."""
        challenge = secrets.token_urlsafe(40)
        body = json.dumps({"token": TOKEN, "challenge": challenge, "type": "url_verification"}).encode()
        answer = await self._post(url, body, JSON_TYPE, {})
        if not answer.ok:
            return answer.error
        given = answer.body.get("challenge") if isinstance(answer.body, dict) else answer.body
        if isinstance(given, str) and given.startswith("challenge="):
            given = given.removeprefix("challenge=")
        return None if given == challenge else "the answer does not hold the challenge"

    async def ssl_check(self, url: str) -> bool:
        """Ask an address for a sign of life, as Slack does now and then for slash commands."""
        return (await self._post(url, urlencode({"token": TOKEN, "ssl_check": "1"}).encode(), FORM_TYPE, {})).ok

    async def push(self, kind: str, payload: Json, retry: int, reason: str) -> Answer:
        """POST it and wait three seconds for the answer."""
        if kind == "events_api":
            body, form = json.dumps(payload).encode(), JSON_TYPE
        elif kind == "slash_commands":
            body, form = urlencode(payload).encode(), FORM_TYPE
        else:
            body, form = urlencode({"payload": json.dumps(payload)}).encode(), FORM_TYPE
        more = {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": reason} if retry else {}
        return await self._post(self.address(kind, payload), body, form, more)

    async def _post(self, url: str, body: bytes, form: str, more: dict[str, str]) -> Answer:
        if not self._core.settings.request_url and not _is_loopback(url):
            return Answer(False, error="connection_failed")  # a manifest's address of elsewhere is not ours to call
        timestamp = str(int(wall_seconds()))
        headers = {
            "Content-Type": form,
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._core.settings.signing_secret, timestamp, body),
            "User-Agent": "Slackbot 1.0 (practice)",
            **more,
        }
        if self._session is None:
            self._session = aiohttp.ClientSession(trust_env=False)
        try:
            async with asyncio.timeout(self._core.settings.answer_seconds):
                return await self._followed(self._session, url, body, headers)
        except TimeoutError:
            return Answer(False, error="http_timeout")
        except (aiohttp.ClientSSLError, ssl.SSLError):
            return Answer(False, error="ssl_error")
        except (aiohttp.ClientError, OSError, ValueError):
            return Answer(False, error="connection_failed")

    async def _followed(self, session: aiohttp.ClientSession, url: str, body: bytes, headers: dict[str, str]) -> Answer:
        """POST, and POST again where a 301 or 302 leads, twice at most."""
        for _ in range(limits.REDIRECTS + 1):
            async with session.post(url, data=body, headers=headers, allow_redirects=False) as response:
                if response.status in (301, 302) and "Location" in response.headers:
                    url = urljoin(url, response.headers["Location"])
                    continue
                if 200 <= response.status < 300:
                    return Answer(True, _body(response.content_type, await response.text()))
                return Answer(False, error="http_error", no_retry=response.headers.get("X-Slack-No-Retry") == "1")
        return Answer(False, error="too_many_redirects")


def _is_loopback(url: str) -> bool:
    return urlsplit(url).hostname in ("127.0.0.1", "::1", "localhost")


def _body(kind: str, text: str) -> Any:
    if not text:
        return None
    if kind == "application/json":
        try:
            return json.loads(text)
        except json.JSONDecodeError:
            return text
    return text
