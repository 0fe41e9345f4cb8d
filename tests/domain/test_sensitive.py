"""What the report form notices before it saves anything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.sensitive import find_sensitive, luhn_valid, my_number_valid

FULL_WIDTH = str.maketrans("0123456789-", "０１２３４５６７８９－")


def _luhn_digit(body: str) -> str:
    return next(digit for digit in "0123456789" if luhn_valid(body + digit))


def _my_number_digit(body: str) -> str:
    return next(digit for digit in "0123456789" if my_number_valid(body + digit))


cards = st.builds(
    lambda prefix, rest: prefix + rest + _luhn_digit(prefix + rest),
    st.sampled_from(["4", "51", "55", "3528"]).filter(bool),
    st.text("0123456789", min_size=14, max_size=14),
).map(lambda digits: digits[:15] + _luhn_digit(digits[:15]))
my_numbers = st.text("0123456789", min_size=11, max_size=11).map(lambda body: body + _my_number_digit(body))
surroundings = st.text("あいう、。カード番号 abc\n", max_size=20)


@given(cards, st.sampled_from(["", "-", " ", "‐", "−"]), st.booleans(), surroundings, surroundings)
def test_every_card_number_is_noticed_however_it_is_written(card, separator, full_width, before, after):
    written = separator.join(card[i : i + 4] for i in range(0, 16, 4))
    if full_width:
        written = written.translate(FULL_WIDTH)
    assert "card" in find_sensitive(before + written + after)


@given(cards, st.integers(0, 15), st.integers(1, 9))
def test_a_card_number_with_one_wrong_digit_is_no_card_number(card, place, step):
    wrong = str((int(card[place]) + step) % 10)
    assert "card" not in find_sensitive(card[:place] + wrong + card[place + 1 :])


@given(my_numbers.filter(lambda n: not n.startswith(("19", "20")) and len(set(n)) > 1), st.booleans(), st.booleans())
def test_every_my_number_is_noticed(number, grouped, full_width):
    written = "-".join((number[:4], number[4:8], number[8:])) if grouped else number
    written = written.translate(FULL_WIDTH) if full_width else written
    assert "my_number" in find_sensitive(f"本人の番号は{written}です")


@given(st.text("あいうえおアイウ漢字、。「」abcdefgh \n", max_size=300))
def test_plain_words_are_never_suspected(text):
    assert find_sensitive(text) == ()


@given(st.text(max_size=3000))
def test_any_text_is_read_to_its_end(text):
    assert set(find_sensitive(text)) <= {"card", "my_number", "credential"}


def test_a_card_in_two_lines_of_a_log_with_its_expiry_is_noticed():
    assert find_sensitive("paid with 4111 1111 1111 1111 12 27 at 2026-11-21 03:05") == ("card",)


def test_zero_width_characters_hide_nothing():
    assert find_sensitive("4111\u200b1111\u200b1111\u200b1111") == ("card",)


@pytest.mark.parametrize(
    "text",
    [
        "AWSの鍵 AKIAABCDEFGHIJKLMNOP が公開リポジトリにありました",
        "token ghp_0123456789abcdefghijABCDEFGHIJ",
        "xoxb-12345678-abcdefgh",
        "-----BEGIN RSA PRIVATE KEY-----",
        "postgresql://app:s3cret@db.example/prod",
        "Authorization: Bearer abcdefghijklmnopqrstuv.12",
        "パスワードは Tr0ub4dor&3 でした",
        "ｐａｓｓｗｏｒｄ：hunter2",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc",
    ],
)
def test_credentials_are_noticed(text):
    assert find_sensitive(text) == ("credential",)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-21 03:05 に気づき 090-1234-5678 へ電話、03-1234-5678 も試した",
        "パスワードは変更済みです。the password is unknown",
        "ログ 202611210347 から 202611210405 まで",
        "https://example.com/login?next=/a",
        "1795000000.123456 1111111111111111 000000000000",
        "受付番号 INC-1121-01、台帳 1234567",
    ],
)
def test_ordinary_reports_are_not_suspected(text):
    assert find_sensitive(text) == ()
