"""Working out from the pinned packs who must be told and how fast: lanes, duties and their clocks. It only ever adds."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.duty import Duty, DutyState
from bot.domain.ids import new_id
from bot.domain.incident import Incident
from bot.domain.ladder import start_of
from bot.domain.lane import Lane
from bot.domain.work import SendPriority
from bot.packs.evaluate import FiredDuty
from bot.packs.schema import Pack
from bot.services.clockwork import arm_clock, insure
from bot.services.outgoing import ROOM, refresh_lane, send
from bot.services.paging import arm_step
from bot.services.ports import UnitOfWork
from bot.services.room import seat
from bot.services.rules import TRACKED, clock_of, evaluate_pack, ladder_of

NOTICE = "notice"


def assess(uow: UnitOfWork, incident: Incident, *, actor: str) -> list[Lane]:
    """Evaluate every pack that may concern this incident; add lanes and duties that are owed and not yet there.

    Duties that were there keep their start; none is removed (an answer only ever adds, people waive by name).
    Returns the lanes that are new or whose clock moved.
    """
    changed: list[Lane] = []
    lanes = {lane.pack_id: lane for lane in uow.find(Lane, incident_id=incident.id)}
    packs = packs_of(uow, incident)
    for pack in packs:
        fired = [duty for duty in evaluate_pack(pack, incident) if duty.duty.type in TRACKED]
        lane = lanes.get(pack.id)
        if not fired and lane is None:
            continue
        if lane is None:
            lane = _new_lane(uow, incident, pack, position=len(lanes) + 1)
            lanes[pack.id] = lane
            uow.add(lane)
            uow.log(
                incident.id, actor, "lane.opened", subject=lane.id, new={"pack": pack.id, "digest": lane.pack_digest}
            )
            _add_duties(uow, incident, lane, pack, fired, actor)
            changed.append(start_clock(uow, incident, lane, pack))
        elif _add_duties(uow, incident, lane, pack, fired, actor):
            changed.append(move_clock(uow, incident, lane, pack))
    seat(uow, incident, [pack for pack in packs if pack.id in lanes])
    return changed


def packs_of(uow: UnitOfWork, incident: Incident) -> list[Pack]:
    """Return the pinned packs the answers point to; an unknown contract points to every one of them."""
    chosen = incident.facts.get("contracts")
    names = list(chosen) if isinstance(chosen, list | tuple) else []
    if not names or "unknown" in names:
        names = list(incident.packs)
    return [uow.pinned(incident.packs[name]) for name in names if name in incident.packs]


def _new_lane(uow: UnitOfWork, incident: Incident, pack: Pack, *, position: int) -> Lane:
    return Lane(
        id=new_id(uow.now),
        incident_id=incident.id,
        pack_id=pack.id,
        pack_digest=incident.packs[pack.id],
        position=position,
        start_at=incident.first_recognised_at,
        ladder_start_at=incident.reported_at,
    )


def _add_duties(uow: UnitOfWork, incident: Incident, lane: Lane, pack: Pack, fired: list[FiredDuty], actor: str) -> int:
    present = {duty.rule_id for duty in uow.find(Duty, lane_id=lane.id)}
    added = 0
    for item in fired:
        if item.duty.id in present:
            continue
        duty = new_duty(uow, lane, pack, item, start_at=incident.first_recognised_at)
        uow.add(duty)
        new: dict[str, object] = {"rule": duty.rule_id, "hard": duty.hard, "start_at": duty.start_at.isoformat()}
        if duty.due_at:
            new["due_at"] = duty.due_at.isoformat()
        uow.log(incident.id, actor, "duty.fired", subject=duty.id, new=new)
        added += 1
    return added


def new_duty(uow: UnitOfWork, lane: Lane, pack: Pack, fired: FiredDuty, *, start_at: datetime) -> Duty:
    """Build the duty with its clock computed once from its start, never from time remaining."""
    times = clock_of(pack, fired.duty, start_at)
    return Duty(
        id=new_id(uow.now),
        incident_id=lane.incident_id,
        lane_id=lane.id,
        rule_id=fired.duty.id,
        type=fired.duty.type,
        hard=times.due_at is not None,
        recommended=fired.recommended,
        start_at=start_at,
        due_at=times.due_at,
        target_at=times.target_at,
        alarm_at=times.alarm_at,
    )


def with_clock(uow: UnitOfWork, lane: Lane) -> Lane:
    """Return the lane with the clock of its earliest running notice duty (one message discharges all: domain.md 3.1.4)."""
    running = [duty for duty in uow.find(Duty, lane_id=lane.id, type=NOTICE) if duty.state is DutyState.RUNNING]

    def earliest(instants: list[datetime]) -> datetime | None:
        return min(instants) if instants else None

    return replace(
        lane,
        start_at=min((duty.start_at for duty in running), default=lane.start_at),
        due_at=earliest([duty.due_at for duty in running if duty.due_at]),
        target_at=earliest([duty.target_at for duty in running if duty.target_at]),
        alarm_at=earliest([duty.alarm_at for duty in running if duty.alarm_at]),
    )


def start_clock(uow: UnitOfWork, incident: Incident, lane: Lane, pack: Pack) -> Lane:
    """Start a new lane's clock and ladder, and have its card posted when the room is there."""
    timed = with_clock(uow, lane)
    rings = any(duty.state is DutyState.RUNNING for duty in uow.find(Duty, lane_id=lane.id, type=NOTICE))
    if not rings:  # contain-only lanes have nobody to reach
        timed = replace(timed, stood_down_at=uow.now)
    started = replace(timed, ladder_start_at=start_of(ladder_of(pack), incident.reported_at, timed.due_at))
    uow.save(started)
    if rings:
        arm_clock(uow, started)
        arm_step(uow, started, 0)
    if incident.room_channel:
        post_card(uow, incident, started)
        insure(uow, incident, started)
    return started


