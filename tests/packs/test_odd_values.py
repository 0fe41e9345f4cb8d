"""Values of a shape nobody expects are named with their line, like any other fault."""

from __future__ import annotations

import pytest

from bot.packs.loader import DEMO, load_pack

ODD = ["[]", "{}", "[a, b]", "{a: b}", "!!set {a}", "3", "1.5", "true"]


@pytest.mark.parametrize("field", ["extends: seed-002", "status: active", "id: kawabata-2026", "end: 2099-03-31"])
@pytest.mark.parametrize("value", ODD)
def test_an_odd_value_is_named_with_its_line_and_a_remedy(tmp_path, field, value):
    odd = f"{field.partition(':')[0]}: {value}"
    text = (DEMO / "kawabata.yaml").read_text(encoding="utf-8").replace(field, odd)
    file = tmp_path / "mine.yaml"
    file.write_text(text, encoding="utf-8")
    loaded = load_pack(file)
    assert loaded.pack is None
    assert 1 + text[: text.index(odd)].count("\n") in {problem.line for problem in loaded.problems}
    for problem in loaded.problems:
        assert problem.hint and "nput should" not in problem.message, str(problem)
