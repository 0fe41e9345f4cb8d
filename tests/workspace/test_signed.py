"""Signed HTTP against a server that behaves badly on purpose: signatures, addresses, retries and their reasons."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from dataclasses import replace
from urllib.parse import parse_qs

import pytest
from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from workspace import Clock, Workspace
from workspace.manifest import DEFAULT

from .conftest import START


@contextlib.asynccontextmanager
async def listener(answer):
    """A server on loopback that keeps every request and answers as told: `answer(request, body)`."""
    seen = []

    async def handle(request):
        body = await request.read()
        seen.append((request, body))
        return await answer(request, body)

    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}", seen
    finally:
        await runner.cleanup()


async def fine(request, body):
    return web.Response()


def bounded(**more):
    return Workspace(clock=Clock(START, rate=0), **{"answer_seconds": 0.2, "retry_seconds": (0.0,), **more})


async def test_every_request_carries_a_signature_slacks_own_code_accepts():
    async with listener(fine) as (url, seen), bounded(request_url=url) as ws:
        await ws.person("U0SATO").command("/incident 一覧")
        await ws.person("U0SATO").shortcut("incident_report")
        await ws.person("U0SATO").open_home()
        await ws.events_settled()
        check = SignatureVerifier(ws.settings.signing_secret)
        for request, body in seen:
            assert check.is_valid_request(body, dict(request.headers))
            assert not check.is_valid_request(body + b" ", dict(request.headers))
        assert [request.content_type for request, _ in seen] == [
            "application/x-www-form-urlencoded", "application/x-www-form-urlencoded", "application/json",
        ]  # fmt: skip
        assert parse_qs(seen[0][1].decode())["text"] == ["一覧"]
        assert json.loads(parse_qs(seen[1][1].decode())["payload"][0])["type"] == "shortcut"
        assert json.loads(seen[2][1])["event"]["type"] == "app_home_opened"
        assert all("X-Slack-Retry-Num" not in request.headers for request, _ in seen)


async def slow(request, body):
    await asyncio.sleep(0.5)
    return web.Response()


async def broken(request, body):
    return web.Response(status=500)


async def cut(request, body):
    request.transport.abort()
    return web.Response()


async def round_and_round(request, body):
    raise web.HTTPFound("/again")


@pytest.mark.parametrize(
    ("answer", "reason", "tries"),
    [
        (slow, "http_timeout", 2),
        (broken, "http_error", 2),
        (cut, "connection_failed", 2),
        (round_and_round, "too_many_redirects", 6),
    ],
)
async def test_an_event_comes_again_with_its_number_and_the_reason(answer, reason, tries):
    async with listener(answer) as (url, seen), bounded(request_url=url) as ws:
        await ws.person("U0SATO").open_home()
        await ws.events_settled()
        assert [one.error for one in ws.sent("app_home_opened")] == [reason, reason]
        assert len(seen) == tries
        last, body = seen[-1]
        assert (last.headers["X-Slack-Retry-Num"], last.headers["X-Slack-Retry-Reason"]) == ("1", reason)
        assert last.method == "POST" and body == seen[0][1]


async def test_nobody_there_and_no_tls_where_tls_is_expected():
    async with listener(fine) as (url, _), bounded(request_url="http://127.0.0.1:1/") as ws:
        assert (await ws.person("U0SATO").shortcut("incident_report")).why == "connection_failed"
        ws.use_request_url(url.replace("http", "https"))
        assert (await ws.person("U0SATO").shortcut("incident_report")).why == "ssl_error"


async def test_two_redirects_are_followed():
    async def twice(request, body):
        if request.path != "/c":
            raise web.HTTPMovedPermanently({"/": "/b", "/b": "/c"}[request.path])
        return web.Response(text="here")

    async with listener(twice) as (url, seen), bounded(request_url=url) as ws:
        assert (await ws.person("U0SATO").command("/incident help")).message.text == "here"
        assert [request.path for request, _ in seen] == ["/", "/b", "/c"]


async def test_no_retry_is_honoured():
    async def enough(request, body):
        return web.Response(status=503, headers={"X-Slack-No-Retry": "1"})

    async with listener(enough) as (url, seen), bounded(request_url=url) as ws:
        await ws.person("U0SATO").open_home()
        await ws.events_settled()
        assert len(seen) == 1


async def test_delayed_events_are_tried_every_hour_for_a_day():
    async with (
        listener(broken) as (url, seen),
        bounded(request_url=url, retry_seconds=(), delayed_events=True) as ws,
    ):
        await ws.person("U0SATO").open_home()
        for hour in range(24):
            await ws.wait_for(lambda: len(ws.delivery.retries) == 1)
            assert ws.delivery.retries[0].attempt == hour + 1
            ws.jump(3599)
            assert len(seen) == hour + 1
            ws.jump(1)
            await ws.wait_for(lambda wanted=hour + 2: len(seen) == wanted)
        await ws.events_settled()
        assert len(seen) == 25 and ws.delivery.retries == []


async def test_a_new_request_url_has_to_return_the_challenge():
    async def honest(request, body):
        said = json.loads(body)
        ways = {"/json": web.json_response({"challenge": said["challenge"]}), "/text": web.Response(text=said["challenge"]),
                "/form": web.Response(text=f"challenge={said['challenge']}"), "/no": web.Response(text="hello")}  # fmt: skip
        return ways[request.path]

    async with listener(honest) as (url, seen), bounded() as ws:
        for way in ("/json", "/text", "/form"):
            assert await ws.verify_request_url(url + way) is None
            assert ws.settings.request_url == url + way
        assert "challenge" in await ws.verify_request_url(f"{url}/no")
        assert await ws.verify_request_url("http://127.0.0.1:1/") == "connection_failed"
        assert ws.settings.request_url == f"{url}/form"
        assert {json.loads(body)["type"] for _, body in seen} == {"url_verification"}


async def test_ssl_check_is_a_form_with_a_token():
    async with listener(fine) as (url, seen), bounded(request_url=url) as ws:
        assert await ws.delivery.signed.ssl_check(url)
        assert parse_qs(seen[0][1].decode())["ssl_check"] == ["1"]


async def test_each_kind_goes_to_the_address_its_manifest_names():
    async with listener(fine) as (url, seen):
        manifest = replace(
            DEFAULT,
            socket_mode=False,
            events_url=f"{url}/events",
            interactivity_url=f"{url}/actions",
            options_url=f"{url}/options",
            commands=({"command": "/incident", "url": f"{url}/command"},),
        )
        async with bounded(manifest=manifest) as ws:
            person = ws.person("U0SATO")
            await person.command("/incident help")
            await person.shortcut("incident_report")
            await person.open_home()
            await ws.events_settled()
            options = ws.delivery.signed.address("interactive", {"type": "block_suggestion"})
            assert [request.path for request, _ in seen] == ["/command", "/actions", "/events"]
            assert options == f"{url}/options"


async def test_a_manifests_address_elsewhere_is_never_called():
    manifest = replace(
        DEFAULT, socket_mode=False, events_url="http://hansho.example/slack", interactivity_url="http://hansho.example/"
    )
    async with bounded(manifest=manifest) as ws:
        assert (await ws.person("U0SATO").shortcut("incident_report")).why == "connection_failed"


async def test_subscriptions_end_when_nearly_everything_fails_and_the_app_has_much_to_hear():
    async with (
        listener(broken) as (url, seen),
        bounded(request_url=url, retry_seconds=(), events_before_disabling=20) as ws,
    ):
        for _ in range(19):
            await ws.person("U0SATO").open_home()
        await ws.events_settled()
        assert ws.delivery.subscriptions_on
        await ws.person("U0SATO").open_home()
        await ws.events_settled()
        assert not ws.delivery.subscriptions_on
        await ws.person("U0SATO").open_home()
        await ws.events_settled()
        assert len(seen) == 20
        ws.delivery.switch_subscriptions_on()
        await ws.person("U0SATO").open_home()
        await ws.events_settled()
        assert len(seen) == 21


async def test_one_success_in_twenty_keeps_the_subscriptions():
    count = 0

    async def sometimes(request, body):
        nonlocal count
        count += 1
        return web.Response(status=200 if count == 7 else 500)

    async with (
        listener(sometimes) as (url, _),
        bounded(request_url=url, retry_seconds=(), events_before_disabling=20) as ws,
    ):
        for _ in range(20):
            await ws.person("U0SATO").open_home()
        await ws.events_settled()
        assert ws.delivery.subscriptions_on


async def test_the_signature_is_dated_by_real_time_whatever_the_practice_clock_says():
    async with listener(fine) as (url, seen), bounded(request_url=url) as ws:
        await ws.person("U0SATO").shortcut("incident_report")
        assert abs(int(seen[0][0].headers["X-Slack-Request-Timestamp"]) - time.time()) < 60
