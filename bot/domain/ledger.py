"""The cost ledger of a lane: what was spent, who paid, which share we propose to bear. Whole minor units, so no yen is lost."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from bot.domain.errors import BadAnswer

MINOR_DIGITS = {"JPY": 0, "KRW": 0, "USD": 2, "EUR": 2, "GBP": 2, "SGD": 2, "AUD": 2, "CNY": 2, "INR": 2}
"""Digits after the decimal point by currency (ISO 4217)."""

COST_ITEMS = (
    "forensics",
    "containment",
    "notices",
    "call_centre",
    "apology",
    "publication",
    "lawyers",
    "monitoring",
    "rebuilding",
    "own_hours",
    "client_hours",
    "other",
)
"""What a cost consultation usually lists."""

MAX_MINOR = 10**14
FULL_SHARE = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """One cost. `amount_minor` counts the currency's smallest unit; `our_share_bp` is our proposed share in 1/100 percent."""

    id: str
    incident_id: str
    lane_id: str
    consultation_id: str
    item: str
    description: str = ""
    amount_minor: int
    currency: str = "JPY"
    payer: str
    """us, client or third_party: who has paid so far."""
    our_share_bp: int | None = None
    by: str
    at: datetime
    voided_at: datetime | None = None


def parse_amount(text: str, currency: str, *, block: str) -> int:
    """Read an amount a person typed (full-width digits, commas and 円 allowed) as whole minor units.

    Raises:
        BadAnswer: not a number, not positive, finer than the currency's smallest unit, or absurdly large.
    """
    digits = MINOR_DIGITS.get(currency)
    if digits is None:
        raise BadAnswer(block, "refused.currency", currency=currency)
    cleaned = re.sub(r"[,\s¥￥円$€£]", "", unicodedata.normalize("NFKC", text))
    try:
        value = Decimal(cleaned)
    except InvalidOperation:
        raise BadAnswer(block, "refused.amount_not_number") from None
    if not value.is_finite() or value <= 0:
        raise BadAnswer(block, "refused.amount_not_positive")
    if value > MAX_MINOR:
        raise BadAnswer(block, "refused.amount_too_large")
    # The size is looked at before anything is computed: decimals round and overflow, fractions of 1e-999999999 never end.
    minor = Fraction(value) * 10**digits if value.adjusted() >= -digits else Fraction(1, 2)
    if minor.denominator != 1:
        raise BadAnswer(block, "refused.amount_too_fine", currency=currency)
    if minor > MAX_MINOR:
        raise BadAnswer(block, "refused.amount_too_large")
    return int(minor)


def parse_share(text: str, *, block: str) -> int:
    """Read a percentage 0..100 (two decimals at most) as basis points 0..10000. Raises BadAnswer."""
    cleaned = unicodedata.normalize("NFKC", text).replace("%", "").strip()
    try:
        value = Decimal(cleaned)
    except InvalidOperation:
        raise BadAnswer(block, "refused.share") from None
    if not value.is_finite() or not 0 <= value <= 100 or (value and value.adjusted() < -2):
        raise BadAnswer(block, "refused.share")
    share = Fraction(value) * 100 if value else Fraction(0)
    if share.denominator != 1:
        raise BadAnswer(block, "refused.share")
    return int(share)


def split(amount_minor: int, our_share_bp: int) -> tuple[int, int]:
    """Return (ours, theirs), whole minor units that always add up to the amount; halves go to us."""
    ours = (amount_minor * our_share_bp + FULL_SHARE // 2) // FULL_SHARE
    return ours, amount_minor - ours


def format_amount(amount_minor: int, currency: str) -> str:
    """Return the amount for people, for example `12,300 JPY`; `currency` must be known."""
    digits = MINOR_DIGITS[currency]
    value = Decimal(amount_minor).scaleb(-digits)
    return f"{value:,.{digits}f} {currency}"
