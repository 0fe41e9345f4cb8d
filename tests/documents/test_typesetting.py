"""The typesetter: what it makes is the same each time, holds what it was given, and never a gap, a command or a file."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from bot.documents import typesetting
from bot.documents.glyphs import FONTS, covered, printable
from bot.documents.typesetting import CannotTypeset, drawable, typeset

AT = datetime(2026, 11, 23, 18, 36, tzinfo=UTC)


def letter(*values: str, lang: str = "ja", **changes: Any) -> dict[str, Any]:
    items = [
        {"number": str(n), "label": f"項目{n}", "value": value, "unknown": False, "changed": n == 2}
        for n, value in enumerate(values, start=1)
    ]
    return {
        "lang": lang, "title": "報告", "ref": "整理番号 INC-261124-01", "drill": "", "page_of": "{page} / {pages}", "missing_note": "〓 は表せない文字です。",
        "subject": "情報セキュリティに関する事案のご報告（第一報）", "dated": "2026年11月24日 03時36分（JST）現在", "to": ["川端市 御中"], "sender": ["株式会社見本"],
        "opening": "ご報告申し上げます。", "items": items, "changed_mark": "【更新】", "legend": "", "closing": "お願い申し上げます。", **changes,
    }  # fmt: skip


def words_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_the_same_data_give_the_same_bytes() -> None:
    data = letter("紛失", "駅構内")
    assert typeset("letter", data, at=AT) == typeset("letter", data, at=AT)


def test_the_pdf_holds_the_words_its_date_and_its_fonts_and_says_it_is_an_archive_file() -> None:
    pdf = typeset("letter", letter("紛失又は盗難"), at=AT)
    reader = PdfReader(io.BytesIO(pdf))
    assert "紛失又は盗難" in words_of(pdf)
    assert "川端市 御中" in words_of(pdf)
    assert reader.metadata is not None and reader.metadata.creation_date == AT
    assert reader.metadata.author is None
    said = reader.xmp_metadata
    assert said is not None
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in said.stream.get_data()
    fonts = {str(font) for font in re.findall(rb"/FontName ?/[A-Z]{6}\+([\w-]+)", pdf)}
    assert all("BIZUDPGothic" in font for font in fonts)


def test_nothing_a_person_types_is_markup_or_reads_a_file() -> None:
    tricks = [
        '#read("/etc/passwd")',
        "#panic()",
        "= 見出し",
        "$x^2$",
        "*b* _i_ `c` @ref <l>",
        "\\u{41} \\ //",
        '"]), #sys.inputs.data',
    ]
    found = words_of(typeset("letter", letter(*tricks), at=AT)).replace("\n", "")
    for trick in tricks:
        assert re.sub(r"\s", "", trick) in re.sub(r"\s", "", found)
    assert "root:" not in found


def test_a_letter_no_font_has_is_shown_as_a_mark_and_named() -> None:
    found = words_of(typeset("letter", letter("𠮷田様 🔔"), at=AT))
    assert "〓田様 〓" in found
    assert "U+20BB7" in found and "U+1F514" in found


def test_a_template_that_reads_outside_its_folder_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "base.typ").write_text("")
    (tmp_path / "evil.typ").write_text('#read("/etc/passwd")')
    (tmp_path / "warns.typ").write_text('#set document(title: "t")\n#text(font: "No Such Font")[x]')
    monkeypatch.setattr(typesetting, "TEMPLATES", tmp_path)
    with pytest.raises(CannotTypeset, match="evil"):
        typeset("evil", {}, at=AT)
    with pytest.raises(CannotTypeset, match="unknown font family"):
        typeset("warns", {}, at=AT)


def test_an_error_quotes_nothing_of_the_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "base.typ").write_text("#let data = json(bytes(sys.inputs.data))")
    (tmp_path / "broken.typ").write_text("#panic(data.name)")
    monkeypatch.setattr(typesetting, "TEMPLATES", tmp_path)
    with pytest.raises(CannotTypeset) as refused:
        typeset("broken", {"name": "ひみつの名前"}, at=AT)
    assert "ひみつ" not in str(refused.value)


def test_a_drill_is_marked_on_every_page() -> None:
    pdf = typeset("letter", letter(*["長い文章です。" * 150] * 6, drill="【訓練】これは訓練です。"), at=AT)
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) > 1
    assert all("【訓練】これは訓練です。" in page.extract_text() for page in pages)
    assert f"1 / {len(pages)}" in pages[0].extract_text()


def test_three_thousand_letters_and_ten_thousand_are_set_whole() -> None:
    kanji = [chr(code) for code in sorted(covered()) if 0x4E00 <= code < 0x5000]
    long = "".join(kanji[n % len(kanji)] for n in range(10_000))
    found = re.sub(r"\s", "", words_of(typeset("letter", letter("あ" * 3000, long), at=AT)))
    assert found.count("あ") == 3000
    assert sum(found.count(sign) for sign in kanji) >= 10_000


@settings(max_examples=60, deadline=None)
@given(words=st.text(max_size=40))
def test_any_text_is_set(words: str) -> None:
    assert typeset("letter", letter(words, subject=words, to=[words], closing=words), at=AT).startswith(b"%PDF-1.7")


@given(words=st.text())
def test_what_is_left_is_drawable_and_every_letter_that_can_be_seen_leaves_a_mark(words: str) -> None:
    kept, missing = printable(words)
    assert set(kept) <= {"\n", *map(chr, covered())}
    assert json.loads(json.dumps(kept)) == kept
    assert kept.count("〓") >= len(missing)


def test_loose_voicing_marks_are_joined_and_names_keep_their_own_letters() -> None:
    assert printable("か\u3099")[0] == "が"
    assert "\u795e" not in printable("\ufa19")[0], "a family name written with the older letter"
    assert printable("髙橋 﨑 ㈱ ①") == ("髙橋 﨑 ㈱ ①", ())


def test_direction_changes_and_control_characters_fall_away() -> None:
    assert printable("a\u202eb\u0007c\u200bd\te") == ("abcd e", ())


def test_numbers_and_truths_stay_what_they_are() -> None:
    assert drawable({"n": 1, "yes": True, "none": None, "list": ["𠮷"]}) == (
        {"n": 1, "yes": True, "none": None, "list": ["〓"]},
        ("𠮷",),
    )


@pytest.mark.skipif(shutil.which("fc-query") is None, reason="fontconfig's fc-query is not installed here")
def test_the_reader_of_the_fonts_agrees_with_fontconfig() -> None:
    """fc-query reads the same tables with other people's code."""
    for font in FONTS.glob("*.ttf"):
        listed = subprocess.run(
            ["fc-query", "--format", "%{charset}", str(font)], capture_output=True, text=True, check=True
        ).stdout
        theirs: set[int] = set()
        for span in listed.split():
            first, _, last = span.partition("-")
            theirs.update(range(int(first, 16), int(last or first, 16) + 1))
        assert not {code for code in covered() - theirs if code > 0x20}


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler's pdftoppm is not installed here")
def test_a_page_can_be_drawn(tmp_path: Path) -> None:
    """Poppler draws it with its own code; a blank page would have one colour."""
    (tmp_path / "letter.pdf").write_bytes(typeset("letter", letter("紛失"), at=AT))
    subprocess.run(["pdftoppm", "-r", "40", "-gray", "letter.pdf", "page"], cwd=tmp_path, check=True)
    drawn = next(tmp_path.glob("page*.pgm")).read_bytes()
    assert len(set(drawn[20:])) > 20
