"""Amounts as people type them, and shares that never lose a yen."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import BadAnswer
from bot.domain.ledger import FULL_SHARE, MAX_MINOR, MINOR_DIGITS, format_amount, parse_amount, parse_share, split

FULL_WIDTH = str.maketrans("0123456789,.", "０１２３４５６７８９，．")
amounts = st.integers(1, MAX_MINOR)
shares = st.integers(0, FULL_SHARE)
currencies = st.sampled_from(sorted(MINOR_DIGITS))


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("12300", "JPY", 12300),
        ("１２，３００円", "JPY", 12300),
        ("￥12,300", "JPY", 12300),
        (" 12 300 ", "JPY", 12300),
        ("12300.00", "JPY", 12300),
        ("$1,234.50", "USD", 123450),
        ("€0.01", "EUR", 1),
        ("100000000000000", "JPY", MAX_MINOR),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, currency: str, minor: int) -> None:
    assert parse_amount(text, currency, block="amount") == minor


@pytest.mark.parametrize(
    ("text", "currency", "key"),
    [
        ("", "JPY", "refused.amount_not_number"),
        ("about 5000", "JPY", "refused.amount_not_number"),
        ("12.3.4", "JPY", "refused.amount_not_number"),
        ("1e99999999999999999999", "JPY", "refused.amount_not_number"),
        ("0", "JPY", "refused.amount_not_positive"),
        ("-5", "JPY", "refused.amount_not_positive"),
        ("NaN", "JPY", "refused.amount_not_positive"),
        ("sNaN", "JPY", "refused.amount_not_positive"),
        ("Infinity", "JPY", "refused.amount_not_positive"),
        ("0.5", "JPY", "refused.amount_too_fine"),
        ("1.005", "USD", "refused.amount_too_fine"),
        ("100." + "0" * 40 + "1", "JPY", "refused.amount_too_fine"),
        ("1e-999999999", "USD", "refused.amount_too_fine"),
        ("100000000000001", "JPY", "refused.amount_too_large"),
        ("1000000000000.01", "USD", "refused.amount_too_large"),
        ("9e999999", "USD", "refused.amount_too_large"),
        ("100", "XAU", "refused.currency"),
    ],
)
def test_other_amounts_are_refused_at_their_own_input(text: str, currency: str, key: str) -> None:
    with pytest.raises(BadAnswer) as refusal:
        parse_amount(text, currency, block="amount")
    assert (refusal.value.key, refusal.value.block) == (key, "amount")


@given(minor=amounts, currency=currencies)
def test_what_is_shown_can_be_typed_again_in_either_width(minor: int, currency: str) -> None:
    shown = format_amount(minor, currency)
    number = shown.removesuffix(f" {currency}")
    assert number != shown
    assert parse_amount(number, currency, block="b") == minor
    assert parse_amount(number.translate(FULL_WIDTH), currency, block="b") == minor


@given(text=st.text("0123456789.,-+eE_ ￥円５NaInf", max_size=20), currency=currencies)
def test_no_text_gives_anything_but_an_amount_or_a_refusal(text: str, currency: str) -> None:
    try:
        minor = parse_amount(text, currency, block="b")
    except BadAnswer:
        return
    assert 1 <= minor <= MAX_MINOR


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("0", 0),
        ("50", 5000),
        ("50%", 5000),
        ("３３．３３％", 3333),
        ("100", FULL_SHARE),
        (" 12.5 % ", 1250),
        ("0.00", 0),
        ("0.01", 1),
    ],
)
def test_shares_are_read_in_hundredths_of_a_percent(text: str, share: int) -> None:
    assert parse_share(text, block="share") == share


@pytest.mark.parametrize(
    "text",
    [
        "",
        "half",
        "-1",
        "100.01",
        "33.333",
        "NaN",
        "sNaN",
        "Infinity",
        "9e999999",
        "1e-999999999",
        "1/3",
        "33." + "0" * 40 + "1",
    ],
)
def test_other_shares_are_refused(text: str) -> None:
    with pytest.raises(BadAnswer) as refusal:
        parse_share(text, block="share")
    assert (refusal.value.key, refusal.value.block) == ("refused.share", "share")


@given(minor=st.integers(0, MAX_MINOR), share=shares)
def test_a_split_loses_nothing_and_is_fair_to_the_nearest_unit(minor: int, share: int) -> None:
    ours, theirs = split(minor, share)
    assert ours + theirs == minor and ours >= 0 and theirs >= 0
    assert abs(ours - Fraction(minor * share, FULL_SHARE)) <= Fraction(1, 2)


@given(minor=st.integers(0, MAX_MINOR))
def test_all_or_nothing(minor: int) -> None:
    assert split(minor, FULL_SHARE) == (minor, 0) and split(minor, 0) == (0, minor)


def test_the_half_yen_is_ours() -> None:
    assert split(1, 5000) == (1, 0)
    assert split(12_301, 5000) == (6151, 6150)


def test_amounts_are_shown_with_their_currency() -> None:
    assert format_amount(12_300, "JPY") == "12,300 JPY"
    assert format_amount(123_450, "USD") == "1,234.50 USD"
