"""What a matter of a contract's own course is about, in the reader's language: nobody typed it, so nothing keeps it in one language."""

from __future__ import annotations

from bot.domain.people import Locale
from bot.views.matter_pictures import MatterPicture
from bot.views.moments import escape
from bot.views.notice_words import written_day
from bot.views.texts import choice, text


def about_words(matter: MatterPicture, locale: Locale) -> str:
    """The line under a matter's title, escaped: what people typed, or what its contract's course says; empty when the title says it."""
    if matter.kind == "recurring" or matter.topic == "filed_before":
        return ""
    if matter.kind == "ending":
        return part_words(matter.answers.get("medium", ""), matter.answers.get("holder", ""), locale)
    if matter.kind == "contract":
        day = written_day(matter.began_on, locale)
        return text(locale, f"contract_end.{matter.answers.get('event', 'ended')}", day=day)
    if matter.of_course:
        what, name = escape(matter.summary.of(locale), limit=300), matter.answers.get("holder", "")
        return text(locale, "contract_start.of_tier", what=what, name=escape(name, limit=120)) if name else what
    return escape(matter.words, limit=400)


def part_words(medium: str, holder: str, locale: Locale) -> str:
    """On which medium, with whom."""
    name = escape(holder, limit=120)
    return text(locale, "inventory.part", medium=choice(locale, "medium", medium), holder=name) if medium else name
