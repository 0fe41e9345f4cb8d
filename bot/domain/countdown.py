"""The countdown people see: when the card is drawn again and when the room is told."""

from __future__ import annotations

from datetime import datetime, timedelta

MARKS = (-30, -15, -5, 0, 5)
"""Minutes around a deadline at which the room gets a new post, since an edited card notifies nobody."""

_MINUTE = timedelta(minutes=1)


def mark_at(due_at: datetime, minutes: int) -> datetime:
    """Return the instant of the mark `minutes` after (or before, when negative) the deadline."""
    return due_at + minutes * _MINUTE


def next_tick(now: datetime, due_at: datetime) -> datetime:
    """Return when the card of a clock due at `due_at` is drawn again; ticks stand on a grid around the deadline.

    More than 30 minutes left: every 10; 30 to 10: every 5; under 10: every minute; past due: every 5 minutes for half an
    hour, then every 30. A clock with days left ticks hourly.
    """
    left = due_at - now
    if left > 180 * _MINUTE:
        step = 60
    elif left > 30 * _MINUTE:
        step = 10
    elif left > 10 * _MINUTE:
        step = 5
    elif left > timedelta(0):
        step = 1
    elif left > -30 * _MINUTE:
        step = 5
    else:
        step = 30
    grid = step * _MINUTE
    steps_left = left // grid
    candidate = due_at - steps_left * grid
    return candidate if candidate > now else candidate + grid


def whole_minutes_left(now: datetime, due_at: datetime) -> int:
    """Return whole minutes until the deadline, rounded down so that nobody is promised time that is not there; negative when past."""
    return (due_at - now) // _MINUTE
