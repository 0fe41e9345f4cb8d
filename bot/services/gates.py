"""The gates of publication and disclosure: what locks them by the contract, the emergency record, and what went through."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.domain.consultation import Consultation, Round
from bot.domain.errors import BadAnswer, NotPossibleNow
from bot.domain.gate import (
    Emergency,
    EmergencyState,
    GateKind,
    Key,
    Lock,
    Release,
    check_emergency_step,
    keys_of,
)
from bot.domain.ids import new_id
from bot.domain.incident import Incident
from bot.packs.schema import Pack
from bot.services.dates import days_of, happened_on, planned_on
from bot.services.followups import spawn_on
from bot.services.outgoing import post_to_room, show_change
from bot.services.ports import UnitOfWork
from bot.services.reminding import touched
from bot.services.room import check_decides, enter, enter_lane, needed, taken_before
from bot.services.rules import bitext, discloses
from bot.services.second_person import ask_second
from bot.views.pictures import BiText


@dataclass(frozen=True, slots=True, kw_only=True)
class GateRule:
    """What one contract says on publishing or disclosing: why it is locked, its clause, and when talks need not be waited for."""

    lock: Lock
    cite: tuple[str, ...] = ()
    emergency: BiText | None = None
    """The contract's way past the talks, in our words; None: it has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskEmergency:
    """The emergency record of a gate: why talks could not be waited for, what will be said, when the client is told after."""

    actor: str
    key: str
    lane_id: str
    kind: GateKind
    why: str
    saying: str
    tell_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRelease:
    """Something was published or disclosed; `basis_id` is the agreement or emergency record it relies on (empty: the newest)."""

    actor: str
    key: str
    lane_id: str
    kind: GateKind
    to_whom: str
    what: str
    released_on: date | None
    reference: str
    basis_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TellAfter:
    """The client was told of what an emergency let through."""

    actor: str
    key: str
    emergency_id: str
    told_on: date | None
    who: str
    reference: str


def gate_rule(pack: Pack, kind: GateKind) -> GateRule:
    """Return what the pack says on publishing or disclosing. What it does not mention is locked, too."""
    if kind is GateKind.PUBLICATION:
        talks = next((rule for rule in pack.consultations if rule.topic == kind.value), None)
        if talks is not None:
            words = bitext(talks.emergency) if talks.emergency else None
            return GateRule(lock=Lock.CONSULT, cite=tuple(talks.cite), emergency=words)
        standby = next((rule for rule in pack.duties if rule.type == "standby"), None)
        if standby is not None:
            return GateRule(lock=Lock.CLIENT_DECIDES, cite=tuple(standby.cite))
        return GateRule(lock=Lock.UNWRITTEN)
    consent = next((rule for rule in pack.consents if discloses(rule)), None)
    if consent is None:
        return GateRule(lock=Lock.UNWRITTEN)
    words = bitext(consent.exempt) if consent.exempt else None
    return GateRule(lock=Lock.CONSULT, cite=tuple(consent.cite), emergency=words)


def keys_for(uow: UnitOfWork, lane_id: str, kind: GateKind) -> list[Key]:
    """Return what opens a lane's gate now; none: it is locked."""
    talks, emergencies = uow.find(Consultation, lane_id=lane_id), uow.find(Emergency, lane_id=lane_id)
    return keys_of(kind, talks, emergencies)


def ask_emergency(uow: UnitOfWork, command: AskEmergency) -> None:
    """Write the emergency record and ask a second person to decide; the gate stays locked until then.

    Raises NotPossibleNow (the contract has no such way, the gate is open anyhow, or one was asked for already), BadAnswer,
    NotAllowed.
    """
    incident, lane = enter_lane(uow, command.actor, command.lane_id)
    if taken_before(uow, command.key):
        return
    if gate_rule(uow.pinned(lane.pack_digest), command.kind).emergency is None:
        raise NotPossibleNow("refused.no_emergency")
    if keys_for(uow, lane.id, command.kind):
        raise NotPossibleNow("refused.gate_open")
    waiting = uow.find(Emergency, lane_id=lane.id, kind=command.kind, state=EmergencyState.ASKED)
    if waiting:
        raise NotPossibleNow("refused.asked_already", person=waiting[0].owner_id)
    tell_on = planned_on(uow, command.tell_on, "tell_on", by=command.actor)
    if tell_on is None:
        raise BadAnswer("tell_on", "refused.choose_day")
    record = Emergency(
        id=new_id(uow.now),
        incident_id=incident.id,
        lane_id=lane.id,
        kind=command.kind,
        why=needed(command.why, "why"),
        saying=needed(command.saying, "saying"),
        tell_on=tell_on,
        owner_id=command.actor,
        asked_at=uow.now,
    )
    uow.add(record)
    new: dict[str, object] = {"kind": record.kind.value, "saying": record.saying, "tell_on": tell_on.isoformat()}
    uow.log(incident.id, command.actor, "emergency.asked", subject=record.id, new=new, why=record.why)
    if record.kind is GateKind.DISCLOSURE:  # some contracts want to hear before what a law or a court makes us say
        spawn_on(uow, incident, lane, "plan", "legal_disclosure", reason=record.why)
    ask_second(uow, incident, "emergency", record.id, record.why, command.actor)


