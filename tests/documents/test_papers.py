"""Papers as PDF and Word: every place stands in both, a blank is a blank, and nothing that was not given is put in."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from bot.documents import word
from bot.documents.typesetting import typeset
from bot.domain.document import DocumentFormat
from bot.domain.paper import PLACES, PaperKind
from bot.domain.people import Locale
from bot.views.papers import PaperHead, paper_data, paper_text
from bot.views.pictures import BiText
from bot.views.texts import text
from tests.documents.reading import everything_in

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
HEAD = PaperHead(
    ref="MAT-261124-01",
    number=2,
    client=BiText("川端市", "City of Kawabata"),
    desk="情報政策課",
    company=BiText("株式会社ハンショウ商会", "Hansho Shokai"),
    contract=BiText("窓口業務委託契約", "contract for counter services"),
    contract_number="K-2026-01",
)


def pdf_words(data: dict[str, object]) -> str:
    reader = PdfReader(io.BytesIO(typeset("paper", data, at=AT)))
    return re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))


def word_words(data: dict[str, object]) -> str:
    document = docx.Document(io.BytesIO(word.fill(None, data, template="paper")))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return re.sub(r"\s", "", "".join([*(paragraph.text for paragraph in document.paragraphs), *cells]))


@pytest.mark.parametrize("kind", list(PaperKind))
@pytest.mark.parametrize("locale", ["ja", "en"])
def test_every_place_stands_in_pdf_and_word_and_an_empty_paper_is_all_blanks(kind: PaperKind, locale: Locale) -> None:
    data, blanks = paper_data(kind, {}, HEAD, locale)
    needed = [place.name for place in PLACES[kind] if place.needed]
    assert list(blanks) == needed, "nothing was given, so every place that is needed is to be filled by hand"
    for words in (pdf_words(data), word_words(data), re.sub(r"\s", "", paper_text(data))):
        for name in needed:
            assert re.sub(r"\s", "", text(locale, f"paper_place.{name}")) in words
        assert re.sub(r"\s", "", text(locale, "paper.blank")) in words
        assert re.sub(r"\s", "", text(locale, f"paper.{kind}.title")) in words
    if locale == "en":
        said = " ".join([str(data["title"]), str(data["opening"]), *(item["label"] for item in data["items"])])
        assert not re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", said)


def test_the_storage_form_says_each_cloud_service_on_a_line_of_its_own_and_leaves_the_missing_cell_blank() -> None:
    values = {
        "address": "東京都見本区1-2-3",
        "media": "社内サーバー\nノートPC 2台",
        "place": "国内のみ",
        "cloud": "見本クラウド／見本株式会社\n例示ストレージ／例示社／東京都",
        "subcontractors": "なし",
    }
    data, blanks = paper_data(PaperKind.STORAGE_FORM, values, HEAD, "ja")
    assert blanks == ("name", "contract_date", "contract_number", "cloud")
    cloud = next(item for item in data["items"] if item["columns"])
    assert [row[:2] for row in cloud["rows"]] == [["見本クラウド", "見本株式会社"], ["例示ストレージ", "例示社"]]
    assert cloud["rows"][1][2] == "東京都" and set(cloud["rows"][0][2]) == {"＿"}
    for words in (pdf_words(data), word_words(data)):
        assert "川端市御中" in words and "K-2026-01" in words
        assert "見本クラウド" in words and "例示社" in words and "再委託等なし" in words


@pytest.mark.parametrize("said", ["なし", "None", "該当なし"])
def test_none_is_an_answer_and_no_blank(said: str) -> None:
    data, blanks = paper_data(PaperKind.STORAGE_FORM, {"cloud": said, "subcontractors": said}, HEAD, "ja")
    assert not {"cloud", "subcontractors"} & set(blanks)
    assert [item["value"] for item in data["items"]][-2:] == ["なし", "なし"]


def test_a_slash_of_an_address_parts_no_cells() -> None:
    data, _ = paper_data(
        PaperKind.STORAGE_FORM, {"cloud": "https://cloud.example/｜x".replace("｜", " | ")}, HEAD, "ja"
    )
    assert next(item for item in data["items"] if item["columns"])["rows"][0][0] == "https://cloud.example/"


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60), st.sampled_from(list(PaperKind)), st.sampled_from(["ja", "en"]))
def test_whatever_people_type_makes_the_same_readable_paper_twice(said: str, kind: PaperKind, locale: Locale) -> None:
    values = {place.name: said for place in PLACES[kind]}
    data, _ = paper_data(kind, values, HEAD, locale)
    assert typeset("paper", data, at=AT) == typeset("paper", data, at=AT)
    made = word.fill(None, data, template="paper")
    assert made == word.fill(None, data, template="paper")
    docx.Document(io.BytesIO(made))
    assert "TypstError" not in everything_in(made, DocumentFormat.WORD)


def test_nothing_typed_is_markup_or_a_template() -> None:
    hostile = '#read("/etc/passwd") {{ 7*7 }} {% for x in y %} <w:p/> $x^2$ *b*'
    data, _ = paper_data(PaperKind.SUBMISSION, {"enclosed": hostile}, HEAD, "ja")
    for words in (pdf_words(data), word_words(data)):
        assert re.sub(r"\s", "", hostile) in words and "49" not in words.replace("261124", "")
