"""Reading a contract from a file: text in the encodings of Japan, Word, PDF. Refuses with the reason what cannot be read."""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

MAX_BYTES = 60 * 1024 * 1024
MAX_UNPACKED = 300 * 1024 * 1024
"""A Word file is a ZIP, and a small one can be made to fill the memory."""
MAX_PAGES = 500
ENCODINGS = ("utf-8", "cp932", "euc_jp", "utf-16-le", "utf-16-be")
"""Tried in this order where no mark tells; the reading with the most kana and the fewest signs nobody writes is taken."""
_LATIN = re.compile(r"[A-Za-z ]")
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
_RARE = re.compile(r"[\uff66-\uff9f\x00-\x08\x0e-\x1f\u0080-\u009f\ue000-\uf8ff\ufffd]")
"""Half-width kana, control and private letters: what a wrong encoding turns ordinary Japanese into."""


_PAGE_NUMBER = re.compile(
    r"^\s*(?:[-–—‐−•]\s*[0-9０-９]{1,4}\s*[-–—‐−•]|(?:page|p\.)\s*[0-9]{1,4}(?:\s*(?:of|/)\s*[0-9]{1,4})?|[0-9]{1,4}\s*/\s*[0-9]{1,4}|[0-9０-９]{1,4}\s*(?:頁|ページ))\s*$",
    re.IGNORECASE,
)


_SAYS = re.compile(
    r"[、。;:]|第\s*[0-9０-９一-十]+\s*条|^\s*[0-9(（]|\b(?:shall|must|will|may)\b|\.\s*$", re.IGNORECASE
)
"""What no heading or footing of a page has: the signs of a sentence, an article's or an item's number."""
MOSTLY_READ = 0.03
"""Share of letters nobody writes above which a text was not read in its own encoding, or is of several."""


_JAPANESE = r"[\u3001-\u30ff\u3400-\u9fff\uff01-\uff60]"
_GAP_BEFORE = re.compile(rf"(?<={_JAPANESE}) (?=[0-9A-Za-z])")
_GAP_AFTER = re.compile(rf"((?<={_JAPANESE})[0-9A-Za-z]+) (?={_JAPANESE})")
_OVER_THE_LINE = "\ufffe"
"""What PDFium says for a hyphen that ends a line: the word goes on, and so does the line."""
_TENS = re.compile(rf"\b(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety){_OVER_THE_LINE}", re.IGNORECASE)
"""A number keeps its hyphen: it would be lost as one word, and with it a limit."""
_PASSWORD_WANTED = 4
"""FPDF_ERR_PASSWORD of PDFium."""


class Unreadable(ValueError):
    """This file holds no contract we can read; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it stands in the file. `number` counts from 1 through the whole text, `page` is 0 where there are none."""

    number: int
    text: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Text:
    """A contract as lines. `form` is text, docx or pdf; `encoding` is empty for the last two."""

    lines: tuple[Line, ...]
    form: str
    encoding: str = ""

    @property
    def japanese(self) -> bool:
        """Whether it is written in Japanese: kana are what no English text has."""
        return len(_KANA.findall("".join(line.text for line in self.lines))) >= 20


