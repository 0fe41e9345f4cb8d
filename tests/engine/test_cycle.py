"""Timers fire whatever happened before, around and beside them."""

from __future__ import annotations

import asyncio

from bot.domain.errors import StoreUnavailable
from bot.domain.work import OutboxState, Timer, TimerState
from bot.engine.supervisor import spawn
from tests.engine.rig import MANAGER, OPERATOR


async def test_after_downtime_everything_that_was_due_fires_at_once_with_its_lateness(rig):
    for number, minutes in enumerate((2, 59, 61)):
        await rig.arm("office", seconds=minutes * 60, seq=str(number))
    rig.clock.advance(days=3)
    await rig.engine.start()
    await rig.quiet()
    assert len(rig.texts()) == 3
    fired = await rig.store.read(lambda uow, _: uow.find(Timer, state=TimerState.FIRED), None)
    assert {timer.lateness_ms // 60_000 for timer in fired} == {3 * 1440 - 2, 3 * 1440 - 59, 3 * 1440 - 61}


async def test_one_broken_scope_never_delays_another_and_the_operators_are_paged_within_15_seconds(rig):
    rig.services.broken_scopes.add("office")
    await rig.engine.start()
    await rig.arm("office", seconds=10, to=OPERATOR)
    await rig.arm("01OTHER", seconds=11)
    await rig.quiet()
    await rig.forward(11)
    assert rig.texts() == ["tick 1"]
    await rig.forward(14)
    assert rig.texts(OPERATOR) == ["operators.logic_failed"]
    rig.services.broken_scopes.clear()
    await rig.forward(60)
    assert rig.texts(OPERATOR) == ["operators.logic_failed", "tick 1"], "the broken scope is only late, not lost"


async def test_the_bell_is_not_needed(rig):
    await rig.engine.start()
    rig.engine._bell.stop()
    await rig.arm("office", seconds=30)
    await rig.quiet()
    rig.clock.advance(seconds=30)
    await rig.until(lambda: rig.texts() == ["tick 1"])


async def test_a_killed_cycle_is_started_again(rig):
    await rig.engine.start()
    await rig.quiet()
    cycle = rig.engine._cycle
    real, died = cycle.once, []

    async def dies_once():
        if not died:
            died.append(True)
            raise RuntimeError("the cycle dies")
        return await real()

    cycle.once = dies_once
    await rig.arm("office")
    await rig.until(lambda: rig.texts() == ["tick 1"])
    assert died and rig.gave_up == []


async def test_a_cycle_that_dies_three_times_within_a_minute_ends_the_process_with_70(rig):
    async def dies():
        raise RuntimeError("the cycle dies")

    rig.engine._cycle.once = dies
    await rig.engine.start()
    await rig.until(lambda: rig.gave_up)
    assert rig.gave_up == [70]


async def test_liveness_says_no_while_the_database_is_away_and_yes_when_it_is_back(rig):
    await rig.engine.start()
    assert await rig.engine.wait_for_next_cycle(5)
    real = rig.store.recover_leases

    async def away(except_rows=()):
        raise StoreUnavailable("gone")

    rig.store.recover_leases = away
    assert not await rig.engine.wait_for_next_cycle(0.3)
    rig.store.recover_leases = real
    assert await rig.engine.wait_for_next_cycle(5)
    assert rig.gave_up == []


async def test_a_cycle_already_under_way_is_no_answer_to_how_things_are_now(rig):
    await rig.engine.start()
    real, under_way, go_on = rig.store.recover_leases, asyncio.Event(), asyncio.Event()

    async def slow(except_rows=()):
        under_way.set()
        await go_on.wait()
        return await real(except_rows)

    async def away(except_rows=()):
        raise StoreUnavailable("gone")

    rig.store.recover_leases = slow
    await under_way.wait()
    asked = spawn(rig.engine.wait_for_next_cycle(0.5), "asking")
    await asyncio.sleep(0)
    rig.store.recover_leases = away
    go_on.set()
    assert not await asked


async def test_a_stop_during_a_call_leaves_the_row_unknown_and_the_next_life_finds_it(rig):
    hung = rig.break_slack("chat.postMessage", "hang", 300)
    await rig.engine.start()
    await rig.post("page:1")
    await rig.until(lambda: hung.met == 1)
    assert not await rig.engine.stop(drain_seconds=0)
    assert (await rig.row("page:1")).state is OutboxState.UNKNOWN
    rig.ws.faults.clear()
    await rig.restart()
    await rig.quiet()
    await rig.forward(15)
    assert rig.texts() == ["page:1"]


async def test_a_stop_lets_a_call_under_way_end(rig):
    hung = rig.break_slack("chat.postMessage", "hang", 300)
    await rig.engine.start()
    await rig.post("page:1")
    await rig.until(lambda: hung.met == 1)
    stopping = spawn(rig.engine.stop(drain_seconds=9), "stopping")
    await asyncio.sleep(0)
    rig.ws.faults.clear()  # the connection closes without an answer, as far as the call is concerned
    assert await stopping
    row = await rig.row("page:1")
    assert (row.state, row.error) == (OutboxState.UNKNOWN, "ServerDisconnectedError")


async def test_the_digest_is_armed_at_the_start(rig):
    await rig.engine.start()
    assert rig.services.armed_daily == 1


async def test_a_moved_clock_takes_no_row_away_from_a_call_under_way(rig):
    hung = rig.break_slack("chat.postMessage", "hang", 300, channel=MANAGER)
    await rig.engine.start()
    await rig.post("page:1")
    await rig.until(lambda: hung.met == 1)
    rig.clock.advance(hours=1)
    for _ in range(3):
        await rig.engine.wait_for_next_cycle()
    assert (await rig.row("page:1")).state is OutboxState.SENDING
