"""The register of one contract as a table: every version of everything on record, for those who print it or hand it to an auditor."""

from __future__ import annotations

import csv
import io

from bot.documents.table import safe
from bot.domain.people import Locale
from bot.domain.register import HOUSE, RegisterEntry
from bot.services.names import Names, names_of
from bot.services.ports import UnitOfWork
from bot.services.registered import registered
from bot.views.register_words import detail_words, kind_words, title_words
from bot.views.texts import text

COLUMNS = ("entry", "kind", "name", "with", "since", "state", "facts", "why", "by", "at")


def register_table(uow: UnitOfWork, pack_id: str, locale: Locale) -> bytes:
    """Return the register of a contract (HOUSE: the house's) as CSV: a line for each version, the newest of a thing last."""
    versions = sorted(uow.find(RegisterEntry, pack_id=pack_id), key=lambda one: (one.kind, one.item_id, one.version))
    last = {one.item_id: one for one in registered(uow, pack_id, ended=True)}
    name = names_of(uow)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([text(locale, f"register_table.{column}") for column in COLUMNS])
    for one in versions:
        writer.writerow([safe(cell) for cell in _line(one, last, locale, name)])
    return out.getvalue().encode("utf-8-sig")


def _line(one: RegisterEntry, last: dict[str, RegisterEntry], locale: Locale, name: Names) -> list[str]:
    above = last.get(one.parent_id)
    stands = last[one.item_id].version == one.version
    state = "ended" if one.ended else "stands" if stands else "was"
    facts = "; ".join(f"{label}: {value}" for label, value in detail_words(one.kind, one.answers, locale, name))
    return [
        str(one.number),
        kind_words(one.kind, locale),
        title_words(one.kind, one.answers, locale, name),
        above.answers["name"] if above else "",
        one.since.isoformat(),
        text(locale, f"register_table.{state}"),
        facts,
        one.why,
        name(one.by),
        one.at.isoformat(timespec="minutes"),
    ]


def pack_named(written: str) -> str:
    """Return the contract's id that a command names; `house` is the house's own register."""
    return HOUSE if written == "house" else written
