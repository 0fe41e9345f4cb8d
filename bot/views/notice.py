"""The first report to one client: a script to read aloud and a text to copy, in the contract's language. Takes one lane only."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.notice import Notice, NoticeKind
from bot.domain.people import Locale
from bot.views.blocks import SECTION_LIMIT, Block, button, context, ids, lines, modal, section
from bot.views.clocks import state_words
from bot.views.desk import call_line
from bot.views.inputs import TEXT_LIMIT, field, line
from bot.views.letter import compose, letter_text
from bot.views.moments import clean, escape
from bot.views.notice_items import items_for
from bot.views.notice_words import (
    OneLane,
    kinds_formal,
    one_lane,
    spoken_time,
    spoken_when,
    what_formal,
)
from bot.views.pictures import IncidentPicture, LanePicture, Reader
from bot.views.reports import issued_line, owed_line
from bot.views.texts import text
from bot.views.wording import client_name


def script(
    incident: IncidentPicture,
    lane: LanePicture,
    now: datetime,
    *,
    locale: Locale | None = None,
    caller: str = "",
) -> str:
    """The words to read aloud on the phone, as plain text; `＿＿` where only the caller can decide (nothing is promised by accident).

    `locale` defaults to the contract's language, `caller` is the name of who calls.
    """
    said = locale or lane.language
    facts = one_lane(incident, lane)
    blank = text(said, "notice.blank")
    name = clean(caller) or blank
    night = not 8 <= now.astimezone(ZoneInfo(lane.zone)).hour < 20
    parts = [
        text(said, "notice.hello_night" if night else "notice.hello_day"),
        text(said, "notice.script_1", company=_company(facts, said), caller=name),
        text(
            said,
            "notice.stated",
            when=spoken_when(facts.first_recognised_at, now, said, lane.zone),
            what=what_formal(facts, said),
        ),
        text(said, "notice.script_known", summary=facts.summary.rstrip("。."))
        if facts.summary
        else text(said, "notice.script_known_little"),
        text(said, "notice.script_info", info=kinds_formal(facts, said, text(said, "notice.checking"))),
        text(said, "notice.script_done", done=facts.done) if facts.done else text(said, "notice.script_doing"),
        text(said, "notice.script_next", at=_next_spoken(lane, said), phone=facts.callback or blank, caller=name),
        text(said, "notice.script_name", at=spoken_time(now, said, lane.zone)),
    ]
    return _finished(facts, said, parts)


def notice_text(
    incident: IncidentPicture, lane: LanePicture, now: datetime, *, locale: Locale | None = None, caller: str = ""
) -> str:
    """The first report as plain text to copy into a mail: the very words a drafted one begins with."""
    said = locale or lane.language
    spoken = replace(lane, language=said)
    notice = Notice(
        id="",
        incident_id=incident.id,
        lane_id=lane.id,
        kind=NoticeKind.FIRST,
        language=said,
        items=items_for(incident, spoken, NoticeKind.FIRST, None),
        next_report_at=lane.next_report_at,
        drafted_by="",
        drafted_at=now,
    )
    return letter_text(compose(incident, spoken, notice, (), at=now, caller=caller))


def notice_form(
    incident: IncidentPicture,
    lane: LanePicture,
    reader: Reader,
    now: datetime,
    *,
    locale: Locale | None = None,
    caller: str = "",
) -> Block:
    """The modal with script and text in boxes, so that they can be copied; nothing in it is saved."""
    shown = reader.locale
    said = locale or lane.language
    head = text(shown, "notice.intro", client=client_name(lane.client, shown), due=state_words(lane, reader, now))
    spoken = script(incident, lane, now, locale=said, caller=caller)
    letter = notice_text(incident, lane, now, locale=said, caller=caller)
    blocks = [section(head), section(call_line(lane, shown, "notice.call"))]
    if said != shown:
        blocks.append(context(text(said, "notice.language")))
    if not one_lane(incident, lane).alone:
        blocks.append(section(text(shown, "notice.other_lanes")))
    blocks.append(section(f"*{text(shown, 'notice.script')}*"))
    blocks.append(section(escape(spoken, lines=True, limit=SECTION_LIMIT)))  # whole, to be read from the screen
    blocks.append(context(text(shown, "notice.script_hint")))
    written = [issued_line(lane, lane.notices[-1], reader, now), owed_line(lane, shown)] if lane.notices else []
    offer = button(shown, "reports" if lane.notices or lane.draft else "draft_first", ids(i=incident.id, l=lane.id))
    blocks.append(section(lines(*written) or text(shown, "draft.offer"), accessory=offer))
    blocks.append(
        field(
            "text",
            text(shown, "notice.text"),
            line(initial=letter, multiline=True, limit=TEXT_LIMIT),
            hint=text(shown, "notice.text_hint"),
        )
    )
    return modal(
        shown,
        "notice",
        blocks,
        title="notice.title",
        submit="button.copied",  # Slack wants a submit button beside input blocks
        metadata=ids(i=incident.id, l=lane.id),
        drill=incident.drill,
        drill_by=escape(incident.reporter_name, limit=60),
    )


def _company(facts: OneLane, locale: Locale) -> str:
    return clean(facts.company.of(locale)) or text(locale, "notice.blank")


def _next_spoken(lane: LanePicture, locale: Locale) -> str:
    if lane.next_report_at is None:
        return text(locale, "notice.blank_time")
    return spoken_time(lane.next_report_at, locale, lane.zone)


def _finished(facts: OneLane, locale: Locale, parts: list[str]) -> str:
    if facts.drill:
        mark = text(locale, "notice.drill")
        parts = [mark, *parts, mark]
    return "\n".join(part for part in parts if part.strip())
