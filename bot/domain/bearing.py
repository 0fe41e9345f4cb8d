"""Who bears what: shares of a cost, kept whole. No yen is lost or made, in any item and in the total."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bot.domain.errors import BadAnswer

BEARERS = ("us", "client", "third_party")
"""Those who can bear a cost; third parties are an insurer, a subcontractor, a vendor."""
FULL_SHARE = 10_000
"""The whole in 1/100 percent."""
WHOLE = ""
"""The scope of shares that hold for every item without shares of its own."""


@dataclass(frozen=True, slots=True)
class Shares:
    """How a cost is shared, in 1/100 percent. The three always add up to FULL_SHARE."""

    us: int
    client: int
    third_party: int = 0

    def __post_init__(self) -> None:
        """Raise ValueError when they do not add up."""
        if min(self.each) < 0 or sum(self.each) != FULL_SHARE:
            raise ValueError(f"shares {self.each} do not add up to {FULL_SHARE}")

    @property
    def each(self) -> tuple[int, int, int]:
        """The shares in the order of BEARERS."""
        return (self.us, self.client, self.third_party)


@dataclass(frozen=True, slots=True)
class Borne:
    """What of one amount falls on whom, in yen."""

    us: int = 0
    client: int = 0
    third_party: int = 0
    undecided: int = 0
    """What nobody has proposed shares for yet."""

    @property
    def total(self) -> int:
        """The amount itself."""
        return self.us + self.client + self.third_party + self.undecided

    def of(self, bearer: str) -> int:
        """What one of BEARERS bears."""
        return {"us": self.us, "client": self.client, "third_party": self.third_party}[bearer]


@dataclass(frozen=True, slots=True)
class Bearing:
    """Who bears what of every item, and in all; each column of `items` adds up to `total`."""

    items: Mapping[str, Borne]
    total: Borne
    capped: bool = False
    """Whether a cap took something off our part."""


def parse_share(text: str, *, block: str) -> int:
    """Read a percentage 0..100 (two decimals at most) as 1/100 percent. Raises BadAnswer."""
    cleaned = re.sub(r"[%\s]", "", unicodedata.normalize("NFKC", text))
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{0,9})?|\.[0-9]{1,9}", cleaned):
        raise BadAnswer(block, "refused.share")
    share = Fraction(cleaned.rstrip(".")) * 100
    if share.denominator != 1 or share > FULL_SHARE:
        raise BadAnswer(block, "refused.share")
    return int(share)


def parse_shares(us: str, client: str, third_party: str) -> Shares:
    """Read the shares of a form. One of ours and the client's may be left empty: it takes the rest.

    Raises:
        BadAnswer: one cannot be read, both are empty, or they do not add up to 100.
    """
    third = parse_share(third_party, block="third_party") if third_party.strip() else 0
    if us.strip():
        ours = parse_share(us, block="us")
        theirs = parse_share(client, block="client") if client.strip() else FULL_SHARE - ours - third
    else:
        theirs = parse_share(client, block="client")
        ours = FULL_SHARE - theirs - third
    if ours < 0 or theirs < 0 or ours + theirs + third != FULL_SHARE:
        written = sum(parse_share(part, block="us") for part in (us, client, third_party) if part.strip())
        raise BadAnswer("client" if client.strip() else "us", "refused.shares_sum", sum=percent(written))
    return Shares(ours, theirs, third)


def percent(share: int) -> str:
    """A share for people, without needless zeros: `33.33`, `70`."""
    whole, hundredths = divmod(share, 100)
    return f"{whole}.{hundredths:02d}".rstrip("0").rstrip(".") if hundredths else str(whole)


def percentages(parts: Sequence[int]) -> list[int]:
    """Return what part of their sum each is, in 1/100 percent, so that together they are the whole; all 0 of nothing."""
    total = sum(parts)
    return apportion(FULL_SHARE, [Fraction(part * FULL_SHARE, total) for part in parts]) if total else [0] * len(parts)


def apportion(total: int, parts: Sequence[Fraction]) -> list[int]:
    """Round parts that add up to `total` to whole numbers that still do: the largest remainders are rounded up, the first of equals first.

    The method of the largest remainder (Hamilton): every part is within one of what it would be exactly.
    """
    floors = [part.numerator // part.denominator for part in parts]
    by_remainder = sorted(range(len(parts)), key=lambda n: (floors[n] - parts[n], n))
    for n in by_remainder[: total - sum(floors)]:
        floors[n] += 1
    return floors


def bear(amounts: Mapping[str, int], terms: Mapping[str, Shares], *, cap: int | None = None) -> Bearing:
    """Share amounts (yen by item) as `terms` say, by item or for the WHOLE, with no more than `cap` for us in all.

    What a cap takes off our part falls on the client, item by item in proportion. The total is shared first, so that 60 percent
    of the whole is 60 percent to the yen; then each item's part is rounded up or down so that items and total agree. That this is
    always possible is Baranyai's rounding of a table; it needs three columns at most to meet any apportioned total.
    """
    decided = [item for item in sorted(amounts) if item in terms or WHOLE in terms]
    exact = {item: _exact(amounts[item], terms.get(item) or terms[WHOLE]) for item in decided}
    ours = sum((row[0] for row in exact.values()), Fraction(0))
    capped = cap is not None and ours > cap
    if cap is not None and capped:
        kept = Fraction(cap) / ours
        exact = {item: [us * kept, client + us * (1 - kept), third] for item, (us, client, third) in exact.items()}
    rows = [exact[item] for item in decided]
    columns = [sum((row[k] for row in rows), Fraction(0)) for k in range(len(BEARERS))]
    totals = apportion(sum(amounts[item] for item in decided), columns)
    rounded = dict(zip(decided, _round_table(rows, totals), strict=True))
    items = {
        item: _borne(rounded[item]) if item in rounded else Borne(undecided=amounts[item]) for item in sorted(amounts)
    }
    left = sum(amounts.values()) - sum(totals)
    return Bearing(items=items, total=_borne(totals, left), capped=capped)


def _borne(cells: Sequence[int], undecided: int = 0) -> Borne:
    us, client, third_party = cells
    return Borne(us, client, third_party, undecided)


def _exact(amount: int, shares: Shares) -> list[Fraction]:
    return [Fraction(amount * share, FULL_SHARE) for share in shares.each]


def _round_table(rows: Sequence[Sequence[Fraction]], totals: Sequence[int]) -> list[list[int]]:
    """Round every cell up or down so that rows keep their (whole) sums and columns have `totals`.

    Each unit that a column lacks after rounding down is given to one of its rows with a remainder, the largest first; a row that has
    nothing left to give hands over one it gave to another column, as in the search for augmenting paths in bipartite matching.
    """
    table = [[cell.numerator // cell.denominator for cell in row] for row in rows]
    spare = [int(sum(row)) - sum(floors) for row, floors in zip(rows, table, strict=True)]
    raised: set[tuple[int, int]] = set()

    def give(column: int, tried: frozenset[int]) -> bool:
        able = [n for n, row in enumerate(rows) if row[column].denominator != 1 and (n, column) not in raised]
        able = sorted(set(able) - tried, key=lambda n: (table[n][column] - rows[n][column], n))
        for n in able:
            if spare[n]:
                spare[n] -= 1
                raised.add((n, column))
                return True
        for n in able:
            for other in [k for k in range(len(totals)) if (n, k) in raised]:
                raised.symmetric_difference_update({(n, other), (n, column)})
                if give(other, tried | {n}):
                    return True
                raised.symmetric_difference_update({(n, other), (n, column)})
        return False

    for column, total in enumerate(totals):
        for _ in range(total - sum(row[column] for row in table)):
            if not give(column, frozenset()):
                raise ArithmeticError("a table of shares cannot be rounded to its totals")
    return [[cell + ((n, k) in raised) for k, cell in enumerate(row)] for n, row in enumerate(table)]
