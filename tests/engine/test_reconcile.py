"""The verdict on an interrupted send, as a table."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.work import SendPriority
from bot.engine.carrier import back_off
from bot.engine.ports import Sent, Unknown
from bot.engine.reconcile import SendAgain, judge
from bot.engine.roads import Absent, CannotLook, Delivered
from tests.engine.rig import a_row

AT = datetime(2026, 11, 20, 18, 5, tzinfo=UTC)
PAGE, NOTICE = SendPriority.PAGE, SendPriority.NOTICE


def after(seconds):
    return AT + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("priority", "looked", "found", "at", "verdict"),
    [
        (PAGE, None, Delivered(channel="D1", ts="1.2"), 3, Sent(provider_channel="D1", provider_ts="1.2")),
        (PAGE, None, Absent(), 3, Unknown(next_attempt_at=after(8), looked_at=after(3), error="absent once")),
        (PAGE, 3, Absent(), 7, Unknown(next_attempt_at=after(8), looked_at=after(3), error="absent once")),
        (PAGE, 3, Absent(), 8, SendAgain(marked=False)),
        (PAGE, None, CannotLook(reason="503", for_good=False), 3, Unknown(next_attempt_at=after(20), error="history: 503")),
        (PAGE, None, CannotLook(reason="503", for_good=False), 20, SendAgain(marked=True)),
        (NOTICE, None, CannotLook(reason="503", for_good=False), 600, Unknown(next_attempt_at=after(610), error="history: 503")),
        (NOTICE, None, CannotLook(reason="no", for_good=True), 3, Unknown(next_attempt_at=after(60), error="history: no")),
        (NOTICE, None, CannotLook(reason="no", for_good=True), 60, SendAgain(marked=True)),
    ],
)  # fmt: skip
def test_the_verdict_follows_from_what_the_history_says(priority, looked, found, at, verdict):
    row = a_row(AT, "k", priority=priority, dispatched_at=AT, looked_at=None if looked is None else after(looked))
    assert judge(row, found, after(at)) == verdict


def test_back_off_doubles_and_stays_within_a_minute_for_pages():
    assert [back_off(PAGE, attempt).total_seconds() for attempt in (0, 1, 2, 3, 6, 7, 8, 10_000)] == [
        1,
        1,
        2,
        4,
        32,
        60,
        60,
        60,
    ]
    assert back_off(NOTICE, 10_000).total_seconds() == 300
