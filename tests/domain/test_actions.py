"""Actions: done once, looked at after 30 and 90 days, begun anew when they do not hold; and the mornings they are reminded on."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.domain.action import (
    CHECK_DAYS,
    Action,
    ActionKind,
    ActionSource,
    ActionState,
    check_action_step,
    checked,
)
from bot.domain.calendars import CALENDARS, Calendar
from bot.domain.days import read_day, split_day
from bot.domain.errors import NotPossibleNow
from bot.domain.reminding import Plan, calls, check_on, due_on, silent_since

NOW = datetime(2026, 11, 20, 18, 5, tzinfo=UTC)
TOKYO = Calendar("jp-business", "Asia/Tokyo")
DAYS = st.dates(date(2026, 1, 1), date(2040, 12, 31))


def action(**more: object) -> Action:
    given: dict[str, object] = {
        "id": "x",
        "incident_id": "i",
        "lane_id": "l",
        "kind": ActionKind.MEASURE,
        "source": ActionSource.CONSULTATION,
        "source_id": "c",
        "description": "鍵を替える",
        "owner_id": "U1",
        "touched_on": date(2026, 11, 24),
        "by": "U1",
        "at": NOW,
    }
    return Action(**{**given, **more})  # type: ignore[arg-type]


@given(day=DAYS, kind=st.sampled_from([due_on, silent_since, check_on]), name=st.sampled_from(CALENDARS))
def test_reminders_come_on_working_days_ever_later_and_to_ever_more_people(day: date, kind: object, name: str) -> None:
    calendar = Calendar(name, "Asia/Tokyo")
    plan: Plan = kind(day)  # type: ignore[operator]
    found = list(islice(calls(plan, calendar), 8))
    assert all(calendar.is_working_day(call.on) for call in found)
    assert [call.on for call in found] == sorted({call.on for call in found}), "no two on one morning"
    assert [call.level for call in found] == sorted(call.level for call in found)
    assert found[-1].level == 2, "in the end legal hears it"
    if plan.roll == "before":
        assert found[0].on <= day < found[1].on
    else:
        assert found[0].on >= day
        assert all(call.on > day for call in found[1:])


def test_a_day_on_a_weekend_before_a_holiday_is_reminded_of_on_friday_and_a_look_after_it_on_tuesday() -> None:
    sunday = date(2026, 11, 22)  # Monday the 23rd is a public holiday
    assert next(calls(due_on(sunday), TOKYO)).on == date(2026, 11, 20)
    assert next(calls(check_on(sunday), TOKYO)).on == date(2026, 11, 24)
    assert [call.on.day for call in islice(calls(silent_since(date(2026, 11, 20)), TOKYO), 2)] == [25, 30]


@given(due=DAYS, today=DAYS)
def test_late_is_the_day_after_and_only_while_it_is_open(due: date, today: date) -> None:
    assert action(due_on=due).is_late(today) is (today > due)
    assert not action(due_on=due, state=ActionState.DONE, done_on=due).is_late(today)
    assert not action(due_on=None).is_late(today)


@given(done=DAYS)
def test_a_measure_is_looked_at_after_30_and_90_days_and_a_condition_never(done: date) -> None:
    measure = action(state=ActionState.DONE, done_on=done)
    assert measure.next_check == (30, done + timedelta(days=30))
    again = checked(measure, holds=True)
    assert (again.state, again.next_check) == (ActionState.DONE, (90, done + timedelta(days=90)))
    assert checked(again, holds=True).state is ActionState.VERIFIED
    assert checked(again, holds=True).plan is None
    condition = action(kind=ActionKind.CONDITION, state=ActionState.DONE, done_on=done)
    assert condition.next_check is None
    assert condition.plan is None
    with pytest.raises(NotPossibleNow):
        checked(condition, holds=True)


class Life(RuleBasedStateMachine):
    """Whatever is pressed, an action that holds nothing is never verified, and one that is open is always reminded of."""

    def __init__(self) -> None:
        super().__init__()
        self.action = action(due_on=date(2026, 12, 1))
        self.held: list[int] = []

    @rule(day=DAYS)
    def finish(self, day: date) -> None:

        with suppress(NotPossibleNow):
            check_action_step(self.action.state, ActionState.DONE)
            self.action = replace(self.action, state=ActionState.DONE, done_on=day)

    @rule(holds=st.booleans())
    def look(self, holds: bool) -> None:
        with suppress(NotPossibleNow):
            days = self.action.next_check
            self.action = checked(self.action, holds=holds)
            assert days is not None
            self.held = [*self.held, days[0]] if holds else []

    @invariant()
    def verified_means_both_looks_held(self) -> None:
        assert (self.action.state is ActionState.VERIFIED) is (self.held == list(CHECK_DAYS))
        assert (self.action.plan is None) is (self.action.state is ActionState.VERIFIED)


TestLife = Life.TestCase


@pytest.mark.parametrize(
    "typed", ["2026-11-27", "２０２６－１１－２７", "２０２６/１１/２７", "2026年11月27日", " 2026.11.27 "]
)
def test_a_day_is_read_as_people_write_it(typed: str) -> None:
    assert read_day(typed) == date(2026, 11, 27)


@pytest.mark.parametrize("typed", ["2026-02-30", "11/27", "あした", "2026-11-27x", "20261127"])
def test_what_is_no_day_is_none(typed: str) -> None:
    with pytest.raises(ValueError):
        read_day(typed)
    assert read_day("") is None


def test_a_day_at_the_end_of_a_line_is_its_day() -> None:
    assert split_day("郵送費を当社が負担 ２０２６／１２／１０まで") == ("郵送費を当社が負担", date(2026, 12, 10))
    assert split_day("bear the postage, 2026-12-10") == ("bear the postage", date(2026, 12, 10))
    for words in ("2026-12-10", "条件のみ", "2026-12-10 から毎月", "x 2026-13-40"):
        assert split_day(words) == (words, None)
