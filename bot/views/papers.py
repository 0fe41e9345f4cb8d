"""What a paper says, as JSON values in the contract's language; and what its form and its message show. PDF and Word hold the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.paper import PLACES, Blank, PaperKind
from bot.domain.people import Locale
from bot.views.moments import clean
from bot.views.pictures import BiText
from bot.views.texts import text

Json = dict[str, Any]
_CELLS = re.compile(r"\s*(?:／|\||\t| /(?: |$))\s*|(?<=[^\s/])/(?=[^\s/])")
"""What stands between the cells of a line: a wide slash, a bar, a tab, a slash; never the two of an address (https://)."""
_RECEIPTED = frozenset({PaperKind.RETURN_LIST, PaperKind.HANDING_OVER_LIST})
"""Lists that the client signs for what it got."""
_NONE = frozenset({"なし", "無し", "無", "該当なし", "none", "no", "n/a"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperHead:
    """About which contract, from whom to whom, and which version."""

    ref: str
    number: int
    client: BiText
    desk: str
    company: BiText
    contract: BiText
    contract_number: str


def paper_data(
    kind: PaperKind, values: Mapping[str, str], head: PaperHead, locale: Locale
) -> tuple[Json, tuple[str, ...]]:
    """Return what the paper says, and the names of the places left to fill in by hand. Nothing that was not given is put in."""
    items: list[Json] = []
    blanks: list[str] = []
    for place in PLACES[kind]:
        item, blank = _item(place, clean(values.get(place.name, ""), lines=True), locale)
        if item is None:
            continue
        items.append({"number": str(len(items) + 1), **item})
        if blank:
            blanks.append(place.name)
    title = text(locale, f"paper.{kind}.title")
    data = {
        "lang": locale,
        "title": title,
        "subject": title,
        "ref": text(locale, "paper.ref", ref=head.ref),
        "version": text(locale, "paper.version", n=head.number),
        "dated": text(locale, "paper.dated"),
        "drill": "",
        "to": [
            text(locale, "paper.to", client=clean(head.client.of(locale))),
            *([clean(head.desk)] if head.desk else []),
        ],
        "sender": [part for part in (clean(head.company.of(locale)),) if part],
        "opening": text(locale, f"paper.{kind}.opening", contract=contract_words(head, locale)),
        "items": items,
        "receipt": text(locale, "paper.receipt") if kind in _RECEIPTED else "",
        "closing": text(locale, "paper.closing"),
        "page_of": text(locale, "paper.page_of", page="{page}", pages="{pages}"),
        "missing_note": text(locale, "paper.missing_note"),
    }
    return data, tuple(blanks)


def contract_words(head: PaperHead, locale: Locale) -> str:
    """The contract's title, with its number when it has one."""
    title, number = clean(head.contract.of(locale)), clean(head.contract_number)
    return text(locale, "paper.contract", title=title, number=number) if number else title


def paper_text(data: Mapping[str, Any]) -> str:
    """The paper as plain text, line by line."""
    lines = [data["subject"], *data["to"], *data["sender"], data["opening"]]
    for item in data["items"]:
        joint = "　" if data["lang"] == "ja" else ": "
        first, *more = str(item["value"]).split("\n")
        lines += [f"{item['number']} {item['label']}{joint}{first}", *(f"　{line}" for line in more)]
    return "\n".join(line for line in [*lines, data["closing"], data["receipt"]] if str(line).strip())


def _item(place: Blank, value: str, locale: Locale) -> tuple[Json | None, bool]:
    """One numbered line of the paper, and whether something in it is left to fill in."""
    empty = text(locale, "paper.blank")
    label = text(locale, f"paper_place.{place.name}")
    if not value and not place.needed:
        return None, False
    if place.shape != "rows":
        return {"label": label, "value": value or empty, "blank": not value, "columns": [], "rows": []}, not value
    if value.strip().casefold() in _NONE:
        return {"label": label, "value": text(locale, "paper.none"), "blank": False, "columns": [], "rows": []}, False
    columns = [text(locale, f"paper_column.{column}") for column in place.columns]
    rows = [_cells(line, len(columns)) for line in value.split("\n") if line.strip()] or [[""] * len(columns)]
    blank = any(not cell for row in rows for cell in row)
    filled = [[cell or empty for cell in row] for row in rows]
    joint = "　" if locale == "ja" else "; "
    words = [joint.join(f"{name}: {cell}" for name, cell in zip(columns, row, strict=True)) for row in filled]
    return {"label": label, "value": "\n".join(words), "blank": blank, "columns": columns, "rows": filled}, blank


def _cells(line: str, count: int) -> list[str]:
    """The cells of a line: what is missing is empty, what is too much stays in the last."""
    cells = [cell.strip() for cell in _CELLS.split(line.strip(), maxsplit=count - 1)]
    return cells + [""] * (count - len(cells))
