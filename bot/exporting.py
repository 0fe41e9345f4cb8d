"""`hansho export`: one incident with everything about it and its log, as JSON in a versioned format (docs/export-format.md)."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

from bot.documents.evidence import Evidence
from bot.domain.action import Action, ActionCheck
from bot.domain.closing import Closing
from bot.domain.consultation import Consultation, Round
from bot.domain.delivery import Delivery
from bot.domain.document import Document, DocumentContent
from bot.domain.duty import Duty
from bot.domain.gate import Emergency, Release
from bot.domain.incident import Incident
from bot.domain.instruction import Instruction
from bot.domain.lane import Attempt, Lane
from bot.domain.ledger import CostLine, ShareTerms
from bot.domain.log import LogEntry
from bot.domain.matter import Matter, MatterEntry
from bot.domain.naming import others_of
from bot.domain.notice import Notice
from bot.domain.paper import Paper
from bot.domain.people import Approval, RoomMember
from bot.domain.statement import Statement
from bot.domain.statutory import StatutoryDuty
from bot.domain.survey import Finding, Survey
from bot.domain.work import Timer
from bot.services.ports import UnitOfWork

FORMAT = "hansho-incident"
VERSION = 3
HOUSE = "house"
"""Whom a whole export is for."""

_PARTS: dict[str, type[Any]] = {
    "lanes": Lane,
    "duties": Duty,
    "attempts": Attempt,
    "consultations": Consultation,
    "rounds": Round,
    "actions": Action,
    "action_checks": ActionCheck,
    "instructions": Instruction,
    "surveys": Survey,
    "findings": Finding,
    "emergencies": Emergency,
    "releases": Release,
    "notices": Notice,
    "documents": Document,
    "deliveries": Delivery,
    "costs": CostLine,
    "share_terms": ShareTerms,
    "statements": Statement,
    "closing": Closing,
    "approvals": Approval,
    "statutory_duties": StatutoryDuty,
    "room": RoomMember,
}


def export_incident(uow: UnitOfWork, incident: Incident) -> dict[str, Any]:
    """Return everything the store holds about an incident but its log; the pinned packs stand in it whole."""
    parts = {name: [as_json(row) for row in uow.find(kind, incident_id=incident.id)] for name, kind in _PARTS.items()}
    used = {lane.pack_digest for lane in uow.find(Lane, incident_id=incident.id)}
    return {
        **_head(uow),
        "incident": as_json(incident),
        **parts,
        "timers": [as_json(timer) for timer in uow.find(Timer, scope_id=incident.id)],
        "packs": {digest: uow.pinned(digest).model_dump(mode="json", by_alias=True) for digest in sorted(used)},
        "laws": {
            digest: uow.pinned_law(digest).model_dump(mode="json", by_alias=True)
            for digest in sorted({duty.law_digest for duty in uow.find(StatutoryDuty, incident_id=incident.id)})
        },
    }


def export_for(uow: UnitOfWork, incident: Incident, lane: Lane) -> dict[str, Any]:
    """Return what one client's copy may hold: the records of its own lane, and of the incident only what names nobody.

    The reporter's words, the answers about other contracts, who is in the room and what approvals say stay in the house; so do
    reports that were never issued, what we said among ourselves (reasons, notes, a position nobody was told), and of the pack our
    people, our ladders and what we doubt about the contract.
    """
    parts: dict[str, list[Any]] = {}
    for name, kind in _PARTS.items():
        rows = [] if name in _HOUSE_ONLY else uow.find(kind, incident_id=incident.id)
        parts[name] = [_for_client(row) for row in rows if _of_lane(row, lane, parts)]
    kept = {name: as_json(getattr(incident, name)) for name in _SHOWN_TO_CLIENTS}
    return {
        **_head(uow),
        "incident": kept,
        **parts,
        "packs": {lane.pack_digest: uow.pinned(lane.pack_digest).model_dump(mode="json", by_alias=True, exclude=_OURS)},
    }


def export_matter(uow: UnitOfWork, matter: Matter) -> dict[str, Any]:
    """Return one matter with the steps that were taken and its contract as it was when the matter began, but its log."""
    return {
        "format": "hansho-matter",
        "version": 1,
        "exported_at": uow.now.isoformat(),
        "matter": as_json(matter),
        "entries": [as_json(entry) for entry in uow.find(MatterEntry, matter_id=matter.id)],
        "papers": [as_json(paper) for paper in uow.find(Paper, matter_id=matter.id)],
        "documents": [as_json(document) for document in uow.find(Document, matter_id=matter.id)],
        "parts": [as_json(part) for part in uow.find(Matter, part_of=matter.id)],
        "packs": {matter.pack_digest: uow.pinned(matter.pack_digest).model_dump(mode="json", by_alias=True)},
    }


def evidence_of(uow: UnitOfWork, incident: Incident, log: list[LogEntry], *, pack_id: str = "") -> Evidence:
    """Return what an evidence pack holds: the whole house's copy, or that of one client.

    Args:
        uow: reads.
        incident: the incident.
        log: its stream, from the first entry to the last.
        pack_id: the client's pack; empty for the house.

    Raises:
        ValueError: the incident has no part of that client.
    """
    documents = {document.id: document for document in uow.find(Document, incident_id=incident.id)}
    withheld: frozenset[int] = frozenset()
    if pack_id:
        lanes = uow.find(Lane, incident_id=incident.id, pack_id=pack_id)
        if not lanes:
            raise ValueError(f"{incident.ref} does not concern {pack_id}")
        record = export_for(uow, incident, lanes[0])
        shown = {row["id"] for name in _PARTS for row in record[name]}
        withheld = frozenset(e.number for e in log if e.subject not in shown or e.action not in _TOLD_TO_CLIENTS)
        documents = {key: document for key, document in documents.items() if document.lane_id == lanes[0].id}
    else:
        record = export_incident(uow, incident)
    contents = uow.find(DocumentContent, id=tuple(documents)) if documents else []
    return Evidence(
        ref=incident.ref,
        reader=pack_id or HOUSE,
        made_at=uow.now,
        record=record,
        log=log,
        withheld=withheld,
        documents=[(documents[content.id].name, content.content) for content in contents],
    )


def names_beside(uow: UnitOfWork, incident: Incident, pack_id: str) -> Collection[str]:
    """Return the names and ids of every other client (cores, bot.domain.naming): none may stand in this client's copy."""
    others = {name: pack for name, pack in uow.rules.packs.items() if name != pack_id}
    found = set(others) | (set(incident.packs) - {pack_id})
    for pack in others.values():
        found |= {pack.client_name.ja, pack.client_name.en}
    mine = uow.rules.packs.get(pack_id)
    return others_of(found, (pack_id, mine.client_name.ja, mine.client_name.en) if mine else (pack_id,))


