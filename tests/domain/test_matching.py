"""Does a rule apply: yes, no or unknown; unknown fires."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.facts import FACTS, UNKNOWN
from bot.domain.matching import All, Always, Any, FactIs, Match, MoreThan, Not, Verdict, fires, match

if TYPE_CHECKING:
    from bot.domain.matching import Condition

ENUMS = ("status", "malicious")
MULTIS = ("event", "info_kind")
PERSONAL = FactIs("info_kind", ("personal", "sensitive_personal"))
MALICIOUS = FactIs("malicious", ("yes", "suspected"))
MANY = MoreThan("persons", 1000)


def known_values(name: str) -> list[str]:
    return [value for value in FACTS[name].values if value != UNKNOWN]


leaves_plain: st.SearchStrategy[Condition] = st.one_of(
    st.just(Always()),
    st.builds(MoreThan, st.just("persons"), st.integers(0, 2000)),
    st.sampled_from(ENUMS + MULTIS).flatmap(
        lambda name: st.builds(
            FactIs, st.just(name), st.lists(st.sampled_from(known_values(name)), min_size=1, max_size=3).map(tuple)
        )
    ),
)
leaves_with_unknown: st.SearchStrategy[Condition] = leaves_plain | st.sampled_from(ENUMS + MULTIS).map(
    lambda name: FactIs(name, (known_values(name)[0], UNKNOWN))
)
leaves_strict: st.SearchStrategy[Condition] = st.sampled_from(ENUMS + MULTIS).map(
    lambda name: FactIs(name, (known_values(name)[0],), strict=True)
)


def trees(leaves: st.SearchStrategy[Condition], *, negated: bool) -> st.SearchStrategy[Condition]:
    def grow(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        several = st.lists(inner, max_size=3).map(tuple)
        joined: st.SearchStrategy[Condition] = st.builds(All, several) | st.builds(Any, several)
        return joined | st.builds(Not, inner) if negated else joined

    return st.recursive(leaves, grow, max_leaves=8)


answers = st.fixed_dictionaries(
    {
        **{name: st.sampled_from(known_values(name)) for name in ENUMS},
        **{name: st.lists(st.sampled_from(known_values(name)), min_size=1, max_size=3, unique=True) for name in MULTIS},
        "persons": st.integers(0, 3000),
    }
)
WAYS = ("as it was", "missing", "unknown", "unknown beside it")
forgettings = st.fixed_dictionaries({name: st.sampled_from(WAYS) for name in (*ENUMS, *MULTIS, "persons")})


def forget(facts: dict[str, object], how: dict[str, str]) -> dict[str, object]:
    """The same facts known less well, in each way a form or the store can say so."""
    known: dict[str, object] = {}
    for name, value in facts.items():
        if how[name] == "as it was":
            known[name] = value
        elif how[name] == "unknown":
            known[name] = None if name == "persons" else [UNKNOWN] if name in MULTIS else UNKNOWN
        elif how[name] == "unknown beside it":
            known[name] = [*value, UNKNOWN] if isinstance(value, list) else UNKNOWN
    return known


@pytest.mark.parametrize(
    ("condition", "facts", "verdict"),
    [
        (PERSONAL, {"info_kind": ["personal"]}, "yes"),
        (PERSONAL, {"info_kind": ("trade_secret", "personal")}, "yes"),
        (PERSONAL, {"info_kind": ["trade_secret"]}, "no"),
        (PERSONAL, {"info_kind": ["personal", "unknown"]}, "yes"),
        (PERSONAL, {"info_kind": ["trade_secret", "unknown"]}, "unknown"),
        (PERSONAL, {"info_kind": []}, "unknown"),
        (PERSONAL, {"info_kind": None}, "unknown"),
        (PERSONAL, {}, "unknown"),
        (MALICIOUS, {"malicious": "suspected"}, "yes"),
        (MALICIOUS, {"malicious": "no"}, "no"),
        (MALICIOUS, {"malicious": "unknown"}, "unknown"),
        (FactIs("encrypted_ok", ("no", "unknown")), {}, "yes"),
        (FactIs("regions", ("eu",), strict=True), {}, "no"),
        (FactIs("regions", ("eu",), strict=True), {"regions": ["jp", "unknown"]}, "no"),
        (FactIs("regions", ("eu",), strict=True), {"regions": ["eu"]}, "yes"),
        (MANY, {"persons": 1000}, "no"),
        (MANY, {"persons": 1001}, "yes"),
        (MANY, {"persons": None}, "unknown"),
        (MANY, {"persons": "unknown"}, "unknown"),
        (MANY, {}, "unknown"),
        (Always(), {}, "yes"),
        (All(()), {}, "yes"),
        (Any(()), {}, "no"),
        (All((Always(), MANY)), {}, "unknown"),
        (All((Any(()), MANY)), {}, "no"),
        (Any((Always(), MANY)), {}, "yes"),
        (Any((Any(()), MANY)), {}, "unknown"),
        (Not(MANY), {}, "unknown"),
        (Not(MANY), {"persons": 5}, "yes"),
    ],
)
def test_verdicts(condition: Condition, facts: dict[str, object], verdict: str) -> None:
    found = match(condition, facts)
    assert found.verdict == verdict
    assert fires(found) is (verdict != "no")


def test_the_grounds_are_the_leaves_that_decided() -> None:
    tree = All((PERSONAL, Any((MALICIOUS, MANY))))
    assert match(tree, {"info_kind": ["personal"], "malicious": "no", "persons": 2000}) == Match(
        Verdict.YES, ("info_kind: personal", "persons > 1000")
    )
    assert match(tree, {"info_kind": ["trade_secret"], "persons": 2000}) == Match(
        Verdict.NO, ("info_kind: trade_secret",)
    )
    assert match(tree, {"info_kind": ["personal"], "malicious": "no"}) == Match(
        Verdict.UNKNOWN, ("persons > 1000",), ("persons",)
    )


def test_a_verdict_that_rests_on_unknown_names_the_fact_to_ask_for() -> None:
    assert match(FactIs("regions", ("eu",), strict=True), {}).unknown == ("regions",)
    assert match(FactIs("encrypted_ok", ("no", "unknown")), {}).unknown == ("encrypted_ok",)
    assert match(FactIs("encrypted_ok", ("no", "unknown")), {"encrypted_ok": "no"}).unknown == ()


@given(tree=trees(leaves_with_unknown, negated=False), facts=answers, how=forgettings)
def test_knowing_less_never_removes_a_duty(tree: Condition, facts: dict[str, object], how: dict[str, str]) -> None:
    if fires(match(tree, facts)):
        assert fires(match(tree, forget(facts, how)))


@given(tree=trees(leaves_plain, negated=True), facts=answers, how=forgettings)
def test_even_under_not_knowing_less_only_ever_makes_unknown(
    tree: Condition, facts: dict[str, object], how: dict[str, str]
) -> None:
    less, full = match(tree, forget(facts, how)).verdict, match(tree, facts).verdict
    assert less in {full, Verdict.UNKNOWN}
    assert full is not Verdict.UNKNOWN


@given(tree=trees(leaves_strict | leaves_with_unknown, negated=True), facts=answers, how=forgettings)
def test_unknown_verdicts_always_say_what_to_ask_for(
    tree: Condition, facts: dict[str, object], how: dict[str, str]
) -> None:
    known = forget(facts, how)
    found = match(tree, known)
    if found.verdict is Verdict.UNKNOWN:
        assert found.unknown and found.why
    for name in found.unknown:
        assert how[name] != "as it was"


@given(
    first=trees(leaves_plain, negated=True), second=trees(leaves_plain, negated=True), facts=answers, how=forgettings
)
def test_de_morgan(first: Condition, second: Condition, facts: dict[str, object], how: dict[str, str]) -> None:
    known = forget(facts, how)
    assert match(Not(All((first, second))), known).verdict is match(Any((Not(first), Not(second))), known).verdict
