"""Surveys of the client (立入検査・実地調査): announced, scheduled, held, findings with their corrections, reported, closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.errors import NotPossibleNow
from bot.domain.reminding import Plan, due_on, silent_since


class SurveyState(StrEnum):
    """Where a survey stands."""

    ANNOUNCED = "announced"
    SCHEDULED = "scheduled"
    HELD = "held"
    REPORTED = "reported"
    CLOSED = "closed"


class Severity(StrEnum):
    """How grave a finding is, as the client said it."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


MAX_TIER = 9
"""A finding is at us (tier 0) or at a subcontractor, the first tier being our own."""

_S = SurveyState
_STEPS: dict[SurveyState, frozenset[SurveyState]] = {
    _S.ANNOUNCED: frozenset({_S.SCHEDULED, _S.HELD, _S.CLOSED}),
    _S.SCHEDULED: frozenset({_S.SCHEDULED, _S.HELD, _S.CLOSED}),
    _S.HELD: frozenset({_S.HELD, _S.REPORTED}),
    _S.REPORTED: frozenset({_S.HELD, _S.CLOSED}),
    _S.CLOSED: frozenset(),
}
"""A finding that comes up after the report takes the survey back to `held`: it has to be corrected and reported, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """One survey by one client. `rule_id` is the pack's clause on surveys, empty when it has none."""

    id: str
    incident_id: str
    lane_id: str
    rule_id: str
    announced_on: date
    announced_by: str
    announced_how: str
    scope: str
    """What they want to see and where, papers included."""
    owner_id: str
    state: SurveyState = SurveyState.ANNOUNCED
    scheduled_on: date | None = None
    held_on: date | None = None
    held_who: str = ""
    substitute: str = ""
    """What took the place of a visit where the contract allows it: an audit by others, a certificate."""
    reported_on: date | None = None
    reported_to: str = ""
    reported_ref: str = ""
    closed_on: date | None = None
    closed_reason: str = ""
    touched_on: date
    remind_epoch: int = 0
    by: str
    at: datetime

    @property
    def is_open(self) -> bool:
        """Whether it still has to be brought to an end."""
        return self.state is not SurveyState.CLOSED

    @property
    def plan(self) -> Plan | None:
        """See Followed."""
        if self.state is SurveyState.SCHEDULED and self.scheduled_on is not None:
            return due_on(self.scheduled_on)
        return silent_since(self.touched_on) if self.is_open else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding of a survey: what, how grave, and at whom. Its corrections are actions."""

    id: str
    incident_id: str
    lane_id: str
    survey_id: str
    text: str
    severity: Severity
    tier: int = 0
    site: str = ""
    """The subcontractor's name, when the finding is not at us."""
    by: str
    at: datetime


def check_survey_step(old: SurveyState, new: SurveyState) -> None:
    """Pass when the state machine has the step. Raises NotPossibleNow otherwise."""
    if new not in _STEPS[old]:
        raise NotPossibleNow("refused.survey_step", state=old.value)
