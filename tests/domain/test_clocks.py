"""Deadlines: how hours, days, months and working days are counted, in every zone and beside every holiday."""

from __future__ import annotations

import os
import time as system_time
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendars import CALENDARS, Calendar
from bot.domain.clocks import (
    ClockSpec,
    Duration,
    end_of_day,
    morning_of,
    parse_duration,
    times_of,
    working_morning_after,
)
from bot.domain.errors import BadDuration, CalendarOutOfRange

if TYPE_CHECKING:
    from collections.abc import Iterator

JST = ZoneInfo("Asia/Tokyo")
JP = Calendar("jp-business", "Asia/Tokyo")
JP_OFFICE = Calendar("jp-public-office", "Asia/Tokyo")
SIXTY_MINUTES = ClockSpec(limit=parse_duration("PT60M"))
ZONES = [
    "Asia/Tokyo",
    "Europe/Berlin",
    "America/New_York",
    "America/Sao_Paulo",
    "Africa/Cairo",
    "Pacific/Auckland",
    "UTC",
]

starts = st.datetimes(datetime(2024, 1, 1), datetime(2032, 12, 31), timezones=st.just(UTC))
durations = st.one_of(
    st.builds(lambda n: Duration(seconds=n), st.integers(0, 400_000)),
    st.builds(lambda n: Duration(days=n), st.integers(0, 90)),
    st.builds(lambda n: Duration(months=n), st.integers(0, 14)),
    st.builds(lambda n: Duration(business_days=n), st.integers(0, 30)),
)
specs = st.builds(
    ClockSpec,
    limit=durations,
    cap=st.none() | durations,
    count=st.sampled_from(["elapsed", "calendar", "business"]),
    first_day=st.sampled_from([0, 1]),
    roll=st.sampled_from(["", "next_business_day"]),
    target=st.none() | durations,
    alarm=st.none() | durations,
)
places = st.builds(Calendar, st.sampled_from(CALENDARS), st.sampled_from(ZONES))


def at(zone: str, *when: int) -> datetime:
    return datetime(*when, tzinfo=ZoneInfo(zone))  # type: ignore[arg-type,misc]


def due(spec: ClockSpec, start: datetime, calendar: Calendar) -> datetime:
    found = times_of(spec, start, calendar).due_at
    assert found is not None
    return found


def last_day(spec: ClockSpec, start: datetime, calendar: Calendar) -> date:
    """The date people read, and the proof that it ends with its last microsecond."""
    found = due(spec, start, calendar)
    midnight = datetime.combine(found.astimezone(calendar.tz).date() + timedelta(days=1), time.min, calendar.tz)
    assert found + timedelta(microseconds=1) == midnight.astimezone(UTC)  # a midnight the clocks skip equals no instant
    return found.astimezone(calendar.tz).date()


@pytest.fixture
def machine_zone() -> Iterator[None]:
    """Give back the machine's own zone afterwards."""
    before = os.environ.get("TZ")
    yield
    if before is None:
        os.environ.pop("TZ", None)
    else:
        os.environ["TZ"] = before
    system_time.tzset()


def test_sixty_minutes_run_from_the_recognition_and_not_from_the_report() -> None:
    recognised = at("Asia/Tokyo", 2026, 11, 21, 2, 47)
    assert due(SIXTY_MINUTES, recognised, JP) == at("Asia/Tokyo", 2026, 11, 21, 3, 47)


def test_a_subcontractors_earlier_recognition_starts_the_clock() -> None:
    theirs, ours = at("Asia/Tokyo", 2026, 11, 21, 2, 20), at("Asia/Tokyo", 2026, 11, 21, 2, 47)
    assert due(SIXTY_MINUTES, min(theirs, ours), JP) == at("Asia/Tokyo", 2026, 11, 21, 3, 20)


def test_moving_the_start_earlier_moves_the_deadline_as_much() -> None:
    assert due(SIXTY_MINUTES, at("Asia/Tokyo", 2026, 11, 21, 2, 30), JP) == at("Asia/Tokyo", 2026, 11, 21, 3, 30)


def test_ppc_prompt_report_is_our_target_and_does_not_wait_for_monday() -> None:
    spec = ClockSpec(
        target=parse_duration("P3D"),
        alarm=parse_duration("P5D"),
        count="calendar",
        first_day=1,
        roll="next_business_day",
    )
    times = times_of(spec, at("Asia/Tokyo", 2026, 12, 4, 15, 0), JP_OFFICE)
    assert times.due_at is None
    assert times.target_at == end_of_day(date(2026, 12, 6), JP_OFFICE)
    assert times.alarm_at == end_of_day(date(2026, 12, 8), JP_OFFICE)


