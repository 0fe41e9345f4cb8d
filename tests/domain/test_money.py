"""Amounts, rates, hours and taxes as people type them, and arithmetic that never leaves whole numbers and fractions."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import BadAnswer
from bot.domain.money import (
    MAX_MINOR,
    MINOR_DIGITS,
    SYMBOLS,
    YEN,
    Tax,
    Taxed,
    for_hours,
    format_amount,
    half_up,
    in_yen,
    parse_amount,
    parse_hours,
    parse_rate,
    taxed,
)
from bot.views.texts import has

FULL_WIDTH = str.maketrans("0123456789,.", "０１２３４５６７８９，．")
amounts = st.integers(1, MAX_MINOR)
currencies = st.sampled_from(sorted(MINOR_DIGITS))
rates = st.decimals("0.000001", "1000000", places=6).map(lambda rate: f"{rate:f}")


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("12300", YEN, 12300),
        ("１２，３００円", YEN, 12300),
        ("12、300円", YEN, 12300),
        ("￥12,300", YEN, 12300),
        ("JPY 12,300", YEN, 12300),
        (" 12 300 ", YEN, 12300),
        ("12300.00", YEN, 12300),
        ("12万円", YEN, 120_000),
        ("１２万", YEN, 120_000),
        ("1.5億円", YEN, 150_000_000),
        ("1億2,000万", YEN, 120_000_000),
        ("3万4,500円", YEN, 34_500),
        ("0.5万", YEN, 5000),
        ("$1,234.50", "USD", 123450),
        ("1234.5 USD", "USD", 123450),
        ("1万ドル".replace("ドル", ""), "USD", 1_000_000),
        ("€0.01", "EUR", 1),
        ("¥100", "CNY", 10000),
        ("1,000,000,000,000", YEN, 10**12),
        ("100000000000000", YEN, MAX_MINOR),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, currency: str, minor: int) -> None:
    assert parse_amount(text, currency, block="amount") == minor


@pytest.mark.parametrize(
    ("text", "currency", "key"),
    [
        ("", YEN, "refused.amount_not_number"),
        ("about 5000", YEN, "refused.amount_not_number"),
        ("ごひゃく", YEN, "refused.amount_not_number"),
        ("万", YEN, "refused.amount_not_number"),
        ("2万3億", YEN, "refused.amount_not_number"),
        ("12.3.4", YEN, "refused.amount_not_number"),
        (".", YEN, "refused.amount_not_number"),
        ("10^12", YEN, "refused.amount_not_number"),
        ("1e5", YEN, "refused.amount_not_number"),
        ("1e999999", YEN, "refused.amount_not_number"),
        ("NaN", YEN, "refused.amount_not_number"),
        ("Infinity", YEN, "refused.amount_not_number"),
        ("٣٠٠", YEN, "refused.amount_not_number"),
        ("12円300", YEN, "refused.amount_not_number"),
        ("XYZ 100", YEN, "refused.amount_not_number"),
        ("12,30", YEN, "refused.amount_comma"),
        ("1,2,3", YEN, "refused.amount_comma"),
        ("1234,567", YEN, "refused.amount_comma"),
        ("1.234,50", "EUR", "refused.amount_comma"),
        ("0", YEN, "refused.amount_not_positive"),
        ("0.00", "USD", "refused.amount_not_positive"),
        ("-5", YEN, "refused.amount_not_positive"),
        ("－500円", YEN, "refused.amount_not_positive"),
        ("▲500", YEN, "refused.amount_not_positive"),
        ("0.5", YEN, "refused.amount_too_fine"),
        ("0.001円", YEN, "refused.amount_too_fine"),
        ("0.00001万", YEN, "refused.amount_too_fine"),
        ("1.005", "USD", "refused.amount_too_fine"),
        ("100." + "0" * 40 + "1", YEN, "refused.amount_too_fine"),
        ("100000000000001", YEN, "refused.amount_too_large"),
        ("1000000000000.01", "USD", "refused.amount_too_large"),
        ("9" * 59, "USD", "refused.amount_too_large"),
        ("9" * 5000, YEN, "refused.amount_too_large"),
        ("$100", YEN, "refused.amount_other_currency"),
        ("100円", "USD", "refused.amount_other_currency"),
        ("USD 100", YEN, "refused.amount_other_currency"),
        ("100", "XAU", "refused.currency"),
    ],
)
def test_other_amounts_are_refused_at_their_own_input(text: str, currency: str, key: str) -> None:
    with pytest.raises(BadAnswer) as refusal:
        parse_amount(text, currency, block="amount")
    assert (refusal.value.key, refusal.value.block) == (key, "amount")
    assert has(key)


@given(minor=amounts, currency=currencies)
def test_what_is_shown_can_be_typed_again_in_either_width(minor: int, currency: str) -> None:
    shown = format_amount(minor, currency)
    assert parse_amount(shown, currency, block="b") == minor
    assert parse_amount(shown.removesuffix(f" {currency}").translate(FULL_WIDTH), currency, block="b") == minor


@given(text=st.text("0123456789.,-+eE_ ￥円５万億、NaInf△:時間分h%", max_size=20), currency=currencies)
def test_no_text_gives_anything_but_a_value_or_a_refusal_with_words(text: str, currency: str) -> None:
    for read in (
        lambda: 1 <= parse_amount(text, currency, block="b") <= MAX_MINOR,
        lambda: Fraction(parse_rate(text, block="b")) > 0,
        lambda: parse_hours(text, block="b") >= 1,
    ):
        refused = None
        try:
            assert read()
        except BadAnswer as refusal:
            refused = refusal
        assert refused is None or (has(refused.key) and refused.block == "b")


def test_every_sign_belongs_to_currencies_that_are_kept() -> None:
    assert set().union(*SYMBOLS.values()) == set(MINOR_DIGITS)


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("151.23", "151.23"), ("１５１．２３", "151.23"), ("151.230000", "151.23"), ("0.000001", "0.000001"), (".5", "0.5"),
        ("1,000", "1000"), ("00151", "151"), ("151円", "151"), ("1000000", "1000000"),
    ],
)  # fmt: skip
def test_rates_are_kept_as_plain_decimals(text: str, rate: str) -> None:
    assert parse_rate(text, block="rate") == rate


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "refused.rate_needed"), ("  ", "refused.rate_needed"), ("0", "refused.rate"), ("0.0000001", "refused.rate"),
        ("-151", "refused.amount_not_positive"), ("NaN", "refused.rate"), ("1e5", "refused.rate"), ("1/150", "refused.rate"),
        ("1000000.1", "refused.rate"), (".", "refused.rate"), ("1,51", "refused.rate"),
    ],
)  # fmt: skip
def test_other_rates_are_refused(text: str, key: str) -> None:
    with pytest.raises(BadAnswer) as refusal:
        parse_rate(text, block="rate")
    assert refusal.value.key == key
    assert has(key)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("7.5", 450), ("７．５", 450), ("7:30", 450), ("7時間30分", 450), ("30分", 30), ("2 h", 120), ("0.25", 15), ("100,000", 6_000_000)],
)  # fmt: skip
def test_hours_are_read_in_whole_minutes(text: str, minutes: int) -> None:
    assert parse_hours(text, block="hours") == minutes


@pytest.mark.parametrize("text", ["", "0", "0:00", "7:60", "0.01", "100001", "seven", "1.2.3", "h", "NaN"])
def test_other_hours_are_refused(text: str) -> None:
    with pytest.raises(BadAnswer) as refusal:
        parse_hours(text, block="hours")
    assert refusal.value.key == "refused.hours"


@given(minutes=st.integers(1, 6_000_000), hourly=st.integers(1, 10**9))
def test_working_time_costs_its_rate_to_the_nearest_yen(minutes: int, hourly: int) -> None:
    assert abs(for_hours(minutes, hourly) - Fraction(minutes * hourly, 60)) <= Fraction(1, 2)
    assert for_hours(minutes + 1, hourly) >= for_hours(minutes, hourly)


@pytest.mark.parametrize(
    ("amount", "tax", "net", "of_it"),
    [
        (11_000, Tax.INCLUDED_10, 10_000, 1_000),
        (12_345, Tax.INCLUDED_10, 11_223, 1_122),
        (12_345, Tax.EXCLUDED_10, 12_345, 1_234),
        (108, Tax.INCLUDED_8, 100, 8),
        (99, Tax.EXCLUDED_8, 99, 7),
        (9, Tax.EXCLUDED_10, 9, 0),
        (12_345, Tax.NONE, 12_345, 0),
    ],
)
def test_tax_is_taken_line_by_line_and_what_is_finer_than_a_yen_falls_away(
    amount: int, tax: Tax, net: int, of_it: int
) -> None:
    assert taxed(amount, tax) == Taxed(net, of_it)


def test_a_tax_printed_on_the_invoice_counts_if_it_can_be_the_rate_rounded() -> None:
    assert taxed(12_345, Tax.EXCLUDED_10, stated=1_235) == Taxed(12_345, 1_235)
    assert taxed(12_345, Tax.INCLUDED_10, stated=1_120) == Taxed(11_225, 1_120)
    for tax, stated in ((Tax.EXCLUDED_10, 1_236), (Tax.INCLUDED_10, 1_124), (Tax.NONE, 1), (Tax.EXCLUDED_8, -1)):
        with pytest.raises(BadAnswer) as refusal:
            taxed(12_345, tax, stated=stated)
        assert (refusal.value.key, refusal.value.block) == ("refused.tax_stated", "tax_stated")


@given(amount=amounts, tax=st.sampled_from(list(Tax)))
def test_net_and_tax_make_the_gross_whatever_the_rate(amount: int, tax: Tax) -> None:
    found = taxed(amount, tax)
    assert found.net + found.tax == found.gross
    assert found.gross == amount if tax.is_included or tax is Tax.NONE else found.net == amount
    exact = (
        Fraction(found.gross * tax.percent, 100 + tax.percent)
        if tax.is_included
        else Fraction(found.net * tax.percent, 100)
    )
    assert 0 <= exact - found.tax < 1
    assert taxed(amount + 1, tax).gross >= found.gross


@given(amount=amounts, tax=st.sampled_from(list(Tax)), currency=currencies, rate=rates)
def test_a_conversion_is_exact_to_half_a_yen_and_adds_up(amount: int, tax: Tax, currency: str, rate: str) -> None:
    found = taxed(amount, tax)
    yen = in_yen(found, currency, rate)
    assert yen.net >= 0
    assert yen.tax >= 0
    if currency == YEN:
        assert yen == found
        return
    exact = Fraction(rate) * found.gross / 10 ** MINOR_DIGITS[currency]
    assert abs(yen.gross - exact) <= Fraction(1, 2)
    assert in_yen(Taxed(found.net + 1, found.tax), currency, rate).gross >= yen.gross


def test_a_conversion_by_hand() -> None:
    # 1,234.50 USD at 151.23 are 186,693.435 yen; its tax of 112.22 USD is 16,971.0306 yen.
    assert in_yen(taxed(123_450, Tax.INCLUDED_10), "USD", "151.23") == Taxed(186_693 - 16_971, 16_971)
    assert in_yen(Taxed(50, 0), "USD", "1") == Taxed(1, 0), "half a yen is rounded up"


@given(number=st.fractions(0, 10**6, max_denominator=10**6))
def test_halves_go_up(number: Fraction) -> None:
    rounded = half_up(number)
    assert Fraction(-1, 2) < rounded - number <= Fraction(1, 2)


def test_amounts_are_shown_with_their_currency() -> None:
    assert format_amount(12_300) == "12,300 JPY"
    assert format_amount(123_450, "USD") == "1,234.50 USD"
    assert format_amount(10**14, YEN) == f"{Decimal(10**14):,} JPY"
