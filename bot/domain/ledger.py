"""The cost ledger of a lane: what was or will be spent, who paid, on which ground, and which shares are proposed and agreed.

Nothing in it is rewritten. A line is its versions, of which the newest stands; a correction, an approval, the final amount and
striking out are new versions with their reason. The yen of a version are worked out once, when it is written, and never again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from bot.domain.bearing import BEARERS, WHOLE, Shares
from bot.domain.errors import NotAllowed, NotPossibleNow
from bot.domain.money import YEN, Tax, for_hours, in_yen, taxed

COST_ITEMS = (
    "forensics",
    "containment",
    "notices",
    "call_centre",
    "apology",
    "publication",
    "lawyers",
    "monitoring",
    "rebuilding",
    "own_hours",
    "client_hours",
    "other",
)
"""What a cost consultation usually lists, in the order a statement shows it."""
HOURS = frozenset({"own_hours", "client_hours"})
"""Items that are working time: hours times a rate."""
PAYERS = BEARERS
CAUSES = ("us", "subcontractor", "client", "third_party", "unknown")
"""Where the cause lay, as the fact `caused_by` has it; 000 6(7), 002 特記14 and 004 8 make the share depend on it."""


class Stage(StrEnum):
    """How sure an amount is."""

    ESTIMATE = "estimate"
    APPROVED = "approved"
    """A second person agreed to spend it."""
    ACTUAL = "actual"
    """It was spent; there is a day, and evidence where there can be."""


class Standing(StrEnum):
    """Whose word a set of shares is."""

    PROPOSED = "proposed"
    COUNTERED = "countered"
    """What the client wants instead."""
    AGREED = "agreed"


_STEPS = {
    Stage.ESTIMATE: frozenset({Stage.APPROVED, Stage.ACTUAL}),
    Stage.APPROVED: frozenset({Stage.ACTUAL}),
    Stage.ACTUAL: frozenset[Stage](),
}
MONEY = ("currency", "amount_minor", "minutes", "hourly_minor", "tax", "tax_stated", "rate")
"""What makes an amount; when one of them changes, an approval no longer covers it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """One version of one line. Amounts are minor units of `currency`; `net_yen` and `tax_yen` are what they come to in yen."""

    id: str
    incident_id: str
    lane_id: str
    line_id: str
    """The same for every version of the line."""
    number: int
    """What people call the line, from 1 within the lane."""
    version: int = 1
    stage: Stage = Stage.ESTIMATE
    item: str
    description: str = ""
    currency: str = YEN
    amount_minor: int
    """As typed; for working time, hours times the rate."""
    minutes: int | None = None
    hourly_minor: int | None = None
    tax: Tax = Tax.NONE
    tax_stated: int | None = None
    """The tax as the invoice prints it, when that is not the one we compute."""
    rate: str = ""
    """Yen for one unit of another currency, as a plain decimal; with its source and day it is frozen here."""
    rate_source: str = ""
    rate_on: date | None = None
    net_yen: int = 0
    tax_yen: int = 0
    payer: str
    """One of PAYERS: who has paid it, or is to pay it first."""
    cause: str = "unknown"
    basis: str = ""
    """The pack's rule on which it is borne."""
    evidence: str = ""
    """Where the invoice or record lies: a number, a link."""
    incurred_on: date | None = None
    approved_by: str = ""
    struck: bool = False
    reason: str = ""
    """Why this version was written, from the second one on."""
    by: str
    at: datetime

    @property
    def gross_yen(self) -> int:
        """What counts in every sum."""
        return self.net_yen + self.tax_yen


def priced(line: CostLine) -> CostLine:
    """Return the line with what it comes to worked out: hours times rate, tax, conversion. Raises BadAnswer for a tax that cannot be."""
    amount = line.amount_minor
    if line.minutes is not None and line.hourly_minor is not None:
        amount = for_hours(line.minutes, line.hourly_minor)
    yen = in_yen(taxed(amount, line.tax, stated=line.tax_stated), line.currency, line.rate)
    return replace(line, amount_minor=amount, net_yen=yen.net, tax_yen=yen.tax)


def corrected(line: CostLine, *, id: str, by: str, at: datetime, reason: str, **changes: Any) -> CostLine:  # noqa: A002 - a field
    """Return the next version with other values. An approved amount that changes is an estimate again.

    Raises:
        NotPossibleNow: the line is struck out.
    """
    _check_stands(line)
    version = priced(
        replace(line, id=id, version=line.version + 1, by=by, at=at, reason=reason, **changes),
    )
    if line.stage is Stage.APPROVED and any(getattr(line, name) != getattr(version, name) for name in MONEY):
        version = replace(version, stage=Stage.ESTIMATE, approved_by="")
    return version


