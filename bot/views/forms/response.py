"""Forms used while a clock runs: an attempt, reached, confirmed, the reason of a delay, handing over, standing down."""

from __future__ import annotations

from datetime import datetime

from bot.domain.lane import AttemptResult
from bot.domain.people import Locale
from bot.views.blocks import Block, Option, choices, context, ids, modal, section
from bot.views.clocks import reader_zone, state_words
from bot.views.desk import next_call
from bot.views.inputs import NOTE_LIMIT, field, line, moment, one_of, person, radio
from bot.views.moments import escape, when
from bot.views.pictures import DeskSlot, IncidentPicture, LanePicture, Reader
from bot.views.texts import choice, text
from bot.views.wording import client_name, next_reports

CHANNELS = ("phone", "email", "slack", "visit")
SHORT_LIMIT = 200


def attempt_form(incident: IncidentPicture, lane: LanePicture, reader: Reader, now: datetime) -> Block:
    """An attempt that did not get through; prefilled with the desk's next person, by phone, now."""
    locale = reader.locale
    following = next_call(lane)
    results = choices(locale, "result", (result.value for result in AttemptResult))
    blocks = [
        section(text(locale, "attempt.intro", client=client_name(lane.client, locale))),
        field(
            "slot",
            text(locale, "attempt.slot"),
            one_of(locale, _slots(lane, locale), initial=following.slot if following else None),
            optional=False,
        ),
        field("channel", text(locale, "attempt.channel"), _channels(locale), optional=False),
        field("result", text(locale, "attempt.result"), one_of(locale, results, initial="no_answer"), optional=False),
        field("at", text(locale, "attempt.at"), moment(now), optional=False),
        field("note", text(locale, "attempt.note"), line(limit=NOTE_LIMIT)),
        context(text(locale, "attempt.hint_reached")),
    ]
    return _modal(incident, lane, locale, "attempt", blocks)


def reached_form(incident: IncidentPicture, lane: LanePicture, reader: Reader, now: datetime) -> Block:
    """Somebody at the client heard it: a name and a time stop the clock."""
    locale = reader.locale
    blocks = [
        section(text(locale, "reached.intro", client=client_name(lane.client, locale))),
        field("who", text(locale, "reached.who"), line(limit=SHORT_LIMIT), optional=False),
        field("how", text(locale, "reached.how"), _channels(locale), optional=False),
        field("at", text(locale, "reached.at"), moment(now), optional=False),
        field(
            "next_report",
            text(locale, "reached.next_report"),
            one_of(locale, next_reports(locale, now, lane.zone), initial="none"),
        ),
        field("reference", text(locale, "reached.reference"), line(limit=SHORT_LIMIT)),
        field("instructions", text(locale, "reached.instructions"), line(multiline=True, limit=NOTE_LIMIT)),
    ]
    return _modal(incident, lane, locale, "reached", blocks)


def confirmed_form(incident: IncidentPicture, lane: LanePicture, reader: Reader, now: datetime) -> Block:
    """The client confirmed receipt."""
    locale = reader.locale
    client = client_name(lane.client, locale)
    head = f"*{client}*"
    if lane.reached_at is not None:
        at = when(lane.reached_at, now, locale, reader_zone(lane, reader), reader.tz)
        head = text(locale, "confirmed.intro", client=client, at=at, who=escape(lane.reached_who, limit=120))
    blocks = [
        section(head),
        field("at", text(locale, "confirmed.at"), moment(now), optional=False),
        field("reference", text(locale, "confirmed.reference"), line(limit=SHORT_LIMIT)),
    ]
    return _modal(incident, lane, locale, "confirmed", blocks)


def delay_form(incident: IncidentPicture, lane: LanePicture, reader: Reader) -> Block:
    """Why the desk was told late, without blame."""
    locale = reader.locale
    blocks = [
        section(text(locale, "delay.intro", client=client_name(lane.client, locale))),
        field(
            "reason",
            text(locale, "delay.reason"),
            line(initial=lane.delay_reason, multiline=True, limit=NOTE_LIMIT),
            optional=False,
        ),
    ]
    return _modal(incident, lane, locale, "delay", blocks)


def hand_over_form(incident: IncidentPicture, lane: LanePicture, reader: Reader, now: datetime) -> Block:
    """Give the lane to another person."""
    locale = reader.locale
    client = client_name(lane.client, locale)
    blocks = [
        section(text(locale, "hand_over.intro", client=client, due=state_words(lane, reader, now))),
        field("person", text(locale, "hand_over.person"), person(locale), optional=False),
        field("note", text(locale, "hand_over.note"), line(multiline=True, limit=NOTE_LIMIT)),
    ]
    return _modal(incident, lane, locale, "hand_over", blocks)


def stand_down_form(incident: IncidentPicture, lane: LanePicture, reader: Reader) -> Block:
    """Stop ringing people for a lane without a number in its contract."""
    locale = reader.locale
    blocks = [
        section(text(locale, "stand_down.intro", client=client_name(lane.client, locale))),
        field("reason", text(locale, "stand_down.reason"), line(multiline=True, limit=NOTE_LIMIT), optional=False),
    ]
    return _modal(incident, lane, locale, "stand_down", blocks)


def _channels(locale: Locale) -> Block:
    return radio(choices(locale, "channel", CHANNELS), initial="phone")


def _slots(lane: LanePicture, locale: Locale) -> list[Option]:
    listed = [(slot.slot, _slot_words(slot, locale)) for slot in lane.desk[:20]]
    return [*dict(listed).items(), ("other", text(locale, "slot.other"))]


def _slot_words(slot: DeskSlot, locale: Locale) -> str:
    return " ".join(part for part in (choice(locale, "slot", slot.slot), slot.name, slot.phone) if part)


def _modal(incident: IncidentPicture, lane: LanePicture, locale: Locale, name: str, blocks: list[Block]) -> Block:
    return modal(
        locale,
        name,
        blocks,
        title=f"{name}.title",
        submit="button.save",
        metadata=ids(i=incident.id, l=lane.id),
        drill=incident.drill,
        drill_by=escape(incident.reporter_name, limit=60),
    )
