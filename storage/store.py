"""The store: runs plain functions, each in one transaction, on the database's own threads (bot.services.ports.Store)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Self, TypeVar

from sqlalchemy import Engine, exc

from bot.domain.errors import StoreUnavailable
from bot.domain.ports import Clock
from bot.domain.work import Call, OutboxRow, SendPriority, TransportKind
from bot.engine.ports import Claimed, EngineStore, Firing, LostLease, Outcome
from bot.packs.schema import Pack
from bot.services.ports import RuleBook, UnitOfWork
from storage import claims, forgetting, outbox
from storage.backends import Backend
from storage.failures import TryAgain, translated
from storage.lock_file import LockFile
from storage.unit_of_work import SqlUnitOfWork

C = TypeVar("C")
T = TypeVar("T")

TRIES = 4
"""How often a transaction that lost against a competing one is run; each try begins anew, with the instant of its own."""


class FiringFailed(Exception):
    """Carries what went wrong in one scope out of its transaction, so that the transaction is rolled back."""

    def __init__(self, scope_id: str, due: tuple[str, ...], cause: Exception) -> None:
        """Take the scope, the ids of its due timers and the failure."""
        super().__init__(scope_id)
        self.scope_id = scope_id
        self.due = due
        self.cause = cause


class SqlStore:
    """See bot.services.ports.Store and bot.engine.ports.EngineStore for what each method promises. Made by `open_store`.

    A function given to `run` may be run again when its transaction lost against a competing one: it must not keep anything
    outside the unit of work. When the caller stops waiting (a timeout), a transaction that has begun is still finished.
    Where StoreUnavailable says that nothing was kept there is one exception no database can rule out: the connection to
    PostgreSQL broke while the commit was answered. Inbox keys and idempotency keys make a second try harmless.
    """

    def __init__(
        self, backend: Backend, clock: Clock, rules: RuleBook, *, lock: LockFile | None = None, read_only: bool = False
    ) -> None:
        """Take a connected database. `lock` is let go when the store is closed."""
        self._backend = backend
        self._clock = clock
        self._rules = rules
        self._lock = lock
        self._read_only = read_only
        self._packs: dict[str, Pack] = {}

    # -- services

    async def run(self, service: Callable[[UnitOfWork, C], T], command: C) -> T:
        """Run a service and commit; an exception rolls everything back and is raised here."""
        return await self.write(lambda uow: service(uow, command))

    async def read(self, query: Callable[[UnitOfWork, C], T], command: C) -> T:
        """Run a function that only reads, on one snapshot; it never waits behind a writer."""
        return await self._hop(self._backend.read_threads, lambda: self.read_now(lambda uow: query(uow, command)))

    async def write(self, work: Callable[[SqlUnitOfWork], T]) -> T:
        """Run a function of the store's own unit of work and commit."""
        return await self._hop(self._backend.write_threads, lambda: self.write_now(work))

    # -- the engine

    async def fire_next(self, fire: Callable[[UnitOfWork, str], None]) -> Firing | None:
        """Fire the due timers of one scope."""

        def work(uow: SqlUnitOfWork) -> Firing | None:
            locked = claims.lock_due_scope(uow)
            if locked is None:
                return None
            scope_id, due = locked
            try:
                fire(uow, scope_id)
                claims.check_fired(uow, due)
                uow.flush()
            except StoreUnavailable:
                raise
            except Exception as failure:
                raise FiringFailed(scope_id, due, failure) from failure
            return Firing(scope_id=scope_id)

        try:
            return await self.write(work)
        except FiringFailed as failed:
            scope_id, due, cause = failed.scope_id, failed.due, failed.cause
        fails = await self.write(lambda uow: claims.postpone_after_failure(uow, scope_id, due))
        return Firing(scope_id=scope_id, failure=cause, fails=fails)

    async def next_due_at(self) -> datetime | None:
        """The earliest instant something waits for."""
        return await self._hop(self._backend.read_threads, lambda: self.read_now(claims.next_due_at))

    async def claim(
        self,
        worker: str,
        limit: int,
        lease_seconds: float,
        transports: Collection[TransportKind],
        priorities: Collection[SendPriority] | None = None,
    ) -> list[Claimed]:
        """Take due outbox rows."""
        return await self.write(lambda uow: outbox.claim(uow, worker, limit, lease_seconds, transports, priorities))

    async def mark_dispatched(
        self, row: OutboxRow, render: Callable[[UnitOfWork, OutboxRow], Call | None]
    ) -> Call | LostLease | None:
        """Render the row and note that it is about to leave."""
        return await self.write(lambda uow: outbox.mark_dispatched(uow, row, render))

    async def finish(self, row: OutboxRow, outcome: Outcome, after: Callable[[UnitOfWork], None] | None = None) -> bool:
        """Settle a claimed row."""
        return await self.write(lambda uow: outbox.finish(uow, row, outcome, after))

    async def recover_leases(self, except_rows: Collection[str] = ()) -> int:
        """Take rows back whose lease ran out."""
        return await self.write(lambda uow: outbox.recover(uow, every_lease=False, except_rows=except_rows))

    async def gates(self, scopes: Collection[str]) -> dict[str, datetime]:
        """Which shared rate limits are closed, and when each opens again."""
        return await self._hop(self._backend.read_threads, lambda: self.read_now(lambda uow: claims.gates(uow, scopes)))

    async def set_gate(self, scope: str, open_at: datetime) -> None:
        """Close a shared rate gate."""
        await self.write(lambda uow: claims.set_gate(uow, scope, open_at))

    async def beat(self, worker: str, cycle_ok_at: datetime) -> None:
        """Note a completed cycle."""
        await self.write(lambda uow: claims.beat(uow, worker, cycle_ok_at))

    async def forget_deliveries(self, before: datetime) -> int:
        """Drop the inbox keys taken in before an instant (aware UTC; Slack repeats for hours, a week is safe)."""
        return await self.write(lambda uow: claims.forget_deliveries(uow, before))

    async def forget(self) -> int:
        """Drop some of what nobody needs any more and return how many rows that were; 0: nothing was left (storage.forgetting)."""
        return await self.write(forgetting.forget)

    # -- transactions

    def write_now(self, work: Callable[[SqlUnitOfWork], T]) -> T:
        """Run and commit on this thread (opening and commands; everything else awaits `run`)."""
        if self._read_only:
            raise RuntimeError("this store was opened to read only")
        for _ in range(TRIES - 1):
            try:
                return self._once(self._backend.writer, work, read_only=False)
            except TryAgain:
                continue
        return self._once(self._backend.writer, work, read_only=False)

    def read_now(self, query: Callable[[SqlUnitOfWork], T]) -> T:
        """Read on this thread."""
        return self._once(self._backend.reader, query, read_only=True)

    def _once(self, engine: Engine, work: Callable[[SqlUnitOfWork], T], *, read_only: bool) -> T:
        with _translating(), engine.begin() as connection:
            uow = SqlUnitOfWork(
                connection, now=self._clock.now(), rules=self._rules, packs=self._packs, read_only=read_only
            )
            result = work(uow)
            uow.flush()
            return result

    async def _hop(self, threads: Executor, work: Callable[[], T]) -> T:
        try:
            future = threads.submit(work)
        except RuntimeError as error:
            raise StoreUnavailable("the store is closed") from error
        return await asyncio.wrap_future(future)

    # -- the end

    def close(self) -> None:
        """Let running transactions end, close the database and let its lock go. Safe to call twice."""
        self._backend.close()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextmanager
def _translating() -> Iterator[None]:
    """What the database raises at BEGIN and COMMIT, said in the program's own words."""
    try:
        yield
    except exc.SQLAlchemyError as error:
        mine = translated(error)
        if mine is None:
            raise
        raise mine from error


if TYPE_CHECKING:
    _keeps_the_promise: type[EngineStore] = SqlStore
