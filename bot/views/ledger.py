"""The cost ledger on a screen: sums by item and stage, a picture of who bears what, the shares, and the lines page by page."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.bearing import BEARERS, WHOLE, Borne, Shares, percent, percentages
from bot.domain.ledger import COST_ITEMS, CostLine, ShareTerms, Stage, Standing
from bot.domain.money import YEN, format_amount
from bot.domain.overview import Sums
from bot.domain.people import Locale
from bot.views.blocks import Block, actions, button, context, divider, gap, ids, lines, modal, options, section
from bot.views.ledger_picture import LedgerPicture
from bot.views.moments import day, escape
from bot.views.pictures import Reader
from bot.views.texts import choice, text
from bot.views.wording import citation, client_name

LINES_SHOWN = 20
BAR_BLOCKS = 20


def costs_view(picture: LedgerPicture, reader: Reader, *, page: int = 1) -> Block:
    """The ledger of one lane: what it comes to, who bears what, and one page of its lines, the newest first."""
    locale = reader.locale
    value = ids(i=picture.incident_id, l=picture.lane_id, c=picture.consultation_id)
    blocks = [
        section(f"*{client_name(picture.client, locale)}*{gap(locale)}{escape(picture.ref)}"),
        *_sums(picture, locale),
    ]
    blocks += _bearing(picture, locale)
    blocks += _terms(picture, locale)
    blocks.append(_buttons(picture, locale, value))
    blocks += _lines(picture, locale, page)
    apart = citation(picture.damages_apart, locale)
    blocks.append(
        context(
            text(locale, "costs.apart", cite=apart) if apart else "",
            text(locale, "costs.rules"),
            text(locale, "consultation.unprejudiced"),
        )
    )
    return modal(
        locale,
        "costs",
        blocks,
        title="costs.title",
        metadata=value,
        drill=picture.drill,
        drill_by=escape(picture.reporter_name, limit=60),
    )


def yen(amount: int, locale: Locale) -> str:
    """An amount of yen for people: `12,300円`, `JPY 12,300`."""
    return text(locale, "yen", n=f"{amount:,}")


def money(amount_minor: int, currency: str, locale: Locale) -> str:
    """An amount of any currency for people; yen as `yen` says it."""
    return yen(amount_minor, locale) if currency == YEN else format_amount(amount_minor, currency)


def bar(part: int, whole: int) -> str:
    """A text bar for a part of the whole; something is never shown as nothing, nor a part as everything."""
    if whole <= 0 or part <= 0:
        return "□" * BAR_BLOCKS
    full = (2 * part * BAR_BLOCKS + whole) // (2 * whole)
    full = min(max(full, 1), BAR_BLOCKS - (part < whole))
    return "■" * full + "□" * (BAR_BLOCKS - full)


def share_words(shares: Shares, locale: Locale, names: Mapping[str, str] | None = None) -> str:
    """Three shares in words, those of nothing left out; bearers by these names, else as we speak of them in the house."""
    parts = [
        text(
            locale,
            "shares.part",
            who=names[bearer] if names else choice(locale, "bearer", bearer),
            share=percent(share),
        )
        for bearer, share in zip(BEARERS, shares.each, strict=True)
        if share
    ]
    return ("・" if locale == "ja" else ", ").join(parts)


def scope_words(item: str, locale: Locale) -> str:
    """What shares hold for: an item, or the whole."""
    return escape(choice(locale, "item", item)) if item else text(locale, "shares.whole")


def terms_words(terms: dict[str, ShareTerms], locale: Locale) -> str:
    """The shares of one standing in plain words, a line each, the whole first."""
    return "\n".join(
        text(locale, "shares.words", scope=scope_words(item, locale), shares=share_words(terms[item].shares, locale))
        for item in (WHOLE, *COST_ITEMS)
        if item in terms
    )


def line_amount(line: CostLine, locale: Locale) -> str:
    """What a line comes to, with what it was worked out from when that was not yen."""
    shown = yen(line.gross_yen, locale)
    if line.currency == YEN:
        return shown
    source, on = escape(line.rate_source, limit=80), day(line.rate_on, locale) if line.rate_on else "?"
    amount = format_amount(line.amount_minor, line.currency)
    worked = text(
        locale, "costs.line_rate", amount=amount, currency=line.currency, rate=line.rate, source=source, at=on
    )
    return f"{shown}{gap(locale)}{worked}"


def _sums(picture: LedgerPicture, locale: Locale) -> list[Block]:
    found = picture.overview
    if not picture.ledger.lines:
        return [section(text(locale, "costs.none"))]
    total = found.total
    head = lines(
        text(locale, "costs.total", total=yen(total.total, locale), tax=yen(total.tax, locale)),
        text(
            locale,
            "costs.stages",
            estimate=yen(total.estimate, locale),
            approved=yen(total.approved, locale),
            actual=yen(total.actual, locale),
        ),
    )
    rows = [f"• {_item(item, sums, found.bearing.items[item], locale)}" for item, sums in found.items.items()]
    return [section(head), section(lines(text(locale, "costs.items"), *rows))] if rows else [section(head)]


def _item(item: str, sums: Sums, borne: Borne, locale: Locale) -> str:
    parts = [text(locale, "costs.item", item=scope_words(item, locale), total=yen(sums.total, locale))]
    if sums.actual and sums.actual != sums.total:
        parts.append(text(locale, "costs.item_actual", actual=yen(sums.actual, locale)))
    shared = [
        text(locale, "costs.paid_part", who=choice(locale, "bearer", bearer), amount=yen(borne.of(bearer), locale))
        for bearer in BEARERS
        if borne.of(bearer)
    ]
    return gap(locale).join([*parts, *shared])


def _bearing(picture: LedgerPicture, locale: Locale) -> list[Block]:
    found = picture.overview
    if not found.total.total:
        return []
    if found.standing is None:
        return [section(text(locale, "costs.no_shares"))]
    total, whole = found.bearing.total, found.total.total
    parts = [(bearer, total.of(bearer)) for bearer in BEARERS] + [("undecided", total.undecided)]
    rows = [
        text(
            locale,
            "costs.bar",
            bar=bar(part, whole),
            who=choice(locale, "bearer", who),
            share=percent(share),
            amount=yen(part, locale),
        )
        for (who, part), share in zip(parts, percentages([part for _, part in parts]), strict=True)
        if part or who in {"us", "client"}
    ]
    head = text(locale, "costs.bears", standing=choice(locale, "standing", found.standing.value))
    blocks = [section(lines(head, *rows, text(locale, "costs.capped") if found.bearing.capped else ""))]
    paid = [
        text(locale, "costs.paid_part", who=choice(locale, "bearer", who), amount=yen(amount, locale))
        for who, amount in found.paid.items()
        if amount
    ]
    settle = [
        text(
            locale,
            "costs.transfer",
            payer=choice(locale, "bearer", payer),
            payee=choice(locale, "bearer", payee),
            amount=yen(amount, locale),
        )
        for payer, payee, amount in found.transfers
    ]
    if paid:
        blocks.append(section(lines(text(locale, "costs.paid", paid=gap(locale).join(paid)), *settle)))
    return blocks


def _terms(picture: LedgerPicture, locale: Locale) -> list[Block]:
    rows: list[str] = []
    for standing in (Standing.PROPOSED, Standing.COUNTERED, Standing.AGREED):
        found = picture.ledger.in_force(standing)
        for item in (WHOLE, *COST_ITEMS):
            if terms := found.get(item):
                rows += _term(terms, locale)
    return [section(lines(text(locale, "costs.terms"), *rows))] if rows else []


def _term(terms: ShareTerms, locale: Locale) -> list[str]:
    said = [
        text(
            locale,
            "costs.term",
            standing=choice(locale, "standing", terms.standing.value),
            scope=scope_words(terms.item, locale),
            shares=share_words(terms.shares, locale),
        )
    ]
    if terms.conditions:
        said.append(text(locale, "costs.conditions", words=escape(terms.conditions, lines=True, limit=600)))
    if terms.cap_yen is not None and terms.cap_left is not None:
        per = choice(locale, "cap_per", terms.cap_per)
        cap, left = yen(terms.cap_yen, locale), yen(terms.cap_left, locale)
        said.append(text(locale, "costs.cap", cap=cap, per=per, left=left))
    return said


def _buttons(picture: LedgerPicture, locale: Locale, value: str) -> Block:
    row = [button(locale, "cost", value, style="primary")]
    if any(line.stage is Stage.ESTIMATE for line in picture.ledger.standing):
        row.append(button(locale, "cost_approve", value))
    if picture.consultation_id:
        row.append(button(locale, "share_propose", value))
        row.append(button(locale, "share_counter", value))
        row.append(button(locale, "share_agree", value))
        if picture.ledger.terms:
            row.append(button(locale, "share_limit", value))
    if picture.ledger.standing:
        row.append(button(locale, "statement", value))
    return actions(*row)


def _lines(picture: LedgerPicture, locale: Locale, page: int) -> list[Block]:
    newest = picture.ledger.lines[::-1]
    blocks: list[Block] = [] if picture.consultation_id else [section(text(locale, "costs.no_consultation"))]
    if not newest:
        return blocks
    pages = -(-len(newest) // LINES_SHOWN)
    page = min(max(page, 1), pages)
    blocks.append(divider())
    blocks += [_line(picture, line, locale) for line in newest[(page - 1) * LINES_SHOWN : page * LINES_SHOWN]]
    if pages > 1:
        blocks.append(context(text(locale, "costs.page", n=page, of=pages)))
        turn = {"i": picture.incident_id, "l": picture.lane_id}
        row = [
            button(locale, verb, ids(**turn, n=str(to)))
            for verb, to in (("costs_before", page - 1), ("costs_after", page + 1))
            if 1 <= to <= pages
        ]
        blocks.append(actions(*row))
    return blocks


def _line(picture: LedgerPicture, line: CostLine, locale: Locale) -> Block:
    amount = line_amount(line, locale)
    item = escape(choice(locale, "item", line.item))
    verbs = ["cost_history"]
    if line.struck:
        reason = escape(line.reason, limit=200)
        words = text(
            locale,
            "costs.line_struck",
            number=line.number,
            item=item,
            amount=yen(line.gross_yen, locale),
            reason=reason,
        )
    else:
        stage = choice(locale, "stage", line.stage.value)
        head = text(locale, "costs.line", number=line.number, item=item, amount=amount, stage=stage)
        words = lines(head, gap(locale).join(_about(picture, line, locale)))
        verbs = [
            "cost_edit",
            *(["cost_actual"] if line.stage is not Stage.ACTUAL else []),
            "cost_strike",
            "cost_history",
        ]
    entries = [(f"{verb}|{line.line_id}:{line.version}", text(locale, f"button.{verb}")) for verb in verbs]
    menu: Block = {"type": "overflow", "action_id": f"more:{line.number}", "options": options(entries)}
    return section(words, accessory=menu)


def _about(picture: LedgerPicture, line: CostLine, locale: Locale) -> list[str]:
    parts = [text(locale, "costs.line_paid_by", who=choice(locale, "payer", line.payer))]
    if line.minutes is not None and line.hourly_minor is not None:
        hours = text(locale, "costs.hours", h=line.minutes // 60, m=line.minutes % 60)
        hourly = money(line.hourly_minor, line.currency, locale)
        parts.append(text(locale, "costs.line_hours", hours=hours, hourly=hourly))
    if line.approved_by:
        parts.append(text(locale, "costs.line_approved", who=escape(picture.name(line.approved_by), limit=60)))
    elif line.stage is Stage.ACTUAL:
        parts.append(text(locale, "costs.line_unapproved"))
    if line.incurred_on:
        parts.append(day(line.incurred_on, locale, picture.today))
    basis = next((one for one in picture.bases if one.rule_id == line.basis), None)
    if basis is not None and basis.cite:
        parts.append(citation(basis.cite, locale))
    parts += [escape(words, limit=120) for words in (line.evidence, line.description) if words]
    return parts
