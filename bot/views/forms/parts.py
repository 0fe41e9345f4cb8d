"""The checklist of a matter that is done in parts, and the way back from a part to it."""

from __future__ import annotations

from bot.domain.people import Locale
from bot.views.blocks import Block, actions, button, context, divider, gap, ids, section
from bot.views.course_words import part_words
from bot.views.matter_pictures import MatterPicture
from bot.views.texts import choice, text
from bot.views.wording import matter_state

SHOWN_PARTS = 30


def part_lines(matter: MatterPicture, locale: Locale) -> list[Block]:
    """The checklist of a matter that is done in parts: what is done, what is missing, each with its button."""
    if matter.part_of:
        back = button(locale, "matter", ids(m=matter.part_of), label=text(locale, "parts.whole"))
        return [actions(back)]
    if not matter.parts:
        return []
    done = sum(not part.is_open for part in matter.parts)
    blocks = [divider(), section(text(locale, "parts.head", done=done, n=len(matter.parts)))]
    shown = sorted(matter.parts, key=lambda part: not part.is_open)[:SHOWN_PARTS]
    for number, part in enumerate(shown, start=1):
        sign = "□" if part.is_open else "☑"
        state = matter_state("ending", part.state, locale)
        topic = choice(locale, "matter_ending", part.topic)
        words = f"{sign} *{topic}* {gap(locale)}{part_words(part.medium, part.holder, locale)}\n{state}"
        blocks.append(
            section(
                words,
                accessory=button(locale, "matter", ids(m=part.id), number=number, label=text(locale, "button.open")),
            )
        )
    if len(matter.parts) > len(shown):
        blocks.append(context(text(locale, "list.more", n=len(matter.parts) - len(shown))))
    return blocks