@pytest.mark.parametrize(("limit", "last"), [("P30D", date(2027, 1, 4)), ("P60D", date(2027, 2, 1))])
def test_ppc_final_report_counts_the_day_known_and_waits_for_the_office_to_open(limit: str, last: date) -> None:
    spec = ClockSpec(limit=parse_duration(limit), count="calendar", first_day=1, roll="next_business_day")
    assert last_day(spec, at("Asia/Tokyo", 2026, 12, 4, 9, 0), JP_OFFICE) == last


def test_without_a_roll_the_thirtieth_day_stays_a_saturday() -> None:
    spec = ClockSpec(limit=parse_duration("P30D"), count="calendar", first_day=1)
    assert last_day(spec, at("Asia/Tokyo", 2026, 12, 4, 9, 0), JP_OFFICE) == date(2027, 1, 2)


def test_gdpr_runs_through_the_weekend() -> None:
    start = at("Europe/Berlin", 2026, 11, 20, 18, 0)
    assert due(ClockSpec(limit=parse_duration("PT72H")), start, Calendar("generic", "Europe/Berlin")) == at(
        "Europe/Berlin", 2026, 11, 23, 18, 0
    )


def test_dora_is_four_hours_from_the_decision_but_a_day_from_awareness_at_most() -> None:
    place = Calendar("generic", "Europe/Berlin")
    aware = at("Europe/Berlin", 2026, 11, 18, 10, 0)
    cap = due(ClockSpec(limit=parse_duration("PT24H")), aware, place)
    four_hours = ClockSpec(limit=parse_duration("PT4H"))
    assert min(cap, due(four_hours, at("Europe/Berlin", 2026, 11, 18, 20, 0), place)) == at(
        "Europe/Berlin", 2026, 11, 19, 0, 0
    )
    assert min(cap, due(four_hours, at("Europe/Berlin", 2026, 11, 19, 9, 0), place)) == at(
        "Europe/Berlin", 2026, 11, 19, 10, 0
    )


def test_sec_skips_thanksgiving() -> None:
    spec = ClockSpec(limit=parse_duration("P4BD"))
    place = Calendar("us-business", "America/New_York")
    assert last_day(spec, at("America/New_York", 2026, 11, 25, 16, 0), place) == date(2026, 12, 2)


def test_singapore_ends_with_the_third_day_after_the_assessment() -> None:
    spec = ClockSpec(limit=parse_duration("P3D"), count="calendar")
    assert last_day(spec, at("Asia/Singapore", 2026, 11, 20, 9, 0), Calendar("generic", "Asia/Singapore")) == date(
        2026, 11, 23
    )


def test_dfars_is_seventy_two_hours_and_images_are_kept_ninety_days() -> None:
    place = Calendar("us-business", "America/New_York")
    found = at("America/New_York", 2026, 11, 17, 9, 0)
    assert due(ClockSpec(limit=parse_duration("PT72H")), found, place) == at("America/New_York", 2026, 11, 20, 9, 0)
    assert last_day(ClockSpec(limit=parse_duration("P90D"), count="calendar"), found, place) == date(2027, 2, 15)


@pytest.mark.parametrize(
    ("start", "wall"),
    [
        ((2026, 3, 28, 18, 0), (2026, 3, 31, 19, 0)),  # the clocks went forward on the 29th
        ((2026, 10, 24, 18, 0), (2026, 10, 27, 17, 0)),  # and back on the 25th
    ],
)
def test_seventy_two_hours_are_seventy_two_hours_when_the_clocks_change(
    start: tuple[int, ...], wall: tuple[int, ...]
) -> None:
    place = Calendar("generic", "Europe/Berlin")
    begun = at("Europe/Berlin", *start)
    ended = due(ClockSpec(limit=parse_duration("PT72H")), begun, place)
    assert ended - begun.astimezone(UTC) == timedelta(hours=72)
    assert ended == at("Europe/Berlin", *wall)


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)])
def test_a_day_ends_at_its_own_midnight_however_long_it_was(day: date, hours: int) -> None:
    place = Calendar("generic", "Europe/Berlin")
    assert end_of_day(day, place) - end_of_day(day - timedelta(days=1), place) == timedelta(hours=hours)


