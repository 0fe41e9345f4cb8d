"""Talks that come again: what was agreed once is kept once, and a day that has passed since holds up nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.action import Action
from bot.domain.consultation import Consultation, ConsultationState, Round
from bot.domain.errors import BadAnswer
from bot.domain.gate import Emergency, EmergencyState, GateKind, Release
from bot.domain.incident import Incident
from bot.services.closing import checklist
from bot.services.cost_reading import TypedCost
from bot.services.costs import AddCost, add_cost
from bot.services.gates import RecordRelease, record_release
from bot.services.reaching import MarkReached, mark_reached
from bot.services.shares import AgreeShares, TypedShares, agree_shares
from tests.faults.conftest import LEAD, MANAGER, TOKYO, House


@pytest.fixture
def talking(house: House) -> House:
    """A reached desk, with one cost on the ledger."""
    house.incident_id = house.report()  # type: ignore[attr-defined]
    house.deliver()
    house.pass_time(minutes=5)
    reached = MarkReached(
        actor=LEAD,
        key=house.key(),
        lane_id=house.lane(house.incident_id).id,
        who="窓口",
        how="phone",
        at=house.clock.now(),
    )
    house.do(mark_reached, reached)
    cost(house, "forensics")
    return house


def cost(house: House, item: str) -> None:
    typed = TypedCost(item=item, amount="1000", payer="us", cause="unknown")
    lane = house.lane(house.incident_id)
    house.do(add_cost, AddCost(actor=LEAD, key=house.key(), lane_id=lane.id, typed=typed))


def talk(house: House) -> Consultation:
    (found,) = house.all(Consultation, topic="cost")
    return found


def agree(house: House, item: str, conditions: str) -> None:
    command: dict[str, Any] = {"actor": LEAD, "key": house.key(), "consultation_id": talk(house).id, "who": "東、佐藤"}
    typed = TypedShares(item=item, us="60", client="40")
    day = house.clock.now().astimezone(TOKYO).date()
    house.do(agree_shares, AgreeShares(**command, typed=typed, held_on=day, conditions=conditions))


def test_a_condition_agreed_for_one_item_is_not_taken_up_again_with_the_next(talking: House) -> None:
    house = talking
    soon = (house.clock.now() + timedelta(days=5)).date()
    house.pass_time(hours=12)
    agree(house, "forensics", f"明細を添える\n支払う {soon.isoformat()}")
    assert {one.description for one in house.all(Action)} == {"明細を添える", "支払う"}
    cost(house, "notices")
    house.pass_time(days=7)
    agree(house, "notices", "領収書を添える")
    assert talk(house).state is ConsultationState.AGREED_WITH_CONDITIONS, "though a day of the first has passed"
    assert sorted(one.description for one in house.all(Action)) == sorted(["明細を添える", "支払う", "領収書を添える"])


def test_a_report_promised_on_the_telephone_stands_on_the_checklist(house: House) -> None:
    lane = house.lane(house.report())
    reached = MarkReached(
        actor=LEAD, key=house.key(), lane_id=lane.id, who="窓口", how="phone", at=house.clock.now(),
        next_report_at=house.clock.now() + timedelta(hours=2),
    )  # fmt: skip
    assert _reports_left(house) == 0
    house.do(mark_reached, reached)
    assert _reports_left(house) == 1


def _reports_left(house: House) -> int:
    (incident,) = house.all(Incident)
    lines = house.store.read_now(lambda uow: checklist(uow, incident))
    return next(line.left for line in lines if line.key == "reports")


def test_what_went_out_before_the_talks_or_the_decision_is_not_covered_by_them(house: House) -> None:
    lane = house.lane(house.report())
    noticed = house.clock.now().astimezone(TOKYO).date()
    agreed_on, decided_on = noticed + timedelta(days=2), noticed + timedelta(days=3)
    house.clock.advance(days=3)
    talk = Consultation(
        id="talk", incident_id=lane.incident_id, lane_id=lane.id, rule_id="x", topic="publication", permits=True,
        state=ConsultationState.AGREED, result=ConsultationState.AGREED, asked_on=noticed,
        opened_at=house.clock.now(), last_activity_at=house.clock.now(),
    )  # fmt: skip
    said = Round(
        id="round", incident_id=lane.incident_id, consultation_id="talk", held_on=agreed_on, who="x", our_position="x",
        their_position="x", by=LEAD, at=house.clock.now(),
    )  # fmt: skip
    urgent = Emergency(
        id="urgent", incident_id=lane.incident_id, lane_id=lane.id, kind=GateKind.PUBLICATION, why="x", saying="x",
        tell_on=decided_on, state=EmergencyState.DECIDED, owner_id=LEAD, asked_at=house.clock.now(), decided_by=MANAGER,
        decided_at=house.clock.now(),
    )  # fmt: skip
    for record in (talk, said, urgent):
        house.do(lambda uow, one: uow.add(one), record)
    command = RecordRelease(
        actor=LEAD, key="", lane_id=lane.id, kind=GateKind.PUBLICATION, to_whom="x", what="x", reference="",
        released_on=agreed_on,
    )  # fmt: skip
    for basis, since in (("talk", agreed_on), ("urgent", decided_on)):
        early = replace(command, basis_id=basis, released_on=since - timedelta(days=1))
        with pytest.raises(BadAnswer, match=r"refused\.before_leave") as refused:
            house.do(record_release, early)
        assert refused.value.values == {"day": since}
        assert not house.all(Release, basis_id=basis)
        house.do(record_release, replace(early, released_on=since))
        assert house.all(Release, basis_id=basis)[0].released_on == since
