"""Identifiers: in the order of time, never the same, short ones to read aloud."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import new_id, short_ref

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
moments = st.datetimes(datetime(2020, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))


def milliseconds_in(identifier: str) -> int:
    number = 0
    for letter in identifier[:10]:
        number = number * 32 + ALPHABET.index(letter)
    return number


@given(now=moments)
def test_an_id_is_a_ulid_that_tells_its_millisecond(now: datetime) -> None:
    identifier = new_id(now)
    assert len(identifier) == 26 and set(identifier) <= set(ALPHABET)
    since = (now - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    assert abs(milliseconds_in(identifier) - since) <= 1


@given(now=moments, later=st.timedeltas(timedelta(milliseconds=2), timedelta(days=900)))
def test_later_ids_sort_later(now: datetime, later: timedelta) -> None:
    assert new_id(now) < new_id(now + later)


def test_ids_of_one_instant_differ() -> None:
    now = datetime(2026, 11, 20, 18, 5, tzinfo=UTC)
    assert len({new_id(now) for _ in range(1000)}) == 1000


@given(identifier=st.text(max_size=30))
def test_a_short_reference_is_three_letters_that_cannot_be_misread(identifier: str) -> None:
    short = short_ref(identifier)
    assert short == short_ref(identifier)
    assert len(short) == 3 and set(short) <= set(ALPHABET) and not set(short) & set("ILOU")


def test_short_references_spread() -> None:
    assert len({short_ref(str(number)) for number in range(2000)}) > 1900
