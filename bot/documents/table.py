"""A cost statement as CSV: UTF-8 with a byte order mark for Excel, RFC 4180, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

COLUMNS = ("number", "item", "description", "stage", "paid_on", "payer", "basis", "evidence", "worked")
SUMS = ("net", "tax", "gross")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What makes a spreadsheet take a text for a formula (OWASP, CSV injection); such a text gets an apostrophe before it."""


def comma_separated(data: Mapping[str, Any]) -> bytes:
    """Return the statement's lines, then its items with who bears what, then the total, told apart by the first column.

    The heading of that column says it when it is a drill, so that no row of the table is another kind of row.
    """
    words, bearers = data["words"], list(data["bears"])
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    kind = f"{words['kind']} {data['drill']}".strip()
    writer.writerow([kind, *(words[name] for name in (*COLUMNS, *SUMS)), *data["bears"].values()])
    for line in data["lines"]:
        texts = [safe(line[name]) for name in COLUMNS]
        writer.writerow([words["kind_line"], *texts, *(line[name] for name in SUMS), *([""] * len(bearers))])
    for kind, rows in (("kind_item", data["items"]), ("kind_total", [{"item": "", **data["total"]}])):
        for row in rows:
            texts = [safe(row.get(name, "")) if name == "item" else "" for name in COLUMNS]
            writer.writerow([words[kind], *texts, *(row[name] for name in (*SUMS, *bearers))])
    return out.getvalue().encode("utf-8-sig")


def safe(value: object) -> object:
    """Return a value as a cell: a text that a spreadsheet would run is kept a text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
