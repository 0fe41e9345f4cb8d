"""Words of the last resort: when a page cannot be written from the incident's records, it still goes out, in fixed words.

They stand here and not in the catalogue of texts because they are for the moment when everything else has failed. Both
languages at once: the reader's record may be what is broken.
"""

from __future__ import annotations

from dataclasses import replace

from bot.domain.errors import HanshoError
from bot.domain.ids import short_ref
from bot.domain.incident import Incident
from bot.domain.work import Call, OutboxRow, TransportKind
from bot.services.ports import UnitOfWork

UNRENDERED = (
    "Hansho: {ref} はあなたの対応を待っています。画面を作れませんでした。契約の期限は動いています。手順書で進めてください。\n"
    "Hansho: {ref} is waiting for you. We could not draw its message. The contract's clock is running. Act by hand."
)
FOR_OPERATORS = (
    "Hansho: 運用の方へ。処理に失敗しました（{what}、{ref}）。自動では進みません。手で対応し、ログを見てください。\n"
    "Hansho: to the operators. Logic failed ({what}, {ref}). It will not go on by itself. Act by hand and look at the log."
)
REPEATED = "再送のため重複の可能性があります / may repeat, ref {ref}"
SUBJECT = "[Hansho] {ref}"


def fixed_call(uow: UnitOfWork, row: OutboxRow) -> Call:
    """Return what is sent instead of a page (or a notice to the operators) whose own words could not be written."""
    incident = _incident(uow, row)
    ref = incident.ref if incident is not None else row.incident_id or row.id
    if row.kind == "operators":
        text = FOR_OPERATORS.format(what=str(row.params.get("text") or row.kind), ref=ref)
    else:
        text = UNRENDERED.format(ref=ref)
    if row.transport is TransportKind.MAIL:
        return Call(method="mail", arguments={"subject": SUBJECT.format(ref=ref), "text": text})
    if row.transport is TransportKind.WEBHOOK:
        return Call(method="webhook", arguments={"text": text, "ref": ref})
    arguments: dict[str, object] = {"channel": row.target, "text": text}
    if row.target == "room" and incident is not None:
        arguments["channel"] = incident.room_channel
        if incident.room_ts:
            arguments["thread_ts"] = incident.room_ts
    return Call(method="chat.postMessage", arguments=arguments)


def marked_as_repeated(call: Call, row: OutboxRow) -> Call:
    """Return the call with a line that says that the same message may have arrived before, with its short reference."""
    line = REPEATED.format(ref=short_ref(row.id))
    arguments = dict(call.arguments)
    if isinstance(text := arguments.get("text"), str):
        arguments["text"] = f"{text}\n{line}"
    if isinstance(blocks := arguments.get("blocks"), list) and blocks and len(blocks) < 50:
        note = {"type": "context", "elements": [{"type": "plain_text", "text": line}]}
        arguments["blocks"] = [*blocks, note]
    return replace(call, arguments=arguments)


def _incident(uow: UnitOfWork, row: OutboxRow) -> Incident | None:
    try:
        return uow.get(Incident, row.incident_id) if row.incident_id else None
    except HanshoError:
        return None
