"""Socket Mode as the SDK sees it when things go wrong, and the doors of the server."""

from __future__ import annotations

import asyncio
import contextlib

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from tests.harness.patience import PATIENCE
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
        done, rest = await asyncio.wait(readers, return_when=asyncio.FIRST_COMPLETED, timeout=PATIENCE)
        assert len(done) == 1
        first = done.pop().result()
        assert (first["type"], first["retry_attempt"], first["accepts_response_payload"]) == ("events_api", 0, False)
        again = await asyncio.wait_for(rest.pop(), PATIENCE)
        assert (again["retry_attempt"], again["retry_reason"]) == (1, "timeout")
        assert again["payload"]["event_id"] == first["payload"]["event_id"]
        for socket in sockets:
            await socket.send_json({"envelope_id": again["envelope_id"]})
        await ws.events_settled()
        assert [one.ok for one in ws.sent("app_home_opened")] == [False, True]
        for socket in sockets:
            await socket.close()


@contextlib.asynccontextmanager
async def lines(ws, count=1, **more):
    """So many raw connections, each past its hello."""
    async with aiohttp.ClientSession() as session:
        made = [await session.ws_connect(await ticket(ws), **more) for _ in range(count)]
        for one in made:
            assert (await one.receive_json())["type"] == "hello"
        yield made
        for one in made:
            await one.close()


def quick(**more):
    return Workspace(clock=Clock(START, rate=0), **{"answer_seconds": 0.2, "retry_seconds": (0.0,), **more})


async def test_hello_tells_how_many_there_are_and_how_long_it_will_last(ws):
    async with lines(ws), aiohttp.ClientSession() as session:
        plain = await session.ws_connect(await ticket(ws))
        said = await plain.receive_json()
        assert (said["type"], said["num_connections"], said["connection_info"]) == ("hello", 2, {"app_id": "A0HANSHO"})
        assert said["debug_info"]["approximate_connection_time"] == 3600
        short = await session.ws_connect(f"{await ticket(ws)}&debug_reconnects=true")
        assert (await short.receive_json())["debug_info"]["approximate_connection_time"] == 360
        await plain.close()
        await short.close()


async def test_the_eleventh_connection_is_told_that_there_are_too_many(ws):
    async with lines(ws, 10), aiohttp.ClientSession() as session:
        one_more = await session.ws_connect(await ticket(ws))
        said = await one_more.receive_json()
        assert (said["type"], said["reason"]) == ("disconnect", "too_many_websockets")
        assert (await one_more.receive()).type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED)
        assert ws.sockets.connected == 10


async def test_an_address_nobody_used_in_time_is_worthless():
    async with quick(ticket_seconds=0.0) as ws, aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
            await session.ws_connect(await ticket(ws))
        assert caught.value.status == 404 and ws.sockets.tickets == []


async def test_what_a_person_did_is_sent_once_and_its_payload_taken_where_it_was_asked_for():
    async with quick() as ws, lines(ws, 2) as sockets:
        person = ws.person("U0SATO")
        command = asyncio.get_running_loop().create_task(person.command("/incident help"))
        envelope, at = await first_of(sockets)
        assert envelope["type"] == "slash_commands" and envelope["accepts_response_payload"]
        assert "retry_attempt" not in envelope
        await at.send_json({"envelope_id": envelope["envelope_id"], "payload": {"text": "seen"}})
        assert (await command).message.text == "seen"
        shortcut = asyncio.get_running_loop().create_task(person.shortcut("incident_report"))
        envelope, at = await first_of(sockets)
        assert envelope["type"] == "interactive" and not envelope["accepts_response_payload"]
        assert (await shortcut).why == "timeout"
        assert [one.ok for one in ws.sent("shortcut")] == [False]


async def first_of(sockets):
    readers = {asyncio.get_running_loop().create_task(socket.receive_json()): socket for socket in sockets}
    done, rest = await asyncio.wait(readers, return_when=asyncio.FIRST_COMPLETED, timeout=PATIENCE)
    for reader in rest:
        reader.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
    (reader,) = done
    return reader.result(), readers[reader]


async def test_only_the_connection_that_got_an_envelope_can_acknowledge_it():
    async with quick(retry_seconds=()) as ws, lines(ws, 2) as sockets:
        await ws.person("U0SATO").open_home()
        envelope, at = await first_of(sockets)
        other = next(one for one in sockets if one is not at)
        await other.send_json({"envelope_id": envelope["envelope_id"]})
        await ws.events_settled()
        assert [one.ok for one in ws.sent("app_home_opened")] == [False]
        assert [one.why for one in ws.core.strays] == ["unknown"]


