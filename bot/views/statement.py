"""What a cost statement says, as JSON values in the client's language. PDF, Excel and CSV are all made from it and from nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.bearing import BEARERS, WHOLE, Borne, percent, percentages
from bot.domain.ledger import COST_ITEMS, CostLine, ShareTerms, Stage, Standing
from bot.domain.money import YEN, format_amount
from bot.domain.overview import Sums
from bot.domain.people import Locale
from bot.views.ledger import money, share_words
from bot.views.ledger_picture import LedgerPicture
from bot.views.moments import clean
from bot.views.notice_words import written_when
from bot.views.pictures import BiText
from bot.views.texts import choice, text

Json = dict[str, Any]
COLUMNS = (
    "number",
    "item",
    "description",
    "stage",
    "paid_on",
    "payer",
    "basis",
    "evidence",
    "worked",
    "net",
    "tax",
    "gross",
)
"""What a line shows, in this order."""
SUMS = ("estimate", "approved", "actual", "net", "tax", "gross")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """From whom, which version, and when."""

    company: BiText
    callback: str
    number: int
    zone: str
    at: datetime


def statement_data(picture: LedgerPicture, head: Letterhead, locale: Locale) -> Json:
    """Return what the statement says. Lines that were struck out, reasons and who approved stay in the house."""
    found, names = picture.overview, _names(picture, head, locale)
    sums = {item: _sums_row(one, found.bearing.items[item]) for item, one in found.items.items()}
    total = found.bearing.total
    shown = {"us": total.us, "client": total.client, "third_party": total.third_party, "undecided": total.undecided}
    bearers = [who for who, amount in shown.items() if amount or who in {"us", "client"}]
    parts = dict(zip(bearers, percentages([shown[who] for who in bearers]), strict=True))
    return {
        "lang": locale,
        "title": text(locale, "statement.title"),
        "ref": text(locale, "statement.ref", ref=picture.ref),
        "drill": text(locale, "statement.drill") if picture.drill else "",
        "page_of": text(locale, "statement.page_of", page="{page}", pages="{pages}"),
        "missing_note": text(locale, "statement.missing_note"),
        "subject": text(locale, "statement.subject", n=head.number),
        "dated": text(locale, "statement.dated", at=written_when(head.at, locale, head.zone)),
        "to": [text(locale, "statement.to", client=names["client"])],
        "sender": [part for part in (names["us"], head.callback) if part],
        "opening": text(locale, "statement.opening"),
        "words": {name: text(locale, f"statement.{name}") for name in _WORDS},
        "bears": {who: text(locale, "statement.bears", who=names[who]) for who in bearers},
        "lines": [_line(line, picture, names, locale) for line in picture.ledger.standing],
        "items": [{"item": choice(locale, "item", item), **row} for item, row in sums.items()],
        "total": _sums_row(found.total, found.bearing.total),
        "bar": [_part(who, shown[who], parts[who], names, locale) for who in bearers],
        "shares": _shares(picture, names, locale) or [text(locale, "statement.no_shares")],
        "settlement": _settlement(picture, names, locale),
        "rules": _rules(picture, names, locale),
    }


_WORDS = (
    *COLUMNS, "summary", "lines", "bearing", "shares", "settlement", "rules", "estimate", "approved", "actual", "total", "kind", "kind_line", "kind_item", "kind_total",
)  # fmt: skip


def _names(picture: LedgerPicture, head: Letterhead, locale: Locale) -> dict[str, str]:
    return {
        "us": clean(head.company.of(locale)) or choice(locale, "bearer", "us"),
        "client": clean(picture.client.of(locale)),
        "third_party": text(locale, "statement.third_party"),
        "undecided": text(locale, "statement.undecided"),
    }


def _line(line: CostLine, picture: LedgerPicture, names: dict[str, str], locale: Locale) -> Json:
    basis = next((one for one in picture.bases if one.rule_id == line.basis), None)
    return {
        "number": line.number,
        "item": choice(locale, "item", line.item),
        "description": clean(line.description, lines=True),
        "stage": choice(locale, "stage", line.stage.value),
        "paid_on": line.incurred_on.isoformat() if line.incurred_on else "",
        "payer": names[line.payer],
        "basis": ("・" if locale == "ja" else ", ").join(basis.cite) if basis else "",
        "evidence": clean(line.evidence),
        "worked": _worked(line, locale),
        "net": line.net_yen,
        "tax": line.tax_yen,
        "gross": line.gross_yen,
    }


def _worked(line: CostLine, locale: Locale) -> str:
    parts = []
    if line.minutes is not None and line.hourly_minor is not None:
        hours = text(locale, "costs.hours", h=line.minutes // 60, m=line.minutes % 60)
        hourly = money(line.hourly_minor, line.currency, locale)
        parts.append(text(locale, "statement.hours", hours=hours, hourly=hourly))
    if line.currency != YEN:
        parts.append(
            text(
                locale,
                "costs.line_rate",
                amount=format_amount(line.amount_minor, line.currency),
                currency=line.currency,
                rate=line.rate,
                source=clean(line.rate_source),
                at=line.rate_on.isoformat() if line.rate_on else "",
            )
        )
    return " ".join(parts)


def _sums_row(sums: Sums, borne: Borne) -> Json:
    return {
        "estimate": sums.estimate,
        "approved": sums.approved,
        "actual": sums.actual,
        "net": sums.net,
        "tax": sums.tax,
        "gross": sums.total,
        **{bearer: borne.of(bearer) for bearer in BEARERS},
        "undecided": borne.undecided,
    }


def _part(who: str, amount: int, share: int, names: dict[str, str], locale: Locale) -> Json:
    words = text(locale, "statement.share_of", who=names[who], share=percent(share), amount=f"{amount:,}")
    return {"who": who, "amount": amount, "share": share, "words": words}


def _shares(picture: LedgerPicture, names: dict[str, str], locale: Locale) -> list[str]:
    """What was agreed; while nothing is, what we propose. Each item only once, as it is in force."""
    rows: dict[str, ShareTerms] = {}
    for item in (WHOLE, *picture.overview.items):
        terms = picture.ledger.terms_of(item)
        if terms is not None:
            rows.setdefault(terms.id, terms)
    return [line for terms in rows.values() for line in _term(terms, names, locale)]


def _term(terms: ShareTerms, names: dict[str, str], locale: Locale) -> list[str]:
    standing = "statement.agreed" if terms.standing is Standing.AGREED else "statement.proposed"
    scope = choice(locale, "item", terms.item) if terms.item in COST_ITEMS else text(locale, "shares.whole")
    shares = share_words(terms.shares, locale, names)
    said = [text(locale, "statement.term", standing=text(locale, standing), scope=scope, shares=shares)]
    if terms.conditions:
        said.append(text(locale, "costs.conditions", words=clean(terms.conditions, lines=True)))
    return said


def _settlement(picture: LedgerPicture, names: dict[str, str], locale: Locale) -> list[str]:
    found = picture.overview
    if not found.total.actual:
        return [text(locale, "statement.nothing_paid")]
    rows = [
        text(locale, "statement.paid", who=names[who], amount=f"{amount:,}")
        for who, amount in found.paid.items()
        if amount
    ]
    rows += [
        text(locale, "statement.transfer", payer=names[payer], payee=names[payee], amount=f"{amount:,}")
        for payer, payee, amount in found.transfers
    ]
    settled = not found.transfers and not found.settled.total.undecided
    return [*rows, text(locale, "statement.even")] if settled else rows


def _rules(picture: LedgerPicture, names: dict[str, str], locale: Locale) -> list[str]:
    lines = picture.ledger.standing
    whole = picture.ledger.terms_of(WHOLE)
    rules = [text(locale, "statement.rule_yen"), text(locale, "statement.rule_tax")]
    if any(line.currency != YEN for line in lines):
        rules.append(text(locale, "statement.rule_rate"))
    if any(line.minutes is not None for line in lines):
        rules.append(text(locale, "statement.rule_hours"))
    rules.append(text(locale, "statement.rule_shares"))
    if picture.overview.bearing.capped and whole is not None and whole.cap_left is not None:
        per = choice(locale, "cap_per", whole.cap_per)
        rules.append(text(locale, "statement.cap", who=names["us"], cap=f"{whole.cap_left:,}", per=per))
    if any(line.stage is not Stage.ACTUAL for line in lines):
        rules.append(text(locale, "statement.estimates"))
    if picture.damages_apart:
        cite = ("・" if locale == "ja" else ", ").join(picture.damages_apart)
        rules.append(text(locale, "statement.apart", cite=cite))
    return [*rules, text(locale, "statement.unprejudiced")]
