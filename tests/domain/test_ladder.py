"""The ladder: who is rung when, computed only from stored instants."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ladder import Ladder, Step, acknowledgement_ends, first_step_after, role_at, start_of, step_at

START = datetime(2026, 11, 20, 18, 5, tzinfo=UTC)
ROLES = ("incident_lead", "duty_manager", "responsible", "executive", "legal")

ladders = st.builds(
    lambda delays, repeat: Ladder(
        tuple(Step(delay, role) for delay, role in zip(sorted(delays), ROLES, strict=False)), repeat
    ),
    st.lists(st.integers(0, 3600), min_size=1, max_size=5),
    st.integers(60, 3600),
)
moments = st.timedeltas(timedelta(hours=-1), timedelta(hours=30)).map(lambda since: START + since)


def minutes(*delays: int, repeat: int) -> Ladder:
    return Ladder(tuple(Step(delay * 60, role) for delay, role in zip(delays, ROLES, strict=False)), repeat * 60)


@given(ladder=ladders, now=moments, number=st.integers(0, 40))
def test_the_next_step_is_the_first_later_one_and_no_role_is_passed_over(
    ladder: Ladder, now: datetime, number: int
) -> None:
    following = first_step_after(ladder, START, now, number)
    assert following > number and step_at(ladder, START, following) > now
    assert all(step_at(ladder, START, between) <= now for between in range(number + 1, following))


@given(ladder=ladders, number=st.integers(0, 60))
def test_steps_never_come_before_the_start_nor_before_one_another(ladder: Ladder, number: int) -> None:
    assert START <= step_at(ladder, START, number) <= step_at(ladder, START, number + 1)


@given(ladder=ladders, loops=st.integers(0, 20))
def test_every_loop_begins_with_the_first_role(ladder: Ladder, loops: int) -> None:
    assert role_at(ladder, loops * len(ladder.steps)) == ladder.steps[0].role
    assert [role_at(ladder, n) for n in range(len(ladder.steps))] == [step.role for step in ladder.steps]


@given(ladder=ladders, until_due=st.none() | st.timedeltas(timedelta(hours=-5), timedelta(days=4)))
def test_a_ladder_never_starts_after_the_report_and_leaves_its_own_length_for_the_desk(
    ladder: Ladder, until_due: timedelta | None
) -> None:
    due = None if until_due is None else START + until_due
    begun = start_of(ladder, START, due)
    assert begun <= START
    if due is not None:
        assert due - step_at(ladder, begun, len(ladder.steps) - 1) >= timedelta(seconds=ladder.last_delay_seconds)
        assert begun == START or due - begun == 2 * timedelta(seconds=ladder.last_delay_seconds)
    else:
        assert begun == START


def test_close_steps_before_a_slow_loop_are_all_rung() -> None:
    ladder = minutes(0, 1, 2, 3, repeat=30)
    assert [first_step_after(ladder, START, START + timedelta(minutes=n), n) for n in range(3)] == [1, 2, 3]


def test_after_the_last_step_the_ladder_goes_round() -> None:
    ladder = minutes(0, 5, 10, repeat=15)
    assert [step_at(ladder, START, n) - START for n in range(5)] == [timedelta(minutes=m) for m in (0, 5, 10, 25, 40)]


def test_after_a_long_outage_the_ladder_goes_on_from_now() -> None:
    ladder = minutes(0, 5, 10, repeat=15)
    following = first_step_after(ladder, START, START + timedelta(days=30), 1)
    assert timedelta(0) < step_at(ladder, START, following) - (START + timedelta(days=30)) <= timedelta(minutes=15)


@pytest.mark.parametrize(
    ("left", "begun"),
    [(60, 0), (40, 0), (30, -10), (0, -40)],
)
def test_a_late_report_joins_the_ladder_where_it_would_stand(left: int, begun: int) -> None:
    ladder = minutes(0, 5, 10, 20, repeat=15)
    assert start_of(ladder, START, START + timedelta(minutes=left)) == START + timedelta(minutes=begun)


def test_an_acknowledgement_lasts_ten_minutes() -> None:
    assert acknowledgement_ends(START) == START + timedelta(minutes=10)
