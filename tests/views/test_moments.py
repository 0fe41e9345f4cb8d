from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views.moments import (
    bar,
    clean,
    clip,
    clock,
    date_token,
    day,
    escape,
    in_words,
    left_words,
    minutes_left,
    next_nine,
    same_zone,
    span,
    when,
)
from tests.views.builders import DUE, FIRST, REPORTED, TOKYO, minutes

instants = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))
lengths = st.integers(1, 60 * 24 * 40).map(lambda count: timedelta(minutes=count))


@given(start=instants, length=lengths, share=st.floats(-1, 2))
def test_the_bar_has_ten_blocks_and_never_shows_more_than_is_left(start, length, share):
    now = start + length * share
    shown = bar(now, start, start + length)
    full = shown.count("■")
    left = start + length - now
    assert len(shown) == 10
    assert shown == "■" * full + "□" * (10 - full)
    assert (full == 0) == (left <= timedelta(0))
    if left > length / 10:
        assert full <= 10 * (left / length) + 1e-6 or full == 10


@given(start=instants, length=lengths, one=st.floats(-0.5, 1.5), other=st.floats(-0.5, 1.5))
def test_the_bar_never_grows_back(start, length, one, other):
    early, late = sorted((start + length * one, start + length * other))
    assert bar(early, start, start + length).count("■") >= bar(late, start, start + length).count("■")


@given(due=instants, seconds=st.integers(-(10**6), 10**6))
def test_minutes_are_whole_and_promise_nobody_more_than_ten_seconds(due, seconds):
    now = due - timedelta(seconds=seconds)
    shown = minutes_left(now, due)
    if seconds >= 0:
        assert 0 <= shown * 60 <= seconds + 10
        assert seconds - shown * 60 < 60
    else:
        assert shown <= 0
        assert 0 <= -seconds - (-shown * 60) < 60


def test_the_words_of_what_is_left():
    assert left_words(REPORTED, DUE, "ja") == "あと 42 分"
    assert left_words(REPORTED, DUE, "en") == "42 min left"
    assert left_words(REPORTED + minutes(0.1), DUE, "en") == "42 min left"
    assert left_words(REPORTED + minutes(0.5), DUE, "en") == "41 min left"
    assert left_words(DUE, DUE, "ja") == "あと 1 分もありません"
    assert left_words(DUE + minutes(0.2), DUE, "ja") == "いま過ぎました"
    assert left_words(DUE + minutes(4.9), DUE, "ja") == "4 分過ぎています"
    assert left_words(DUE + minutes(4), DUE, "en") == "4 min past due"
    assert left_words(DUE + timedelta(days=3, hours=2), DUE, "en") == "3 d 2 h past due"


@pytest.mark.parametrize(
    ("count", "japanese", "english"),
    [
        (0, "0 分", "0 min"),
        (179, "179 分", "179 min"),
        (180, "3 時間", "3 h"),
        (185, "3 時間 5 分", "3 h 5 min"),
        (60 * 48, "2 日", "2 d"),
        (60 * 49, "2 日 1 時間", "2 d 1 h"),
    ],
)
def test_a_span_grows_from_minutes_to_days(count, japanese, english):
    assert span(count, "ja") == japanese
    assert span(count, "en") == english


def test_days_and_times_in_both_languages():
    assert in_words(DUE, "ja", TOKYO, TOKYO) == "11/21(土) 03:47"
    assert in_words(DUE, "en", TOKYO, TOKYO) == "21 Nov 03:47"
    assert in_words(DUE, "en", TOKYO, "Europe/Berlin") == "21 Nov 03:47 JST"
    assert in_words(DUE, "en", "Europe/Berlin", "Europe/Berlin") == "20 Nov 19:47"
    assert clock(DUE, "Asia/Singapore") == "02:47 UTC+08"
    assert when(DUE, REPORTED, "ja", TOKYO, TOKYO) == "03:47"
    assert when(DUE + timedelta(days=1), REPORTED, "ja", TOKYO, TOKYO) == "11/22(日) 03:47"
    assert day(date(2027, 2, 21), "en", date(2026, 11, 21)) == "21 Feb 2027"
    assert day(date(2026, 11, 27), "ja", date(2026, 11, 21)) == "11/27(金)"


def test_two_zones_with_the_same_time_are_one_for_a_reader():
    assert same_zone(DUE, "Asia/Tokyo", "Asia/Seoul")
    assert not same_zone(DUE, "Asia/Tokyo", "Europe/Berlin")
    assert not same_zone(DUE, "", "Asia/Tokyo")


def test_a_date_token_holds_the_instant_and_words_with_the_zone():
    assert (
        date_token(DUE, "en", TOKYO)
        == f"<!date^{int(DUE.timestamp())}^{{date_short_pretty}} {{time}}|21 Nov 03:47 JST>"
    )
    assert "^{time}|" in date_token(FIRST, "ja", TOKYO, time_only=True)


@given(st.text(max_size=400), st.integers(0, 60), st.booleans())
def test_nothing_typed_survives_as_an_angle_bracket_or_a_control_character(words, limit, lines):
    shown = escape(words, limit=limit, lines=lines)
    assert "<" not in shown
    assert ">" not in shown
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", shown)
    assert lines or "\n" not in shown
    back = shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert not limit or len(back) <= limit


@given(st.text(alphabet="ab&<>;|!^长 ", max_size=80), st.integers(2, 60))
def test_clipping_cuts_no_sign_and_no_token_in_two(words, limit):
    shown = clip(escape(words) + " <!date^1^{time}|03:47>", limit)
    assert len(shown) <= limit
    assert not re.search(r"&[a-z]*(…|$)", shown)
    assert shown.count("<") == shown.count(">")


def test_what_is_typed_keeps_its_lines_only_where_asked():
    assert clean("a\r\nb\rc\td", lines=True) == "a\nb\nc d"
    assert clean("a\nb") == "a b"
    assert escape("  <!channel>  ") == "&lt;!channel&gt;"


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-24T03:05+09:00", "2026-11-24T09:00+09:00"),
        ("2026-11-24T08:59:59+09:00", "2026-11-24T09:00+09:00"),
        ("2026-11-24T09:00+09:00", "2026-11-25T09:00+09:00"),
        ("2026-11-23T23:30+00:00", "2026-11-24T09:00+09:00"),
        ("2026-12-31T23:59+09:00", "2027-01-01T09:00+09:00"),
    ],
)
def test_the_next_nine_is_the_same_morning_for_whoever_asks_in_the_night(now, expected):
    assert next_nine(datetime.fromisoformat(now), "Asia/Tokyo") == datetime.fromisoformat(expected)
