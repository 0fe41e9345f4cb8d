"""Opening the store: the file and its lock, the version of the tables, the leases of a former life."""

from __future__ import annotations

from sqlalchemy import text

from bot.domain.ports import Clock
from bot.services.ports import RuleBook
from storage import migrating, outbox
from storage.backends import connect, parse, sqlite_file
from storage.lock_file import LockFile
from storage.store import SqlStore
from storage.unit_of_work import SqlUnitOfWork


def open_store(url: str, clock: Clock, rules: RuleBook, *, read_only: bool = False) -> SqlStore:
    """Open the database at `url` and return the store; close it in the end.

    An SQLite file is made when missing and brought to this program's tables, for nobody else can be using it: its lock is
    taken first. A PostgreSQL database is only checked; its tables change when somebody runs `hansho migrate`.
    `read_only` is for commands that look while the bot runs: no lock, nothing made, nothing written.

    Raises:
        SecondProcess: another process holds the SQLite file.
        SchemaTooNew: a newer program has changed the tables.
        SchemaTooOld: `hansho migrate` is needed.
        StoreUnavailable: the database cannot be reached or written.
    """
    parsed = parse(url)
    file = sqlite_file(parsed)
    if file is None or read_only:
        migrating.check(parsed)
        return SqlStore(connect(parsed), clock, rules, read_only=read_only)
    migrating.make_file(file)
    lock = LockFile(file)
    try:
        migrating.upgrade(parsed)
        store = SqlStore(connect(parsed), clock, rules, lock=lock)
    except BaseException:
        lock.release()
        raise
    try:
        store.write_now(_begin_life)
    except BaseException:
        store.close()
        raise
    return store


def _begin_life(uow: SqlUnitOfWork) -> None:
    """One process only, and it is this one: whatever was being sent, nobody is sending it now."""
    # Writes nothing new, but writes: SQLite tells of a file that only reads at the first change, not at BEGIN.
    uow.change(text(f"UPDATE {migrating.VERSION_TABLE} SET version_num = version_num"))  # noqa: S608 - our own constant
    outbox.recover(uow, every_lease=True)
