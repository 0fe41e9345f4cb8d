"""Word forms: the client's own is filled with the letter's words; one that is a program, too large or broken is refused by name."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents import word
from bot.documents.word import FormRefused, fill, read_form
from bot.domain.document import DocumentFormat
from tests.documents.forms import form, packed
from tests.documents.reading import everything_in
from tests.documents.test_typesetting import letter

AT = datetime(2026, 11, 23, 18, 36, tzinfo=UTC)


def words_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    feet = [p.text for section in document.sections for p in (*section.header.paragraphs, *section.footer.paragraphs)]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells, *feet])


def test_our_own_form_holds_every_word_of_the_letter_and_the_same_bytes_each_time() -> None:
    data = letter(
        "紛失又は盗難\n二行目", "駅構内", to=["川端市 御中", "情報政策課"], legend="【更新】は、変わった項目です。"
    )
    made = fill(None, data)
    shown = words_of(made)
    for expected in (
        data["subject"],
        data["opening"],
        data["closing"],
        data["ref"],
        data["dated"],
        data["legend"],
        *data["to"],
        *data["sender"],
    ):
        assert expected in shown
    assert "紛失又は盗難\n二行目" in shown
    assert "【更新】 駅構内" in shown
    assert "{{" not in everything_in(made, DocumentFormat.WORD).replace("{{ 7*7 }}", "")
    assert made == fill(None, data)
    drilled = words_of(fill(None, letter("x", drill="【訓練】これは訓練です。")))
    assert "【訓練】" in drilled and "【訓練】" not in shown


def test_a_clients_form_is_filled_where_it_asks_and_keeps_its_own_words() -> None:
    mine = form(
        "事故報告書（様式第9号）", "{{ subject }}", "{%p for item in items %}", "{{ item.number }}．{{ item.label }}：{{ item.value }}",
        "{%p endfor %}", "{%p if kind == 'final' %}", "これは最終の報告です。", "{%p endif %}", header="{{ ref }}",
    )  # fmt: skip
    shown = words_of(fill(mine, letter("紛失", "駅", kind="first")))
    assert "事故報告書（様式第9号）" in shown and "1．項目1：紛失" in shown and "2．項目2：駅" in shown
    assert "整理番号 INC-261124-01" in shown, "the header is a template too"
    assert "最終の報告" not in shown
    assert "最終の報告" in words_of(fill(mine, letter("紛失", kind="final")))


TRICKS = {
    "attributes": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "a call": "{{ subject.upper() }}",
    "format": "{{ '{0.__class__}'.format(subject) }}",
    "a filter that reaches in": "{{ items|map(attribute='__class__')|list }}",
    "attr": "{{ subject|attr('__class__') }}",
    "an index that is computed": "{{ items[items|length] }}",
    "globals": "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "an import": "{% import 'os' as os %}{{ os }}",
    "an include": "{% include '/etc/passwd' %}",
    "a macro": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "a variable": "{% set x = 'a' * 100000000 %}{{ x }}",
    "arithmetic": "{{ 9**9**9 }}",
    "a long range": "{% for i in range(10**9) %}x{% endfor %}",
    "loops in loops": "{% for a in items %}{% for b in items %}{% for c in items %}{% for d in items %}x{% endfor %}{% endfor %}{% endfor %}{% endfor %}",
    "recursion": "{% for a in items recursive %}{{ loop(items) }}{% endfor %}",
    "a test": "{{ subject is mapping }}",
    "a block": "{% block x %}{% endblock %}",
}


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("place", ["body", "header"])
def test_a_form_that_tries_to_run_code_is_refused(trick: str, place: str) -> None:
    mine = form("ok", header=TRICKS[trick]) if place == "header" else form(TRICKS[trick])
    with pytest.raises(FormRefused) as refused:
        fill(mine, letter("紛失"))
    assert refused.value.code == "form_runs_code"


def test_the_sandbox_holds_even_without_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "_judge", lambda _node, _loops: None)
    with pytest.raises(FormRefused) as refused:
        fill(form("{{ ''.__class__.__mro__[1].__subclasses__()[0] }}"), letter("紛失"))
    assert refused.value.code in {"form_runs_code", "form_unknown_field"}


def test_a_template_typed_into_a_report_stays_text() -> None:
    typed = "{{ 7*7 }} {% for x in items %} {{ ''.__class__ }} & <w:t> ]]>"
    for made in (
        fill(None, letter(typed)),
        fill(form("{%p for item in items %}", "{{ item.value }}", "{%p endfor %}"), letter(typed)),
    ):
        assert typed in words_of(made)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (form("{{ subjekt }}"), "form_unknown_field"),
        (form("{{ items[0].who }}"), "form_unknown_field"),
        (form("{% for x in items %}"), "form_broken"),
        (form("{{ }}"), "form_broken"),
        (b"%PDF-1.7 not a Word file", "form_not_word"),
        (b"", "form_not_word"),
        (packed(a=b"x"), "form_not_word"),
        (packed(word__document_x=b"<x>"), "form_not_word"),
        (packed(word__document_x=b"0" * 60_000_000), "form_too_large"),
        (b"PK" + b"0" * 30_000_000, "form_too_large"),
    ],
    ids=[
        "field",
        "deep field",
        "unclosed",
        "empty place",
        "PDF",
        "empty",
        "other archive",
        "broken XML",
        "bomb",
        "30 MB",
    ],
)
def test_a_form_that_cannot_be_used_is_named(content: bytes, code: str) -> None:
    with pytest.raises(FormRefused) as refused:
        fill(content, letter("紛失"))
    assert refused.value.code == code


def test_a_form_that_is_missing_or_of_thirty_megabytes_is_not_even_read(tmp_path: Path) -> None:
    with pytest.raises(FormRefused) as refused:
        read_form(tmp_path / "none.docx")
    assert refused.value.code == "form_missing"
    large = tmp_path / "large.docx"
    with large.open("wb") as file:
        file.truncate(30_000_000)
    with pytest.raises(FormRefused) as refused:
        read_form(large)
    assert refused.value.code == "form_too_large"


def test_a_macro_file_is_no_form() -> None:
    with pytest.raises(FormRefused) as refused:
        fill(packed(word__document_x=b"<x/>", **{"word__vbaProject.bin": b"x"}), letter("紛失"))
    assert refused.value.code == "form_not_word"


@settings(max_examples=30, deadline=None)
@given(words=st.text(max_size=60))
def test_any_text_makes_a_file_that_opens(words: str) -> None:
    data: dict[str, Any] = letter(words, subject=words, to=[words])
    Document(io.BytesIO(fill(None, data)))


@pytest.mark.parametrize("words", ["{{ subject }}", "{{ drill }} {{ subject }}"])
def test_a_drill_is_marked_whether_or_not_the_clients_form_has_a_place_for_it(words: str) -> None:
    drill = "【訓練】これは訓練です。"
    made = words_of(fill(form(words), letter("x", drill=drill)))
    assert made.lstrip().startswith(drill) and made.count(drill) == 1
    assert "訓練" not in words_of(fill(form(words), letter("x")))
