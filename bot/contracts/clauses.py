"""A contract's lines put together again as it numbers itself: articles, paragraphs, items, each with the line it began on.

Texts come with the marks of where they were: lines broken in the middle of a word, empty lines between all of them,
numbers in full width. A new piece begins at a number or mark that fits the sequence, at an indented line, and after a
heading; every other line goes on with the last one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from bot.contracts.numerals import KANJI, number, plain
from bot.contracts.sources import Text

_NUM = rf"[0-9]+|[{KANJI}]+"
_ARTICLE_JA = re.compile(rf"^第\s*(?P<n>{_NUM})\s*(?P<unit>条(?:の(?:{_NUM}))?)?(?P<gap>[\s(]|$)(?P<rest>.*)$")
_ARTICLE_EN = re.compile(r"^(?:Article|Section|Clause)\s*(?P<n>[0-9]+)[.:]?(?:\s+|$)(?P<rest>.*)$", re.IGNORECASE)
_DECIMAL = re.compile(r"^(?P<n>[0-9]+)\.(?P<m>[0-9]+)\.?\s+(?P<rest>\S.*)$")
_PARAGRAPH = re.compile(r"^(?P<n>[0-9]{1,2})(?:[.、)]\s*|\s+)(?P<rest>\S.*)$")
_ITEM = re.compile(
    rf"^(?P<mark>\((?:[0-9]{{1,2}}|[{KANJI}]{{1,3}}|[a-z]|[ivx]{{1,4}}|[ア-ン])\)|[①-⑳]|[{KANJI}]{{1,3}}(?=\s)|[ア-オ](?=[\s.、])|[・•●○■□※-](?=\s*[^●○_\s]))\s*(?P<rest>.*)$"
)
_TITLE = re.compile(r"^(?P<n>[0-9]{1,2})[.)]?\s+(?P<rest>[A-Z][A-Z &,/'-]{2,60})$")
_TITLE_BESIDE_DECIMALS = re.compile(r"^(?P<n>[0-9]{1,2})[.．]?\s+(?P<rest>[^。.:;]{1,50})$")
"""Where a contract numbers 2.1, 2.2, a bare `3. Word` above them is the title of an article."""
_HEADING = re.compile(r"^[(【][^)】]{1,80}[)】]$")
_ENDS = re.compile(r"[。.:;：]$")
_AMOUNT = re.compile(r"^[0-9,]+\s*(?:円|%|年|月|日|分|時間|通|部|号|項|条)")


@dataclass(slots=True)
class Clause:
    """One numbered piece. `cite` is how the contract names it; `lead` the piece whose list this one is an item of.

    `line` and `last_line` are the lines of the file it stands on; `text` is what it says, put together.
    """

    cite: str
    heading: str
    line: int
    text: str = ""
    last_line: int = 0
    lead: Clause | None = None
    items: list[Clause] = field(default_factory=list)

    @property
    def is_item(self) -> bool:
        """Whether it is an item of a list."""
        return self.lead is not None

    def above(self) -> list[Clause]:
        """The pieces whose lists it stands in, outermost first."""
        return [*self.lead.above(), self.lead] if self.lead else []

    def sentences(self) -> list[str]:
        """What it says, sentence by sentence; a full stop inside brackets ends none."""
        return sentences_of(self.text)


@dataclass(slots=True)
class _Place:
    article: str = ""
    article_number: int = 0
    paragraph: int = 0
    unnumbered: int = 0
    heading: str = ""
    fresh_heading: bool = False


def split(text: Text) -> list[Clause]:
    """Return the contract's pieces in the order of the file; what stands before the first number is one without a citation."""
    decimals = sum(bool(_DECIMAL.match(plain(line.text).strip())) for line in text.lines)
    builder = _Builder(japanese=text.japanese, spaced=_double_spaced(text), decimals=decimals > 1)
    for line in text.lines:
        builder.take(line.number, line.text)
    return [clause for clause in builder.clauses if clause.text]


def _double_spaced(text: Text) -> bool:
    """Whether an empty line follows nearly every line, so that it says nothing about paragraphs."""
    filled = [bool(line.text.strip()) for line in text.lines]
    followed = sum(now and not then for now, then in pairwise(filled))
    return followed > 0.7 * sum(filled)


