"""Reaching the client's desk: attempts (evidence), reached (the only thing that stops the clock), confirmed, reason for a delay."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.duty import Duty, DutyState
from bot.domain.errors import BadAnswer, NotPossibleNow
from bot.domain.ids import new_id
from bot.domain.incident import Incident
from bot.domain.lane import Attempt, AttemptResult, Lane
from bot.services.clockwork import stop_clock
from bot.services.followups import after_reached
from bot.services.outgoing import post_to_room, show_change, tell
from bot.services.ports import UnitOfWork
from bot.services.promises import promise
from bot.services.response import refresh_pages
from bot.services.room import activate, enter_lane, needed, taken_before

CHANNELS = ("phone", "email", "slack", "visit")
CLOCK_TOLERANCE = timedelta(minutes=2)
"""How far ahead of our clock a typed time may lie before it counts as the future."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogAttempt:
    """One attempt to reach the desk. `result` is a value of AttemptResult, `at` aware UTC."""

    actor: str
    key: str
    lane_id: str
    channel: str
    slot: str
    result: str
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkReached:
    """A person at the client heard it: who, how, when; and what was promised or instructed."""

    actor: str
    key: str
    lane_id: str
    who: str
    how: str
    at: datetime
    reference: str = ""
    next_report_at: datetime | None = None
    instructions: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkConfirmed:
    """The client confirmed receipt (a reply, a receipt number)."""

    actor: str
    key: str
    lane_id: str
    at: datetime
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveDelayReason:
    """Why the desk was told late."""

    actor: str
    key: str
    lane_id: str
    reason: str


def log_attempt(uow: UnitOfWork, command: LogAttempt) -> None:
    """Write down an attempt. It is evidence and progress; it never stops a clock.

    Raises:
        BadAnswer: a choice is missing or the time lies in the future.
    """
    incident, lane = enter_lane(uow, command.actor, command.lane_id)
    if taken_before(uow, command.key):
        return
    if command.channel not in CHANNELS:
        raise BadAnswer("channel", "refused.choose")
    if command.result not in {result.value for result in AttemptResult}:
        raise BadAnswer("result", "refused.choose")
    _not_future(uow, command.at, "at")
    note_attempt(
        uow,
        incident,
        lane,
        channel=command.channel,
        slot=command.slot,
        result=AttemptResult(command.result),
        by=command.actor,
        at=command.at,
        note=command.note.strip(),
    )


def note_attempt(
    uow: UnitOfWork,
    incident: Incident,
    lane: Lane,
    *,
    channel: str,
    slot: str,
    result: AttemptResult,
    by: str,
    at: datetime | None = None,
    note: str = "",
    at_work: bool = True,
) -> None:
    """Keep and log one attempt on any road; the incident is locked. `at` defaults to now.

    `at_work` is False for what a machine found out later: it is evidence, and no sign that the lane's owner is at it.
    """
    attempt = Attempt(
        id=new_id(uow.now),
        incident_id=incident.id,
        lane_id=lane.id,
        at=at or uow.now,
        by=by,
        channel=channel,
        slot=slot,
        result=result,
        note=note,
    )
    uow.add(attempt)
    new: dict[str, object] = {
        "channel": attempt.channel,
        "slot": attempt.slot,
        "result": attempt.result.value,
        "at": attempt.at.isoformat(),
    }
    uow.log(incident.id, by, "attempt", subject=lane.id, new=new)
    if at_work:
        uow.save(replace(lane, progress_at=uow.now))
    _at_work(uow, incident)


def mark_reached(uow: UnitOfWork, command: MarkReached) -> None:
    """Stop the lane's clock: a person at the client heard it. The only thing that does.

    Raises:
        BadAnswer: no name, or a time in the future or before the first recognition.
        NotPossibleNow: the desk was reached already.
    """
    incident, lane = enter_lane(uow, command.actor, command.lane_id)
    if taken_before(uow, command.key):
        return
    if lane.reached_at is not None:
        raise NotPossibleNow("refused.reached_already", person=lane.reached_by, at=lane.reached_at)
    who = command.who.strip()
    if not who:
        raise BadAnswer("who", "refused.who_reached")
    if command.how not in CHANNELS:
        raise BadAnswer("how", "refused.choose")
    _not_future(uow, command.at, "at")
    if command.at < lane.start_at:
        raise BadAnswer("at", "refused.before_recognition", at=lane.start_at)
    keep_reached(
        uow,
        incident,
        lane,
        actor=command.actor,
        by=command.actor,
        who=who,
        how=command.how,
        at=command.at,
        reference=command.reference.strip(),
        next_report_at=command.next_report_at,
        instructions=command.instructions.strip(),
    )


