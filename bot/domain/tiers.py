"""Subcontractors as a tree (client, us, tier 1, tier 2 ...), and whether the clock of each tier fits inside the client's. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.domain.errors import BadAnswer
from bot.domain.register import RegisterEntry, RegisterKind

Fit = Literal["fits", "tight", "late", "unknown"]
"""`tight`: more than the advised share of the client's clock. `late`: so much that nothing is left to reach the client in."""
ADVISED_SHARE = 4
"""All tiers together should take no more than a quarter of the client's clock: 15 of 60 minutes."""
LEAST_SHARE = 2
"""Beyond half of it we could not keep the client's clock ourselves."""
DEEPEST = 9
"""Tiers below this are a slip of the finger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """One subcontractor in the tree. `depth` 1 works for us; `chain_minutes` is what passes until a matter of theirs reaches us."""

    entry: RegisterEntry
    depth: int
    chain_minutes: int | None
    """The sum of the inner clocks from it up to us; None when one of them is not known."""

    @property
    def inner_minutes(self) -> int | None:
        """Its own clock to the tier above it."""
        written = self.entry.answers.get("inner_minutes", "")
        return int(written) if written else None


def tiers(entries: Iterable[RegisterEntry]) -> tuple[Tier, ...]:
    """Return the subcontractors of one contract from the top, each followed by those below it.

    `entries` are last versions. One whose tier above is not among them (it has ended) stands directly below us, so that nobody
    disappears from the list.
    """
    subs = [entry for entry in entries if entry.kind is RegisterKind.SUBCONTRACTOR]
    known = {entry.item_id for entry in subs}
    found: list[Tier] = []

    def add(parent: str, depth: int, chain: int | None) -> None:
        for entry in subs:
            above = entry.parent_id if entry.parent_id in known else ""
            if above != parent:
                continue
            written = entry.answers.get("inner_minutes", "")
            minutes = None if chain is None or not written else chain + int(written)
            found.append(Tier(entry=entry, depth=depth, chain_minutes=minutes))
            add(entry.item_id, depth + 1, minutes)

    add("", 1, 0)
    return tuple(found)


def check_above(entries: Sequence[RegisterEntry], item_id: str, parent_id: str) -> None:
    """Pass when an entry may stand below a subcontractor. `entries` are last versions of the contract; `item_id` is empty for a new one.

    Raises BadAnswer: there is no such subcontractor any more, the tiers would go round in a circle, or it would lie too deep.
    """
    above = {entry.item_id: entry for entry in entries if entry.kind is RegisterKind.SUBCONTRACTOR and not entry.ended}
    at, depth = parent_id, 0
    while at:
        if at == item_id:
            raise BadAnswer("parent", "refused.tier_circle")
        if at not in above:
            raise BadAnswer("parent", "refused.tier_unknown")
        depth += 1
        if depth > DEEPEST:
            raise BadAnswer("parent", "refused.tier_deep", most=DEEPEST)
        at = above[at].parent_id


def fit(chain_minutes: int | None, client_minutes: int | None) -> Fit:
    """Return whether what passes until a tier's matter reaches us leaves time to reach the client.

    `fits` too when the contract holds no number: there is nothing to fit into.
    """
    if client_minutes is None:
        return "fits"
    if chain_minutes is None:
        return "unknown"
    if chain_minutes * LEAST_SHARE > client_minutes:
        return "late"
    return "tight" if chain_minutes * ADVISED_SHARE > client_minutes else "fits"


def advised(client_minutes: int) -> int:
    """Return the minutes that all tiers together should stay within."""
    return client_minutes // ADVISED_SHARE
