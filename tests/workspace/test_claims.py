"""workspace/CLAIMS.md keeps its form, and every test it names exists."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from workspace.methods import METHODS

TESTS = Path(__file__).resolve().parents[1]
CLAIMS = TESTS.parent / "workspace" / "CLAIMS.md"
HEADINGS = {"Web API", "Block Kit", "Delivery", "Views", "Faults"}
EVIDENCE = {"documented", "seen", "assumed"}
COLUMNS = ["behaviour", "evidence", "where", "test"]


@dataclass(frozen=True)
class Claim:
    line: int
    heading: str
    cells: tuple[str, ...]

    @property
    def behaviour(self) -> str:
        return self.cells[0]


def cells(line: str) -> tuple[str, ...]:
    """The cells of a table row; a bar inside code is escaped."""
    return tuple(cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1])


def claims() -> list[Claim]:
    """Every row below a second-level heading, the heads of the tables left out."""
    found, heading = [], ""
    for number, line in enumerate(CLAIMS.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("## "):
            heading = line[3:].strip()
        elif heading and line.startswith("|") and not set(line) <= set("|- ") and list(cells(line)) != COLUMNS:
            found.append(Claim(number, heading, cells(line)))
    return found


@cache
def names_in(path: Path) -> frozenset[str]:
    """The names of the test functions of a file, those inside classes included."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    made = (node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return frozenset(name for name in made if name.startswith("test_"))


def fault_of(claim: Claim) -> str | None:
    """What is wrong with one row; None when nothing is."""
    if len(claim.cells) != len(COLUMNS) or not all(claim.cells):
        return f"{len(COLUMNS)} filled cells are wanted, there are {sum(map(bool, claim.cells))}"
    _, evidence, where, tested = claim.cells
    if evidence.strip("`") not in EVIDENCE or evidence != f"`{evidence.strip('`')}`":
        return f"the evidence is one of {sorted(EVIDENCE)} as code, not {evidence}"
    if "://" in where:
        return "where names a page or file, not an address"
    if tested.startswith("untested:"):
        return None if len(tested) > len("untested: ") + 10 else "untested needs its reason"
    for name in tested.split(","):
        path, mark, test = name.strip().partition("::")
        if not mark or not (TESTS / path).is_file() or test not in names_in(TESTS / path):
            return f"there is no test {name.strip()}"
    return None


def test_every_claim_has_its_evidence_and_a_test_that_exists():
    wrong = [f"CLAIMS.md:{claim.line}: {fault}" for claim in claims() if (fault := fault_of(claim))]
    assert wrong == []


def test_every_heading_is_known_and_has_claims():
    assert {claim.heading for claim in claims()} == HEADINGS


def test_every_method_is_claimed():
    named = {
        word for claim in claims() for cell in claim.cells[:3] for word in re.findall(r"[a-z]+(?:\.[a-zA-Z]+)+", cell)
    }
    assert sorted(set(METHODS) - named) == []


def test_no_behaviour_is_claimed_twice():
    said = [claim.behaviour for claim in claims()]
    assert sorted({one for one in said if said.count(one) > 1}) == []


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("| a | `documented` | reference/x | workspace/test_claims.py::test_no_behaviour_is_claimed_twice |", None),
        ("| a | `assumed` | nothing is known | untested: only a live workspace can show it |", None),
        ("| a | `documented` | | workspace/test_claims.py::test_x |", "4 filled cells"),
        ("| a | documented | reference/x | workspace/test_claims.py::test_x |", "as code"),
        ("| a | `proven` | reference/x | workspace/test_claims.py::test_x |", "one of"),
        ("| a | `documented` | https://x.example | workspace/test_claims.py::test_x |", "not an address"),
        ("| a | `documented` | reference/x | workspace/test_claims.py::test_gone |", "no test"),
        ("| a | `documented` | reference/x | workspace/test_gone.py::test_x |", "no test"),
        ("| a | `documented` | reference/x | untested: |", "reason"),
    ],
)
def test_faulty_rows_are_found(row, fault):
    found = fault_of(Claim(1, "Views", cells(row)))
    assert found is None if fault is None else fault in found
