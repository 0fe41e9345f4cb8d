"""Reading every word out of a document, with other people's code: what a client, or somebody with a tool, can find in it."""

from __future__ import annotations

import io
import zipfile

from pypdf import PdfReader

from bot.domain.document import DocumentFormat


def everything_in(content: bytes, kind: DocumentFormat) -> str:
    """Words and metadata of a PDF, every XML part of a Word or Excel file, or the text itself."""
    if kind is DocumentFormat.PDF:
        reader = PdfReader(io.BytesIO(content))
        xmp = reader.xmp_metadata.stream.get_data().decode() if reader.xmp_metadata else ""
        return "\n".join([*(page.extract_text() for page in reader.pages), str(reader.metadata), xmp])
    if kind in {DocumentFormat.TEXT, DocumentFormat.CSV}:
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(f"{part}\n{archive.read(part).decode(errors='replace')}" for part in archive.namelist())
