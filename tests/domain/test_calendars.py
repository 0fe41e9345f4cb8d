"""Working days, cross-checked with a second source for Japanese holidays."""

from __future__ import annotations

from datetime import date, timedelta

import jpholiday
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendars import CALENDARS, Calendar
from bot.domain.errors import CalendarOutOfRange

JP = Calendar("jp-business", "Asia/Tokyo")
JP_OFFICE = Calendar("jp-public-office", "Asia/Tokyo")
US = Calendar("us-business", "America/New_York")
GENERIC = Calendar("generic", "UTC")

places = st.sampled_from([JP, JP_OFFICE, US, GENERIC])
days = st.dates(date(2024, 1, 1), date(2032, 12, 31))


@pytest.mark.parametrize("year", range(2024, 2033))
def test_japanese_working_days_agree_with_a_second_source(year: int) -> None:
    day = date(year, 1, 1)
    while day.year == year:
        expected = day.weekday() < 5 and not jpholiday.is_holiday(day)
        assert JP.is_working_day(day) is expected, day
        year_end = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
        assert JP_OFFICE.is_working_day(day) is (expected and not year_end), day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "open_days"),
    [
        (date(2026, 9, 22), {"us-business", "generic", "br-business"}),  # between two holidays: 国民の休日
        (date(2026, 5, 6), {"us-business", "generic", "br-business"}),  # substitute holiday
        (date(2026, 12, 29), {"jp-business", "us-business", "generic", "br-business"}),
        (date(2026, 11, 26), {"jp-business", "jp-public-office", "generic", "br-business"}),  # Thanksgiving
        (
            date(2021, 12, 31),
            {"jp-business", "generic", "br-business"},
        ),  # New Year's Day of 2022, kept the Friday before
        (date(2026, 11, 21), set()),  # Saturday
    ],
)
def test_each_calendar_has_its_own_days(day: date, open_days: set[str]) -> None:
    assert {name for name in CALENDARS if Calendar(name, "UTC").is_working_day(day)} == open_days


@pytest.mark.parametrize(
    ("place", "day"),
    [(JP, date(1900, 6, 1)), (JP_OFFICE, date(2100, 6, 1)), (US, date(2101, 6, 1)), (JP, date(2100, 6, 5))],
)
def test_a_year_beyond_the_tables_is_refused_even_on_a_saturday(place: Calendar, day: date) -> None:
    with pytest.raises(CalendarOutOfRange, match=str(day.year)):
        place.is_working_day(day)


def test_an_unknown_calendar_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="jp-business"):
        Calendar("jp-bussiness", "Asia/Tokyo")


def test_neighbours_of_a_long_weekend() -> None:
    holiday = date(2026, 11, 23)
    assert JP.next_working_day(holiday) == JP.earliest_working_day(holiday) == date(2026, 11, 24)
    assert JP.latest_working_day(holiday) == date(2026, 11, 20)
    assert JP.add_working_days(date(2026, 11, 24), -1) == date(2026, 11, 20)
    assert JP.next_working_day(date(2026, 11, 24)) == date(2026, 11, 25)


@given(place=places, day=days, count=st.integers(1, 40))
def test_adding_working_days_counts_exactly_that_many(place: Calendar, day: date, count: int) -> None:
    last = place.add_working_days(day, count)
    between = [day + timedelta(days=n) for n in range(1, (last - day).days + 1)]
    assert sum(place.is_working_day(one) for one in between) == count and place.is_working_day(last)
    assert place.add_working_days(last, -count) == place.latest_working_day(day)


@given(place=places, day=days)
def test_the_nearest_working_days_enclose_the_day(place: Calendar, day: date) -> None:
    before, after = place.latest_working_day(day), place.earliest_working_day(day)
    assert before <= day <= after < place.next_working_day(after)
    assert (before == day == after) is place.is_working_day(day)
    assert place.next_working_day(day) > day
