"""A clock of no length is a slip of the hand: it would be over before it starts."""

from __future__ import annotations

import pytest

from bot.packs.loader import SHIPPED, load_pack


@pytest.mark.parametrize("nothing", ["P0D", "PT0S", "P0M", "P0BD", "0m"])
def test_a_clock_of_no_length_is_refused_with_its_line(tmp_path, nothing):
    text = (SHIPPED / "seed-002.yaml").read_text(encoding="utf-8").replace("limit: PT60M", f"limit: {nothing}")
    file = tmp_path / "mine.yaml"
    file.write_text(text, encoding="utf-8")
    line = 1 + text[: text.index(f"limit: {nothing}")].count("\n")
    loaded = load_pack(file)
    assert loaded.pack is None
    problem = next(problem for problem in loaded.problems if problem.line == line)
    assert problem.message == f"{nothing} is not a duration" and "PT60M" in problem.hint
