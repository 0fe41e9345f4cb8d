"""The morning digest: one per person and one per compliance channel, grouped by what presses most, silent when there is nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.views.blocks import MESSAGE_BLOCKS, Block, context, lines, message, section
from bot.views.clocks import late_line
from bot.views.items import by_due, item_button, item_words
from bot.views.moments import escape
from bot.views.pictures import DigestItem, DigestKind, Message, Reader
from bot.views.texts import text

GROUPS: dict[str, tuple[DigestKind, ...]] = {
    "overdue": ("overdue",),
    "late": ("action_late",),
    "open_clock": ("open_clock",),
    "report_due": ("report_due",),
    "approval": ("approval",),
    "asked": ("tell_after", "instruction", "survey"),
    "legal": ("legal",),
    "action": ("action", "action_day", "check"),
    "lead_form": ("lead_form",),
    "talk": ("talk", "minute", "talk_close"),
    "no_next_date": ("no_next_date",),
    "unconfirmed": ("unconfirmed",),
    "items_owed": ("items_owed",),
    "open_duty": ("open_duty",),
    "waiting_to_close": ("waiting_to_close",),
}
"""The groups in the order they are shown, with the kinds of each."""

SHOWN_PER_GROUP = 6
_SPARE_BLOCKS = 3
"""The head, and what a drill or a late morning says first."""


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
    groups = {name: by_due([item for item in items if item.kind in kinds]) for name, kinds in GROUPS.items()}
    full = {name: group for name, group in groups.items() if group}
    each = _room_for(len(full))
    first = ""
    for name, group in full.items():
        blocks.append(section(text(locale, f"digest.group.{name}")))
        for item in group[:each]:
            words = item_words(item, reader, now, owner=True)
            first = first or words
            blocks.append(section(words, accessory=item_button(item, reader) if buttons else None))
        if len(group) > each:
            blocks.append(context(text(locale, "list.more", n=len(group) - each)))
    words = text(locale, "digest.text", n=len(items), first=first) + (f" {late}" if late else "")
    return message(locale, words, blocks, drill=all(item.drill for item in items))


def _room_for(groups: int) -> int:
    """How many lines each group gets, so that every group with its "and more" still fits into one message."""
    return max(1, min(SHOWN_PER_GROUP, (MESSAGE_BLOCKS - _SPARE_BLOCKS) // max(groups, 1) - 2))
