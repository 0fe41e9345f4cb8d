"""The worked example of docs/ledger.md, worked out."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.ledger import CostLine, ShareTerms, Stage, Standing, ledger_of, priced
from bot.domain.money import YEN, Tax, parse_amount, parse_hours, parse_rate
from bot.domain.overview import overview

TEXT = (Path(__file__).parents[2] / "docs" / "ledger.md").read_text(encoding="utf-8")
AT = datetime(2026, 11, 26, tzinfo=UTC)


def rows(width: int) -> list[list[str]]:
    """The rows of the example's table of so many columns, without its headings."""
    example = TEXT.partition("## A worked example")[2].partition("## The statement")[0]
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in example.splitlines() if line.startswith("|")
    ]
    return [row for row in cells if len(row) == width and re.search("[0-9]", row[-2])]


def entered() -> list[CostLine]:
    """The lines of the first table as they would be entered."""
    found = []
    for number, item, typed, tax, _yen, _tax, payer in rows(7):
        amount, _, rate = typed.partition(" @ ")
        hours, _, hourly = amount.partition(" × ")
        currency = "USD" if rate else YEN
        line = CostLine(
            id=number, incident_id="I", lane_id="L", line_id=number, number=int(number), item=item, stage=Stage.ACTUAL, currency=currency,
            amount_minor=0 if hourly else parse_amount(amount, currency, block="amount"), tax=Tax(tax), payer=payer, by="U1", at=AT,
            minutes=parse_hours(hours, block="hours") if hourly else None,
            hourly_minor=parse_amount(hourly, YEN, block="hourly") if hourly else None,
            rate=parse_rate(rate, block="rate") if rate else "",
        )  # fmt: skip
        found.append(priced(line))
    return found


def test_the_worked_example_comes_out_to_the_yen() -> None:
    lines = entered()
    assert [[f"{line.gross_yen:,}", f"{line.tax_yen:,}"] for line in lines] == [[row[4], row[5]] for row in rows(7)]
    terms = [
        ShareTerms(
            id=str(us), incident_id="I", lane_id="L", consultation_id="C", number=us, standing=standing, us_bp=us * 100,
            client_bp=10_000 - us * 100, by="U1", at=AT,
        )
        for us, standing in ((70, Standing.PROPOSED), (60, Standing.AGREED))
    ]  # fmt: skip
    found = overview(ledger_of(lines, terms))
    computed = [[item, borne.total, borne.us, borne.client] for item, borne in found.bearing.items.items()]
    computed.append(["total", found.bearing.total.total, found.bearing.total.us, found.bearing.total.client])
    assert [[str(row[0]), *(f"{amount:,}" for amount in row[1:])] for row in computed] == rows(4)
    assert f"{found.paid['us']:,} and the client {found.paid['client']:,}" in TEXT
    (transfer,) = found.transfers
    assert f"the client pays us {transfer[2]:,}" in TEXT
