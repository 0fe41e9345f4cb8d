"""The press answers like a road: made, refused for good, or to be tried again; it never raises and never writes anywhere."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.documents import press
from bot.documents.press import Press
from bot.domain.work import Call, OutboxRow, SendPriority
from bot.engine.roads import Delivered, NotSent, RefusalKind, Refused
from tests.documents.forms import form
from tests.documents.test_typesetting import letter

AT = datetime(2026, 11, 23, 18, 36, tzinfo=UTC)
ROW = OutboxRow(
    id="R1", priority=SendPriority.NOTICE, kind="document", idem_key="k", due_at=AT, next_attempt_at=AT, created_at=AT
)


def order(**changes: Any) -> Call:
    return Call(
        method="document",
        arguments={"format": "pdf", "template": "letter", "data": letter("紛失"), "at": AT, "form": "", **changes},
    )


async def test_a_pdf_and_a_word_file_come_back_as_bytes(tmp_path: Path) -> None:
    pdf = await Press(tmp_path).send(ROW, order())
    assert isinstance(pdf, Delivered) and bytes(pdf.response["content"]).startswith(b"%PDF")  # type: ignore[arg-type]
    docx = await Press(tmp_path).send(ROW, order(format="docx"))
    assert isinstance(docx, Delivered) and bytes(docx.response["content"]).startswith(b"PK")  # type: ignore[arg-type]


async def test_a_clients_form_is_taken_from_the_packs_folder(tmp_path: Path) -> None:
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "mine.docx").write_bytes(form("様式 {{ ref }}"))
    made = await Press(tmp_path).send(ROW, order(format="docx", form="forms/mine.docx"))
    assert isinstance(made, Delivered)


@pytest.mark.parametrize(
    ("words", "error"),
    [("{{ subject.__class__ }}", "form_runs_code"), ("{{ nope }}", "form_unknown_field"), (None, "form_missing")],
)
async def test_a_form_that_cannot_be_used_is_refused_for_good_by_name(
    tmp_path: Path, words: str | None, error: str
) -> None:
    if words is not None:
        (tmp_path / "mine.docx").write_bytes(form(words))
    answer = await Press(tmp_path).send(ROW, order(format="docx", form="mine.docx"))
    assert answer == Refused(error=error, kind=RefusalKind.INVALID)


async def test_a_document_of_more_than_any_mail_takes_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press, "LARGEST", 1000)
    answer = await Press(tmp_path).send(ROW, order())
    assert answer == Refused(error="document_too_large", kind=RefusalKind.INVALID)


async def test_a_full_disk_is_no_reason_to_give_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(press, "typeset", full)
    assert isinstance(await Press(tmp_path).send(ROW, order()), NotSent)


def test_an_order_interrupted_may_simply_be_carried_out_again(tmp_path: Path) -> None:
    assert Press(tmp_path).may_repeat(order())
