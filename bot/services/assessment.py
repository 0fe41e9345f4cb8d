"""Working out from the pinned packs who must be told and how fast: lanes, duties and their clocks. It only ever adds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from bot.domain.duty import Duty, DutyState
from bot.domain.ids import new_id
from bot.domain.incident import Incident
from bot.domain.ladder import start_of, step_at
from bot.domain.lane import Lane
from bot.domain.work import SendPriority, Timer, TimerState
from bot.packs.evaluate import FiredDuty
from bot.packs.schema import Pack
from bot.packs.timing import begins_at, clock_of, instants_of, ladder_of
from bot.services.clockwork import arm_clock, insure, withdraw_insurance
from bot.services.exposures import alert_exposures
from bot.services.outgoing import ROOM, refresh_lane, send
from bot.services.paging import LADDER, arm_step, restart_ladder
from bot.services.ports import UnitOfWork
from bot.services.room import seat
from bot.services.rules import TRACKED, evaluate_pack

NOTICE = "notice"


def assess(uow: UnitOfWork, incident: Incident, *, actor: str) -> list[Lane]:
    """Evaluate every pack that may concern this incident; add lanes and duties that are owed and not yet there.

    Duties that were there keep their start; none is removed (an answer only ever adds, people waive by name).
    Returns the lanes that are new or whose clock moved.
    """
    changed: list[Lane] = []
    lanes = {lane.pack_id: lane for lane in uow.find(Lane, incident_id=incident.id)}
    packs = packs_of(uow, incident, also=lanes)
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
        elif added := _add_duties(uow, incident, lane, pack, fired, actor):
            changed.append(move_clock(uow, incident, lane, pack, wake=NOTICE in added))
    seat(uow, incident, [pack for pack in packs if pack.id in lanes])
    for lane in lanes.values():
        alert_exposures(uow, incident, lane)
    return changed


def packs_of(uow: UnitOfWork, incident: Incident, *, also: Collection[str] = ()) -> list[Pack]:
    """Return the pinned packs the answers point to; an unknown contract points to every one of them.

    `also` names packs that have a lane already: answers that no longer point to one do not end its duties.
    """
    chosen = incident.facts.get("contracts")
    names = list(chosen) if isinstance(chosen, list | tuple) else []
    if not names or "unknown" in names:
        names = list(incident.packs)
    names = [*names, *(name for name in also if name not in names)]
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


def _add_duties(
    uow: UnitOfWork, incident: Incident, lane: Lane, pack: Pack, fired: list[FiredDuty], actor: str
) -> list[str]:
    """Add the duties that are not there yet; return their types."""
    present = {duty.rule_id for duty in uow.find(Duty, lane_id=lane.id)}
    added: list[str] = []
    for item in fired:
        if item.duty.id in present:
            continue
        duty = new_duty(uow, incident, lane, pack, item)
        uow.add(duty)
        new: dict[str, object] = {"rule": duty.rule_id, "hard": duty.hard, "start_at": duty.start_at.isoformat()}
        if duty.due_at:
            new["due_at"] = duty.due_at.isoformat()
        uow.log(incident.id, actor, "duty.fired", subject=duty.id, new=new)
        added.append(duty.type)
    return added


def new_duty(uow: UnitOfWork, incident: Incident, lane: Lane, pack: Pack, fired: FiredDuty) -> Duty:
    """Build the duty with its clock computed once from its start, never from time remaining; none while it has not begun."""
    begins, times = instants_of(pack, fired.duty, incident.first_recognised_at, incident.contained_at)
    return Duty(
        id=new_id(uow.now),
        incident_id=lane.incident_id,
        lane_id=lane.id,
        rule_id=fired.duty.id,
        type=fired.duty.type,
        hard=times.due_at is not None,
        recommended=fired.recommended,
        start_at=begins or incident.first_recognised_at,
        due_at=times.due_at,
        target_at=times.target_at,
        alarm_at=times.alarm_at,
    )


def with_clock(uow: UnitOfWork, lane: Lane) -> Lane:
    """Return the lane with the clock of its earliest running notice duty (one message discharges all).

    Once the desk was reached, the clock is that of the notices it discharged: what came up later does not rewrite it.
    """
    notices = uow.find(Duty, lane_id=lane.id, type=NOTICE)
    running = [
        duty
        for duty in notices
        if (duty.state is DutyState.RUNNING if lane.reached_at is None else duty.reached_at is not None)
    ]

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
        arm_step(uow, started, 0, not_before=uow.now)  # a client named hours later is rung now, not hours late
    if incident.room_channel:
        post_card(uow, incident, started)
        insure(uow, incident, started)
    return started


def move_clock(uow: UnitOfWork, incident: Incident, lane: Lane, pack: Pack, *, wake: bool = False) -> Lane:
    """Put the lane's clock where its duties now say (a new duty, a corrected start). What rang already is not unrung.

    `wake` says that a new notice came up: a lane where calling was stopped rings again, for nobody had that one in mind.
    """
    timed = with_clock(uow, lane)
    quiet = lane.stood_down_at is not None and lane.reached_at is None
    rings = any(duty.state is DutyState.RUNNING for duty in uow.find(Duty, lane_id=lane.id, type=NOTICE))
    if quiet and rings and not lane.stood_down_reason:
        return start_clock(uow, incident, replace(timed, stood_down_at=None), pack)
    if quiet and rings and wake:
        timed = restart_ladder(uow, replace(timed, stood_down_at=None, stood_down_reason=""), uow.now)
        uow.log(incident.id, "hansho", "lane.resumed", subject=lane.id)
    same = (timed.due_at, timed.target_at, timed.alarm_at) == (lane.due_at, lane.target_at, lane.alarm_at)
    if same and timed.start_at == lane.start_at and timed.clock_runs == lane.clock_runs:
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
        timed = _hurry(uow, timed, pack)
        arm_clock(uow, timed)
        uow.supersede(incident_id=incident.id, kinds=("insurance",), lane_id=lane.id)
        withdraw_insurance(uow, timed)
        insure(uow, incident, timed)
    refresh_lane(uow, incident, timed)
    return timed


def _hurry(uow: UnitOfWork, lane: Lane, pack: Pack) -> Lane:
    """Let the ladder of a lane nobody has catch up with a deadline that came nearer, as it does for a late report."""
    ladder = ladder_of(pack)
    start = start_of(ladder, lane.ladder_start_at, lane.due_at)
    if lane.owner_id or start >= lane.ladder_start_at:
        return lane
    sooner = replace(lane, ladder_start_at=start)
    uow.save(sooner)
    for timer in uow.find(Timer, scope_id=lane.incident_id, lane_id=lane.id, kind=LADDER, state=TimerState.ARMED):
        number = int(timer.seq.partition(".")[2])
        uow.save(replace(timer, due_at=max(step_at(ladder, start, number), uow.now)))
    return sooner


def restart_duties(uow: UnitOfWork, incident: Incident, start_at: datetime) -> None:
    """Give every duty that began with the first recognition its corrected start, and its due instant anew.

    Notices that were given already are among them: whether they were in time is measured from the true start.
    """
    for lane in uow.find(Lane, incident_id=incident.id):
        pack = uow.pinned(lane.pack_digest)
        rules = {rule.id: rule for rule in pack.duties}
        for duty in uow.find(Duty, lane_id=lane.id):
            counts = duty.state is DutyState.RUNNING or duty.reached_at is not None
            if not counts or duty.start_at != incident.first_recognised_at:
                continue  # ended otherwise, or started by another event
            if begins_at(rules[duty.rule_id], start_at, incident.contained_at) != start_at:
                continue  # begins with the containment
            times = clock_of(pack, rules[duty.rule_id], start_at)
            uow.save(
                replace(
                    duty, start_at=start_at, due_at=times.due_at, target_at=times.target_at, alarm_at=times.alarm_at
                )
            )


def begin_contained(uow: UnitOfWork, incident: Incident) -> None:
    """Start the clocks that begin once the spread is stopped. Contained again later begins nothing anew."""
    if incident.contained_at is None:
        return
    for lane in uow.find(Lane, incident_id=incident.id):
        pack = uow.pinned(lane.pack_digest)
        rules = {rule.id: rule for rule in pack.duties}
        for duty in uow.find(Duty, lane_id=lane.id, state=DutyState.RUNNING):
            rule, waits = rules[duty.rule_id], duty.due_at is None and duty.target_at is None
            if not waits or rule.clock is None or rule.clock.start != "contained_at":
                continue
            times = clock_of(pack, rule, incident.contained_at)
            begun = replace(duty, start_at=incident.contained_at, due_at=times.due_at, target_at=times.target_at)
            uow.save(replace(begun, hard=times.due_at is not None, alarm_at=times.alarm_at))


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