def test_the_local_day_counts_and_not_the_day_in_utc() -> None:
    spec = ClockSpec(limit=parse_duration("P3D"), count="calendar")
    late_on_the_twentieth_in_utc = datetime(2026, 11, 20, 23, 0, tzinfo=UTC)
    assert last_day(spec, late_on_the_twentieth_in_utc, JP) == date(2026, 11, 24)
    assert last_day(spec, late_on_the_twentieth_in_utc, Calendar("generic", "UTC")) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("start", "first_day", "japan", "elsewhere"),
    [
        (date(2026, 1, 15), 0, date(2026, 2, 15), date(2026, 2, 15)),
        (date(2026, 1, 31), 0, date(2026, 2, 28), date(2026, 2, 28)),
        (date(2026, 1, 29), 0, date(2026, 2, 28), date(2026, 2, 28)),
        (date(2028, 1, 31), 0, date(2028, 2, 29), date(2028, 2, 29)),
        (date(2026, 2, 28), 0, date(2026, 3, 31), date(2026, 3, 28)),
        (date(2026, 12, 1), 0, date(2027, 1, 1), date(2027, 1, 1)),
        (date(2026, 1, 1), 1, date(2026, 1, 31), date(2026, 1, 31)),
    ],
)
def test_months_follow_the_calendar(start: date, first_day: int, japan: date, elsewhere: date) -> None:
    spec = ClockSpec(limit=parse_duration("P1M"), count="calendar", first_day=1 if first_day else 0)
    assert last_day(spec, datetime.combine(start, time(12), JST), JP) == japan
    assert last_day(spec, datetime.combine(start, time(12), JST), Calendar("generic", "Asia/Tokyo")) == elsewhere


def test_business_days_by_word_and_by_count_are_the_same() -> None:
    friday = at("Asia/Tokyo", 2026, 11, 20, 10, 0)  # Monday the 23rd is a holiday
    assert last_day(ClockSpec(limit=parse_duration("P2BD")), friday, JP) == date(2026, 11, 25)
    assert last_day(ClockSpec(limit=parse_duration("P2D"), count="business"), friday, JP) == date(2026, 11, 25)
    assert last_day(ClockSpec(limit=parse_duration("P2BD"), first_day=1), friday, JP) == date(2026, 11, 24)


def test_a_first_day_that_is_closed_begins_with_the_next_working_day() -> None:
    saturday = at("Asia/Tokyo", 2026, 11, 21, 10, 0)
    assert last_day(ClockSpec(limit=parse_duration("P1BD"), first_day=1), saturday, JP) == date(2026, 11, 24)


def test_hours_are_never_rolled_to_a_working_day() -> None:
    spec = ClockSpec(limit=parse_duration("PT1H"), roll="next_business_day", count="business")
    assert due(spec, at("Asia/Tokyo", 2026, 11, 21, 3, 0), JP) == at("Asia/Tokyo", 2026, 11, 21, 4, 0)


def test_a_contract_without_a_number_has_no_deadline() -> None:
    times = times_of(ClockSpec(target=parse_duration("30m")), at("Asia/Tokyo", 2026, 11, 21, 3, 0), JP)
    assert times.due_at is None and times.alarm_at is None
    assert times.target_at == at("Asia/Tokyo", 2026, 11, 21, 3, 30)


def test_a_working_deadline_beyond_the_holiday_tables_is_not_guessed() -> None:
    with pytest.raises(CalendarOutOfRange, match="2100"):
        times_of(ClockSpec(limit=parse_duration("P4BD")), at("Asia/Tokyo", 2099, 12, 31, 9, 0), JP)


def test_naive_instants_are_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        times_of(SIXTY_MINUTES, datetime(2026, 11, 21, 3, 0), JP)


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("PT60M", Duration(seconds=3600)),
        ("PT1H30M", Duration(seconds=5400)),
        ("PT72H", Duration(seconds=259_200)),
        ("PT5S", Duration(seconds=5)),
        ("P30D", Duration(days=30)),
        ("P2W", Duration(days=14)),
        ("P1M", Duration(months=1)),
        ("P1Y", Duration(months=12)),
        ("P4BD", Duration(business_days=4)),
        ("60m", Duration(seconds=3600)),
        ("0m", Duration()),
        ("24h", Duration(seconds=86_400)),
        ("3d", Duration(days=3)),
        ("2bd", Duration(business_days=2)),
        (" PT4H ", Duration(seconds=14_400)),
    ],
)
def test_durations_are_read(text: str, duration: Duration) -> None:
    assert parse_duration(text) == duration


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "PT",
        "60",
        "P1DT12H",
        "-PT5M",
        "60 min",
        "速やかに",
        "PT1.5H",
        "６０m",
        "P999999999D",
        "PT60M\nPT1H",
        "9" * 5000 + "m",
    ],
)
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadDuration, match=r"write .*P30D"):
        parse_duration(text)


