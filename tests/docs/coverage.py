"""Reads docs/coverage.yaml, and makes docs/coverage.md from it. `python -m tests.docs.coverage` writes the page (script/coverage)."""

from __future__ import annotations

import ast
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.packs.loader import SHIPPED, load_pack
from bot.packs.schema import Pack

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "docs" / "coverage.yaml"
PAGE = ROOT / "docs" / "coverage.md"
PROOF = "tests/packs/test_every_row.py::test_row"
KINDS = {
    "N": "notice with a clock",
    "A": "act and contain",
    "F": "answer and follow up",
    "P": "consent or approval first",
    "T": "submit or register",
    "R": "recurring, or how people behave",
    "C": "consultation",
    "$": "cost and damages",
    "V": "inspection",
    "E": "end, survival, term",
    "X": "scope, exposure or a right of the client: no duty of ours, shown all the same",
}
FIRES = {
    "report": "the answers of a report",
    "lead": "what the lead knows later: the cause, whether terms were broken",
    "reach": "a person at the client was reached",
    "instruction": "the client gave an instruction",
    "asked": "the door `The client asked`",
    "may": "the door `May I?`, and the gates of publication and disclosure",
    "changed": "the door `Something changed`",
    "start": "the contract begins",
    "end": "the work or the contract ends",
    "calendar": "its interval, or so long before a day",
    "standing": "nothing: it always holds",
}
INTRODUCTION = (
    "Every clause of the five shipped contract forms that obliges us, limits us, or gives the client a right: which entry of the",
    "pack holds it, how it fires, where people see it, and the test that proves it in the running program. Made by",
    "`script/coverage` from [coverage.yaml](coverage.yaml); the test suite fails when a clause has no test, a test or an entry is",
    "gone, an entry belongs to no clause, or this page is stale. The words are ours; the contract's own are in the contract.",
    "",
    f"Besides the tests named, `{PROOF}` sends every row's entries through what fires them, and fails without any one of them.",
)
SHOWS = {
    "card": "the client's card in the room",
    "duties": "the list of what is owed",
    "follow": "what comes after, for one client",
    "gate": "the gates of publication and disclosure",
    "ledger": "the cost ledger",
    "matter": "the matter's own page, with its steps",
    "home": "App Home and the morning digest",
    "contract": "the contract's page, with doubts and exposures",
    "document": "a document made from it",
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One clause of one contract form."""

    id: str
    pack: str
    cite: str
    kind: str
    words: str
    entries: tuple[str, ...]
    fires: tuple[str, ...]
    shows: tuple[str, ...]
    tests: tuple[str, ...]

    @property
    def is_duty(self) -> bool:
        """Whether it obliges us; the others are scopes, exposures and rights of the client."""
        return self.kind != "X"


@cache
def rows_by_id() -> dict[str, Row]:
    """Every row by its id, in the order of the file."""
    source = YAML(typ="safe").load(SOURCE.read_text(encoding="utf-8"))
    return {one["id"]: _row(pack, one, source["proofs"]) for pack, rows in source["rows"].items() for one in rows}


def _row(pack: str, one: dict[str, Any], proofs: dict[str, str]) -> Row:
    return Row(
        id=one["id"],
        pack=pack,
        cite=str(one["cite"]),
        kind=one["kind"],
        words=one["words"],
        entries=tuple(one["entries"]),
        fires=tuple(one["fires"]),
        shows=tuple(one["shows"]),
        tests=tuple(proofs[name] for name in one["tests"]),
    )


@cache
def proofs() -> dict[str, str]:
    """The tests of the running program by the short names that rows call them by."""
    return YAML(typ="safe").load(SOURCE.read_text(encoding="utf-8"))["proofs"]


@cache
def packs() -> dict[str, Pack]:
    """The shipped packs by id."""
    loaded = [load_pack(path).pack for path in sorted(SHIPPED.glob("seed-*.yaml"))]
    return {pack.id: pack for pack in loaded if pack is not None}


@cache
def names_of_tests(path: Path) -> frozenset[str]:
    """The names of a test file's tests, read without running it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return frozenset(node.name for node in found if node.name.startswith("test_"))


def page() -> str:
    """The page as it has to be."""
    rows = rows_by_id()
    parts = [
        "# Coverage",
        "",
        *INTRODUCTION,
        "",
        *_key("kind", KINDS),
        *_key("fires by", FIRES),
        *_key("shows on", SHOWS),
        *_counts(list(rows.values())),
    ]
    for pack in packs().values():
        parts += ["", f"## {pack.id}: {pack.title.en}", ""]
        parts += ["| row | article | kind | in our words | entry | fires by | shows on | proved by |", "|" + "---|" * 8]
        parts += [_line(row) for row in rows.values() if row.pack == pack.id]
        parts += ["", "Where it can be read in two ways, shown to the lead:", ""]
        parts += [f"- {doubt.en}" for doubt in pack.doubts]
    return "\n".join(parts) + "\n"


def _key(title: str, words: dict[str, str]) -> list[str]:
    return [f"| {title} | |", "|---|---|", *(f"| {code} | {meaning} |" for code, meaning in words.items()), ""]


def _counts(rows: list[Row]) -> list[str]:
    lines = ["| form | rows | duties | " + " | ".join(KINDS) + " |", "|" + "---|" * (len(KINDS) + 3)]
    names = [*dict.fromkeys(row.pack for row in rows), "all"]
    for name in names:
        mine = [row for row in rows if name in {row.pack, "all"}]
        kinds = Counter(row.kind for row in mine)
        figures = [len(mine), sum(row.is_duty for row in mine), *(kinds[kind] for kind in KINDS)]
        lines.append(f"| {name} | " + " | ".join(map(str, figures)) + " |")
    return lines


def _line(row: Row) -> str:
    tests = "<br>".join(f"[{_title(test)}](../{test.partition('::')[0]})" for test in row.tests)
    entries = ", ".join(f"`{entry}`" for entry in row.entries)
    cells = [row.id, row.cite, row.kind, row.words, entries, ", ".join(row.fires), ", ".join(row.shows), tests]
    return "| " + " | ".join(cells) + " |"


def _title(test: str) -> str:
    return test.partition("::test_")[2].replace("_", " ")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
