"""What `/incident` answers: the list, one incident's status, the help."""

from __future__ import annotations

from datetime import datetime

from bot.views.answers import what
from bot.views.blocks import Block, actions, button, context, ids, lines, message, section
from bot.views.clocks import by_due, state_words
from bot.views.home import incident_line, lane_lines, pressing_first
from bot.views.moments import escape, when
from bot.views.pictures import HomePicture, IncidentPicture, Message, Reader
from bot.views.texts import choice, text

SHOWN = 15


def incident_list(picture: HomePicture, reader: Reader, now: datetime) -> Message:
    """The reader's open incidents, and what the reader reported, the most pressing first."""
    locale = reader.locale
    known = {incident.id for incident in picture.mine}
    reported = [incident for incident in picture.reported if incident.id not in known]
    incidents = [*pressing_first(picture.mine), *pressing_first(reported)]
    if not incidents:
        words = text(locale, "list.none")
        row = actions(button(locale, "report_new", ids()))
        return message(locale, words, [section(words), row], drill=False)
    blocks: list[Block] = [section(f"*{text(locale, 'list.title', n=len(incidents))}*")]
    for incident in incidents[:SHOWN]:
        words = lines(incident_line(incident, reader), *lane_lines(incident, reader, now))
        opens = button(locale, "progress", ids(i=incident.id), label=text(locale, "button.open"))
        blocks.append(section(words, accessory=opens))
    if len(incidents) > SHOWN:
        blocks.append(context(text(locale, "list.more", n=len(incidents) - SHOWN)))
    first = f"{incidents[0].ref} {lane_lines(incidents[0], reader, now)[0]}"
    return message(locale, text(locale, "list.text", n=len(incidents), first=first), blocks, drill=False)


def status(incident: IncidentPicture, reader: Reader, now: datetime) -> Message:
    """One incident with all its clocks."""
    locale = reader.locale
    state = choice(locale, "incident_state", incident.state)
    head = text(
        locale,
        "status.what",
        ref=escape(incident.ref),
        what=what(incident, locale),
        state=state,
        name=escape(incident.reporter_name, limit=60),
        at=when(incident.reported_at, now, locale, reader.tz, reader.tz),
    )
    blocks = [
        section(lines(head, *lane_lines(incident, reader, now))),
        actions(button(locale, "progress", ids(i=incident.id)), button(locale, "add_detail", ids(i=incident.id))),
    ]
    lanes = by_due(incident.lanes)
    due = state_words(lanes[0], reader, now) if lanes else text(locale, "incident.no_lane")
    words = text(locale, "status.text", ref=escape(incident.ref), state=state, due=due)
    return message(locale, words, blocks, drill=incident.drill, drill_by=escape(incident.reporter_name, limit=60))


def help_message(reader: Reader) -> Message:
    """How to use Hansho, in one screen."""
    locale = reader.locale
    blocks = [
        section(text(locale, "help.head")),
        section(text(locale, "help.commands")),
        section(lines(text(locale, "help.promise"), text(locale, "help.message"))),
        actions(button(locale, "report_new", ids(), style="primary")),
    ]
    return message(locale, text(locale, "help.text"), blocks, drill=False)
