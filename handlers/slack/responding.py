"""Buttons and forms about a page and a lane: take it, pass it on, attempts, reached, delay, hand over, stand down."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.services.reaching import (
    GiveDelayReason,
    LogAttempt,
    MarkConfirmed,
    MarkReached,
    give_delay_reason,
    log_attempt,
    mark_confirmed,
    mark_reached,
)
from bot.services.response import (
    Acknowledge,
    HandOver,
    MarkContained,
    PassOn,
    Resume,
    StandDown,
    acknowledge,
    hand_over,
    mark_contained,
    pass_on,
    resume,
    stand_down,
)
from bot.views import forms
from bot.views.moments import next_nine
from handlers.slack.answering import with_names
from handlers.slack.looking import lane_of, lanes_or_progress, settle
from handlers.slack.visit import Ack, Visit


async def press_ack(visit: Visit) -> None:
    """Take the lane, or every lane nobody has. Whoever comes second learns who has it."""
    command = Acknowledge(actor=visit.actor, key=visit.key, incident_id=visit.ids["i"], lane_id=visit.ids.get("l", ""))
    result = await visit.run(acknowledge, command)
    if result.taken:
        if visit.surface == "modal":
            await visit.redraw(await lanes_or_progress(visit))
        return  # the page and the card are drawn again, which everybody sees
    if result.already:
        _, owner, since = result.already[0]
        key = "note.you_have_it" if owner == visit.actor else "note.taken_by"
        await visit.tell(key, **await with_names(visit, {"person": owner, "at": since}))
    else:
        await visit.tell("note.already_reached")


async def press_pass(visit: Visit) -> None:
    """Ring the next person now."""
    rung = await visit.run(pass_on, PassOn(actor=visit.actor, key=visit.key, incident_id=visit.ids["i"]))
    await visit.tell("note.passed_on" if rung else "note.passed_nobody")


async def press_resume(visit: Visit) -> None:
    """Ring again for a lane that was stood down."""
    await settle(visit)
    await visit.run(resume, Resume(actor=visit.actor, key=visit.key, lane_id=visit.ids["l"]))


async def press_contained(visit: Visit) -> None:
    """The harm no longer spreads."""
    await settle(visit)
    await visit.run(mark_contained, MarkContained(actor=visit.actor, key=visit.key, incident_id=visit.ids["i"]))


async def open_attempt(visit: Visit) -> None:
    """Ask how the call went."""
    await visit.show(forms.attempt_form(*await lane_of(visit), visit.reader, visit.now))


async def open_reached(visit: Visit) -> None:
    """Ask who heard it."""
    await visit.show(forms.reached_form(*await lane_of(visit), visit.reader, visit.now))


async def open_confirmed(visit: Visit) -> None:
    """Ask when the client confirmed receipt."""
    await visit.show(forms.confirmed_form(*await lane_of(visit), visit.reader, visit.now))


async def open_delay(visit: Visit) -> None:
    """Ask for the reason of a late notice."""
    await visit.show(forms.delay_form(*await lane_of(visit), visit.reader))


async def open_hand_over(visit: Visit) -> None:
    """Ask to whom."""
    await visit.show(forms.hand_over_form(*await lane_of(visit), visit.reader, visit.now))


async def open_stand_down(visit: Visit) -> None:
    """Ask why nobody needs to be rung."""
    await visit.show(forms.stand_down_form(*await lane_of(visit), visit.reader))


async def _redraw_lanes(visit: Visit) -> None:
    """Draw the incident under the form again, when the form was opened from it."""
    if visit.view.get("previous_view_id"):
        await visit.redraw_below(await lanes_or_progress(visit))


async def submit_attempt(visit: Visit) -> Ack:
    """Write down an attempt."""
    command = LogAttempt(
        actor=visit.actor,
        key=visit.key,
        lane_id=visit.ids["l"],
        channel=visit.text("channel"),
        slot=visit.text("slot"),
        result=visit.text("result"),
        at=visit.instant("at") or visit.now,
        note=visit.text("note"),
    )
    await visit.run(log_attempt, command)
    await _redraw_lanes(visit)
    return None


async def submit_reached(visit: Visit) -> Ack:
    """Stop the lane's clock: a person at the client heard it."""
    _, lane = await lane_of(visit)
    at = visit.instant("at") or visit.now
    command = MarkReached(
        actor=visit.actor,
        key=visit.key,
        lane_id=visit.ids["l"],
        who=visit.text("who"),
        how=visit.text("how"),
        at=at,
        reference=visit.text("reference"),
        next_report_at=next_report_at(visit.text("next_report"), at, lane.zone, visit.now),
        instructions=visit.text("instructions"),
    )
    await visit.run(mark_reached, command)
    await _redraw_lanes(visit)
    return None


def next_report_at(choice: str, at: datetime, zone: str, now: datetime) -> datetime | None:
    """Return when the next report was promised (`60m`, `120m`, `240m`, `next_9` in the contract's zone); None for none."""
    if choice == "next_9":
        return next_nine(now, zone).astimezone(at.tzinfo)
    minutes = choice.removesuffix("m")
    return at + timedelta(minutes=int(minutes)) if minutes.isdecimal() else None


async def submit_confirmed(visit: Visit) -> Ack:
    """The client confirmed receipt."""
    command = MarkConfirmed(
        actor=visit.actor,
        key=visit.key,
        lane_id=visit.ids["l"],
        at=visit.instant("at") or visit.now,
        reference=visit.text("reference"),
    )
    await visit.run(mark_confirmed, command)
    await _redraw_lanes(visit)
    return None


async def submit_delay(visit: Visit) -> Ack:
    """Keep the reason."""
    command = GiveDelayReason(actor=visit.actor, key=visit.key, lane_id=visit.ids["l"], reason=visit.text("reason"))
    await visit.run(give_delay_reason, command)
    await _redraw_lanes(visit)
    return None


async def submit_hand_over(visit: Visit) -> Ack:
    """Give the lane to another person, who may be somebody whose language nobody has asked for yet."""
    await visit.reception.reader(visit.text("person"))
    command = HandOver(
        actor=visit.actor, key=visit.key, lane_id=visit.ids["l"], person=visit.text("person"), note=visit.text("note")
    )
    await visit.run(hand_over, command)
    await _redraw_lanes(visit)
    return None


async def submit_stand_down(visit: Visit) -> Ack:
    """Stop ringing for a lane."""
    command = StandDown(actor=visit.actor, key=visit.key, lane_id=visit.ids["l"], reason=visit.text("reason"))
    await visit.run(stand_down, command)
    await _redraw_lanes(visit)
    return None
