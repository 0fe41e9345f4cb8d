"""Making Word forms for tests: good ones, and what somebody might slip in."""

from __future__ import annotations

import io
import zipfile

from docx import Document


def form(*paragraphs: str, header: str = "") -> bytes:
    """A Word file with these paragraphs, as a client might send it."""
    document = Document()
    for words in paragraphs:
        document.add_paragraph(words)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def packed(**parts: bytes) -> bytes:
    """A ZIP archive with these parts; `__` in a name stands for `/`, `_x` at its end for `.xml`."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_x", ".xml"), content)
    return made.getvalue()
