"""Services on a real store with real packs and a clock moved by hand: everything but the network."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest

from bot.domain.lane import Lane
from bot.domain.work import Call, OutboxRow, Timer, TimerState, TransportKind
from bot.engine.ports import HandedOver, Sent
from bot.rulebook import PackBook
from bot.services.delivery import after_refused, after_sent
from bot.services.firing import fire
from bot.services.rendering import render
from bot.services.report import ReportIncident, report_incident
from bot.transports.clock import ManualClock
from storage import claims, outbox
from storage.migrating import migrate
from storage.opening import open_store
from storage.store import SqlStore
from tests.harness.databases import with_tables
from tests.harness.postgres import PostgresServer

TOKYO = ZoneInfo("Asia/Tokyo")
NIGHT = datetime(2026, 11, 24, 3, 5, tzinfo=TOKYO)
DEMO = Path(__file__).resolve().parents[2] / "bot" / "packs" / "data" / "demo"
R = TypeVar("R")

ENGINEER, LEAD, MANAGER, BROWN, SUZUKI = "U0YAMADA", "U0SATO", "U0TANAKA", "U0BROWN", "U0SUZUKI"
EXECUTIVE, LEGAL, OPERATOR = "U0OKADA", "U0LEE", "U0KATO"


class House:
    """The services and the store; `deliver` plays a Slack that takes everything."""

    def __init__(self, url: str, packs: Path = DEMO) -> None:
        self.clock = ManualClock(NIGHT)
        self.rules = PackBook.load(packs)
        self.store: SqlStore = open_store(with_tables(url), self.clock, self.rules)
        self.keys = 0

    def do(self, service: Callable[[Any, Any], R], command: Any) -> R:
        """One use case in one transaction."""
        return self.store.write_now(lambda uow: service(uow, command))

    def key(self) -> str:
        self.keys += 1
        return f"key-{self.keys}"

    def all(self, record: type[R], /, **equals: Any) -> list[R]:
        return self.store.read_now(lambda uow: uow.find(record, **equals))

    def report(self, key: str = "draft-1", **changes: Any) -> str:
        """The lost laptop of the 60-minute client; returns the incident's id."""
        answers = {
            "what": ["loss_theft"],
            "how_sure": "occurred",
            "where": ["carried_device"],
            "contracts": ["kawabata-2026"],
            "info": ["personal"],
            "when": "now",
            **changes,
        }
        command = ReportIncident(actor=ENGINEER, key=key, team_id="T0", answers=answers)
        return self.do(report_incident, command).incident_id

    def lane(self, incident_id: str, pack_id: str = "kawabata-2026") -> Lane:
        return self.all(Lane, incident_id=incident_id, pack_id=pack_id)[0]

    def fire_due(self) -> int:
        """Fire what is due now, as the engine's cycle does; a scope that fails, fails the test."""

        def one(uow: Any) -> bool:
            locked = claims.lock_due_scope(uow)
            if locked is None:
                return False
            fire(uow, locked[0])
            claims.check_fired(uow, locked[1])
            return True

        count = 0
        while self.store.write_now(one):
            count += 1
        return count

    def pass_time(self, **length: float) -> None:
        """Move time forward, stopping wherever something falls due; what is due then leaves as well."""
        end = self.clock.now()
        probe = ManualClock(end)
        probe.advance(**length)
        end = probe.now()
        while True:
            armed = [t.due_at for t in self.all(Timer, state=TimerState.ARMED) if t.due_at <= end]
            if not armed:
                break
            self.clock.set(max(min(armed), self.clock.now()))
            self.fire_due()
            self.deliver()
        self.clock.set(end)

    def deliver(self, *, refuse: dict[str, str] | None = None) -> list[tuple[OutboxRow, Call]]:
        """Carry every row that is due; `refuse` maps a channel to the error Slack gives for it."""
        sent: list[tuple[OutboxRow, Call]] = []
        while batch := self.store.write_now(lambda uow: outbox.claim(uow, "w", 50, 30.0, tuple(TransportKind), None)):
            for claimed in batch:
                row = claimed.row
                call = self.store.write_now(lambda uow, row=row: outbox.mark_dispatched(uow, row, render))
                if not isinstance(call, Call):
                    continue
                if refuse and (error := refuse.get(str(call.arguments.get("channel")))):
                    self._settle_refused(row, error)
                    continue
                sent.append((row, call))
                self._settle_sent(row, call)
        return sent

    def _settle_sent(self, row: OutboxRow, call: Call) -> None:
        ts = f"{len(row.id)}.{row.id[-6:]}"
        response: dict[str, Any] = {"ok": True, "channel": call.arguments.get("channel"), "ts": ts}
        if call.method == "conversations.create":
            response["channel"] = {"id": f"C{row.incident_id[-8:]}"}
        if call.method == "document":
            response["content"] = b"made"
        if call.method == "chat.scheduleMessage":
            response["scheduled_message_id"] = f"Q{row.id[-10:]}"
        where = response["channel"] if isinstance(response["channel"], str) else ""
        outcome = Sent(provider_channel=where, provider_ts=ts)
        self.store.write_now(
            lambda uow: outbox.finish(uow, row, outcome, lambda inner: after_sent(inner, row, response))
        )

    def _settle_refused(self, row: OutboxRow, error: str) -> None:
        self.store.write_now(
            lambda uow: outbox.finish(uow, row, HandedOver(error=error), lambda inner: after_refused(inner, row, error))
        )

    def pages(self, user: str, *, reason: str = "", incident: str = "") -> list[OutboxRow]:
        """Page rows to a person, oldest first, whatever became of them."""
        found = self.all(OutboxRow, kind="page", target=user)
        found = [row for row in found if not incident or row.incident_id == incident]
        return [row for row in found if not reason or reason in row.params["reasons"]]

    def to_operators(self, text: str = "") -> list[OutboxRow]:
        return [row for row in self.all(OutboxRow, kind="operators") if not text or row.params["text"] == text]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """The demo's packs on an SQLite file, at 03:05."""
    made = House(f"sqlite:///{tmp_path / 'hansho.sqlite3'}")
    yield made
    made.store.close()


@pytest.fixture
def leaving_house(tmp_path: Path) -> Iterator[House]:
    """The same, but people stand in the office file alone; `nobody_left` takes them out, as an edit on disk may."""
    packs = tmp_path / "packs"
    shutil.copytree(DEMO, packs)
    for file in packs.glob("*.yaml"):
        if file.name != "office.yaml":
            text = file.read_text(encoding="utf-8")
            file.write_text(text[: text.index("\npeople:") + 1], encoding="utf-8")
    made = House(f"sqlite:///{tmp_path / 'hansho.sqlite3'}", packs)
    yield made
    made.store.close()


def nobody_left(house: House) -> None:
    """Every role of the office is empty from now on; a retired pack may leave it so."""
    office, *rest = house.rules._good
    house.rules._good = (office.model_copy(update={"roles": {}}), *rest)


@pytest.fixture
def postgres_house(postgres_server: PostgresServer) -> Iterator[House]:
    """The demo's packs on PostgreSQL."""
    with postgres_server.database(template=postgres_server.template("migrated", migrate)) as url:
        made = House(url)
        yield made
        made.store.close()
