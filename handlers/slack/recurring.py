"""Buttons of the hygiene cards: "I keep to it", and "This happened", which opens the report."""

from __future__ import annotations

from datetime import date

from bot.domain.errors import NotPossibleNow
from bot.domain.recurring import CARDS
from bot.services.cards import KeepCard, keep_card
from bot.views.cards import card_not_kept
from handlers.slack.reporting import open_report
from handlers.slack.visit import Visit


async def press_keep(visit: Visit) -> None:
    """Keep that the person keeps to the rule; the message shows it."""
    container = visit.body.get("container") or {}
    command = KeepCard(
        actor=visit.actor,
        key=visit.key,
        pack_id=visit.ids.get("w", ""),
        card=_card(visit),
        day=_day(visit),
        channel=str(container.get("channel_id") or ""),
        ts=str(container.get("message_ts") or ""),
    )
    if not await visit.run(keep_card, command):
        await visit.tell("card_rule.thanks")


async def open_card_happened(visit: Visit) -> None:
    """Open the report with the contract and the rule."""
    await open_report(visit, initial=card_not_kept(visit.ids.get("w", ""), _card(visit), visit.reader.locale))


def _card(visit: Visit) -> str:
    name = visit.ids.get("g", "")
    if name not in CARDS:
        raise NotPossibleNow("refused.card_gone")
    return name


def _day(visit: Visit) -> date:
    try:
        return date.fromisoformat(visit.ids.get("y", ""))
    except ValueError:
        raise NotPossibleNow("refused.card_gone") from None
