"""The press: makes the documents that outbox rows order, in a thread, and answers like a road (bot.engine.roads.Road).

It knows typesetting and forms, and no database: an order holds everything. What it makes travels back in the answer and is kept in
the transaction that marks the row sent, so that a crash at any place leaves either the order or the document.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.documents import word
from bot.documents.table import comma_separated
from bot.documents.typesetting import CannotTypeset, typeset
from bot.documents.workbook import workbook
from bot.domain.document import DocumentFormat
from bot.domain.work import Call, OutboxRow
from bot.engine.roads import Answer, CannotLook, Delivered, Found, NotSent, RefusalKind, Refused

LARGEST = 20_000_000
"""No mail server takes more; a document of that size is a mistake."""

Maker = Callable[[Mapping[str, Any], Path], bytes]
"""Makes one kind of file from an order's arguments; the folder is where clients' forms lie."""


def _pdf(order: Mapping[str, Any], _forms: Path) -> bytes:
    at: datetime = order["at"]
    return typeset(str(order["template"]), order["data"], at=at)


def _word(order: Mapping[str, Any], forms: Path) -> bytes:
    name = str(order["form"])
    form = word.read_form(forms / name) if name else None
    return word.fill(form, order["data"], template=str(order["template"]))


def _excel(order: Mapping[str, Any], _forms: Path) -> bytes:
    return workbook(order["data"], at=order["at"])


def _csv(order: Mapping[str, Any], _forms: Path) -> bytes:
    return comma_separated(order["data"])


MAKERS: Mapping[DocumentFormat, Maker] = {
    DocumentFormat.PDF: _pdf,
    DocumentFormat.WORD: _word,
    DocumentFormat.EXCEL: _excel,
    DocumentFormat.CSV: _csv,
}


class Press:
    """One for the whole program; `forms` is the folder of the packs, beside which clients' forms lie."""

    def __init__(self, forms: Path) -> None:
        """Take the folder."""
        self._forms = forms

    def scope_of(self, call: Call) -> str:
        """Nothing is limited here."""
        return f"press:{call.arguments['format']}"

    def may_repeat(self, call: Call) -> bool:  # noqa: ARG002 - a road's method
        """Making it twice makes the same."""
        return True

    async def send(self, row: OutboxRow, call: Call) -> Answer:  # noqa: ARG002 - a road's method
        """Make the document; `response["content"]` is its bytes."""
        order = call.arguments
        maker = MAKERS[DocumentFormat(str(order["format"]))]
        try:
            content = await asyncio.to_thread(maker, order, self._forms)
        except word.FormRefused as error:
            return Refused(error=error.code, kind=RefusalKind.INVALID)
        except CannotTypeset:
            return Refused(error="cannot_typeset", kind=RefusalKind.INVALID)
        except (MemoryError, OSError) as error:
            return NotSent(reason=type(error).__name__)
        if len(content) > LARGEST:
            return Refused(error="document_too_large", kind=RefusalKind.INVALID)
        return Delivered(response={"content": content})

    async def look_up(self, row: OutboxRow, call: Call, oldest: datetime) -> Found:  # noqa: ARG002 - a road's method
        """There is nothing to look at: an order is simply carried out again."""
        return CannotLook(reason="press", for_good=True)
