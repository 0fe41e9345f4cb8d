"""An evidence pack of 1,000 log entries and 50 documents: made, and checked again."""

from __future__ import annotations

import hashlib
import io
import random
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.documents.evidence import Evidence, files_of, zipped
from bot.documents.verify_evidence import check
from bot.domain.log import GENESIS, LogEntry, seal
from tests.bench.figures import Figure

ENTRIES, DOCUMENTS, DOCUMENT_BYTES = 1_000, 50, 70_000
START = datetime(2026, 11, 24, tzinfo=UTC)


def measure(*, runs: int) -> list[Figure]:
    """Make one pack again and again, beside the bare parts: digests and a ZIP of the same bytes."""
    made = Figure(f"evidence pack of {ENTRIES:,} entries and {DOCUMENTS} documents: made", "s", target=5.0)
    checked = Figure("the same pack: checked", "s")
    evidence = _evidence()
    files = files_of(evidence)
    for _ in range(runs):
        bare = _timed(lambda: _bare(files))
        made.runs.append(_timed(lambda: zipped(files_of(evidence))))
        checked.runs.append(_timed(lambda: check(files)))
        made.bare.append(bare)
        checked.bare.append(bare)
    return [made, checked]


def _timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _bare(files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as pack:
        for name, body in files.items():
            hashlib.sha256(body).hexdigest()
            pack.writestr(name, body)


def _evidence() -> Evidence:
    log: list[LogEntry] = []
    previous = GENESIS
    for number in range(1, ENTRIES + 1):
        entry = seal(
            LogEntry(
                id=f"L{number}",
                stream="I1",
                number=number,
                at=START + timedelta(minutes=number),
                actor="U0SATO",
                action="attempt.logged",
                subject=f"A{number}",
                new={"channel": "phone", "result": "no_answer"},
                why="夜間窓口は応答なし",
                previous_hash=previous,
            )
        )
        log.append(entry)
        previous = entry.hash
    noise = random.Random(7)  # what a PDF holds is compressed already
    documents = [(f"第{number}報.pdf", noise.randbytes(DOCUMENT_BYTES)) for number in range(DOCUMENTS)]
    return Evidence(
        ref="INC-261124-01",
        reader="house",
        made_at=START,
        record={"incident": {"ref": "INC-261124-01"}},
        log=log,
        withheld=frozenset(),
        documents=documents,
    )
