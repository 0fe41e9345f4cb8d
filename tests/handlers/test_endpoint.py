"""Signed HTTP: what is not Slack's gets 401, before anything reads it."""

from __future__ import annotations

import hashlib
import hmac
import io
import time

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from handlers.slack.endpoint import BODY_BYTES, add_endpoint, malformed, misfit

SECRET = "signing-secret"
BODY = "command=%2Fincident&text=help&user_id=U1&team_id=T1&trigger_id=1.2.3"


def _sign(body: str, timestamp: str, secret: str = SECRET) -> str:
    return "v0=" + hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256).hexdigest()


@pytest.fixture
async def door():
    async def authorize(**_):
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1", bot_id="B1", bot_user_id="UB")

    bolt = AsyncApp(signing_secret=SECRET, authorize=authorize, process_before_response=True)
    heard = []

    @bolt.command("/incident")
    async def incident(ack, body):
        heard.append(body["text"])
        await ack(text="ok")

    app = web.Application(client_max_size=BODY_BYTES)
    add_endpoint(app, lambda: bolt, SECRET)
    async with TestClient(TestServer(app, host="127.0.0.1")) as client:
        client.heard = heard
        yield client


async def _post(door, body=BODY, **headers):
    kept = {"Content-Type": "application/x-www-form-urlencoded"}
    kept |= {name.replace("_", "-"): value for name, value in headers.items() if value is not None}
    async with door.post("/slack/events", data=body, headers=kept) as answer:
        return answer.status, await answer.text()


async def test_a_signed_request_reaches_its_listener(door):
    now = str(int(time.time()))
    status, text = await _post(door, X_Slack_Request_Timestamp=now, X_Slack_Signature=_sign(BODY, now))
    assert (status, door.heard) == (200, ["help"])
    assert "ok" in text


@pytest.mark.parametrize("timestamp", [None, "", "now", "-1", "1e9", "٠", "1" * 40, "17.5", " 1795000000"])
async def test_a_missing_or_malformed_timestamp_gets_401(door, timestamp):
    status, text = await _post(door, X_Slack_Request_Timestamp=timestamp, X_Slack_Signature="v0=" + "0" * 64)
    assert (status, text, door.heard) == (401, "", [])


@pytest.mark.parametrize("signature", [None, "", "v0=", "v0=zz", "v1=" + "0" * 64, "v0=" + "0" * 64, "v0=" + "é" * 64])
async def test_a_missing_malformed_or_wrong_signature_gets_401(door, signature):
    status, text = await _post(door, X_Slack_Request_Timestamp=str(int(time.time())), X_Slack_Signature=signature)
    assert (status, text, door.heard) == (401, "", [])


async def test_an_old_request_gets_401_even_with_its_right_signature(door):
    old = str(int(time.time()) - 301)
    status, _ = await _post(door, X_Slack_Request_Timestamp=old, X_Slack_Signature=_sign(BODY, old))
    assert (status, door.heard) == (401, [])


async def test_a_changed_body_gets_401(door):
    now = str(int(time.time()))
    status, _ = await _post(door, BODY + "x", X_Slack_Request_Timestamp=now, X_Slack_Signature=_sign(BODY, now))
    assert (status, door.heard) == (401, [])


async def test_a_body_beyond_the_limit_is_not_read_to_its_end(door):
    now = str(int(time.time()))
    big = "a" * (BODY_BYTES + 1)
    try:
        status, _ = await _post(
            door, io.BytesIO(big.encode()), X_Slack_Request_Timestamp=now, X_Slack_Signature=_sign(big, now)
        )
    except aiohttp.ClientConnectionError:
        status = 413  # closed while we were still sending
    assert (status, door.heard) == (413, [])


async def test_other_methods_and_paths_are_not_there(door):
    async with door.get("/slack/events") as answer:
        assert answer.status == 405
    async with door.post("/slack/other") as answer:
        assert answer.status == 404


def test_the_guard_says_why():
    good = _sign("x", "100")
    assert malformed("100", good, 100.0) == ""
    assert "old" in malformed("100", good, 401.0)
    assert "future" in malformed("500", good, 100.0)
    assert misfit(SECRET, "100", good, b"x") == ""
    assert misfit("other", "100", good, b"x")
