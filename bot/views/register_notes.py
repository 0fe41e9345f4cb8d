"""What a person is told of the register: something on record runs out, or has."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.register import KINDS, RegisterKind
from bot.views.blocks import actions, button, ids, message, section
from bot.views.forms.register import owner_words
from bot.views.moments import day, escape
from bot.views.pictures import Message, Reader
from bot.views.register_pictures import RecordPicture
from bot.views.register_words import kind_words, names_in, record_line, title_words
from bot.views.texts import text


def expiry_note(record: RecordPicture, reader: Reader, now: datetime) -> Message | None:
    """Say until when it is good and what is wanted; None when it has ended or no longer runs out."""
    locale = reader.locale
    kind = RegisterKind(record.kind)
    written = record.answers.get(KINDS[kind].expires, "")
    if record.ended or not written:
        return None
    last = datetime.fromisoformat(written).date()
    today = now.astimezone(ZoneInfo(reader.tz)).date()
    words = text(
        locale,
        "register_note.expired" if last < today else "register_note.expires",
        kind=kind_words(record.kind, locale),
        name=escape(title_words(record.kind, record.answers, locale, names_in(record.names)), limit=80),
        day=day(last, locale, today),
    )
    row = actions(button(locale, "register_entry", ids(j=record.item_id), style="primary"))
    shown = f"{owner_words(record.client, locale)}\n{record_line(record, locale)}"
    return message(locale, words, [section(f"*{words}*"), section(shown), row], drill=False)
