import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.packs.changes import changes
from bot.packs.loader import SHIPPED, load_pack

NAMES = ["seed-000", "seed-001", "seed-002", "seed-003", "seed-004"]
PACKS = {name: load_pack(SHIPPED / f"{name}.yaml").pack for name in NAMES}


def edited(tmp_path, name, old, new):
    text = (SHIPPED / f"{name}.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / f"{name}.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    loaded = load_pack(path)
    assert loaded.pack is not None, loaded.problems
    return loaded.pack


@pytest.mark.parametrize("name", NAMES)
def test_a_pack_does_not_differ_from_itself(name):
    assert changes(PACKS[name], PACKS[name]) == []


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_what_is_new_one_way_is_gone_the_other(a, b):
    def named(old, new, word):
        return {c.where for c in changes(old, new) if c.words.startswith(word)}

    assert named(PACKS[a], PACKS[b], "is new") == named(PACKS[b], PACKS[a], "is gone")


@pytest.mark.parametrize(
    ("limit", "en", "ja"),
    [
        (
            "PT90M",
            "! duty notify-60: limit 60 minutes (a deadline) -> 90 minutes (a deadline)",
            "! 義務 notify-60: 期限 60分（契約の期限） → 90分（契約の期限）",
        ),
        (
            "PT30M",
            "+ duty notify-60: limit 60 minutes (a deadline) -> 30 minutes (a deadline)",
            "+ 義務 notify-60: 期限 60分（契約の期限） → 30分（契約の期限）",
        ),
        (
            "PT1H",
            "  duty notify-60: limit 60 minutes (a deadline) -> 1 hour (a deadline)",
            "  義務 notify-60: 期限 60分（契約の期限） → 1時間（契約の期限）",
        ),
    ],
)
def test_another_deadline_is_told_with_both_numbers_and_who_gains(tmp_path, limit, en, ja):
    new = edited(tmp_path, "seed-002", "limit: PT60M", f"limit: {limit}")
    assert [str(change) for change in changes(PACKS["seed-002"], new)] == [en]
    assert [str(change) for change in changes(PACKS["seed-002"], new, "ja")] == [ja]


def test_a_rule_that_only_got_another_name_is_told_as_that(tmp_path):
    text = (SHIPPED / "seed-001.yaml").read_text(encoding="utf-8")
    rule = re.search(r"  - id: inspection\n", text)[0]
    new = edited(tmp_path, "seed-001", rule, "  - id: site-survey\n")
    (change,) = [one for one in changes(PACKS["seed-001"], new) if "inspection" in one.where]
    assert str(change) == "  duty inspection: is called site-survey now, and says the same"


def test_another_person_at_the_desk_is_told_name_by_name(tmp_path):
    demo = (SHIPPED / "demo" / "kawabata.yaml").read_text(encoding="utf-8")
    (tmp_path / "old.yaml").write_text(demo, encoding="utf-8")
    (tmp_path / "new.yaml").write_text(
        demo.replace("窓口 太郎", "新任 花子").replace("03-0000-0001", "03-0000-0009"), encoding="utf-8"
    )
    old, new = (load_pack(tmp_path / name).pack for name in ("old.yaml", "new.yaml"))
    assert [str(change) for change in changes(old, new, "ja")] == [
        "  contacts desk people primary name: 窓口 太郎 → 新任 花子",
        "  contacts desk people primary phone: 03-0000-0001 → 03-0000-0009",
    ]


def test_a_deadline_that_becomes_a_word_takes_something_from_the_client_and_comes_first(tmp_path):
    text = "      limit: PT60M\n      kind: hard\n"
    new = edited(tmp_path, "seed-002", text, "")
    found = changes(PACKS["seed-002"], new)
    assert (found[0].where, found[0].weight) == ("duty notify-60", "looser")
    assert found[0].words == "limit 60 minutes (a deadline) -> none (no deadline)"


def test_a_duty_that_is_gone_is_named_with_its_article(tmp_path):
    text = (SHIPPED / "seed-001.yaml").read_text(encoding="utf-8")
    duty = re.search(r"  - id: inspection\n(?:    .*\n)+", text)[0]
    new = edited(tmp_path, "seed-001", duty, "")
    (change,) = changes(PACKS["seed-001"], new)
    assert change.weight == "looser" and "is gone" in change.words and "9" in change.words


def test_a_small_change_of_a_summary_is_told_as_one_line(tmp_path):
    new = edited(tmp_path, "seed-003", "tz: Asia/Tokyo", "tz: Europe/London")
    assert [str(change) for change in changes(PACKS["seed-003"], new)] == ["  calendar tz: Asia/Tokyo -> Europe/London"]
