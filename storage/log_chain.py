"""The log's chain inside one transaction: entries are numbered and sealed as they come, and written together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select, update

from bot.domain.log import GENESIS, LogEntry, seal
from storage import work_tables
from storage.mapping import table_of

if TYPE_CHECKING:
    from storage.unit_of_work import SqlUnitOfWork

_HEAD = table_of(work_tables.LogHeadTable)
_READ_HEAD = select(_HEAD.c.number, _HEAD.c.hash).where(_HEAD.c.stream == bindparam("of_stream")).with_for_update()
_MOVE_HEAD = (
    update(_HEAD)
    .where(_HEAD.c.stream == bindparam("of_stream"))
    .values(number=bindparam("number"), hash=bindparam("hash"))
)


class LogChain:
    """Appends to any number of streams. A stream's head is locked from its first entry to the end of the transaction."""

    def __init__(self, uow: SqlUnitOfWork) -> None:
        """Take the unit of work whose transaction the entries belong to."""
        self._uow = uow
        self._heads: dict[str, tuple[int, str]] = {}
        self._waiting: list[LogEntry] = []

    def append(self, entry: LogEntry) -> None:
        """Give the entry its number, the hash before it and its own."""
        number, digest = self._heads.get(entry.stream) or self._read_head(entry.stream)
        sealed = seal(replace(entry, number=number + 1, previous_hash=digest))
        self._heads[entry.stream] = (sealed.number, sealed.hash)
        self._waiting.append(sealed)

    def flush_before(self, kind: type) -> None:
        """Write the entries now if somebody is about to read them."""
        if kind is LogEntry:
            self.flush()

    def flush(self) -> None:
        """Write the entries and move the heads."""
        if not self._waiting:
            return
        streams = {entry.stream for entry in self._waiting}
        self._uow.add(*self._waiting)
        self._waiting.clear()
        for stream in sorted(streams):
            number, digest = self._heads[stream]
            self._uow.change(_MOVE_HEAD, {"of_stream": stream, "number": number, "hash": digest})

    def _read_head(self, stream: str) -> tuple[int, str]:
        head = self._uow.execute(_READ_HEAD, {"of_stream": stream}).first()
        if head is None:
            self._uow.insert_if_new(_HEAD, {"stream": stream, "number": 0, "hash": GENESIS})
            head = self._uow.execute(_READ_HEAD, {"of_stream": stream}).one()
        number, digest = tuple(head)
        return int(number), str(digest)
