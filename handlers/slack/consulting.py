"""Buttons and forms of the consultations with a client."""

from __future__ import annotations

from datetime import date

from bot.domain.days import read_day
from bot.domain.errors import BadAnswer
from bot.services.consulting import (
    AddRound,
    AskTalks,
    Propose,
    SetNextDate,
    StartConsultation,
    add_round,
    ask_talks,
    propose,
    set_next_date,
    start_consultation,
)
from bot.services.outcomes import (
    CloseConsultation,
    RecordMinute,
    SetOutcome,
    TalkAgain,
    close_consultation,
    record_minute,
    set_outcome,
    talk_again,
)
from bot.views import forms
from handlers.slack.finding import after_of
from handlers.slack.looking import consultation_of, lane_of
from handlers.slack.visit import Ack, Visit


async def open_consultation(visit: Visit) -> None:
    """Show one consultation."""
    incident, lane, consultation = await consultation_of(visit)
    await visit.turn_to(forms.consultation_view(incident, lane, consultation, visit.reader, visit.now))


async def open_propose(visit: Visit) -> None:
    """Ask for our position."""
    incident, _, consultation = await consultation_of(visit)
    await visit.show(forms.propose_form(incident, consultation, visit.reader))


async def open_round(visit: Visit) -> None:
    """Ask what was said."""
    incident, _, consultation = await consultation_of(visit)
    await visit.show(forms.round_form(incident, consultation, visit.reader, visit.now))


async def open_next_date(visit: Visit) -> None:
    """Ask when to talk next."""
    incident, _, consultation = await consultation_of(visit)
    await visit.show(forms.next_date_form(incident, consultation, visit.reader))


async def open_outcome(visit: Visit) -> None:
    """Ask how it ended."""
    incident, _, consultation = await consultation_of(visit)
    await visit.show(forms.outcome_form(incident, consultation, visit.reader))


async def open_start(visit: Visit) -> None:
    """Ask what to consult on."""
    await visit.show(forms.start_consultation_form(*await lane_of(visit), visit.reader))


async def open_ask_talks(visit: Visit) -> None:
    """Ask when our request reached them."""
    incident, _, consultation = await consultation_of(visit)
    await visit.show(forms.ask_talks_form(incident, consultation, visit.reader, visit.now))


async def open_minute(visit: Visit) -> None:
    """Ask who confirmed the minute."""
    incident, _, consultation = await consultation_of(visit)
    await visit.show(forms.minute_form(incident, consultation, visit.reader, visit.now))


async def open_talk_again(visit: Visit) -> None:
    """Ask why to talk again."""
    incident, _, consultation = await consultation_of(visit)
    await visit.show(forms.talk_again_form(incident, consultation, visit.reader))


async def open_consult_close(visit: Visit) -> None:
    """Ask why it is closed."""
    incident, _, consultation = await consultation_of(visit)
    await visit.show(forms.consult_close_form(incident, consultation, visit.reader))


async def submit_propose(visit: Visit) -> Ack:
    """Keep our position."""
    command = Propose(
        actor=visit.actor,
        key=visit.key,
        consultation_id=visit.ids["c"],
        position=visit.text("position"),
        reason=visit.text("reason"),
        next_date=day_in(visit, "next_date"),
    )
    await visit.run(propose, command)
    return await _done(visit)


async def submit_round(visit: Visit) -> Ack:
    """Keep what was said."""
    command = AddRound(
        actor=visit.actor,
        key=visit.key,
        consultation_id=visit.ids["c"],
        held_on=day_in(visit, "held_on"),
        who=visit.text("who"),
        ours=visit.text("ours"),
        theirs=visit.text("theirs"),
        next_date=day_in(visit, "next_date"),
    )
    await visit.run(add_round, command)
    return await _done(visit)


async def submit_next_date(visit: Visit) -> Ack:
    """Fix the next date."""
    command = SetNextDate(
        actor=visit.actor,
        key=visit.key,
        consultation_id=visit.ids["c"],
        next_date=day_in(visit, "next_date"),
    )
    await visit.run(set_next_date, command)
    return await _done(visit)


async def submit_outcome(visit: Visit) -> Ack:
    """Keep the outcome."""
    command = SetOutcome(
        actor=visit.actor,
        key=visit.key,
        consultation_id=visit.ids["c"],
        result=visit.text("result"),
        text=visit.text("text"),
        conditions=visit.text("conditions"),
        permits=visit.text("permits"),
    )
    await visit.run(set_outcome, command)
    return await _done(visit)


async def submit_start(visit: Visit) -> Ack:
    """Open the consultation."""
    command = StartConsultation(
        actor=visit.actor,
        key=visit.key,
        lane_id=visit.ids["l"],
        topic=visit.text("topic"),
        subject=visit.text("subject"),
    )
    await visit.run(start_consultation, command)
    if visit.view.get("previous_view_id"):
        await redraw_lane(visit)
    return None


async def submit_ask_talks(visit: Visit) -> Ack:
    """Keep that they have our request."""
    command = AskTalks(
        actor=visit.actor,
        key=visit.key,
        consultation_id=visit.ids["c"],
        asked_on=day_in(visit, "asked_on"),
        who=visit.text("who"),
        how=visit.text("how"),
    )
    await visit.run(ask_talks, command)
    return await _done(visit)


async def submit_minute(visit: Visit) -> Ack:
    """Keep that both sides confirmed the minute."""
    command = RecordMinute(
        actor=visit.actor,
        key=visit.key,
        consultation_id=visit.ids["c"],
        confirmed_on=day_in(visit, "confirmed_on"),
        ours=visit.text("ours"),
        theirs=visit.text("theirs"),
        reference=visit.text("reference"),
    )
    await visit.run(record_minute, command)
    return await _done(visit)


async def submit_talk_again(visit: Visit) -> Ack:
    """Take the consultation up again."""
    command = TalkAgain(actor=visit.actor, key=visit.key, consultation_id=visit.ids["c"], reason=visit.text("reason"))
    await visit.run(talk_again, command)
    return await _done(visit)


async def submit_consult_close(visit: Visit) -> Ack:
    """Close the consultation."""
    command = CloseConsultation(
        actor=visit.actor, key=visit.key, consultation_id=visit.ids["c"], reason=visit.text("reason")
    )
    await visit.run(close_consultation, command)
    return await _done(visit)


def day_in(visit: Visit, name: str) -> date | None:
    """Return a day as picked or typed, full-width digits included. Raises BadAnswer for something that is no day."""
    try:
        return read_day(visit.text(name))
    except ValueError:
        raise BadAnswer(name, "refused.choose_day") from None


async def _done(visit: Visit) -> Ack:
    """Close the form and bring the consultation under it up to date, if it was opened from there."""
    if visit.view.get("previous_view_id"):
        await redraw_consultation(visit)
    return None


async def redraw_lane(visit: Visit) -> None:
    """Draw what comes after the notices, or the gate the talks are to open, under this form as it stands now."""
    found = await after_of(visit)
    reader, now = visit.reader, visit.now
    if "g" in visit.ids:
        await visit.redraw_below(forms.gate_view(found.incident, found.lane, found.gate(visit), reader, now))
    else:
        await visit.redraw_below(forms.after_view(found.incident, found.lane, found.after, reader, now))


async def redraw_consultation(visit: Visit) -> None:
    """Draw the consultation under this form as it stands now."""
    incident, lane, consultation = await consultation_of(visit)
    await visit.redraw_below(forms.consultation_view(incident, lane, consultation, visit.reader, visit.now))
