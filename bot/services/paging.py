"""Ringing people: the ladder's steps, what each page asks, acknowledgements that expire. Deciding only; nothing is sent from here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.ids import new_id
from bot.domain.incident import Incident
from bot.domain.ladder import acknowledgement_ends, first_step_after, role_at, step_at
from bot.domain.lane import Lane
from bot.domain.people import Role
from bot.domain.work import SendPriority, Timer, TimerState
from bot.packs.timing import ladder_of
from bot.services.outgoing import operators, page_operators, post_to_room, refresh_lane, send
from bot.services.ports import UnitOfWork
from bot.services.room import join, people_with

LADDER = "ladder"
ACK_EXPIRY = "ack_expiry"


@dataclass(slots=True)
class Pages:
    """Pages collected while one incident's due timers fire, so that each person gets one message however much was due."""

    by_person: dict[str, dict[str, object]] = field(default_factory=dict)
    keys: dict[str, list[str]] = field(default_factory=dict)
    due_at: dict[str, datetime] = field(default_factory=dict)

    def add(self, people: Iterable[str], lane: Lane, *, reason: str, number: int, key: str, due_at: datetime) -> None:
        """Note that these people are to be rung about `lane`; the earliest `due_at` is what lateness is measured from."""
        for user_id in people:
            page = self.by_person.setdefault(user_id, {"lanes": [], "reasons": [], "number": number})
            lanes, reasons = page["lanes"], page["reasons"]
            if isinstance(lanes, list) and lane.id not in lanes:
                lanes.append(lane.id)
            if isinstance(reasons, list) and reason not in reasons:
                reasons.append(reason)
            page["number"] = number
            self.keys.setdefault(user_id, []).append(key)
            self.due_at[user_id] = min(due_at, self.due_at.get(user_id, due_at))

    def flush(self, uow: UnitOfWork, incident: Incident) -> None:
        """Insert one page per person."""
        for user_id, params in self.by_person.items():
            digest = hashlib.sha256("|".join(sorted(self.keys[user_id])).encode()).hexdigest()[:24]
            send(
                uow,
                "page",
                target=user_id,
                key=f"page:{incident.id}:{user_id}:{digest}",
                priority=SendPriority.PAGE,
                incident_id=incident.id,
                params=params,
                due_at=self.due_at[user_id],
            )
            lanes, reasons = params["lanes"], params["reasons"]
            uow.log(incident.id, "hansho", "page.queued", subject=user_id, new={"lanes": lanes, "reasons": reasons})


def arm_step(
    uow: UnitOfWork, lane: Lane, number: int, *, reason: str = "ladder", not_before: datetime | None = None
) -> None:
    """Arm the timer of ladder step `number` of the lane's present epoch; `reason` is what its page will say.

    `not_before` (aware UTC) is when the lane came to be known: a page is not late since before that.
    """
    ladder = ladder_of(uow.pinned(lane.pack_digest))
    due_at = step_at(ladder, lane.ladder_start_at, number)
    uow.arm(
        Timer(
            id=new_id(uow.now),
            scope_id=lane.incident_id,
            lane_id=lane.id,
            kind=LADDER,
            seq=f"{lane.ladder_epoch}.{number}",
            due_at=max(due_at, not_before) if not_before else due_at,
            payload={"reason": reason},
        )
    )


def fire_step(uow: UnitOfWork, incident: Incident, timer: Timer, pages: Pages) -> None:
    """Ring the step's people unless somebody has the lane or the desk was reached, and arm the next step."""
    lane = uow.get(Lane, timer.lane_id)
    epoch, number = (int(part) for part in timer.seq.split("."))
    if epoch != lane.ladder_epoch or not lane.clock_runs or lane.owner_id:
        return
    pack = uow.pinned(lane.pack_digest)
    ladder = ladder_of(pack)
    following = first_step_after(ladder, lane.ladder_start_at, uow.now, number)
    rung = False
    for missed in range(number, min(following, number + len(ladder.steps))):  # one whole loop reaches everybody
        rung = _ring(uow, incident, lane, missed, pages, timer)
    upcoming, last = following, following + len(ladder.steps)
    while not rung and following < last:  # nobody has that role: do not wait for nobody
        rung = _ring(uow, incident, lane, following, pages, timer)
        following += 1
    if not rung:  # nobody on the whole ladder: somebody has to hear it all the same, at every step until it is taken
        following = upcoming
        _nobody(uow, incident, lane, reason="ladder", key=f"{lane.id}:{lane.ladder_epoch}.{number}")
    arm_step(uow, lane, following)


