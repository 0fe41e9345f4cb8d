"""Made-up ledgers for tests of screens."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from bot.domain.ledger import COST_ITEMS, CostLine, ShareTerms, Stage, Standing, ledger_of, priced
from bot.domain.money import Tax
from bot.domain.overview import overview
from bot.views.ledger_picture import BasisPicture, LedgerPicture, LinePicture
from bot.views.pictures import BiText, IncidentPicture, LanePicture
from tests.views.builders import REPORTED


def cost_line(number: int, **more: Any) -> CostLine:
    given: dict[str, Any] = {
        "id": f"V{number}",
        "incident_id": "I1",
        "lane_id": "L1",
        "line_id": f"K{number}",
        "number": number,
        "item": "forensics",
        "amount_minor": 1_100_000,
        "tax": Tax.INCLUDED_10,
        "payer": "us",
        "by": "U0000000009",
        "at": REPORTED,
    }
    return priced(CostLine(**{**given, **more}))


def share_terms(number: int, standing: Standing, us: int, **more: Any) -> ShareTerms:
    given: dict[str, Any] = {
        "id": f"T{number}",
        "incident_id": "I1",
        "lane_id": "L1",
        "consultation_id": "C1",
        "number": number,
        "standing": standing,
        "us_bp": us * 100,
        "client_bp": 10_000 - us * 100,
        "by": "U0000000009",
        "at": REPORTED,
    }
    return ShareTerms(**{**given, **more})


def every_kind_of_line(bad: str) -> tuple[CostLine, ...]:
    """A line of every item and stage, in another currency, by the hour, struck out; with words somebody typed."""
    words: dict[str, Any] = {"description": bad, "evidence": bad, "reason": bad, "basis": "cost"}
    return (
        *(cost_line(n, item=item, **words) for n, item in enumerate(COST_ITEMS, start=10)),
        cost_line(
            1,
            currency="USD", rate="151.23", rate_source=bad[:100], rate_on=date(2026, 11, 21), tax=Tax.NONE, amount_minor=100_050, **words,
        ),
        cost_line(2, item="own_hours", minutes=450, hourly_minor=8_000, tax=Tax.NONE, **words),
        cost_line(3, stage=Stage.ACTUAL, payer="client", incurred_on=date(2026, 11, 25), **words),
        cost_line(4, stage=Stage.APPROVED, approved_by="U0000000008", **words),
        cost_line(5, struck=True, **words),
        cost_line(6, amount_minor=10**14, **words),
    )  # fmt: skip


def ledger_picture(incident: IncidentPicture, lane: LanePicture, bad: str, **more: Any) -> LedgerPicture:
    """The ledger of a lane; `lines` and `terms` take the place of the ones above."""
    lines = more.pop("lines", every_kind_of_line(bad))
    terms = more.pop(
        "terms",
        (
            share_terms(1, Standing.PROPOSED, 70, cap_yen=10**7, cap_per="contract", cap_used_yen=5),
            share_terms(2, Standing.COUNTERED, 50),
            share_terms(3, Standing.AGREED, 60, item="forensics", conditions=bad),
        ),
    )
    ledger = ledger_of(lines, terms)
    given: dict[str, Any] = {
        "incident_id": incident.id,
        "ref": incident.ref,
        "drill": incident.drill,
        "reporter_name": incident.reporter_name,
        "lane_id": lane.id,
        "client": lane.client,
        "ledger": ledger,
        "overview": overview(ledger),
        "bases": (BasisPicture(rule_id="cost", title=BiText("費用の負担", "Who bears the cost"), cite=("特記14",)),),
        "consultation_id": "C1",
        "damages_apart": ("6(8)",),
        "names": {"U0000000008": "佐藤", "U0000000009": bad},
        "today": date(2026, 11, 26),
    }
    return LedgerPicture(**{**given, **more})


def line_picture(picture: LedgerPicture) -> LinePicture:
    """A line with two versions; of an empty ledger, one that was just entered."""
    line = next((one for one in picture.ledger.lines if one.currency != "JPY"), cost_line(1))
    return LinePicture(ledger=picture, versions=(line, replace(line, id="V99", version=2)))