def read_file(path: Path) -> Text:
    """Read a contract. Raises Unreadable: missing, too large, a scan, encrypted, damaged, or no text at all."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise Unreadable(
                f"{path.name} is larger than {MAX_BYTES // 1024 // 1024} MB; save the contract alone, without attachments"
            )
        body = path.read_bytes()
    except IsADirectoryError:
        raise Unreadable(f"{path.name} is a folder; name the file of the contract") from None
    except OSError as error:
        raise Unreadable(f"{path.name} cannot be read: {error.strerror}") from error
    if body.startswith(b"%PDF-"):
        return _numbered(_pdf_pages(path.name, body), "pdf")
    if zipfile.is_zipfile(io.BytesIO(body)):
        return _numbered([(0, _docx_lines(path.name, body))], "docx")
    if body.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            f"{path.name} is an old or a protected Word file; save it as .docx without a password, or as text"
        )
    text, encoding = _decoded(path.name, body)
    return _numbered([(0, text.splitlines())], "text", encoding)


def _numbered(pages: list[tuple[int, list[str]]], form: str, encoding: str = "") -> Text:
    lines: list[Line] = []
    for page, texts in pages:
        for text in texts:
            lines.append(Line(len(lines) + 1, text.rstrip(), page))
    if not any(line.text.strip() for line in lines):
        raise Unreadable("the file holds no text")
    return Text(tuple(lines), form, encoding)


def _decoded(name: str, body: bytes) -> tuple[str, str]:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if body.startswith(mark):
            return _strictly(name, body, encoding), encoding
    if b"\x1b$" in body:
        return _strictly(name, body, "iso2022_jp"), "iso2022_jp"
    readings: list[tuple[int, int, str, str]] = []
    for place, encoding in enumerate(ENCODINGS):
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8":
            if "\x00" not in text:  # plain letters in UTF-16 without a mark are valid UTF-8 too, full of zeros
                return text, encoding  # bytes of another encoding hardly ever make valid UTF-8
            continue
        common = len(_KANA.findall(text)) + len(_LATIN.findall(text))
        readings.append((len(_RARE.findall(text)) - common, place, text, encoding))
    if not readings:
        raise Unreadable(f"{name} is no text in UTF-8, UTF-16, Shift_JIS or EUC-JP; save it as UTF-8")
    _, _, text, encoding = min(readings)
    letters = len(text) - text.count(" ") - text.count("\n")
    if "\x00" not in text and len(_RARE.findall(text)) > MOSTLY_READ * letters:
        raise Unreadable(
            f"{name} mixes encodings, or is in none of UTF-8, UTF-16, Shift_JIS and EUC-JP; save it as UTF-8"
        )
    return _clean(name, text), encoding


def _strictly(name: str, body: bytes, encoding: str) -> str:
    try:
        return _clean(name, body.decode(encoding))
    except UnicodeDecodeError:
        raise Unreadable(f"{name} says it is {encoding} but breaks off or is mixed; save it as UTF-8") from None


def _clean(name: str, text: str) -> str:
    if "\x00" in text:
        raise Unreadable(f"{name} is no text file")
    return text


def _docx_lines(name: str, body: bytes) -> list[str]:
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from docx.table import Table

    try:
        document = docx.Document(io.BytesIO(body)) if _unpacked(body) <= MAX_UNPACKED else None
    except (
        PackageNotFoundError,
        KeyError,
        ValueError,
        zipfile.BadZipFile,
        SyntaxError,
    ) as error:  # lxml's are SyntaxErrors
        raise Unreadable(f"{name} is no Word document we can open; save it as .docx or as text") from error
    if document is None:
        raise Unreadable(
            f"{name} unpacks to more than {MAX_UNPACKED // 1024 // 1024} MB; save the contract alone, as text"
        )
    lines: list[str] = []
    for part in document.iter_inner_content():
        if isinstance(part, Table):
            lines += [" ".join(dict.fromkeys(cell.text.strip() for cell in row.cells)) for row in part.rows]
        else:
            lines += part.text.split("\n")
    return lines


def _unpacked(body: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        return sum(part.file_size for part in parts.infolist())


def _pdf_pages(name: str, body: bytes) -> list[tuple[int, list[str]]]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        if error.err_code == _PASSWORD_WANTED:
            raise Unreadable(f"{name} is encrypted; save a copy without the password") from error
        raise _damaged(name) from error
    with contextlib.closing(document):
        count = len(document)
        if count > MAX_PAGES:
            raise Unreadable(f"{name} has {count} pages, more than {MAX_PAGES}; save the pages of the contract alone")
        try:
            pages = [(n, _printed(page.get_textpage().get_text_range())) for n, page in enumerate(document, start=1)]
        except pypdfium2.PdfiumError as error:
            raise _damaged(name) from error
    letters = sum(len(line.strip()) for _, lines in pages for line in lines)
    if letters < 20 * count:
        raise Unreadable(
            f"{name} is a scan: {count} pages with hardly any text; have it read by OCR first, or type the clauses"
        )
    return _without_furniture(pages)


def _damaged(name: str) -> Unreadable:
    return Unreadable(f"{name} is a damaged PDF; print it anew, or save the contract as text")


def _printed(text: str) -> list[str]:
    """A page's lines, with the words whole that were parted at a line's end.

    The thin gap that print sets between Japanese and a number or a Latin word is no space of the text.
    """
    whole = _TENS.sub(r"\1-", text).replace(_OVER_THE_LINE, "")
    return [_GAP_AFTER.sub(r"\1", _GAP_BEFORE.sub("", line)) for line in whole.splitlines()]


def _without_furniture(pages: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """Take away what stands on the paper and not in the contract: page numbers, and what heads or foots most pages alike.

    Otherwise a sentence that goes on overleaf would be read with them in its middle. Only the outermost lines of a page are
    looked at, and none that may be a sentence of the contract is taken.
    """
    edges = Counter(bare for _, lines in pages for bare in {_bare(lines[place]) for place in _edge(lines)})
    often = {bare for bare, count in edges.items() if count >= max(2, len(pages) // 2 + 1)}
    kept = []
    for number, lines in pages:
        gone = {
            place
            for place in _edge(lines)
            if _is_number(lines[place], number) or (_bare(lines[place]) in often and not _SAYS.search(lines[place]))
        }
        kept.append((number, [line for place, line in enumerate(lines) if place not in gone]))
    return kept


def _is_number(line: str, page: int) -> bool:
    return _PAGE_NUMBER.match(line) is not None or line.strip() == str(page)


def _edge(lines: list[str]) -> list[int]:
    """The places of the first two and the last two lines that are not empty."""
    filled = [place for place, line in enumerate(lines) if line.strip()]
    return sorted({*filled[:2], *filled[-2:]})


def _bare(line: str) -> str:
    """The line without spaces and numbers, as it repeats from page to page."""
    return re.sub(r"[\s0-9０-９]+", "", line)