@given(spec=specs, first=starts, second=starts, place=places)
def test_an_earlier_start_is_never_due_later(
    spec: ClockSpec, first: datetime, second: datetime, place: Calendar
) -> None:
    earlier, later = sorted((first, second))
    before, after = times_of(spec, earlier, place), times_of(spec, later, place)
    for name in ("due_at", "target_at", "alarm_at"):
        if getattr(before, name) is not None:
            assert getattr(before, name) <= getattr(after, name)


@given(spec=specs, start=starts, minutes=st.integers(1, 3000), place=places)
def test_a_neighbouring_start_is_never_due_later(
    spec: ClockSpec, start: datetime, minutes: int, place: Calendar
) -> None:
    assert due(spec, start, place) <= due(spec, start + timedelta(minutes=minutes), place)


@given(spec=specs, start=starts, place=places)
def test_nothing_is_due_before_it_started_and_all_is_utc(spec: ClockSpec, start: datetime, place: Calendar) -> None:
    times = times_of(spec, start, place)
    for instant in (times.due_at, times.target_at, times.alarm_at):
        assert instant is None or (instant >= start and instant.tzinfo is UTC)


@given(spec=specs, start=starts, place=places, zone=st.sampled_from(ZONES))
def test_the_zone_the_start_is_written_in_does_not_matter(
    spec: ClockSpec, start: datetime, place: Calendar, zone: str
) -> None:
    assert times_of(spec, start.astimezone(ZoneInfo(zone)), place) == times_of(spec, start, place)


@given(spec=specs, start=starts, place=places)
def test_a_roll_only_ever_moves_later_and_onto_a_working_day(spec: ClockSpec, start: datetime, place: Calendar) -> None:
    still = ClockSpec(limit=spec.limit, count="calendar", first_day=spec.first_day)
    rolled = ClockSpec(limit=spec.limit, count="calendar", first_day=spec.first_day, roll="next_business_day")
    assert due(rolled, start, place) >= due(still, start, place)
    if spec.limit is not None and (spec.limit.days or spec.limit.months or spec.limit.business_days):
        assert place.is_working_day(last_day(rolled, start, place))


@pytest.mark.parametrize("machine", ["UTC", "Asia/Tokyo", "America/New_York", "Pacific/Kiritimati"])
def test_the_machines_own_zone_changes_nothing(machine: str, machine_zone: None) -> None:
    os.environ["TZ"] = machine
    system_time.tzset()
    spec = ClockSpec(
        limit=parse_duration("P30D"),
        count="calendar",
        first_day=1,
        roll="next_business_day",
        target=parse_duration("PT1H"),
    )
    times = times_of(spec, datetime(2026, 12, 4, 0, 0, tzinfo=UTC), JP_OFFICE)
    assert times.due_at == datetime(2027, 1, 4, 14, 59, 59, 999_999, tzinfo=UTC)
    assert times.target_at == datetime(2026, 12, 4, 1, 0, tzinfo=UTC)
    assert working_morning_after(datetime(2026, 11, 20, 1, 0, tzinfo=UTC), 1, time(9), JP) == datetime(
        2026, 11, 24, 0, 0, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("zone", "day", "wall", "utc"),
    [
        ("Asia/Tokyo", date(2026, 11, 24), time(9), datetime(2026, 11, 24, 0, 0, tzinfo=UTC)),
        (
            "Europe/Berlin",
            date(2026, 3, 29),
            time(2, 30),
            datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
        ),  # skipped: 03:30 summer time
        (
            "Europe/Berlin",
            date(2026, 10, 25),
            time(2, 30),
            datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        ),  # comes twice: the first
        (
            "Africa/Cairo",
            date(2026, 4, 24),
            time(0, 0),
            datetime(2026, 4, 23, 22, 0, tzinfo=UTC),
        ),  # midnight itself is skipped
    ],
)
def test_a_local_time_that_is_skipped_or_doubled_still_has_one_instant(
    zone: str, day: date, wall: time, utc: datetime
) -> None:
    assert morning_of(day, wall, Calendar("generic", zone)) == utc


@given(instant=starts, count=st.integers(1, 15), place=places)
def test_a_working_morning_is_later_and_on_a_working_day(instant: datetime, count: int, place: Calendar) -> None:
    morning = working_morning_after(instant, count, time(9), place)
    local = morning.astimezone(place.tz)
    assert morning > instant and morning.tzinfo is UTC
    assert local.time() == time(9) and place.is_working_day(local.date())
