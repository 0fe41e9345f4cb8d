"""A cost statement as PDF, Excel and CSV: each adds up, all three say the same, and nothing a person typed is run."""

from __future__ import annotations

import csv
import html
import io
import re
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from pypdf import PdfReader

from bot.documents.table import FORMULA, comma_separated
from bot.documents.typesetting import typeset
from bot.documents.workbook import workbook
from bot.domain.bearing import BEARERS
from bot.domain.ledger import COST_ITEMS, CostLine, Stage, Standing
from bot.domain.money import Tax
from bot.domain.people import Locale
from bot.views.ledger_picture import LedgerPicture
from bot.views.pictures import BiText
from bot.views.statement import COLUMNS, SUMS, Letterhead, statement_data
from tests.views.builders import incident, lane
from tests.views.ledgers import cost_line, every_kind_of_line, ledger_picture, share_terms

AT = datetime(2026, 11, 26, 3, 0, 5, tzinfo=UTC)
RUNS = ["=1+1", '=HYPERLINK("http://evil.example","x")', "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "=cmd|' /C calc'!A0"]


def said(picture: LedgerPicture, locale: Locale = "ja", number: int = 1) -> dict[str, Any]:
    company = BiText("株式会社ハンショウ商会", "Hansho Shokai")
    head = Letterhead(company=company, callback="03-0000-0119", number=number, zone="Asia/Tokyo", at=AT)
    return statement_data(picture, head, locale)


def picture(*lines: CostLine, agreed: int = 60, bad: str = "x") -> LedgerPicture:
    terms = (share_terms(1, Standing.AGREED, agreed),) if lines else ()
    return ledger_picture(incident(), lane(), bad, lines=lines or every_kind_of_line(bad), terms=terms)


def pdf_text(data: dict[str, Any]) -> str:
    reader = PdfReader(io.BytesIO(typeset("statement", data, at=AT)))
    return re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))


def cell_value(sheet: Any, cell: Any) -> Any:
    """What a spreadsheet would compute, for the two formulas a statement has."""
    if cell.data_type != "f":
        return cell.value
    if found := re.fullmatch(r"=SUM\((.+)\)", cell.value):
        left, top, right, bottom = range_boundaries(found[1])
        cells = [one for row in sheet.iter_rows(top, bottom, left, right) for one in row]
        return sum(cell_value(sheet, one) for one in cells)
    one, other = re.fullmatch(r"=([A-Z]+[0-9]+)\+([A-Z]+[0-9]+)", cell.value).groups()  # type: ignore[union-attr]
    return cell_value(sheet, sheet[one]) + cell_value(sheet, sheet[other])


