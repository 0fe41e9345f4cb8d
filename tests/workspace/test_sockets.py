"""Socket Mode as the SDK sees it when things go wrong, and the doors of the server."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from workspace import Clock, FileClock, Workspace

from .conftest import START


async def ticket(ws) -> str:
    headers = {"Authorization": f"Bearer {ws.settings.app_token}"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{ws.api_url}apps.connections.open", headers=headers) as response,
    ):
        return (await response.json())["url"]


async def test_a_ticket_opens_one_socket(ws):
    url = await ticket(ws)
    async with aiohttp.ClientSession() as session:
        socket = await session.ws_connect(url)
        assert (await socket.receive_json())["type"] == "hello"
        with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
            await session.ws_connect(url)
        assert caught.value.status == 404
        await socket.close()
    await ws.wait_for(lambda: ws.sockets.connected == 0)


async def test_an_envelope_goes_to_one_socket_and_comes_again_unacknowledged():
    async with Workspace(clock=Clock(START, rate=0), answer_seconds=0.2) as ws, aiohttp.ClientSession() as session:
        sockets = [await session.ws_connect(await ticket(ws)) for _ in range(2)]
        for socket in sockets:
            assert (await socket.receive_json())["type"] == "hello"
        await ws.person("U0SATO").open_home()
        readers = [asyncio.get_running_loop().create_task(socket.receive_json()) for socket in sockets]
        done, rest = await asyncio.wait(readers, return_when=asyncio.FIRST_COMPLETED, timeout=2)
        assert len(done) == 1
        first = done.pop().result()
        assert (first["type"], first["retry_attempt"], first["accepts_response_payload"]) == ("events_api", 0, False)
        again = await asyncio.wait_for(rest.pop(), 2)
        assert (again["retry_attempt"], again["retry_reason"]) == (1, "http_timeout")
        assert again["payload"]["event_id"] == first["payload"]["event_id"]
        for socket in sockets:
            await socket.send_json({"envelope_id": again["envelope_id"]})
        await ws.events_settled()
        assert [one.ok for one in ws.sent("app_home_opened")] == [False, True]
        for socket in sockets:
            await socket.close()


async def test_a_silent_socket_stays_open_and_answers_nothing(ws):
    async with aiohttp.ClientSession() as session:
        socket = await session.ws_connect(await ticket(ws), autoping=False)
        await socket.receive_json()
        ws.sockets.go_silent()
        await socket.ping(b"are you there")
        heard = asyncio.get_running_loop().create_task(_pong(socket))
        await asyncio.wait({heard}, timeout=0.3)
        assert not heard.done()
        heard.cancel()
        assert not socket.closed and ws.sockets.connected == 1
        await socket.close()


async def _pong(socket):
    while (await socket.receive()).type != aiohttp.WSMsgType.PONG:
        continue


async def test_refused_sockets_and_expired_tickets(ws):
    url = await ticket(ws)
    ws.sockets.expire_tickets()
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)


async def test_only_loopback():
    with pytest.raises(ValueError, match="loopback only"):
        await Workspace().start(host="0.0.0.0")


async def test_strangers_are_turned_away(ws):
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{ws.url}_practice/state", headers={"Host": "evil.example"}) as response:
            assert response.status == 403
        there = {"Origin": "http://evil.example"}
        async with session.post(f"{ws.url}_practice/clock", json={"rate": 0}, headers=there) as response:
            assert response.status == 403
        async with session.get(ws.url) as response:
            assert "script-src 'self'" in response.headers["Content-Security-Policy"]


async def test_control_api_acts_as_a_person(ws):
    async with aiohttp.ClientSession() as session:
        body = {"as": "U0YAMADA", "do": "post", "channel": "general", "text": "hello"}
        async with session.post(f"{ws.url}_practice/act", json=body) as response:
            assert (await response.json())["ok"]
        async with session.get(f"{ws.url}_practice/state?as=U0SATO&channel=C0GENERAL") as response:
            screen = await response.json()
        assert screen["messages"][-1]["text"] == "hello"
        assert {c["id"]: c["unread"] for c in screen["channels"]}["C0GENERAL"] == 1
        async with session.post(f"{ws.url}_practice/act", json={**body, "channel": "C0DESK"}) as response:
            assert response.status == 400
        async with session.post(f"{ws.url}_practice/clock", json={"jump_minutes": 10}) as response:
            assert (await response.json())["at"] == "2026-11-20T17:57:00+00:00"


def test_two_processes_share_one_clock_file(tmp_path):
    path = tmp_path / "clock.json"
    one, two = FileClock(path), FileClock(path)
    one.set(at=START, rate=0)
    assert two.now() == START and two.rate == 0
    two.jump(90)
    assert (one.now() - START).total_seconds() == 90
