"""The morning digest: one per person and one per compliance channel, grouped by what presses most, silent when there is nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.people import Locale
from bot.views.blocks import MESSAGE_BLOCKS, Block, context, lines, message, section
from bot.views.card_pictures import CardPicture
from bot.views.cards import below_digest, card_blocks, card_words
from bot.views.clocks import late_line
from bot.views.forms.matters import matter_lines, matter_words
from bot.views.items import by_due, item_button, item_words
from bot.views.matter_pictures import MatterPicture
from bot.views.moments import escape
from bot.views.pictures import BiText, DigestItem, DigestKind, Message, Reader
from bot.views.recurring import gap_words
from bot.views.texts import text

GROUPS: dict[str, tuple[DigestKind, ...]] = {
    "overdue": ("overdue",),
    "late": ("action_late",),
    "open_clock": ("open_clock",),
    "law": ("law", "law_form"),
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
_SPARE_BLOCKS = 6
"""The head, what a drill or a late morning says first, and the day's card."""
Gaps = Sequence[tuple[BiText, tuple[str, ...]]]
"""Clients, and subcontractors who are not shown to be bound by their terms."""


def person_digest(
    items: Sequence[DigestItem],
    reader: Reader,
    now: datetime,
    *,
    name: str,
    late_minutes: int = 0,
    matters: Sequence[MatterPicture] = (),
    gaps: Gaps = (),
    card: CardPicture | None = None,
) -> Message | None:
    """One person's digest, or None when nothing is owed and there is no card. `late_minutes` marks one that leaves after its hour."""
    locale = reader.locale
    if not items and not matters and not gaps:
        return _card_alone(card, locale) if card else None
    shown = escape(name, limit=60)
    count = len(items) + len(matters) + len(gaps)
    key = "digest.head_plain" if not shown else "digest.head_one" if count == 1 else "digest.head"
    head = text(locale, key, name=shown, n=count)
    after = below_digest(card, locale) if card else []
    return _digest(items, reader, now, head, late_minutes, buttons=True, matters=matters, gaps=gaps, after=after)


def channel_digest(
    items: Sequence[DigestItem],
    reader: Reader,
    now: datetime,
    *,
    late_minutes: int = 0,
    matters: Sequence[MatterPicture] = (),
    gaps: Gaps = (),
) -> Message | None:
    """The compliance channel's digest, or None when nothing is open. It carries no buttons: it asks nobody in particular."""
    if not items and not matters and not gaps:
        return None
    head = text(reader.locale, "digest.channel_head", n=len(items) + len(matters) + len(gaps))
    return _digest(items, reader, now, head, late_minutes, buttons=False, matters=matters, gaps=gaps, after=[])


def _card_alone(card: CardPicture, locale: Locale) -> Message:
    words = text(locale, "card_rule.text", words=card_words(card, locale).replace("*", ""))
    return message(locale, words, card_blocks(card, locale), drill=False)


def _digest(
    items: Sequence[DigestItem],
    reader: Reader,
    now: datetime,
    head: str,
    late_minutes: int,
    *,
    buttons: bool,
    matters: Sequence[MatterPicture],
    gaps: Gaps,
    after: Sequence[Block],
) -> Message:
    locale = reader.locale
    late = late_line(late_minutes, reader)
    blocks: list[Block] = [section(lines(head, late))]
    groups = {name: by_due([item for item in items if item.kind in kinds]) for name, kinds in GROUPS.items()}
    full = {name: group for name, group in groups.items() if group}
    each = _room_for(len(full) + bool(matters) + bool(gaps))
    first = ""
    for name, group in full.items():
        blocks.append(section(text(locale, f"digest.group.{name}")))
        for item in group[:each]:
            words = item_words(item, reader, now, owner=True)
            first = first or words
            blocks.append(section(words, accessory=item_button(item, reader) if buttons else None))
        if len(group) > each:
            blocks.append(context(text(locale, "list.more", n=len(group) - each)))
    today = now.astimezone(ZoneInfo(reader.tz)).date()
    if matters:
        blocks.append(section(text(locale, "digest.group.matters")))
        first = first or matter_words(matters[0], locale, today).partition("\n")[0]
        shown = matter_lines(matters, reader, now, shown=each)
        blocks += (
            shown if buttons else [{key: part for key, part in block.items() if key != "accessory"} for block in shown]
        )
    if gaps:
        blocks.append(section(text(locale, "digest.group.gaps")))
        blocks += [section(gap_words(client, names, locale)) for client, names in gaps[:each]]
        first = first or gap_words(*gaps[0], locale)
    count = len(items) + len(matters) + len(gaps)
    words = text(locale, "digest.text", n=count, first=first) + (f" {late}" if late else "")
    drill = bool(items) and all(item.drill for item in items) and not matters and not gaps and not after
    return message(locale, words, [*blocks, *after], drill=drill)


def _room_for(groups: int) -> int:
    """How many lines each group gets, so that every group with its "and more" still fits into one message."""
    return max(1, min(SHOWN_PER_GROUP, (MESSAGE_BLOCKS - _SPARE_BLOCKS) // max(groups, 1) - 2))
