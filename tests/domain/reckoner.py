"""A second way of counting days, for checking the first: it walks day by day, and makes its holidays from the laws' own rules.

Nothing of the program and no holiday library is used here. Valid for 2023 to 2099, but for single days that a law of one year moves.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import cache

DAY = timedelta(days=1)


def nth(year: int, month: int, weekday: int, n: int) -> date:
    """The n-th such weekday of a month (Monday is 0); the last one for n = -1."""
    days = [date(year, month, d) for d in range(1, monthrange(year, month)[1] + 1)]
    found = [day for day in days if day.weekday() == weekday]
    return found[n - 1] if n > 0 else found[n]


def easter(year: int) -> date:
    """Easter Sunday by the Gregorian reckoning (Meeus, Jones, Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    f = (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


@cache
def japan(year: int) -> frozenset[date]:
    """国民の祝日に関する法律 2条・3条: the named days, the substitute after a Sunday, the day between two of them."""
    since = year - 1980
    spring = int(20.8431 + 0.242194 * since) - since // 4
    autumn = int(23.2488 + 0.242194 * since) - since // 4
    named = {
        date(year, 1, 1), nth(year, 1, 0, 2), date(year, 2, 11), date(year, 2, 23), date(year, 3, spring), date(year, 4, 29),
        date(year, 5, 3), date(year, 5, 4), date(year, 5, 5), nth(year, 7, 0, 3), date(year, 8, 11), nth(year, 9, 0, 3),
        date(year, 9, autumn), nth(year, 10, 0, 2), date(year, 11, 3), date(year, 11, 23),
    }  # fmt: skip
    closed = set(named)
    for day in sorted(named):
        if day.weekday() == 6:
            instead = day + DAY
            while instead in named:
                instead += DAY
            closed.add(instead)
    for day in sorted(named):
        between = day + DAY
        if between + DAY in named and between not in closed:
            closed.add(between)
    return frozenset(closed)


@cache
def united_states(year: int) -> frozenset[date]:
    """5 U.S.C. 6103: eleven days; kept on Friday when on Saturday, on Monday when on Sunday."""
    fixed = [date(year, 1, 1), date(year, 6, 19), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25)]
    fixed.append(date(year + 1, 1, 1))  # New Year's Day of the year after may be kept on 31 December
    moved = [nth(year, 1, 0, 3), nth(year, 2, 0, 3), nth(year, 5, 0, -1), nth(year, 9, 0, 1), nth(year, 10, 0, 2)]
    moved.append(nth(year, 11, 3, 4))
    kept = set(moved)
    for day in fixed:
        kept |= {day, day - DAY} if day.weekday() == 5 else {day, day + DAY} if day.weekday() == 6 else {day}
    return frozenset(day for day in kept if day.year == year)


@cache
def brazil(year: int) -> frozenset[date]:
    """Lei 662/1949, 6.802/1980, 9.093/1995 (Good Friday), 14.759/2023 (20 November): national holidays, never moved."""
    fixed = (
        (1, 1),
        (4, 21),
        (5, 1),
        (9, 7),
        (10, 12),
        (11, 2),
        (11, 15),
        (12, 25),
        *([(11, 20)] if year > 2023 else []),
    )
    return frozenset({date(year, month, day) for month, day in fixed} | {easter(year) - timedelta(days=2)})


def _weekdays(day: date) -> bool:
    return day.weekday() < 5


def _but(holidays: Callable[[int], frozenset[date]]) -> Callable[[date], bool]:
    return lambda day: _weekdays(day) and day not in holidays(day.year)


def _public_office(day: date) -> bool:
    return _but(japan)(day) and (day.month, day.day) not in {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}


WORKS: dict[str, Callable[[date], bool]] = {
    "jp-business": _but(japan),
    "jp-public-office": _public_office,
    "us-business": _but(united_states),
    "br-business": _but(brazil),
    "generic": _weekdays,
}
"""Calendar name -> whether people work on a day."""


def business(name: str, start: date, count: int, first_day: int) -> date:
    """The last of `count` working days, told off one by one from the first day that counts."""
    day = start if first_day else start + DAY
    left = count
    while True:
        if WORKS[name](day):
            left -= 1
            if left == 0:
                return day
        day += DAY


def calendar_days(name: str, start: date, count: int, first_day: int, *, roll: bool) -> date:
    """The last of `count` days, told off one by one; on a closed one the next that is open, when it rolls."""
    day = start if first_day else start + DAY
    for _ in range(count - 1):
        day += DAY
    while roll and not WORKS[name](day):
        day += DAY
    return day


def months_in_japan(start: date, months: int) -> date:
    """民法140条・143条: the first day is not counted; the period ends the day before the day that answers to the first counted one."""
    first = start + DAY
    year, month = first.year, first.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    length = monthrange(year, month)[1]
    return date(year, month, length) if first.day > length else date(year, month, first.day) - DAY


def months_elsewhere(start: date, months: int) -> date:
    """Regulation (EEC, Euratom) 1182/71 art. 3(2)(c): on the day of the same number, or the month's last."""
    year, month = start.year, start.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def central_europe(wall: datetime) -> timedelta:
    """The offset of a wall time (naive) in Central Europe: summer from 02:00 on March's last Sunday to 03:00 on October's."""
    begins = datetime.combine(nth(wall.year, 3, 6, -1), datetime.min.time()) + timedelta(hours=2)
    ends = datetime.combine(nth(wall.year, 10, 6, -1), datetime.min.time()) + timedelta(hours=3)
    return timedelta(hours=2 if begins <= wall < ends else 1)


def eastern(wall: datetime) -> timedelta:
    """The offset of a wall time (naive) in New York: summer from 02:00 on March's second Sunday to 02:00 on November's first."""
    begins = datetime.combine(nth(wall.year, 3, 6, 2), datetime.min.time()) + timedelta(hours=2)
    ends = datetime.combine(nth(wall.year, 11, 6, 1), datetime.min.time()) + timedelta(hours=2)
    return timedelta(hours=-4 if begins <= wall < ends else -5)


def japan_standard(_wall: datetime) -> timedelta:
    """Japan has no summer time."""
    return timedelta(hours=9)


def after_hours(wall: datetime, hours: float, offset: Callable[[datetime], timedelta]) -> datetime:
    """The instant (naive, UTC) so many real hours after a wall time."""
    return wall - offset(wall) + timedelta(hours=hours)


def days_to_try() -> Iterator[date]:
    """Days on which counting goes wrong, if it does: year ends, Golden Week, leap days, month ends, long weekends, Easter, Thanksgiving."""
    for year in (2024, 2026, 2027, 2028, 2031):
        yield from (date(year, 12, day) for day in (24, 28, 29, 31))
        yield from (date(year, 4, day) for day in (28, 30))
        yield from (date(year, 5, day) for day in (2, 6))
        yield date(year, 2, 28)
        yield date(year, 2, monthrange(year, 2)[1])
        yield date(year, 9, 18)
        yield nth(year, 11, 3, 4) - DAY
        yield easter(year) - timedelta(days=3)