def approved(line: CostLine, *, id: str, by: str, at: datetime, reason: str = "") -> CostLine:  # noqa: A002 - a field
    """Return the line as a second person approved it.

    Raises:
        NotAllowed: it is the person who wrote the version that is to be approved.
        NotPossibleNow: it is not an estimate, or struck out.
    """
    _check_stands(line)
    _check_step(line, Stage.APPROVED)
    if line.by == by:
        raise NotAllowed("refused.own_cost")
    return replace(
        line, id=id, version=line.version + 1, stage=Stage.APPROVED, approved_by=by, by=by, at=at, reason=reason
    )


def spent(line: CostLine, *, id: str, by: str, at: datetime, reason: str, **changes: Any) -> CostLine:  # noqa: A002 - a field
    """Return the line with what it came to in the end; who approved the estimate stays on it.

    Raises:
        NotPossibleNow: it is actual already, or struck out.
    """
    _check_stands(line)
    _check_step(line, Stage.ACTUAL)
    return priced(
        replace(line, id=id, version=line.version + 1, stage=Stage.ACTUAL, by=by, at=at, reason=reason, **changes)
    )


def struck_out(line: CostLine, *, id: str, by: str, at: datetime, reason: str) -> CostLine:  # noqa: A002 - a field
    """Return the line struck out: it stays to be read and counts no more. Raises NotPossibleNow when it is so already."""
    _check_stands(line)
    return replace(line, id=id, version=line.version + 1, struck=True, by=by, at=at, reason=reason)


def _check_stands(line: CostLine) -> None:
    if line.struck:
        raise NotPossibleNow("refused.cost_struck", number=line.number)


def _check_step(line: CostLine, stage: Stage) -> None:
    if stage not in _STEPS[line.stage]:
        raise NotPossibleNow("refused.cost_stage", number=line.number, state=line.stage.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareTerms:
    """Shares somebody proposed or both agreed, for one item or for the whole, with what was said about them. Never rewritten."""

    id: str
    incident_id: str
    lane_id: str
    consultation_id: str
    number: int
    """Order within the lane, from 1."""
    standing: Standing
    item: str = WHOLE
    us_bp: int
    client_bp: int
    third_party_bp: int = 0
    cap_yen: int | None = None
    """The most that we bear, if the contract or the talks set a limit (for the whole only)."""
    cap_per: str = ""
    """`incident`, or `contract` when the limit holds for all incidents under the contract together."""
    cap_used_yen: int = 0
    """What earlier incidents under the contract have used of it."""
    conditions: str = ""
    reason: str = ""
    by: str
    at: datetime

    @property
    def shares(self) -> Shares:
        """The three shares."""
        return Shares(self.us_bp, self.client_bp, self.third_party_bp)

    @property
    def cap_left(self) -> int | None:
        """What the limit leaves for this incident; None without a limit."""
        return None if self.cap_yen is None else max(self.cap_yen - self.cap_used_yen, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """One lane's ledger as it stands: the newest version of every line, by number, and all terms, by number."""

    lines: tuple[CostLine, ...] = ()
    terms: tuple[ShareTerms, ...] = ()

    @property
    def standing(self) -> tuple[CostLine, ...]:
        """The lines that count."""
        return tuple(line for line in self.lines if not line.struck)

    def in_force(self, standing: Standing) -> dict[str, ShareTerms]:
        """Return the terms of one side (or of both) that hold, by item; new ones for the whole replace all before them."""
        found: dict[str, ShareTerms] = {}
        for one in self.terms:
            if one.standing is standing:
                if one.item == WHOLE:
                    found.clear()
                found[one.item] = one
        return found

    def terms_of(self, item: str) -> ShareTerms | None:
        """Return the terms an item is shared by: agreed ones, else those we proposed; those for it, else those for the whole."""
        for standing in (Standing.AGREED, Standing.PROPOSED):
            found = self.in_force(standing)
            if terms := found.get(item) or found.get(WHOLE):
                return terms
        return None

    @property
    def cap(self) -> int | None:
        """What the limit in force leaves for us to bear; None without one."""
        whole = self.in_force(Standing.AGREED).get(WHOLE) or self.in_force(Standing.PROPOSED).get(WHOLE)
        return whole.cap_left if whole else None


def ledger_of(versions: Iterable[CostLine], terms: Iterable[ShareTerms]) -> Ledger:
    """Return the ledger that these versions and terms make; the order they come in does not matter."""
    newest: dict[str, CostLine] = {}
    for line in versions:
        if line.line_id not in newest or newest[line.line_id].version < line.version:
            newest[line.line_id] = line
    return Ledger(
        lines=tuple(sorted(newest.values(), key=lambda line: line.number)),
        terms=tuple(sorted(terms, key=lambda one: one.number)),
    )
