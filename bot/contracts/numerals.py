"""Numbers as contracts write them: full-width digits, kanji numerals, era years, and the limits made of them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

_DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_TENS = {"十": 10, "百": 100, "千": 1000}
KANJI = "〇零一二三四五六七八九十百千"
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_ENGLISH = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
    "fourteen": 14, "fifteen": 15, "twenty": 20, "twenty-four": 24, "thirty": 30, "thirty-six": 36, "forty-eight": 48,
    "sixty": 60, "seventy-two": 72, "ninety": 90,
}  # fmt: skip

NUMBER_JA = rf"(?:[0-9]+|[{KANJI}]+)"
NUMBER_EN = rf"(?:[0-9]+|{'|'.join(sorted(_ENGLISH, key=len, reverse=True))})"


def plain(text: str) -> str:
    """Return the text with full-width letters, digits and signs as ordinary ones (NFKC); the length may change."""
    return unicodedata.normalize("NFKC", text)


def kanji_number(text: str) -> int:
    """Read 六十, 二十四, 百二十, 二〇二六 as a number. Raises ValueError when it is none."""
    if not text or any(sign not in _DIGITS and sign not in _TENS for sign in text):
        raise ValueError(f"not a kanji number: {text!r}")
    if not any(sign in _TENS for sign in text):
        return int("".join(str(_DIGITS[sign]) for sign in text))
    total, pending = 0, 0
    for sign in text:
        if sign in _DIGITS:
            pending = _DIGITS[sign]
        else:
            total += (pending or 1) * _TENS[sign]
            pending = 0
    return total + pending


def number(text: str) -> int:
    """Read a whole number in digits (any width), kanji or English words. Raises ValueError when it is none."""
    simple = plain(text).strip().lower()
    if simple.isdigit():
        return int(simple)
    if simple in _ENGLISH:
        return _ENGLISH[simple]
    return kanji_number(simple)


_DATE = re.compile(
    rf"(?P<era>{'|'.join(_ERAS)})?\s*(?P<y>元|{NUMBER_JA})\s*年\s*(?P<m>{NUMBER_JA})\s*月\s*(?P<d>{NUMBER_JA})\s*日"
)
_DATE_ISO = re.compile(r"(?P<era>)(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})")


def era_date(text: str) -> date | None:
    """Return the first date in the text: 令和7年4月1日, 平成元年1月8日, 2026年4月1日, 2026-04-01; None without one."""
    return next(iter(era_dates(text)), None)


def era_dates(text: str) -> list[date]:
    """Return every date in the text that there is, in its order."""
    simple = plain(text)
    found = [*_DATE.finditer(simple), *_DATE_ISO.finditer(simple)]
    dates = (_date(one) for one in sorted(found, key=lambda one: one.start()))
    return [one for one in dates if one is not None]


def _date(found: re.Match[str]) -> date | None:
    year = 1 if found["y"] == "元" else number(found["y"])
    try:
        return date(year + _ERAS.get(found["era"] or "", 0), number(found["m"]), number(found["d"]))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit as written and, when the contract gives a number, as the pack's duration (PT60M, P5BD); else an empty one.

    `count` is how it runs: elapsed, calendar or business. `before` is true for a limit that ends before an event.
    """

    word: str
    duration: str = ""
    count: str = "elapsed"
    before: bool = False


_UNITS_JA = {
    "分": "PT{}M",
    "時間": "PT{}H",
    "営業日": "P{}BD",
    "日": "P{}D",
    "週間": "P{}W",
    "か月": "P{}M",
    "年": "P{}Y",
}
_LIMIT_JA = re.compile(
    rf"(?<![0-9月年])(?P<n>{NUMBER_JA})\s*(?P<unit>分|時間|営業日|開庁日|日|週間|[かヶケカ箇]月|年)(?:間)?\s*(?P<end>以内|まで(?:に)?|前まで(?:に)?|前(?:ま?で)?に)"
)
_LIMIT_EN = re.compile(
    rf"(?:within|not later than|no later than|at least)\s+(?:{NUMBER_EN}\s*\()?(?P<n>{NUMBER_EN})\)?\s+"
    r"(?P<unit>minutes?|hours?|(?:business|working) days?|(?:calendar )?days?|weeks?|months?|years?)"
    r"(?P<end>\s+(?:before|prior to|in advance))?",
    re.IGNORECASE,
)
_UNITS_EN = {"minute": "PT{}M", "hour": "PT{}H", "business day": "P{}BD", "working day": "P{}BD", "day": "P{}D", "calendar day": "P{}D",
             "week": "P{}W", "month": "P{}M", "year": "P{}Y"}  # fmt: skip


def numeric_limits(sentence: str) -> list[Limit]:
    """Return every limit with a number in a sentence (Japanese or English), in its order."""
    text = plain(sentence)
    found = []
    for one in _LIMIT_JA.finditer(text):
        unit = re.sub(r"[かヶケカ箇]月", "か月", one["unit"]).replace("開庁日", "営業日")
        found.append((one.start(), _limit(one[0], _UNITS_JA[unit], number(one["n"]), before="前" in one["end"])))
    for one in _LIMIT_EN.finditer(text):
        unit = re.sub(r"s$", "", one["unit"].lower())
        found.append((one.start(), _limit(one[0], _UNITS_EN[unit], number(one["n"]), before=bool(one["end"]))))
    return [limit for _, limit in sorted(found, key=lambda pair: pair[0])]


def numeric_limit(sentence: str) -> Limit | None:
    """Return the shortest limit with a number in a sentence, the first of equals; None without one.

    Where a sentence has one for the day and one for the night, missing the shorter is what costs.
    """
    return min(numeric_limits(sentence), key=_seconds, default=None)


_SECONDS = {"PT{}M": 60, "PT{}H": 3600, "P{}D": 86_400, "P{}BD": 86_401, "P{}M": 30 * 86_400, "P{}Y": 365 * 86_400}


def _seconds(limit: Limit) -> int:
    form = re.sub(r"[0-9]+", "{}", limit.duration)
    return int(re.sub(r"[^0-9]", "", limit.duration)) * _SECONDS[form]


def _limit(word: str, form: str, value: int, *, before: bool) -> Limit:
    duration = form.format(value)
    if duration.endswith("W"):
        duration = f"P{value * 7}D"
    days = "business" if duration.endswith("BD") else "calendar"
    count = "elapsed" if duration.startswith("PT") else days
    return Limit(word.strip(), duration, count, before)
