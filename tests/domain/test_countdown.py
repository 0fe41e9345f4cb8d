"""When the card is drawn again and when the room is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.countdown import MARKS, mark_at, next_tick, whole_minutes_left

DUE = datetime(2026, 11, 20, 18, 47, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
left_over = st.timedeltas(timedelta(hours=-6), timedelta(days=3))


def pace(left: timedelta) -> int:
    """Minutes between two drawings while `left` remains."""
    if left > 3 * timedelta(hours=1):
        return 60
    return next((step for bound, step in [(30, 10), (10, 5), (0, 1), (-30, 5)] if left > bound * MINUTE), 30)


@given(left=left_over)
def test_the_next_drawing_is_later_on_the_grid_and_no_further_off_than_the_pace(left: timedelta) -> None:
    now = DUE - left
    tick = next_tick(now, DUE)
    assert now < tick <= now + pace(left) * MINUTE
    assert (DUE - tick) % (pace(left) * MINUTE) == timedelta(0)


@given(left=st.timedeltas(timedelta(microseconds=1), timedelta(days=3)))
def test_the_deadline_itself_is_never_jumped_over(left: timedelta) -> None:
    assert next_tick(DUE - left, DUE) <= DUE


@given(left=left_over, later=st.timedeltas(timedelta(0), timedelta(hours=2)))
def test_looking_later_never_finds_an_earlier_drawing(left: timedelta, later: timedelta) -> None:
    assert next_tick(DUE - left, DUE) <= next_tick(DUE - left + later, DUE)


@pytest.mark.parametrize(
    ("minutes_left", "next_left"),
    [
        (60, 50),
        (42, 40),
        (31, 30),
        (30, 25),
        (11, 10),
        (10, 9),
        (1, 0),
        (0, -5),
        (-7, -10),
        (-25, -30),
        (-30, -60),
        (240, 180),
        (180, 170),
    ],
)
def test_the_pace_quickens_toward_the_deadline(minutes_left: int, next_left: int) -> None:
    assert next_tick(DUE - minutes_left * MINUTE, DUE) == DUE - next_left * MINUTE


def test_every_drawing_of_the_last_hour_and_the_first_after() -> None:
    now, lefts = DUE - 60 * MINUTE, []
    while now < DUE + 60 * MINUTE:
        now = next_tick(now, DUE)
        lefts.append((DUE - now) // MINUTE)
    assert lefts == [50, 40, 30, 25, 20, 15, *range(10, -1, -1), -5, -10, -15, -20, -25, -30, -60]


def test_every_mark_but_none_else_is_a_drawing_too() -> None:
    assert [mark_at(DUE, minutes) - DUE for minutes in MARKS] == [timedelta(minutes=m) for m in (-30, -15, -5, 0, 5)]
    for minutes in MARKS:
        assert next_tick(mark_at(DUE, minutes) - timedelta(seconds=1), DUE) == mark_at(DUE, minutes)


@given(left=left_over)
def test_nobody_is_promised_a_minute_that_is_not_there(left: timedelta) -> None:
    shown = whole_minutes_left(DUE - left, DUE)
    assert shown * MINUTE <= left < (shown + 1) * MINUTE
