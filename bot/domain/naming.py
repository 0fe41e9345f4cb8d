"""Whether words name a company: however it is written, and never by letters that happen to stand in another word. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

SHORTEST_NAME = 2
"""A name of one letter is found in too many innocent words."""
_FORMS = re.compile(
    r"^(?:株式会社|有限会社|合同会社|\(株\)|\(有\))\s*"
    r"|\s*(?:株式会社|有限会社|合同会社|\(株\)|\(有\)"
    r"|,?\s*(?:co\.?\s*,?\s*ltd\.?|ltd\.?|inc\.?|corp\.?|llc|k\.?k\.?|gmbh))$"
)
"""What kind of company it is, before or after its name; people leave it out."""


def folded(words: str) -> str:
    """Return words as they are compared: width and case make no difference."""
    return unicodedata.normalize("NFKC", words).casefold()


def core_of(name: str) -> str:
    """Return a company's name, folded, without spaces and without its form; empty when that is too short to be looked for."""
    core = "".join(_FORMS.sub("", folded(name).strip()).split())
    return core if len(core) >= SHORTEST_NAME else ""


def others_of(names: Iterable[str], own: Iterable[str]) -> dict[str, str]:
    """Return the names to look for, the longest first, each by its core; those that are part of an own name are left out.

    No words of a client could ever be without such a part (川端 beside 川端市).
    """
    mine = ["".join(folded(name).split()) for name in own]
    found = {core: name for name in names if (core := core_of(name)) and not any(core in one for one in mine)}
    return dict(sorted(found.items(), key=lambda entry: (-len(entry[0]), entry[0])))


def name_in(cores: Iterable[str], words: str) -> str:
    """Return the first of these cores that stands in the words, empty when none does.

    Spaces within a name do not hide it. One in Latin letters has to be a word of its own: NEC is not in `necessary`, nor in an id.
    """
    text = folded(words)
    return next((core for core in cores if _pattern(core).search(text)), "")


def _pattern(core: str) -> re.Pattern[str]:
    before = r"(?<![0-9a-z])" if core[0].isascii() and core[0].isalnum() else ""
    after = r"(?![0-9a-z])" if core[-1].isascii() and core[-1].isalnum() else ""
    return re.compile(before + r"\s*".join(map(re.escape, core)) + after)
