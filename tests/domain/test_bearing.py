"""Shares of a cost: whatever the amounts and shares, no yen is lost, in any item and in the total."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.bearing import (
    BEARERS,
    FULL_SHARE,
    WHOLE,
    Bearing,
    Borne,
    Shares,
    apportion,
    bear,
    parse_share,
    parse_shares,
    percent,
    percentages,
)
from bot.domain.errors import BadAnswer
from bot.domain.ledger import COST_ITEMS

yen = st.integers(0, 10**14) | st.integers(0, 20)


@st.composite
def shares(draw: st.DrawFn, *, of_two: bool = False) -> Shares:
    third = 0 if of_two else draw(st.integers(0, FULL_SHARE))
    us = draw(st.integers(0, FULL_SHARE - third))
    return Shares(us, FULL_SHARE - third - us, third)


ledgers = st.dictionaries(st.sampled_from(COST_ITEMS), yen, max_size=len(COST_ITEMS))
agreements = st.dictionaries(st.sampled_from((WHOLE, *COST_ITEMS)), shares(), max_size=len(COST_ITEMS) + 1)


def exactly(amounts: dict[str, int], terms: dict[str, Shares], bearer: int) -> Fraction:
    decided = [(amount, terms.get(item) or terms.get(WHOLE)) for item, amount in amounts.items()]
    return sum((Fraction(amount * found.each[bearer], FULL_SHARE) for amount, found in decided if found), Fraction(0))


@given(amounts=ledgers, terms=agreements)
def test_items_and_total_add_up_and_are_within_a_yen_of_the_exact_share(
    amounts: dict[str, int], terms: dict[str, Shares]
) -> None:
    bearing = bear(amounts, terms)
    assert {item: borne.total for item, borne in bearing.items.items()} == amounts
    assert bearing.total.total == sum(amounts.values())
    for n, bearer in enumerate(BEARERS):
        assert bearing.total.of(bearer) == sum(borne.of(bearer) for borne in bearing.items.values())
        assert abs(bearing.total.of(bearer) - exactly(amounts, terms, n)) < 1
        for item, borne in bearing.items.items():
            assert abs(borne.of(bearer) - exactly({item: amounts[item]}, terms, n)) < 1
            assert borne.of(bearer) >= 0
    assert all(
        borne.undecided == (0 if item in terms or WHOLE in terms else amounts[item])
        for item, borne in bearing.items.items()
    )


@given(amounts=ledgers, whole=shares())
def test_shares_of_the_whole_are_shares_of_the_total_to_the_yen(amounts: dict[str, int], whole: Shares) -> None:
    total = sum(amounts.values())
    borne = bear(amounts, {WHOLE: whole}).total
    assert [borne.us, borne.client, borne.third_party] == apportion(
        total, [Fraction(total * share, FULL_SHARE) for share in whole.each]
    )


@given(amounts=ledgers, terms=agreements, cap=st.integers(0, 10**14))
def test_a_cap_bounds_what_we_bear_and_the_client_bears_the_rest(
    amounts: dict[str, int], terms: dict[str, Shares], cap: int
) -> None:
    free, bearing = bear(amounts, terms), bear(amounts, terms, cap=cap)
    assert bearing.total.us <= cap
    assert bearing.capped == (exactly(amounts, terms, 0) > cap)
    assert {item: borne.total for item, borne in bearing.items.items()} == amounts
    assert bearing.total.us == sum(borne.us for borne in bearing.items.values())
    assert abs(bearing.total.third_party - free.total.third_party) <= 1
    if bearing.capped:
        assert bearing.total.us == cap
    else:
        assert bearing == free


@given(amounts=ledgers, terms=agreements, data=st.data())
def test_the_order_in_which_costs_were_entered_changes_nothing(
    amounts: dict[str, int], terms: dict[str, Shares], data: st.DataObject
) -> None:
    shuffled = dict(data.draw(st.permutations(list(amounts.items()))))
    assert bear(shuffled, terms) == bear(amounts, terms)


@given(amount=yen, more=yen, whole=shares(of_two=True))
def test_between_two_a_larger_cost_is_never_a_smaller_share(amount: int, more: int, whole: Shares) -> None:
    before, after = bear({"other": amount}, {WHOLE: whole}).total, bear({"other": amount + more}, {WHOLE: whole}).total
    assert after.us >= before.us
    assert after.client >= before.client


@given(amounts=ledgers, whole=shares())
def test_all_or_nothing(amounts: dict[str, int], whole: Shares) -> None:
    total = sum(amounts.values())
    assert bear(amounts, {WHOLE: Shares(FULL_SHARE, 0)}).total == Borne(us=total)
    assert bear(amounts, {}).total == Borne(undecided=total)
    nothing = bear(dict.fromkeys(amounts, 0), {WHOLE: whole})
    assert nothing == Bearing(items=dict.fromkeys(sorted(amounts), Borne()), total=Borne())


def test_a_case_by_hand() -> None:
    # 60 percent of 1,000,001 + 333 + 1 = 1,000,335 is 600,201 exactly; the items have .6, .8 and .6 of a yen.
    amounts = {"forensics": 1_000_001, "notices": 333, "other": 1}
    found = bear(amounts, {WHOLE: Shares(6000, 4000)})
    assert found.total == Borne(us=600_201, client=400_134)
    assert found.items == {
        "forensics": Borne(us=600_001, client=400_000),
        "notices": Borne(us=200, client=133),
        "other": Borne(us=0, client=1),
    }


def test_one_item_hands_its_yen_on_when_another_has_no_choice() -> None:
    """Each item has one yen left over; ours can come from either, the client's only from the first."""
    third = {"forensics": Shares(5000, 5000, 0), "notices": Shares(5000, 0, 5000)}
    for items in permutations(("forensics", "notices")):
        found = bear(dict.fromkeys(items, 1), third)
        assert found.total == Borne(us=1, client=1)
        assert found.items == {"forensics": Borne(client=1), "notices": Borne(us=1)}


