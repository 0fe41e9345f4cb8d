"""The morning digest: one per person and one per compliance channel, grouped by what presses most, silent when there is nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.views.blocks import Block, button, context, ids, lines, message, section
from bot.views.clocks import late_line
from bot.views.moments import escape, left_words, when
from bot.views.pictures import BiText, DigestItem, DigestKind, Message, Reader
from bot.views.texts import choice, text
from bot.views.wording import client_name

GROUPS: tuple[DigestKind, ...] = (
    "overdue",
    "open_clock",
    "report_due",
    "approval",
    "lead_form",
    "no_next_date",
    "unconfirmed",
    "items_owed",
    "open_duty",
    "waiting_to_close",
)
"""The groups in the order they are shown."""

_VERBS: dict[DigestKind, str] = {
    "overdue": "progress",
    "open_clock": "progress",
    "approval": "progress",
    "report_due": "notice",
    "items_owed": "notice",
    "lead_form": "lead_form",
    "no_next_date": "next_date",
    "unconfirmed": "confirmed",
    "open_duty": "duties",
    "waiting_to_close": "close",
}
SHOWN_PER_GROUP = 6


def person_digest(
    items: Sequence[DigestItem], reader: Reader, now: datetime, *, name: str, late_minutes: int = 0
) -> Message | None:
    """One person's digest, or None when nothing is owed. `late_minutes` marks one that leaves after its hour."""
    if not items:
        return None
    locale = reader.locale
    shown = escape(name, limit=60)
    key = "digest.head_plain" if not shown else "digest.head_one" if len(items) == 1 else "digest.head"
    return _digest(items, reader, now, text(locale, key, name=shown, n=len(items)), late_minutes, buttons=True)


def channel_digest(
    items: Sequence[DigestItem], reader: Reader, now: datetime, *, late_minutes: int = 0
) -> Message | None:
    """The compliance channel's digest, or None when nothing is open. It carries no buttons: it asks nobody in particular."""
    if not items:
        return None
    head = text(reader.locale, "digest.channel_head", n=len(items))
    return _digest(items, reader, now, head, late_minutes, buttons=False)


def _digest(
    items: Sequence[DigestItem], reader: Reader, now: datetime, head: str, late_minutes: int, *, buttons: bool
) -> Message:
    locale = reader.locale
    late = late_line(late_minutes, reader)
    blocks: list[Block] = [section(lines(head, late))]
    first = ""
    for kind in GROUPS:
        group = sorted((item for item in items if item.kind == kind), key=_by_due)
        if not group:
            continue
        blocks.append(section(text(locale, f"digest.group.{kind}")))
        for item in group[:SHOWN_PER_GROUP]:
            words = _words(item, reader, now)
            first = first or words
            blocks.append(section(words, accessory=_button(item, reader) if buttons else None))
        if len(group) > SHOWN_PER_GROUP:
            blocks.append(context(text(locale, "list.more", n=len(group) - SHOWN_PER_GROUP)))
    words = text(locale, "digest.text", n=len(items), first=first) + (f" {late}" if late else "")
    return message(locale, words, blocks, drill=all(item.drill for item in items))


def items_owed(count: int) -> BiText:
    """How many items a client still waits for, as the line's words."""
    key = "digest.items_owed_one" if count == 1 else "digest.items_owed"
    return BiText(text("ja", key, n=count), text("en", key, n=count))


def _by_due(item: DigestItem) -> tuple[float, str]:
    return (item.due_at.timestamp() if item.due_at else float("inf"), item.ref)


def _words(item: DigestItem, reader: Reader, now: datetime) -> str:
    locale = reader.locale
    client = text(locale, "digest.client", client=client_name(item.client, locale)) if item.client else ""
    words = text(locale, "digest.item", client=client, detail=_detail(item, reader), ref=escape(item.ref))
    if item.due_at is not None:
        at = when(item.due_at, now, locale, reader.tz, reader.tz)
        words += text(locale, "digest.due", at=at, left=left_words(now, item.due_at, locale))
    return text(locale, "drill.mark") + words if item.drill else words


def _detail(item: DigestItem, reader: Reader) -> str:
    """What the line is about: the given detail (a topic's code becomes its words), else the kind's own words."""
    given = item.detail.of(reader.locale)
    if not given:
        return text(reader.locale, f"digest.kind.{item.kind}")
    return escape(choice(reader.locale, "topic", given), limit=300)


def _button(item: DigestItem, reader: Reader) -> Block:
    verb = _VERBS[item.kind]
    label = text(reader.locale, "button.open") if verb in {"progress", "notice"} else ""
    value = ids(i=item.incident_id, l=item.lane_id, c=item.consultation_id)
    return button(reader.locale, verb, value, label=label)
