from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from bot.domain.errors import LogBroken
from bot.domain.log import GENESIS, LogEntry
from storage.log_reader import entries, heads, verify_log
from tests.storage.samples import add_incident

if TYPE_CHECKING:
    from storage.store import SqlStore


def write_some(uow: Any, _: None) -> None:
    for number in range(1, 6):
        uow.log(
            "I1",
            "U1",
            "step",
            subject="lane",
            old={"n": number - 1},
            new={"n": number, "語": "直ちに", "deep": [1, {"a": None}]},
            why=f"理由 {number}",
        )
    uow.log("system", "hansho", "started")


async def test_the_log_verifies_over_all_streams_and_counts_its_entries(store: SqlStore) -> None:
    assert verify_log(store) == 0
    await store.run(write_some, None)
    await store.run(write_some, None)
    assert verify_log(store) == 12
    found = await store.read(lambda uow, _: uow.find(LogEntry, stream="system"), None)
    assert sorted((entry.number, entry.actor) for entry in found) == [(1, "hansho"), (2, "hansho")]


async def test_entries_are_numbered_chained_and_dated_by_their_transaction(store: SqlStore, clock: Any) -> None:
    await store.run(write_some, None)
    read = await store.write(lambda uow: [entry for entry in entries(uow) if entry.stream == "I1"])
    assert [entry.number for entry in read] == [1, 2, 3, 4, 5]
    assert [entry.previous_hash for entry in read] == [GENESIS, *(entry.hash for entry in read[:-1])]
    assert {entry.at for entry in read} == {clock.now()}
    assert (read[1].old, read[1].new["語"], read[1].why) == ({"n": 1}, "直ちに", "理由 2")
    assert (await store.write(heads))["I1"] == (5, read[-1].hash)


async def test_a_transaction_sees_its_own_entries(store: SqlStore) -> None:
    def work(uow: Any, _: None) -> list[int]:
        uow.log("I1", "U1", "a")
        uow.log("I1", "U1", "b")
        seen = [entry.number for entry in uow.find(LogEntry, stream="I1")]
        uow.log("I1", "U1", "c")
        return seen

    assert sorted(await store.run(work, None)) == [1, 2]
    assert verify_log(store) == 3


async def test_entries_of_a_failed_transaction_leave_no_gap(store: SqlStore) -> None:
    def fail(uow: Any, _: None) -> None:
        write_some(uow, None)
        raise LookupError

    await store.run(write_some, None)
    with pytest.raises(LookupError):
        await store.run(fail, None)
    await store.run(write_some, None)
    assert verify_log(store) == 12


async def test_values_that_json_changes_are_hashed_as_they_will_be_read(store: SqlStore) -> None:
    await store.run(lambda uow, _: uow.log("I1", "U1", "a", new={"tuple": (1, 2), "numbers": {10: "x", 9: "y"}}), None)
    assert verify_log(store) == 1


async def test_many_writers_of_one_stream_make_one_chain(store: SqlStore) -> None:
    await asyncio.gather(*(store.run(write_some, None) for _ in range(10)))
    assert verify_log(store) == 60


async def test_nobody_rewrites_an_entry_through_the_store(store: SqlStore) -> None:
    await store.run(write_some, None)
    (first, *_rest) = await store.read(lambda uow, _: uow.find(LogEntry, stream="system"), None)
    with pytest.raises(TypeError, match="appended"):
        await store.run(lambda uow, _: uow.save(first), None)


@pytest.mark.parametrize(
    ("damage", "stream"),
    [
        ("UPDATE log_entry SET why = 'another reason' WHERE stream = 'I1' AND number = 3", "I1"),
        ("UPDATE log_entry SET actor = 'U2' WHERE stream = 'system'", "system"),
        ("UPDATE log_entry SET new = '{\"n\": 99}' WHERE stream = 'I1' AND number = 5", "I1"),
        ("DELETE FROM log_entry WHERE stream = 'I1' AND number = 2", "I1"),
        ("DELETE FROM log_entry WHERE stream = 'I1' AND number = 1", "I1"),
        ("DELETE FROM log_entry WHERE stream = 'I1' AND number >= 4", "I1"),
        ("DELETE FROM log_entry WHERE stream = 'I1'", "I1"),
        ("DELETE FROM log_head WHERE stream = 'I1'", "I1"),
        (
            "UPDATE log_entry SET number = CASE number WHEN 2 THEN -3 ELSE -2 END WHERE stream = 'I1' AND number IN (2, 3)",
            "I1",
        ),
    ],
    ids=[
        "a reason changed",
        "an actor changed",
        "the last entry changed",
        "one removed",
        "the first removed",
        "the tail cut",
        "a stream removed",
        "a head removed",
        "two exchanged",
    ],
)
async def test_tampering_is_found_and_named(store: SqlStore, damage: str, stream: str) -> None:
    await store.run(write_some, None)
    await store.write(lambda uow: uow.change(text(damage)))
    await store.write(lambda uow: uow.change(text("UPDATE log_entry SET number = -number WHERE number < 0")))
    with pytest.raises(LogBroken, match=f"stream {stream}"):
        verify_log(store)


async def test_an_entry_slipped_in_with_a_right_hash_of_its_own_is_found(store: SqlStore) -> None:
    await store.run(write_some, None)
    (last,) = [
        entry for entry in await store.read(lambda uow, _: uow.find(LogEntry, stream="I1"), None) if entry.number == 5
    ]
    from dataclasses import replace

    from bot.domain.log import seal

    forged = seal(replace(last, id="0FORGED", number=6, previous_hash=last.hash, why="never happened"))
    await store.run(lambda uow, _: uow.add(forged), None)
    with pytest.raises(LogBroken, match="its head says 5"):
        verify_log(store)


async def test_the_log_of_an_incident_needs_no_lock_beyond_its_own(postgres_store: SqlStore) -> None:
    def work(uow: Any, name: str) -> None:
        incident = add_incident(uow, name)
        uow.lock(incident.id)
        uow.log(incident.id, "U1", "reported")
        uow.log("system", "hansho", "reported")

    await asyncio.gather(*(postgres_store.run(work, str(n)) for n in range(12)))
    assert verify_log(postgres_store) == 24
