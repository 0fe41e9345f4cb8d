"""Days as people write them: any width of digits, the usual separators, and a day at the end of a line."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_SHAPE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


def read_day(text: str) -> date | None:
    """Return the day, or None when nothing was written: `2026-11-27`, `２０２６/１１/２７`, `2026年11月27日`.

    Raises ValueError for anything else.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        return None
    found = _SHAPE.fullmatch(plain)
    if not found:
        raise ValueError(text)
    return date(int(found[1]), int(found[2]), int(found[3]))


def split_day(line: str) -> tuple[str, date | None]:
    """Return a line's words and the day at its end, if there is one: `郵送費を負担 2026/12/10`. A day that is none stays words."""
    words = line.strip()
    plain = unicodedata.normalize("NFKC", words)
    found = re.search(rf"[\s、,:(]*{_SHAPE.pattern}\s*(まで)?[)]?$", plain)
    if not found or not found.start():
        return words, None
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return words, None
    return plain[: found.start()].strip(), day
