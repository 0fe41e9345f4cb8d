"""Sums of a ledger: by item, by stage, who paid, who bears what, and who owes whom. Everything adds up, to the yen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.bearing import BEARERS, Bearing, Borne, Shares, bear
from bot.domain.ledger import COST_ITEMS, CostLine, Ledger, Stage, Standing


@dataclass(frozen=True, slots=True)
class Sums:
    """Yen (with tax) by stage, and what part of their total is tax."""

    estimate: int = 0
    approved: int = 0
    actual: int = 0
    tax: int = 0

    @property
    def total(self) -> int:
        """All stages together."""
        return self.estimate + self.approved + self.actual

    @property
    def net(self) -> int:
        """The total without tax."""
        return self.total - self.tax

    def plus(self, line: CostLine) -> Sums:
        """These sums with one more line."""
        yen = line.gross_yen
        return Sums(
            self.estimate + (yen if line.stage is Stage.ESTIMATE else 0),
            self.approved + (yen if line.stage is Stage.APPROVED else 0),
            self.actual + (yen if line.stage is Stage.ACTUAL else 0),
            self.tax + line.tax_yen,
        )

    def and_(self, other: Sums) -> Sums:
        """Both together."""
        return Sums(
            self.estimate + other.estimate,
            self.approved + other.approved,
            self.actual + other.actual,
            self.tax + other.tax,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What a ledger comes to."""

    items: Mapping[str, Sums]
    """By item, in the order of COST_ITEMS; only items that have a line."""
    total: Sums
    bearing: Bearing
    """Who bears what of everything, estimates included."""
    paid: Mapping[str, int]
    """Who has paid what of the actual costs, by BEARERS."""
    settled: Bearing
    """Who bears what of the actual costs."""
    standing: Standing | None
    """Whether the shares are agreed for every item, proposed for some, or there are none."""

    @property
    def balance(self) -> Mapping[str, int]:
        """What each has paid beyond what they bear of the actual costs: above zero they are owed it, below they owe it."""
        return {bearer: self.paid[bearer] - self.settled.total.of(bearer) for bearer in BEARERS}

    @property
    def transfers(self) -> tuple[tuple[str, str, int], ...]:
        """Who pays whom how much to settle the actual costs: (payer, payee, yen), the largest debts first."""
        left = dict(self.balance)
        found = []
        while (debtor := min(BEARERS, key=lambda one: left[one])) and left[debtor] < 0:
            creditor = max(BEARERS, key=lambda one: left[one])
            amount = min(-left[debtor], left[creditor])
            if amount <= 0:
                break
            left[debtor] += amount
            left[creditor] -= amount
            found.append((debtor, creditor, amount))
        return tuple(found)


def overview(ledger: Ledger) -> Overview:
    """Return the sums of a ledger."""
    lines = ledger.standing
    sums: dict[str, Sums] = {}
    for line in lines:
        sums[line.item] = sums.get(line.item, Sums()).plus(line)
    known = [item for item in COST_ITEMS if item in sums]
    items = {item: sums[item] for item in [*known, *sorted(set(sums) - set(known))]}
    total = Sums()
    for one in items.values():
        total = total.and_(one)
    terms = {item: found for item in items if (found := ledger.terms_of(item))}
    shares = {item: found.shares for item, found in terms.items()}
    actual = {item: one.actual for item, one in items.items() if one.actual}
    return Overview(
        items=items,
        total=total,
        bearing=_bear({item: one.total for item, one in items.items()}, shares, ledger.cap),
        paid=_paid(line for line in lines if line.stage is Stage.ACTUAL),
        settled=_bear(actual, shares, ledger.cap),
        standing=_standing(items, {item: found.standing for item, found in terms.items()}),
    )


def _bear(amounts: Mapping[str, int], shares: Mapping[str, Shares], cap: int | None) -> Bearing:
    found = bear(amounts, shares, cap=cap)
    return Bearing(
        items={item: found.items.get(item, Borne()) for item in amounts}, total=found.total, capped=found.capped
    )


def _paid(lines: Iterable[CostLine]) -> dict[str, int]:
    paid = dict.fromkeys(BEARERS, 0)
    for line in lines:
        paid[line.payer] += line.gross_yen
    return paid


def _standing(items: Mapping[str, Sums], standings: Mapping[str, Standing]) -> Standing | None:
    if not standings:
        return None
    all_agreed = len(standings) == len(items) and set(standings.values()) == {Standing.AGREED}
    return Standing.AGREED if all_agreed else Standing.PROPOSED
