"""What follows when a road is closed: another road for pages, the services' own way for the rest, and the operators told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.domain.ports import Clock
from bot.domain.work import OutboxRow, SendPriority, TransportKind
from bot.engine.failpoints import failpoint
from bot.engine.fallback import (
    LOGIC_FAILED,
    STUCK,
    TOKEN_REFUSED,
    OtherRoads,
    Trouble,
    late_pages,
    send_another_way,
    tell_operators,
)
from bot.engine.ports import EngineStore, Firing
from bot.engine.roads import Refused
from bot.services.ports import UnitOfWork

CIRCUIT = "slack:token"
"""The gate that is closed while Slack does not accept our token; every Slack row waits, and one try each 30 s probes it."""
CIRCUIT_SECONDS = 30.0


class Refusals:
    """Turns refusals and other trouble into rows, each in one short transaction and once per trouble."""

    def __init__(self, *, store: EngineStore, clock: Clock, roads: OtherRoads, wake: Callable[[], None]) -> None:
        """Take the store, the roads beside Slack, and what to call when a row was added."""
        self._store = store
        self._clock = clock
        self._roads = roads
        self._wake = wake

    def after(
        self, row: OutboxRow, answer: Refused, after_refused: Callable[[UnitOfWork, OutboxRow, str], None]
    ) -> Callable[[UnitOfWork], None]:
        """Return what to do in the transaction that closes a refused row."""

        def close(uow: UnitOfWork) -> None:
            if row.priority is SendPriority.PAGE:
                send_another_way(uow, row, self._roads, answer.kind.value)
                failpoint("fallback.after_post")
            page_elsewhere = row.priority is SendPriority.PAGE and row.transport in {
                TransportKind.MAIL,
                TransportKind.WEBHOOK,
            }
            if row.kind != "operators" and not page_elsewhere:
                # A refused note to the operators is not told to the operators: that would never end.
                after_refused(uow, row, answer.error)

        return close

    async def token(self, row: OutboxRow, error: str) -> None:
        """Slack does not accept our token: a page goes another way now, and the operators are told once an hour."""
        trouble = Trouble(
            text=TOKEN_REFUSED,
            key=f"token:{self._clock.now():%Y-%m-%dT%H}",
            values={"error": error, "what": "token", "ref": ""},
            off_slack=True,
        )

        def post(uow: UnitOfWork, of: OutboxRow) -> None:
            if of.priority is SendPriority.PAGE:
                send_another_way(uow, of, self._roads, "token")
            tell_operators(uow, trouble, self._roads)

        if row.kind == "operators" and row.params.get("text") == TOKEN_REFUSED:
            return
        await self._store.run(post, row)
        self._wake()

    async def late(self, rows: tuple[OutboxRow, ...]) -> None:
        """Pages that did not arrive in time also go another way; the attempts on Slack go on."""

        def post(uow: UnitOfWork, of: OutboxRow) -> None:
            send_another_way(uow, of, self._roads, "late")

        for row in rows:
            await self._store.run(post, row)
        if rows:
            self._wake()

    async def find_late(self, since: datetime) -> tuple[OutboxRow, ...]:
        """Return the late pages; see fallback.late_pages. `since` is when this process began."""
        return await self._store.read(late_pages, since)

    async def tell_unrendered(self, row: OutboxRow) -> None:
        """The words of a page could not be written; it goes out in fixed words."""
        await self._tell(row, LOGIC_FAILED, f"unrendered:{row.id}", error="unrendered")

    async def tell_stuck(self, row: OutboxRow, error: str) -> None:
        """A message (or what follows from it) fails again and again."""
        await self._tell(row, STUCK, f"stuck:{row.id}", error=error)

    async def tell_failing(self, firing: Firing) -> None:
        """The rules of one incident fail: told once an hour until they do not."""
        trouble = Trouble(
            text=LOGIC_FAILED,
            key=f"logic:{firing.scope_id}:{self._clock.now():%Y-%m-%dT%H}",
            values={"ref": firing.scope_id, "what": "timer", "error": type(firing.failure).__name__},
            incident_id="" if firing.scope_id == "office" else firing.scope_id,
            off_slack=True,
        )
        await self._store.run(lambda uow, what: tell_operators(uow, what, self._roads), trouble)
        self._wake()

    async def _tell(self, row: OutboxRow, text: str, key: str, *, error: str) -> None:
        if row.kind == "operators":
            return
        values: dict[str, object] = {"ref": row.incident_id or row.id, "what": row.kind, "error": error}
        trouble = Trouble(text=text, key=key, values=values, incident_id=row.incident_id)
        await self._store.run(lambda uow, what: tell_operators(uow, what, self._roads), trouble)
        self._wake()
