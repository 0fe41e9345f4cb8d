"""The room's first message: what happened as far as known, who and which contracts, what not to do, and how to stop the spread."""

from __future__ import annotations

import re
from datetime import datetime

from bot.views.answers import fact_words, is_ongoing, what
from bot.views.blocks import Block, actions, button, context, gap, header, ids, lines, message, more, section
from bot.views.clocks import by_due, due_words, landmark
from bot.views.moments import date_token, escape, when
from bot.views.pictures import IncidentPicture, Message, Reader
from bot.views.texts import text
from bot.views.wording import client_name

_SHOWN_FACTS = ("status", "where", "info_kind", "ongoing")


def opening(incident: IncidentPicture, reader: Reader, now: datetime) -> Message:
    """The first message of a room. The clocks themselves stand on the lane cards below it."""
    locale = reader.locale
    blocks: list[Block] = [
        header(text(locale, "room.title", ref=incident.ref, what=_unescaped_what(incident, reader))),
        section(lines(*_facts(incident, reader, now))),
    ]
    if is_ongoing(incident) and incident.contained_at is None:
        blocks.append(section(lines(text(locale, "room.containment"), text(locale, "room.containment_done"))))
    blocks.append(section(lines(*_clients(incident, reader, now))))
    blocks.append(section(text(locale, "room.do_not")))
    if incident.lanes:
        blocks.append(context(text(locale, "room.clocks")))
    value = ids(i=incident.id)
    blocks.append(
        actions(
            button(locale, "add_detail", value),
            button(locale, "correct", value),
            button(locale, "lead_form", value),
            more(locale, _menu(incident), incident_id=incident.id),
        )
    )
    lanes = by_due(incident.lanes)
    due = due_words(lanes[0], reader, now) if lanes else text(locale, "room.clients_none")
    words = text(locale, "room.text", ref=incident.ref, what=what(incident, locale), due=due)
    return message(locale, words, blocks, drill=incident.drill, drill_by=escape(incident.reporter_name, limit=60))


def _unescaped_what(incident: IncidentPicture, reader: Reader) -> str:
    shown = what(incident, reader.locale)  # a header is plain text: escaped signs would show as they are
    return shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _facts(incident: IncidentPicture, reader: Reader, now: datetime) -> list[str]:
    locale = reader.locale
    at = date_token(incident.first_recognised_at, locale, reader.tz)
    who = escape(incident.recognised_by, limit=80)
    found = [text(locale, "room.first_by" if who else "room.first", at=at, who=who)]
    if incident.start_uncertain:
        found.append(text(locale, "room.uncertain"))
    reported = when(incident.reported_at, now, locale, reader.tz, reader.tz)
    found.append(text(locale, "room.reported", name=escape(incident.reporter_name, limit=60), at=reported))
    if incident.lead_name:
        found.append(text(locale, "room.lead", name=escape(incident.lead_name, limit=60)))
    for fact in _SHOWN_FACTS:
        value = fact_words(incident.facts, fact, locale)
        if value:
            found.append(text(locale, "room.fact", name=text(locale, f"fact.{fact}"), value=value))
    if incident.summary:
        found.append(text(locale, "room.summary", words=escape(incident.summary, limit=800)))
    if re.fullmatch(r"https?://[^\s<>|]{1,1000}", incident.permalink):
        found.append(text(locale, "room.source", link=incident.permalink))
    return found


def _clients(incident: IncidentPicture, reader: Reader, now: datetime) -> list[str]:
    locale = reader.locale
    if not incident.lanes:
        return [text(locale, "room.clients_none")]
    listed = [
        f"{landmark(lane, now)} {client_name(lane.client, locale)}{gap(locale)}{due_words(lane, reader, now)}"
        for lane in by_due(incident.lanes)[:12]
    ]
    rest = len(incident.lanes) - len(listed)
    if rest > 0:
        listed.append(text(locale, "list.more", n=rest))
    return [text(locale, "room.clients"), *listed]


def _menu(incident: IncidentPicture) -> list[str]:
    if incident.ended_at is not None:
        return ["progress", "reopen"]
    verbs = ["progress"]
    if incident.contained_at is None:
        verbs.append("contained")
    return [*verbs, "not_incident", "close"]
