"""What will happen next, as data: by practice time and by real time."""

from __future__ import annotations

import aiohttp

from workspace.responses import new_response_url

from .test_signed import bounded
from .test_sockets import ticket


async def seen(ws, **body):
    async with (
        aiohttp.ClientSession() as session,
        session.request(
            "POST" if body else "GET", f"{ws.url}_practice/clock", **({"json": body} if body else {})
        ) as response,
    ):
        return await response.json()


async def test_scheduled_messages_retries_and_addresses_stand_in_order_and_go_when_they_are_due(ws, client):
    now = int(ws.clock.now().timestamp())
    await client.chat_scheduleMessage(channel="C0DESK", post_at=now + 1000, text="later")
    await client.chat_scheduleMessage(
        channel="C0DESK", post_at=now + 900, text="never", metadata={"event_type": "x", "event_payload": {}}
    )
    new_response_url(ws.core, "U0SATO", ws.channel("incident-desk"))
    await ws.person("U0SATO").open_home()
    await ws.wait_for(lambda: ws.delivery.retries)
    found = await seen(ws)
    assert [(one["kind"], one["at"] - now) for one in found["next"]] == [
        ("event_retry", 60), ("scheduled_message", 1000), ("response_url_ends", 1800),
    ]  # fmt: skip
    assert found["next"][0]["what"] == "app_home_opened" and found["next"][1]["what"] == "C0DESK"
    await seen(ws, jump_minutes=17)
    await ws.wait_for(lambda: ws.messages("incident-desk"))
    assert "scheduled_message" not in [one["kind"] for one in (await seen(ws))["next"]]


async def test_tickets_triggers_and_faults_run_out_by_real_time():
    async with bounded(retry_seconds=()) as ws:
        await ticket(ws)
        await ws.person("U0SATO").shortcut("incident_report")
        ws.fault("sockets", "refuse", seconds=20)
        soon = (await seen(ws))["soon"]
        assert [one["kind"] for one in soon] == ["trigger_ends", "fault_ends", "ticket_ends"]
        assert 0 < soon[0]["seconds_left"] <= 3 and 0 < soon[2]["seconds_left"] <= 30
        ws.faults.clear()
        ws.sockets.expire_tickets()
        assert [one["kind"] for one in (await seen(ws))["soon"]] == ["trigger_ends"]


async def test_a_stopped_clock_moves_only_by_hand(ws):
    before = (await seen(ws))["now"]
    assert (await seen(ws))["now"] == before
    assert (await seen(ws, jump_minutes=2.5))["now"] == before + 150
    assert (await seen(ws, rate=60))["rate"] == 60
