from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.contracts.numerals import era_date, kanji_number, number, numeric_limit

ONES = "〇一二三四五六七八九"


def in_kanji(value):
    text = ""
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十")):
        digit, value = divmod(value, unit)
        if digit:
            text += ("" if digit == 1 else ONES[digit]) + sign
    return text + (ONES[value] if value else "")


@given(st.integers(1, 9999))
def test_a_kanji_number_is_read_back(value):
    assert kanji_number(in_kanji(value)) == value


@given(st.integers(0, 99_999))
def test_kanji_digits_in_a_row_are_read_back(value):
    assert kanji_number("".join(ONES[int(digit)] for digit in str(value))) == value


@given(st.integers(0, 9_999))
def test_full_width_digits_are_read_back(value):
    assert number(str(value).translate(str.maketrans("0123456789", "0123456789"))) == value


@pytest.mark.parametrize("text", ["", "十一条", "abc", "-1", "1.5"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError, match="not a kanji number"):
        number(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("令和7年4月1日", date(2025, 4, 1)),
        ("令和元年五月一日", date(2019, 5, 1)),
        ("平成31年4月30日まで", date(2019, 4, 30)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("2026年2月29日", None),
        ("契約日は2026-04-01とする", date(2026, 4, 1)),
        ("日付はない", None),
    ],
)
def test_dates_are_read_in_eras_too(text, expected):
    assert era_date(text) == expected


@pytest.mark.parametrize(
    ("sentence", "word", "duration", "count", "before"),
    [
        ("60分以内に連絡する", "60分以内", "PT60M", "elapsed", False),
        ("六十分以内に通報する", "六十分以内", "PT60M", "elapsed", False),
        ("24時間以内に報告する", "24時間以内", "PT24H", "elapsed", False),
        ("五営業日以内に提出する", "五営業日以内", "P5BD", "business", False),
        ("3日以内に回答する", "3日以内", "P3D", "calendar", False),
        ("2週間以内に是正する", "2週間以内", "P14D", "calendar", False),
        ("期間満了の1か月前までに通知する", "1か月前までに", "P1M", "calendar", True),
        ("期間満了の三ヶ月前までに通知する", "三か月前までに", "P3M", "calendar", True),
        ("shall notify within seventy-two (72) hours", "within seventy-two (72) hours", "PT72H", "elapsed", False),
        ("no later than 5 business days after", "no later than 5 business days", "P5BD", "business", False),
        ("at least 30 days before the end", "at least 30 days before", "P30D", "calendar", True),
        ("within one month", "within one month", "P1M", "calendar", False),
    ],
)
def test_a_limit_with_a_number(sentence, word, duration, count, before):
    found = numeric_limit(sentence)
    assert found is not None
    assert found.word in (word, word.replace("か月", "ヶ月"))
    assert (found.duration, found.count, found.before) == (duration, count, before)


@pytest.mark.parametrize(
    "sentence", ["速やかに報告する", "第60条", "2社以内", "promptly", "Article 5 within the premises"]
)
def test_a_word_or_another_number_is_no_limit(sentence):
    assert numeric_limit(sentence) is None
