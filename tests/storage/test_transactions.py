from __future__ import annotations

import asyncio
import socket
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.domain.errors import NotAllowed, StoreUnavailable
from bot.domain.incident import Incident
from bot.domain.work import OutboxRow, Timer
from storage import backends
from storage.failures import translated
from storage.log_reader import verify_log
from storage.opening import open_store
from storage.store import SqlStore
from tests.harness.patience import PATIENCE
from tests.storage.samples import NoRules, add_incident, arm, post

if TYPE_CHECKING:
    from pathlib import Path


async def everything(store: SqlStore) -> list[Any]:
    return await store.read(lambda uow, _: [*uow.find(Incident), *uow.find(Timer), *uow.find(OutboxRow)], None)


async def test_a_service_gets_its_command_the_rules_and_one_instant(store: SqlStore, clock: Any) -> None:
    def service(uow: Any, command: dict[str, int]) -> tuple[Any, ...]:
        before = uow.now
        clock.forward(5)
        return command["n"], isinstance(uow.rules, NoRules), uow.now == before

    assert await store.run(service, {"n": 3}) == (3, True, True)


@pytest.mark.parametrize("error", [NotAllowed("refused.not_in_room"), KeyError("bug"), KeyboardInterrupt()])
async def test_an_exception_keeps_nothing_and_is_raised_to_the_caller(store: SqlStore, error: BaseException) -> None:
    def service(uow: Any, _: None) -> None:
        incident = add_incident(uow)
        arm(uow, incident.id)
        post(uow, "page")
        uow.log(incident.id, "U1", "reported")
        uow.next_number("n")
        uow.once("event")
        raise error

    with pytest.raises(type(error)) as raised:
        store.write_now(lambda uow: service(uow, None))
    assert raised.value is error
    assert await everything(store) == []
    assert verify_log(store) == 0
    assert await store.run(lambda uow, _: (uow.next_number("n"), uow.once("event")), None) == (1, None)


async def test_a_query_cannot_write(store: SqlStore) -> None:
    for write in (
        lambda uow, _: add_incident(uow),
        lambda uow, _: uow.log("system", "U1", "x"),
        lambda uow, _: uow.next_number("n"),
        lambda uow, _: uow.cancel_timers("A"),
    ):
        with pytest.raises(RuntimeError, match="only reads"):
            await store.read(write, None)
    with pytest.raises(StoreUnavailable):
        await store.read(lambda uow, _: uow.execute(text("DELETE FROM incident")), None)


async def test_a_query_sees_one_moment_from_its_first_look_to_its_last(store: SqlStore) -> None:
    looked, written = threading.Event(), threading.Event()
    made = await store.run(lambda uow, _: add_incident(uow), None)

    def query(uow: Any, _: None) -> list[str]:
        first = uow.get(Incident, made.id).summary
        looked.set()
        assert written.wait(PATIENCE)
        return [first, uow.get(Incident, made.id).summary, uow.lock(made.id).summary]

    reading = asyncio.get_running_loop().create_task(store.read(query, None))
    assert await asyncio.to_thread(looked.wait, PATIENCE)
    await store.run(lambda uow, _: uow.save(replace(made, summary="changed meanwhile")), None)
    written.set()
    assert await reading == ["", "", ""]


async def test_reading_does_not_wait_behind_a_writer(store: SqlStore) -> None:
    inside, release = threading.Event(), threading.Event()
    await store.run(lambda uow, _: add_incident(uow, "1"), None)

    def slow(uow: Any, _: None) -> None:
        add_incident(uow, "2")
        inside.set()
        assert release.wait(PATIENCE)

    writing = asyncio.get_running_loop().create_task(store.run(slow, None))
    try:
        assert await asyncio.to_thread(inside.wait, PATIENCE)
        assert len(await everything(store)) == 1, "the writer is still at it, and what it did is not to be seen"
    finally:
        release.set()
        await writing
    assert len(await everything(store)) == 2


async def test_two_changes_of_one_incident_at_once_both_count(store: SqlStore) -> None:
    made = await store.run(lambda uow, _: add_incident(uow), None)

    def change(uow: Any, _: None) -> None:
        incident = uow.lock(made.id)
        uow.save(replace(incident, version=incident.version + 1))

    await asyncio.gather(*(store.run(change, None) for _ in range(15)))
    assert (await store.read(lambda uow, _: uow.get(Incident, made.id), None)).version == 15


