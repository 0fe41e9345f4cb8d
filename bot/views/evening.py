"""What somebody reads at half past five who has a client's laptop or papers with them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.views.blocks import actions, button, context, ids, lines, message, section
from bot.views.forms.matters import matter_words
from bot.views.matter_pictures import MatterPicture
from bot.views.pictures import Message, Reader
from bot.views.texts import text
from bot.views.wording import client_name


def evening_note(matter: MatterPicture, reader: Reader, now: datetime, *, risky: bool) -> Message | None:
    """The three things to think of, stronger before a free day and in the months of parties; None when it is back meanwhile."""
    if matter.state != "out":
        return None
    locale = reader.locale
    thing = "laptop" if matter.topic == "laptop_out" else "papers" if matter.topic == "papers_out" else "other"
    words = text(locale, f"evening_head.{thing}", client=client_name(matter.client, locale))
    said = [
        text(locale, "evening.risky" if risky else "evening.drinking"),
        text(locale, "evening.back"),
        text(locale, "evening.wipe") if thing != "papers" else "",
    ]
    about = ids(m=matter.id)
    row = actions(
        button(locale, "matter", about, label=text(locale, "evening.back_button"), style="primary"),
        button(locale, "matter_breach", about, label=text(locale, "evening.lost_button"), style="danger"),
    )
    today = now.astimezone(ZoneInfo(reader.tz)).date()
    blocks = [section(f"*{words}*"), section(lines(*said)), context(matter_words(matter, locale, today)), row]
    return message(locale, words, blocks, drill=False)
