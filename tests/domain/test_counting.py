"""Every way of counting, for every calendar, against a second way that shares nothing with the first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendars import CALENDARS, Calendar
from bot.domain.clocks import ClockSpec, Duration, end_of_day, times_of
from bot.domain.errors import CalendarOutOfRange
from tests.domain import reckoner

ZONES = {
    "jp-business": "Asia/Tokyo",
    "jp-public-office": "Asia/Tokyo",
    "us-business": "America/New_York",
    "br-business": "America/Sao_Paulo",
    "generic": "Europe/Berlin",
}
DAYS = tuple(reckoner.days_to_try())
AT_LEAST = 50
"""Cases for each kind of calendar."""


def place(name: str) -> Calendar:
    return Calendar(name, ZONES[name])


def last_day(spec: ClockSpec, start: date, where: Calendar, *, hour: int = 15) -> date:
    """The date people read; and that it ends with its last microsecond."""
    due = times_of(spec, datetime.combine(start, time(hour), where.tz), where).due_at
    assert due is not None
    day = due.astimezone(where.tz).date()
    assert due == end_of_day(day, where)
    return day


def test_the_second_way_knows_every_calendar() -> None:
    assert set(reckoner.WORKS) == set(CALENDARS) == set(ZONES)
    assert len(DAYS) >= AT_LEAST


@pytest.mark.parametrize("name", CALENDARS)
def test_every_single_day_of_thirty_years_is_open_or_closed_in_both_ways(name: str) -> None:
    day, end = date(2023, 1, 1), date(2053, 1, 1)
    odd = []
    while day < end:
        if Calendar(name, "UTC").is_working_day(day) is not reckoner.WORKS[name](day):
            odd.append(day)
        day += timedelta(days=1)
    assert odd == []


@pytest.mark.parametrize("first_day", [0, 1])
@pytest.mark.parametrize("name", CALENDARS)
def test_working_days(name: str, first_day: int) -> None:
    cases = [(start, count) for start in DAYS for count in (1, 3, 4, 10)]
    assert len(cases) >= 4 * AT_LEAST
    wrong = [
        (start, count)
        for start, count in cases
        if last_day(ClockSpec(limit=Duration(business_days=count), first_day=first_day), start, place(name))  # type: ignore[arg-type]
        != reckoner.business(name, start, count, first_day)
    ]
    assert wrong == []


@pytest.mark.parametrize("roll", ["", "next_business_day"])
@pytest.mark.parametrize("first_day", [0, 1])
@pytest.mark.parametrize("name", CALENDARS)
def test_calendar_days(name: str, first_day: int, roll: str) -> None:
    wrong = []
    for start in DAYS:
        for count in (1, 3, 5, 14, 30, 60):
            spec = ClockSpec(limit=Duration(days=count), count="calendar", first_day=first_day, roll=roll)  # type: ignore[arg-type]
            expected = reckoner.calendar_days(name, start, count, first_day, roll=bool(roll))
            if last_day(spec, start, place(name)) != expected:
                wrong.append((start, count, expected))
    assert wrong == []


@pytest.mark.parametrize("months", [1, 2, 12, 13])
@pytest.mark.parametrize("name", CALENDARS)
def test_months(name: str, months: int) -> None:
    ends = [
        date(year, month, day)
        for year in (2027, 2028)
        for month, day in ((1, 31), (1, 30), (1, 29), (3, 30), (8, 31), (11, 30))
    ]
    there = reckoner.months_in_japan if name.startswith("jp-") else reckoner.months_elsewhere
    spec = ClockSpec(limit=Duration(months=months))
    wrong = [day for day in (*DAYS, *ends) if last_day(spec, day, place(name)) != there(day, months)]
    assert wrong == []


@pytest.mark.parametrize(
    ("zone", "offset"),
    [
        ("Europe/Berlin", reckoner.central_europe),
        ("America/New_York", reckoner.eastern),
        ("Asia/Tokyo", reckoner.japan_standard),
    ],
)
def test_hours_run_on_through_weekends_and_both_changes_of_the_clock(
    zone: str, offset: Callable[[datetime], timedelta]
) -> None:
    around = [
        *(datetime.combine(day, time(hour, 30)) for day in DAYS for hour in (0, 10, 23)),
        *(
            datetime.combine(reckoner.nth(year, month, 6, n) - timedelta(days=back), time(hour, 30))
            for year in (2026, 2027, 2028)
            for month, n in ((3, -1), (3, 2), (10, -1), (11, 1))
            for back in (0, 1, 2)
            for hour in (0, 4, 12)
        ),
    ]
    assert len(around) >= AT_LEAST
    where = Calendar("generic", zone)
    wrong = []
    for wall in around:
        for hours in (1, 4, 6, 24, 36, 72):
            start = wall.replace(tzinfo=ZoneInfo(zone))
            due = times_of(ClockSpec(limit=Duration(seconds=hours * 3600)), start, where).due_at
            if due != reckoner.after_hours(wall, hours, offset).replace(tzinfo=UTC):
                wrong.append((wall, hours, due))
    assert wrong == []


starts = st.datetimes(datetime(2024, 1, 1), datetime(2032, 12, 31), timezones=st.just(UTC))
lengths = st.one_of(
    st.builds(lambda n: Duration(seconds=n), st.integers(1, 400_000)),
    st.builds(lambda n: Duration(days=n), st.integers(1, 90)),
    st.builds(lambda n: Duration(months=n), st.integers(1, 14)),
    st.builds(lambda n: Duration(business_days=n), st.integers(1, 30)),
)
specs = st.builds(
    ClockSpec,
    limit=lengths,
    cap=st.none() | lengths,
    count=st.sampled_from(["elapsed", "calendar", "business"]),
    first_day=st.sampled_from([0, 1]),
    roll=st.sampled_from(["", "next_business_day"]),
)
places = st.builds(Calendar, st.sampled_from(CALENDARS), st.sampled_from(sorted(set(ZONES.values()))))


@given(specs, starts, places)
def test_with_a_cap_too_nothing_is_due_before_it_starts(spec: ClockSpec, start: datetime, where: Calendar) -> None:
    due = times_of(spec, start, where).due_at
    assert due is not None and due >= start


@given(specs, starts, places, st.integers(0, 60 * 24 * 40))
def test_a_later_start_is_never_due_earlier(spec: ClockSpec, start: datetime, where: Calendar, minutes: int) -> None:
    first = times_of(spec, start, where).due_at
    later = times_of(spec, start + timedelta(minutes=minutes), where).due_at
    assert first is not None and later is not None and first <= later


@given(specs, starts, places, st.integers(0, 60 * 72))
def test_a_cap_from_elsewhere_only_ever_makes_it_earlier_and_not_before_the_start(
    spec: ClockSpec, start: datetime, where: Calendar, minutes: int
) -> None:
    known = start - timedelta(minutes=minutes)
    free = times_of(
        ClockSpec(limit=spec.limit, count=spec.count, first_day=spec.first_day, roll=spec.roll), start, where
    )
    capped = times_of(spec, start, where, cap_from=known)
    assert free.due_at is not None and capped.due_at is not None
    assert start <= capped.due_at <= free.due_at


@given(specs, starts, places)
def test_noon_of_the_next_working_day_replaces_a_closed_end_and_nothing_else(
    spec: ClockSpec, start: datetime, where: Calendar
) -> None:
    plain = ClockSpec(limit=spec.limit, cap=spec.cap, count=spec.count, first_day=spec.first_day)
    end = times_of(plain, start, where).due_at
    moved = times_of(
        ClockSpec(
            limit=spec.limit, cap=spec.cap, count=spec.count, first_day=spec.first_day, roll="next_business_noon"
        ),
        start,
        where,
    ).due_at
    assert end is not None and moved is not None
    day = end.astimezone(where.tz).date()
    if where.is_working_day(day):
        assert moved == end
    else:
        local = moved.astimezone(where.tz)
        assert moved > end
        assert local.date() == where.next_working_day(day)
        assert local.time() == time(12)


def test_a_cap_alone_is_the_outermost_day_of_a_word() -> None:
    spec = ClockSpec(cap=Duration(days=60), count="calendar")
    due = times_of(
        spec, datetime(2026, 11, 20, 15, 0, tzinfo=ZoneInfo("America/New_York")), place("us-business")
    ).due_at
    assert due is not None
    assert due.astimezone(ZoneInfo("America/New_York")).date() == date(2027, 1, 19)


def test_a_calendar_that_ends_before_the_date_is_refused_with_its_year() -> None:
    start = datetime(2099, 12, 20, tzinfo=ZoneInfo("Asia/Tokyo"))
    with pytest.raises(CalendarOutOfRange, match="not for 2100"):
        times_of(ClockSpec(limit=Duration(business_days=20)), start, place("jp-business"))
