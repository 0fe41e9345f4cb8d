"""Entering and correcting a cost, in two short screens, and a third one for hours or an exchange rate.

What was typed on the screens before travels in the view's metadata; nothing is stored until the last one is sent.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from bot.domain.ledger import CAUSES, COST_ITEMS, PAYERS, CostLine
from bot.domain.money import MINOR_DIGITS, YEN, Tax, plain_amount
from bot.views.blocks import Block, Option, choices, context, gap, modal, section
from bot.views.inputs import NOTE_LIMIT, field, line, on_day, one_of, radio
from bot.views.ledger_picture import LedgerPicture
from bot.views.moments import clean, escape
from bot.views.pictures import Reader
from bot.views.texts import choice, text

EVIDENCE_LIMIT = 300
LAST = frozenset({"description", "evidence"})
"""What only the last screen asks; too long to travel in a view's metadata (Slack takes 3,000 characters)."""
Typed = Mapping[str, str]


def cost_form(picture: LedgerPicture, reader: Reader, *, typed: Typed, target: str = "") -> Block:
    """First screen: what for and how much. `target` is the line (and version) that is corrected; empty for a new one."""
    locale = reader.locale
    taxes = choices(locale, "tax", [tax.value for tax in Tax])
    items = one_of(locale, choices(locale, "item", COST_ITEMS), initial=typed.get("item"))
    amount = line(limit=40, placeholder="12,300", initial=typed.get("amount", ""))
    currencies = one_of(locale, [(code, code) for code in MINOR_DIGITS], initial=typed.get("currency") or YEN)
    blocks = [
        field("item", text(locale, "cost.item"), items, optional=False),
        field("amount", text(locale, "cost.amount"), amount, hint=text(locale, "cost.amount_hint")),
        field("currency", text(locale, "cost.currency"), currencies, optional=False),
        field("tax", text(locale, "cost.tax"), one_of(locale, taxes, initial=typed.get("tax")), optional=False),
        field("payer", text(locale, "cost.payer"), payers(reader, typed.get("payer")), optional=False),
    ]
    if not target or typed.get("incurred_on"):
        day = on_day(locale, day_of(typed.get("incurred_on")))
        blocks.append(field("incurred_on", text(locale, "cost.incurred_on"), day, optional=not target))
    return ledger_modal(picture, reader, "cost", blocks, submit="button.next_page", target=target, typed=typed)


def cost_terms_form(picture: LedgerPicture, reader: Reader, *, typed: Typed, target: str, hours: bool) -> Block:
    """Second screen, only where it is needed: hours and their rate, or the exchange rate that is then frozen."""
    locale, currency = reader.locale, typed.get("currency") or YEN
    blocks = []
    if hours:
        for name in ("hours", "hourly"):
            box = line(limit=40, initial=typed.get(name, ""))
            blocks.append(field(name, text(locale, f"cost_terms.{name}"), box, optional=False))
    if currency != YEN:
        blocks += rate_fields(reader, typed, currency)
        blocks.append(context(text(locale, "cost_terms.frozen")))
    return ledger_modal(picture, reader, "cost_terms", blocks, submit="button.next_page", target=target, typed=typed)


def rate_fields(reader: Reader, typed: Typed, currency: str) -> list[Block]:
    """What an exchange rate needs: the rate, where it is from, and its day."""
    locale = reader.locale
    return [
        field(
            "rate",
            text(locale, "cost_terms.rate", currency=currency),
            line(limit=30, placeholder="151.23", initial=typed.get("rate", "")),
            optional=False,
        ),
        field(
            "rate_source",
            text(locale, "cost_terms.rate_source"),
            line(limit=100, initial=typed.get("rate_source", "")),
            optional=False,
        ),
        field(
            "rate_on",
            text(locale, "cost_terms.rate_on"),
            on_day(locale, day_of(typed.get("rate_on"))),
            optional=False,
        ),
    ]


