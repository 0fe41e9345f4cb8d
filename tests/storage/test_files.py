from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from bot.domain.errors import SchemaTooNew, SchemaTooOld, SecondProcess, StoreUnavailable
from bot.domain.incident import Incident
from storage import backends
from storage.backup import backup
from storage.log_reader import verify_log
from storage.migrating import HEAD, current, migrate
from storage.opening import open_store
from tests.harness.databases import SHIPPED_SYNCHRONOUS
from tests.storage.samples import NoRules, add_incident

if TYPE_CHECKING:
    from storage.store import SqlStore

ROOT = Path(__file__).parents[2]

OTHER_PROCESS = """
import os, sys
from datetime import UTC, datetime
from bot.domain.errors import HanshoError
from storage.opening import open_store
from tests.storage.samples import NoRules

class Clock:
    def now(self):
        return datetime(2026, 11, 21, tzinfo=UTC)

if len(sys.argv) > 2:
    os.setegid(65534)
    os.seteuid(65534)
try:
    store = open_store(sys.argv[1], Clock(), NoRules())
except HanshoError as error:
    print(type(error).__name__, error, flush=True)
    sys.exit(3)
print("open", flush=True)
sys.stdin.read()
store.close()
"""


def other_process(url: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", OTHER_PROCESS, url, *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def unfinished(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir() if "unfinished" in file.name]


def path_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def test_a_fresh_file_is_made_with_its_folder_for_its_owner_only(sqlite_url: str, clock: Any) -> None:
    with open_store(sqlite_url, clock, NoRules()):
        files = list(path_of(sqlite_url).parent.iterdir())
        assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert current(sqlite_url) == HEAD


def test_a_second_process_is_refused_in_either_direction(sqlite_url: str, clock: Any) -> None:
    with other_process(sqlite_url) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(SecondProcess, match=f"process {other.pid}"):
            open_store(sqlite_url, clock, NoRules())
        with pytest.raises(SecondProcess):
            migrate(sqlite_url)
        other.communicate("")
    with open_store(sqlite_url, clock, NoRules()), other_process(sqlite_url) as refused:
        said, _ = refused.communicate("")
        assert said.startswith("SecondProcess")
        assert f"process {os.getpid()}" in said
        assert refused.returncode == 3


def test_a_process_that_was_killed_leaves_the_file_free(sqlite_url: str, clock: Any) -> None:
    with other_process(sqlite_url) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        other.kill()
    with open_store(sqlite_url, clock, NoRules()):
        pass


async def test_a_reader_needs_no_lock_and_writes_nothing(sqlite_store: SqlStore, sqlite_url: str, clock: Any) -> None:
    await sqlite_store.run(lambda uow, _: add_incident(uow), None)
    with open_store(sqlite_url, clock, NoRules(), read_only=True) as reader:
        assert len(await reader.read(lambda uow, _: uow.find(Incident), None)) == 1
        assert verify_log(reader) == 0
        with pytest.raises(RuntimeError, match="read only"):
            await reader.run(lambda uow, _: add_incident(uow, "2"), None)


def test_a_reader_of_a_file_that_is_not_there_makes_none(sqlite_url: str, clock: Any) -> None:
    with pytest.raises(SchemaTooOld, match="empty"):
        open_store(sqlite_url, clock, NoRules(), read_only=True)
    assert not path_of(sqlite_url).exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody who may not write")
@pytest.mark.parametrize("closed", ["the file", "the folder"])
def test_a_file_that_cannot_be_written_is_refused_at_the_start(clock: Any, closed: str) -> None:
    with tempfile.TemporaryDirectory() as home:  # not pytest's folder: that one lets nobody else in
        folder = Path(home)
        file = folder / "hansho.sqlite3"
        with open_store(f"sqlite:///{file}", clock, NoRules()):
            pass
        folder.chmod(0o777 if closed == "the file" else 0o755)
        file.chmod(0o644)
        file.with_name(file.name + ".lock").chmod(0o666 if closed == "the file" else 0o644)
        with other_process(f"sqlite:///{file}", "as nobody") as other:
            said, _ = other.communicate("")
    assert said.startswith("StoreUnavailable")
    assert ("cannot be written" if closed == "the file" else "cannot write") in said


def test_a_place_where_no_file_can_be_is_refused(tmp_path: Path, clock: Any) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreUnavailable, match="cannot write"):
        open_store(f"sqlite:///{tmp_path}/file/below/hansho.sqlite3", clock, NoRules())


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path, clock: Any) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear Sir or Madam, " * 100)
    with pytest.raises(StoreUnavailable, match="no SQLite database"):
        open_store(f"sqlite:///{file}", clock, NoRules())
    assert file.read_text() == "Dear Sir or Madam, " * 100


