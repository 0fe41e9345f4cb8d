"""The shared vocabulary and the answers it takes."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import BadFactValue, UnknownFact
from bot.domain.facts import FACTS, UNKNOWN, Fact, normalise


def answers_to(fact: Fact) -> st.SearchStrategy[object]:
    if fact.kind == "int":
        return st.integers(0, 10**7) | st.just(UNKNOWN)
    words = st.sampled_from(fact.values) if fact.values else st.text("abc-0", min_size=1, max_size=8)
    return words if fact.kind == "enum" else st.lists(words, max_size=4)


all_answers = st.fixed_dictionaries({}, optional={name: answers_to(fact) for name, fact in FACTS.items()})


def test_every_question_that_is_asked_can_be_answered_with_unknown() -> None:
    for name, fact in FACTS.items():
        assert fact.name == name
        if name != "phase":
            assert normalise({name: UNKNOWN}) == {name: {"int": None, "enum": UNKNOWN, "multi": (UNKNOWN,)}[fact.kind]}


def test_the_vocabulary_cannot_be_changed_by_accident() -> None:
    with pytest.raises(TypeError):
        FACTS["mood"] = Fact("mood", "enum")  # type: ignore[index]


def test_no_answer_stays_out_and_unknown_stays_in() -> None:
    assert normalise({"persons": None, "status": None}) == {}
    assert normalise({"persons": "unknown"}) == {"persons": None}


def test_several_answers_keep_their_order_and_lose_repetitions() -> None:
    assert normalise({"event": ["malware", "leak", "malware"]}) == {"event": ("malware", "leak")}
    assert normalise({"event": "leak"}) == {"event": ("leak",)}


def test_contracts_take_any_pack_id() -> None:
    assert normalise({"contracts": ("city-2026", "unknown")}) == {"contracts": ("city-2026", "unknown")}


def test_a_misspelt_fact_names_its_neighbours() -> None:
    with pytest.raises(UnknownFact, match="info_kind"):
        normalise({"infokind": ["personal"]})
    with pytest.raises(UnknownFact, match="reporter_note"):
        normalise({"reporter_note": None})


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("event", ["leek"], "leak"),
        ("status", "occured", "occurred"),
        ("status", ["occurred"], "occurred"),
        ("status", "", "occurred"),
        ("info_kind", {"personal": True}, "list of words"),
        ("info_kind", [1], "list of words"),
        ("contracts", [""], "contracts"),
        ("persons", "many", "whole number"),
        ("persons", -1, "whole number"),
        ("persons", True, "whole number"),
        ("persons", 1.5, "whole number"),
        ("phase", "unknown", "active"),
    ],
)
def test_a_wrong_answer_says_what_would_be_right(name: str, value: object, hint: str) -> None:
    with pytest.raises(BadFactValue, match=hint):
        normalise({name: value})


@given(raw=all_answers)
def test_normalising_twice_or_through_json_changes_nothing(raw: dict[str, object]) -> None:
    once = normalise(raw)
    known = {name: value for name, value in once.items() if value is not None}
    assert normalise(once) == known
    assert normalise(json.loads(json.dumps(once))) == known
    assert set(once) == set(raw)
