"""Days of what comes back: never earlier than the time before, on working days, the same for whoever works them out."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendars import Calendar
from bot.domain.clocks import last_day_of, parse_duration
from bot.domain.recurring import (
    CARDS,
    DAY,
    card_of,
    is_risky_evening,
    last_day_before,
    occurrence_after,
    safe_day,
    terms,
)
from bot.domain.reminding import Plan, calls, until_back, until_last_day

OFFICE = Calendar("jp-public-office", "Asia/Tokyo")
BUSINESS = Calendar("jp-business", "Asia/Tokyo")
CALENDARS = st.sampled_from([OFFICE, BUSINESS, Calendar("us-business", "America/New_York"), Calendar("generic", "UTC")])
EVERY = st.sampled_from(
    [parse_duration(text) for text in ("P1D", "P3D", "P1W", "P2W", "P1M", "P3M", "P6M", "P1Y", "P5BD")] + [DAY]
)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@given(DAYS, EVERY, DAYS, CALENDARS)
def test_the_next_time_is_due_after_the_one_before_and_is_asked_for_in_between(start, every, day, calendar):
    before = calendar.latest_working_day(max(day, start))
    found = occurrence_after(start, every, day, calendar)
    assert before < found.due_on <= found.on
    assert before < found.ask_on <= found.due_on, "nobody is asked for the next before this one was due"
    assert start <= found.since < found.on
    assert calendar.is_working_day(found.due_on) and calendar.is_working_day(found.ask_on)


@given(DAYS, EVERY, st.integers(0, 400), CALENDARS)
def test_a_chain_goes_through_every_day_of_the_grid_once_however_late_things_are_done(start, every, ahead, calendar):
    chain, day = [], start
    for _ in range(4):
        day = occurrence_after(start, every, day, calendar).on
        chain.append(day)
    assert chain == sorted(set(chain))
    if every.months:  # the same for a process that only starts today
        inside = start + timedelta(days=ahead % max(1, (chain[-1] - start).days))
        joined = occurrence_after(start, every, inside, calendar)
        assert joined.on in chain


def test_a_month_from_the_31st_does_not_wander_to_the_28th_for_good():
    start, every, day, found = date(2026, 1, 31), parse_duration("P1M"), date(2026, 1, 31), []
    for _ in range(4):
        day = occurrence_after(start, every, day, BUSINESS).on
        found.append(day)
    assert found == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)]


def test_what_is_due_while_the_office_rests_is_due_before():
    found = occurrence_after(date(2026, 4, 1), parse_duration("P3M"), date(2026, 11, 24), OFFICE)
    assert (found.on, found.due_on, found.ask_on) == (date(2027, 1, 1), date(2026, 12, 28), date(2026, 12, 14))


def test_the_renewal_of_the_memorandum_between_companies_on_its_days():
    start, year = date(2026, 4, 1), parse_duration("P1Y")
    ends = list(islice(terms(start, None, year, year), 3))
    assert ends == [date(2027, 3, 31), date(2028, 3, 31), date(2029, 3, 31)]
    last = last_day_before(ends[0], parse_duration("P1M"))
    assert last == date(2027, 2, 28)
    reminded = [last_day_before(ends[0], parse_duration(f"P{days}D")) for days in (90, 60, 45, 35)]
    assert reminded == [date(2026, 12, 31), date(2027, 1, 30), date(2027, 2, 14), date(2027, 2, 24)]
    assert last - timedelta(days=7) == date(2027, 2, 21), "a week before, which is a Sunday"
    assert safe_day(last, BUSINESS) == date(2027, 2, 19), "so the Friday: nobody takes a paper in on a Sunday"


def test_reminders_of_a_last_day_that_fall_on_closed_days_come_before_and_the_last_day_itself_too():
    days = [date(2026, 12, 31), date(2027, 1, 30), date(2027, 2, 14), date(2027, 2, 19), date(2027, 2, 24)]
    plan = until_last_day(date(2027, 2, 28), tuple((day, 1 if day.day == 19 else 0) for day in days))
    heard = [(call.on.isoformat(), call.level) for call in islice(calls(plan, BUSINESS), 7)]
    assert heard == [
        ("2026-12-31", 0),
        ("2027-01-29", 0),  # for Saturday the 30th
        ("2027-02-12", 0),  # for Sunday the 14th
        ("2027-02-19", 1),
        ("2027-02-24", 0),
        ("2027-02-26", 1),  # the last day is a Sunday
        ("2027-03-01", 2),  # over
    ]


def test_what_is_out_is_said_every_working_morning_from_the_day_after_its_last():
    heard = [(call.on.day, call.level) for call in islice(calls(until_back(date(2026, 11, 19)), BUSINESS), 5)]
    assert heard == [(19, 0), (20, 1), (24, 1), (25, 1), (26, 1)]


@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)), st.sampled_from(["P1Y", "P1M", "P30D", "P2W"]), st.integers(1, 5))
def test_terms_follow_each_other_without_a_day_between(start, length, number):
    one = parse_duration(length)
    ends = list(islice(terms(start, None, one, one), number + 1))
    assert ends[0] == last_day_of(start, one)
    assert all(earlier < later for earlier, later in pairwise(ends))


@given(st.dates(date(2021, 1, 1), date(2040, 12, 31)), CALENDARS)
def test_there_is_always_a_week_between_the_safe_day_and_the_last(last, calendar):
    safe = safe_day(last, calendar)
    assert safe <= last - timedelta(days=7)
    assert calendar.is_working_day(safe)


def test_a_fixed_term_without_renewal_has_one_end_and_no_term_none():
    assert list(terms(date(2026, 4, 1), date(2027, 3, 31), None, None)) == [date(2027, 3, 31)]
    assert list(terms(date(2026, 4, 1), None, None, None)) == []


@given(st.text(min_size=1, max_size=12), st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(1, 30))
def test_everybody_sees_every_card_once_in_as_many_weekdays_as_there_are(user_id, day, count):
    cards = [("pack", str(number)) for number in range(count)]
    weekdays = [one for one in (day + timedelta(days=n) for n in range(count * 2 + 7)) if one.weekday() < 5][:count]
    assert sorted(card_of(cards, user_id, one) for one in weekdays) == sorted(cards)


def test_a_team_does_not_all_see_the_same_card():
    cards = [("pack", card) for card in CARDS]
    assert len({card_of(cards, f"U0{name}", date(2026, 11, 24)) for name in "ABCDEFGH"}) > 1


@pytest.mark.parametrize(
    ("day", "risky"),
    [
        (date(2026, 11, 18), False),  # a Wednesday
        (date(2026, 11, 20), True),  # a Friday
        (date(2026, 11, 2), True),  # the eve of a public holiday
        (date(2026, 12, 1), True),
        (date(2027, 3, 2), True),
        (date(2027, 4, 7), True),
        (date(2027, 5, 12), False),
    ],
)
def test_fridays_eves_of_free_days_december_march_and_april_are_the_evenings_of_parties(day, risky):
    assert is_risky_evening(day, BUSINESS) is risky


def test_a_plan_without_days_ahead_is_what_it_was():
    assert [call.on.day for call in islice(calls(Plan(date(2026, 11, 17), ((0, 0),)), BUSINESS), 2)] == [17, 25]
