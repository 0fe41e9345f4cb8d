"""Typesetting: a template of `templates/` and plain data become a PDF/A-2b, the same bytes for the same data, or an error.

The data travel as JSON beside the template, never inside it, so that nothing a person typed can be markup. The typesetter
sees an empty folder, our own fonts and no network; a warning is an error, because a client must not be the one to find it.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

from bot.documents.glyphs import FONTS, printable
from bot.domain.errors import HanshoError

_QUOTED = re.compile(r"`[^`]*`")
TEMPLATES = Path(__file__).parent / "templates"
STANDARD: Final = "a-2b"
"""PDF/A-2b (ISO 19005-2): fonts embedded, nothing from outside, readable in decades. It also refuses a letter without a glyph."""


class CannotTypeset(HanshoError):
    """The typesetter refused a template with its data, or warned; the message is the typesetter's own, without any data."""

    def __init__(self, template: str, said: str) -> None:
        """Take the template's name and what the typesetter said; what may quote data is left out (logs hold no contents)."""
        super().__init__(f"{template}: {_QUOTED.sub('`…`', said).partition(':')[0][:200]}")


def typeset(template_name: str, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """Return the PDF of `templates/<template_name>.typ` over `data` (JSON values), dated `at` (aware).

    `base.typ` is laid under every template: it reads `data`, sets the house's page and names the keys it wants. Letters that no
    font can draw become 〓; `data.missing` lists their code points, and base.typ's `missing_note()` says so on the page.

    Raises:
        CannotTypeset: the template is wrong, or warned.
    """
    drawn, missing = drawable(data)
    given = {**drawn, "missing": [f"U+{ord(sign):04X}" for sign in missing]}
    source = (TEMPLATES / "base.typ").read_bytes() + b"\n" + (TEMPLATES / f"{template_name}.typ").read_bytes()
    with tempfile.TemporaryDirectory() as nothing:
        compiler = typst.Compiler(
            source,
            root=nothing,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(given, ensure_ascii=False)},
            package_path=nothing,
            package_cache_path=nothing,
        )
        try:
            made, warnings = compiler.compile_with_warnings(pdf_standards=STANDARD, timestamp=int(at.timestamp()))
        except typst.TypstError as error:
            raise CannotTypeset(template_name, error.message) from None
    if warnings or not isinstance(made, bytes):
        raise CannotTypeset(template_name, warnings[0].message if warnings else "no PDF")
    return made


def drawable(data: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the data with every text as the fonts can draw it, and the letters that became 〓."""
    missing: dict[str, None] = {}

    def walk(value: Any) -> Any:
        if isinstance(value, str):
            words, lost = printable(value)
            missing.update(dict.fromkeys(lost))
            return words
        if isinstance(value, Mapping):
            return {str(key): walk(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [walk(inner) for inner in value]
        return value

    return {str(key): walk(value) for key, value in data.items()}, tuple(missing)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
