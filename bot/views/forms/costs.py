"""The cost ledger on a screen: its lines with who paid and the share we propose, and adding one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from bot.domain.ledger import COST_ITEMS
from bot.domain.money import MINOR_DIGITS, format_amount
from bot.domain.people import Locale
from bot.views.blocks import Block, actions, button, choices, context, gap, ids, lines, modal, section
from bot.views.inputs import NOTE_LIMIT, field, line, one_of, radio
from bot.views.moments import escape
from bot.views.pictures import ConsultationPicture, CostPicture, IncidentPicture, LanePicture, Reader
from bot.views.texts import choice, text
from bot.views.wording import client_name, consultation_title

PAYERS = ("us", "client", "third_party")
SHOWN = 25


def costs_view(incident: IncidentPicture, lane: LanePicture, reader: Reader) -> Block:
    """The cost lines of one lane, by consultation, with the way to add one."""
    locale = reader.locale
    blocks = [section(f"*{client_name(lane.client, locale)}*")]
    consultations = [one for one in lane.consultations if one.topic == "cost" or one.costs]
    if not consultations:
        blocks.append(section(text(locale, "costs.no_consultation")))
    for one in consultations[:10]:
        listed = cost_lines(one.costs, locale) if one.costs else text(locale, "costs.none")
        blocks.append(section(lines(f"*{consultation_title(one, locale)}*", listed)))
        value = ids(i=incident.id, l=lane.id, c=one.id)
        row = [button(locale, "consultation", value)]
        if one.state != "closed":
            row.insert(0, button(locale, "cost", value, style="primary"))
        blocks.append(actions(*row))
    blocks.append(context(text(locale, "consultation.unprejudiced")))
    return modal(
        locale,
        "costs",
        blocks,
        title="costs.title",
        metadata=ids(i=incident.id, l=lane.id),
        drill=incident.drill,
        drill_by=escape(incident.reporter_name, limit=60),
    )


def cost_form(incident: IncidentPicture, consultation: ConsultationPicture, reader: Reader) -> Block:
    """One cost: what for, how much, who paid, which share we propose."""
    locale = reader.locale
    currencies = [(code, code) for code in MINOR_DIGITS]
    blocks = [
        field("item", text(locale, "cost.item"), one_of(locale, choices(locale, "item", COST_ITEMS)), optional=False),
        field("amount", text(locale, "cost.amount"), line(limit=40, placeholder="12,300"), optional=False),
        field("currency", text(locale, "cost.currency"), one_of(locale, currencies, initial="JPY"), optional=False),
        field("payer", text(locale, "cost.payer"), radio(choices(locale, "payer", PAYERS)), optional=False),
        field("share", text(locale, "cost.share"), line(limit=10), hint=text(locale, "cost.share_hint")),
        field("description", text(locale, "cost.description"), line(multiline=True, limit=NOTE_LIMIT)),
    ]
    return modal(
        locale,
        "cost",
        blocks,
        title="cost.title",
        submit="button.save",
        metadata=ids(i=incident.id, l=consultation.lane_id, c=consultation.id),
        drill=incident.drill,
        drill_by=escape(incident.reporter_name, limit=60),
    )


def cost_lines(costs: Sequence[CostPicture], locale: Locale) -> str:
    """The lines of a ledger with a total per currency."""
    totals: dict[str, int] = defaultdict(int)
    for cost in costs:
        totals[cost.currency] += cost.amount_minor
    total = " + ".join(format_amount(amount, currency) for currency, amount in sorted(totals.items()))
    listed = [_line(cost, locale) for cost in costs[:SHOWN]]
    if len(costs) > SHOWN:
        listed.append(text(locale, "list.more", n=len(costs) - SHOWN))
    return lines(text(locale, "consultation.cost_head", total=total), *listed)


def _line(cost: CostPicture, locale: Locale) -> str:
    words = text(
        locale,
        "consultation.cost",
        item=escape(choice(locale, "item", cost.item)),
        amount=format_amount(cost.amount_minor, cost.currency),
        payer=choice(locale, "payer", cost.payer),
    )
    parts = [words]
    if cost.our_share_bp is not None:
        parts.append(text(locale, "consultation.share", share=f"{cost.our_share_bp / 100:g}"))
    if cost.description:
        parts.append(escape(cost.description, limit=80))
    return gap(locale).join(parts)
