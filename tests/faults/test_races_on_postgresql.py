"""Two things at the same instant on PostgreSQL: the incident's row decides, nobody waits for anybody in a circle."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.domain.errors import Refused
from bot.domain.lane import Lane
from bot.domain.log import LogEntry
from bot.domain.work import Call, OutboxRow, OutboxState, TransportKind
from bot.engine.ports import Claimed, Sent
from bot.services.delivery import after_sent
from bot.services.firing import fire
from bot.services.outgoing import show_change
from bot.services.reaching import LogAttempt, log_attempt
from bot.services.rendering import render
from bot.services.response import Acknowledge, acknowledge
from storage.failures import TryAgain
from tests.faults.conftest import LEAD, MANAGER, House

ROUNDS = 200


async def test_no_page_is_made_after_the_acknowledgement_committed(postgres_house: House):
    house = postgres_house
    ids = [house.report(f"draft-{number}") for number in range(ROUNDS)]
    house.clock.advance(minutes=5)
    house.fire_due()
    house.clock.advance(minutes=5)  # the third step is due everywhere
    store = house.store
    failed: list[Any] = []

    async def fire_all() -> None:
        while (firing := await store.fire_next(fire)) is not None:
            failed.extend([firing] if firing.failure else [])

    async def take(incident_id: str) -> str:
        command = Acknowledge(actor=LEAD, key="", incident_id=incident_id)
        return (await store.run(acknowledge, command)).taken[0]

    before = {row.id for row in house.all(OutboxRow, kind="page")}
    await asyncio.gather(fire_all(), fire_all(), *(take(incident_id) for incident_id in ids))
    await fire_all()
    assert not failed
    lanes = house.all(Lane)
    assert {lane.owner_id for lane in lanes} == {LEAD}
    # Whichever came first: a page row is made under the lock in which the lane had no owner, or not at all.
    fresh = [row for row in house.all(OutboxRow, kind="page") if row.id not in before]
    entries = house.store.read_now(lambda uow: uow.find(LogEntry))
    order = {(entry.stream, entry.action): entry.number for entry in entries}
    for row in fresh:
        assert order[row.incident_id, "page.queued"] < order[row.incident_id, "lane.acknowledged"]
    house.clock.advance(minutes=9)
    await fire_all()
    assert len(house.all(OutboxRow, kind="page")) == len(before) + len(fresh)


async def test_two_people_who_press_at_once_get_one_owner(postgres_house: House):
    house = postgres_house
    ids = [house.report(f"draft-{number}") for number in range(40)]
    commands = [Acknowledge(actor=who, key="", incident_id=one) for one in ids for who in (LEAD, MANAGER)]
    results = await asyncio.gather(*(house.store.run(acknowledge, command) for command in commands))
    for left, right in zip(results[::2], results[1::2], strict=True):
        assert len(left.taken) + len(right.taken) == 1
        assert len(left.already) + len(right.already) == 1


async def test_sending_settling_and_pressing_never_wait_in_a_circle(postgres_house: House, monkeypatch):
    """Every TryAgain is a deadlock or a lost competition; with one order of locks there are none."""
    house = postgres_house
    circles: list[str] = []
    made = TryAgain.__init__

    def noted(self: TryAgain, *args: object) -> None:
        circles.append(str(args))
        made(self, *args)

    monkeypatch.setattr(TryAgain, "__init__", noted)
    ids = [house.report(f"draft-{number}") for number in range(6)]
    house.fire_due()
    store = house.store
    done = asyncio.Event()

    async def send(worker: str) -> None:
        while not done.is_set():
            claimed = await store.claim(worker, 4, 30.0, tuple(TransportKind))
            if not claimed:
                await asyncio.sleep(0)
            await asyncio.gather(*(carry(one) for one in claimed))

    async def carry(one: Claimed) -> None:
        row = one.row
        call = await store.mark_dispatched(row, render)
        if not isinstance(call, Call):
            return
        response: dict[str, Any] = {"ok": True, "channel": call.arguments.get("channel"), "ts": f"1.{row.id[-6:]}"}
        if call.method == "conversations.create":
            response["channel"] = {"id": f"C{row.incident_id[-8:]}"}
        response["scheduled_message_id"] = f"Q{row.id[-8:]}"
        outcome = Sent(provider_channel="C1", provider_ts=f"1.{row.id[-6:]}")
        await store.finish(row, outcome, lambda uow: after_sent(uow, row, response))

    async def press(incident_id: str) -> None:
        lane = house.lane(incident_id)
        for number in range(12):
            command = LogAttempt(
                actor=LEAD, key=f"{incident_id}:{number}", lane_id=lane.id, channel="phone", slot="primary",
                result="busy", at=house.clock.now(),
            )  # fmt: skip
            await store.run(log_attempt, command)
            await store.run(lambda uow, one: show_change(uow, uow.lock(one)), incident_id)
            try:
                await store.run(acknowledge, Acknowledge(actor=MANAGER, key="", incident_id=incident_id))
            except Refused:
                continue

    senders = [asyncio.create_task(send(f"w{number}")) for number in range(3)]
    await asyncio.gather(*(press(incident_id) for incident_id in ids))
    done.set()
    await asyncio.gather(*senders)
    assert circles == []
    house.deliver()
    states = {row.state for row in house.all(OutboxRow)}
    assert states <= {OutboxState.SENT, OutboxState.SUPERSEDED}