@given(parts=st.lists(yen, max_size=4))
def test_percentages_of_anything_make_a_hundred(parts: list[int]) -> None:
    assert sum(percentages(parts)) == (FULL_SHARE if sum(parts) else 0)
    assert all(share >= 0 for share in percentages(parts))


def test_a_share_a_yen_off_is_shown_as_what_was_agreed() -> None:
    assert percentages([896_752, 597_834]) == [6000, 4000]


def test_the_half_yen_is_ours() -> None:
    assert bear({"other": 1}, {WHOLE: Shares(5000, 5000)}).total == Borne(us=1)
    assert bear({"other": 12_301}, {WHOLE: Shares(5000, 5000)}).total == Borne(us=6151, client=6150)


@pytest.mark.parametrize("each", [(5000, 4999, 0), (10_001, -1, 0), (0, 0, 0)])
def test_shares_that_do_not_add_up_are_no_shares(each: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="add up"):
        Shares(*each)


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("0", 0), ("50", 5000), ("50%", 5000), ("３３．３３％", 3333), ("100", FULL_SHARE), (" 12.5 % ", 1250), ("0.00", 0), ("0.01", 1), (".5", 50), ("100.000", FULL_SHARE),
    ],
)  # fmt: skip
def test_shares_are_read_in_hundredths_of_a_percent(text: str, share: int) -> None:
    assert parse_share(text, block="share") == share


@pytest.mark.parametrize(
    "text",
    [
        "", "half", "-1", "100.01", "101", "33.333", "NaN", "sNaN", "Infinity", "9e999999", "1e-999999999", "1/3", "33." + "0" * 40 + "1", "٥٠", ".",
    ],
)  # fmt: skip
def test_other_shares_are_refused(text: str) -> None:
    with pytest.raises(BadAnswer) as refusal:
        parse_share(text, block="share")
    assert (refusal.value.key, refusal.value.block) == ("refused.share", "share")


@given(share=st.integers(0, FULL_SHARE))
def test_a_share_shown_can_be_typed_again(share: int) -> None:
    assert parse_share(percent(share), block="share") == share


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (("70", "30", ""), Shares(7000, 3000)),
        (("70", "", ""), Shares(7000, 3000)),
        (("", "30", ""), Shares(7000, 3000)),
        (("33.33", "", "33.33"), Shares(3333, 3334, 3333)),
        (("0", "0", "100"), Shares(0, 0, FULL_SHARE)),
        (("６０％", "40", " "), Shares(6000, 4000)),
    ],
)
def test_one_share_may_be_left_to_the_rest(typed: tuple[str, str, str], read: Shares) -> None:
    assert parse_shares(*typed) == read


@pytest.mark.parametrize(
    ("typed", "block", "key"),
    [
        (("70", "20", ""), "client", "refused.shares_sum"),
        (("70", "40", ""), "client", "refused.shares_sum"),
        (("70", "30", "10"), "client", "refused.shares_sum"),
        (("70", "", "40"), "us", "refused.shares_sum"),
        (("", "70", "40"), "client", "refused.shares_sum"),
        (("", "", ""), "client", "refused.share"),
        (("x", "30", ""), "us", "refused.share"),
        (("70", "x", ""), "client", "refused.share"),
        (("70", "30", "x"), "third_party", "refused.share"),
    ],
)
def test_shares_that_do_not_make_a_hundred_are_refused(typed: tuple[str, str, str], block: str, key: str) -> None:
    with pytest.raises(BadAnswer) as refusal:
        parse_shares(*typed)
    assert (refusal.value.block, refusal.value.key) == (block, key)


@given(typed=st.tuples(*[st.text("0123456789.% x-", max_size=6)] * 3))
def test_no_texts_give_anything_but_whole_shares_or_a_refusal(typed: tuple[str, str, str]) -> None:
    try:
        found = parse_shares(*typed)
    except BadAnswer:
        return
    assert sum(found.each) == FULL_SHARE