class _Builder:
    def __init__(self, *, japanese: bool, spaced: bool, decimals: bool) -> None:
        self.clauses: list[Clause] = []
        self._decimals = decimals
        self._levels: list[tuple[str, str, Clause]] = []
        """The lists that are open, outermost first: kind of mark, last mark, last item."""
        self._japanese = japanese
        self._spaced = spaced
        self._after_gap = False
        self._at = _Place()
        self._open: Clause | None = None
        self._whole: Clause | None = None
        self._heading_parts: list[str] = []

    def take(self, number_: int, raw: str) -> None:
        indented = raw.lstrip(" \t").startswith("\u3000")
        said = re.sub(r"\s+", " ", plain(raw)).strip()
        if not said:
            self._after_gap = not self._spaced
            return
        gap, self._after_gap = self._after_gap, False
        if self._heading(said) or self._title(said):
            return
        if self._article(number_, said) or self._paragraph(number_, said) or self._item(number_, said):
            return
        if self._open is None or (indented and self._japanese) or self._begins_sentence(said, after_gap=gap):
            self._unnumbered(number_, said)
            return
        self._go_on(number_, said)

    def _heading(self, said: str) -> bool:
        if self._heading_parts:
            self._heading_parts.append(said)
            whole = " ".join(self._heading_parts)
            if ")" in said or len(self._heading_parts) > 3:
                self._heading_parts = []
                self._set_heading(whole)
            return True
        if _HEADING.match(said):
            self._set_heading(said)
            return True
        ended = self._open is None or bool(_ENDS.search(self._open.text))
        if said.startswith("(") and ")" not in said and ended and re.match(r"\([A-Z]\w+ ", said):
            self._heading_parts = [said]
            return True
        return False

    def _set_heading(self, said: str) -> None:
        self._at.heading = said.strip("()【】")
        self._at.fresh_heading = True
        self._open = None

    def _title(self, said: str) -> bool:
        """`4. INCIDENTS` over 4.1, 4.2 ...: a heading with the article's number."""
        found = _TITLE.match(said) or (_TITLE_BESIDE_DECIMALS.match(said) if self._decimals else None)
        if found is None or int(found["n"]) <= self._at.article_number:
            return False
        if found.re is _TITLE_BESIDE_DECIMALS and int(found["n"]) != self._at.article_number + 1:
            return False
        heading = found["rest"].strip()
        self._at = _Place(found["n"], int(found["n"]), 0, -1, heading.capitalize() if heading.isupper() else heading)
        self._open = self._whole = None
        return True

    def _article(self, number_: int, said: str) -> bool:
        found = _ARTICLE_JA.match(said) or _ARTICLE_EN.match(said)
        if found is None:
            return False
        value = number(found["n"])
        follows = self._at.article_number < value <= self._at.article_number + 3
        broken = self._open is not None and not _ENDS.search(self._open.text)
        if not follows or (broken and not self._at.fresh_heading and value != self._at.article_number + 1):
            return False
        unit = found.groupdict().get("unit")
        label = (
            f"第{value}{unit or ''}"
            if said.startswith("第")
            else f"{said.split(maxsplit=1)[0].rstrip('0123456789').title()} {value}"
        )
        rest = found["rest"].strip()
        if said.startswith("第") and found["gap"] == "(":
            rest = f"({rest}"
        heading = self._at.heading if self._at.fresh_heading else ""
        if inline := re.match(r"^\((?P<h>[^)]{1,40})\)\s*(?P<rest>.*)$", rest):
            heading, rest = inline["h"], inline["rest"]
        self._at = _Place(label, value, 1, 0, heading)
        self._start(number_, label, rest)
        return True

    def _paragraph(self, number_: int, said: str) -> bool:
        if decimal := _DECIMAL.match(said):
            self._at = _Place(f"{decimal['n']}", int(decimal["n"]), int(decimal["m"]), 0, self._at.heading)
            self._start(number_, f"{decimal['n']}.{decimal['m']}", decimal["rest"])
            return True
        found = _PARAGRAPH.match(said)
        if found is None or _AMOUNT.match(said):
            return False
        value = int(found["n"])
        if self._at.article:
            if not self._at.paragraph < value + (value == 1) <= self._at.paragraph + 3:
                return False
            if (
                self._open is not None
                and not _ENDS.search(self._open.text)
                and not self._open.is_item
                and self._open.text
            ):
                return False
            self._at.paragraph = value
            self._start(number_, self._cite_paragraph(value), found["rest"])
            return True
        # A contract without articles numbers its paragraphs only, and they may come in any order after a conversion.
        if (
            self._open is not None
            and not _ENDS.search(self._open.text)
            and not self._open.is_item
            and value != self._at.paragraph + 1
        ):
            return False
        self._at.paragraph, self._at.unnumbered = value, 0
        self._start(number_, str(value), found["rest"])
        return True

    def _cite_paragraph(self, value: int) -> str:
        if self._at.article.startswith("第"):
            return f"{self._at.article}第{value}項"
        return f"{self._at.article}({value})"

    def _item(self, number_: int, said: str) -> bool:
        found = _ITEM.match(said)
        if found is None or self._whole is None:
            return False
        if found["mark"][0] in KANJI and not self._fits_kanji(found["mark"]):
            return False
        mark = found["mark"].strip()
        lead = self._list_of(mark, self._whole)
        cite = f"{lead.cite}{mark}" if mark[0] not in _BULLETS else f"{lead.cite}・{len(lead.items) + 1}"
        made = Clause(cite, self._at.heading, number_, found["rest"], number_, lead)
        lead.items.append(made)
        self.clauses.append(made)
        self._levels[-1] = (self._levels[-1][0], mark, made)
        self._open = made
        return True

    def _list_of(self, mark: str, whole: Clause) -> Clause:
        """Find the list the mark goes on with, or the item whose own list it opens; only an item that ends in a colon has one."""
        kinds = _kinds_of(mark)
        for depth in range(len(self._levels) - 1, -1, -1):
            kind, last, item = self._levels[depth]
            if kind in kinds and (kind == "bullet" or _follows(kind, last, mark)):
                del self._levels[depth + 1 :]
                return item.lead or whole
        first = next((kind for kind in kinds if _follows(kind, "", mark)), kinds[0])
        if self._levels and self._levels[-1][2].text.rstrip().endswith((":", "：")):
            lead = self._levels[-1][2]
            self._levels.append((first, mark, lead))
            return lead
        self._levels = [(first, mark, whole)]
        return whole

    def _fits_kanji(self, mark: str) -> bool:
        return self._whole is not None and number(mark) == len(self._whole.items) + 1

    def _unnumbered(self, number_: int, said: str) -> None:
        self._at.unnumbered += 1
        base = self._cite_now()
        if base and self._at.unnumbered == 0:  # the text right under a title
            self._start(number_, base, said)
            return
        if self._japanese:
            cite = f"{base} 段落{self._at.unnumbered + 1}" if base else f"前文 段落{self._at.unnumbered}"
        else:
            cite = (
                f"{base}, paragraph {self._at.unnumbered + 1}" if base else f"preamble, paragraph {self._at.unnumbered}"
            )
        self._start(number_, cite, said)

    def _cite_now(self) -> str:
        if self._at.article:
            return self._at.article if self._at.paragraph <= 1 else self._cite_paragraph(self._at.paragraph)
        return str(self._at.paragraph) if self._at.paragraph else ""

    def _begins_sentence(self, said: str, *, after_gap: bool) -> bool:
        """A line that begins a sentence of its own, after one that ended, in a text that does not number it."""
        if self._open is None or not self._open.text:
            return False
        if not _ENDS.search(self._open.text):
            return False
        if after_gap:
            return True
        return (
            bool(re.match(r"^(?:甲|乙|甲及び乙|甲又は乙|受託者|委託者)(?:は|が|及び|又は)", said))
            if self._japanese
            else False
        )

    def _start(self, number_: int, cite: str, said: str) -> None:
        self._at.fresh_heading = False
        self._levels = []
        made = Clause(cite, self._at.heading, number_, said.strip(), number_)
        self.clauses.append(made)
        self._open = self._whole = made

    def _go_on(self, number_: int, said: str) -> None:
        clause = self._open
        if clause is None:
            return
        between = "" if self._japanese and not (_latin(clause.text[-1:]) and _latin(said[:1])) else " "
        clause.text = f"{clause.text}{between}{said}" if clause.text else said
        clause.last_line = number_


