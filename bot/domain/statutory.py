"""A statutory duty of one incident: what a law makes us do, from which instant it counts, and how it ended.

It belongs to the incident and to no client's lane, so no client ever sees it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.domain.errors import NotPossibleNow

if TYPE_CHECKING:
    from datetime import datetime


class StatutoryState(StrEnum):
    """Where a statutory duty stands; overdue is computed from the clock, never a state."""

    WAITING = "waiting"
    """It applies or may, but what its clock counts from has not happened."""
    RUNNING = "running"
    DONE = "done"
    DISCHARGED = "discharged"
    """Owed no longer, because the client's notice took its place."""
    SET_ASIDE = "set_aside"


OPEN = frozenset({StatutoryState.WAITING, StatutoryState.RUNNING})

_STEPS: dict[StatutoryState, frozenset[StatutoryState]] = {
    StatutoryState.WAITING: frozenset(
        {StatutoryState.RUNNING, StatutoryState.DONE, StatutoryState.DISCHARGED, StatutoryState.SET_ASIDE}
    ),
    StatutoryState.RUNNING: frozenset(
        {StatutoryState.WAITING, StatutoryState.DONE, StatutoryState.DISCHARGED, StatutoryState.SET_ASIDE}
    ),
    StatutoryState.DONE: frozenset(),
    StatutoryState.DISCHARGED: frozenset({StatutoryState.RUNNING, StatutoryState.WAITING}),
    StatutoryState.SET_ASIDE: frozenset({StatutoryState.RUNNING, StatutoryState.WAITING}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StatutoryDuty:
    """One duty of one law. `rule_id` points into the pinned law, which keeps the word, citation and summary."""

    id: str
    incident_id: str
    law_id: str
    law_digest: str
    rule_id: str
    number: int = 1
    """Counts the times of what has to be said again and again (an update each day)."""
    state: StatutoryState
    hard: bool
    """Whether the law itself holds a number."""
    start_at: datetime | None = None
    """None while it waits."""
    due_at: datetime | None = None
    target_at: datetime | None = None
    alarm_at: datetime | None = None
    sent_at: datetime | None = None
    """When it was told: what comes after it counts from here."""
    reference: str = ""
    """The receipt number, or the notice to the client that took its place."""
    by_answers: bool = False
    """Set aside because the answers rule it out, or because it was no incident: it comes back when that no longer holds."""
    fired_at: datetime
    ended_at: datetime | None = None
    ended_by: str = ""
    second_by: str = ""
    reason: str = ""

    @property
    def is_open(self) -> bool:
        """Whether something is still owed under it, now or once its clock starts."""
        return self.state in OPEN

    @property
    def presses_at(self) -> datetime | None:
        """The instant that counts for its order: the law's deadline, else our target."""
        return self.due_at or self.target_at

    def is_overdue(self, now: datetime) -> bool:
        """Whether the law's own deadline has passed while it was owed."""
        return self.due_at is not None and self.state is StatutoryState.RUNNING and now > self.due_at


def check_statutory_step(old: StatutoryState, new: StatutoryState) -> None:
    """Pass when the state machine has the step. Raises NotPossibleNow otherwise."""
    if new not in _STEPS[old]:
        raise NotPossibleNow("refused.statutory_step", state=old.value)
