"""Clocks: from the start instant and a limit to the instants when a duty is due, on target, and alarming.

How days are counted: hours run at once and through every weekend (民法139条). Days, weeks, months and
business days end at the end of their last day in the calendar's zone (141条), which here is the last microsecond of that
day, so that the date people read is the day itself and not the midnight after it. Whether the day of the start counts,
and whether a closed last day moves on, are said by each clock (`first_day`, `roll`), since contracts and laws differ.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from bot.domain.calendars import Calendar
from bot.domain.errors import BadDuration

Count = Literal["elapsed", "calendar", "business"]
Roll = Literal["", "next_business_day", "next_business_noon"]

_SHAPE = re.compile(
    r"P(?:(?P<days>[0-9]{1,9})D|(?P<weeks>[0-9]{1,9})W|(?P<months>[0-9]{1,9})M|(?P<years>[0-9]{1,9})Y"
    r"|(?P<business>[0-9]{1,9})BD)"
)
_TIME_SHAPE = re.compile(r"PT(?=[0-9])(?:(?P<h>[0-9]{1,9})H)?(?:(?P<m>[0-9]{1,9})M)?(?:(?P<s>[0-9]{1,9})S)?")
_SHORT_SHAPE = re.compile(r"(?P<number>[0-9]{1,9})(?P<unit>s|m|h|d|bd)")
_SHORT_SECONDS = {"s": 1, "m": 60, "h": 3600}
_LONGEST = timedelta(days=36_600)
"""A century: longer is a slip of the hand, and would leave the range of dates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """A length of time in exactly one unit, since days, months and business days are not multiples of seconds."""

    seconds: int = 0
    days: int = 0
    months: int = 0
    business_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSpec:
    """How one duty's clock runs.

    `limit` is a number the contract or law holds, or None when it holds only a word; `target` and `alarm` are the team's
    own. `count`: elapsed (days are 24 hours), calendar (whole days), business (days are working days). Seconds always run
    as elapsed time, months always by the calendar, business days always as working days, whatever `count` says.
    `first_day` is 1 when the day of the start is day 1, 0 when day 1 is the one after. `cap` is a second limit that may count
    from another instant ("4 hours from the classification, at most 24 from awareness"); alone it is the outermost day of a word.

    `roll` moves what ends on a closed day: `next_business_day` moves whole days to the next working day's end and leaves
    hours alone; `next_business_noon` moves hours too, to noon of the next working day (Delegated Regulation (EU) 2025/301
    art. 5). A target or an alarm is not moved, because earlier is safer.
    """

    limit: Duration | None = None
    cap: Duration | None = None
    count: Count = "elapsed"
    first_day: Literal[0, 1] = 0
    roll: Roll = ""
    target: Duration | None = None
    alarm: Duration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """When a duty is due (only from a number in the contract), on the team's target, and alarming. Aware UTC or None."""

    due_at: datetime | None
    target_at: datetime | None
    alarm_at: datetime | None


def parse_duration(text: str) -> Duration:
    """Read an ISO 8601 duration of one kind (PT60M, PT1H30M, P30D, P2W, P1M, P1Y), P4BD, or the short 60m, 24h, 3d, 2bd.

    Raises:
        BadDuration: anything else, a mixture of days and hours, or more than a century.
    """
    duration = _read(text.strip())
    if duration is None:
        raise BadDuration(f"{text!r} is not a duration: write PT60M, PT72H, P30D, P1M, P4BD or 60m")
    rough = max(duration.seconds / 86_400, duration.days, duration.months * 31, duration.business_days * 2)
    if rough > _LONGEST.days:
        raise BadDuration(f"{text!r} is longer than a century: write for example P30D")
    return duration


def times_of(spec: ClockSpec, start_at: datetime, calendar: Calendar, *, cap_from: datetime | None = None) -> Times:
    """Return the instants (aware UTC) of a clock that started at `start_at` (aware).

    `cap_from` (aware) is where the spec's `cap` counts from; without it the cap counts from the start too. A clock that
    starts only after its cap has run out is not held to it: what was not known then could not be told then.

    Raises:
        CalendarOutOfRange: working days are needed in a year beyond the holiday tables.
        ValueError: an instant is naive.
    """
    start = _utc(start_at)
    return Times(
        due_at=_due(spec, start, _utc(cap_from) if cap_from else start, calendar),
        target_at=_end(spec.target, spec, start, calendar, roll="") if spec.target else None,
        alarm_at=_end(spec.alarm, spec, start, calendar, roll="") if spec.alarm else None,
    )


