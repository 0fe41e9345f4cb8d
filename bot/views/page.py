"""The page: a direct message that wants an answer. One per person, however many lanes are due; edited once somebody has them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from bot.views.answers import how_sure, what
from bot.views.blocks import Block, actions, button, context, gap, ids, lines, message, section
from bot.views.clocks import ask_words, by_due, is_open, landmark, late_line, reader_zone
from bot.views.desk import call_line
from bot.views.moments import escape, when
from bot.views.pictures import IncidentPicture, LanePicture, Message, Reader
from bot.views.texts import text
from bot.views.wording import client_name

_ASKING = frozenset({"ladder", "ack_expired"})
"""Reasons of a page that asks its reader to take it; any other reason (overdue, alarm) only informs executives and legal."""


def page(
    incident: IncidentPicture,
    lanes: Sequence[LanePicture],
    reader: Reader,
    now: datetime,
    *,
    step: int,
    late_minutes: int = 0,
    reasons: Sequence[str] = (),
) -> Message:
    """Ask one person to take one or several lanes.

    `step` counts the people rung so far, 1 first, 0 for somebody outside the ladder. `reasons` are those of the page:
    ladder, ack_expired, overdue, alarm. When nobody is needed any more it says who has it and carries no question.
    """
    locale = reader.locale
    ordered = by_due(tuple(lanes))
    waiting = [lane for lane in ordered if is_open(lane) and not lane.owner_id]
    informs = bool(reasons) and not _ASKING & set(reasons)
    spoken = [_lane_words(lane, reader, now) for lane in ordered]
    facts = _facts(incident, reader, now)
    blocks: list[Block] = [section(lines(*_head(waiting, reader, now, step, reasons), *spoken, facts))]
    running = [lane for lane in ordered if is_open(lane)]
    for lane in running[:5]:
        prefix = f"{client_name(lane.client, locale)}{gap(locale)}" if len(running) > 1 else ""
        blocks.append(section(prefix + call_line(lane, locale, "page.call")))
    late = late_line(late_minutes, reader)
    if late:
        blocks.append(context(late))
    if waiting:
        blocks.append(_buttons(incident, waiting, reader, ask=not informs))
    elif running:
        blocks.append(actions(button(locale, "progress", ids(i=incident.id))))
    key = "page.text" if waiting and not informs else "page.text_know"
    words = text(locale, key, lanes=" ".join(spoken)) + (f" {late}" if late else "")
    return message(locale, words, blocks, drill=incident.drill, drill_by=escape(incident.reporter_name, limit=60))


def page_mail(
    incident: IncidentPicture,
    lanes: Sequence[LanePicture],
    reader: Reader,
    now: datetime,
    *,
    step: int,
    late_minutes: int = 0,
    reasons: Sequence[str] = (),
) -> tuple[str, str]:
    """The same page as a mail: (subject, plain text)."""
    shown = page(incident, lanes, reader, now, step=step, late_minutes=late_minutes, reasons=reasons)
    parts = [block["text"]["text"] for block in shown.blocks if block["type"] == "section"]
    parts += [element["text"] for block in shown.blocks if block["type"] == "context" for element in block["elements"]]
    parts.append(text(reader.locale, "page.mail_how"))
    subject = text(reader.locale, "page.mail_subject", ref=incident.ref)
    mark = text(reader.locale, "drill.mark") if incident.drill else ""
    return mark + subject, _plain("\n\n".join(parts))


def handed_over(
    incident: IncidentPicture, lane: LanePicture, reader: Reader, now: datetime, *, by_name: str, note: str = ""
) -> Message:
    """Tell a person that a lane was handed to them."""
    locale = reader.locale
    by = escape(by_name, limit=60)
    client = client_name(lane.client, locale)
    spoken = text(locale, "page.lane", client=client, due=ask_words(lane, reader, now))
    words = lines(
        text(locale, "handed.title", by=by),
        spoken,
        _facts(incident, reader, now),
        text(locale, "handed.note", note=escape(note, lines=True, limit=1000)) if note else "",
    )
    value = ids(i=incident.id, l=lane.id)
    row = actions(
        button(locale, "reached", value, style="primary"),
        button(locale, "attempt", value),
        button(locale, "notice", value),
    )
    blocks = [section(words), section(call_line(lane, locale, "page.call")), row]
    said = text(locale, "handed.text", by=by, lane=spoken)
    return message(locale, said, blocks, drill=incident.drill, drill_by=escape(incident.reporter_name, limit=60))


def _head(
    waiting: Sequence[LanePicture], reader: Reader, now: datetime, step: int, reasons: Sequence[str]
) -> list[str]:
    locale = reader.locale
    pressing = [text(locale, f"page.{reason}") for reason in ("overdue", "alarm") if reason in reasons][:1]
    if reasons and not _ASKING & set(reasons):
        return [f"🔴 {pressing[0]}", text(locale, "page.know")] if pressing else [text(locale, "page.know")]
    if not waiting:
        return [text(locale, "page.settled")]
    asked = text(locale, "page.ask", n=step) if step > 0 else text(locale, "page.ask_plain")
    expired = [text(locale, "page.expired")] if "ack_expired" in reasons else []
    return [f"{landmark(waiting[0], now)} {asked}", *pressing, *expired]


def _lane_words(lane: LanePicture, reader: Reader, now: datetime) -> str:
    locale = reader.locale
    client = client_name(lane.client, locale)
    zone = reader_zone(lane, reader)
    if lane.reached_at is not None:
        return text(locale, "page.lane_reached", client=client, at=when(lane.reached_at, now, locale, zone, reader.tz))
    if lane.stood_down_at is not None:
        return text(locale, "page.lane_quiet", client=client)
    asked = text(locale, "page.lane", client=client, due=ask_words(lane, reader, now))
    if lane.owner_id and lane.owned_at is not None:
        name = escape(lane.owner_name, limit=60)
        at = when(lane.owned_at, now, locale, zone, reader.tz)
        return f"{asked} " + text(locale, "page.lane_owned", client=client, name=name, at=at)
    return asked


def _facts(incident: IncidentPicture, reader: Reader, now: datetime) -> str:
    return text(
        reader.locale,
        "page.facts",
        what=what(incident, reader.locale),
        sure=how_sure(incident, reader.locale),
        name=escape(incident.reporter_name, limit=60),
        at=when(incident.reported_at, now, reader.locale, reader.tz, reader.tz),
    )


def _buttons(incident: IncidentPicture, waiting: Sequence[LanePicture], reader: Reader, *, ask: bool) -> Block:
    locale = reader.locale
    one = len(waiting) == 1
    value = ids(i=incident.id, l=waiting[0].id) if one else ids(i=incident.id)
    label = "" if one else text(locale, "button.ack_all")
    row = [button(locale, "ack", value, style="primary", label=label)]
    if ask:
        row.append(button(locale, "pass", value))
    else:
        row.append(button(locale, "progress", ids(i=incident.id)))
    return actions(*row)


def _plain(words: str) -> str:
    without = re.sub(r"<!date\^\d+\^[^|>]*\|([^>]*)>", r"\1", words)
    bare = re.sub(r"(?<![\w*])\*([^*\n]+)\*(?![\w*])", r"\1", without)
    return bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