_BULLETS = "・•●○■□※-"
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


def _kinds_of(mark: str) -> tuple[str, ...]:
    """The kinds of list a mark may belong to: (i) is a Roman number and a letter."""
    bare = mark.strip("()")
    if mark[0] in _BULLETS:
        return ("bullet",)
    if bare in _ROMAN:
        return ("roman", "letter") if len(bare) == 1 else ("roman",)
    if bare.isascii() and bare.isalpha():
        return ("letter",)
    return ("circle",) if mark[0] >= "①" and mark[0] <= "⑳" else ("kana",) if bare[0] in "アイウエオ" else ("number",)


def _follows(kind: str, last: str, mark: str) -> bool:
    """Whether a mark is the next of its list; the first of one when `last` is empty. Lists that nobody counts always go on."""
    here, before = mark.strip("()"), last.strip("()")
    if kind == "roman":
        return _ROMAN.index(here) == (_ROMAN.index(before) + 1 if before in _ROMAN else 0) if here in _ROMAN else False
    if kind == "letter":
        return len(here) == 1 and ord(here) == (ord(before) + 1 if len(before) == 1 else ord("a"))
    return True


def _latin(sign: str) -> bool:
    return bool(sign) and sign.isascii() and sign.isalnum()


def sentences_of(text: str) -> list[str]:
    """Return a text sentence by sentence; a full stop inside brackets ends none."""
    return list(_sentences(text))


def _sentences(text: str) -> Iterator[str]:
    depth, start = 0, 0
    for place, sign in enumerate(text):
        if sign in "(「『":
            depth += 1
        elif sign in ")」』":
            depth = max(0, depth - 1)
        end = sign == "。" or (
            sign in ".;"
            and text[place + 1 : place + 2] in ("", " ")
            and not re.search(r"\b(?:etc|No|Art|e\.g|i\.e)$", text[:place])
        )
        if end and depth == 0:
            yield text[start : place + 1].strip()
            start = place + 1
    if rest := text[start:].strip():
        yield rest