def move_clock(uow: UnitOfWork, incident: Incident, lane: Lane, pack: Pack) -> Lane:
    """Put the lane's clock where its duties now say (a new duty, a corrected start). What rang already is not unrung."""
    timed = with_clock(uow, lane)
    woken = lane.stood_down_at is not None and not lane.stood_down_reason
    rings = any(duty.state is DutyState.RUNNING for duty in uow.find(Duty, lane_id=lane.id, type=NOTICE))
    if woken and rings and lane.reached_at is None:
        return start_clock(uow, incident, replace(timed, stood_down_at=None), pack)
    same = (timed.due_at, timed.target_at, timed.alarm_at) == (lane.due_at, lane.target_at, lane.alarm_at)
    if same and timed.start_at == lane.start_at:
        return lane
    if timed.due_at != lane.due_at:
        timed = replace(timed, overdue_told_at=None)
    uow.save(timed)
    uow.log(
        incident.id,
        "hansho",
        "clock.moved",
        subject=lane.id,
        old={"start_at": lane.start_at.isoformat(), "due_at": lane.due_at.isoformat() if lane.due_at else None},
        new={"start_at": timed.start_at.isoformat(), "due_at": timed.due_at.isoformat() if timed.due_at else None},
    )
    if timed.clock_runs:
        arm_clock(uow, timed)
        insure(uow, incident, timed)
    refresh_lane(uow, incident, timed)
    return timed


def restart_duties(uow: UnitOfWork, incident: Incident, start_at: datetime) -> None:
    """Give every running duty that began with the first recognition its corrected start, and its due instant anew."""
    for lane in uow.find(Lane, incident_id=incident.id):
        pack = uow.pinned(lane.pack_digest)
        rules = {rule.id: rule for rule in pack.duties}
        for duty in uow.find(Duty, lane_id=lane.id, state=DutyState.RUNNING):
            if duty.start_at != incident.first_recognised_at:
                continue  # started by another event
            times = clock_of(pack, rules[duty.rule_id], start_at)
            uow.save(
                replace(
                    duty, start_at=start_at, due_at=times.due_at, target_at=times.target_at, alarm_at=times.alarm_at
                )
            )


def post_card(uow: UnitOfWork, incident: Incident, lane: Lane, *, again: str = "") -> None:
    """Post the lane's card into the room (`again` makes a fresh one after the old could not be edited)."""
    send(
        uow,
        "card_post",
        target=ROOM,
        key=f"card_post:{lane.id}:{again}",
        priority=SendPriority.NOTICE,
        incident_id=incident.id,
        lane_id=lane.id,
    )
