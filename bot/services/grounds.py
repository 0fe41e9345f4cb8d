"""Why an incident's answers call for a duty, or no longer do."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.duty import Duty
from bot.domain.incident import Incident
from bot.domain.matching import Match, fires
from bot.packs.evaluate import match_of
from bot.packs.schema import Pack
from bot.packs.timing import phase_of
from bot.services.rules import bitext
from bot.views.pictures import BiText


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why answers call for a duty or do not: whether its contract is meant, and how its rule matches."""

    contract: bool
    match: Match

    @property
    def owed(self) -> bool:
        """Whether the answers call for it."""
        return self.contract and fires(self.match)


def grounds_of(pack: Pack, duty: Duty, incident: Incident) -> Grounds:
    """Return whether the incident's answers call for the duty, and why."""
    rule = next(rule for rule in pack.duties if rule.id == duty.rule_id)
    chosen = incident.facts.get("contracts")
    names = list(chosen) if isinstance(chosen, list | tuple) else []
    meant = not names or "unknown" in names or pack.id in names
    return Grounds(meant, match_of(pack, rule, incident.facts, phase_of(pack, incident.first_recognised_at)))


def summary_of(pack: Pack, duty: Duty) -> BiText:
    """Return what the duty asks, in our words."""
    return bitext(next(rule for rule in pack.duties if rule.id == duty.rule_id).summary)
