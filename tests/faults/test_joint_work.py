"""Joint work under pressure: an item the contract does not name, a duty that is over, two who plan the same item at once."""

from __future__ import annotations

import asyncio

import pytest

from bot.domain.action import Action, ActionKind, ActionSource
from bot.domain.duty import Duty
from bot.domain.errors import NotAllowed, NotFound, NotPossibleNow
from bot.services.actions import AddAction, add_action
from bot.services.ending import FinishDuty, finish_duty
from tests.faults.conftest import ENGINEER, LEAD, MANAGER, House


def cooperate(house: House) -> Duty:
    incident = house.report(what=["leak"], contracts=["tobu-2026"])
    (duty,) = house.all(Duty, incident_id=incident, type="cooperate")
    return duty


def plan(house: House, duty: Duty, item: str = "press", actor: str = LEAD, key: str = "") -> None:
    command = AddAction(
        actor=actor,
        key=key or house.key(),
        source=ActionSource.DUTY,
        source_id=f"{duty.id}:{item}",
        description="広報の文案",
        owner="",
        due_on=None,
    )
    house.do(add_action, command)


@pytest.mark.parametrize("item", ["", "no_such_item", "press:press"])
def test_an_item_the_contract_does_not_name_is_not_planned(house: House, item: str) -> None:
    duty = cooperate(house)
    with pytest.raises(NotFound):
        plan(house, duty, item)
    assert house.all(Action) == []


def test_a_duty_that_is_no_joint_work_has_no_items(house: House) -> None:
    incident_id = cooperate(house).incident_id
    (contain,) = [one for one in house.all(Duty, incident_id=incident_id) if one.rule_id == "contain"]
    with pytest.raises(NotFound):
        plan(house, contain, "press")
    assert house.all(Action) == []


def test_nothing_is_planned_for_work_that_is_over(house: House) -> None:
    duty = cooperate(house)
    house.do(finish_duty, FinishDuty(actor=LEAD, key=house.key(), duty_id=duty.id, note="双方で終えた"))
    with pytest.raises(NotPossibleNow, match="source_closed"):
        plan(house, duty)
    assert house.all(Action) == []


def test_who_is_not_of_the_room_plans_nothing(house: House) -> None:
    duty = cooperate(house)
    with pytest.raises(NotAllowed):
        plan(house, duty, actor=ENGINEER if ENGINEER not in (LEAD, MANAGER) else "U0MILLER")
    assert house.all(Action) == []


async def test_two_who_plan_one_item_at_once_keep_both_and_a_double_click_keeps_one(postgres_house: House) -> None:
    house = postgres_house
    duty = cooperate(house)

    def press(actor: str, key: str) -> None:
        plan(house, duty, actor=actor, key=key)

    who = ((LEAD, "a"), (LEAD, "a"), (MANAGER, "b"))
    await asyncio.gather(*(asyncio.to_thread(press, actor, key) for actor, key in who))
    planned = house.all(Action)
    assert sorted(action.owner_id for action in planned) == sorted((LEAD, MANAGER))
    assert {(action.kind, action.source_id) for action in planned} == {(ActionKind.JOINT, f"{duty.id}:press")}
