"""A thousand contracts: how long they take to load and to be held against one report, and a hundred pages to be drafted."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import typst
from pypdfium2 import PdfDocument

from bot.contracts import draft, read_contract, read_file
from bot.domain.facts import FactValue
from bot.domain.matching import match
from bot.packs.evaluate import evaluate, widened
from bot.packs.loader import DEMO, load_directory
from bot.packs.schema import Pack
from bot.rulebook import PackBook
from bot.services.report import ReportIncident, facts_of, report_incident
from bot.transports.clock import ManualClock
from storage.opening import open_store
from tests.bench.figures import Figure

PACKS, PAGES = 1_000, 100
NIGHT = datetime(2026, 11, 24, 3, 5, tzinfo=ZoneInfo("Asia/Tokyo"))
LAPTOP = {
    "what": ["loss_theft"],
    "how_sure": "occurred",
    "where": ["carried_device"],
    "info": ["personal"],
    "contracts": ["client-0007"],
    "when": "now",
}


def measure(scratch: Path, *, runs: int) -> list[Figure]:
    """Load, evaluate, report and draft, each again and again."""
    loaded = Figure(f"{PACKS:,} packs loaded", "s", target=5.0)
    worked = Figure(f"{PACKS:,} packs loaded: processor time", "s", target=5.0)
    memory = Figure(f"{PACKS:,} packs loaded: resident memory of the process", "MB", target=200.0)
    evaluated = Figure(f"one report held against {PACKS:,} packs of two forms: processor time", "s", target=0.05)
    apart = Figure(f"the same, as if each of the {PACKS:,} had a form of its own", "s", target=0.05)
    reported = Figure(f"one report taken in with {PACKS:,} packs in force", "s")
    drafted = Figure(f"a contract of {PAGES} pages (PDF) drafted: processor time", "s", target=10.0)
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        packs = write_packs(Path(folder) / "packs")
        for _ in range(runs):
            for part, figures in (("load", "runs"), ("parse", "bare")):
                found = _apart(part, packs)
                for figure in (loaded, worked, memory):
                    getattr(figure, figures).append(found[figure.unit if figure is not worked else "cpu"])
        in_force = list(load_directory(packs).in_force.values())
        facts = facts_of(LAPTOP)
        for _ in range(runs):
            evaluated.runs.append(_worked(lambda: [evaluate(pack, facts, "active") for pack in in_force]))
            apart.runs.append(_worked(lambda: _each_anew(in_force, facts)))
            for figure in (evaluated, apart):
                figure.bare.append(_worked(lambda: _looked_up(in_force, facts)))
        reported.runs += _reports(Path(folder) / "hansho.sqlite", packs, runs)
        contract = write_contract(Path(folder) / "contract.pdf")
        for _ in range(runs):
            drafted.runs.append(
                _worked(lambda: draft(read_contract(read_file(contract)), pack_id="long", source="pdf"))
            )
            drafted.bare.append(
                _worked(lambda: [page.get_textpage().get_text_range() for page in PdfDocument(contract)])
            )
    return [loaded, worked, memory, evaluated, apart, reported, drafted]


def write_packs(folder: Path) -> Path:
    """Write a folder of made-up clients, two thirds under the 60-minute form and one under the memorandum."""
    folder.mkdir()
    (folder / "office.yaml").write_text((DEMO / "office.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    city, company = ((DEMO / name).read_text(encoding="utf-8") for name in ("kawabata.yaml", "tobu.yaml"))
    for number in range(PACKS):
        text = company if number % 3 == 2 else city
        for old, new in (("kawabata-2026", f"client-{number:04}"), ("tobu-2026", f"client-{number:04}")):
            text = text.replace(f"id: {old}", f"id: {new}")
        text = text.replace("川端市", f"第{number}市").replace("東部商事", f"第{number}商事")
        (folder / f"client-{number:04}.yaml").write_text(text, encoding="utf-8")
    return folder


def write_contract(path: Path) -> Path:
    """Typeset a made-up contract of a hundred pages, a clause of some lines after another."""
    said = [
        "乙は、事故が発生したときは、直ちに甲に報告し、その指示に従わなければならない。",
        "乙は、情報資産を持ち出すときは、あらかじめ甲の書面による承諾を得なければならない。",
        "乙は、業務が終了したときは、速やかに資料を返却し、又は消去して証明書を提出するものとする。",
        "甲は、必要があると認めるときは、乙の事業所に立ち入り、実地に調査することができる。",
    ]
    clauses = [
        f"第{number}条　{said[number % 4]}\\\n" + "".join(f"({n})　{said[(number + n) % 4]}\\\n" for n in range(1, 6))
        for number in range(1, PAGES * 4 + 1)
    ]
    pages = ["\n\n".join(clauses[begin : begin + 4]) for begin in range(0, len(clauses), 4)]
    source = '#set text(font: "Noto Sans CJK JP", size: 9pt)\n' + "\n#pagebreak()\n".join(pages)
    path.write_bytes(typst.compile(source.encode()))
    assert len(PdfDocument(path)) == PAGES
    return path


def _apart(part: str, packs: Path) -> dict[str, float]:
    """Do it in a process of its own, whose memory is then its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.loading", part, str(packs)], check=True, capture_output=True, text=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _each_anew(packs: list[Pack], facts: Mapping[str, object]) -> None:
    """Match every condition of every pack, none of which has seen these answers."""
    for pack in packs:
        answers = widened(pack, facts, "active")
        for condition in pack.conditions:
            match(condition.condition, answers)


def _looked_up(packs: list[Pack], facts: Mapping[str, FactValue] | Mapping[str, object]) -> int:
    """The bare part: every fact that a duty's condition may ask for is looked up once."""
    return sum(name in facts for pack in packs for _ in pack.duties for name in ("event", "status", "info_kind"))


def _reports(database: Path, packs: Path, runs: int) -> list[float]:
    """Take in reports of one client; the first, which keeps a thousand packs as they stand, is not among the figures."""
    with open_store(f"sqlite:///{database}", ManualClock(NIGHT), PackBook.load(packs)) as store:

        def one(number: int) -> float:
            command = ReportIncident(actor="U0YAMADA", key=f"draft-{number}", team_id="T0", answers=LAPTOP)
            began = time.perf_counter()
            store.write_now(lambda uow: report_incident(uow, command))
            return time.perf_counter() - began

        return [one(number) for number in range(runs + 1)][1:]


def _worked(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
