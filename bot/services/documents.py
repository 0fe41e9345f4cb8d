"""Documents asked for, made and kept. Asking is a row in the transaction that needs it; making is the outbox's business.

The outbox carries a row `document` to the press (bot.documents), which knows typesetting and no database; its answer is kept in the
transaction that marks the row sent. A crash in between leaves the row, and the document is made later: once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.document import Document, DocumentContent, DocumentFormat, DocumentState
from bot.domain.ids import new_id
from bot.domain.incident import Incident, RoomKind
from bot.domain.lane import Lane
from bot.domain.matter import Matter
from bot.domain.paper import Paper
from bot.domain.work import Call, OutboxRow, TransportKind
from bot.services.matter_reminders import scope_of
from bot.services.notice_letters import order_of_notice
from bot.services.orders import Order
from bot.services.outgoing import ROOM, operators, post_to_room, refresh_lane, send
from bot.services.paper_orders import order_of_paper
from bot.services.ports import UnitOfWork
from bot.services.statement_orders import order_of_statement

SOURCES: Mapping[str, Callable[[UnitOfWork, Document], Order]] = {
    "notice": order_of_notice,
    "statement": order_of_statement,
    "paper": order_of_paper,
}
"""By `Document.subject`: what the press needs to make such a document, read from frozen records only."""
NAME_LIMIT = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A document to be made: what it shows, as which kind of file, and what the file is called (without its ending)."""

    lane_id: str = ""
    subject: str
    subject_id: str
    format: DocumentFormat
    stem: str
    form: str = ""


def ask_document(uow: UnitOfWork, about: Incident | Matter, wanted: Wanted) -> Document:
    """Note that a document is wanted and have it made after this transaction."""
    document = _document(uow, about, wanted)
    uow.add(document)
    _order(uow, document, again=False)
    return document


def keep_document(uow: UnitOfWork, incident: Incident, wanted: Wanted, content: bytes) -> Document:
    """Keep a document that is there already (a text needs no press)."""
    document = replace(_document(uow, incident, wanted), state=DocumentState.MADE, made_at=uow.now, size=len(content))
    bytes_of = DocumentContent(id=document.id, content=content)
    document = replace(document, sha256=bytes_of.sha256)
    uow.add(document, bytes_of)
    _log_made(uow, document)
    return document


def _document(uow: UnitOfWork, about: Incident | Matter, wanted: Wanted) -> Document:
    return Document(
        id=new_id(uow.now),
        incident_id=about.id if isinstance(about, Incident) else "",
        matter_id=about.id if isinstance(about, Matter) else "",
        lane_id=wanted.lane_id,
        subject=wanted.subject,
        subject_id=wanted.subject_id,
        format=wanted.format,
        name=f"{file_stem(wanted.stem)}.{wanted.format.value}",
        form=wanted.form,
        asked_at=uow.now,
    )


def file_stem(words: str) -> str:
    """Return words as a file name without its ending: no sign that any system gives a meaning to, no dot at either end."""
    kept = "".join(" " if sign in '/\\:*?"<>|' or not sign.isprintable() else sign for sign in words)
    return "_".join(kept.split())[:NAME_LIMIT].strip("._") or "document"


def _order(uow: UnitOfWork, document: Document, *, again: bool) -> None:
    send(
        uow,
        "document",
        transport=TransportKind.DOCUMENT,
        target=document.format.value,
        key=f"document:{document.id}{':again' if again else ''}",
        incident_id=document.incident_id,
        lane_id=document.lane_id,
        params={"document": document.id},
    )


def document_call(uow: UnitOfWork, row: OutboxRow) -> Call | None:
    """Return the order for the press, or None when the document is there already."""
    document = uow.get(Document, str(row.params["document"]))
    if document.state is not DocumentState.WANTED:
        return None
    order = SOURCES[document.subject](uow, document)
    arguments: dict[str, object] = {
        "format": document.format.value,
        "template": order.template,
        "data": order.data,
        "at": order.at,
        "form": document.form,
    }
    return Call(method="document", arguments=arguments)


def document_made(uow: UnitOfWork, row: OutboxRow, response: Mapping[str, Any]) -> None:
    """Keep what the press made, and put it where it is read: into the room, or to whoever had a paper made."""
    incident = uow.lock(row.incident_id) if row.incident_id else None
    document = uow.get(Document, str(row.params["document"]))
    if document.state is not DocumentState.WANTED:
        return
    kept = DocumentContent(id=document.id, content=response["content"])
    made = replace(
        document, state=DocumentState.MADE, made_at=uow.now, sha256=kept.sha256, size=len(kept.content), error=""
    )
    uow.add(kept)
    uow.save(made)
    _log_made(uow, made)
    if incident is None:
        _to_whom_it_was_made_for(uow, made)
        return
    into_room(uow, incident, made)
    refresh_lane(uow, incident, uow.get(Lane, made.lane_id))


def document_failed(uow: UnitOfWork, row: OutboxRow, error: str) -> None:
    """A document that cannot be made: with the client's form, ours takes its place; else it stays undone, and is said to be."""
    if row.incident_id:
        uow.lock(row.incident_id)
    document = uow.get(Document, str(row.params["document"]))
    values = {"name": document.name, "form": document.form, "error": error}
    if document.form:
        ours = replace(document, form="", error=error)
        uow.save(ours)
        _order(uow, ours, again=True)
        operators(uow, "operators.form_refused", key=f"form:{document.id}", incident_id=row.incident_id, **values)
        return
    uow.save(replace(document, state=DocumentState.FAILED, error=error))
    operators(uow, "operators.document_failed", key=f"doc:{document.id}", incident_id=row.incident_id, **values)


def into_room(uow: UnitOfWork, incident: Incident, document: Document) -> None:
    """Have a made document put into the incident's room as a file; it waits while the room is still being made."""
    send(
        uow,
        "file",
        target=ROOM,
        key=f"file:{document.id}",
        incident_id=incident.id,
        lane_id=document.lane_id,
        params={"document": document.id},
        hold=incident.room_kind is RoomKind.PENDING,
    )


def _to_whom_it_was_made_for(uow: UnitOfWork, document: Document) -> None:
    paper = uow.get(Paper, document.subject_id)
    send(uow, "file", target=paper.by, key=f"file:{document.id}", params={"document": document.id})


def file_refused(uow: UnitOfWork, row: OutboxRow) -> None:
    """Slack takes no file of ours (scope withheld, files switched off): whoever would read it gets the words instead, once."""
    document = uow.get(Document, str(row.params["document"]))
    if document.matter_id:
        key = f"paper_text:{document.subject_id}"
        send(uow, "paper", target=row.target, key=key, params={"paper": document.subject_id, "what": "no_files"})
        return
    incident = uow.lock(row.incident_id)
    post_to_room(
        uow,
        incident,
        f"{document.subject}_text",
        key=f"{document.subject}_text:{document.subject_id}",
        lane_id=document.lane_id,
        params={"subject": document.subject_id},
    )


def documents_of(uow: UnitOfWork, subject_id: str) -> list[Document]:
    """Return the documents of one record, oldest first, without their bytes."""
    return uow.find(Document, subject_id=subject_id)


def _log_made(uow: UnitOfWork, document: Document) -> None:
    new: dict[str, object] = {"format": document.format.value, "sha256": document.sha256, "size": document.size}
    stream = document.incident_id or scope_of(uow.get(Matter, document.matter_id))
    uow.log(stream, "hansho", "document.made", subject=document.id, new=new)