def _due(spec: ClockSpec, start: datetime, cap_from: datetime, calendar: Calendar) -> datetime | None:
    ends = [_end(spec.limit, spec, start, calendar, roll=spec.roll)] if spec.limit else []
    if spec.cap:
        capped = _end(spec.cap, spec, cap_from, calendar, roll=spec.roll)
        if start < capped or not ends:
            ends.append(capped)
    if not ends:
        return None
    end = min(ends)
    day = _local_day(end, calendar)
    if spec.roll == "next_business_noon" and not calendar.is_working_day(day):
        return morning_of(calendar.next_working_day(day), time(12), calendar)
    return end


def working_morning_after(instant: datetime, n: int, at: time, calendar: Calendar) -> datetime:
    """Return the local time `at` on the `n`-th working day after the local day of `instant` (aware), as aware UTC.

    Raises CalendarOutOfRange.
    """
    return morning_of(calendar.add_working_days(_local_day(_utc(instant), calendar), n), at, calendar)


def morning_of(day: date, at: time, calendar: Calendar) -> datetime:
    """Return the local time `at` of a local date as aware UTC.

    Where daylight saving skips that time the instant lies as much later on the clock as was skipped; where it comes twice,
    the first one counts.
    """
    return datetime.combine(day, at.replace(tzinfo=None, fold=0), tzinfo=calendar.tz).astimezone(UTC)


def end_of_day(day: date, calendar: Calendar) -> datetime:
    """Return the last microsecond of a local date as aware UTC."""
    return morning_of(day + timedelta(days=1), time.min, calendar) - timedelta(microseconds=1)


def last_day_of(first: date, length: Duration) -> date:
    """Return the last day of a term that begins with the day `first`: a year from 1 April ends with 31 March (民法143条2項)."""
    if length.months:
        month = _month_after(first, length.months)
        last = monthrange(month.year, month.month)[1]
        return month.replace(day=last) if first.day > last else month.replace(day=first.day) - timedelta(days=1)
    return first + timedelta(days=max(1, length.days or -(-length.seconds // 86_400)) - 1)


def _read(text: str) -> Duration | None:
    if found := _TIME_SHAPE.fullmatch(text):
        hours, minutes, seconds = (int(found[name] or 0) for name in ("h", "m", "s"))
        return Duration(seconds=hours * 3600 + minutes * 60 + seconds)
    if found := _SHORT_SHAPE.fullmatch(text):
        number, unit = int(found["number"]), found["unit"]
        if unit in _SHORT_SECONDS:
            return Duration(seconds=number * _SHORT_SECONDS[unit])
        return Duration(days=number) if unit == "d" else Duration(business_days=number)
    if found := _SHAPE.fullmatch(text):
        return Duration(
            days=int(found["days"] or 0) + 7 * int(found["weeks"] or 0),
            months=int(found["months"] or 0) + 12 * int(found["years"] or 0),
            business_days=int(found["business"] or 0),
        )
    return None


def _utc(instant: datetime) -> datetime:
    if instant.utcoffset() is None:
        raise ValueError(f"{instant} has no zone: instants are aware")
    return instant.astimezone(UTC)


def _local_day(instant: datetime, calendar: Calendar) -> date:
    return instant.astimezone(calendar.tz).date()


def _end(length: Duration, spec: ClockSpec, start: datetime, calendar: Calendar, *, roll: Roll) -> datetime:
    first = _local_day(start, calendar)
    if length.months:
        last = _months_later(first, length.months, spec.first_day, calendar)
    elif length.business_days or (length.days and spec.count == "business"):
        last = _working_days_later(first, length.business_days or length.days, spec.first_day, calendar)
    elif length.days and spec.count == "calendar":
        last = first + timedelta(days=length.days - spec.first_day)
    else:
        return start + timedelta(days=length.days, seconds=length.seconds)
    return end_of_day(calendar.earliest_working_day(last) if roll == "next_business_day" else last, calendar)


def _working_days_later(first: date, count: int, first_day: int, calendar: Calendar) -> date:
    """Return the last of `count` working days; when the first day counts but is closed, day 1 is the next working day."""
    if first_day:
        return calendar.add_working_days(calendar.earliest_working_day(first), count - 1)
    return calendar.add_working_days(first, count)


def _months_later(first: date, months: int, first_day: int, calendar: Calendar) -> date:
    """Return the last day of a period of months that starts on `first`.

    In Japan the period ends the day before the day that corresponds to its first counted day, or with the month when that
    has no such day (民法143条2項): from 28 February, not counted, one month ends on 31 March. Elsewhere it ends on the
    corresponding day itself (Regulation (EEC, Euratom) 1182/71 art. 3(2)(c)): on 28 March.
    """
    if not first_day and not calendar.name.startswith("jp-"):
        month = _month_after(first, months)
        return month.replace(day=min(first.day, monthrange(month.year, month.month)[1]))
    return last_day_of(first + timedelta(days=1 - first_day), Duration(months=months))


def _month_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)