def _head(uow: UnitOfWork) -> dict[str, Any]:
    return {"format": FORMAT, "version": VERSION, "exported_at": uow.now.isoformat()}


_SHOWN_TO_CLIENTS = (
    "id", "ref", "state", "drill", "reported_at", "first_recognised_at", "start_uncertain", "contained_at", "recovered_at", "ended_at",
)  # fmt: skip
_HOUSE_ONLY = frozenset({"room", "approvals", "closing", "statutory_duties"})


_AMONG_OURSELVES: Mapping[type[Any], frozenset[str]] = {
    ActionCheck: frozenset({"note"}),
    Action: frozenset({"dropped_reason"}),
    Attempt: frozenset({"note"}),
    Consultation: frozenset({"our_reason", "closed_reason"}),
    CostLine: frozenset({"reason"}),
    Duty: frozenset({"reason"}),
    Emergency: frozenset({"why"}),
    Lane: frozenset({"delay_reason", "stood_down_reason"}),
    ShareTerms: frozenset({"reason"}),
}
"""Fields of a client's own records that were written for the house."""
_TOLD_TO_CLIENTS = frozenset(
    {
        "lane.opened", "lane.reached", "lane.confirmed", "clock.moved", "clock.overdue", "duty.fired", "attempt", "notice.issued",
        "notice.sending", "notice.sent", "notice.bounced", "notice.received", "document.made", "statement.made",
        "instruction.received", "instruction.reported", "survey.announced", "release.recorded", "consultation.opened",
    }
)  # fmt: skip
"""Log entries whose contents a client may read; every other keeps only its place in the chain."""


_OURS = {"people", "escalate", "urgency", "doubts"}
"""What a pack says for ourselves alone: it is no part of the contract."""


def _for_client(row: Any) -> Any:
    """A record as a client may read it: without what was written for the house, nor a position that nobody was told."""
    hidden = _AMONG_OURSELVES.get(type(row), frozenset())
    if isinstance(row, Consultation) and row.asked_on is None:
        hidden |= {"our_position"}
    return {name: value for name, value in as_json(row).items() if name not in hidden}


def _of_lane(row: Any, lane: Lane, parts: Mapping[str, list[Any]]) -> bool:
    """Whether a record belongs to this client's part: by its lane, or by a record of that lane it hangs on."""
    if isinstance(row, Lane):
        return row.id == lane.id
    if isinstance(row, Notice) and row.number is None:
        return False
    if hasattr(row, "lane_id"):
        return bool(row.lane_id == lane.id)
    owner = getattr(row, "consultation_id", "") or getattr(row, "action_id", "")
    return bool(owner) and any(owner == known["id"] for rows in parts.values() for known in rows)


def as_json(value: object) -> Any:
    """Return records, instants and enums as plain JSON values; instants as ISO text in UTC."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: as_json(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): as_json(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(one) for one in value]
    return value
