"""One transaction, as services see it (bot.services.ports.UnitOfWork), over one SQLAlchemy connection of either database."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from functools import cache
from itertools import groupby
from typing import Any, TypeVar

from sqlalchemy import Connection, CursorResult, Executable, Table, exc, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.errors import NotFound
from bot.domain.ids import new_id
from bot.domain.incident import Incident
from bot.domain.log import LogEntry
from bot.domain.people import RoomMember
from bot.domain.work import InboxKey, OutboxRow, OutboxState, Timer, TimerState
from bot.packs.laws import LawPack
from bot.packs.schema import Pack
from bot.services.ports import RuleBook
from storage import table_base, work_tables
from storage.failures import translated
from storage.log_chain import LogChain
from storage.mapping import Mapped, Match, found_by, found_by_id, mapped, table_of

R = TypeVar("R")

_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_PINNED = table_of(work_tables.PinnedPackTable)
_COUNTER = table_of(work_tables.CounterTable)
_laws: dict[str, LawPack] = {}
"""Pinned laws already read, by digest: what a digest names never changes, whatever store it came from."""
PINNED_AT_ONCE = 400
"""Digests asked for in one statement; SQLite once took 999 values at most."""


class SqlUnitOfWork:
    """See bot.services.ports.UnitOfWork for what each method promises.

    Everything written is in the database at once, except the log: its entries of one transaction are chained and written
    together, before the commit or before somebody looks at the log.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        now: datetime,
        rules: RuleBook,
        packs: dict[str, Pack],
        read_only: bool = False,
    ) -> None:
        """Take an open transaction. `packs` keeps the pinned packs already read, for all units of work of a store."""
        self.now = now
        self.rules = rules
        self.connection = connection
        self.dialect = connection.dialect.name
        self._packs = packs
        self._read_only = read_only
        self._chain = LogChain(self)

    # -- statements

    def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[Any]:
        """Run one statement. Raises the program's own errors for the database's (storage.failures)."""
        try:
            return self.connection.execute(statement, parameters)
        except exc.SQLAlchemyError as error:
            mine = translated(error)
            if mine is None:
                raise
            raise mine from error

    def change(self, statement: Executable, parameters: Any = None) -> int:
        """Run one statement that writes, and return how many rows it touched."""
        if self._read_only:
            raise RuntimeError("a query only reads; use Store.run for this")
        return self.execute(statement, parameters).rowcount

    def insert_if_new(self, table: Table, values: Mapping[str, Any]) -> bool:
        """Insert a row unless one of the table's unique keys is taken; return whether it was inserted."""
        return self.change(_insert_if_new(table, self.dialect), dict(values)) == 1

    # -- records

    def add(self, *records: object) -> None:
        """Insert records; neighbours of one kind travel together."""
        for kind, group in groupby(records, key=type):
            how: Mapped[Any] = mapped(kind)
            rows = [how.row(record) for record in group]
            self.change(how.insert, rows if len(rows) > 1 else rows[0])

    def add_if_new(self, record: object) -> bool:
        """Insert a record unless a unique key already holds it."""
        how = mapped(type(record))
        return self.insert_if_new(how.table, how.row(record))

    def save(self, record: object) -> None:
        """Overwrite the stored record of the same id. Raises NotFound; TypeError for the log, which nobody rewrites."""
        if isinstance(record, LogEntry):
            raise TypeError("the log is only ever appended to")
        how = mapped(type(record))
        values = how.changes(record)
        if self.change(how.update, values) != 1:
            raise NotFound(f"{how.kind.__name__} {values['at_id']}")

    def get(self, kind: type[R], identifier: str) -> R:
        """Return one record. Raises NotFound."""
        return self._one(kind, identifier, lock=False)

    def find(self, kind: type[R], /, **equals: object) -> list[R]:
        """Return the records whose fields equal the values (a tuple: one of; None: empty), ordered by id."""
        how = mapped(kind)
        self._chain.flush_before(kind)
        for name in equals:
            if name not in how.names:
                raise TypeError(f"{kind.__name__} has no field {name}")
        statement = found_by(how.table, tuple((name, _match(value)) for name, value in equals.items()))
        values = {name: value for name, value in equals.items() if value is not None}
        return [how.record(row) for row in self.execute(statement, values)]

    def lock(self, incident_id: str) -> Incident:
        """Take the incident's row lock (SQLite: the writer has it already) and return it fresh. Raises NotFound."""
        return self.hold(Incident, incident_id)

    def hold(self, kind: type[R], identifier: str) -> R:
        """Take the row's lock (SQLite: the writer has it already) and return the record fresh. Raises NotFound."""
        return self._one(kind, identifier, lock=not self._read_only)

    def open_incidents(self, *, member_id: str | None = None, reporter_id: str | None = None) -> list[Incident]:
        """Return incidents in an open state, oldest first."""
        how, members = mapped(Incident), mapped(RoomMember).table
        statement = how.select.where(table_base.where(table_base.OPEN, "incident"))
        if member_id is not None:
            statement = statement.where(
                how.table.c.id.in_(select(members.c.incident_id).where(members.c.user_id == member_id))
            )
        if reporter_id is not None:
            statement = statement.where(how.table.c.reporter_id == reporter_id)
        return [how.record(row) for row in self.execute(statement.order_by(how.table.c.id))]

    def _one(self, kind: type[R], identifier: str, *, lock: bool) -> R:
        how = mapped(kind)
        self._chain.flush_before(kind)
        row = self.execute(found_by_id(how.table, lock=lock), {"id": identifier}).first()
        if row is None:
            raise NotFound(f"{kind.__name__} {identifier}")
        return how.record(row)

    # -- deliveries, numbers, the log

    def once(self, key: str) -> InboxKey | None:
        """Take in a delivery: None the first time, afterwards the stored key with its answer."""
        if self.add_if_new(InboxKey(id=key, received_at=self.now)):
            return None
        return self.get(InboxKey, key)

    def answer(self, key: str, answer: Mapping[str, object]) -> None:
        """Remember the answer to a delivery. Raises NotFound."""
        inbox = mapped(InboxKey).table
        if self.change(update(inbox).where(inbox.c.id == key).values(answer=dict(answer))) != 1:
            raise NotFound(f"InboxKey {key}")

    def next_number(self, name: str) -> int:
        """Count the named counter up and return it, from 1. Two transactions never get one number."""
        self.insert_if_new(_COUNTER, {"name": name, "value": 0})
        counted = update(_COUNTER).where(_COUNTER.c.name == name).values(value=_COUNTER.c.value + 1)
        return int(self.execute(counted.returning(_COUNTER.c.value)).scalar_one())

    def log(
        self,
        stream: str,
        actor: str,
        action: str,
        *,
        subject: str = "",
        old: Mapping[str, object] | None = None,
        new: Mapping[str, object] | None = None,
        why: str = "",
    ) -> None:
        """Append one entry to the stream's chain."""
        if self._read_only:
            raise RuntimeError("a query only reads; use Store.run for this")
        self._chain.append(
            LogEntry(
                id=new_id(self.now),
                stream=stream,
                number=0,  # the chain gives number, previous hash and hash
                at=self.now,
                actor=actor,
                action=action,
                subject=subject,
                old=_plain(old),
                new=_plain(new),
                why=why,
            )
        )

    def flush(self) -> None:
        """Write what is still held back. The store calls it before the commit."""
        self._chain.flush()

    # -- work

    def arm(self, timer: Timer) -> bool:
        """Insert a timer unless its (scope, lane, kind, seq) exists."""
        return self.add_if_new(timer)

    def cancel_timers(self, scope_id: str, *, lane_id: str | None = None, kinds: Collection[str] | None = None) -> int:
        """Cancel armed timers and return how many there were."""
        timer = mapped(Timer).table
        statement = update(timer).where(timer.c.scope_id == scope_id, timer.c.state == TimerState.ARMED)
        if lane_id is not None:
            statement = statement.where(timer.c.lane_id == lane_id)
        if kinds is not None:
            statement = statement.where(timer.c.kind.in_(list(kinds)))
        return self.change(statement.values(state=TimerState.CANCELLED))

    def post(self, row: OutboxRow) -> bool:
        """Insert an outbox row unless its idem_key exists; waiting rows of the same supersede_key are superseded."""
        if not self.add_if_new(row):
            return False
        if row.supersede_key:
            outbox = mapped(OutboxRow).table
            self.change(
                update(outbox)
                .where(
                    table_base.where(table_base.PENDING, "outbox"),
                    outbox.c.supersede_key == row.supersede_key,
                    outbox.c.id != row.id,
                )
                .values(state=OutboxState.SUPERSEDED)
            )
        return True

    def supersede(self, *, incident_id: str, kinds: Collection[str], lane_id: str | None = None) -> int:
        """Mark waiting rows of these kinds superseded and return how many there were."""
        outbox = mapped(OutboxRow).table
        statement = update(outbox).where(
            table_base.where(table_base.PENDING, "outbox"),
            outbox.c.incident_id == incident_id,
            outbox.c.kind.in_(list(kinds)),
        )
        if lane_id is not None:
            statement = statement.where(outbox.c.lane_id == lane_id)
        return self.change(statement.values(state=OutboxState.SUPERSEDED))

    # -- packs

    def pin(self, pack: Pack | LawPack) -> str:
        """Keep the pack and return its digest."""
        return self.pin_all([pack])[pack.id]

    def pin_all(self, packs: Iterable[Pack | LawPack]) -> dict[str, str]:
        """Keep all of them, each once, and return id to digest; a question for a few hundred, not one for each."""
        found = {pack.id: pack for pack in packs}
        wanted = [pack.digest for pack in found.values()]
        kept: set[str] = set()
        for begin in range(0, len(wanted), PINNED_AT_ONCE):
            batch = wanted[begin : begin + PINNED_AT_ONCE]
            kept.update(self.execute(select(_PINNED.c.digest).where(_PINNED.c.digest.in_(batch))).scalars())
        for pack in found.values():
            if pack.digest not in kept:
                self.insert_if_new(_PINNED, {"digest": pack.digest, "pack_id": pack.id, "body": pack.canonical()})
        return {name: pack.digest for name, pack in found.items()}

    def pinned(self, digest: str) -> Pack:
        """Return a pack kept by `pin`; each is read once in a store's life. Raises NotFound."""
        pack = self._packs.get(digest)
        if pack is None:
            body = self.execute(select(_PINNED.c.body).where(_PINNED.c.digest == digest)).scalar()
            if body is None:
                raise NotFound(f"Pack {digest}")
            pack = self._packs[digest] = Pack.from_canonical(body)
        return pack

    def pinned_law(self, digest: str) -> LawPack:
        """Return a law's pack kept by `pin`; each is read once in a process's life. Raises NotFound."""
        law = _laws.get(digest)
        if law is None:
            body = self.execute(select(_PINNED.c.body).where(_PINNED.c.digest == digest)).scalar()
            if body is None:
                raise NotFound(f"Law {digest}")
            law = _laws[digest] = LawPack.from_canonical(body)
        return law


def _match(value: object) -> Match:
    if value is None:
        return "empty"
    return "one_of" if isinstance(value, tuple) else "equal"


@cache
def _insert_if_new(table: Table, dialect: str) -> Executable:
    make: Callable[[Table], Any] = _INSERT[dialect]
    statement: Executable = make(table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    return statement


def _plain(values: Mapping[str, object] | None) -> dict[str, object]:
    """The values as JSON will give them back, so that the hash made today is the hash checked later."""
    if not values:
        return {}
    plain: dict[str, object] = json.loads(json.dumps(values, allow_nan=False))
    return plain
