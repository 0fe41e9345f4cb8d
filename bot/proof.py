"""What `hansho export` writes: an incident as JSON, or an evidence pack for the house or for one client."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Collection
from typing import Any

from bot.documents import verify_evidence
from bot.documents.evidence import files_of, naming, zipped
from bot.domain.incident import Incident
from bot.domain.matter import Matter
from bot.exits import Exit, StartRefused
from bot.exporting import as_json, evidence_of, export_incident, export_matter, names_beside
from bot.services.matter_reminders import scope_of
from bot.transports.time_stamp import StampRefused, stamp
from storage.log_reader import heads, stream
from storage.store import SqlStore


def incident_json(store: SqlStore, ref: str) -> bytes:
    """Return one incident, or one matter, with its log as JSON. Raises StartRefused: there is none of that name."""

    def read(uow: Any) -> dict[str, Any]:
        for matter in uow.find(Matter, ref=ref.strip().upper()):
            scope = scope_of(matter)
            log = [as_json(entry) for entry in stream(uow, scope)]
            return {**export_matter(uow, matter), "log": log, "log_head": heads(uow).get(scope)}
        incident = _found(uow, ref)
        log = [as_json(entry) for entry in stream(uow, incident.id)]
        return {**export_incident(uow, incident), "log": log, "log_head": heads(uow).get(incident.id)}

    return (json.dumps(store.read_now(read), ensure_ascii=False, indent=2) + "\n").encode()


def evidence_pack(store: SqlStore, ref: str, *, client: str, tsa_url: str) -> bytes:
    """Return an evidence pack. A time stamp that cannot be had ends it: a pack without one is made by leaving TSA_URL empty.

    Raises:
        StartRefused: no such incident, no part of that client, another client's name in this client's copy, or no time stamp.
    """

    def read(uow: Any) -> tuple[dict[str, bytes], Collection[str]]:
        incident = _found(uow, ref)
        try:
            evidence = evidence_of(uow, incident, list(stream(uow, incident.id)), pack_id=client)
        except ValueError as error:
            raise StartRefused(Exit.BAD_INPUT, str(error)) from error
        return files_of(evidence), names_beside(uow, incident, client) if client else ()

    files, names = store.read_now(read)
    if found := naming(files, names):
        where = ", ".join(found)
        raise StartRefused(
            Exit.BAD_INPUT,
            f"nothing was written: {where} would name another client; correct what was written there, then try again",
        )
    if tsa_url:
        try:
            files[verify_evidence.STAMP] = asyncio.run(stamp(tsa_url, files[verify_evidence.MANIFEST]))
        except StampRefused as error:
            raise StartRefused(
                Exit.FAILED, f"nothing was written: {error}. Without TSA_URL a pack is made without a time stamp"
            ) from error
    return zipped(files)


def _found(uow: Any, ref: str) -> Incident:
    found = uow.find(Incident, ref=ref.strip().upper())
    if not found:
        raise StartRefused(Exit.BAD_INPUT, f"there is no incident {ref}; `hansho status` lists the open ones")
    incident: Incident = found[0]
    return incident
