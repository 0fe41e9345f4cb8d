"""Actions (remediation measures and agreed conditions): who does what by when, how it can be shown, and whether it held."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.errors import NotPossibleNow
from bot.domain.reminding import Plan, check_on, due_on, silent_since


class ActionState(StrEnum):
    """Where an action stands; late is computed from its date, never a state."""

    OPEN = "open"
    DONE = "done"
    VERIFIED = "verified"
    DROPPED = "dropped"


class ActionKind(StrEnum):
    """A measure is looked at again after it was done; a condition of an agreement and work both sides owe are kept once done."""

    MEASURE = "measure"
    CONDITION = "condition"
    JOINT = "joint"


class ActionSource(StrEnum):
    """What an action came from."""

    CONSULTATION = "consultation"
    INSTRUCTION = "instruction"
    FINDING = "finding"
    DUTY = "duty"
    """One item of a duty to work together; the source's id is then the duty's, a colon, and the item."""


CHECK_DAYS = (30, 90)
"""So many days after a measure was done somebody looks whether it holds."""

_S = ActionState
_STEPS: dict[ActionState, frozenset[ActionState]] = {
    _S.OPEN: frozenset({_S.DONE, _S.DROPPED}),
    _S.DONE: frozenset({_S.OPEN, _S.VERIFIED}),
    _S.VERIFIED: frozenset(),
    _S.DROPPED: frozenset({_S.OPEN}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing somebody of ours sees to. `touched_on` is the office's date of the last change."""

    id: str
    incident_id: str
    lane_id: str
    kind: ActionKind
    source: ActionSource
    source_id: str
    description: str
    owner_id: str
    due_on: date | None = None
    state: ActionState = ActionState.OPEN
    evidence: str = ""
    """A reference or a link to what shows it; never the data itself."""
    done_on: date | None = None
    ended_by: str = ""
    dropped_reason: str = ""
    checked_days: int = 0
    """The latest look that found it holding: 0, 30 or 90 days."""
    touched_on: date
    remind_epoch: int = 0
    by: str
    at: datetime

    @property
    def is_open(self) -> bool:
        """Whether it still has to be done."""
        return self.state is ActionState.OPEN

    @property
    def next_check(self) -> tuple[int, date] | None:
        """Which look is next (30 or 90) and its day; None when there is none."""
        if self.state is not ActionState.DONE or self.kind is not ActionKind.MEASURE or self.done_on is None:
            return None
        days = next(days for days in CHECK_DAYS if days > self.checked_days)
        return days, self.done_on + timedelta(days=days)

    @property
    def plan(self) -> Plan | None:
        """See Followed."""
        if self.state is ActionState.OPEN:
            return due_on(self.due_on) if self.due_on is not None else silent_since(self.touched_on)
        check = self.next_check
        return check_on(check[1]) if check is not None else None

    def is_late(self, today: date) -> bool:
        """Whether its day has passed without it being done."""
        return self.is_open and self.due_on is not None and self.due_on < today


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionCheck:
    """One look at a measure after it was done: on which day, by whom, and whether it holds."""

    id: str
    incident_id: str
    action_id: str
    days: int
    held_on: date
    holds: bool
    note: str
    by: str
    at: datetime


def check_action_step(old: ActionState, new: ActionState) -> None:
    """Pass when the state machine has the step. Raises NotPossibleNow otherwise."""
    if new not in _STEPS[old]:
        raise NotPossibleNow("refused.action_step", state=old.value)


def checked(action: Action, *, holds: bool) -> Action:
    """Return the action after the look that is next: further when it holds, to be done again when it does not.

    Raises NotPossibleNow: there is nothing to look at.
    """
    check = action.next_check
    if check is None:
        raise NotPossibleNow("refused.action_step", state=action.state.value)
    days = check[0]
    if not holds:
        return replace(action, state=_S.OPEN, due_on=None, done_on=None, checked_days=0, ended_by="")
    state = _S.VERIFIED if days == CHECK_DAYS[-1] else _S.DONE
    return replace(action, state=state, checked_days=days)
