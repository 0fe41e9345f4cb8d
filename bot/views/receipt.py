"""The receipt, to the reporter alone: it is in, here is the one next action, here is what not to do."""

from __future__ import annotations

from datetime import datetime

from bot.views.blocks import Block, actions, button, ids, lines, message, modal, section
from bot.views.clocks import by_due, due_words, is_open
from bot.views.moments import escape, when
from bot.views.pictures import IncidentPicture, LanePicture, Message, Reader
from bot.views.texts import text
from bot.views.wording import citation, client_name, word_shown


def receipt(incident: IncidentPicture, reader: Reader, now: datetime, *, calling: str = "") -> Message:
    """The receipt as a direct message. `calling` is the name of the person being rung, empty when it is nobody in particular."""
    locale = reader.locale
    lanes = by_due(incident.lanes)
    due = due_words(lanes[0], reader, now) if lanes and is_open(lanes[0]) else ""
    words = text(locale, "receipt.text", at=_received(incident, reader, now), ref=incident.ref, due=due)
    value = ids(i=incident.id)
    row = actions(button(locale, "add_detail", value), button(locale, "progress", value))
    blocks = [*_blocks(incident, reader, now, calling), row]
    return message(locale, words, blocks, drill=incident.drill, drill_by=escape(incident.reporter_name, limit=60))


def receipt_view(incident: IncidentPicture, reader: Reader, now: datetime, *, calling: str = "") -> Block:
    """The receipt as the view that takes the place of the report form after it was sent."""
    return modal(
        reader.locale,
        "receipt",
        _blocks(incident, reader, now, calling),
        title="receipt.title",
        metadata=ids(i=incident.id),
        drill=incident.drill,
        drill_by=escape(incident.reporter_name, limit=60),
    )


def _received(incident: IncidentPicture, reader: Reader, now: datetime) -> str:
    return when(incident.reported_at, now, reader.locale, reader.tz, reader.tz)


def _blocks(incident: IncidentPicture, reader: Reader, now: datetime, calling: str) -> list[Block]:
    locale = reader.locale
    first = when(incident.first_recognised_at, now, locale, reader.tz, reader.tz)
    noted = text(locale, "receipt.ref", ref=incident.ref, first=first)
    if incident.start_uncertain:
        noted += text(locale, "receipt.uncertain")
    blocks = [section(lines(text(locale, "receipt.received", at=_received(incident, reader, now)), noted))]
    if incident.lanes:
        blocks.append(section(lines(*(_lane(lane, reader, now) for lane in by_due(incident.lanes)[:10]))))
    else:
        blocks.append(section(text(locale, "receipt.no_lane")))
    blocks.append(section(lines(_next(incident, reader, calling), text(locale, "receipt.do_not"))))
    blocks.append(section(text(locale, "receipt.later")))
    return blocks


def _lane(lane: LanePicture, reader: Reader, now: datetime) -> str:
    locale = reader.locale
    if lane.reached_at is not None:
        due = text(locale, "receipt.lane_reached", at=when(lane.reached_at, now, locale, reader.tz, reader.tz))
    elif lane.stood_down_at is not None:
        due = text(locale, "receipt.lane_quiet")
    else:
        due = f"*{due_words(lane, reader, now)}*"
    word = word_shown(lane.word, locale) or "─"
    return text(
        locale,
        "receipt.lane",
        client=client_name(lane.client, locale),
        word=word,
        cite=citation(lane.cite, locale),
        due=due,
    )


def _next(incident: IncidentPicture, reader: Reader, calling: str) -> str:
    locale = reader.locale
    owner = next((lane.owner_name for lane in by_due(incident.lanes) if lane.owner_name), "")
    if owner:
        return text(locale, "receipt.next_taken", owner=escape(owner, limit=60))
    named = text(locale, "receipt.calling", name=escape(calling, limit=60)) if calling else ""
    return text(locale, "receipt.next", calling=named or text(locale, "receipt.calling_duty"))
