from pathlib import Path

import pytest

from bot.contracts import draft, read_contract, read_file
from bot.packs.loader import load_pack
from bot.packs.simulation import simulate
from bot.transports.clock import SystemClock

HERE = Path(__file__).parent / "texts"


def drafted(tmp_path, name):
    made = draft(read_contract(read_file(HERE / name)), pack_id="drafted", source=name)
    (tmp_path / "drafted.yaml").write_text(made.yaml, encoding="utf-8")
    (tmp_path / "drafted.contract.txt").write_text(made.contract_text, encoding="utf-8")
    return made, load_pack(tmp_path / "drafted.yaml")


@pytest.mark.parametrize("name", ["hosting-ja.txt", "supply-en.txt"])
def test_a_draft_loads_with_nothing_to_correct_and_every_quote_found(tmp_path, name):
    made, loaded = drafted(tmp_path, name)
    assert [problem for problem in loaded.problems if problem.severity == "error"] == []
    assert loaded.pack.status == "draft"
    assert {rule.quote != "" for _, _, rule in loaded.pack.rules()} == {True}
    assert {problem.severity for problem in loaded.problems} == {"open"}, "what a person must fill in is said"
    assert made.entries == sum(1 for _ in loaded.pack.rules())


def test_numbers_of_the_contract_become_deadlines_and_words_do_not(tmp_path):
    _, loaded = drafted(tmp_path, "hosting-ja.txt")
    clocks = {duty.id: (duty.clock.limit, duty.clock.kind) for duty in loaded.pack.duties if duty.clock}
    assert clocks["notice-1"] == ("PT60M", "hard")
    assert clocks["contain-1"] == (None, "soft")
    assert loaded.pack.urgency["直ちに"].target == "PT30M"


def test_the_list_of_a_notice_becomes_its_content(tmp_path):
    _, loaded = drafted(tmp_path, "hosting-ja.txt")
    notice = next(duty for duty in loaded.pack.duties if duty.id == "notice-1")
    assert [item.label.ja for item in notice.content] == ["発生の日時", "対象となった情報の種類", "講じた措置"]


def test_each_entry_names_its_line_what_was_understood_and_how_sure(tmp_path):
    made, _ = drafted(tmp_path, "supply-en.txt")
    assert (
        "# line 16: tell of an incident, a breach or what was done; within seventy-two (72) hours = PT72H; sure: high"
        in made.yaml
    )
    assert "sure: medium" in made.yaml and made.unsure == made.yaml.count("sure: medium") + made.yaml.count("sure: low")


def test_what_lives_on_names_the_entries_of_the_articles_it_names(tmp_path):
    _, loaded = drafted(tmp_path, "supply-en.txt")
    (kept,) = loaded.pack.survival
    cites = {rule.id: rule.cite[0] for _, _, rule in loaded.pack.rules()}
    assert {cites[rule].split(".")[0] for rule in kept.rules} == {"4", "6"}


def test_a_draft_can_be_tried_at_once(tmp_path):
    _, loaded = drafted(tmp_path, "hosting-ja.txt")
    now = SystemClock().now()
    trial = simulate(loaded.pack, {"status": "suspected"}, now)
    due = [moment for moment in trial.moments if moment.kind == "due"]
    assert [(moment.what, (moment.at - now).total_seconds()) for moment in due if moment.what == "notice-1"] == [
        ("notice-1", 3600)
    ]


def test_the_same_contract_gives_the_same_draft(tmp_path):
    assert drafted(tmp_path, "hosting-ja.txt")[0] == drafted(tmp_path, "hosting-ja.txt")[0]


def test_signs_of_yaml_in_the_contract_stay_text(tmp_path):
    path = tmp_path / "odd.txt"
    path.write_text(
        '1. The Supplier shall notify the Customer of any incident: "#now" {at once} & *all* @ 100%.\n',
        encoding="utf-8",
    )
    made = draft(read_contract(read_file(path)), pack_id="odd", source="odd.txt")
    (tmp_path / "odd.yaml").write_text(made.yaml, encoding="utf-8")
    (tmp_path / "odd.contract.txt").write_text(made.contract_text, encoding="utf-8")
    loaded = load_pack(tmp_path / "odd.yaml")
    assert [problem for problem in loaded.problems if problem.severity == "error"] == []
    assert '"#now" {at once} & *all* @ 100%' in loaded.pack.duties[0].quote