def keep_reached(
    uow: UnitOfWork,
    incident: Incident,
    lane: Lane,
    *,
    actor: str,
    by: str,
    who: str,
    how: str,
    at: datetime,
    reference: str = "",
    next_report_at: datetime | None = None,
    instructions: str = "",
) -> Lane:
    """Stop the clock of a lane that runs, with everything that follows; the incident is locked. Returns the lane.

    `actor` is who says so (the log's actor), `by` the person of ours who reached them and has the lane if nobody had it.
    """
    reached = replace(
        lane,
        reached_at=at,
        reached_who=who,
        reached_how=how,
        reached_ref=reference,
        reached_by=by,
        next_report_at=next_report_at or lane.next_report_at,
        owner_id=lane.owner_id or by,
        owned_at=lane.owned_at or uow.now,
        progress_at=uow.now,
    )
    uow.save(reached)
    stop_clock(uow, reached)
    promise(uow, reached)
    new: dict[str, object] = {"who": who, "how": how, "at": at.isoformat(), "ref": reached.reached_ref}
    uow.log(incident.id, actor, "lane.reached", subject=lane.id, new=new)
    active = activate(uow, incident, actor)
    after_reached(uow, active, reached, instructions=instructions, actor=actor)
    post_to_room(uow, active, "reached", key=f"reached:{lane.id}:{at.isoformat()}", lane_id=lane.id)
    tell(uow, active, incident.reporter_id, "note.reached", key=f"reached:{lane.id}", ref=incident.ref)
    refresh_pages(uow, active)
    show_change(uow, active)
    return reached


def mark_confirmed(uow: UnitOfWork, command: MarkConfirmed) -> None:
    """Record the client's confirmation of receipt; duties that wait for it are done. Raises NotPossibleNow before reached."""
    incident, lane = enter_lane(uow, command.actor, command.lane_id)
    if taken_before(uow, command.key):
        return
    if lane.reached_at is None:
        raise NotPossibleNow("refused.not_reached_yet")
    _not_future(uow, command.at, "at")
    if command.at < lane.reached_at - CLOCK_TOLERANCE:
        raise BadAnswer("at", "refused.before_reached", at=lane.reached_at)
    keep_confirmed(uow, incident, lane, actor=command.actor, at=command.at, reference=command.reference.strip())


def keep_confirmed(
    uow: UnitOfWork, incident: Incident, lane: Lane, *, actor: str, at: datetime, reference: str = ""
) -> None:
    """Keep the client's confirmation for a lane that was reached; the incident is locked. Duties that wait for it are done."""
    confirmed = replace(lane, confirmed_at=at, confirmed_ref=reference, progress_at=uow.now)
    uow.save(confirmed)
    new: dict[str, object] = {"at": at.isoformat(), "ref": confirmed.confirmed_ref}
    uow.log(incident.id, actor, "lane.confirmed", subject=lane.id, new=new)
    for duty in uow.find(Duty, lane_id=lane.id, state=DutyState.REACHED):
        uow.save(replace(duty, state=DutyState.DONE, acknowledged_at=at, ended_at=uow.now, ended_by=actor))
        uow.log(incident.id, actor, "duty.state", subject=duty.id, old={"state": "reached"}, new={"state": "done"})
    show_change(uow, incident)


def give_delay_reason(uow: UnitOfWork, command: GiveDelayReason) -> None:
    """Keep the reason for a late notice; a later one is a new entry beside the old."""
    incident, lane = enter_lane(uow, command.actor, command.lane_id)
    if taken_before(uow, command.key):
        return
    reason = needed(command.reason)
    uow.save(replace(lane, delay_reason=reason, progress_at=uow.now))
    uow.log(
        incident.id, command.actor, "lane.delay_reason", subject=lane.id, old={"reason": lane.delay_reason}, why=reason
    )
    show_change(uow, incident)


def _at_work(uow: UnitOfWork, incident: Incident) -> None:
    activate(uow, incident, "hansho")
    show_change(uow, incident)


def _not_future(uow: UnitOfWork, at: datetime, block: str) -> None:
    if at > uow.now + CLOCK_TOLERANCE:
        raise BadAnswer(block, "refused.time_future")