def rows_of(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


some_lines = st.lists(
    st.builds(
        lambda number, item, amount, tax, stage, payer: cost_line(
            number, item=item, amount_minor=amount, tax=tax, stage=stage, payer=payer, incurred_on=date(2026, 11, 25)
        ),
        st.integers(1, 10**6),
        st.sampled_from(COST_ITEMS),
        st.integers(1, 10**12),
        st.sampled_from(list(Tax)),
        st.sampled_from(list(Stage)),
        st.sampled_from(BEARERS),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda line: line.number,
)


@settings(max_examples=15, deadline=None)
@given(lines=some_lines, share=st.integers(0, 100), locale=st.sampled_from(["ja", "en"]))
def test_excel_csv_and_pdf_say_the_same_and_add_up(lines: list[CostLine], share: int, locale: Locale) -> None:
    data = said(picture(*lines, agreed=share), locale)
    total, bearers = data["total"], list(data["bears"])
    assert sum(line["gross"] for line in data["lines"]) == total["gross"] == sum(total[who] for who in bearers)

    book = load_workbook(io.BytesIO(workbook(data, at=AT)))
    shown = load_workbook(io.BytesIO(workbook(data, at=AT)), data_only=True)
    for sheet, values in zip(book.worksheets, shown.worksheets, strict=True):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert cell_value(sheet, cell) == values[cell.coordinate].value, "the value beside the formula"
    detail = book.worksheets[1]
    assert [cell_value(detail, cell) for cell in detail[detail.max_row]][-3:] == [
        total[name] for name in ("net", "tax", "gross")
    ]
    first = next(n for n in range(1, 30) if book.worksheets[0].cell(row=n, column=1).value == data["words"]["item"])
    end = first + len(data["items"]) + 1
    assert [cell_value(book.worksheets[0], cell) for cell in book.worksheets[0][end]][1:] == [
        total[name] for name in (*SUMS, *bearers)
    ]

    rows = rows_of(comma_separated(data))
    words = data["words"]
    by_kind = {
        kind: [row for row in rows if row[words["kind"]] == words[kind]]
        for kind in ("kind_line", "kind_item", "kind_total")
    }
    gross = words["gross"]
    assert [int(row[gross]) for row in by_kind["kind_line"]] == [line["gross"] for line in data["lines"]]
    assert sum(int(row[gross]) for row in by_kind["kind_item"]) == total["gross"]
    (last,) = by_kind["kind_total"]
    assert {name: int(last[data["bears"][name]]) for name in bearers} == {name: total[name] for name in bearers}

    printed = pdf_text(data)
    for amount in (total["gross"], total["us"], total["client"], *(line["gross"] for line in data["lines"])):
        assert f"{amount:,}" in printed


def test_numbers_are_numbers_and_the_sheets_are_ready_to_print() -> None:
    book = load_workbook(io.BytesIO(workbook(said(picture()), at=AT)))
    summary, detail = book.worksheets
    assert [cell.value for cell in detail[1]] == [said(picture())["words"][name] for name in COLUMNS]
    assert all(isinstance(detail.cell(row=2, column=column).value, int) for column in (1, 10, 11))
    assert detail.freeze_panes == "C2"
    assert summary.freeze_panes is not None
    assert (detail.page_setup.orientation, detail.page_setup.fitToWidth, detail.page_setup.fitToHeight) == (
        "landscape",
        1,
        0,
    )
    assert detail.print_title_rows == "$1:$1"


@pytest.mark.parametrize("words", RUNS)
def test_what_people_typed_is_never_run(words: str) -> None:
    lines = (cost_line(1, description=words, evidence=words),)
    data = said(picture(*lines))
    book = load_workbook(io.BytesIO(workbook(data, at=AT)))
    formulas = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert all(re.fullmatch(r"=SUM\([A-Z]+[0-9]+:[A-Z]+[0-9]+\)|=[A-Z]+2\+[A-Z]+2", formula) for formula in formulas)
    assert words.strip() in {cell.value for cell in book.worksheets[1][2]}
    (row, *_) = rows_of(comma_separated(data))
    assert row["内容"] == f"'{words.strip()}"
    assert not any(cell.startswith(FORMULA) for one in rows_of(comma_separated(data)) for cell in one.values())
    assert words.strip().replace(" ", "") in pdf_text(data)


def test_a_text_comes_back_from_csv_as_it_was_written() -> None:
    words = '調査, "初動"\n二日目'
    (row, *_) = rows_of(comma_separated(said(picture(cost_line(1, description=words)))))
    assert row["内容"] == words


def test_the_same_data_make_the_same_bytes() -> None:
    data = said(picture())
    assert workbook(data, at=AT) == workbook(data, at=AT)
    assert typeset("statement", data, at=AT) == typeset("statement", data, at=AT)
    with zipfile.ZipFile(io.BytesIO(workbook(data, at=AT))) as archive:
        assert "2026-11-26T03:00:05Z" in archive.read("docProps/core.xml").decode()


def test_what_stays_in_the_house_is_in_no_file() -> None:
    lines = (
        cost_line(1, description="掲載する"),
        cost_line(2, struck=True, description="取り消した行", reason="社内の理由"),
        cost_line(3, reason="社内のやりとり", approved_by="U0000000008", stage=Stage.APPROVED),
    )
    data = said(picture(*lines))
    book = workbook(data, at=AT)
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        inside = html.unescape("".join(archive.read(name).decode() for name in archive.namelist()))
    for text in (inside, comma_separated(data).decode("utf-8-sig"), pdf_text(data)):
        assert "掲載する" in text
        for hidden in ("取り消した行", "社内の理由", "社内のやりとり", "U0000000008", "佐藤"):
            assert hidden not in text


def test_every_statement_speaks_the_language_of_the_contract() -> None:
    english = said(picture(), "en")
    assert "Statement of response costs (version 1)" in english["subject"]
    assert not re.search(
        r"[\u3040-\u30ff\u4e00-\u9fff]", "".join(english["words"].values()) + "".join(english["rules"])
    )
    japanese = said(picture())
    assert "対応費用の明細書（第1版）" in japanese["subject"]
    assert any("6(8)" in rule for rule in japanese["rules"]), "an agreement on cost leaves damages as they are"


def test_a_drill_says_so_on_the_page_and_in_the_sheet() -> None:
    drill = ledger_picture(incident(drill=True), lane(), "x")
    data = said(drill)
    assert "【訓練】" in pdf_text(data)
    assert "【訓練】" in comma_separated(data).decode("utf-8-sig").split(",", 1)[0]
    assert "【訓練】" not in comma_separated(said(picture())).decode("utf-8-sig")
    assert "【訓練】" in str(load_workbook(io.BytesIO(workbook(data, at=AT))).worksheets[0]["A1"].value)