async def test_a_further_try_goes_to_no_connection_that_had_it_while_there_is_another():
    async with quick() as ws, lines(ws, 3) as sockets:
        readers = [asyncio.get_running_loop().create_task(acknowledge(socket)) for socket in sockets]
        tries = [await ws.sockets.push("events_api", {"n": n}, 1, "timeout", {1, 3}) for n in range(4)]
        assert {answer.socket for answer in tries} == {2}
        rest = [await ws.sockets.push("events_api", {"n": n}, 1, "timeout", {1, 2, 3}) for n in range(3)]
        assert {answer.socket for answer in rest} == {1, 2, 3} and all(answer.ok for answer in rest)
        for reader in readers:
            reader.cancel()


async def acknowledge(socket):
    while True:
        await socket.send_json({"envelope_id": (await socket.receive_json())["envelope_id"]})


async def test_late_double_unknown_and_malformed_frames_are_noted_and_change_nothing():
    async with quick(retry_seconds=()) as ws, lines(ws) as (socket,):
        await ws.person("U0SATO").open_home()
        late = (await socket.receive_json())["envelope_id"]
        await ws.events_settled()
        await ws.person("U0SATO").open_home()
        good = (await socket.receive_json())["envelope_id"]
        await socket.send_json({"envelope_id": late})
        await socket.send_json({"envelope_id": "no-such"})
        for text in ("hello", "[]", '{"payload": {}}', '{"envelope_id": 7}'):
            await socket.send_str(text)
        await socket.send_bytes(b"\x00")
        for _ in range(2):
            await socket.send_json({"envelope_id": good, "payload": "ignored"})
        await ws.wait_for(lambda: len(ws.core.strays) == 8)
        assert [one.why for one in ws.core.strays] == ["late", "unknown", *["malformed"] * 5, "late"]
        await ws.events_settled()
        assert [one.ok for one in ws.sent("app_home_opened")] == [False, True] and not socket.closed


async def test_a_connection_is_warned_and_then_refreshed():
    async with quick(debug_socket_seconds=0.3, socket_warning_seconds=0.2) as ws, aiohttp.ClientSession() as session:
        socket = await session.ws_connect(f"{await ticket(ws)}&debug_reconnects=true")
        said = [await socket.receive_json() for _ in range(3)]
        assert [one.get("reason") for one in said] == [None, "warning", "refresh_requested"]
        assert (await socket.receive()).type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED)
        await ws.wait_for(lambda: ws.sockets.connected == 0)


async def test_after_link_disabled_no_address_is_given_out_until_it_is_enabled_again(ws, client):
    async with lines(ws) as (socket,):
        await ws.sockets.undergo("link_disabled")
        said = await socket.receive_json()
        assert (said["type"], said["reason"]) == ("disconnect", "link_disabled")
        with pytest.raises(SlackApiError, match="socket_mode_not_enabled"):
            await client.apps_connections_open(app_token=ws.settings.app_token)
        await ws.wait_for(lambda: ws.sockets.connected == 0)
        await ws.sockets.undergo("enable")
        assert (await client.apps_connections_open(app_token=ws.settings.app_token))["ok"]
    with pytest.raises(ValueError, match="unknown happening"):
        await ws.sockets.undergo("dance")


async def test_slack_pings_and_drops_whoever_never_answers():
    async with quick(ping_seconds=0.05) as ws, lines(ws, autoping=False) as (socket,):
        assert (await socket.receive()).type == aiohttp.WSMsgType.PING
        await ws.wait_for(lambda: ws.sockets.connected == 0)


async def test_who_answers_pings_stays():
    async with quick(ping_seconds=0.05) as ws, lines(ws) as (socket,):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(socket.receive(), 0.5)
        assert ws.sockets.connected == 1


async def test_a_dead_connection_takes_its_envelope_with_it_and_the_event_goes_to_another():
    async with quick() as ws, lines(ws):
        ws.fault("sockets", "silent")
        async with lines(ws) as (good,):
            while not any(one.socket == 1 for one in ws.sent()):
                await ws.person("U0SATO").open_home()
                envelope = await good.receive_json()
                await good.send_json({"envelope_id": envelope["envelope_id"]})
                await ws.events_settled()
            lost, again = (one for one in ws.sent() if one.payload["event_id"] == envelope["payload"]["event_id"])
            assert (lost.ok, lost.socket, again.ok, again.socket, again.retry) == (False, 1, True, 2, 1)
            ws.faults.clear()
            await ws.wait_for(lambda: ws.sockets.connected == 1)
            assert not good.closed


async def test_a_silent_socket_stays_open_and_answers_nothing(ws):
    async with aiohttp.ClientSession() as session:
        socket = await session.ws_connect(await ticket(ws), autoping=False)
        await socket.receive_json()
        ws.fault("sockets", "silent")
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
        assert screen["messages"]["put"][-1]["text"] == "hello"
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
