from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.domain.errors import Refused
from bot.domain.work import OutboxRow, OutboxState, Timer, TimerState
from bot.engine.ports import Firing
from storage import claims
from tests.harness.patience import PATIENCE
from tests.storage.samples import add_incident, arm, fire_all, post

if TYPE_CHECKING:
    from storage.store import SqlStore


async def fire_everything(store: SqlStore, fire: Any = fire_all) -> list[Firing]:
    firings = []
    while (firing := await store.fire_next(fire)) is not None:
        firings.append(firing)
        assert len(firings) < 50, "the store goes round in circles"
    return firings


def scope_with_timer(uow: Any, name: str, *, seconds: float = 0) -> str:
    incident = add_incident(uow, name, id=name)
    arm(uow, incident.id, seconds=seconds)
    return incident.id


async def test_scopes_fire_one_at_a_time_the_longest_due_first_and_nothing_twice(store: SqlStore, clock: Any) -> None:
    def work(uow: Any, _: None) -> None:
        scope_with_timer(uow, "B", seconds=-5)
        scope_with_timer(uow, "A", seconds=-9)
        scope_with_timer(uow, "LATER", seconds=0.000001)
        arm(uow, "office", seconds=-1)

    await store.run(work, None)
    assert [firing.scope_id for firing in await fire_everything(store)] == ["A", "B", "office"]
    clock.forward(0.000001)
    assert [firing.scope_id for firing in await fire_everything(store)] == ["LATER"]
    assert await store.fire_next(fire_all) is None
    timers = await store.read(lambda uow, _: uow.find(Timer), None)
    assert {timer.state for timer in timers} == {TimerState.FIRED}


async def test_all_due_timers_of_a_scope_fire_together(store: SqlStore) -> None:
    def work(uow: Any, _: None) -> None:
        add_incident(uow, id="A")
        for seq in ("1", "2", "3"):
            arm(uow, "A", seq=seq)

    await store.run(work, None)
    assert await fire_everything(store) == [Firing(scope_id="A")]


async def test_a_timer_armed_while_firing_that_is_already_due_fires_next(store: SqlStore) -> None:
    def fire(uow: Any, scope_id: str) -> None:
        fire_all(uow, scope_id)
        number = len(uow.find(Timer, scope_id=scope_id))
        if number < 4:
            arm(uow, scope_id, seconds=-10 + number, seq=str(number + 1))

    await store.run(lambda uow, _: scope_with_timer(uow, "A", seconds=-10), None)
    assert len(await fire_everything(store, fire)) == 4


async def test_a_scope_that_fails_keeps_nothing_is_tried_later_and_stops_nobody(store: SqlStore, clock: Any) -> None:
    def work(uow: Any, _: None) -> None:
        scope_with_timer(uow, "BROKEN", seconds=-9)
        scope_with_timer(uow, "SOUND")

    def fire(uow: Any, scope_id: str) -> None:
        fire_all(uow, scope_id)
        post(uow, f"message of {scope_id} at {uow.now}")
        uow.log(scope_id, "hansho", "fired")
        if scope_id == "BROKEN":
            raise Refused("broken on purpose")

    await store.run(work, None)
    broken, sound = await fire_everything(store, fire)
    assert (broken.scope_id, broken.fails, str(broken.failure)) == ("BROKEN", 1, "broken on purpose")
    assert sound == Firing(scope_id="SOUND")
    rows = await store.read(lambda uow, _: uow.find(OutboxRow), None)
    assert len(rows) == 1
    waits = []
    for expected in range(2, 10):
        due = await store.next_due_at()
        assert due is not None
        if due <= clock.now():  # the outbox row of the sound one; settle it so that only the timer is left
            await store.run(lambda uow, _: uow.save(replace(rows[0], state=OutboxState.SENT)), None)
            due = await store.next_due_at()
        waits.append((due - clock.now()).total_seconds())
        clock.instant = due - timedelta(microseconds=1)
        assert await store.fire_next(fire) is None
        clock.instant = due
        again = await store.fire_next(fire)
        assert again is not None
        assert (again.scope_id, again.fails) == ("BROKEN", expected)
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    clock.forward(60)
    assert await fire_everything(store) == [Firing(scope_id="BROKEN")]


async def test_a_due_timer_that_is_left_as_it_was_counts_as_a_failure(store: SqlStore) -> None:
    await store.run(lambda uow, _: scope_with_timer(uow, "A"), None)
    (firing,) = await fire_everything(store, lambda uow, scope_id: None)
    assert "tick" in str(firing.failure)
    assert firing.fails == 1


