"""Ringing may end because somebody has it or the desk was reached, never because of how rows happened to be written."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.work import OutboxRow, SendPriority, Timer, TimerState
from bot.services.reaching import GiveDelayReason, give_delay_reason
from bot.services.response import Acknowledge, HandOver, acknowledge, hand_over
from tests.faults.conftest import BROWN, LEAD, MANAGER, NIGHT, House, nobody_left


def armed(house: House, kind: str, incident_id: str) -> list[Timer]:
    return house.all(Timer, scope_id=incident_id, kind=kind, state=TimerState.ARMED)


def test_a_lane_handed_to_somebody_who_sleeps_rings_again_after_ten_minutes(house: House):
    incident_id = house.report()
    house.fire_due()
    lane = house.lane(incident_id)
    house.do(hand_over, HandOver(actor=LEAD, key=house.key(), lane_id=lane.id, person=BROWN))
    assert len(armed(house, "ack_expiry", incident_id)) == 1
    house.pass_time(minutes=11)
    assert house.lane(incident_id).owner_id == ""
    assert house.pages(LEAD, reason="ack_expired")


def test_an_owned_lane_handed_on_twice_in_one_instant_still_expires(house: House):
    incident_id = house.report()
    house.fire_due()
    lane = house.lane(incident_id)
    house.do(acknowledge, Acknowledge(actor=LEAD, key=house.key(), incident_id=incident_id))
    house.do(hand_over, HandOver(actor=LEAD, key=house.key(), lane_id=lane.id, person=BROWN))
    house.do(hand_over, HandOver(actor=BROWN, key=house.key(), lane_id=lane.id, person=MANAGER))
    house.pass_time(minutes=11)
    assert house.lane(incident_id).owner_id == ""


def test_when_nobody_is_left_to_ring_the_operators_are_rung_for_every_incident(leaving_house: House):
    house = leaving_house
    ids = [house.report("draft-1"), house.report("draft-2")]
    nobody_left(house)
    house.pass_time(minutes=1)
    for incident_id in ids:
        rings = [row for row in house.to_operators() if row.incident_id == incident_id]
        assert [row for row in rings if row.priority is SendPriority.PAGE], "nobody hears of it"


def test_when_nobody_is_left_to_ring_the_operators_are_rung_again_each_time_the_ladder_comes_round(leaving_house):
    house = leaving_house
    incident_id = house.report()
    nobody_left(house)
    house.pass_time(minutes=59)
    rings = [row for row in house.to_operators() if row.priority is SendPriority.PAGE]
    assert 2 <= len(rings) <= 12
    assert all(row.incident_id == incident_id for row in rings)


def test_a_missed_deadline_that_nobody_may_be_told_of_is_told_to_the_operators(leaving_house):
    house = leaving_house
    incident_id = house.report()
    house.pass_time(minutes=30)
    house.do(acknowledge, Acknowledge(actor=LEAD, key=house.key(), incident_id=incident_id))
    nobody_left(house)
    while house.clock.now() < NIGHT + timedelta(minutes=61):
        lane = house.lane(incident_id)
        house.do(give_delay_reason, GiveDelayReason(actor=LEAD, key=house.key(), lane_id=lane.id, reason="calling"))
        house.pass_time(minutes=5)
    rings = [row for row in house.to_operators() if row.priority is SendPriority.PAGE]
    assert [row for row in rings if row.incident_id == incident_id]


@pytest.mark.parametrize("minutes", [0, 1, 7, 61, 60 * 72])
def test_after_any_outage_a_running_lane_nobody_has_is_rung_within_the_ladders_pause(house: House, minutes: int):
    incident_id = house.report()
    house.clock.advance(minutes=minutes)
    house.fire_due()
    [timer] = armed(house, "ladder", incident_id)
    assert timer.due_at - house.clock.now() <= timedelta(minutes=10)


def test_three_days_away_with_a_hundred_incidents_give_each_person_one_page_for_each_incident(house: House):
    ids = [house.report(f"draft-{number}") for number in range(100)]
    house.clock.advance(days=3)
    assert house.fire_due() >= 100
    for incident_id in ids[::10]:
        rows = house.all(OutboxRow, kind="page", incident_id=incident_id)
        people = [row.target for row in rows]
        assert len(people) == len(set(people))
