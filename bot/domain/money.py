"""Money as people type it and as the ledger keeps it: whole minor units and exact fractions, never a binary fraction."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from bot.domain.errors import BadAnswer

YEN = "JPY"
"""The currency of every ledger; what was paid in another one is converted once, when it is entered."""

MINOR_DIGITS = {YEN: 0, "KRW": 0, "USD": 2, "EUR": 2, "GBP": 2, "SGD": 2, "AUD": 2, "CNY": 2, "INR": 2}
"""Digits after the decimal point by currency (ISO 4217)."""

SYMBOLS = {
    "円": {YEN},
    "¥": {YEN, "CNY"},
    "元": {"CNY"},
    "₩": {"KRW"},
    "$": {"USD", "SGD", "AUD"},
    "€": {"EUR"},
    "£": {"GBP"},
    "₹": {"INR"},
}
"""What people write beside a number, and which currencies it can mean."""

MAX_MINOR = 10**14
MAX_RATE = 1_000_000
MAX_HOURS = 100_000
LONGEST_NUMBER = 60
"""Nobody types more than that, and nothing longer is computed with."""

_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)"
_NUMBER = re.compile(rf"({_DIGITS}?)(\.[0-9]*)?")
_MYRIADS = re.compile(r"(?:([0-9,.]+)億)?(?:([0-9,.]+)万)?([0-9,.]*)")
_MINUS = "-−‐–△▲"
"""Signs of a negative number; the triangles are those of Japanese accounts."""


class Tax(StrEnum):
    """How consumption tax stands to a typed amount: contained in it, to be added, or none (out of scope, exempt, abroad)."""

    INCLUDED_10 = "included_10"
    EXCLUDED_10 = "excluded_10"
    INCLUDED_8 = "included_8"
    EXCLUDED_8 = "excluded_8"
    NONE = "none"

    @property
    def percent(self) -> int:
        """The rate in percent."""
        return 0 if self is Tax.NONE else int(self.value.rpartition("_")[2])

    @property
    def is_included(self) -> bool:
        """Whether the typed amount already contains it."""
        return self.value.startswith("included")


@dataclass(frozen=True, slots=True)
class Taxed:
    """An amount taken apart, in minor units of one currency."""

    net: int
    tax: int

    @property
    def gross(self) -> int:
        """Net and tax together."""
        return self.net + self.tax


def parse_amount(text: str, currency: str, *, block: str) -> int:
    """Read an amount a person typed as whole minor units.

    Full-width digits, commas before every three digits, the currency's own sign, 万 and 億 are understood:
    １２，３００円, 12万円, 1億2,000万.

    Raises:
        BadAnswer: not a number, commas elsewhere, another currency's sign, not positive, finer than the currency's smallest
            unit, or absurdly large.
    """
    digits = MINOR_DIGITS.get(currency)
    if digits is None:
        raise BadAnswer(block, "refused.currency", currency=currency)
    cleaned = _without_signs(_normal(text, block), currency, block)
    minor = _exact(cleaned, block) * 10**digits
    if minor == 0:
        raise BadAnswer(block, "refused.amount_not_positive")
    if minor > MAX_MINOR:
        raise BadAnswer(block, "refused.amount_too_large")
    if minor.denominator != 1:
        raise BadAnswer(block, "refused.amount_too_fine", currency=currency)
    return int(minor)


def parse_rate(text: str, *, block: str) -> str:
    """Read an exchange rate, yen for one unit of the other currency, and return it as a plain decimal (`151.23`).

    Raises:
        BadAnswer: no rate at all, not a number, zero, more than six decimals, or absurdly large.
    """
    cleaned = _normal(text, block).removesuffix("円").removeprefix("¥")
    if not cleaned:
        raise BadAnswer(block, "refused.rate_needed")
    if not (found := _NUMBER.fullmatch(cleaned)) or cleaned in {".", ","}:
        raise BadAnswer(block, "refused.rate")
    whole, rest = (found[1] or "0").replace(",", "").lstrip("0") or "0", (found[2] or "")[1:].rstrip("0")
    plain = f"{whole}.{rest}" if rest else whole
    if len(rest) > 6 or not 0 < Fraction(plain) <= MAX_RATE:
        raise BadAnswer(block, "refused.rate")
    return plain


def parse_hours(text: str, *, block: str) -> int:
    """Read a working time (`7.5`, `7:30`, `7時間30分`) as whole minutes.

    Raises:
        BadAnswer: not a time, zero, finer than a minute, or absurdly long.
    """
    cleaned = _normal(text, block).replace("時間", "h").replace("分", "m").lower()
    clock = re.fullmatch(r"([0-9]{1,6}):([0-5][0-9])|(?:([0-9.]+)h)?(?:([0-9]{1,6})m)?|([0-9][0-9,.]*)", cleaned)
    if not cleaned or clock is None:
        raise BadAnswer(block, "refused.hours")
    hours = clock[1] or clock[3] or clock[5] or "0"
    minutes = _exact(hours, block, "refused.hours") * 60 + int(clock[2] or clock[4] or 0)
    if minutes.denominator != 1 or not 0 < minutes <= MAX_HOURS * 60:
        raise BadAnswer(block, "refused.hours")
    return int(minutes)


def half_up(exact: Fraction) -> int:
    """Return a number that is not negative rounded to the nearest whole one, halves upwards."""
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)


def for_hours(minutes: int, hourly_minor: int) -> int:
    """Return what working time costs, in minor units, to the nearest one."""
    return half_up(Fraction(minutes * hourly_minor, 60))


def taxed(amount_minor: int, tax: Tax, *, stated: int | None = None, block: str = "tax_stated") -> Taxed:
    """Take an amount apart into net and tax. What is finer than the smallest unit falls away from the tax, line by line.

    `stated` is the tax as the invoice prints it, when its issuer rounds in another way.

    Raises:
        BadAnswer: the stated tax is more than the rate allows.
    """
    percent = tax.percent
    computed = amount_minor * percent // (100 + percent if tax.is_included else 100)
    of_it = computed if stated is None else stated
    most = computed + (percent > 0)
    if not 0 <= of_it <= most:
        raise BadAnswer(block, "refused.tax_stated", most=most)
    return Taxed(net=amount_minor - of_it if tax.is_included else amount_minor, tax=of_it)


def in_yen(found: Taxed, currency: str, rate: str) -> Taxed:
    """Convert with a frozen rate (a plain decimal: yen for one unit).

    Gross and tax are rounded to the nearest yen; net is what is left.
    """
    if currency == YEN:
        return found
    exact = Fraction(rate) / 10 ** MINOR_DIGITS[currency]
    tax = half_up(found.tax * exact)
    return Taxed(net=max(half_up(found.gross * exact) - tax, 0), tax=tax)


def format_amount(amount_minor: int, currency: str = YEN) -> str:
    """Return the amount for people, for example `12,300 JPY`; `currency` must be known."""
    return f"{plain_amount(amount_minor, currency):,f} {currency}"


def plain_amount(amount_minor: int, currency: str) -> Decimal:
    """Return the amount as an exact decimal with the currency's digits."""
    return Decimal(amount_minor).scaleb(-MINOR_DIGITS[currency])


