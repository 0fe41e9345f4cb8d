from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from tests.harness.roads import EVERY, road_of

STORIES = Path(__file__).parents[1] / "stories"


def test_a_quarter_of_the_stories_is_told_on_each_pair_of_road_and_database() -> None:
    names = [
        f"{file.stem}::{name}"
        for file in STORIES.glob("test_*.py")
        for name in re.findall(r"^async def (test_\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    told = Counter(road_of(name) for name in names)
    assert sum(told.values()) > 200
    assert set(told) == set(EVERY)
    assert all(0.15 < count / len(names) < 0.35 for count in told.values()), told


def test_a_story_stays_where_it_is() -> None:
    assert road_of("test_gates::test_a_gate") == ("socket", "postgresql"), "another choice would move every story"
