"""What happens to a line of the ledger after it was entered: approved, final, struck out; and its versions to read."""

from __future__ import annotations

from datetime import datetime

from bot.domain.ledger import CostLine, Stage
from bot.domain.money import YEN, Tax, plain_amount
from bot.views.blocks import Block, context, ids, lines, modal, section
from bot.views.forms.costs import EVIDENCE_LIMIT, ledger_modal, payers, typed_of
from bot.views.inputs import NOTE_LIMIT, field, line, many_of, on_day
from bot.views.ledger import line_amount, yen
from bot.views.ledger_picture import LedgerPicture, LinePicture
from bot.views.moments import escape, in_words
from bot.views.pictures import Reader
from bot.views.texts import choice, text
from bot.views.wording import client_name

APPROVED_AT_ONCE = 100
"""Slack takes as many options in one list."""
VERSIONS_SHOWN = 40


def cost_actual_form(picture: LinePicture, reader: Reader) -> Block:
    """What the line came to: amount, day, evidence, who paid; for another currency the rate of that day."""
    locale, found = reader.locale, picture.line
    amount = line(limit=40, initial=f"{plain_amount(found.amount_minor, found.currency):,f}")
    label = text(locale, "cost_actual.amount", currency=found.currency, tax=choice(locale, "tax", found.tax.value))
    incurred = on_day(locale, found.incurred_on or picture.ledger.today)
    blocks = [
        section(_head(found, reader)),
        field("amount", label, amount, optional=False),
        field("incurred_on", text(locale, "cost_actual.incurred_on"), incurred, optional=False),
        field("evidence", text(locale, "cost_ground.evidence"), line(limit=EVIDENCE_LIMIT, initial=found.evidence)),
        field("payer", text(locale, "cost.payer"), payers(reader, found.payer), optional=False),
    ]
    if found.currency != YEN:
        rate = line(limit=30, initial=found.rate)
        source = line(limit=100, initial=found.rate_source)
        words = text(locale, "cost_actual.rate", currency=found.currency)
        blocks.append(field("rate", words, rate, optional=False))
        blocks.append(field("rate_source", text(locale, "cost_terms.rate_source"), source, optional=False))
    elif found.tax is not Tax.NONE:
        stated = line(limit=30, initial=typed_of(found).get("tax_stated", ""))
        blocks.append(field("tax_stated", text(locale, "cost_ground.tax_stated"), stated))
    return ledger_modal(picture.ledger, reader, "cost_actual", blocks, target=_target(found))


def cost_approve_form(picture: LedgerPicture, reader: Reader) -> Block:
    """Approve estimates that somebody else wrote, several at once."""
    locale = reader.locale
    waiting = [one for one in picture.ledger.standing if one.stage is Stage.ESTIMATE and one.by != reader.user_id][
        :APPROVED_AT_ONCE
    ]
    if not waiting:
        nothing = section(text(locale, "cost_approve.nothing"))
        return ledger_modal(picture, reader, "cost_approve", [nothing], submit="")
    entries = [
        (
            _target(one),
            text(
                locale,
                "cost_approve.line",
                number=one.number,
                item=choice(locale, "item", one.item),
                amount=yen(one.gross_yen, locale),
            ),
        )
        for one in waiting
    ]
    chosen = many_of(locale, entries, initial=[_target(one) for one in waiting])
    blocks = [
        field("lines", text(locale, "cost_approve.lines"), chosen, optional=False),
        field("note", text(locale, "cost_approve.note"), line(limit=NOTE_LIMIT)),
        context(text(locale, "cost_approve.intro")),
    ]
    return ledger_modal(picture, reader, "cost_approve", blocks)


def cost_strike_form(picture: LinePicture, reader: Reader) -> Block:
    """Strike a line out, with the reason."""
    locale = reader.locale
    blocks = [
        section(lines(_head(picture.line, reader), text(locale, "cost_strike.intro"))),
        field("reason", text(locale, "cost_strike.reason"), line(multiline=True, limit=NOTE_LIMIT), optional=False),
    ]
    return ledger_modal(picture.ledger, reader, "cost_strike", blocks, target=_target(picture.line))


def cost_history_view(picture: LinePicture, reader: Reader) -> Block:
    """All versions of a line, the newest first: who wrote it when, what it came to, and why."""
    locale = reader.locale
    blocks = [section(_head(picture.line, reader))]
    for one in picture.versions[::-1][:VERSIONS_SHOWN]:
        words = text(
            locale,
            "cost_history.version",
            version=one.version,
            at=_moment(one.at, reader),
            by=escape(picture.ledger.name(one.by), limit=60),
            amount=line_amount(one, locale),
            stage=text(locale, "cost_history.struck") if one.struck else choice(locale, "stage", one.stage.value),
        )
        reason = escape(one.reason, limit=300)
        about = [escape(part, limit=200) for part in (one.evidence, one.description) if part]
        blocks.append(
            section(lines(words, *about, text(locale, "cost_history.reason", reason=reason) if reason else ""))
        )
    return modal(
        locale,
        "cost_history",
        blocks,
        title="cost_history.title",
        metadata=ids(i=picture.ledger.incident_id, l=picture.ledger.lane_id),
        drill=picture.ledger.drill,
        drill_by=escape(picture.ledger.reporter_name, limit=60),
    )


def statement_form(picture: LedgerPicture, reader: Reader) -> Block:
    """Say what making a statement does, before it is done."""
    words = text(
        reader.locale,
        "statement.intro",
        client=client_name(picture.client, reader.locale),
        n=picture.statements + 1,
    )
    return ledger_modal(picture, reader, "statement", [section(words)], submit="button.make")


def _target(found: CostLine) -> str:
    return f"{found.line_id}:{found.version}"


def _head(found: CostLine, reader: Reader) -> str:
    locale = reader.locale
    item, stage = escape(choice(locale, "item", found.item)), choice(locale, "stage", found.stage.value)
    return text(locale, "costs.line", number=found.number, item=item, amount=line_amount(found, locale), stage=stage)


def _moment(at: datetime, reader: Reader) -> str:
    return in_words(at, reader.locale, reader.tz, reader.tz)
