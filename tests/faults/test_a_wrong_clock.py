"""The machine's clock is set, forward and back. Early is harmless, late is not, and nobody is rung less for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.log import LogEntry
from bot.domain.work import OutboxRow, Timer, TimerState
from bot.services.digest import ArmDigest, arm_digest
from bot.services.response import Acknowledge, acknowledge
from bot.upkeep import ClockWatch
from tests.faults.conftest import EXECUTIVE, LEAD, MANAGER, House


class Now:
    """The house's store as ClockWatch takes it, on this thread."""

    def __init__(self, house: House) -> None:
        self.house = house

    async def run(self, service, command):
        return self.house.do(service, command)

    async def read(self, query, command):
        return self.house.store.read_now(lambda uow: query(uow, command))


async def a_wrong_day(house: House, watch: ClockWatch) -> None:
    """The clock runs a day ahead for a moment, everything due then fires, and it is put right."""
    house.clock.advance(days=1)
    house.fire_due()
    house.deliver()
    assert not await watch.once()
    house.clock.advance(days=-1)
    assert await watch.once()
    assert not await watch.once(), "once is enough"


async def test_a_lane_nobody_has_is_rung_on_after_a_clock_that_ran_a_day_ahead(house: House):
    watch = ClockWatch(house.clock, Now(house))
    incident_id = house.report()
    house.pass_time(minutes=1)
    await a_wrong_day(house, watch)
    now = house.clock.now()
    house.pass_time(minutes=6)
    rung = [row for row in house.all(OutboxRow, kind="page", incident_id=incident_id) if now <= row.created_at]
    rung = [row for row in rung if row.created_at <= now + timedelta(minutes=6)]
    assert {LEAD, MANAGER} <= {row.target for row in rung}
    [step] = house.all(Timer, scope_id=incident_id, kind="ladder", state=TimerState.ARMED)
    assert step.due_at - house.clock.now() <= timedelta(minutes=10)


async def test_an_owner_who_falls_silent_is_noticed_after_a_clock_that_ran_ahead(house: House):
    watch = ClockWatch(house.clock, Now(house))
    incident_id = house.report()
    house.fire_due()
    house.clock.advance(days=1)
    house.do(acknowledge, Acknowledge(actor=LEAD, key=house.key(), incident_id=incident_id))
    await watch.once()
    house.clock.advance(days=-1)
    assert await watch.once()
    house.pass_time(minutes=11)
    assert house.pages(LEAD, reason="ack_expired")


async def test_the_marks_of_the_true_deadline_are_said_although_they_were_passed_over_once(house: House):
    watch = ClockWatch(house.clock, Now(house))
    incident_id = house.report()
    house.pass_time(minutes=1)
    await a_wrong_day(house, watch)
    house.do(acknowledge, Acknowledge(actor=LEAD, key=house.key(), incident_id=incident_id))
    before = house.clock.now()
    house.pass_time(minutes=50)
    posts = [row for row in house.all(OutboxRow, kind="room_post") if row.params["what"] == "mark"]
    said = [row.params["minutes"] for row in posts if row.created_at >= before and row.params["minutes"] < 0]
    assert said[:2] == [-30, -15]
    assert [entry for entry in house.all(LogEntry, stream=incident_id) if entry.action == "clock.went_back"]
    assert house.to_operators("operators.clock_back")


async def test_the_true_deadline_is_told_although_a_wrong_clock_told_it_before(house: House):
    watch = ClockWatch(house.clock, Now(house))
    house.report()
    house.pass_time(minutes=1)
    await a_wrong_day(house, watch)
    house.pass_time(minutes=58)
    assert len(house.pages(EXECUTIVE, reason="overdue")) == 1
    house.pass_time(minutes=2)
    assert len(house.pages(EXECUTIVE, reason="overdue")) == 2


async def test_a_message_that_waits_for_tomorrow_leaves_when_the_clock_is_put_right(house: House):
    watch = ClockWatch(house.clock, Now(house))
    house.report()
    house.clock.advance(days=1)
    await watch.once()

    def postpone(uow, _):
        [row] = uow.find(OutboxRow, kind="receipt")
        uow.save(replace(row, next_attempt_at=uow.now + timedelta(minutes=2)))

    house.do(postpone, None)
    house.clock.advance(days=-1)
    assert await watch.once()
    assert [row for row, _ in house.deliver() if row.kind == "receipt"]


def test_a_clock_that_goes_back_an_hour_postpones_no_ladder_and_repeats_no_digest(house: House):
    incident_id = house.report()
    house.do(arm_digest, ArmDigest())
    house.pass_time(hours=7)
    digests = len(house.all(OutboxRow, kind="digest"))
    assert digests
    house.clock.advance(hours=-1)
    house.do(arm_digest, ArmDigest())
    house.fire_due()
    house.pass_time(hours=2)
    assert len(house.all(OutboxRow, kind="digest")) == digests
    assert house.pages(EXECUTIVE, reason="overdue", incident=incident_id)


async def test_a_gate_that_a_wrong_clock_closed_for_a_day_is_open(house: House):
    house.clock.advance(days=1)
    await house.store.set_gate("slack:chat.postMessage", house.clock.now() + timedelta(seconds=30))
    house.clock.advance(days=-1)
    assert await house.store.gates(["slack:chat.postMessage"]) == {}
    soon = house.clock.now() + timedelta(seconds=30)
    await house.store.set_gate("slack:chat.postMessage", soon)
    assert await house.store.gates(["slack:chat.postMessage"]) == {"slack:chat.postMessage": soon}
