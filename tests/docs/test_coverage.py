"""Every clause of the five contract forms has its entry, its place on a screen and its test; docs/coverage.md says so, and is fresh."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.docs.coverage import FIRES, KINDS, PAGE, ROOT, SHOWS, names_of_tests, packs, page, proofs, rows_by_id

ROWS, PROOFS = rows_by_id(), proofs()
COUNTS = {
    "seed-000": {"N": 7, "A": 1, "F": 3, "P": 3, "T": 2, "R": 2, "C": 2, "$": 1, "V": 3, "E": 2, "X": 3},
    "seed-001": {"N": 2, "F": 3, "P": 7, "R": 4, "V": 1, "E": 2, "X": 3},
    "seed-002": {"N": 4, "F": 4, "P": 7, "T": 5, "R": 22, "$": 1, "V": 1, "E": 2, "X": 5},
    "seed-003": {"N": 2, "F": 1, "P": 5, "T": 3, "R": 7, "$": 2, "V": 2, "E": 4},
    "seed-004": {"N": 3, "A": 3, "F": 11, "P": 1, "T": 1, "C": 3, "$": 2, "E": 2, "X": 3},
}
"""How many clauses of each kind the contracts hold, counted from the contracts themselves."""
SECTIONS = {"parent", "incorporates", "contacts", "incident_definition", "info_definition", "term", "survival", "law"}


def test_no_clause_is_missing_and_none_is_made_up():
    found = {pack: Counter(row.kind for row in ROWS.values() if row.pack == pack) for pack in COUNTS}
    assert found == COUNTS
    assert len(ROWS) == 157
    assert sum(row.is_duty for row in ROWS.values()) == 143
    for pack in COUNTS:
        ids = [row.id for row in ROWS.values() if row.pack == pack]
        assert ids == [f"{pack[-3:]}-{number:02d}" for number in range(1, len(ids) + 1)]


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_a_row_is_told_in_full(row):
    assert row.kind in KINDS
    assert row.words and row.cite
    assert row.fires and set(row.fires) <= set(FIRES)
    assert row.shows and set(row.shows) <= set(SHOWS)


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_every_entry_named_is_in_the_pack(row):
    ids = {rule.id for _, _, rule in packs()[row.pack].rules()}
    assert row.entries
    assert set(row.entries) <= ids | SECTIONS


@pytest.mark.parametrize("pack", packs().values(), ids=packs())
def test_no_entry_of_a_pack_belongs_to_no_clause(pack):
    named = {entry for row in ROWS.values() if row.pack == pack.id for entry in row.entries}
    assert {rule.id for _, _, rule in pack.rules()} - named == set()


FAMILIES = {
    "report": ("report", "sixty", "joint", "exposure"),
    "lead": ("lead", "exposure"),
    "reach": ("reach", "survey-cite"),
    "asked": ("asked", "keep", "survey-cite"),
    "may": ("may", "laptop", "sub-form", "emergency", "legal-disclosure", "begun-talks"),
    "changed": ("changed",),
    "start": ("start", "storage-content"),
    "end": ("end", "after-end", "survives", "survives-60"),
    "calendar": ("back", "card"),
    "instruction": ("instruction",),
    "standing": ("one-with",),
}
"""By what fires a row: the proofs of which it must name one, so that no row rests on a test of something else."""


@pytest.mark.parametrize("name", PROOFS)
def test_every_proof_is_a_test_that_exists_and_that_some_row_names(name):
    path, _, test = PROOFS[name].partition("::")
    assert (ROOT / path).is_file(), path
    assert test in names_of_tests(ROOT / path), test
    assert any(PROOFS[name] in row.tests for row in ROWS.values())


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_every_row_is_proved_in_the_running_program_for_each_way_it_fires(row):
    assert row.tests
    for way in row.fires:
        assert any(PROOFS[name] in row.tests for name in FAMILIES[way]), f"nothing proves that it fires by {way}"


@pytest.mark.parametrize("row", [row for row in ROWS.values() if not row.is_duty], ids=lambda row: row.id)
def test_what_is_no_duty_is_shown_all_the_same(row):
    assert set(row.shows) & {"card", "contract", "ledger"}


def test_the_page_is_fresh():
    assert PAGE.read_text(encoding="utf-8") == page(), "run script/coverage"