async def test_a_database_file_that_another_program_holds_is_reported_in_time(
    sqlite_url: str, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backends, "SQLITE_BUSY_MS", 50)
    with (
        open_store(sqlite_url, clock, NoRules()) as store,
        closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE").close()
        with pytest.raises(StoreUnavailable, match=r"another program holds the database file.*SQLITE_BUSY"):
            await store.run(lambda uow, _: add_incident(uow), None)
        assert await everything(store) == [], "reading still works"
        other.execute("ROLLBACK").close()
        await store.run(lambda uow, _: add_incident(uow), None)


async def test_a_transaction_has_the_file_to_itself_from_its_first_look(sqlite_url: str, clock: Any) -> None:
    def service(uow: Any, _: None) -> None:
        uow.find(Incident)
        file = sqlite_url.removeprefix("sqlite:///")
        with (
            closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as other,
            pytest.raises(sqlite3.OperationalError, match="locked"),
        ):
            other.execute("DELETE FROM incident")
        add_incident(uow)

    with open_store(sqlite_url, clock, NoRules()) as store:
        await store.run(service, None)


async def test_a_full_disk_keeps_nothing_and_the_store_lives_on(sqlite_store: SqlStore) -> None:
    def limit(uow: Any, pages: int) -> int:
        return int(uow.execute(text(f"PRAGMA max_page_count = {pages}")).scalar_one())

    def much(uow: Any, _: None) -> None:
        incident = add_incident(uow)
        for number in range(200):
            uow.log(incident.id, "U1", "detail", why="x" * 4000)
            post(uow, f"k{number}", params={"text": "y" * 4000})

    usual = await sqlite_store.run(limit, 0)
    await sqlite_store.run(limit, 1)  # SQLite takes it as "no page more than now"
    with pytest.raises(StoreUnavailable, match=r"disk of the database file is full.*SQLITE_FULL"):
        await sqlite_store.run(much, None)
    assert await everything(sqlite_store) == []
    assert verify_log(sqlite_store) == 0
    await sqlite_store.run(limit, usual)
    await sqlite_store.run(much, None)
    assert verify_log(sqlite_store) == 200


async def test_transactions_that_wait_for_each_other_are_untangled_and_both_kept(postgres_store: SqlStore) -> None:
    def make(uow: Any, _: None) -> tuple[str, str]:
        return add_incident(uow, "A").id, add_incident(uow, "B").id

    first, second = await postgres_store.run(make, None)
    crossed = threading.Barrier(2)
    runs: list[str] = []

    def cross(uow: Any, order: tuple[str, str]) -> None:
        runs.append(order[0])
        first_run = len(runs) <= 2
        one_id, other_id = order if first_run else sorted(order)
        incident = uow.lock(one_id)
        if first_run:
            crossed.wait(PATIENCE)
        other = uow.lock(other_id)
        for one in (incident, other):
            uow.save(replace(one, version=one.version + 1))

    await asyncio.gather(postgres_store.run(cross, (first, second)), postgres_store.run(cross, (second, first)))
    assert len(runs) in {3, 4}, "PostgreSQL gave up one of the two, or each of them, and it was run again"
    versions = [incident.version for incident in await postgres_store.read(lambda uow, _: uow.find(Incident), None)]
    assert versions == [2, 2]


async def test_a_lock_that_is_held_too_long_is_given_up(postgres_store: SqlStore) -> None:
    made = await postgres_store.run(lambda uow, _: add_incident(uow), None)
    held, release = threading.Event(), threading.Event()

    def hold(uow: Any, _: None) -> None:
        uow.lock(made.id)
        held.set()
        assert release.wait(PATIENCE)

    holder = asyncio.get_running_loop().create_task(postgres_store.run(hold, None))
    try:
        assert await asyncio.to_thread(held.wait, PATIENCE)
        with pytest.raises(StoreUnavailable, match=r"too long for a lock.*55P03"):
            await postgres_store.run(lambda uow, _: uow.lock(made.id), None)
    finally:
        release.set()
        await holder


async def test_a_postgres_that_threw_us_out_is_found_again(
    postgres_store: SqlStore, migrated_postgres_url: str
) -> None:
    await postgres_store.run(lambda uow, _: add_incident(uow, "1"), None)
    await everything(postgres_store)
    with psycopg.connect(migrated_postgres_url.replace("+psycopg", ""), autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    await postgres_store.run(lambda uow, _: add_incident(uow, "2"), None)
    assert len(await everything(postgres_store)) == 2


async def test_being_thrown_out_in_the_middle_keeps_nothing_and_says_so(
    postgres_store: SqlStore, migrated_postgres_url: str
) -> None:
    def service(uow: Any, _: None) -> None:
        add_incident(uow)
        pid = uow.execute(text("SELECT pg_backend_pid()")).scalar_one()
        with psycopg.connect(migrated_postgres_url.replace("+psycopg", ""), autocommit=True) as admin:
            admin.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        post(uow, "k")

    with pytest.raises(StoreUnavailable, match="PostgreSQL"):
        await postgres_store.run(service, None)
    assert await everything(postgres_store) == []


def test_a_postgres_that_does_not_answer_is_reported_without_its_password(clock: Any) -> None:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(StoreUnavailable, match="does not answer") as raised:
        open_store(f"postgresql://hansho:very-secret@127.0.0.1:{port}/hansho", clock, NoRules())
    assert "very-secret" not in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_message_of_a_driver_is_cut_to_one_line_without_a_password() -> None:
    said = psycopg.OperationalError('could not use "postgresql://hansho:very-secret@db:5432/x"\nDETAIL: more')
    mine = translated(OperationalError("SELECT 1", {}, said))
    assert isinstance(mine, StoreUnavailable)
    assert str(mine) == 'PostgreSQL does not answer: could not use "postgresql://hansho:***@db:5432/x"'


def test_a_wrong_password_and_a_wrong_name_are_told_apart(postgres_url: str, clock: Any) -> None:
    scheme, _, rest = postgres_url.partition("://")
    host = rest.split("@", 1)[1]
    with pytest.raises(StoreUnavailable) as wrong_password:
        open_store(f"{scheme}://hansho:not-the-secret@{host}", clock, NoRules())
    with pytest.raises(StoreUnavailable, match="nowhere") as wrong_name:
        open_store(postgres_url.rsplit("/", 1)[0] + "/nowhere", clock, NoRules())
    assert "password" in str(wrong_password.value)
    for raised in (wrong_password, wrong_name):
        assert "not-the-secret" not in str(raised.value)
        assert rest.split("@", 1)[0].split(":")[1] not in str(raised.value)


async def test_a_closed_store_can_be_closed_again(sqlite_url: str, clock: Any, tmp_path: Path) -> None:
    store = open_store(sqlite_url, clock, NoRules())
    store.close()
    store.close()
    with pytest.raises(StoreUnavailable, match="closed"):
        await everything(store)
    with open_store(sqlite_url, clock, NoRules()) as again:
        assert await everything(again) == []
