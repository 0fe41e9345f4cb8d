"""A cost statement as an Excel workbook: numbers are numbers, sums are formulas whose values stand in the file as well.

A text is always written as a text, whatever it begins with, so that nothing a person typed can be a formula. openpyxl writes a formula
without its value, and a viewer that computes nothing (a phone, a preview) would show an empty sum; so the values are put in beside them.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

LINE_COLUMNS = (
    "number",
    "item",
    "description",
    "stage",
    "paid_on",
    "payer",
    "basis",
    "evidence",
    "worked",
    "net",
    "tax",
    "gross",
)
SUMS = ("estimate", "approved", "actual", "net", "tax", "gross")
WIDTHS = {"number": 7, "item": 24, "description": 40, "evidence": 28, "worked": 34, "payer": 24, "basis": 12}
MONEY = "#,##0"
_HEAD = PatternFill("solid", fgColor="DDE3EA")
_RULE = Border(bottom=Side(style="thin", color="999999"))
_EMPTY = re.compile(r'(<c r="([A-Z]+[0-9]+)"[^>]*>)<f>([^<]*)</f><v ?/?>(?:</v>)?')


def workbook(data: Mapping[str, Any], *, at: datetime) -> bytes:
    """Return the workbook: who bears what by item on the first sheet, the lines on the second. The same data make the same bytes."""
    book = Workbook()
    book.properties.creator, book.properties.title = "", str(data["title"])
    book.properties.created = book.properties.modified = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    summary, lines = book.active, book.create_sheet()
    values = [_summary(summary, data), _lines(lines, data)]
    out = io.BytesIO()
    book.save(out)
    return _with_values(out.getvalue(), values, at)


Values = dict[str, int]
"""What each cell with a formula comes to."""


def _summary(sheet: Worksheet, data: Mapping[str, Any]) -> Values:
    words, bearers = data["words"], list(data["bears"])
    sheet.title = words["summary"][:31]
    head = [data["subject"], f"{data['ref']}  {data['dated']}", *data["to"], *data["sender"]]
    for number, said in enumerate([data["drill"], *head] if data["drill"] else head, start=1):
        _text(sheet.cell(row=number, column=1), said).font = Font(bold=number == 1, size=14 if number == 1 else 11)
    top = sheet.max_row + 2
    columns = ["item", *SUMS, *bearers]
    _headings(sheet, top, [words["item"], *(words[name] for name in SUMS), *data["bears"].values()])
    for number, row in enumerate(data["items"], start=top + 1):
        _row(sheet, number, [row[name] for name in columns])
    values = _totals(
        sheet, top, len(data["items"]), words["total"], {name: data["total"][name] for name in columns[1:]}, 2
    )
    sheet.freeze_panes = sheet.cell(row=top + 1, column=2)
    below = sheet.max_row + 2
    for name in ("shares", "settlement", "rules"):
        _text(sheet.cell(row=below, column=1), words[name]).font = Font(bold=True)
        for number, said in enumerate(data[name], start=below + 1):
            _text(sheet.cell(row=number, column=1), said)
        below += len(data[name]) + 2
    sheet.column_dimensions["A"].width = 30
    for column in range(2, len(columns) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 20
    _printable(sheet, data, top)
    return values


def _lines(sheet: Worksheet, data: Mapping[str, Any]) -> Values:
    words = data["words"]
    sheet.title = words["lines"][:31]
    _headings(sheet, 1, [words[name] for name in LINE_COLUMNS])
    values: Values = {}
    gross = len(LINE_COLUMNS)
    net, tax = get_column_letter(gross - 2), get_column_letter(gross - 1)
    for number, line in enumerate(data["lines"], start=2):
        _row(sheet, number, [line[name] for name in LINE_COLUMNS[:-1]])
        values[_formula(sheet.cell(row=number, column=gross), f"={net}{number}+{tax}{number}")] = line["gross"]
    total = {name: data["total"][name] for name in LINE_COLUMNS[-3:]}
    values |= _totals(sheet, 1, len(data["lines"]), words["total"], total, gross - 2)
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(gross)}{len(data['lines']) + 1}"
    for column, name in enumerate(LINE_COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS.get(name, 14)
    _printable(sheet, data, 1)
    return values


def _headings(sheet: Worksheet, row: int, words: Sequence[str]) -> None:
    for column, said in enumerate(words, start=1):
        cell = _text(sheet.cell(row=row, column=column), said)
        cell.font, cell.fill, cell.border = Font(bold=True), _HEAD, _RULE
        cell.alignment = Alignment(wrap_text=True, vertical="center")


def _row(sheet: Worksheet, number: int, values: Sequence[object]) -> None:
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(row=number, column=column)
        if isinstance(value, int):
            cell.value, cell.number_format = value, MONEY
        elif value:
            _text(cell, str(value))


def _totals(sheet: Worksheet, top: int, rows: int, word: str, totals: Mapping[str, int], first: int) -> Values:
    """The row of sums under a table whose headings stand in row `top`."""
    row = top + rows + 1
    _text(sheet.cell(row=row, column=1), word).font = Font(bold=True)
    values: Values = {}
    for column, total in enumerate(totals.values(), start=first):
        letter = get_column_letter(column)
        cell = sheet.cell(row=row, column=column)
        values[_formula(cell, f"=SUM({letter}{top + 1}:{letter}{row - 1})" if rows else "=0")] = total
        cell.font, cell.border = Font(bold=True), _RULE
    return values


def _text(cell: Cell, words: str) -> Cell:
    cell.value = words
    cell.data_type = "s"  # openpyxl takes a text that begins with = for a formula
    if "\n" in words:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _formula(cell: Cell, formula: str) -> str:
    cell.value, cell.number_format = formula, MONEY
    return str(cell.coordinate)


def _printable(sheet: Worksheet, data: Mapping[str, Any], heading: int) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{heading}:{heading}"
    sheet.oddFooter.left.text = str(data["ref"]).replace("&", "&&")
    sheet.oddFooter.right.text = "&P / &N"


def _with_values(content: bytes, values: Sequence[Values], at: datetime) -> bytes:
    """Write into each formula's cell what it comes to, and the statement's own date wherever openpyxl put today's."""
    stamp = at.astimezone(UTC)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = old.read(name).decode()
            sheet = re.fullmatch(r"xl/worksheets/sheet([0-9]+)\.xml", name)
            if sheet:
                body = _EMPTY.sub(partial(_valued, values[int(sheet[1]) - 1]), body)
            elif name == "docProps/core.xml":
                body = re.sub(r"(<dcterms:modified[^>]*>)[^<]*", rf"\g<1>{stamp:%Y-%m-%dT%H:%M:%SZ}", body)
            new.writestr(zipfile.ZipInfo(name, stamp.timetuple()[:6]), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _valued(known: Values, cell: re.Match[str]) -> str:
    return f"{cell[1]}<f>{cell[3]}</f><v>{known[cell[2]]}</v>"
