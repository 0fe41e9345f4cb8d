"""The picture of one lane's cost ledger. Nothing of another client's lane is read for it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.consultation import Consultation
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.incident import Incident
from bot.domain.lane import Lane
from bot.domain.ledger import CAUSES, CostLine, Ledger
from bot.domain.overview import overview
from bot.domain.people import Person
from bot.domain.statement import Statement
from bot.packs.schema import Pack
from bot.services.cost_reading import bases_of
from bot.services.ports import UnitOfWork
from bot.services.room import membership
from bot.services.rules import bitext, client_name, local_date
from bot.services.shares import ledger_in
from bot.views.ledger_picture import BasisPicture, LedgerPicture, LinePicture


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerOf:
    """One lane's ledger for one viewer."""

    viewer: str
    lane_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineOf:
    """One line of a ledger for one viewer."""

    viewer: str
    line_id: str


def ledger_picture(uow: UnitOfWork, query: LedgerOf) -> LedgerPicture:
    """Return the ledger for a person of the incident's room. Raises NotAllowed for anybody else, NotFound."""
    lane = uow.get(Lane, query.lane_id)
    incident = uow.get(Incident, lane.incident_id)
    if membership(uow, incident.id, query.viewer) is None:
        raise NotAllowed("refused.not_in_room", ref=incident.ref)
    pack = uow.pinned(lane.pack_digest)
    ledger = ledger_in(uow, lane.id)
    talks = [talk for talk in uow.find(Consultation, lane_id=lane.id, topic="cost") if talk.is_open]
    caused_by = str(incident.facts.get("caused_by") or "unknown")
    reporter = uow.find(Person, id=incident.reporter_id)
    return LedgerPicture(
        incident_id=incident.id,
        ref=incident.ref,
        drill=incident.drill,
        reporter_name=reporter[0].name if reporter else incident.reporter_id,
        lane_id=lane.id,
        client=client_name(pack),
        ledger=ledger,
        overview=overview(ledger),
        bases=basis_pictures(pack),
        consultation_id=talks[0].id if talks else "",
        caused_by=caused_by if caused_by in CAUSES else "unknown",
        damages_apart=damages_apart(pack),
        statements=len(uow.find(Statement, lane_id=lane.id)),
        names=_names(uow, ledger),
        today=local_date(uow),
    )


def line_picture(uow: UnitOfWork, query: LineOf) -> LinePicture:
    """Return a line with its versions and its ledger. Raises NotAllowed, NotFound."""
    versions = sorted(uow.find(CostLine, line_id=query.line_id), key=lambda line: line.version)
    if not versions:
        raise NotFound(query.line_id)
    ledger = ledger_picture(uow, LedgerOf(viewer=query.viewer, lane_id=versions[-1].lane_id))
    writers = tuple({line.by for line in versions} - set(ledger.names))
    known = {person.id: person.name for person in uow.find(Person, id=writers)} if writers else {}
    return LinePicture(ledger=replace(ledger, names={**ledger.names, **known}), versions=tuple(versions))


def basis_pictures(pack: Pack) -> tuple[BasisPicture, ...]:
    """Return the pack's rules on which a cost can be borne, with their articles."""
    rules = {rule.id: rule for rule in (*pack.consultations, *pack.duties)}
    return tuple(
        BasisPicture(rule_id=name, title=bitext(rules[name].summary), cite=tuple(rules[name].cite))
        for name in bases_of(pack)
    )


def damages_apart(pack: Pack) -> tuple[str, ...]:
    """Return the articles that keep claims for damages out of an agreement on cost; empty where the contract has none."""
    found = [rule.damages_apart for rule in pack.duties if rule.type == "cost" and rule.damages_apart]
    return tuple(dict.fromkeys(found))


def _names(uow: UnitOfWork, ledger: Ledger) -> dict[str, str]:
    people = {line.by for line in ledger.lines} | {line.approved_by for line in ledger.lines} - {""}
    return {person.id: person.name for person in uow.find(Person, id=tuple(sorted(people)))} if people else {}
