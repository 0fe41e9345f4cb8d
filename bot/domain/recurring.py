"""What comes back: on which days it falls due, when it is asked for, and until when a renewal can still be stopped. Pure.

The days of an interval lie on a grid that begins with the contract, so that a duty done late does not move those after it, and
two processes that work a day out find the same one.
"""

from __future__ import annotations

import hashlib
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.calendars import Calendar
from bot.domain.clocks import Duration, last_day_of

CARDS = (
    "laptop", "papers", "left_behind", "drinking", "phone_lock", "remote_lock", "strap", "call_log", "phonebook", "camera",
    "mail_check", "attachment_password", "anonymous_tools", "online_services",
)  # fmt: skip
"""Rules that a contract may have rotate as cards, as `rotate` names them."""
HELD_DURING_INCIDENTS = frozenset({"call_log"})
"""Cards whose rule would destroy evidence: it rests while an incident of the contract is open."""
DAY = Duration(business_days=1)
"""The interval of what comes back on every working day."""
SAFE_BEFORE = timedelta(days=7)
"""A paper has to be in the other side's hands, a month can be counted in more than one way, and the last day may be a holiday: a week
covers the post and every reading."""
_ASKED_AHEAD = ((300, 20), (80, 10), (25, 5), (5, 1), (0, 0))
"""(interval in days at least, working days ahead of its day on which it is asked for): the team's own numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One time of something that comes back. `on` names it for good; it is due on that day or the last working day before."""

    on: date
    since: date
    """First day it speaks of: the day of the time before, or the contract's first."""
    ask_on: date
    due_on: date


def occurrence_after(start: date, every: Duration, day: date, calendar: Calendar) -> Occurrence:
    """Return the first time due later than the working day that `day` is, or that stands before it; `start` is the contract's first day.

    Raises CalendarOutOfRange beyond the holiday tables.
    """
    before = calendar.latest_working_day(max(day, start))
    on = day
    while True:
        on = _next_on(start, every, on, calendar)
        due_on = calendar.latest_working_day(on)
        if due_on > before:
            break
    ahead = next(days for length, days in _ASKED_AHEAD if _rough_days(every) >= length)
    asked = max(calendar.add_working_days(due_on, -ahead), calendar.next_working_day(before))
    return Occurrence(on=on, since=_previous_on(start, every, on, calendar), ask_on=min(asked, due_on), due_on=due_on)


def due_on(on: date, calendar: Calendar) -> date:
    """Return the working day on which the time named `on` is due. Raises CalendarOutOfRange."""
    return calendar.latest_working_day(on)


def terms(start: date, end: date | None, length: Duration | None, renews: Duration | None) -> Iterator[date]:
    """Give the last days of a contract's terms, the first one first; without renewal there is one, without any length none.

    A term given by its length begins with the contract's first day: one year from 1 April ends with 31 March.
    """
    first = end if end is not None else last_day_of(start, length) if length is not None else None
    if first is None:
        return
    yield first
    number = 1
    while renews is not None:
        yield last_day_of(first + timedelta(days=1), _times(renews, number))
        number += 1


def last_day_before(end: date, ahead: Duration) -> date:
    """Return the last day for something that has to be done so long before a term ends: a month before 31 March is 28 February."""
    if ahead.months:
        return _months_on(end, -ahead.months)
    return end - timedelta(days=ahead.days or -(-ahead.seconds // 86_400))


def safe_day(last_day: date, calendar: Calendar) -> date:
    """Return the last working day on which there is still a week until `last_day`. Raises CalendarOutOfRange."""
    return calendar.latest_working_day(last_day - SAFE_BEFORE)


def card_of(cards: Sequence[tuple[str, str]], user_id: str, day: date) -> tuple[str, str]:
    """Return the card of a person for a day. Within as many weekdays as there are cards everybody sees each once.

    People begin at different ones, so that a team talks about more than one rule a day.
    """
    weeks, weekday = divmod(day.toordinal() - 1, 7)  # ordinal 1 was a Monday
    begins = int.from_bytes(hashlib.sha256(user_id.encode()).digest()[:4], "big")
    return cards[(begins + weeks * 5 + min(weekday, 4)) % len(cards)]


def is_risky_evening(day: date, calendar: Calendar) -> bool:
    """Whether people are more likely to go for a drink: the next day is free, or it is December, March or April."""
    return day.month in (12, 3, 4) or not calendar.is_working_day(day + timedelta(days=1))


def _next_on(start: date, every: Duration, day: date, calendar: Calendar) -> date:
    """The first day of the grid later than `day`; the contract's first day itself is none."""
    if every.months:
        number = max(1, ((day.year - start.year) * 12 + day.month - start.month) // every.months)
        while (on := _months_on(start, number * every.months)) <= day:
            number += 1
        return on
    if every.business_days:
        return calendar.add_working_days(max(day, start), every.business_days)
    step = _rough_days(every)
    return start + timedelta(days=max(1, (day - start).days // step + 1) * step)


def _previous_on(start: date, every: Duration, on: date, calendar: Calendar) -> date:
    if every.months:
        months = (on.year - start.year) * 12 + on.month - start.month
        return _months_on(start, max(0, months - every.months))
    if every.business_days:
        return max(start, calendar.add_working_days(on, -every.business_days))
    return max(start, on - timedelta(days=_rough_days(every)))


def _rough_days(every: Duration) -> int:
    return every.days or every.months * 30 or every.business_days or max(1, -(-every.seconds // 86_400))


def _times(length: Duration, number: int) -> Duration:
    return Duration(days=length.days * number, months=length.months * number, seconds=length.seconds * number)


def _months_on(day: date, months: int) -> date:
    """The same day so many months on (or back), or the month's last when it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    length = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, length))
