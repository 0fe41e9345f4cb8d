"""Consultations with a client (協議): from "needed" over talks and their outcome to a minute both sides confirmed, and its actions."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
    RECORDED = "recorded"
    ACTIONS_RUNNING = "actions_running"
    CLOSED = "closed"


_S = ConsultationState
OUTCOMES = (_S.AGREED, _S.AGREED_WITH_CONDITIONS, _S.NO_AGREEMENT)
SETTLED = frozenset({_S.AGREED, _S.AGREED_WITH_CONDITIONS})
"""Outcomes of which both sides confirm a minute."""
WITHOUT_OUTCOME = frozenset({_S.NEEDED, _S.PROPOSED, _S.OPENED, _S.TALKING})
_STEPS: dict[ConsultationState, frozenset[ConsultationState]] = {
    _S.NEEDED: frozenset({_S.PROPOSED, _S.OPENED, _S.TALKING, _S.CLOSED}),
    _S.PROPOSED: frozenset({_S.PROPOSED, _S.OPENED, _S.TALKING, _S.CLOSED}),
    _S.OPENED: frozenset({_S.OPENED, _S.TALKING, *OUTCOMES, _S.CLOSED}),
    _S.TALKING: frozenset({_S.TALKING, *OUTCOMES, _S.CLOSED}),
    _S.AGREED: frozenset({_S.TALKING, _S.RECORDED, _S.ACTIONS_RUNNING, _S.CLOSED}),
    _S.AGREED_WITH_CONDITIONS: frozenset({_S.TALKING, _S.RECORDED, _S.ACTIONS_RUNNING, _S.CLOSED}),
    _S.NO_AGREEMENT: frozenset({_S.TALKING, _S.CLOSED}),
    _S.RECORDED: frozenset({_S.TALKING, _S.ACTIONS_RUNNING, _S.CLOSED}),
    _S.ACTIONS_RUNNING: frozenset({_S.TALKING, _S.CLOSED}),
    _S.CLOSED: frozenset({_S.TALKING}),
}

TOPICS = ("remediation", "cost", "publication", "disclosure", "retention", "interpretation")
"""What one consults about; a pack names them, and a person may open any of them for a lane."""
GATED = frozenset({"publication", "disclosure"})
"""Topics whose agreement says whether something may be done, and so opens a gate (bot.domain.gate) or keeps it shut."""

NUDGE_DAYS = (2, 5, 10)
"""Silent business days after which the owner, then the manager, then legal are reminded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """One consultation of one lane. `good_practice` marks one that the contract does not ask for."""

    id: str
    incident_id: str
    lane_id: str
    rule_id: str
    """The pack's rule; with `:` and more behind it for one that a person opened (bot.services.consulting)."""
    topic: str
    good_practice: bool = False
    subject: str = ""
    """What exactly it is about, when a person opened it: who is to be told what."""
    state: ConsultationState = ConsultationState.NEEDED
    owner_id: str = ""
    our_position: str = ""
    our_reason: str = ""
    asked_on: date | None = None
    """When our request to consult reached the client, whom there, and how."""
    asked_who: str = ""
    asked_how: str = ""
    next_date: date | None = None
    result: ConsultationState | None = None
    """The outcome, kept while the state moves on to the minute and its actions; talks that begin again take it back."""
    permits: bool = False
    """For a topic of GATED: both sides agreed that it may be done (they may as well have agreed that it may not)."""
    outcome: str = ""
    minute_on: date | None = None
    """When both sides confirmed the minute, who of each side, and where it lies."""
    minute_ours: str = ""
    minute_theirs: str = ""
    minute_ref: str = ""
    opened_at: datetime
    last_activity_at: datetime
    nudge_epoch: int = 0
    closed_at: datetime | None = None
    closed_reason: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it still has to be brought to an end."""
        return self.state is not ConsultationState.CLOSED

    @property
    def opens_gate(self) -> bool:
        """Whether its agreement, as it stands, allows what its topic is about."""
        return self.topic in GATED and self.permits and self.result in SETTLED


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


def proposed(talk: Consultation, position: str, reason: str) -> Consultation:
    """Return it with our position. Once the request has reached the client a new position is part of the talks."""
    state = talk.state if talk.state in {_S.OPENED, _S.TALKING} else _S.PROPOSED
    check_consultation_step(talk.state, state)
    return replace(talk, state=state, our_position=position, our_reason=reason)


def talked(talk: Consultation, next_date: date | None) -> Consultation:
    """Return it in talks (again): an outcome that was reached before no longer stands, and no gate stays open by it."""
    check_consultation_step(talk.state, _S.TALKING)
    return replace(
        talk,
        state=_S.TALKING,
        next_date=next_date,
        result=None,
        permits=False,
        minute_on=None,
        minute_ours="",
        minute_theirs="",
        minute_ref="",
        closed_at=None,
        closed_reason="",
    )


def ended(talk: Consultation, result: ConsultationState, outcome: str, *, permits: bool) -> Consultation:
    """Return it with its outcome; `permits` counts only for an agreement on a topic of GATED."""
    check_consultation_step(talk.state, result)
    allowed = permits and talk.topic in GATED and result in SETTLED
    return replace(talk, state=result, result=result, outcome=outcome, permits=allowed, next_date=None)
