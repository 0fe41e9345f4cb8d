"""Confirming how a contract's doubts are read, under pressure: what was not on the screen, who may, twice, two at once."""

from __future__ import annotations

import asyncio

import pytest

from bot.domain.errors import NotAllowed, NotPossibleNow
from bot.domain.log import LogEntry
from bot.domain.reading import Reading, digest_of_doubts
from bot.services.terms import ConfirmReadings, TermsOf, confirm_readings, terms_of
from tests.faults.conftest import ENGINEER, LEAD, LEGAL, MANAGER, House

PACK = "kawabata-2026"


def digest(house: House, viewer: str = LEAD) -> str:
    return house.store.read_now(lambda uow: terms_of(uow, TermsOf(viewer=viewer, pack_id=PACK))).doubts_digest


def confirm(house: House, actor: str = LEAD, *, seen: str | None = None, pack: str = PACK, key: str = "") -> None:
    shown = digest(house) if seen is None else seen
    command = ConfirmReadings(actor=actor, key=key or house.key(), pack_id=pack, doubts_digest=shown)
    house.do(confirm_readings, command)


@pytest.mark.parametrize("seen", ["", "0" * 64])
def test_what_was_not_on_the_screen_is_not_confirmed(house: House, seen: str) -> None:
    with pytest.raises(NotPossibleNow, match="doubts_changed"):
        confirm(house, seen=seen)
    assert house.all(Reading) == []


def test_a_duty_manager_decides_nothing_of_it(house: House) -> None:
    with pytest.raises(NotAllowed, match="only_confirmers"):
        confirm(house, MANAGER)
    assert house.all(Reading) == []


@pytest.mark.parametrize("pack", [PACK, "tobu-2026", "no-such-contract", ""])
def test_without_a_role_every_contract_answers_the_same(house: House, pack: str) -> None:
    for refuse in (
        lambda: confirm(house, ENGINEER, seen="0" * 64, pack=pack),
        lambda: house.store.read_now(lambda uow: terms_of(uow, TermsOf(viewer=ENGINEER, pack_id=pack))),
    ):
        with pytest.raises(NotAllowed, match="no_role_in_contract"):
            refuse()
    assert house.all(Reading) == []


def test_a_second_press_and_a_second_look_keep_one(house: House) -> None:
    confirm(house, key="press-1")
    confirm(house, key="press-1")
    confirm(house, key="press-2")
    (reading,) = house.all(Reading)
    assert (reading.by, reading.pack_id, reading.at) == (LEAD, PACK, house.clock.now())
    assert len([entry for entry in house.all(LogEntry) if entry.action == "readings.confirmed"]) == 1


def test_what_is_confirmed_of_one_contract_says_nothing_of_another(house: House) -> None:
    confirm(house)
    other = house.store.read_now(lambda uow: terms_of(uow, TermsOf(viewer=LEAD, pack_id="tobu-2026")))
    assert other.readings == () and other.may_confirm


async def test_two_people_at_once_keep_both_and_one_person_twice_at_once_keeps_one(postgres_house: House) -> None:
    house = postgres_house
    seen = digest(house)

    def press(actor: str, key: str) -> None:
        confirm(house, actor, seen=seen, key=key)

    who = ((LEAD, "a"), (LEGAL, "b"), (LEAD, "c"), (LEGAL, "d"))
    await asyncio.gather(*(asyncio.to_thread(press, actor, key) for actor, key in who))
    assert sorted(reading.by for reading in house.all(Reading)) == sorted((LEAD, LEGAL))


def test_two_doubts_are_not_one_long_one() -> None:
    assert digest_of_doubts(["ab", "c"]) != digest_of_doubts(["a", "bc"])
    assert digest_of_doubts(["ab"]) != digest_of_doubts(["ab", ""])
