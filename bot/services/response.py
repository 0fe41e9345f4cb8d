"""What people do about a page: take it, pass it on, hand it over, stand it down, begin again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.errors import BadAnswer, NotPossibleNow
from bot.domain.ids import new_id
from bot.domain.incident import Incident, IncidentState
from bot.domain.lane import Lane
from bot.domain.people import Role
from bot.domain.work import OutboxRow, OutboxState, SendPriority
from bot.services.assessment import begin_contained
from bot.services.clockwork import arm_clock, stop_clock
from bot.services.outgoing import refresh_lane, send, show_change, tell
from bot.services.paging import LADDER, arm_expiry, next_step_now, restart_ladder
from bot.services.people import check_may_join
from bot.services.ports import UnitOfWork
from bot.services.room import activate, enter, enter_lane, join, needed, step, taken_before

PAGES_EDITED = 5
"""How many delivered pages of one person are brought up to date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledge:
    """A person says "I have it" for one lane, or for every unowned lane of the incident when `lane_id` is empty."""

    actor: str
    key: str
    incident_id: str
    lane_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """Lanes taken now, and lanes that somebody has already: (lane id, owner id, since)."""

    taken: tuple[str, ...]
    already: tuple[tuple[str, str, datetime], ...]
    ended: tuple[str, ...] = ()
    """Lanes whose desk was reached already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassOn:
    """A paged person cannot take it: the next step rings at once."""

    actor: str
    key: str
    incident_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """Give a lane to another person, who joins the room."""

    actor: str
    key: str
    lane_id: str
    person: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandDown:
    """Stop ringing people for a lane, with a reason. The contract's clock and the duty stay."""

    actor: str
    key: str
    lane_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    """Begin ringing again for a lane that was stood down."""

    actor: str
    key: str
    lane_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkContained:
    """The harm no longer spreads."""

    actor: str
    key: str
    incident_id: str


def acknowledge(uow: UnitOfWork, command: Acknowledge) -> Acknowledged:
    """Take lanes nobody has. The first press wins; a second person learns who has it. The contract's clock goes on."""
    incident = enter(uow, command.incident_id, command.actor)
    lanes = uow.find(Lane, incident_id=incident.id)
    wanted = [lane for lane in lanes if command.lane_id in {"", lane.id}]
    taken: list[str] = []
    already: list[tuple[str, str, datetime]] = []
    ended: list[str] = []
    for lane in wanted:
        if not lane.clock_runs:
            ended.append(lane.id)
        elif lane.owner_id and lane.owned_at:
            already.append((lane.id, lane.owner_id, lane.owned_at))
        else:
            _own(uow, incident, lane, command.actor)
            new: dict[str, object] = {"owner": command.actor}
            uow.log(incident.id, command.actor, "lane.acknowledged", subject=lane.id, old={"owner": ""}, new=new)
            taken.append(lane.id)
    if taken:
        activate(uow, incident, command.actor)
        tell(
            uow,
            incident,
            incident.reporter_id,
            "note.taken",
            key=f"taken:{taken[0]}:{command.actor}",
            person=command.actor,
        )
        refresh_pages(uow, incident)
        show_change(uow, incident)
    return Acknowledged(taken=tuple(taken), already=tuple(already), ended=tuple(ended))


def _own(uow: UnitOfWork, incident: Incident, lane: Lane, person: str) -> None:
    """Make the person the lane's owner. The caller logs how it came: taken, or given by somebody else."""
    owned = replace(lane, owner_id=person, owned_at=uow.now, progress_at=uow.now)
    uow.save(owned)
    uow.cancel_timers(incident.id, lane_id=lane.id, kinds=(LADDER,))
    arm_expiry(uow, owned)


