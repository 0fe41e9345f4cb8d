"""A duty of one incident: what a pack makes us do, with its clock and its five facts (started, tried, reached, acknowledged, done)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.domain.errors import NotPossibleNow

if TYPE_CHECKING:
    from datetime import datetime


class DutyState(StrEnum):
    """Where a duty stands; overdue is a flag computed from the clock, never a state."""

    RUNNING = "running"
    REACHED = "reached"
    ACKNOWLEDGED = "acknowledged"
    DONE = "done"
    WAIVED = "waived"


ENDED = frozenset({DutyState.DONE, DutyState.WAIVED})

_STEPS: dict[DutyState, frozenset[DutyState]] = {
    DutyState.RUNNING: frozenset({DutyState.REACHED, DutyState.ACKNOWLEDGED, DutyState.DONE, DutyState.WAIVED}),
    DutyState.REACHED: frozenset({DutyState.ACKNOWLEDGED, DutyState.DONE, DutyState.WAIVED}),
    DutyState.ACKNOWLEDGED: frozenset({DutyState.DONE, DutyState.WAIVED}),
    DutyState.DONE: frozenset(),
    DutyState.WAIVED: frozenset({DutyState.RUNNING, DutyState.REACHED, DutyState.ACKNOWLEDGED}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One duty that fired. `rule_id` points into the pinned pack, which keeps the word, citation and summary."""

    id: str
    incident_id: str
    lane_id: str
    rule_id: str
    type: str
    hard: bool
    recommended: bool = False
    """Fired after the contract's end without a survival clause: good to do, not written to be owed."""
    state: DutyState = DutyState.RUNNING
    start_at: datetime
    due_at: datetime | None = None
    target_at: datetime | None = None
    alarm_at: datetime | None = None
    reached_at: datetime | None = None
    acknowledged_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: str = ""
    second_by: str = ""
    reason: str = ""

    @property
    def is_ended(self) -> bool:
        """Whether nothing more is owed under it."""
        return self.state in ENDED

    def is_overdue(self, now: datetime) -> bool:
        """Whether the contract's own deadline has passed without the desk being reached."""
        return self.due_at is not None and self.state is DutyState.RUNNING and now > self.due_at


def check_duty_step(old: DutyState, new: DutyState) -> None:
    """Pass when the state machine has the step. Raises NotPossibleNow otherwise."""
    if new not in _STEPS[old]:
        raise NotPossibleNow("refused.duty_step", state=old.value)
