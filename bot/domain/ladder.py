"""The ladder: ordered roles to ring, how long to wait between them, and when an acknowledgement has gone stale.

Pure: everything is computed from instants that are stored, so a restart continues where the ladder stood.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

ACKNOWLEDGEMENT_SECONDS = 600
"""An acknowledgement without progress expires after ten minutes."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `delay_seconds` after the ladder's start, ring everybody who has `role`."""

    delay_seconds: int
    role: str


@dataclass(frozen=True, slots=True)
class Ladder:
    """A pack's internal ladder, frozen when the incident begins. `repeat_seconds` separates the steps of later loops."""

    steps: tuple[Step, ...]
    repeat_seconds: int

    @property
    def last_delay_seconds(self) -> int:
        """Seconds from the start to the last step of the first loop."""
        return self.steps[-1].delay_seconds if self.steps else 0


def start_of(ladder: Ladder, reported_at: datetime, due_at: datetime | None) -> datetime:
    """Return when the ladder begins: at the report, or earlier for a late one.

    A ladder needs as long again as its own length for the calls to the client's desk. When a late report leaves less than
    that before the deadline, the ladder joins where it would stand had it begun in time, so every step that should already
    have rung rings at once.
    """
    if due_at is None:
        return reported_at
    latest_safe = due_at - timedelta(seconds=2 * ladder.last_delay_seconds)
    return min(reported_at, latest_safe)


def step_at(ladder: Ladder, start: datetime, number: int) -> datetime:
    """Return the due instant of step `number` (0, 1, 2 ...). After the last step the ladder loops, one step every `repeat`."""
    count = len(ladder.steps)
    if number < count:
        return start + timedelta(seconds=ladder.steps[number].delay_seconds)
    beyond = number - count + 1
    return start + timedelta(seconds=ladder.last_delay_seconds + beyond * ladder.repeat_seconds)


def first_step_after(ladder: Ladder, start: datetime, now: datetime, number: int) -> int:
    """Return the number of the first step after `number` that is still to come at `now` (at least `number` + 1)."""
    following = number + 1
    since_last = now - step_at(ladder, start, len(ladder.steps) - 1)
    if ladder.repeat_seconds > 0 and since_last > timedelta(0):
        loops = since_last // timedelta(seconds=ladder.repeat_seconds)
        following = max(following, len(ladder.steps) - 1 + loops)
    while step_at(ladder, start, following) <= now:
        following += 1
    return following


def role_at(ladder: Ladder, number: int) -> str:
    """Return the role that step `number` rings; later loops begin from the top again."""
    return ladder.steps[number % len(ladder.steps)].role


def acknowledgement_ends(progress_at: datetime) -> datetime:
    """Return when an acknowledgement expires whose last progress was at `progress_at`."""
    return progress_at + timedelta(seconds=ACKNOWLEDGEMENT_SECONDS)
