"""The table of kinds, what is kept of a form, and the tree of subcontractors with their clocks."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import BadAnswer
from bot.domain.matter import CHANGES
from bot.domain.register import KINDS, MAX_MINUTES, RegisterEntry, RegisterKind, checked_answers, newest
from bot.domain.tiers import advised, check_above, fit, tiers

DAY = date(2026, 11, 19)
NOW = datetime(2026, 11, 19, tzinfo=UTC)


def entry(item, version=1, kind=RegisterKind.SUBCONTRACTOR, above="", **more):
    minutes = more.pop("minutes", None)
    answers = {"name": item, "work": "w"} | ({"inner_minutes": str(minutes)} if minutes else {})
    return RegisterEntry(
        id=f"{item}.{version}", item_id=item, version=version, number=1, kind=kind, pack_id="p", parent_id=above, answers=answers, since=DAY, by="U1",
        at=NOW, **more,
    )  # fmt: skip


def test_every_kind_has_fields_and_every_choice_its_choices():
    assert set(KINDS) == set(RegisterKind)
    for kind, spec in KINDS.items():
        names = [one.name for one in spec.fields]
        assert len(names) == len(set(names)) and names, kind
        assert spec.fields[0].needed, "the first field says what it is"
        assert bool(spec.names) <= spec.field(spec.names or names[0]).needed, kind
        assert all(bool(one.choices) == (one.kind in ("choice", "flags")) for one in spec.fields), kind
        assert not spec.expires or spec.field(spec.expires).kind == "day"


def test_whatever_a_contract_may_want_to_hear_the_change_of_can_be_registered():
    assert set(CHANGES) <= set(RegisterKind)


@pytest.mark.parametrize("kind", RegisterKind)
def test_a_form_without_what_is_needed_is_refused_at_the_field_that_lacks(kind):
    with pytest.raises(BadAnswer) as refused:
        checked_answers(kind, {})
    assert refused.value.block == KINDS[kind].fields[0].name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("０３－００００－０００１", "03-0000-0001"),
        ("+81 3 0000 0001", "+81 3 0000 0001"),
        ("(03)0000-0001", None),
        ("０３ー００００ー０００１ 内線 12", "03-0000-0001 内線 12"),
        ("あとで聞く", None),
        ("12", None),
    ],
)
def test_a_telephone_number_is_kept_as_it_can_be_dialled_or_refused(typed, kept):
    given = {"name": "見本工業", "work": "集計", "night_phone": typed}
    if kept is None:
        with pytest.raises(BadAnswer) as refused:
            checked_answers(RegisterKind.SUBCONTRACTOR, given)
        assert refused.value.block == "night_phone"
    else:
        assert checked_answers(RegisterKind.SUBCONTRACTOR, given)["night_phone"] == kept


@pytest.mark.parametrize(("typed", "kept"), [("１５", "15"), ("15分", "15"), ("0", None), ("-5", None), ("1.5", None), ("99999", None)])  # fmt: skip
def test_minutes_are_whole_positive_and_within_a_month(typed, kept):
    given = {"name": "見本工業", "work": "集計", "inner_minutes": typed}
    if kept is None:
        with pytest.raises(BadAnswer):
            checked_answers(RegisterKind.SUBCONTRACTOR, given)
    else:
        assert checked_answers(RegisterKind.SUBCONTRACTOR, given)["inner_minutes"] == kept


TYPED = (
    (RegisterKind.CERTIFICATE, "expires_on"),
    (RegisterKind.SUBCONTRACTOR, "inner_minutes"),
    (RegisterKind.STORAGE, "medium"),
)


def kept_of(kind, name, words):
    """What is kept of these words in one field of a form that is right otherwise; empty when they are refused there."""
    filled = {one.name: (one.choices or ("2026-11-19",))[0] for one in KINDS[kind].fields if one.needed}
    try:
        return checked_answers(kind, {**filled, name: words}).get(name, "")
    except BadAnswer as refused:
        return "" if refused.block == name else "refused elsewhere"


@given(st.sampled_from(TYPED), st.text(max_size=30))
def test_no_word_becomes_a_day_a_number_or_a_choice_that_it_is_not(field, words):
    kind, name = field
    kept = kept_of(kind, name, words)
    if kept and name == "expires_on":
        assert date.fromisoformat(kept).isoformat() == kept
    elif kept:
        assert kept in KINDS[kind].field(name).choices or 1 <= int(kept) <= MAX_MINUTES


def test_the_newest_version_speaks_for_a_thing_whatever_the_order():
    versions = [entry("a", 2), entry("b"), entry("a", 1), entry("a", 3)]
    assert [(one.item_id, one.version) for one in newest(versions)] == [("a", 3), ("b", 1)]


def test_the_tree_lists_each_tier_below_the_one_it_works_for_with_the_clock_up_to_us():
    found = tiers(
        [entry("c", above="b", minutes=5), entry("a", minutes=10), entry("b", above="a", minutes=15), entry("d")]
    )
    assert [(tier.entry.item_id, tier.depth, tier.chain_minutes) for tier in found] == [
        ("a", 1, 10),
        ("b", 2, 25),
        ("c", 3, 30),
        ("d", 1, None),
    ]


def test_one_without_a_clock_leaves_all_below_it_unknown():
    found = tiers([entry("a"), entry("b", above="a", minutes=5)])
    assert [tier.chain_minutes for tier in found] == [None, None]


def test_nobody_disappears_when_the_tier_above_is_over():
    assert [(t.entry.item_id, t.depth) for t in tiers([entry("b", above="gone", minutes=5)])] == [("b", 1)]


@pytest.mark.parametrize(
    ("item", "above", "key"),
    [
        ("a", "a", "tier_circle"),
        ("a", "c", "tier_circle"),
        ("", "nobody", "tier_unknown"),
        ("", "over", "tier_unknown"),
    ],
)
def test_a_circle_of_tiers_and_one_that_is_not_there_are_refused(item, above, key):
    known = [entry("a"), entry("b", above="a"), entry("c", above="b"), entry("over", ended=True)]
    with pytest.raises(BadAnswer, match=key):
        check_above(known, item, above)


@given(st.lists(st.integers(0, 7), max_size=30))
def test_however_tiers_are_moved_the_tree_holds_everybody_once(moves):
    above = dict.fromkeys("abcdefgh", "")
    for place, move in enumerate(moves):
        item, wanted = "abcdefgh"[place % 8], "abcdefgh"[move]
        try:
            check_above([entry(name, above=one) for name, one in above.items()], item, wanted)
        except BadAnswer:
            continue
        above[item] = wanted
    found = tiers([entry(name, above=one, minutes=1) for name, one in above.items()])
    assert sorted(tier.entry.item_id for tier in found) == sorted(above)
    assert all(tier.chain_minutes == tier.depth for tier in found)


@pytest.mark.parametrize(
    ("chain", "client", "verdict"),
    [(15, 60, "fits"), (16, 60, "tight"), (30, 60, "tight"), (31, 60, "late"), (None, 60, "unknown"), (None, None, "fits"), (999, None, "fits")],
)  # fmt: skip
def test_the_clock_of_a_tier_must_leave_time_to_reach_the_client(chain, client, verdict):
    assert fit(chain, client) == verdict


@given(st.integers(1, 10_000), st.integers(1, 10_000), st.integers(4, 10_000))
def test_a_longer_clock_never_fits_better_and_what_is_advised_always_fits(one, other, client):
    order = ["fits", "tight", "late"]
    shorter, longer = sorted((one, other))
    assert order.index(fit(shorter, client)) <= order.index(fit(longer, client))
    assert fit(advised(client), client) == "fits"