def _ring(uow: UnitOfWork, incident: Incident, lane: Lane, number: int, pages: Pages, timer: Timer) -> bool:
    """Add the people of one step to the pages; return whether there is anybody."""
    pack = uow.pinned(lane.pack_digest)
    ladder = ladder_of(pack)
    role = Role(role_at(ladder, number))
    people = people_with(uow, pack, role, incident)
    pages.add(
        people,
        lane,
        reason=str(timer.payload.get("reason") or "ladder"),
        number=number + 1,
        key=f"{lane.id}:{lane.ladder_epoch}.{number}",
        due_at=max(min(step_at(ladder, lane.ladder_start_at, number), uow.now), timer.due_at, incident.reported_at),
    )
    for user_id in people:
        join(uow, incident, user_id, actor="hansho", role=role.value)
    if not people:
        key = (
            f"role:{incident.id}:{lane.pack_id}:{role.value}"  # told for each incident: last year's was read last year
        )
        operators(uow, "operators.role_empty", key=key, pack=lane.pack_id, role=role.value)
    return bool(people)


def _nobody(uow: UnitOfWork, incident: Incident, lane: Lane, *, reason: str, key: str) -> None:
    """Ring the operators because there is nobody else to ring."""
    page_operators(
        uow,
        "operators.nobody",
        key=f"nobody:{key}",
        incident_id=incident.id,
        ref=incident.ref,
        pack=lane.pack_id,
        reason=reason,
    )


def restart_ladder(uow: UnitOfWork, lane: Lane, at: datetime, *, reason: str = "ladder") -> Lane:
    """Free the lane and begin its ladder again from the top at `at` (earlier steps of the old epoch are void)."""
    free = replace(lane, owner_id="", owned_at=None, ladder_epoch=lane.ladder_epoch + 1, ladder_start_at=at)
    uow.save(free)
    uow.cancel_timers(lane.incident_id, lane_id=lane.id, kinds=(LADDER, ACK_EXPIRY))
    arm_step(uow, free, 0, reason=reason)
    return free


def next_step_now(uow: UnitOfWork, lane: Lane) -> bool:
    """Pull the lane's next ladder step forward to now (somebody said they cannot). Returns whether one was armed."""
    armed = uow.find(Timer, scope_id=lane.incident_id, lane_id=lane.id, kind=LADDER, state=TimerState.ARMED)
    for timer in armed:
        if timer.due_at > uow.now:
            uow.save(replace(timer, due_at=uow.now))
    return bool(armed)


def arm_expiry(uow: UnitOfWork, lane: Lane) -> None:
    """Arm the check that the lane's owner made progress within ten minutes of the last sign of it."""
    at = acknowledgement_ends(lane.progress_at or lane.owned_at or uow.now)
    uow.arm(
        Timer(
            id=new_id(uow.now),
            scope_id=lane.incident_id,
            lane_id=lane.id,
            kind=ACK_EXPIRY,
            seq=f"{lane.ladder_epoch}.{at.isoformat()}",
            due_at=at,
        )
    )


def fire_expiry(uow: UnitOfWork, incident: Incident, timer: Timer) -> None:
    """Ring again when the owner has made no progress; the contract's clock was never touched."""
    lane = uow.get(Lane, timer.lane_id)
    if not lane.clock_runs or not lane.owner_id or not timer.seq.startswith(f"{lane.ladder_epoch}."):
        return
    ends = acknowledgement_ends(lane.progress_at or lane.owned_at or timer.due_at)
    if ends > timer.due_at:
        arm_expiry(uow, lane)
        return
    uow.log(incident.id, "hansho", "ack.expired", subject=lane.id, old={"owner": lane.owner_id}, new={"owner": ""})
    freed = restart_ladder(uow, lane, timer.due_at, reason="ack_expired")
    key = f"ack_expired:{lane.id}:{freed.ladder_epoch}"
    post_to_room(uow, incident, "ack_expired", key=key, lane_id=lane.id, due_at=timer.due_at)
    refresh_lane(uow, incident, freed)


def alert_roles(
    uow: UnitOfWork, incident: Incident, lane: Lane, *, reason: str, due_at: datetime, pages: Pages
) -> None:
    """Tell executive and legal (a missed deadline or alarm), and bring them into the room."""
    pack = uow.pinned(lane.pack_digest)
    # The instant stands in the key: when a corrected start or a corrected clock moves the deadline, missing it is told anew.
    key = f"{lane.id}:{reason}:{uow.now.isoformat()}"
    told = False
    for role in (Role.EXECUTIVE, Role.LEGAL):
        people = people_with(uow, pack, role, incident)
        pages.add(people, lane, reason=reason, number=0, key=key, due_at=due_at)
        for user_id in people:
            join(uow, incident, user_id, actor="hansho", role=role.value)
        told = told or bool(people)
    if not told:
        _nobody(uow, incident, lane, reason=reason, key=key)
