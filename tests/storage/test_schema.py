from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, event, inspect, text
from sqlalchemy.pool import NullPool

from bot.domain.errors import SchemaTooOld
from bot.domain.work import OutboxRow, OutboxState, SendPriority, Timer, TimerState, TransportKind
from storage import claims, outbox
from storage.backends import parse
from storage.mapping import METADATA
from storage.migrating import HEAD, MIGRATIONS, VERSION_TABLE, current, migrate
from storage.opening import open_store
from tests.storage.samples import NoRules, add_incident, arm, fire_all, post

if TYPE_CHECKING:
    from storage.store import SqlStore


ROOT = Path(__file__).parents[2]


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue({"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param]))


def test_migrating_an_empty_database_gives_exactly_the_tables_of_the_code(empty_url: str) -> None:
    assert current(empty_url) is None
    assert migrate(empty_url) == ""
    assert migrate(empty_url) == HEAD == current(empty_url), "a second time changes nothing"
    engine = create_engine(parse(empty_url), poolclass=NullPool)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": VERSION_TABLE, "compare_type": True, "target_metadata": METADATA}
        )
        assert compare_metadata(context, METADATA) == []
        looking = inspect(connection)
        # Partial conditions and deferred keys, which the comparison does not see.
        for table in METADATA.sorted_tables:
            assert {
                index["name"]: f"{connection.dialect.name}_where" in index.get("dialect_options", {})
                for index in looking.get_indexes(table.name)
                if not index.get("duplicates_constraint")
            } == {index.name: index.dialect_options["sqlite"]["where"] is not None for index in table.indexes}
            assert {key["name"] for key in looking.get_foreign_keys(table.name)} == {
                key.name for key in table.foreign_key_constraints
            }
            assert {key["name"] for key in looking.get_unique_constraints(table.name)} == {
                c.name for c in table.constraints if type(c).__name__ == "UniqueConstraint"
            }
        if connection.dialect.name == "postgresql":
            deferred = connection.execute(
                text("SELECT bool_and(condeferrable AND condeferred) FROM pg_constraint WHERE contype = 'f'")
            ).scalar()
            assert deferred is True
        else:
            assert (
                "DEFERRABLE INITIALLY DEFERRED"
                in connection.execute(text("SELECT sql FROM sqlite_master WHERE name = 'lane'")).scalar_one()
            )
    engine.dispose()


def config_for(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = parse(url)
    return config


def test_there_is_no_way_back(empty_url: str) -> None:
    migrate(empty_url)
    with pytest.raises(NotImplementedError, match="restore the backup"):
        command.downgrade(config_for(empty_url), "base")
    assert current(empty_url) == HEAD


def test_the_newest_revision_is_the_one_the_code_asks_for() -> None:
    script = ScriptDirectory(str(MIGRATIONS))
    assert script.get_current_head() == HEAD
    assert all(len(revision.revision) == 4 and revision.revision.isdigit() for revision in script.walk_revisions())


def test_a_postgres_database_is_only_changed_by_the_command(postgres_url: str, clock: Any) -> None:
    with pytest.raises(SchemaTooOld, match="hansho migrate"):
        open_store(postgres_url, clock, NoRules())
    assert current(postgres_url) is None
    migrate(postgres_url)
    open_store(postgres_url, clock, NoRules()).close()


def test_replicas_that_migrate_together_go_one_after_the_other(postgres_url: str) -> None:
    program = "import sys; from storage.migrating import migrate; print(repr(migrate(sys.argv[1])))"
    replicas = [
        subprocess.Popen([sys.executable, "-c", program, postgres_url], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = [replica.communicate()[0].strip() for replica in replicas]
    assert [replica.returncode for replica in replicas] == [0, 0, 0]
    assert "''" in said
    assert current(postgres_url) == HEAD


async def test_what_the_engine_asks_each_second_never_reads_a_whole_table(sqlite_store: SqlStore, clock: Any) -> None:
    def fill(uow: Any, _: None) -> None:
        for n in range(30):
            incident = add_incident(uow, str(n))
            arm(uow, incident.id, seconds=n)
            post(uow, f"k{n}", incident_id=incident.id, supersede_key="s", state=OutboxState.SENT)
        uow.execute(text("ANALYZE"))

    await sqlite_store.run(fill, None)
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith(("SELECT", "UPDATE")):
            asked.append((statement, parameters))

    backend = sqlite_store._backend
    for engine in (backend.writer, backend.reader):
        event.listen(engine, "before_cursor_execute", note)
    await sqlite_store.fire_next(fire_all)
    await sqlite_store.next_due_at()
    await sqlite_store.claim("w", 10, 30, list(TransportKind))
    await sqlite_store.recover_leases()
    await sqlite_store.run(lambda uow, _: outbox.recover(uow, every_lease=True), None)
    await sqlite_store.run(lambda uow, _: claims.postpone_after_failure(uow, "x", ("y",)), None)
    await sqlite_store.run(lambda uow, _: post(uow, "new", supersede_key="s"), None)
    await sqlite_store.run(lambda uow, _: uow.supersede(incident_id="x", kinds=["page"]), None)
    await sqlite_store.run(lambda uow, _: uow.cancel_timers("x", kinds=["page"]), None)
    await sqlite_store.read(lambda uow, _: uow.find(Timer, scope_id="x", state=TimerState.ARMED), None)
    unsettled = (OutboxState.PENDING, OutboxState.SENDING, OutboxState.UNKNOWN)
    await sqlite_store.read(lambda uow, _: uow.find(OutboxRow, priority=SendPriority.PAGE, state=unsettled), None)
    await sqlite_store.read(lambda uow, _: uow.find(OutboxRow, incident_id="x", kind="page"), None)
    await sqlite_store.read(lambda uow, _: uow.open_incidents(member_id="U1"), None)
    for engine in (backend.writer, backend.reader):
        event.remove(engine, "before_cursor_execute", note)
    assert len(asked) > 15

    def plans(uow: Any, _: None) -> list[str]:
        return [
            f"{row.detail}: {statement}"
            for statement, parameters in asked
            for row in uow.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            if row.detail.startswith("SCAN") and "USING" not in row.detail and row.detail != "SCAN CONSTANT ROW"
        ]

    assert await sqlite_store.read(plans, None) == []