def cost_ground_form(picture: LedgerPicture, reader: Reader, *, typed: Typed, target: str) -> Block:
    """Last screen: what exactly, which evidence, and on which ground it is borne; for a correction also why."""
    locale = reader.locale
    amount = typed.get("amount") or f"{typed.get('hours', '')} × {typed.get('hourly', '')}"
    head = text(
        locale,
        "cost_ground.sum",
        item=escape(choice(locale, "item", typed.get("item", ""))),
        amount=gap(locale).join(
            [escape(f"{amount} {typed.get('currency') or YEN}"), choice(locale, "tax", typed.get("tax", ""))]
        ),
    )
    blocks = [section(head)]
    evidence = line(limit=EVIDENCE_LIMIT, initial=typed.get("evidence", ""))
    description = line(multiline=True, limit=NOTE_LIMIT, initial=typed.get("description", ""))
    blocks.append(field("description", text(locale, "cost_ground.description"), description))
    blocks.append(field("evidence", text(locale, "cost_ground.evidence"), evidence))
    if typed.get("tax") not in {Tax.NONE.value, None, ""}:
        stated = line(limit=30, initial=typed.get("tax_stated", ""))
        blocks.append(field("tax_stated", text(locale, "cost_ground.tax_stated"), stated))
    cause = one_of(locale, choices(locale, "caused_by", CAUSES), initial=typed.get("cause") or picture.caused_by)
    blocks.append(field("cause", text(locale, "cost_ground.cause"), cause, optional=False))
    if picture.bases:
        chosen = typed.get("basis") or (picture.bases[0].rule_id if not target else None)
        bases = one_of(locale, _bases(picture, reader), initial=chosen)
        blocks.append(field("basis", text(locale, "cost_ground.basis"), bases))
    if target:
        why = line(multiline=True, limit=NOTE_LIMIT)
        blocks.append(field("reason", text(locale, "cost_ground.reason"), why, optional=False))
    return ledger_modal(picture, reader, "cost_ground", blocks, target=target, typed=typed)


def typed_of(found: CostLine) -> dict[str, str]:
    """What somebody would have typed to get this line: the beginning of a correction."""
    by_hour = found.minutes is not None and found.hourly_minor is not None
    values: dict[str, object] = {
        "item": found.item,
        "amount": "" if by_hour else f"{plain_amount(found.amount_minor, found.currency):,f}",
        "currency": found.currency,
        "tax": found.tax.value,
        "payer": found.payer,
        "description": found.description,
        "hours": f"{found.minutes // 60}:{found.minutes % 60:02d}" if found.minutes is not None else "",
        "hourly": f"{plain_amount(found.hourly_minor, found.currency):,f}" if found.hourly_minor is not None else "",
        "rate": found.rate,
        "rate_source": found.rate_source,
        "rate_on": found.rate_on or "",
        "tax_stated": "" if found.tax_stated is None else f"{plain_amount(found.tax_stated, found.currency):,f}",
        "incurred_on": found.incurred_on or "",
        "evidence": found.evidence,
        "cause": found.cause,
        "basis": found.basis,
    }
    return {name: str(value) for name, value in values.items() if value != ""}


def payers(reader: Reader, initial: object = None) -> Block:
    """Who can have paid."""
    return radio(choices(reader.locale, "payer", PAYERS), initial=initial)


def day_of(written: str | None) -> date | None:
    """A day as a form carries it, or None."""
    return date.fromisoformat(written) if written else None


def ledger_modal(
    picture: LedgerPicture,
    reader: Reader,
    name: str,
    blocks: list[Block],
    *,
    submit: str = "button.save",
    target: str = "",
    typed: Typed | None = None,
) -> Block:
    """A form of the ledger: about which lane, consultation and line, and what was typed on the screens before."""
    about = {"i": picture.incident_id, "l": picture.lane_id, "c": picture.consultation_id, "o": target}
    packed: dict[str, object] = {key: value for key, value in about.items() if value}
    if typed:
        packed["t"] = {key: clean(value) for key, value in typed.items() if value and key not in LAST}
    return modal(
        reader.locale,
        name,
        blocks,
        title=f"{name}.title",
        submit=submit,
        metadata=json.dumps(packed, ensure_ascii=False, separators=(",", ":")),
        drill=picture.drill,
        drill_by=escape(picture.reporter_name, limit=60),
    )


def _bases(picture: LedgerPicture, reader: Reader) -> list[Option]:
    entries = []
    for one in picture.bases:
        cite = ("・" if reader.locale == "ja" else ", ").join(one.cite)
        entries.append((one.rule_id, f"{cite} {one.title.of(reader.locale)}".strip()))
    return entries
