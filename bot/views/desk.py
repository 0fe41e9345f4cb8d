"""The client's desk on a screen: whom to call and under which number."""

from __future__ import annotations

from bot.domain.people import Locale
from bot.views.blocks import lines
from bot.views.moments import day, escape, span
from bot.views.pictures import DeskSlot, LanePicture, TierPicture
from bot.views.texts import choice, text

TIERS_SHOWN = 8


def contact(slot: DeskSlot) -> str:
    """Phone, else mail address, escaped; phone and mail both when both are there."""
    return " / ".join(escape(way, limit=120) for way in (slot.phone, slot.email) if way)


def desk_line(lane: LanePicture, locale: Locale) -> str:
    """The desk's people in one line each; says so plainly when none is registered."""
    if not lane.desk:
        return text(locale, "card.no_desk")
    label = text(locale, "card.desk", label=escape(lane.desk_label, limit=120)) if lane.desk_label else ""
    people = [
        text(
            locale,
            "card.slot",
            slot=escape(choice(locale, "slot", slot.slot)),
            name=escape(slot.name, limit=80),
            contact=contact(slot),
        )
        for slot in lane.desk[:6]
    ]
    return lines(label, *people, _drill(lane, locale))


def _drill(lane: LanePicture, locale: Locale) -> str:
    """Whether the numbers may have changed, because nobody tried them for long; empty when they were tried lately."""
    if lane.drill is None:
        return ""
    if lane.drill.last_on is None:
        return text(locale, "card.never_drilled")
    return text(locale, "card.drilled_long_ago", day=day(lane.drill.last_on, locale))


def tiers_line(lane: LanePicture, locale: Locale) -> str:
    """The subcontractors to ring, tier by tier, with their telephone at night and their own clock; for our own people only."""
    listed = [_tier(tier, locale) for tier in lane.tiers[:TIERS_SHOWN]]
    rest = len(lane.tiers) - len(listed)
    more = [text(locale, "list.more", n=rest)] if rest else []
    return lines(text(locale, "card.tiers"), *listed, *more)


def _tier(tier: TierPicture, locale: Locale) -> str:
    phone = escape(tier.night_phone, limit=60) or text(locale, "card.tier_no_phone")
    clock = span(tier.inner_minutes, locale) if tier.inner_minutes is not None else text(locale, "card.tier_no_clock")
    return text(locale, "card.tier", n=tier.depth, name=escape(tier.name, limit=80), phone=phone, clock=clock)


def next_call(lane: LanePicture) -> DeskSlot | None:
    """Whom to call next: the one the pack's order gives, else the first with a number, else the first."""
    if lane.next_slot is not None:
        return lane.next_slot
    return next((slot for slot in lane.desk if slot.phone), lane.desk[0] if lane.desk else None)


def call_line(lane: LanePicture, locale: Locale, key: str) -> str:
    """The line that names whom to call next, in the sentence `key`; says so when the desk is empty."""
    slot = next_call(lane)
    if slot is None:
        return text(locale, "card.no_desk")
    return text(locale, key, name=escape(slot.name, limit=80), contact=contact(slot))