def test_somebody_elses_tables_are_left_alone(tmp_path: Path, clock: Any) -> None:
    file = tmp_path / "other.sqlite3"
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE incident (theirs)").close()
    with pytest.raises(StoreUnavailable, match="somebody else"):
        open_store(f"sqlite:///{file}", clock, NoRules())


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("sqlite://", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
        ("mysql://root:secret@127.0.0.1/x", "not in mysql"),
        ("hansho.sqlite3", "no database address"),
        ("", "no database address"),
    ],
)
def test_an_address_that_cannot_serve_is_explained(url: str, says: str, clock: Any) -> None:
    with pytest.raises(StoreUnavailable, match=says) as raised:
        open_store(url, clock, NoRules())
    assert "secret" not in str(raised.value)


def set_revision(file: Path, revision: str) -> None:
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("UPDATE schema_version SET version_num = ?", [revision]).close()


def test_tables_of_a_newer_program_are_not_touched(sqlite_url: str, clock: Any) -> None:
    with open_store(sqlite_url, clock, NoRules()):
        pass
    set_revision(path_of(sqlite_url), "9999")
    with pytest.raises(SchemaTooNew, match="9999"):
        open_store(sqlite_url, clock, NoRules())
    with pytest.raises(SchemaTooNew, match="9999"):
        open_store(sqlite_url, clock, NoRules(), read_only=True)
    with pytest.raises(SchemaTooNew, match="9999"):
        migrate(sqlite_url)
    assert current(sqlite_url) == "9999"
    set_revision(path_of(sqlite_url), HEAD)
    with open_store(sqlite_url, clock, NoRules()):
        pass


async def test_a_backup_is_one_whole_file_taken_while_the_store_works(
    sqlite_store: SqlStore, sqlite_url: str, tmp_path: Path, clock: Any
) -> None:
    def work(uow: Any, name: str) -> None:
        incident = add_incident(uow, name)
        uow.log(incident.id, "U1", "reported")

    await sqlite_store.run(work, "1")
    target = tmp_path / "copy.sqlite3"
    assert backup(sqlite_url, target) == target.stat().st_size > 0
    await sqlite_store.run(work, "2")
    assert not unfinished(tmp_path)
    assert target.stat().st_mode & 0o777 == 0o600
    with open_store(f"sqlite:///{target}", clock, NoRules()) as restored:
        assert [incident.ref for incident in await restored.read(lambda uow, _: uow.find(Incident), None)] == [
            "INC-1121-1"
        ]
        assert verify_log(restored) == 1


def test_a_backup_never_overwrites_and_never_pretends(sqlite_store: SqlStore, sqlite_url: str, tmp_path: Path) -> None:
    target = tmp_path / "copy.sqlite3"
    target.write_text("precious")
    with pytest.raises(StoreUnavailable, match="never overwrites"):
        backup(sqlite_url, target)
    assert target.read_text() == "precious"
    with pytest.raises(StoreUnavailable, match="cannot back up"):
        backup(sqlite_url, tmp_path / "no such folder" / "copy.sqlite3")
    with pytest.raises(StoreUnavailable, match="no database"):
        backup(f"sqlite:///{tmp_path}/nothing.sqlite3", tmp_path / "other.sqlite3")
    assert not (tmp_path / "nothing.sqlite3").exists()
    with pytest.raises(StoreUnavailable, match="pg_dump"):
        backup("postgresql://hansho:secret@127.0.0.1/hansho", target)


async def test_a_damaged_database_gives_no_backup(sqlite_url: str, clock: Any, tmp_path: Path) -> None:
    with open_store(sqlite_url, clock, NoRules()) as store:
        await store.run(lambda uow, _: [add_incident(uow, str(n), summary="x" * 3000) for n in range(50)], None)
    file = path_of(sqlite_url)
    content = bytearray(file.read_bytes())
    content[-20 * 4096 :] = os.urandom(20 * 4096)
    file.write_bytes(content)
    with pytest.raises(StoreUnavailable):
        backup(sqlite_url, tmp_path / "copy.sqlite3")
    assert not (tmp_path / "copy.sqlite3").exists()


def test_a_commit_waits_for_the_disk(sqlite_url: str, clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backends, "SQLITE_SYNCHRONOUS", SHIPPED_SYNCHRONOUS)
    with open_store(sqlite_url, clock, NoRules()) as store:
        asked = ("journal_mode", "synchronous")
        found = store.write_now(lambda uow: [uow.execute(text(f"PRAGMA {name}")).scalar() for name in asked])
    assert found == ["wal", 2]  # FULL: what was committed survives a power cut
