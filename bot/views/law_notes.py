"""What legal is told of statutory duties: one has come up, its time runs out, what the laws ask is still open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.views.blocks import actions, button, context, ids, lines, message, section
from bot.views.clocks import late_line
from bot.views.forms.laws import clock_words, named
from bot.views.law_pictures import LawsPicture, StatutoryPicture
from bot.views.moments import escape
from bot.views.pictures import IncidentPicture, Message, Reader
from bot.views.texts import text

SHOWN = 6
_INSTANT = timedelta(seconds=1)


def law_note(
    picture: LawsPicture,
    what: str,
    duties: Sequence[StatutoryPicture],
    reader: Reader,
    now: datetime,
    *,
    late_minutes: int = 0,
) -> Message:
    """Say what it is about, until when, and offer the list and, as long as they are open, the questions."""
    locale = reader.locale
    head = text(locale, f"law_note.{what}")
    spoken = [f"{named(picture, duty, locale)}\n{_clock(duty, what, reader, now)}" for duty in duties]
    blocks = [section(head), *(section(words) for words in spoken[:SHOWN])]
    if len(spoken) > SHOWN:
        blocks.append(context(text(locale, "list.more", n=len(spoken) - SHOWN)))
    if picture.answered_at is None:
        blocks.append(section(text(locale, "law_note.ask")))
    late = late_line(late_minutes, reader)
    blocks.append(context(lines(escape(picture.ref), late)))
    value = ids(i=picture.incident_id)
    row = [button(locale, "laws", value, style="primary")]
    if picture.answered_at is None:
        row.append(button(locale, "law_form", value))
    blocks.append(actions(*row))
    first = spoken[0].replace("\n", " ") if spoken else ""
    words = text(locale, "law_note.text", ref=escape(picture.ref), head=head.strip("*"), first=first)
    words += f" {late}" if late else ""
    return message(locale, words, blocks, drill=picture.drill, drill_by=escape(picture.reporter_name, limit=60))


def _clock(duty: StatutoryPicture, what: str, reader: Reader, now: datetime) -> str:
    """The duty's clock; said to have passed at its very instant it is not said to have a last minute left."""
    if what == "overdue" and duty.due_at is not None:
        now = max(now, duty.due_at + _INSTANT)
    return clock_words(duty, reader, now)


def laws_opened(incident: IncidentPicture, reader: Reader) -> Message:
    """One quiet line in the room: legal looks into it. It calls nobody."""
    locale = reader.locale
    words = text(locale, "laws.room")
    row = actions(button(locale, "laws", ids(i=incident.id)))
    by = escape(incident.reporter_name, limit=60)
    return message(locale, words, [section(words), row], drill=incident.drill, drill_by=by)
