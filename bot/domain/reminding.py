"""When somebody is reminded of what comes after: on working days only, first its owner, then the managers, then legal. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Protocol

from bot.domain.calendars import Calendar

Roll = Literal["before", "after"]
AGAIN_DAYS = 5
"""After its last step a reminder comes again every so many working days, until the thing is done."""


@dataclass(frozen=True, slots=True)
class Call:
    """One reminder: its day, and who hears it (0 the owner, 1 the managers too, 2 legal too)."""

    on: date
    level: int


@dataclass(frozen=True, slots=True)
class Plan:
    """From which day reminders count, after how many working days each comes, and on which side a closed anchor day rolls."""

    anchor: date
    steps: tuple[tuple[int, int], ...]
    """(working days after the anchor, level), ascending; 0 days is the anchor itself."""
    roll: Roll = "after"
    before: tuple[tuple[date, int], ...] = ()
    """(day, level) of reminders ahead of the anchor, ascending; on a closed day they come on the working day before."""
    again: int = AGAIN_DAYS
    """After the last step every so many working days."""


def due_on(day: date) -> Plan:
    """Reminders of something due on a day: that day (the working day before, when it is closed), then once it is past."""
    return Plan(day, ((0, 0), (1, 1), (5, 2)), "before")


def until_back(day: date) -> Plan:
    """Reminders of something that has to be back on a day: that day, and from the next working morning on each morning, the
    managers too, for as long as it is missing.
    """
    return Plan(day, ((0, 0), (1, 1)), "before", again=1)


def until_last_day(day: date, before: tuple[tuple[date, int], ...] = ()) -> Plan:
    """Reminders of something that can be done until a last day: on the days `before`, on the last day, and once it is past."""
    return Plan(day, ((0, 1), (1, 2)), "before", before)


def running_out(day: date) -> Plan:
    """Reminders of something good until a day: 90, 30 and 7 days ahead and on the day; once past each morning, the managers too."""
    ahead = tuple((day - timedelta(days=days), 0) for days in (90, 30, 7))
    return Plan(day, ((0, 0), (1, 1)), "before", ahead, again=1)


def silent_since(day: date) -> Plan:
    """Reminders of something that nobody has touched since a day, as consultations have them: 2, 5 and 10 working days."""
    return Plan(day, ((2, 0), (5, 1), (10, 2)))


def check_on(day: date) -> Plan:
    """Reminders of a look at something on a day (the working day after, when it is closed)."""
    return Plan(day, ((0, 0), (5, 1), (10, 2)))


def calls(plan: Plan, calendar: Calendar) -> Iterator[Call]:
    """Give the reminders of a plan in order, without end. Raises CalendarOutOfRange beyond the holiday tables."""
    for ahead, level in plan.before:
        yield Call(calendar.latest_working_day(ahead), level)
    level = 0
    day = plan.anchor
    for count, level in plan.steps:
        if count:
            day = calendar.add_working_days(plan.anchor, count)
        elif plan.roll == "before":
            day = calendar.latest_working_day(plan.anchor)
        else:
            day = calendar.earliest_working_day(plan.anchor)
        yield Call(day, level)
    while True:
        day = calendar.add_working_days(day, plan.again)
        yield Call(day, level)


class Followed(Protocol):
    """A record of what comes after that people are reminded of until it has ended."""

    @property
    def id(self) -> str:
        """Its id."""
        ...

    @property
    def incident_id(self) -> str:
        """The incident it belongs to."""
        ...

    @property
    def lane_id(self) -> str:
        """The client's part it belongs to."""
        ...

    @property
    def owner_id(self) -> str:
        """Whoever sees to it; empty when nobody does yet."""
        ...

    @property
    def remind_epoch(self) -> int:
        """Counts its changes: reminders of an earlier epoch are void."""
        ...

    @property
    def plan(self) -> Plan | None:
        """What its reminders count from now; None when nothing is left to remind of."""
        ...
