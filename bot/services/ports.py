"""What a service may ask of the store: one unit of work per transaction, synchronous, nothing awaited inside."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Protocol, TypeVar

from bot.domain.incident import Incident
from bot.domain.work import InboxKey, OutboxRow, Timer
from bot.packs.laws import LawPack
from bot.packs.office import Office
from bot.packs.schema import Pack

R = TypeVar("R")
C = TypeVar("C")
T = TypeVar("T")


class RuleBook(Protocol):
    """The packs and the office file that are good right now; a bad edit on disk never reaches it."""

    @property
    def office(self) -> Office:
        """The office: name, zone, calendar, roles, channels."""
        ...

    @property
    def packs(self) -> Mapping[str, Pack]:
        """Active and surviving packs by id."""
        ...

    @property
    def laws(self) -> Mapping[str, LawPack]:
        """Laws that are switched on, by id."""
        ...


class UnitOfWork(Protocol):
    """One transaction. Records are the frozen dataclasses of bot.domain; the store maps them to its tables."""

    now: datetime
    """The instant of this transaction, aware UTC, asked once from the clock port."""
    rules: RuleBook

    def add(self, *records: object) -> None:
        """Insert records with new ids, in the given order."""
        ...

    def add_if_new(self, record: object) -> bool:
        """Insert a record unless a unique key already holds it; return whether it was inserted."""
        ...

    def save(self, record: object) -> None:
        """Overwrite the stored record of the same id. Raises NotFound."""
        ...

    def get(self, kind: type[R], identifier: str) -> R:
        """Return one record. Raises NotFound."""
        ...

    def find(self, kind: type[R], /, **equals: object) -> list[R]:
        """Return the records whose fields equal the given values (a tuple means: one of), ordered by id, oldest first."""
        ...

    def lock(self, incident_id: str) -> Incident:
        """Take the incident's row lock for the rest of the transaction and return it fresh. Raises NotFound."""
        ...

    def hold(self, kind: type[R], identifier: str) -> R:
        """Take the row lock of a record that stands by itself (a matter) and return it fresh. Raises NotFound."""
        ...

    def once(self, key: str) -> InboxKey | None:
        """Take in a delivery: None the first time (the key is stored with this transaction), afterwards the stored key."""
        ...

    def answer(self, key: str, answer: Mapping[str, object]) -> None:
        """Remember what was answered to the delivery `key` taken in this transaction."""
        ...

    def next_number(self, name: str) -> int:
        """Count up the named counter (1, 2, 3 ...) inside this transaction."""
        ...

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
        """Append one entry to the stream's hash chain. Values must be JSON; instants as ISO text."""
        ...

    def arm(self, timer: Timer) -> bool:
        """Insert a timer unless (scope_id, lane_id, kind, seq) already exists; return whether it was inserted."""
        ...

    def cancel_timers(self, scope_id: str, *, lane_id: str | None = None, kinds: Collection[str] | None = None) -> int:
        """Cancel armed timers of an incident (of one lane, of some kinds) and return how many there were."""
        ...

    def post(self, row: OutboxRow) -> bool:
        """Insert an outbox row unless its idem_key exists; older pending rows of the same supersede_key become superseded."""
        ...

    def supersede(self, *, incident_id: str, kinds: Collection[str], lane_id: str | None = None) -> int:
        """Mark pending (not sending) rows of these kinds superseded and return how many there were."""
        ...

    def pin(self, pack: Pack | LawPack) -> str:
        """Keep the pack as it is now and return its digest; the same pack twice is kept once."""
        ...

    def pin_all(self, packs: Iterable[Pack | LawPack]) -> dict[str, str]:
        """Keep all of these packs as they are now and return id to digest."""
        ...

    def pinned(self, digest: str) -> Pack:
        """Return a pack kept by `pin` or `pin_all`. Raises NotFound."""
        ...

    def pinned_law(self, digest: str) -> LawPack:
        """Return a law's pack kept by `pin`. Raises NotFound."""
        ...

    def open_incidents(self, *, member_id: str | None = None, reporter_id: str | None = None) -> list[Incident]:
        """Return incidents in an open state, oldest first; of one room member or one reporter when asked."""
        ...


class Store(Protocol):
    """Runs services, each in one transaction on the store's own thread."""

    async def run(self, service: Callable[[UnitOfWork, C], T], command: C) -> T:
        """Run a service and commit; an exception rolls everything back and is raised here.

        Raises:
            StoreUnavailable: the database refused or did not answer; nothing was kept.
        """
        ...

    async def read(self, query: Callable[[UnitOfWork, C], T], command: C) -> T:
        """Run a function that only reads; it never waits behind a writer."""
        ...
