"""What a person is told of a matter: it was opened, it waits for them, it moved, it is due."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.views.blocks import actions, button, ids, message, section
from bot.views.forms.matters import matter_words
from bot.views.forms.papers import blanks_words
from bot.views.matter_pictures import MatterPicture, PaperPicture
from bot.views.moments import escape
from bot.views.pictures import Message, Reader
from bot.views.recurring import title_of
from bot.views.texts import choice, text
from bot.views.wording import client_name


def paper_note(matter: MatterPicture, paper: PaperPicture, what: str, words: str, reader: Reader) -> Message:
    """Say that a paper is made, with what is left to fill in by hand; `what` is made, or no_files: then `words` hold it all."""
    locale = reader.locale
    title = text(locale, f"paper.{paper.kind}.title")
    client = client_name(matter.client, locale)
    head = text(locale, "paper_note.made", client=client, title=title, n=paper.number)
    blocks = [section(f"*{head}*"), section(blanks_words(paper, locale)), section(text(locale, "paper_note.check"))]
    if what == "no_files":
        blocks = [section(text(locale, "paper_note.no_files")), section(escape(words, lines=True, limit=2900))]
    row = [button(locale, "matter", ids(m=matter.id), label=text(locale, "button.open"), style="primary")]
    return message(locale, head, [*blocks, actions(*row)], drill=False)


def matter_note(matter: MatterPicture, what: str, reader: Reader, now: datetime) -> Message | None:
    """Say what happened and what is wanted; None for a reminder of what has ended meanwhile.

    `what` is opened, reminder, late, renewed, or the name of the step that was taken.
    """
    locale = reader.locale
    if what in ("reminder", "late") and not matter.is_open:
        return None
    today = now.astimezone(ZoneInfo(reader.tz)).date()
    topic = title_of(matter, locale)
    values = {
        "topic": topic,
        "client": client_name(matter.client, locale),
        "by": escape(matter.by_name, limit=60),
        "ref": matter.ref,
    }
    wanted = next((step.name for step in matter.steps if step.name in ("approve", "confirm_back")), "")
    key = (
        f"matter_note.{wanted}"
        if wanted
        else "matter_note.asked"
        if what == "owed" and matter.kind == "recurring"
        else f"matter_note.{what}"
        if what in ("opened", "owed", "parts_done", "reminder", "late", "renewed")
        else "matter_note.moved"
    )
    words = text(locale, key, **values, step=choice(locale, "matter_done", what))
    row = [button(locale, "matter", ids(m=matter.id), label=text(locale, "button.open"), style="primary")]
    return message(
        locale, words, [section(f"*{words}*"), section(matter_words(matter, locale, today)), actions(*row)], drill=False
    )