def _normal(text: str, block: str) -> str:
    if len(text) > LONGEST_NUMBER:
        raise BadAnswer(block, "refused.amount_too_large")
    cleaned = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace("、", ",")
    if cleaned.startswith(tuple(_MINUS)):
        raise BadAnswer(block, "refused.amount_not_positive")
    return cleaned


def _without_signs(cleaned: str, currency: str, block: str) -> str:
    code = re.fullmatch(r"([A-Z]{3})?(.*?)([A-Z]{3})?", cleaned)
    named = {found for found in (code[1], code[3]) if found} if code else set()
    kept = code[2] if code and named else cleaned
    for sign, currencies in SYMBOLS.items():
        if sign in kept:
            kept = kept.removeprefix(sign).removesuffix(sign)
            if currency not in currencies:
                raise BadAnswer(block, "refused.amount_other_currency", currency=currency)
    if named - {currency}:
        other = named & set(MINOR_DIGITS)
        key = "refused.amount_other_currency" if other else "refused.amount_not_number"
        raise BadAnswer(block, key, currency=currency)
    return kept


def _exact(cleaned: str, block: str, key: str = "refused.amount_not_number") -> Fraction:
    """The number as it stands; 億 and 万 each count what is written before them."""
    parts = _MYRIADS.fullmatch(cleaned)
    if parts is None or not cleaned:
        raise BadAnswer(block, key)
    total = Fraction(0)
    for written, unit in zip(parts.groups(), (10**8, 10**4, 1), strict=True):
        if not written:
            continue
        found = _NUMBER.fullmatch(written)
        if found is None or written in {".", ","}:
            comma = "," in written and written.replace(",", "").replace(".", "", 1).isdecimal()
            raise BadAnswer(block, "refused.amount_comma" if comma else key)
        total += Fraction((found[1] or "0").replace(",", "") + (found[2] or "").rstrip(".")) * unit
    return total
