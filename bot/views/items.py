"""One thing that is owed, as a line of a digest and of App Home: what it is, whose, until when, and the button it needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.views.blocks import Block, button, ids
from bot.views.moments import day, escape, left_words, when
from bot.views.pictures import BiText, DigestItem, DigestKind, Reader
from bot.views.texts import choice, has, text
from bot.views.wording import client_name

_VERBS: dict[DigestKind, str] = {
    "overdue": "progress",
    "action_late": "action_done",
    "open_clock": "progress",
    "report_due": "reports",
    "approval": "approval",
    "tell_after": "emergency_told",
    "legal": "consultation",
    "instruction": "instruction",
    "survey": "survey",
    "action": "action_done",
    "action_day": "action_change",
    "check": "action_check",
    "talk": "consultation",
    "no_next_date": "next_date",
    "minute": "minute",
    "unconfirmed": "confirmed",
    "items_owed": "reports",
    "open_duty": "duties",
    "law": "laws",
    "law_form": "law_form",
    "lead_form": "lead_form",
    "talk_close": "consult_close",
    "waiting_to_close": "close",
}
_OPENS = frozenset({"progress", "reports", "consultation", "instruction", "survey", "approval", "laws"})
"""Verbs that show something first; their button says so."""


def item_words(item: DigestItem, reader: Reader, now: datetime, *, owner: bool = False) -> str:
    """The line; with `owner` it says whose turn it is."""
    locale = reader.locale
    client = text(locale, "digest.client", client=client_name(item.client, locale)) if item.client else ""
    words = text(locale, "digest.item", client=client, detail=_detail(item, reader), ref=escape(item.ref))
    if item.due_at is not None:
        at = when(item.due_at, now, locale, reader.tz, reader.tz)
        words += text(
            locale, "digest.target" if item.soft else "digest.due", at=at, left=left_words(now, item.due_at, locale)
        )
    elif item.on is not None:
        today = now.astimezone(ZoneInfo(reader.tz)).date()
        key = "digest.on_late" if item.on < today else "digest.on_today" if item.on == today else "digest.on"
        words += text(locale, key, at=day(item.on, locale, today))
    if owner and item.owner_name:
        words += text(locale, "digest.owner", name=escape(item.owner_name, limit=60))
    return text(locale, "drill.mark") + words if item.drill else words


def item_button(item: DigestItem, reader: Reader, *, number: int = 0) -> Block:
    """The button of what is needed next."""
    verb = _VERBS[item.kind]
    label = text(reader.locale, "button.open") if verb in _OPENS else ""
    name, identifier = item.subject
    about = {name: identifier} if name else {}
    value = ids(**{"i": item.incident_id, "l": item.lane_id, "c": item.consultation_id, **about})
    return button(reader.locale, verb, value, label=label, number=number)


def items_owed(count: int) -> BiText:
    """How many items a client still waits for, as the line's words."""
    key = "digest.items_owed_one" if count == 1 else "digest.items_owed"
    return BiText(text("ja", key, n=count), text("en", key, n=count))


def by_due(items: Sequence[DigestItem]) -> list[DigestItem]:
    """Items of one group, the earliest first."""
    return sorted(items, key=_instant)


def _instant(item: DigestItem) -> tuple[float, str, str]:
    at = item.due_at.timestamp() if item.due_at else float("inf")
    return at, item.on.isoformat() if item.on else "", item.ref


def _detail(item: DigestItem, reader: Reader) -> str:
    """What the line is about: the given detail (a topic's code becomes its words) with what is needed, else the kind's own words."""
    given = item.detail.of(reader.locale)
    if not given:
        return text(reader.locale, f"digest.kind.{item.kind}")
    words = escape(choice(reader.locale, "topic", given), limit=200)
    key = f"digest.about.{item.kind}"
    return text(reader.locale, key, words=words) if has(key) else words
