"""Names of companies in words: however they are written, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.naming import core_of, name_in, others_of

OTHERS = others_of({"東部商事株式会社", "Tobu Trading Co., Ltd.", "NEC", "A"}, ("川端市", "City of Kawabata"))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("東部商事のPC", "東部商事"),
        ("東 部商事株式会社も", "東部商事"),
        ("株式会社東部\n商事", "東部商事"),
        ("Ｔｏｂｕ　Ｔｒａｄｉｎｇへ", "tobutrading"),
        ("told TOBU TRADING first", "tobutrading"),
        ("NECへ電話", "nec"),
        ("ask nec.", "nec"),
        ("the connection is necessary", ""),
        ("01M84NECA70D1A8JQ3285QW7N9S", ""),
        ("an e-mail to A", ""),
        ("川端市 City of Kawabata", ""),
    ],
)
def test_a_name_is_found_however_it_is_written_and_never_inside_another_word(words: str, found: str) -> None:
    assert name_in(OTHERS, words) == found


@pytest.mark.parametrize(
    "name", ["株式会社 東部商事", "東部商事㈱", "（株）東部商事", "東部商事有限会社", "東 部 商 事"]
)
def test_the_form_of_a_company_is_no_part_of_its_name(name: str) -> None:
    assert core_of(name) == "東部商事"


@pytest.mark.parametrize(
    "name", ["Tobu Trading Inc.", "Tobu Trading, LLC", "TOBU TRADING K.K.", "Tobu Trading Co.,Ltd"]
)
def test_the_form_is_left_out_in_english_too(name: str) -> None:
    assert core_of(name) == "tobutrading"


def test_a_name_within_an_own_one_is_not_looked_for() -> None:
    assert others_of({"川端", "Kawabata", "株式会社", "川端商会"}, ("川端市", "City of Kawabata")) == {
        "川端商会": "川端商会"
    }


@given(st.text(max_size=30), st.text(max_size=30), st.sampled_from(["東部商事", "川口 電機", "（有）みどり"]))
def test_a_japanese_name_is_found_within_any_words(before: str, after: str, name: str) -> None:
    assert name_in(others_of({name}, ()), before + name + after)
