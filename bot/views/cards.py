"""A hygiene card: one rule in one friendly sentence, "I keep to it", and the way to the report without blame."""

from __future__ import annotations

from bot.domain.people import Locale
from bot.views.blocks import Block, actions, button, context, divider, ids, lines, section
from bot.views.card_pictures import CardPicture
from bot.views.texts import text
from bot.views.wording import client_name


def card_blocks(card: CardPicture, locale: Locale) -> list[Block]:
    """The card as the end of a digest, or as the whole of a morning's message."""
    head = text(locale, "card_rule.head", client=client_name(card.client, locale))
    blocks: list[Block] = [section(lines(head, card_words(card, locale)))]
    if card.kept:
        return [*blocks, context(text(locale, "card_rule.kept"))]
    about = ids(g=card.name, w=card.pack_id, y=card.day.isoformat())
    return [
        *blocks,
        actions(button(locale, "card_keep", about), button(locale, "card_happened", about, style="danger")),
    ]


def below_digest(card: CardPicture, locale: Locale) -> list[Block]:
    """The card with the line that parts it from what is owed."""
    return [divider(), *card_blocks(card, locale)]


def card_words(card: CardPicture, locale: Locale) -> str:
    """The rule in one sentence; that histories stay where they are while an incident is open."""
    return text(locale, "card_rule.call_log_held" if card.held else f"card_rule.{card.name}")


def card_not_kept(pack_id: str, name: str, locale: Locale) -> dict[str, object]:
    """The answers that a report begins with when a card's rule was not kept."""
    return {
        "contracts": [pack_id],
        "what": ["clause_breach"],
        "summary": text(locale, "card_rule.not_kept", words=text(locale, f"card_rule.{name}")),
    }
