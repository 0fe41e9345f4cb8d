"""The incident as its room sees it, for one person: every lane's card in the reader's own language, with its buttons."""

from __future__ import annotations

from datetime import datetime

from bot.views.answers import what
from bot.views.blocks import Block, actions, button, context, divider, gap, ids, lines, modal, section
from bot.views.card import card
from bot.views.clocks import by_due
from bot.views.forms.laws import summary_line
from bot.views.moments import escape
from bot.views.pictures import IncidentPicture, Reader
from bot.views.texts import choice, text

LANES_SHOWN = 8
"""A card has up to ten blocks and a view a hundred."""


def lanes_view(incident: IncidentPicture, reader: Reader, now: datetime) -> Block:
    """The cards of an incident in the reader's language: a channel's card speaks the office's."""
    locale = reader.locale
    value = ids(i=incident.id)
    state = choice(locale, "incident_state", incident.state)
    head = f"*{escape(incident.ref)}*{gap(locale)}{what(incident, locale)}"
    blocks = [section(lines(head, text(locale, "progress.now", state=state)))]
    lanes = by_due(incident.lanes)
    for lane in lanes[:LANES_SHOWN]:
        blocks += [divider(), *card(incident, lane, reader, now, drill_said=True).blocks]
    if len(lanes) > LANES_SHOWN:
        blocks.append(context(text(locale, "list.more", n=len(lanes) - LANES_SHOWN)))
    row = [button(locale, "add_detail", value), button(locale, "lead_form", value)]
    if incident.laws:
        blocks += [divider(), section(summary_line(incident.laws, reader, now))]
        row.append(button(locale, "laws", value))
    blocks += [divider(), actions(*row)]
    return modal(
        locale,
        "lanes",
        blocks,
        title="lanes.title",
        metadata=value,
        drill=incident.drill,
        drill_by=escape(incident.reporter_name, limit=60),
    )
