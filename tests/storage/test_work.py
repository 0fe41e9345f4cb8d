from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from bot.domain.errors import NotFound
from bot.domain.work import InboxKey, OutboxRow, OutboxState, Timer, TimerState
from bot.packs.schema import Pack
from tests.storage.samples import add_incident, arm, post

if TYPE_CHECKING:
    from storage.store import SqlStore


async def states(store: SqlStore) -> dict[str, OutboxState]:
    rows = await store.read(lambda uow, _: uow.find(OutboxRow), None)
    return {row.idem_key: row.state for row in rows}


async def test_a_delivery_is_taken_in_once_and_its_repetition_gets_the_first_answer(
    store: SqlStore, clock: Any
) -> None:
    def deliver(uow: Any, answer: str) -> InboxKey | None:
        known = uow.once("event-1")
        if known is None:
            uow.answer("event-1", {"text": answer})
        return known

    assert await store.run(deliver, "first") is None
    received = clock.now()
    clock.forward(5)
    assert await store.run(deliver, "second") == InboxKey(id="event-1", received_at=received, answer={"text": "first"})


async def test_a_delivery_whose_transaction_failed_was_never_taken_in(store: SqlStore) -> None:
    def deliver(uow: Any, fail: bool) -> InboxKey | None:
        known = uow.once("event-1")
        if fail:
            raise LookupError
        return known

    with pytest.raises(LookupError):
        await store.run(deliver, True)
    assert await store.run(deliver, False) is None


async def test_of_many_equal_deliveries_at_the_same_time_one_is_the_first(store: SqlStore) -> None:
    found = await asyncio.gather(*(store.run(lambda uow, _: uow.once("event-1"), None) for _ in range(12)))
    assert found.count(None) == 1


async def test_answering_a_delivery_that_was_never_taken_in_says_so(store: SqlStore) -> None:
    with pytest.raises(NotFound):
        await store.run(lambda uow, _: uow.answer("never", {}), None)


async def test_old_deliveries_can_be_forgotten(store: SqlStore, clock: Any) -> None:
    await store.run(lambda uow, _: uow.once("old"), None)
    border = clock.forward(1)
    await store.run(lambda uow, _: uow.once("young"), None)
    assert await store.forget_deliveries(border) == 1
    assert await store.run(lambda uow, _: (uow.once("old"), uow.once("young") is None), None) == (None, False)


async def test_counters_count_from_one_each_by_its_name_and_take_failures_back(store: SqlStore) -> None:
    def count(uow: Any, name: str) -> int:
        return uow.next_number(name)

    def fail(uow: Any, name: str) -> None:
        uow.next_number(name)
        raise LookupError

    assert [await store.run(count, name) for name in ("a", "a", "b")] == [1, 2, 1]
    with pytest.raises(LookupError):
        await store.run(fail, "a")
    assert await store.run(count, "a") == 3


async def test_numbers_drawn_at_the_same_time_are_all_different(store: SqlStore) -> None:
    drawn = await asyncio.gather(*(store.run(lambda uow, _: uow.next_number("n"), None) for _ in range(20)))
    assert sorted(drawn) == list(range(1, 21))


async def test_arming_twice_keeps_the_first_timer(store: SqlStore, clock: Any) -> None:
    first = await store.run(lambda uow, _: arm(uow, "office", seconds=60), None)
    again = replace(first, id="0OTHER", due_at=clock.forward(999))
    assert not await store.run(lambda uow, _: uow.arm(again), None)
    assert await store.read(lambda uow, _: uow.find(Timer), None) == [first]
    for other in ({"seq": "2"}, {"kind": "tock"}, {"lane_id": "L"}, {"scope_id": "S"}):
        assert await store.run(lambda uow, other: uow.arm(replace(again, id=str(other), **other)), other)


async def test_cancelling_takes_the_armed_timers_of_a_scope_a_lane_or_some_kinds(store: SqlStore) -> None:
    def work(uow: Any, _: None) -> None:
        for scope in ("A", "B"):
            for lane in ("", "L1", "L2"):
                for kind in ("x", "y", "z"):
                    timer = Timer(
                        id=f"{scope}{lane}{kind}", scope_id=scope, lane_id=lane, kind=kind, seq="1", due_at=uow.now
                    )
                    uow.arm(replace(timer, state=TimerState.FIRED) if kind == "z" else timer)

    await store.run(work, None)

    async def cancel(scope: str, **which: Any) -> int:
        return await store.run(lambda uow, _: uow.cancel_timers(scope, **which), None)

    assert await cancel("A", lane_id="L1", kinds=["x"]) == 1
    assert await cancel("A", lane_id="L1", kinds=["x"]) == 0, "a cancelled timer is not cancelled again"
    assert await cancel("A", kinds=("x",)) == 2
    assert await cancel("A", kinds=()) == 0
    assert await cancel("A", lane_id="") == 1
    assert await cancel("A") == 2
    left = await store.read(lambda uow, _: uow.find(Timer), None)
    assert {timer.state for timer in left if timer.kind == "z"} == {TimerState.FIRED}
    assert {timer.state for timer in left if timer.scope_id == "B" and timer.kind != "z"} == {TimerState.ARMED}


async def test_one_key_is_posted_once(store: SqlStore) -> None:
    first = await store.run(lambda uow, _: post(uow, "page-1"), None)
    assert not await store.run(lambda uow, _: uow.post(replace(first, id="0OTHER", target="U0ELSE")), None)
    assert await store.read(lambda uow, _: uow.find(OutboxRow), None) == [first]


