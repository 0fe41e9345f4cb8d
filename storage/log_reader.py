"""Reading the whole log on one snapshot, for its verification and its export."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing

from sqlalchemy import select

from bot.domain.log import LogEntry, verify
from storage import work_tables
from storage.mapping import mapped, table_of
from storage.store import SqlStore
from storage.unit_of_work import SqlUnitOfWork

_HEAD = table_of(work_tables.LogHeadTable)
BATCH = 1000


def entries(uow: SqlUnitOfWork) -> Generator[LogEntry]:
    """Every entry of every stream, stream by stream, from its first to its last; never more than a batch in memory."""
    how = mapped(LogEntry)
    statement = how.select.order_by(how.table.c.stream, how.table.c.number).execution_options(yield_per=BATCH)
    with closing(uow.execute(statement)) as rows:
        for row in rows:
            yield how.record(row)


def stream(uow: SqlUnitOfWork, name: str) -> list[LogEntry]:
    """Every entry of one stream, from its first to its last."""
    return sorted(uow.find(LogEntry, stream=name), key=lambda entry: entry.number)


def heads(uow: SqlUnitOfWork) -> dict[str, tuple[int, str]]:
    """Where each stream ends, as kept beside the entries: stream -> (number, hash)."""
    found = uow.execute(select(_HEAD.c.stream, _HEAD.c.number, _HEAD.c.hash))
    return {row.stream: (row.number, row.hash) for row in found}


def verify_log(store: SqlStore) -> int:
    """Check every stream of the store's log and return how many entries it holds. Blocks: for commands and threads.

    Raises:
        LogBroken: an entry was changed, removed, inserted or reordered, or the end of a stream was cut off.
        StoreUnavailable: the database cannot be read.
    """

    def query(uow: SqlUnitOfWork) -> int:
        known = heads(uow)
        with closing(entries(uow)) as found:
            return verify(found, known)

    return store.read_now(query)