async def test_timers_of_a_scope_without_an_incident_are_not_forgotten(store: SqlStore) -> None:
    await store.run(lambda uow, _: arm(uow, "nobody knows this incident"), None)
    assert [firing.scope_id for firing in await fire_everything(store)] == ["nobody knows this incident"]


async def test_next_due_is_the_earliest_of_timers_and_waiting_rows(store: SqlStore, clock: Any) -> None:
    assert await store.next_due_at() is None
    now = clock.now()
    await store.run(lambda uow, _: arm(uow, "office", seconds=30), None)
    assert await store.next_due_at() == now + timedelta(seconds=30)
    await store.run(
        lambda uow, _: post(uow, "later", next_attempt_at=now + timedelta(seconds=20), state=OutboxState.UNKNOWN), None
    )
    assert await store.next_due_at() == now + timedelta(seconds=20)
    await store.run(lambda uow, _: post(uow, "settled", state=OutboxState.SENT), None)
    await store.run(lambda uow, _: post(uow, "past", next_attempt_at=now - timedelta(seconds=20)), None)
    assert await store.next_due_at() == now - timedelta(seconds=20)


async def test_an_incident_somebody_holds_is_passed_over_and_fires_when_it_is_free(postgres_store: SqlStore) -> None:
    held, release = threading.Event(), threading.Event()

    def work(uow: Any, _: None) -> None:
        scope_with_timer(uow, "HELD", seconds=-9)
        scope_with_timer(uow, "FREE")

    def hold(uow: Any, _: None) -> None:
        uow.lock("HELD")
        held.set()
        assert release.wait(PATIENCE)

    await postgres_store.run(work, None)
    holder = asyncio.get_running_loop().create_task(postgres_store.run(hold, None))
    assert await asyncio.to_thread(held.wait, PATIENCE)
    try:
        assert [firing.scope_id for firing in await fire_everything(postgres_store)] == ["FREE"]
    finally:
        release.set()
        await holder
    assert [firing.scope_id for firing in await fire_everything(postgres_store)] == ["HELD"]


async def test_a_scope_that_was_fired_while_its_lock_was_being_taken_is_passed_over(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = claims._due_incident

    def fired_meanwhile(uow: Any, passed_over: list[str]) -> str | None:
        return "FIRED" if "FIRED" not in passed_over else found(uow, passed_over)

    def work(uow: Any, _: None) -> None:
        scope_with_timer(uow, "FIRED")
        fire_all(uow, "FIRED")
        scope_with_timer(uow, "DUE")

    await store.run(work, None)
    monkeypatch.setattr(claims, "_due_incident", fired_meanwhile)
    assert [firing.scope_id for firing in await fire_everything(store)] == ["DUE"]


async def test_two_workers_never_fire_one_scope_at_the_same_time(postgres_store: SqlStore) -> None:
    inside: dict[str, int] = {"A": 0, "B": 0, "office": 0}
    together = threading.Barrier(3)

    def work(uow: Any, _: None) -> None:
        for name in ("A", "B"):
            scope_with_timer(uow, name)
        arm(uow, "office", seq="1")
        arm(uow, "office", seq="2")

    def fire(uow: Any, scope_id: str) -> None:
        inside[scope_id] += 1
        together.wait(PATIENCE)  # all three are inside a transaction of their own now
        fire_all(uow, scope_id)

    await postgres_store.run(work, None)
    firings = await asyncio.gather(*(postgres_store.fire_next(fire) for _ in range(4)))
    assert sorted(firing.scope_id for firing in firings if firing is not None) == ["A", "B", "office"]
    assert [firing.failure for firing in firings if firing is not None] == [None] * 3
    assert inside == {"A": 1, "B": 1, "office": 1}


async def test_what_another_worker_has_just_fired_is_not_fired_again(store: SqlStore) -> None:
    def work(uow: Any, _: None) -> None:
        for n in range(6):
            scope_with_timer(uow, f"{n}")

    await store.run(work, None)
    fired: list[str] = []

    def fire(uow: Any, scope_id: str) -> None:
        fired.append(scope_id)
        fire_all(uow, scope_id)

    await asyncio.gather(*(fire_everything(store, fire) for _ in range(3)))
    assert sorted(fired) == [f"{n}" for n in range(6)]