async def test_of_several_waiting_refreshes_only_the_newest_is_left_but_what_is_being_sent_goes_on(
    store: SqlStore,
) -> None:
    def work(uow: Any, _: None) -> None:
        post(uow, "sending", supersede_key="card", state=OutboxState.SENDING, lease_until=uow.now)
        post(uow, "unknown", supersede_key="card", state=OutboxState.UNKNOWN)
        post(uow, "sent", supersede_key="card", state=OutboxState.SENT)
        post(uow, "older", supersede_key="card")
        post(uow, "other", supersede_key="other card")
        post(uow, "plain")
        post(uow, "newest", supersede_key="card")

    await store.run(work, None)
    changed = {key: state for key, state in (await states(store)).items() if state is OutboxState.SUPERSEDED}
    assert changed == {"older": OutboxState.SUPERSEDED}


async def test_a_refresh_that_was_already_posted_supersedes_nothing(store: SqlStore) -> None:
    await store.run(lambda uow, _: post(uow, "older", supersede_key="card"), None)
    newest = await store.run(lambda uow, _: post(uow, "newest", supersede_key="card"), None)
    await store.run(lambda uow, _: post(uow, "latest", supersede_key="card"), None)
    assert not await store.run(lambda uow, _: uow.post(newest), None)
    assert (await states(store))["latest"] is OutboxState.PENDING


async def test_superseding_takes_the_waiting_rows_of_some_kinds_of_an_incident_or_a_lane(store: SqlStore) -> None:
    def work(uow: Any, _: None) -> None:
        post(uow, "a", incident_id="I1", lane_id="L1", kind="page")
        post(uow, "b", incident_id="I1", lane_id="L2", kind="page")
        post(uow, "c", incident_id="I1", lane_id="L1", kind="note")
        post(uow, "d", incident_id="I2", lane_id="L1", kind="page")
        post(uow, "e", incident_id="I1", lane_id="L1", kind="page", state=OutboxState.SENDING)

    await store.run(work, None)
    assert await store.run(lambda uow, _: uow.supersede(incident_id="I1", kinds=["page"], lane_id="L1"), None) == 1
    assert await store.run(lambda uow, _: uow.supersede(incident_id="I1", kinds=["page", "mark"]), None) == 1
    assert {key for key, state in (await states(store)).items() if state is OutboxState.SUPERSEDED} == {"a", "b"}


async def test_lock_returns_the_incident_as_it_is_now(store: SqlStore) -> None:
    made = await store.run(lambda uow, _: add_incident(uow), None)
    changed = replace(made, summary="changed")
    await store.run(lambda uow, _: uow.save(changed), None)
    assert await store.run(lambda uow, _: uow.lock(made.id), None) == changed


def a_pack(title: str) -> Pack:
    words = {"ja": "見本", "en": title}
    parties = {side: {"label": side, "kind": "company", "name": words} for side in ("client", "contractor")}
    return Pack.model_validate(
        {"schema": "hansho/pack-1", "id": "client-a", "title": words, "lang": "ja", "parties": parties}
    )


async def test_a_pinned_pack_stays_as_it_was_and_is_kept_once(store: SqlStore, database_url: str, clock: Any) -> None:
    first = await store.run(lambda uow, _: uow.pin(a_pack("first")), None)
    assert await store.run(lambda uow, _: uow.pin(a_pack("first")), None) == first
    second = await store.run(lambda uow, _: uow.pin(a_pack("second")), None)
    assert first != second
    assert await store.run(lambda uow, _: uow.execute(text("SELECT count(*) FROM pinned_pack")).scalar(), None) == 2
    for _ in range(2):
        assert await store.read(lambda uow, _: uow.pinned(first), None) == a_pack("first")
    assert await store.read(lambda uow, _: uow.pinned(second).digest, None) == second
    with pytest.raises(NotFound):
        await store.read(lambda uow, _: uow.pinned("0" * 64), None)


async def test_a_thousand_packs_are_pinned_by_a_few_statements_and_each_once(store: SqlStore) -> None:
    packs = [a_pack(f"title {number}").model_copy(update={"id": f"client-{number}"}) for number in range(900)]
    told: list[int] = []

    def pin(uow: Any, _: None) -> dict[str, str]:
        ask = uow.execute
        uow.execute = lambda *args, **more: told.append(1) or ask(*args, **more)
        return uow.pin_all(packs)

    first = await store.run(pin, None)
    written = len(told)
    assert first == {pack.id: pack.digest for pack in packs}
    assert await store.run(pin, None) == first
    assert len(told) - written <= 3, "a report asks by hundreds"
    assert await store.run(lambda uow, _: uow.execute(text("SELECT count(*) FROM pinned_pack")).scalar(), None) == 900


async def test_a_pack_whose_pinning_was_rolled_back_is_not_taken_for_kept(store: SqlStore) -> None:
    def pin_and_fail(uow: Any, _: None) -> None:
        uow.pin(a_pack("first"))
        raise LookupError

    with pytest.raises(LookupError):
        await store.run(pin_and_fail, None)
    digest = await store.run(lambda uow, _: uow.pin(a_pack("first")), None)
    assert (await store.read(lambda uow, _: uow.pinned(digest), None)).title.en == "first"
