"""Fault switches: each does what it says, as often or as long as it says, and is seen while it is on."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from workspace import Fault


async def test_every_fault_is_bounded_and_says_why_it_cannot_be():
    for bad in (
        {"method": "chat.postMessage", "kind": "nonsense"},
        {"method": "smtp", "kind": "http_status", "value": 500},
        {"method": "*", "kind": "error"},
        {"method": "*", "kind": "error", "value": "x", "times": 10_001},
        {"method": "*", "kind": "http_status", "value": 42},
        {"method": "*", "kind": "slow", "value": "soon"},
        {"method": "*", "kind": "hang", "value": -1},
        {"method": "*", "kind": "error", "value": "x", "seconds": 0},
        {"method": "sockets", "kind": "refuse", "seconds": 3601},
        {"method": "delivery", "kind": "duplicate", "value": 1},
    ):
        with pytest.raises(ValueError, match=r"unknown fault|value is|times is|seconds is"):
            Fault(**bad)


async def test_a_fault_ends_by_itself_after_its_seconds_and_the_page_hears_of_it(ws, client):
    ws.fault("*", "error", "fatal_error", seconds=0.1)
    with pytest.raises(SlackApiError, match="fatal_error"):
        await client.auth_test()
    (shown,) = ws.faults.snapshot()
    assert shown["met"] == 1 and shown["times_left"] is None and 0 <= shown["seconds_left"] <= 0.1
    version = ws.state.version
    await ws.wait_for(lambda: not ws.faults.active)
    assert ws.state.version > version
    assert (await client.auth_test())["ok"]


async def test_channel_archived_and_token_revoked(ws, client):
    ws.fault("*", "channel_archived", "C0DESK", times=5)
    with pytest.raises(SlackApiError, match="is_archived"):
        await client.chat_postMessage(channel="C0DESK", text="x")
    assert (await client.chat_postMessage(channel="C0COMPLIANCE", text="x"))["ok"]
    ws.faults.clear()
    ws.fault("*", "token_revoked", times=5)
    with pytest.raises(SlackApiError, match="token_revoked"):
        await client.chat_postMessage(channel="C0DESK", text="x")
    assert (await client.apps_connections_open(app_token=ws.settings.app_token))["ok"]


async def test_ratelimited_as_a_body_has_status_200(ws, client):
    ws.fault("users.info", "error", "ratelimited")
    with pytest.raises(SlackApiError) as caught:
        await client.users_info(user="U0SATO")
    assert (caught.value.response["error"], caught.value.response.status_code) == ("ratelimited", 200)


async def test_a_slow_call_does_its_work_at_once_and_answers_late(ws, client):
    ws.fault("chat.postMessage", "slow", 0.2)
    call = asyncio.get_running_loop().create_task(client.chat_postMessage(channel="C0DESK", text="slow"))
    await ws.wait_for(lambda: ws.messages("incident-desk"))
    assert not call.done()
    assert (await call)["ok"]


async def test_any_status_and_a_connection_that_closes_before_the_work(ws, client):
    ws.fault("chat.postMessage", "http_status", 502)
    ws.fault("chat.postMessage", "drop_before")
    for error in (SlackApiError, aiohttp.ClientError):
        with pytest.raises(error):
            await client.chat_postMessage(channel="C0DESK", text="x")
    assert [(call.status, call.fault) for call in ws.calls("chat.postMessage")] == [
        (502, "http_status"),
        (0, "drop_before"),
    ]
    assert ws.messages("incident-desk") == [] and ws.faults.active == []


async def test_sockets_are_refused_while_the_fault_is_on_and_not_a_moment_longer(ws, client):
    opened = await client.apps_connections_open(app_token=ws.settings.app_token)
    fault = ws.fault("sockets", "refuse", seconds=60)
    with pytest.raises(SlackApiError, match="internal_error"):
        await client.apps_connections_open(app_token=ws.settings.app_token)
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
            await session.ws_connect(opened["url"])
        assert caught.value.status == 503
        ws.faults.remove(fault)
        socket = await session.ws_connect(opened["url"])
        assert (await socket.receive_json())["type"] == "hello"
        await socket.close()


async def test_a_scheduled_message_is_lost(ws, client):
    at = int(ws.clock.now().timestamp()) + 600
    for text in ("lost", "kept"):
        await client.chat_scheduleMessage(channel="C0DESK", post_at=at, text=text)
    ws.fault("scheduled", "lost")
    ws.jump(601)
    await ws.wait_for(lambda: ws.messages("incident-desk"))
    assert [m.text for m in ws.messages("incident-desk")] == ["kept"]
    assert ws.state.scheduled == {}


@pytest.mark.parametrize(
    ("kind", "value", "status"), [("http_status", 503, 503), ("ratelimited", 3, 429), ("error", "used_url", 200)]
)
async def test_a_response_url_fails_and_the_use_is_not_counted(ws, kind, value, status):
    from workspace.responses import new_response_url

    url = new_response_url(ws.core, "U0SATO", ws.channel("incident-desk"))
    ws.fault("response_url", kind, value)
    async with aiohttp.ClientSession() as session:
        async with session.post(url, json={"text": "x"}) as response:
            assert response.status == status
        assert ws.person("U0SATO").ephemerals == []
        async with session.post(url, json={"text": "x"}) as response:
            assert response.status == 200
    assert len(ws.person("U0SATO").ephemerals) == 1


async def test_a_response_url_that_hangs_or_loses_its_answer(ws):
    from workspace.responses import new_response_url

    url = new_response_url(ws.core, "U0SATO", ws.channel("incident-desk"))
    async with aiohttp.ClientSession() as session:
        for kind, seen in (("hang", 0), ("drop_before", 0), ("drop_after_commit", 1)):
            ws.fault("response_url", kind, 0.05 if kind == "hang" else None)
            with pytest.raises(aiohttp.ClientError):
                await session.post(url, json={"text": kind})
            assert len(ws.person("U0SATO").ephemerals) == seen


async def test_the_switchboard_shows_what_is_on_and_one_call_clears_it(ws):
    async with aiohttp.ClientSession() as session:

        async def ask(verb="GET", query="", **body):
            url = f"{ws.url}_practice/faults{query}"
            async with session.request(verb, url, **({"json": body} if body else {})) as response:
                return response.status, await response.json()

        status, found = await ask("POST", method="chat.update", kind="ratelimited", value=7, times=2)
        assert status == 200
        (on,) = found["active"]
        assert (on["method"], on["kind"], on["value"], on["times_left"], on["seconds_left"]) == (
            "chat.update", "ratelimited", 7, 2, None,
        )  # fmt: skip
        assert found["kinds"]["smtp"]["refuse"] == on["does"] or "Retry-After" in on["does"]
        status, found = await ask("POST", method="history", kind="lag", value=30)
        assert [one["kind"] for one in found["active"]] == ["ratelimited", "lag"]
        assert found["active"][1]["seconds_left"] > 0
        status, found = await ask("DELETE", query=f"?id={on['id']}")
        assert [one["kind"] for one in found["active"]] == ["lag"]
        for bad in (
            {"method": "x", "kind": "y"},
            {"method": "*"},
            {"sockets": "dance"},
            {"method": "*", "kind": "error"},
        ):
            status, found = await ask("POST", **bad)
            assert status == 400 and found["why"]
        assert (await ask("DELETE", query="?id=F99"))[0] == 400
        status, found = await ask("DELETE")
        assert found["active"] == [] and ws.faults.history_lag_seconds == 0
