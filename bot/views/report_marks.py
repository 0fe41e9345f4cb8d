"""What the room reads about reports to a client: issued, promised, due, and the words themselves where no file can be put."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.domain.notice import NoticeKind
from bot.views.blocks import (
    Block,
    actions,
    button,
    context,
    divider,
    gap,
    ids,
    lines,
    message,
    section,
)
from bot.views.clocks import due_token, reader_zone
from bot.views.letter import title_of
from bot.views.moments import escape, in_words, when
from bot.views.pictures import IncidentPicture, LanePicture, Message, NoticePicture, Reader
from bot.views.reports import letter_blocks, owed_line
from bot.views.texts import text
from bot.views.wording import client_name


def notice_issued(
    incident: IncidentPicture, lane: LanePicture, notice: NoticePicture, reader: Reader, now: datetime
) -> Message:
    """The post when a report was issued: which, by whom, what is still open, when the next one is promised."""
    locale = reader.locale
    title = title_of(NoticeKind(notice.kind), notice.number or 1, locale)
    head = text(locale, "room.notice_issued", title=title, client=client_name(lane.client, locale))
    at = when(notice.issued_at or now, now, locale, reader_zone(lane, reader), reader.tz)
    by = text(locale, "room.notice_issued_by", by=escape(notice.issued_by_name, limit=60), at=at)
    agreed = ""
    if notice.bypassed:
        agreed = text(locale, "reports.bypassed")
    elif notice.approved_by_name:
        agreed = text(locale, "reports.approved", by=escape(notice.approved_by_name, limit=60))
    promised = ""
    if notice.next_report_at is not None:
        promised = text(locale, "reports.next", at=due_token(lane, reader, notice.next_report_at, now))
    blocks = [
        section(
            lines(head, gap(locale).join(part for part in (by, agreed) if part), owed_line(lane, locale), promised)
        ),
        context(text(locale, "room.notice_send")),
        actions(
            button(locale, "notice_send", ids(i=incident.id, l=lane.id, r=notice.id), style="primary"),
            button(locale, "reports", ids(i=incident.id, l=lane.id)),
        ),
    ]
    return _message(incident, reader, head, blocks)


def notice_words(
    incident: IncidentPicture, notice: NoticePicture, letter: Mapping[str, Any], reader: Reader
) -> Message:
    """The letter itself as a message, where no file may be put."""
    locale = reader.locale
    title = title_of(NoticeKind(notice.kind), notice.number or 1, locale)
    head = text(locale, "room.notice_text", title=title)
    return _message(incident, reader, head, [section(head), divider(), *letter_blocks(letter, locale)])


def report_promised(
    incident: IncidentPicture,
    lane: LanePicture,
    reader: Reader,
    now: datetime,
    *,
    kind: str,
    mention: Sequence[str] = (),
) -> Message:
    """The post half an hour before a promised report (`report_soon`) and at its time (`report_due`)."""
    locale = reader.locale
    client = client_name(lane.client, locale)
    promised = lane.next_report_at or now
    words = text(locale, f"room.{kind}", client=client, at=due_token(lane, reader, promised, now))
    said = text(locale, f"room.{kind}", client=client, at=in_words(promised, locale, reader_zone(lane, reader), ""))
    called = " ".join(f"<@{user_id}>" for user_id in mention if user_id.isalnum())
    row = actions(button(locale, "reports", ids(i=incident.id, l=lane.id), style="primary"))
    return _message(incident, reader, said, [section(lines(words, owed_line(lane, locale), called)), row])


def _message(incident: IncidentPicture, reader: Reader, words: str, blocks: list[Block]) -> Message:
    plain = words.replace("*", "")
    return message(
        reader.locale, plain, blocks, drill=incident.drill, drill_by=escape(incident.reporter_name, limit=60)
    )
