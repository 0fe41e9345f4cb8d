"""Consultations with a client (協議): remediation, cost, publication, retention, interpretation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.errors import NotPossibleNow


class ConsultationState(StrEnum):
    """Where a consultation stands."""

    NEEDED = "needed"
    PROPOSED = "proposed"
    OPENED = "opened"
    TALKING = "talking"
    AGREED = "agreed"
    AGREED_WITH_CONDITIONS = "agreed_with_conditions"
    NO_AGREEMENT = "no_agreement"
    CLOSED = "closed"


_S = ConsultationState
_STEPS: dict[ConsultationState, frozenset[ConsultationState]] = {
    _S.NEEDED: frozenset({_S.PROPOSED, _S.OPENED, _S.TALKING, _S.CLOSED}),
    _S.PROPOSED: frozenset({_S.PROPOSED, _S.OPENED, _S.TALKING, _S.CLOSED}),
    _S.OPENED: frozenset({_S.PROPOSED, _S.TALKING, _S.AGREED, _S.AGREED_WITH_CONDITIONS, _S.NO_AGREEMENT, _S.CLOSED}),
    _S.TALKING: frozenset({_S.PROPOSED, _S.TALKING, _S.AGREED, _S.AGREED_WITH_CONDITIONS, _S.NO_AGREEMENT, _S.CLOSED}),
    _S.AGREED: frozenset({_S.TALKING, _S.CLOSED}),
    _S.AGREED_WITH_CONDITIONS: frozenset({_S.TALKING, _S.CLOSED}),
    _S.NO_AGREEMENT: frozenset({_S.TALKING, _S.CLOSED}),
    _S.CLOSED: frozenset({_S.TALKING}),
}

NUDGE_DAYS = (2, 5, 10)
"""Silent business days after which the owner, then the manager, then legal are reminded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """One consultation of one lane. `good_practice` marks one that the contract does not ask for."""

    id: str
    incident_id: str
    lane_id: str
    rule_id: str
    topic: str
    good_practice: bool = False
    state: ConsultationState = ConsultationState.NEEDED
    owner_id: str = ""
    our_position: str = ""
    our_reason: str = ""
    next_date: date | None = None
    outcome: str = ""
    opened_at: datetime
    last_activity_at: datetime
    nudge_epoch: int = 0
    closed_at: datetime | None = None
    closed_reason: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it still has to be brought to an end."""
        return self.state is not ConsultationState.CLOSED


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round of talks: on which date, who took part, and what both sides said."""

    id: str
    incident_id: str
    consultation_id: str
    held_on: date
    who: str
    our_position: str
    their_position: str
    by: str
    at: datetime


def check_consultation_step(old: ConsultationState, new: ConsultationState) -> None:
    """Pass when the state machine has the step. Raises NotPossibleNow otherwise."""
    if new not in _STEPS[old]:
        raise NotPossibleNow("refused.consultation_step", state=old.value)
