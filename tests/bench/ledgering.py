"""A ledger of 5,000 lines: what it comes to on the screen, what a statement says, and its three files."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from openpyxl import Workbook

from bot.documents.table import comma_separated
from bot.documents.typesetting import typeset
from bot.documents.workbook import workbook
from bot.domain.consultation import Consultation
from bot.domain.ids import new_id
from bot.domain.lane import Lane
from bot.domain.ledger import COST_ITEMS, CostLine, ShareTerms, Stage, Standing, priced
from bot.domain.money import Tax
from bot.rulebook import PackBook
from bot.services.consulting import open_consultation
from bot.services.ledger_picture import LedgerOf, ledger_picture
from bot.services.report import ReportIncident, report_incident
from bot.services.statement_data import data_of
from bot.transports.clock import ManualClock
from bot.views.ledger import costs_view
from bot.views.pictures import Reader
from storage.opening import open_store
from tests.bench.figures import Figure

LINES = 5_000
DEMO = Path(__file__).resolve().parents[2] / "bot" / "packs" / "data" / "demo"
NIGHT = datetime(2026, 11, 24, 3, 5, tzinfo=ZoneInfo("Asia/Tokyo"))
ENGINEER, LEAD = "U0YAMADA", "U0SATO"


def measure(scratch: Path, *, runs: int) -> list[Figure]:
    """Fill one ledger and work it out again and again."""
    figures = [
        Figure(f"ledger of {LINES:,} lines: read, added up, drawn", "s", target=1.0),
        Figure(f"ledger of {LINES:,} lines: overview and what a statement says", "s", target=1.0),
        Figure(f"statement of {LINES:,} lines as CSV", "s"),
        Figure(f"statement of {LINES:,} lines as Excel", "s"),
        Figure(f"statement of {LINES:,} lines as PDF", "s"),
    ]
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        file = Path(folder) / "hansho.sqlite"
        rules = PackBook.load(DEMO)
        with open_store(f"sqlite:///{file}", ManualClock(NIGHT), rules) as store:
            lane = store.write_now(_filled)
            reader = Reader(LEAD, "ja", "Asia/Tokyo")

            def drawn(uow: Any) -> Any:
                return costs_view(ledger_picture(uow, LedgerOf(viewer=LEAD, lane_id=lane.id)), reader)

            def said(uow: Any) -> dict[str, Any]:
                return data_of(uow, lane, ledger_picture(uow, LedgerOf(viewer=LEAD, lane_id=lane.id)), 1)

            data = store.read_now(said)
            for _ in range(runs):
                bare = _timed(lambda: _summed(file))
                for figure, work in zip(figures[:2], (drawn, said), strict=True):
                    figure.runs.append(_timed(lambda work=work: store.read_now(work)))
                    figure.bare.append(bare)
                figures[2].runs.append(_timed(lambda: comma_separated(data)))
                figures[3].runs.append(_timed(lambda: workbook(data, at=NIGHT)))
                figures[3].bare.append(_timed(lambda: _plain_book(data)))
                figures[4].runs.append(_timed(lambda: typeset("statement", data, at=NIGHT)))
    return figures


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _filled(uow: Any) -> Lane:
    answers = {
        "what": ["loss_theft"],
        "how_sure": "occurred",
        "contracts": ["kawabata-2026"],
        "info": ["personal"],
        "when": "now",
    }
    incident = report_incident(uow, ReportIncident(actor=ENGINEER, key="bench", team_id="T0", answers=answers))
    lane: Lane = uow.find(Lane, incident_id=incident.incident_id)[0]
    uow.add(*(_line(uow, lane, number) for number in range(1, LINES + 1)))
    open_consultation(
        uow, uow.lock(lane.incident_id), lane_id=lane.id, rule_id="cost", topic="cost", good_practice=False
    )
    talk = uow.find(Consultation, lane_id=lane.id)[0]
    uow.add(
        ShareTerms(
            id=new_id(uow.now), incident_id=lane.incident_id, lane_id=lane.id, consultation_id=talk.id, number=1,
            standing=Standing.AGREED, us_bp=6_000, client_bp=4_000, by=LEAD, at=uow.now,
        )
    )  # fmt: skip
    return lane


def _line(uow: Any, lane: Lane, number: int) -> CostLine:
    line_id = new_id(uow.now)
    foreign = number % 7 == 0
    return priced(
        CostLine(
            id=line_id, incident_id=lane.incident_id, lane_id=lane.id, line_id=line_id, number=number, stage=list(Stage)[number % 3],
            item=COST_ITEMS[number % len(COST_ITEMS)], description=f"作業 {number}", currency="USD" if foreign else "JPY",
            amount_minor=1_000 + 37 * number, tax=Tax.NONE if foreign else Tax.INCLUDED_10, rate="151.23" if foreign else "",
            rate_source="架空銀行" if foreign else "", rate_on=date(2026, 11, 24) if foreign else None, payer="us",
            evidence=f"請求書 {number}", incurred_on=date(2026, 11, 24), by=LEAD, at=uow.now,
        )
    )  # fmt: skip


def _summed(file: Path) -> int:
    """The same rows, read and added up with nothing between."""
    connection = sqlite3.connect(file)
    rows = connection.execute("SELECT * FROM cost_line ORDER BY id").fetchall()
    names = [column[1] for column in connection.execute("PRAGMA table_info(cost_line)")]
    connection.close()
    net, tax = names.index("net_yen"), names.index("tax_yen")
    return sum(row[net] + row[tax] for row in rows)


def _plain_book(data: dict[str, Any]) -> None:
    """The same cells, without styles or formulas."""
    book = Workbook()
    for line in data["lines"]:
        book.active.append(list(line.values()))
    with tempfile.TemporaryFile() as out:
        book.save(out)