def refresh_pages(uow: UnitOfWork, incident: Incident) -> None:
    """Edit the pages already delivered, so that nobody acts on a question that has its answer.

    Of each person only the newest: after a night of ringing there are hundreds, and editing all of them would use up for
    minutes what Slack allows for the countdowns of every other incident. The button of an older one gives the answer too.
    """
    edited: Counter[str] = Counter()
    for row in reversed(uow.find(OutboxRow, incident_id=incident.id, kind="page", state=OutboxState.SENT)):
        if not row.provider_ts or edited[row.target] == PAGES_EDITED:
            continue
        edited[row.target] += 1
        send(
            uow,
            "page_update",
            target=row.provider_channel,
            key=f"page_update:{row.id}:{new_id(uow.now)}",
            priority=SendPriority.REFRESH,
            incident_id=incident.id,
            params={"ts": row.provider_ts, "page": row.params, "user": row.target},
            supersede_key=f"page_update:{row.id}",
        )


def pass_on(uow: UnitOfWork, command: PassOn) -> bool:
    """Ring the next step of every lane nobody has, now. Returns whether there was one to ring."""
    incident = enter(uow, command.incident_id, command.actor)
    if taken_before(uow, command.key):
        return True
    rung = False
    for lane in uow.find(Lane, incident_id=incident.id):
        if lane.clock_runs and not lane.owner_id:
            rung = next_step_now(uow, lane) or rung
    uow.log(incident.id, command.actor, "page.passed_on")
    return rung


def hand_over(uow: UnitOfWork, command: HandOver) -> None:
    """Give the lane to another person: they join the room, are told, and have ten minutes to show progress."""
    incident, lane = enter_lane(uow, command.actor, command.lane_id)
    if taken_before(uow, command.key):
        return
    if not command.person:
        raise BadAnswer("person", "refused.choose")
    check_may_join(uow, incident, command.person, "person")
    if not lane.clock_runs:
        raise NotPossibleNow("refused.reached_already", person=lane.reached_by, at=lane.reached_at or uow.now)
    join(uow, incident, command.person, actor=command.actor, role=Role.DUTY_MANAGER)
    _own(uow, incident, lane, command.person)  # an earlier owner's expiry finds newer progress and says nothing
    uow.log(
        incident.id,
        command.actor,
        "lane.handed_over",
        subject=lane.id,
        old={"owner": lane.owner_id},
        new={"owner": command.person},
        why=command.note.strip(),
    )
    send(
        uow,
        "handed_over",
        target=command.person,
        key=f"handed_over:{lane.id}:{new_id(uow.now)}",
        priority=SendPriority.PAGE,
        incident_id=incident.id,
        lane_id=lane.id,
        params={"by": command.actor, "note": command.note.strip()},
    )
    show_change(uow, incident)


def stand_down(uow: UnitOfWork, command: StandDown) -> None:
    """Stop ringing for a lane. Duties that are owed stay owed and keep the incident open."""
    incident, lane = enter_lane(uow, command.actor, command.lane_id)
    if taken_before(uow, command.key):
        return
    if not lane.clock_runs:
        raise NotPossibleNow("refused.nothing_rings")
    if lane.due_at is not None:
        raise NotPossibleNow("refused.stand_down_hard")
    reason = needed(command.reason)
    down = replace(lane, stood_down_at=uow.now, stood_down_reason=reason)
    uow.save(down)
    stop_clock(uow, down)
    uow.log(incident.id, command.actor, "lane.stood_down", subject=lane.id, why=reason)
    show_change(uow, incident)


def resume(uow: UnitOfWork, command: Resume) -> None:
    """Begin ringing again from the top of the ladder."""
    incident, lane = enter_lane(uow, command.actor, command.lane_id)
    if taken_before(uow, command.key):
        return
    if lane.stood_down_at is None or lane.reached_at is not None:
        raise NotPossibleNow("refused.nothing_rings")
    up = restart_ladder(uow, replace(lane, stood_down_at=None, stood_down_reason=""), uow.now)
    arm_clock(uow, up)
    uow.log(incident.id, command.actor, "lane.resumed", subject=lane.id)
    refresh_lane(uow, incident, up)


def mark_contained(uow: UnitOfWork, command: MarkContained) -> None:
    """Move the incident to contained and keep the instant."""
    incident = activate(uow, enter(uow, command.incident_id, command.actor), command.actor)
    if taken_before(uow, command.key):
        return
    contained = step(uow, replace(incident, contained_at=uow.now), IncidentState.CONTAINED, actor=command.actor)
    begin_contained(uow, contained)
    show_change(uow, contained)
