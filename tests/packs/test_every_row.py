"""Every row of docs/coverage.yaml drives its entry of the shipped pack through the mechanism that fires it."""

from __future__ import annotations

import pytest

from bot.packs.loader import SHIPPED, load_pack
from bot.packs.schema import Pack
from tests.docs.coverage import rows_by_id
from tests.packs.rows import seed_000, seed_001, seed_002, seed_003, seed_004

DRIVES = {**seed_000.ROWS, **seed_001.ROWS, **seed_002.ROWS, **seed_003.ROWS, **seed_004.ROWS}
ROWS = rows_by_id()
PACKS: dict[str, Pack] = {path.stem: load_pack(path).pack for path in SHIPPED.glob("seed-*.yaml")}
RULES = ("duties", "consents", "consultations", "submissions", "recurring", "end_of_contract")


def pack_of(row_id: str) -> Pack:
    return PACKS[f"seed-{row_id[:3]}"]


def drive_all(row_id: str, pack: Pack) -> None:
    for drive in DRIVES[row_id]:
        drive(pack)


def without(pack: Pack, entry: str) -> Pack:
    """The pack with this rule or section taken out, and nothing else changed."""
    for name in RULES:
        kept = tuple(rule for rule in getattr(pack, name) if rule.id != entry)
        if len(kept) < len(getattr(pack, name)):
            return pack.model_copy(update={name: kept})
    return Pack.model_construct(**{**dict(pack), entry: type(pack).model_fields[entry].get_default()})


def test_every_row_has_its_drives_and_every_drive_its_row():
    assert list(DRIVES) == list(ROWS)
    assert all(DRIVES.values())


@pytest.mark.parametrize("row_id", DRIVES)
def test_the_row_drives_the_entries_it_names_and_no_others(row_id):
    assert {drive.entry for drive in DRIVES[row_id]} == set(ROWS[row_id].entries)


@pytest.mark.parametrize("row_id", DRIVES)
def test_row(row_id):
    drive_all(row_id, pack_of(row_id))


@pytest.mark.parametrize("row_id", DRIVES)
def test_without_one_of_its_entries_the_row_fails(row_id):
    for entry in ROWS[row_id].entries:
        lacking = without(pack_of(row_id), entry)
        with pytest.raises((AssertionError, KeyError, StopIteration)):
            drive_all(row_id, lacking)


@pytest.mark.parametrize("row_id", DRIVES)
def test_one_of_its_entries_cites_the_rows_article(row_id):
    row = ROWS[row_id]
    rules = [rule for _, _, rule in pack_of(row_id).rules() if rule.id in row.entries]
    sections = [getattr(pack_of(row_id), entry, None) for entry in row.entries]
    cited = {cite for one in (*rules, *sections) for cite in getattr(one, "cite", ())}
    assert not rules or any(cite in row.cite for cite in cited), (row.cite, cited)


def changes(rule) -> dict[str, object]:
    """The rule with one thing changed that the contract fixed, by what was changed."""
    found: dict[str, object] = {}
    clock = getattr(rule, "clock", None)
    if clock is not None:
        other = "changed" if clock.word else "promptly"
        found["word"] = rule.model_copy(update={"clock": clock.model_copy(update={"word": other})})
        start = "occurred_at" if clock.start != "occurred_at" else "aware_at"
        found["start"] = rule.model_copy(update={"clock": clock.model_copy(update={"start": start})})
        if clock.is_hard:
            found["limit"] = rule.model_copy(update={"clock": clock.model_copy(update={"limit": "PT61M"})})
    if getattr(rule, "when", None):
        found["when"] = rule.model_copy(update={"when": {"dispute": "never"}})
    if hasattr(rule, "opens_when"):
        found["opens_when"] = rule.model_copy(update={"opens_when": {"duty": "never"}})
        found["topic"] = rule.model_copy(
            update={"topic": "interpretation" if rule.topic != "interpretation" else "cost"}
        )
    if hasattr(rule, "gate"):
        found["gate"] = rule.model_copy(update={"gate": ()})
        found["from"] = rule.model_copy(
            update={"from_": "contractor.responsible" if rule.from_ == "client" else "client"}
        )
        found["per"] = rule.model_copy(update={"per": "each_time" if rule.per == "case" else "case"})
        found["form"] = rule.model_copy(update={"form": type(rule.form)(ja="口頭", en="By word of mouth")})
    if getattr(rule, "every", None):
        found["every"] = rule.model_copy(update={"every": "P9Y"})
    if hasattr(rule, "needs"):
        found["at"] = rule.model_copy(update={"at": "contract_end" if rule.at != "contract_end" else None})
        found["needs"] = rule.model_copy(update={"needs": "confirmation" if rule.needs == "receipt" else "receipt"})
    if hasattr(rule, "type"):
        found["type"] = rule.model_copy(update={"type": "cooperate" if rule.type != "cooperate" else "answer"})
    return found


BROKEN = [
    (pack_id, kind, place, what)
    for pack_id, pack in PACKS.items()
    for kind, place, rule in pack.rules()
    for what in changes(rule)
]


@pytest.mark.parametrize(("pack_id", "kind", "place", "what"), BROKEN)
def test_an_entry_that_says_something_else_than_the_contract_makes_one_of_its_rows_fail(pack_id, kind, place, what):
    pack = PACKS[pack_id]
    rules = list(getattr(pack, kind))
    entry = rules[place].id
    rules[place] = changes(rules[place])[what]
    broken = pack.model_copy(update={kind: tuple(rules)})
    mine = [row.id for row in ROWS.values() if row.pack == pack_id and entry in row.entries]
    assert any(fails(row_id, broken) for row_id in mine), (entry, what, mine)


def fails(row_id: str, pack: Pack) -> bool:
    try:
        drive_all(row_id, pack)
    except (AssertionError, KeyError, StopIteration):
        return True
    return False
