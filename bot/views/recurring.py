"""Words of a matter that comes back: its title, for whom it is, and until when a renewal can be stopped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.domain.people import Locale
from bot.views.blocks import Block, context, divider, lines, section
from bot.views.matter_pictures import ComingPicture, MatterPicture
from bot.views.moments import day, escape
from bot.views.pictures import BiText
from bot.views.texts import text
from bot.views.wording import client_name, matter_state, topic_words

SHOWN_COMING = 12


def title_of(matter: MatterPicture, locale: Locale) -> str:
    """What a matter is about: of something that comes back the pack's own words, else its topic."""
    words = matter.summary.of(locale) if matter.kind == "recurring" else ""
    return escape(words, limit=200) if words else topic_words(matter.kind, matter.topic, locale)


def title_key(matter: MatterPicture) -> str:
    """The sentence that heads its screen."""
    course = matter.kind in ("ending", "contract")
    return "recurring.title" if matter.kind == "recurring" else "matter.title_course" if course else "matter.title"


def state_of(matter: MatterPicture, locale: Locale) -> str:
    """Where a matter stands; what comes back waits for its owner and for nobody's consent."""
    if matter.kind == "recurring" and matter.state == "asked":
        return text(locale, "recurring.asked")
    return matter_state(matter.kind, matter.state, locale)


def not_kept(matter: MatterPicture, locale: Locale) -> dict[str, object]:
    """The answers that a report begins with when something was not kept: which contract, and what it says. No blame, no guess."""
    cite = ", ".join(matter.cite)
    return {
        "contracts": [matter.pack_id],
        "what": ["clause_breach"],
        "summary": text(locale, "recurring.summary", words=matter.summary.of(locale), cite=cite),
    }


def gap_words(client: BiText, names: tuple[str, ...], locale: Locale) -> str:
    """One client and the subcontractors who are not shown to be bound by its terms."""
    return f"{client_name(client, locale)}: {_joined(names, locale)}"


def coming_lines(coming: Sequence[ComingPicture], locale: Locale, today: date) -> list[Block]:
    """The calendar of what comes back, one line each; nothing when there is none."""
    if not coming:
        return []
    said = [
        text(
            locale,
            "recurring.coming",
            title=escape(one.title.of(locale), limit=120),
            client=client_name(one.client, locale),
            ask=day(one.ask_on, locale, today),
            due=day(one.due_on, locale, today),
        )
        for one in coming[:SHOWN_COMING]
    ]
    more = [context(text(locale, "list.more", n=len(coming) - SHOWN_COMING))] if len(coming) > SHOWN_COMING else []
    return [divider(), section(text(locale, "recurring.coming_head")), section(lines(*said)), *more]


def about(matter: MatterPicture, locale: Locale, today: date) -> tuple[str, ...]:
    """The lines under its title: for whom, which subcontractors are not bound yet, until when notice is safe and until when possible."""
    if matter.kind != "recurring":
        return ()
    said = []
    if matter.person_name:
        said.append(text(locale, f"recurring.{matter.answers['for']}", name=escape(matter.person_name, limit=60)))
    if matter.gaps and matter.is_open:
        said.append(text(locale, "recurring.gaps", names=_joined(matter.gaps, locale)))
    if matter.topic == "renewal" and matter.is_open and matter.due_on and matter.target_on:
        safe, last = (day(one, locale, today) for one in (matter.target_on, matter.due_on))
        said.append(
            text(locale, "recurring.safe_gone" if matter.target_on < today else "recurring.safe", safe=safe, last=last)
        )
    return tuple(said)


def _joined(names: tuple[str, ...], locale: Locale) -> str:
    return ("、" if locale == "ja" else ", ").join(escape(name, limit=80) for name in names[:20])
