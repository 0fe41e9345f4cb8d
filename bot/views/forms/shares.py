"""Shares of the costs in the talks: ours proposed, the client's instead, both agreed, and the limit of what we bear."""

from __future__ import annotations

from bot.domain.bearing import WHOLE, percent
from bot.domain.ledger import COST_ITEMS, ShareTerms, Standing
from bot.views.blocks import Block, Option, choices, context
from bot.views.forms.costs import ledger_modal
from bot.views.inputs import NOTE_LIMIT, field, line, on_day, one_of, radio
from bot.views.ledger_picture import LedgerPicture
from bot.views.pictures import Reader
from bot.views.texts import text

WHOLE_OPTION = "whole"
"""Slack takes no empty value in a list."""


def share_propose_form(picture: LedgerPicture, reader: Reader) -> Block:
    """The shares we propose, why, and when both talk next."""
    locale = reader.locale
    blocks = [
        *_shares(picture, reader, Standing.PROPOSED, third=True),
        field("reason", text(locale, "share_propose.reason"), line(multiline=True, limit=NOTE_LIMIT)),
        field("next_date", text(locale, "share_propose.next_date"), on_day(locale)),
        context(text(locale, "consultation.unprejudiced")),
    ]
    return ledger_modal(picture, reader, "share_propose", blocks)


def share_counter_form(picture: LedgerPicture, reader: Reader) -> Block:
    """The shares the client wants instead, as said in a round of talks."""
    blocks = [*_shares(picture, reader, Standing.COUNTERED, third=True), *_round(picture, reader)]
    return ledger_modal(picture, reader, "share_counter", blocks)


def share_agree_form(picture: LedgerPicture, reader: Reader) -> Block:
    """The shares both agreed on in a round of talks, with their conditions."""
    locale = reader.locale
    third = any(terms.third_party_bp for terms in picture.ledger.terms)
    conditions = line(multiline=True, limit=NOTE_LIMIT)
    blocks = [
        *_shares(picture, reader, Standing.AGREED, third=third),
        field("conditions", text(locale, "share_agree.conditions"), conditions),
        *_round(picture, reader),
        context(text(locale, "consultation.unprejudiced")),
    ]
    return ledger_modal(picture, reader, "share_agree", blocks)


def share_limit_form(picture: LedgerPicture, reader: Reader) -> Block:
    """The most that we bear, as the contract or the talks have it."""
    locale = reader.locale
    per = radio(choices(locale, "cap_per", ("incident", "contract")))
    blocks = [
        field("cap", text(locale, "share_limit.cap"), line(limit=40, placeholder="1,000,000"), optional=False),
        field("per", text(locale, "share_limit.per"), per, optional=False),
        field("used", text(locale, "share_limit.used"), line(limit=40)),
        field("reason", text(locale, "share_limit.reason"), line(limit=NOTE_LIMIT), optional=False),
    ]
    return ledger_modal(picture, reader, "share_limit", blocks)


def _shares(picture: LedgerPicture, reader: Reader, standing: Standing, *, third: bool) -> list[Block]:
    locale = reader.locale
    used = {found.item for found in picture.ledger.standing}
    items: list[Option] = [(WHOLE_OPTION, text(locale, "shares.whole"))]
    items += choices(locale, "item", [item for item in COST_ITEMS if item in used])
    before = picture.ledger.in_force(standing).get(WHOLE)
    blocks = [
        field("item", text(locale, "share.item"), one_of(locale, items, initial=WHOLE_OPTION), optional=False),
        field("us", text(locale, "share.us"), _box(before, "us_bp")),
        field("client", text(locale, "share.client"), _box(before, "client_bp")),
    ]
    if third:
        box = _box(before, "third_party_bp")
        blocks.append(
            field("third_party", text(locale, "share.third_party"), box, hint=text(locale, "share.third_hint"))
        )
    return blocks


def _box(before: ShareTerms | None, name: str) -> Block:
    share = getattr(before, name) if before else 0
    return line(limit=10, initial=percent(share) if share else "", placeholder="60")


def _round(picture: LedgerPicture, reader: Reader) -> list[Block]:
    locale = reader.locale
    return [
        field("held_on", text(locale, "share.held_on"), on_day(locale, picture.today), optional=False),
        field("who", text(locale, "share.who"), line(limit=NOTE_LIMIT), optional=False),
    ]
