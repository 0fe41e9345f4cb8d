import io
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from bot.contracts import Unreadable, read_contract, read_file, sources
from bot.contracts.sources import MAX_BYTES, MAX_PAGES

HERE = Path(__file__).parent / "texts"
JAPANESE = (HERE / "hosting-ja.txt").read_text(encoding="utf-8")
ENGLISH = (HERE / "supply-en.txt").read_text(encoding="utf-8")


def duties(path):
    return [(found.kind, found.cite, found.limit.duration) for found in read_contract(read_file(path)).found]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "iso2022_jp", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_one_contract_says_the_same_in_every_encoding(tmp_path, encoding):
    path = tmp_path / "contract.txt"
    path.write_bytes(JAPANESE.encode(encoding))
    assert duties(path) == duties(HERE / "hosting-ja.txt")
    assert read_file(path).japanese


def test_a_word_document_says_the_same(tmp_path):
    document = docx.Document()
    for line in JAPANESE.splitlines():
        document.add_paragraph(line)
    document.save(str(tmp_path / "contract.docx"))
    assert duties(tmp_path / "contract.docx") == duties(HERE / "hosting-ja.txt")
    assert read_file(tmp_path / "contract.docx").form == "docx"


def test_tables_of_a_word_document_are_read_too(tmp_path):
    document = docx.Document()
    document.add_paragraph("The Supplier shall train its staff.")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Desk", "24 hours"
    document.save(str(tmp_path / "c.docx"))
    assert [line.text for line in read_file(tmp_path / "c.docx").lines][-1] == "Desk 24 hours"


def pdf_of(text):
    """A PDF with real text, made by the typesetter the program already has."""
    import typst

    source = "#set page(margin: 2cm)\n" + "\n\n".join(
        "#text[" + line.replace("[", "\\[").replace("]", "\\]").replace("@", "\\@").replace('"', '\\"') + "]"
        for line in text.splitlines()
        if line
    )
    return typst.compile(source.encode(), format="pdf")


@pytest.mark.parametrize(("name", "pages"), [("supply-en.txt", {1}), ("hosting-ja.txt", {1, 2})])
def test_a_pdf_says_the_same_with_its_pages(tmp_path, name, pages):
    path = tmp_path / "contract.pdf"
    path.write_bytes(pdf_of((HERE / name).read_text(encoding="utf-8")))
    read = read_file(path)
    assert read.form == "pdf" and {line.page for line in read.lines} == pages
    kinds = [found.kind for found in read_contract(read).found]
    assert kinds == [found.kind for found in read_contract(read_file(HERE / name)).found]


def test_the_gaps_that_print_sets_around_numbers_are_no_spaces_of_the_text(tmp_path):
    path = tmp_path / "gaps.pdf"
    said = "第13条 乙は、事故を知った時から60分以内に、ノートPCを持つ者を甲に報告する。\n1 乙は、紙を返す。"
    path.write_bytes(pdf_of("\n".join([said, *["甲と乙は、誠実に協議する。"] * 3])))
    lines = [line.text for line in read_file(path).lines]
    assert lines[:2] == said.splitlines(), "an article's number is found, and an item's own gap stays"


@pytest.mark.parametrize("width", [5, 6, 7, 8, 9, 10, 11, 12])
def test_words_parted_at_the_end_of_a_printed_line_are_whole_again(tmp_path, width):
    import typst

    said = (
        "The contractor shall immediately notify the representative of an unauthorised disclosure, notwithstanding the "
        "responsibilities concerning internationally transferred documentation, within twenty-four hours of discovery."
    )
    page = f'#set page(width: {width}cm, height: 29cm, margin: 1cm)\n#set text(lang: "en")\n#set par(justify: true)\n'
    path = tmp_path / "narrow.pdf"
    path.write_bytes(typst.compile(f"{page}{said}".encode()))
    assert " ".join(line.text.strip() for line in read_file(path).lines) == said


def blank_pdf(pages, password=""):
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("scan.pdf", blank_pdf(3), "is a scan: 3 pages"),
        ("locked.pdf", blank_pdf(1, "secret"), "is encrypted; save a copy without the password"),
        ("long.pdf", blank_pdf(MAX_PAGES + 1), f"has {MAX_PAGES + 1} pages, more than {MAX_PAGES}"),
        ("broken.pdf", b"%PDF-1.7\nnothing of the kind", "is a damaged PDF"),
        ("empty.txt", b"  \n\n", "holds no text"),
        ("program.txt", b"MZ\x00\x01abc\x00def\xff\xfe", "is no text"),
        ("mixed.txt", "これは文章です。".encode() + "混ざった".encode("utf-16-le") + b"\x81", "is no text"),
        ("cut.txt", b"\xff\xfe" + "途中".encode("utf-16-le") + b"\x30", "breaks off or is mixed"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "is an old or a protected Word file"),
        ("sheet.docx", None, "is no Word document"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(tmp_path, name, body, reason):
    path = tmp_path / name
    if body is None:
        import zipfile

        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("other.txt", "no document")
    else:
        path.write_bytes(body)
    with pytest.raises(Unreadable, match=reason):
        read_file(path)


@pytest.mark.parametrize("part", ["word/document.xml", "[Content_Types].xml", "_rels/.rels"])
@pytest.mark.parametrize("body", [b"", b"nope", b"<w:document", "第1条".encode("cp932")])
def test_a_word_document_with_a_damaged_part_is_refused(tmp_path, part, body):
    with pytest.raises(Unreadable, match="no Word document"):
        read_file(word_with(tmp_path, part, body))


def test_a_small_word_document_that_unpacks_to_far_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "MAX_UNPACKED", 3 * 1024 * 1024)
    path = word_with(tmp_path, "docProps/app.xml", b" " * (3 * 1024 * 1024))
    assert path.stat().st_size < 100_000
    with pytest.raises(Unreadable, match="more than 3 MB"):
        read_file(path)


def word_with(folder, part, body):
    """A Word document in which one part holds something else."""
    whole, path = io.BytesIO(), folder / "contract.docx"
    made = docx.Document()
    made.add_paragraph("第1条 乙は甲に直ちに報告する。")
    made.save(whole)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, body if name == part else old.read(name))
    return path


def test_a_missing_file_a_folder_and_one_far_too_large_are_refused(tmp_path):
    with pytest.raises(Unreadable, match="cannot be read"):
        read_file(tmp_path / "nowhere.txt")
    with pytest.raises(Unreadable, match="is a folder"):
        read_file(tmp_path)
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(Unreadable, match="is larger than"):
        read_file(tmp_path / "huge.txt")


@settings(max_examples=60, deadline=None)
@given(body=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_and_nothing_else(tmp_path_factory, body):
    path = tmp_path_factory.mktemp("any") / "file"
    path.write_bytes(body)
    refused = ""
    try:
        text = read_file(path)
    except Unreadable as error:
        refused = str(error)
    else:
        read_contract(text)
    assert refused == "" or path.name in refused or "no text" in refused


def test_a_text_of_several_encodings_is_refused_and_half_width_kana_are_not(tmp_path):
    path = tmp_path / "mixed.txt"
    for one, other in (("cp932", "euc_jp"), ("euc_jp", "cp932")):
        path.write_bytes(JAPANESE.encode(one) + JAPANESE.encode(other))
        with pytest.raises(Unreadable, match=r"mixes encodings|is no text in UTF-8"):
            read_file(path)
    path.write_bytes((JAPANESE + "連絡はﾒｰﾙ又はﾌｧｸｼﾐﾘによる。\n").encode("cp932"))
    assert read_file(path).encoding == "cp932"
