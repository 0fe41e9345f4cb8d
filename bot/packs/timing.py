"""When things happen under a pack: the contract's phase, the instants of a duty's clock, and the ladder inside the house.

A real report and a trial of a pack read these same functions, so that what was tried is what happens.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.calendars import Calendar
from bot.domain.clocks import Times, times_of
from bot.domain.ladder import Ladder, Step
from bot.packs.schema import DutyRule, Pack, Phase

NO_TIMES = Times(due_at=None, target_at=None, alarm_at=None)


def phase_of(pack: Pack, at: datetime) -> Phase:
    """Return whether the contract ran, was completed or had ended at an instant (aware): when it was first recognised."""
    return pack.phase_on(at.astimezone(ZoneInfo(pack.calendar.tz)).date())


def clock_of(pack: Pack, rule: DutyRule, start_at: datetime) -> Times:
    """Return due, target and alarm instants (aware UTC) of a duty that starts at `start_at`; all None without a clock.

    Raises CalendarOutOfRange: it needs working days of a year the holiday tables do not hold.
    """
    if rule.clock is None:
        return NO_TIMES
    return times_of(pack.clock_spec(rule), start_at, Calendar(pack.calendar.days, pack.calendar.tz))


def begins_at(rule: DutyRule, recognised_at: datetime, contained_at: datetime | None) -> datetime | None:
    """Return when the duty's clock begins: with the first recognition, or once the spread is stopped where the rule says so.

    None: it has not begun.
    """
    if rule.clock is not None and rule.clock.start == "contained_at":
        return contained_at
    return recognised_at


def instants_of(
    pack: Pack, rule: DutyRule, recognised_at: datetime, contained_at: datetime | None
) -> tuple[datetime | None, Times]:
    """Return when the duty's clock begins and its instants; None and no instants while it has not begun.

    Raises CalendarOutOfRange.
    """
    begins = begins_at(rule, recognised_at, contained_at)
    return begins, clock_of(pack, rule, begins) if begins else NO_TIMES


def ladder_of(pack: Pack) -> Ladder:
    """Return the pack's internal ladder."""
    return Ladder(
        steps=tuple(Step(delay_seconds=step.delay_seconds, role=step.role) for step in pack.escalate.internal),
        repeat_seconds=max(pack.escalate.repeat_seconds, 60),
    )