def decide_emergency(uow: UnitOfWork, incident: Incident, emergency_id: str, *, second: str, confirm: bool) -> None:
    """Take in the second person's decision: the record is complete and opens the gate once, or it is refused."""
    old = uow.get(Emergency, emergency_id)
    state = EmergencyState.DECIDED if confirm else EmergencyState.REFUSED
    check_emergency_step(old.state, state)
    touched(uow, replace(old, state=state, decided_by=second, decided_at=uow.now))
    uow.log(incident.id, second, f"emergency.{state.value}", subject=old.id, new={"kind": old.kind.value})


def record_release(uow: UnitOfWork, command: RecordRelease) -> None:
    """Record what was published or disclosed.

    Raises NotPossibleNow: the gate is locked; BadAnswer: words are missing, or a day is, cannot be, or lies before the leave.
    """
    incident, lane = enter_lane(uow, command.actor, command.lane_id)
    if taken_before(uow, command.key):
        return
    check_decides(uow, incident, command.actor)
    keys = [key for key in keys_for(uow, lane.id, command.kind) if command.basis_id in {"", key.basis_id}]
    if not keys:
        raise NotPossibleNow("refused.gate_locked")
    basis = keys[0]
    released_on = happened_on(uow, incident, command.released_on, "released_on", by=command.actor)
    since = _holds_since(uow, basis, by=command.actor)
    if since is not None and released_on < since:
        raise BadAnswer("released_on", "refused.before_leave", day=since)
    release = Release(
        id=new_id(uow.now),
        incident_id=incident.id,
        lane_id=lane.id,
        kind=command.kind,
        to_whom=needed(command.to_whom, "to_whom"),
        what=needed(command.what, "what"),
        released_on=released_on,
        reference=command.reference.strip(),
        basis_id=basis.basis_id,
        emergency=basis.emergency,
        by=command.actor,
        at=uow.now,
    )
    uow.add(release)
    if basis.emergency:  # it allowed this once, and no more than this
        touched(uow, replace(uow.get(Emergency, basis.basis_id), state=EmergencyState.USED))
    new: dict[str, object] = {"kind": release.kind.value, "to": release.to_whom, "basis": release.basis_id}
    uow.log(incident.id, command.actor, "release.recorded", subject=release.id, new=new)
    params: dict[str, object] = {"of": "release", "id": release.id}
    post_to_room(uow, incident, "following", key=f"release:{release.id}", lane_id=lane.id, params=params)
    show_change(uow, incident)


def _holds_since(uow: UnitOfWork, key: Key, *, by: str) -> date | None:
    """The first day something can have gone out by this leave: the last round of the talks, or a second person's decision."""
    if key.emergency:
        decided_at = uow.get(Emergency, key.basis_id).decided_at
        return min(days_of(uow, decided_at, by)) if decided_at else None
    talk = uow.get(Consultation, key.basis_id)
    days = [talk.asked_on, *(one.held_on for one in uow.find(Round, consultation_id=talk.id))]
    return max((day for day in days if day is not None), default=None)


def tell_after(uow: UnitOfWork, command: TellAfter) -> None:
    """Record that the client was told afterwards. Raises BadAnswer (a day, a name or a reference is missing), NotPossibleNow."""
    incident = enter(uow, uow.get(Emergency, command.emergency_id).incident_id, command.actor)
    old = uow.get(Emergency, command.emergency_id)
    if taken_before(uow, command.key):
        return
    check_emergency_step(old.state, EmergencyState.TOLD)
    told = replace(
        old,
        state=EmergencyState.TOLD,
        told_on=happened_on(uow, incident, command.told_on, "told_on", by=command.actor),
        told_who=needed(command.who, "who"),
        told_ref=needed(command.reference, "reference"),
    )
    touched(uow, told)
    new: dict[str, object] = {"who": told.told_who, "on": str(told.told_on), "reference": told.told_ref}
    uow.log(incident.id, command.actor, "emergency.told", subject=old.id, new=new)
    show_change(uow, incident)
