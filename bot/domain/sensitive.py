"""Noticing data that has no place in a report: card numbers, My Number, credentials. A warning, never proof.

Texts are compared after NFKC, so full-width digits and letters count like ASCII ones; invisible characters are dropped.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

SensitiveKind = Literal["card", "my_number", "credential"]

_SEPARATORS = "-\u2010\u2011\u2012\u2013\u2014\u2212\u30fc "
_RUN = re.compile(rf"[0-9](?:[0-9]|[{_SEPARATORS}](?=[0-9]))*")
_GROUPS = re.compile(r"[0-9]+")
_CARD_PREFIX = re.compile(
    r"4|5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720|3[47]|35(?:2[89]|[3-8])|30[0-5]|3[689]|6(?:011|2|4[4-9]|5)|50|5[6-8]|6[37]"
)
"""First digits of the card brands that answer in Japan and abroad (ISO/IEC 7812 issuer ranges)."""
_DATE_LIKE = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[01][0-9]|2[0-3])[0-5][0-9]")
"""Year to minute in twelve digits: far more often a time in a log than a My Number."""
_MY_NUMBER_WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)

_CREDENTIALS = re.compile(
    r"""
      -----BEGIN[ A-Z0-9]{0,40}PRIVATE[ ]KEY
    | \b(?:AKIA|ASIA)[0-9A-Z]{16}\b
    | \bgh[pousr]_[0-9A-Za-z]{20,}
    | \bgithub_pat_[0-9A-Za-z_]{20,}
    | \bglpat-[0-9A-Za-z_-]{16,}
    | \bx(?:ox[abeprs]|app)-[0-9A-Za-z-]{8,}
    | \bAIza[0-9A-Za-z_-]{30,}
    | \b[srp]k_(?:live|test)_[0-9A-Za-z]{10,}
    | \beyJ[0-9A-Za-z_-]{8,}\.eyJ[0-9A-Za-z_-]{8,}\.
    | \bBearer[ ]+[0-9A-Za-z._~+/-]{16,}
    | \b[a-z][a-z0-9+.-]{1,20}://[^\s/:@]{1,80}:[^\s/@]{1,80}@
    """,
    re.VERBOSE,
)
_NAMED = re.compile(
    r"(?:password|passwd|pwd|passphrase|secret|api[ _-]?key|access[ _-]?key|token|パスワード|パスフレーズ|秘密鍵|暗証番号)"
    r"\s{0,3}(?:[:=]|is\b|は|が)\s{0,3}[\"'「『`]?(?P<value>[\x21-\x7e]{4,80})",
    re.IGNORECASE,
)
_LOOKS_SECRET = re.compile(r"[0-9]|[^0-9A-Za-z.,;:!?'\"()`]")
"""A word alone ("password: unknown") is a sentence; with a digit or a sign in it, it may be the secret itself."""


def find_sensitive(text: str) -> tuple[SensitiveKind, ...]:
    """Return what the text seems to contain, in a fixed order; empty when nothing was noticed."""
    plain = _plain(text)
    found: list[SensitiveKind] = []
    runs = [_GROUPS.findall(run) for run in _RUN.findall(plain)]
    if any(_holds_card(groups) for groups in runs):
        found.append("card")
    if any(_holds_my_number(groups) for groups in runs):
        found.append("my_number")
    if _CREDENTIALS.search(plain) or any(_LOOKS_SECRET.search(hit["value"]) for hit in _NAMED.finditer(plain)):
        found.append("credential")
    return tuple(found)


def luhn_valid(digits: str) -> bool:
    """Whether the last digit is the Luhn check digit of the others (ISO/IEC 7812-1)."""
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if position % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def my_number_valid(digits: str) -> bool:
    """Whether twelve digits end in the check digit of an Individual Number.

    Source: 平成26年総務省令第85号 第5条 (weights 2 to 7, modulo 11; a remainder of 0 or 1 gives check digit 0).
    """
    if len(digits) != 12:
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(digits, _MY_NUMBER_WEIGHTS, strict=False)) % 11
    return int(digits[11]) == (0 if rest <= 1 else 11 - rest)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text)
    return "".join(letter for letter in folded if unicodedata.category(letter) != "Cf")


def _is_card(groups: list[str]) -> bool:
    digits = "".join(groups)
    if not 13 <= len(digits) <= 19 or not _CARD_PREFIX.match(digits) or len(set(digits)) == 1:
        return False
    printed_in_groups = len(groups) == 1 or (len(groups[0]) == 4 and all(len(group) >= 2 for group in groups))
    return printed_in_groups and luhn_valid(digits)


def _is_my_number(groups: list[str]) -> bool:
    digits = "".join(groups)
    printed_so = len(groups) == 1 or all(len(group) == 4 for group in groups)
    return printed_so and my_number_valid(digits) and len(set(digits)) > 1 and not _DATE_LIKE.fullmatch(digits)


def _windows(groups: list[str], most: int) -> list[list[str]]:
    """Return every sequence of up to `most` neighbouring groups: a number may stand beside a date or a time."""
    return [groups[i : i + size] for i in range(len(groups)) for size in range(1, min(most, len(groups) - i) + 1)]


def _holds_card(groups: list[str]) -> bool:
    return any(_is_card(window) for window in _windows(groups, 5))


def _holds_my_number(groups: list[str]) -> bool:
    cards = [window for window in _windows(groups, 5) if _is_card(window)]
    in_cards = {group for window in cards for group in window}
    return any(_is_my_number(window) and not in_cards.issuperset(window) for window in _windows(groups, 3))
