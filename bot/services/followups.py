"""What a reached desk sets in motion: duties ticked, follow-ups started, consultations opened, instructions written down."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.duty import Duty, DutyState
from bot.domain.ids import new_id
from bot.domain.incident import Incident
from bot.domain.lane import Lane
from bot.packs.evaluate import consultations_to_open
from bot.packs.timing import clock_of
from bot.services.assessment import NOTICE
from bot.services.consulting import open_consultation
from bot.services.instructions import note_instruction
from bot.services.ports import UnitOfWork
from bot.services.rules import evaluate_pack

SPAWNED_BY_REACH = frozenset({"notice", "update", "deliver"})
"""Kinds of follow-up that begin by themselves; an answer begins only when the client asks, an instruction is a record of its own."""


def after_reached(uow: UnitOfWork, incident: Incident, lane: Lane, *, instructions: str, actor: str) -> None:
    """Tick the lane's notice duties, start what follows from them, and open the consultations the pack asks for."""
    pack = uow.pinned(lane.pack_digest)
    rules = {rule.id: rule for rule in pack.duties}
    at = lane.reached_at or uow.now
    for duty in uow.find(Duty, lane_id=lane.id, type=NOTICE, state=DutyState.RUNNING):
        rule = rules[duty.rule_id]
        done = rule.done_when == "person_reached"
        state = DutyState.DONE if done else DutyState.REACHED
        uow.save(
            replace(
                duty,
                state=state,
                reached_at=at,
                ended_at=uow.now if done else None,
                ended_by=actor if done else "",
            )
        )
        uow.log(incident.id, actor, "duty.state", subject=duty.id, old={"state": "running"}, new={"state": state.value})
        for rule_id in rule.then:
            follow = rules.get(rule_id)
            if follow is None:
                continue  # a consultation; opened below
            if follow.type in SPAWNED_BY_REACH:
                _spawn(uow, incident, lane, rule_id, start_at=at)
    open_consultations(uow, incident, lane, event="reached")
    if instructions:
        note_instruction(
            uow,
            incident,
            lane,
            text=instructions,
            given_by=lane.reached_who,
            given_at=at,
            channel=lane.reached_how,
            due_on=None,
            actor=actor,
        )


def open_consultations(uow: UnitOfWork, incident: Incident, lane: Lane, *, event: str) -> None:
    """Open every consultation of the lane's pack whose condition holds now. Opening twice opens once."""
    pack = uow.pinned(lane.pack_digest)
    fired = evaluate_pack(pack, incident)
    for rule in consultations_to_open(pack, fired, incident.facts, event):
        open_consultation(
            uow, incident, lane_id=lane.id, rule_id=rule.id, topic=rule.topic, good_practice=rule.good_practice
        )


def spawn_on(uow: UnitOfWork, incident: Incident, lane: Lane, kind: str, name: str, *, reason: str) -> None:
    """Start the duties that the lane's pack ties to an event: a `request` of the client (`subcontractor_correction`), or a `plan`
    of ours (`legal_disclosure`).
    """
    for rule in uow.pinned(lane.pack_digest).duties:
        if rule.when == {kind: name}:
            _spawn(uow, incident, lane, rule.id, start_at=uow.now, reason=reason)


def _spawn(
    uow: UnitOfWork, incident: Incident, lane: Lane, rule_id: str, *, start_at: datetime, reason: str = ""
) -> None:
    pack = uow.pinned(lane.pack_digest)
    rule = next(rule for rule in pack.duties if rule.id == rule_id)
    times = clock_of(pack, rule, start_at)
    duty = Duty(
        id=new_id(uow.now),
        incident_id=incident.id,
        lane_id=lane.id,
        rule_id=rule_id,
        type="follow_up" if rule.type == NOTICE else rule.type,
        hard=times.due_at is not None,
        start_at=start_at,
        due_at=times.due_at,
        target_at=times.target_at,
        alarm_at=times.alarm_at,
        reason=reason,
    )
    new: dict[str, object] = {"rule": rule_id, "spawned": True}
    if uow.add_if_new(duty):
        uow.log(incident.id, "hansho", "duty.fired", subject=duty.id, new=new)
        return
    (old,) = uow.find(Duty, lane_id=lane.id, rule_id=rule_id)
    if reason and old.is_ended:  # asked for once more: what was done for the first time does not answer it
        uow.save(replace(duty, id=old.id))
        ended: dict[str, object] = {"state": old.state.value, "by": old.ended_by}
        uow.log(incident.id, "hansho", "duty.fired", subject=old.id, old=ended, new=new)
