"""The lines of a lane's cost ledger: entered, corrected, approved, final, struck out. Every step is a new version and a log entry."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.domain.consultation import Consultation
from bot.domain.errors import BadAnswer, NotAllowed, NotFound, NotPossibleNow
from bot.domain.ids import new_id
from bot.domain.incident import Incident
from bot.domain.lane import Lane
from bot.domain.ledger import CostLine, Stage, approved, corrected, priced, spent, struck_out
from bot.services.cost_reading import TypedCost, read_ground, read_money
from bot.services.dates import happened_on
from bot.services.keeping import plain
from bot.services.nudges import arm_nudges
from bot.services.ports import UnitOfWork
from bot.services.room import enter, enter_lane, lane_in, membership, needed, taken_before
from bot.services.second_person import LEADING

_UNLOGGED = frozenset({"id", "incident_id", "lane_id", "line_id", "number", "version", "by", "at", "reason"})
"""What the entry itself says, or what never changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCost:
    """One cost as typed, for one client's lane."""

    actor: str
    key: str
    lane_id: str
    typed: TypedCost


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectCost:
    """A line as it should be, and why. `version` is the one the person had before their eyes."""

    actor: str
    key: str
    line_id: str
    version: int
    typed: TypedCost
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveCosts:
    """Approve estimates of one lane: (line, version seen) of each."""

    actor: str
    key: str
    lane_id: str
    lines: tuple[tuple[str, int], ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordActual:
    """What a line came to: the amount as typed (or hours), on which day, with which evidence."""

    actor: str
    key: str
    line_id: str
    version: int
    amount: str
    tax_stated: str = ""
    rate: str = ""
    rate_source: str = ""
    rate_on: date | None = None
    incurred_on: date | None = None
    evidence: str = ""
    payer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeCost:
    """A line that does not count any more, and why."""

    actor: str
    key: str
    line_id: str
    version: int
    reason: str


def add_cost(uow: UnitOfWork, command: AddCost) -> None:
    """Add a line: an actual cost when it has its day, else an estimate. Raises BadAnswer naming the input that cannot be read."""
    incident, lane = enter_lane(uow, command.actor, command.lane_id)
    if taken_before(uow, command.key):
        return
    values = _read(uow, lane, command.typed)
    day = command.typed.incurred_on
    line_id = new_id(uow.now)
    line = priced(
        CostLine(
            id=line_id,
            incident_id=incident.id,
            lane_id=lane.id,
            line_id=line_id,
            number=uow.next_number(f"cost:{lane.id}"),
            stage=Stage.ESTIMATE if day is None else Stage.ACTUAL,
            incurred_on=None if day is None else happened_on(uow, incident, day, "incurred_on", by=command.actor),
            by=command.actor,
            at=uow.now,
            **values,
        )
    )
    _keep(uow, incident, None, line, "ledger.added")
    stir(uow, lane.id)


def correct_cost(uow: UnitOfWork, command: CorrectCost) -> None:
    """Write a line anew, with the reason; the version before stays.

    Raises:
        BadAnswer: an input that cannot be read, no reason.
        NotPossibleNow: the line is struck out, or somebody changed it meanwhile.
    """
    incident, lane, line = _enter_line(uow, command.actor, command.line_id)
    if taken_before(uow, command.key):
        return
    _check_seen(line, command.version)
    reason = needed(command.reason)
    values = _read(uow, lane, command.typed)
    if line.stage is Stage.ACTUAL:
        values["incurred_on"] = happened_on(uow, incident, command.typed.incurred_on, "incurred_on", by=command.actor)
    version = corrected(line, id=new_id(uow.now), by=command.actor, at=uow.now, reason=reason, **values)
    _keep(uow, incident, line, version, "ledger.corrected")
    stir(uow, line.lane_id)


def approve_costs(uow: UnitOfWork, command: ApproveCosts) -> None:
    """Approve estimates: all that were chosen, or none.

    Raises:
        BadAnswer: none was chosen.
        NotAllowed: a role that cannot approve, or one of them is the person's own.
        NotPossibleNow: one is no estimate any more, or was changed meanwhile.
    """
    incident, lane = enter_lane(uow, command.actor, command.lane_id)
    if taken_before(uow, command.key):
        return
    check_binding(uow, incident, command.actor)
    if not command.lines:
        raise BadAnswer("lines", "refused.choose")
    for line_id, seen in command.lines:
        line = newest(uow, line_id)
        if line.lane_id != lane.id:
            raise NotFound(line_id)
        _check_seen(line, seen)
        version = approved(line, id=new_id(uow.now), by=command.actor, at=uow.now, reason=command.note.strip())
        _keep(uow, incident, line, version, "ledger.approved")
    stir(uow, lane.id)


def record_actual(uow: UnitOfWork, command: RecordActual) -> None:
    """Record what a line came to. Raises as `correct_cost` does."""
    incident, lane, line = _enter_line(uow, command.actor, command.line_id)
    if taken_before(uow, command.key):
        return
    _check_seen(line, command.version)
    typed = TypedCost(
        item=line.item,
        amount=command.amount,
        currency=line.currency,
        tax=line.tax.value,
        payer=command.payer or line.payer,
        description=line.description,
        rate=command.rate or line.rate,
        rate_source=command.rate_source or line.rate_source,
        rate_on=command.rate_on or line.rate_on,
        tax_stated=command.tax_stated,
        evidence=command.evidence or line.evidence,
        cause=line.cause,
        basis=line.basis,
    )
    if not command.amount.strip():
        raise BadAnswer("amount", "refused.amount_not_number")
    values = _read(uow, lane, typed) | {
        "incurred_on": happened_on(uow, incident, command.incurred_on, "incurred_on", by=command.actor)
    }
    if line.minutes is not None and values["amount_minor"] == line.amount_minor:
        values |= {"minutes": line.minutes, "hourly_minor": line.hourly_minor}
    version = spent(line, id=new_id(uow.now), by=command.actor, at=uow.now, reason="", **values)
    _keep(uow, incident, line, version, "ledger.actual")
    stir(uow, line.lane_id)


def strike_cost(uow: UnitOfWork, command: StrikeCost) -> None:
    """Strike a line out, with the reason; it stays to be read. Raises as `correct_cost` does."""
    incident, _, line = _enter_line(uow, command.actor, command.line_id)
    if taken_before(uow, command.key):
        return
    _check_seen(line, command.version)
    version = struck_out(line, id=new_id(uow.now), by=command.actor, at=uow.now, reason=needed(command.reason))
    _keep(uow, incident, line, version, "ledger.struck")
    stir(uow, line.lane_id)


def newest(uow: UnitOfWork, line_id: str) -> CostLine:
    """Return the version of a line that stands. Raises NotFound."""
    versions = uow.find(CostLine, line_id=line_id)
    if not versions:
        raise NotFound(line_id)
    return max(versions, key=lambda line: line.version)


def check_binding(uow: UnitOfWork, incident: Incident, actor: str) -> None:
    """Pass when the person's role can bind the house: to spend, or to bear a share. Raises NotAllowed."""
    member = membership(uow, incident.id, actor)
    if not incident.drill and (member is None or not LEADING & set(member.roles)):
        raise NotAllowed("refused.role", ref=incident.ref)


def stir(uow: UnitOfWork, lane_id: str) -> None:
    """Count work on the ledger as activity of the lane's talks on cost, so that nobody is reminded of their silence."""
    for talk in uow.find(Consultation, lane_id=lane_id, topic="cost"):
        if talk.is_open:
            moved = replace(talk, last_activity_at=uow.now, nudge_epoch=talk.nudge_epoch + 1)
            uow.save(moved)
            arm_nudges(uow, moved)


def _enter_line(uow: UnitOfWork, actor: str, line_id: str) -> tuple[Incident, Lane, CostLine]:
    incident = enter(uow, newest(uow, line_id).incident_id, actor)
    line = newest(uow, line_id)
    return incident, lane_in(uow, incident, line.lane_id), line


def _check_seen(line: CostLine, seen: int) -> None:
    if line.version != seen:
        raise NotPossibleNow("refused.cost_changed", number=line.number, person=line.by)


def _read(uow: UnitOfWork, lane: Lane, typed: TypedCost) -> dict[str, Any]:
    return read_money(uow, typed) | read_ground(uow.pinned(lane.pack_digest), typed)


def _keep(uow: UnitOfWork, incident: Incident, old: CostLine | None, new: CostLine, action: str) -> None:
    uow.add(new)
    names = [name for name in CostLine.__dataclass_fields__ if name not in _UNLOGGED]
    changed = [name for name in names if old is None or getattr(old, name) != getattr(new, name)]
    before = {name: plain(getattr(old, name)) for name in changed} if old else {}
    after = {"number": new.number, "version": new.version, **{name: plain(getattr(new, name)) for name in changed}}
    uow.log(incident.id, new.by, action, subject=new.line_id, old=before, new=after, why=new.reason)
