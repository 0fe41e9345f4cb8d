"""The first report to one client: a script to read aloud and a text to copy, in the contract's language. Takes one lane only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.people import Locale
from bot.views.blocks import SECTION_LIMIT, Block, context, ids, modal, section
from bot.views.clocks import state_words
from bot.views.desk import call_line
from bot.views.inputs import TEXT_LIMIT, field, line
from bot.views.moments import clean, escape
from bot.views.notice_words import (
    OneLane,
    extra_items,
    item_words,
    kinds_formal,
    one_lane,
    spoken_time,
    spoken_when,
    what_formal,
    written_when,
)
from bot.views.pictures import BiText, IncidentPicture, LanePicture, Reader
from bot.views.texts import text
from bot.views.wording import client_name

Content = Sequence[tuple[str, BiText]]


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
    incident: IncidentPicture,
    lane: LanePicture,
    now: datetime,
    *,
    locale: Locale | None = None,
    caller: str = "",
    content: Content = (),
) -> str:
    """The first report as plain text to copy into a mail: seven lines, what is not known marked as being looked into.

    `content` are the items the contract lists, (id, label).
    """
    said = locale or lane.language
    facts = one_lane(incident, lane)
    unknown = text(said, "notice.unknown")
    name = clean(caller) or text(said, "notice.blank")
    following = written_when(lane.next_report_at, said, lane.zone) if lane.next_report_at else ""
    next_at = following or text(said, "notice.blank_time")
    parts = [
        text(said, "notice.subject", ref=facts.ref),
        text(said, "notice.to", client=_addressee(lane, said), label=clean(lane.desk_label)),
        text(said, "notice.dated", at=written_when(now, said, lane.zone)),
        text(said, "notice.opening"),
        text(
            said,
            "notice.line_1",
            first=written_when(facts.first_recognised_at, said, lane.zone),
            occurred=unknown,
        ),
        text(said, "notice.line_2", what=_what_written(facts, said)),
        text(said, "notice.line_3", info=kinds_formal(facts, said, unknown)),
        text(said, "notice.line_4", effects=facts.effects or unknown),
        text(said, "notice.line_5", done=facts.done or unknown),
        text(said, "notice.line_6", at=next_at),
        text(said, "notice.line_7", company=_company(facts, said), caller=name, phone=facts.callback or ""),
    ]
    extra = extra_items(content)
    if extra:
        parts.append(text(said, "notice.extra"))
        for item, label in extra[:20]:
            value = item_words(facts, item, said, next_at, name)
            parts.append(text(said, "notice.item", label=clean(label.of(said)), value=value))
    parts.append(text(said, "notice.closing"))
    return _finished(facts, said, parts)


def notice_form(
    incident: IncidentPicture,
    lane: LanePicture,
    reader: Reader,
    now: datetime,
    *,
    locale: Locale | None = None,
    caller: str = "",
    content: Content = (),
) -> Block:
    """The modal with script and text in boxes, so that they can be copied; nothing in it is saved."""
    shown = reader.locale
    said = locale or lane.language
    head = text(shown, "notice.intro", client=client_name(lane.client, shown), due=state_words(lane, reader, now))
    spoken = script(incident, lane, now, locale=said, caller=caller)
    written = notice_text(incident, lane, now, locale=said, caller=caller, content=content)
    blocks = [section(head), section(call_line(lane, shown, "notice.call"))]
    if said != shown:
        blocks.append(context(text(said, "notice.language")))
    if not one_lane(incident, lane).alone:
        blocks.append(section(text(shown, "notice.other_lanes")))
    blocks.append(section(f"*{text(shown, 'notice.script')}*"))
    blocks.append(section(escape(spoken, lines=True, limit=SECTION_LIMIT)))  # whole, to be read from the screen
    blocks.append(context(text(shown, "notice.script_hint")))
    blocks.append(
        field(
            "text",
            text(shown, "notice.text"),
            line(initial=written, multiline=True, limit=TEXT_LIMIT),
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


def _addressee(lane: LanePicture, locale: Locale) -> str:
    name = clean(lane.client.of(locale))
    return f"{name} 御中" if locale == "ja" else name


def _next_spoken(lane: LanePicture, locale: Locale) -> str:
    if lane.next_report_at is None:
        return text(locale, "notice.blank_time")
    return spoken_time(lane.next_report_at, locale, lane.zone)


def _what_written(facts: OneLane, locale: Locale) -> str:
    words = what_formal(facts, locale)
    if not facts.summary:
        return words
    return f"{words}（{facts.summary}）" if locale == "ja" else f"{words} ({facts.summary})"


def _finished(facts: OneLane, locale: Locale, parts: list[str]) -> str:
    if facts.drill:
        mark = text(locale, "notice.drill")
        parts = [mark, *parts, mark]
    return "\n".join(part for part in parts if part.strip())
