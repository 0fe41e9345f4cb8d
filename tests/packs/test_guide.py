"""The examples of docs/packs.md are packs that pass."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.packs.evaluate import evaluate
from bot.packs.loader import SHIPPED, load_pack

GUIDE = (Path(__file__).parents[2] / "docs" / "packs.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)


def loaded(folder, example):
    file = folder / "example.yaml"
    file.write_text(example, encoding="utf-8")
    return load_pack(file)


def test_the_guide_has_examples():
    assert len(EXAMPLES) >= 2


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_an_example_of_the_guide_passes(tmp_path, number):
    one = loaded(tmp_path, EXAMPLES[number])
    assert one.pack is not None, one.problems
    assert [str(problem) for problem in one.problems if problem.severity == "error"] == []


def test_the_guides_own_contract_fires_what_it_says(tmp_path):
    own = next(example for example in EXAMPLES if "extends" not in example)
    pack = loaded(tmp_path, own).pack
    for persons, expected in (
        (100, {"notify"}),
        (101, {"notify", "report-in-writing"}),
        (None, {"notify", "report-in-writing"}),
    ):
        assert {
            item.duty.id for item in evaluate(pack, {"status": "occurred", "persons": persons}, "active")
        } == expected


def test_the_guide_names_every_shipped_pack():
    for path in SHIPPED.glob("seed-*.yaml"):
        assert f"`{path.stem}`" in GUIDE
