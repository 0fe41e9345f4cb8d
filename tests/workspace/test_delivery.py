"""What reaches the app: only what it subscribes to, in order, never lost while somebody answers, and broken only by a fault."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace

import aiohttp
from hypothesis import given, settings
from hypothesis import strategies as st

from workspace import Clock, Workspace
from workspace.manifest import DEFAULT

from .conftest import START
from .test_sockets import lines, quick, ticket


def subscribed(*events, **more):
    return quick(manifest=replace(DEFAULT, bot_events=frozenset(events)), **more)


async def test_only_subscribed_events_are_sent_and_messages_by_the_kind_of_place():
    async with subscribed("message.im") as ws:
        ws.channel("general").members.append("U0HANSHO")
        person = ws.person("U0SATO")
        person.say("general", "hello <@U0HANSHO>")
        await person.open_home()
        person.say(ws.state.direct("U0SATO").id, "hello")
        await ws.events_settled()
        assert Counter(one.kind for one in ws.sent()) == {"message": 2}  # the second is its retry
        assert {one.payload["event"]["channel_type"] for one in ws.sent()} == {"im"}


async def test_an_event_is_wrapped_as_slack_wraps_it(ws):
    await ws.person("U0SATO").open_home()
    await ws.wait_for(lambda: ws.sent("app_home_opened"))
    payload = ws.sent("app_home_opened")[0].payload
    assert set(payload) == {
        "token", "team_id", "context_team_id", "context_enterprise_id", "api_app_id", "event", "type", "event_id", "event_time",
        "authorizations", "is_ext_shared_channel", "event_context",
    }  # fmt: skip
    assert payload["event_time"] == int(START.timestamp())
    assert payload["authorizations"] == [
        {
            "enterprise_id": None,
            "team_id": "T0HANSHO",
            "user_id": "U0HANSHO",
            "is_bot": True,
            "is_enterprise_install": False,
        }
    ]


async def test_a_full_hour_drops_events_and_says_so_once_a_minute():
    async with quick(events_an_hour=2, retry_seconds=()) as ws:
        for _ in range(4):
            await ws.person("U0SATO").open_home()
        await ws.events_settled()
        assert Counter(one.kind for one in ws.sent()) == {"app_home_opened": 2, "app_rate_limited": 1}
        said = ws.sent("app_rate_limited")[0].payload
        assert said["minute_rate_limited"] == int(START.timestamp()) // 60 * 60 and "event" not in said
        ws.jump(60)
        await ws.person("U0SATO").open_home()
        await ws.events_settled()
        assert len(ws.sent("app_rate_limited")) == 2
        ws.jump(3600)
        await ws.person("U0SATO").open_home()
        await ws.events_settled()
        assert len(ws.sent("app_home_opened")) == 3


async def answering(socket, heard, *, count=None):
    while count is None or len(heard) < count:
        said = await socket.receive_json()
        heard.append(said)
        await socket.send_json({"envelope_id": said["envelope_id"]})


def times(heard):
    return [one["payload"]["event"]["event_ts"] for one in heard]


async def test_a_duplicate_has_the_same_event_id_and_its_own_envelope():
    async with quick() as ws, lines(ws) as (socket,):
        ws.fault("delivery", "duplicate", 3)
        await ws.person("U0SATO").open_home()
        heard = []
        await answering(socket, heard, count=3)
        await ws.events_settled()
        assert len({one["payload"]["event_id"] for one in heard}) == 1
        assert len({one["envelope_id"] for one in heard}) == 3 and ws.faults.active == []


async def test_a_reordered_event_comes_after_the_next_one():
    async with quick() as ws, lines(ws) as (socket,):
        ws.fault("delivery", "reorder", 1)
        await ws.person("U0SATO").open_home()
        await ws.person("U0SATO").open_home()
        heard = []
        await answering(socket, heard, count=2)
        assert times(heard) == sorted(times(heard), reverse=True)


async def test_a_lost_event_is_never_seen_and_a_lost_acknowledgement_brings_it_again():
    async with quick() as ws, lines(ws) as (socket,):
        heard = []
        reader = asyncio.get_running_loop().create_task(answering(socket, heard))
        ws.fault("delivery", "lost", times=2, where={"kind": "app_home_opened"})
        await ws.person("U0SATO").open_home()
        await ws.events_settled()
        assert heard == [] and [one.error for one in ws.sent()] == ["timeout", "timeout"]
        ws.fault("delivery", "lost_ack")
        await ws.person("U0SATO").open_home()
        await ws.events_settled()
        assert [one["retry_attempt"] for one in heard] == [0, 1]
        assert [one.ok for one in ws.sent()[2:]] == [False, True]
        reader.cancel()


async def test_a_lost_acknowledgement_of_a_press_is_trouble_for_the_person():
    async with quick() as ws, lines(ws) as (socket,):
        ws.fault("delivery", "lost_ack", where={"kind": "shortcut"})
        reader = asyncio.get_running_loop().create_task(answering(socket, []))
        assert (await ws.person("U0SATO").shortcut("incident_report")).why == "timeout"
        reader.cancel()


BEHAVIOURS = ["answers", "mute", "late", "answers for others"]


@settings(max_examples=12)
@given(st.lists(st.sampled_from(BEHAVIOURS), min_size=1, max_size=3), st.integers(1, 6))
def test_each_event_is_acknowledged_once_and_nothing_is_lost_while_one_connection_answers(behaviours, count):
    asyncio.run(_deliver([*behaviours, "answers"], count))


async def _deliver(behaviours, count):
    seen: list[tuple[int, dict]] = []
    sockets: list[aiohttp.ClientWebSocketResponse] = []

    async def behave(number, socket, behaviour):
        async for message in socket:
            said = message.json()
            seen.append((number, said))
            if behaviour == "late":
                await asyncio.sleep(0.5)
            if behaviour == "answers for others":
                await sockets[number - 2].send_json({"envelope_id": said["envelope_id"]})
            elif behaviour != "mute":
                await socket.send_json({"envelope_id": said["envelope_id"]})

    async with (
        Workspace(clock=Clock(START, rate=0), answer_seconds=0.25, retry_seconds=(0.0, 0.0, 0.0)) as ws,
        aiohttp.ClientSession() as session,
    ):
        for _ in behaviours:
            sockets.append(await session.ws_connect(await ticket(ws)))
            await sockets[-1].receive_json()
        work = [
            asyncio.get_running_loop().create_task(behave(number, socket, behaviour))
            for number, (socket, behaviour) in enumerate(zip(sockets, behaviours, strict=True), start=1)
        ]
        for _ in range(count):
            await ws.person("U0SATO").open_home()
        await ws.events_settled(timeout=20)
        taken = Counter(one.payload["event_id"] for one in ws.sent() if one.ok)
        assert len(taken) == count and set(taken.values()) == {1}
        envelopes = Counter(said["envelope_id"] for _, said in seen)
        assert set(envelopes.values()) == {1}, "an envelope goes to exactly one connection"
        for number, said in seen:
            note = next(
                one for one in ws.sent() if one.payload == said["payload"] and one.retry == said["retry_attempt"]
            )
            assert note.socket == number
            assert note.ok == (behaviours[number - 1] == "answers")
        for task in work:
            task.cancel()
        for socket in sockets:
            await socket.close()


@settings(max_examples=10)
@given(st.integers(1, 40))
def test_one_connection_hears_events_in_the_order_they_happened(count):
    async def run():
        async with quick() as ws, lines(ws) as (socket,):
            heard = []
            for _ in range(count):
                await ws.person("U0SATO").open_home()
            await answering(socket, heard, count=count)
            await ws.events_settled()
            assert times(heard) == sorted(times(heard)) and len(set(times(heard))) == count

    asyncio.run(run())
