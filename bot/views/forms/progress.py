"""What has happened since the report, for the reporter and the room: every step with its time, then how it stands."""

from __future__ import annotations

from datetime import datetime

from bot.views.answers import what
from bot.views.blocks import Block, actions, button, context, gap, ids, lines, modal, section
from bot.views.clocks import is_open
from bot.views.home import lane_lines
from bot.views.moments import escape, when
from bot.views.pictures import IncidentPicture, Reader
from bot.views.texts import choice, text
from bot.views.wording import client_name


def progress_view(incident: IncidentPicture, reader: Reader, now: datetime) -> Block:
    """The incident's steps in order, and the clocks as they stand. Shows nothing that the given picture does not hold."""
    locale = reader.locale
    state = choice(locale, "incident_state", incident.state)
    head = f"*{escape(incident.ref)}*{gap(locale)}{what(incident, locale)}"
    steps = [words for _, words in sorted(_steps(incident, reader, now), key=lambda step: step[0])]
    value = ids(i=incident.id)
    blocks = [
        section(lines(head, text(locale, "progress.now", state=state))),
        section(lines(*lane_lines(incident, reader, now))),
        section(lines(*steps[-30:])),
        actions(button(locale, "add_detail", value), button(locale, "correct", value)),
        context(text(locale, "progress.asked")),
    ]
    return modal(
        locale,
        "progress",
        blocks,
        title="progress.title",
        metadata=value,
        drill=incident.drill,
        drill_by=escape(incident.reporter_name, limit=60),
    )


def _steps(incident: IncidentPicture, reader: Reader, now: datetime) -> list[tuple[datetime, str]]:
    locale = reader.locale

    def at(instant: datetime) -> str:
        return when(instant, now, locale, reader.tz, reader.tz)

    found = [(incident.reported_at, text(locale, "progress.received", at=at(incident.reported_at)))]
    for lane in incident.lanes:
        client = client_name(lane.client, locale)
        if lane.owned_at is not None:
            name = escape(lane.owner_name, limit=60)
            found.append(
                (lane.owned_at, text(locale, "progress.taken", at=at(lane.owned_at), client=client, name=name))
            )
        elif is_open(lane):
            found.append((now, text(locale, "progress.calling", client=client)))
        if lane.reached_at is not None:
            found.append((lane.reached_at, text(locale, "progress.reached", at=at(lane.reached_at), client=client)))
        if lane.confirmed_at is not None:
            found.append(
                (lane.confirmed_at, text(locale, "progress.confirmed", at=at(lane.confirmed_at), client=client))
            )
    if incident.contained_at is not None:
        found.append((incident.contained_at, text(locale, "progress.contained", at=at(incident.contained_at))))
    if incident.ended_at is not None:
        state = choice(locale, "incident_state", incident.state)
        found.append((incident.ended_at, text(locale, "progress.ended", at=at(incident.ended_at), state=state)))
    return found
