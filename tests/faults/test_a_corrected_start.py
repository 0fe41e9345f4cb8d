"""A corrected start moves deadlines. What was said of the old one must not silence what has to be said of the new one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.domain.work import OutboxRow, Timer, TimerState
from bot.services.answers import CorrectAnswers, correct_answers
from bot.services.response import Acknowledge, acknowledge
from tests.faults.conftest import ENGINEER, EXECUTIVE, LEAD, LEGAL, NIGHT, House

REPORTED = {
    "what": ["loss_theft"],
    "how_sure": "occurred",
    "where": ["carried_device"],
    "contracts": ["kawabata-2026"],
    "info": ["personal"],
}


def correct(house: House, incident_id: str, **changes: Any) -> None:
    command = CorrectAnswers(
        actor=ENGINEER, key=house.key(), incident_id=incident_id, answers={**REPORTED, **changes}, reason="as it was"
    )
    house.do(correct_answers, command)


def start(house: House, incident_id: str, at: datetime) -> None:
    correct(house, incident_id, when="pick", when_at=at)


def test_a_deadline_missed_after_the_start_was_put_right_is_told_again(house: House):
    incident_id = house.report(when="pick", when_at=NIGHT - timedelta(minutes=59))
    house.pass_time(minutes=5)
    assert len(house.pages(EXECUTIVE, reason="overdue")) == 1
    start(house, incident_id, NIGHT - timedelta(minutes=20))
    house.pass_time(minutes=30)
    assert len(house.pages(EXECUTIVE, reason="overdue")) == 1
    house.pass_time(minutes=10)
    for person in (EXECUTIVE, LEGAL):
        assert len(house.pages(person, reason="overdue")) == 2, "the real deadline passed and nobody was told"


def test_a_start_that_is_put_earlier_past_the_deadline_is_told_once(house: House):
    incident_id = house.report()
    house.pass_time(minutes=10)
    start(house, incident_id, NIGHT - timedelta(minutes=59))
    house.pass_time(minutes=30)
    assert len(house.pages(EXECUTIVE, reason="overdue")) == 1
    marks = [row for row in house.all(OutboxRow, kind="room_post") if row.params["what"] == "mark"]
    assert len(marks) <= 2


def test_slacks_own_alarms_stand_again_when_a_correction_is_taken_back(house: House):
    incident_id = house.report()
    house.deliver()
    due_at = house.lane(incident_id).due_at
    house.clock.advance(minutes=3)
    start(house, incident_id, NIGHT - timedelta(minutes=10))
    house.deliver()
    house.clock.advance(minutes=2)
    start(house, incident_id, NIGHT)
    house.deliver()
    lane = house.lane(incident_id)
    assert lane.due_at == due_at
    gone = {row.params["id"] for row in house.all(OutboxRow, kind="insurance_delete")}
    standing = sorted(message["post_at"] for message in lane.insurance if message["id"] not in gone)
    assert standing == [(due_at + timedelta(minutes=minutes)).isoformat() for minutes in (-10, 0)]


def test_slacks_own_alarms_of_the_old_deadline_are_withdrawn(house: House):
    incident_id = house.report()
    house.deliver()
    old = {message["id"] for message in house.lane(incident_id).insurance}
    assert len(old) == 2
    start(house, incident_id, NIGHT - timedelta(minutes=10))
    house.deliver()
    assert {row.params["id"] for row in house.all(OutboxRow, kind="insurance_delete")} == old


@pytest.mark.parametrize("answer", ["unknown", "now", "10"])
def test_a_correction_never_moves_the_first_recognition_past_the_report(house: House, answer: str):
    incident_id = house.report()
    due_at = house.lane(incident_id).due_at
    house.pass_time(minutes=50)
    correct(house, incident_id, when=answer)
    assert house.lane(incident_id).due_at <= due_at, "an answer about the past gave the team more time"


def test_dont_know_keeps_the_earlier_start_that_was_known(house: House):
    incident_id = house.report(when="30")
    start_at = house.lane(incident_id).start_at
    house.clock.advance(minutes=5)
    correct(house, incident_id, when="unknown")
    assert house.lane(incident_id).start_at == start_at


def test_no_mark_is_said_twice_and_none_of_an_old_deadline(house: House):
    incident_id = house.report()
    house.pass_time(minutes=20)
    start(house, incident_id, NIGHT - timedelta(minutes=5))
    start(house, incident_id, NIGHT)
    start(house, incident_id, NIGHT - timedelta(minutes=5))
    house.do(acknowledge, Acknowledge(actor=LEAD, key=house.key(), incident_id=incident_id))
    house.pass_time(minutes=60)
    said = [
        (row.params["minutes"], row.due_at)
        for row in house.all(OutboxRow, kind="room_post", incident_id=incident_id)
        if row.params["what"] == "mark"
    ]
    due_at = house.lane(incident_id).due_at
    assert [minutes for minutes, _ in said] == [-30, -15, -5, 0, 5]
    assert all(at == due_at + timedelta(minutes=minutes) for minutes, at in said)


def test_a_client_added_hours_later_is_not_said_to_be_hours_late(house: House):
    incident_id = house.report()
    house.do(acknowledge, Acknowledge(actor=LEAD, key=house.key(), incident_id=incident_id))
    house.clock.advance(hours=5)
    house.fire_due()
    correct(house, incident_id, contracts=["kawabata-2026", "tobu-2026"])
    now = house.clock.now()
    house.fire_due()
    tobu = house.lane(incident_id, "tobu-2026")
    rings = [
        row for row in house.all(OutboxRow, kind="page") if row.created_at == now and tobu.id in row.params["lanes"]
    ]
    assert rings
    assert {row.due_at for row in rings} == {now}


def test_the_card_keeps_ticking_after_any_correction(house: House):
    incident_id = house.report()
    for minutes in (10, 3, 40, 0):
        house.pass_time(minutes=7)
        start(house, incident_id, NIGHT - timedelta(minutes=minutes))
        assert house.all(Timer, scope_id=incident_id, kind="tick", state=TimerState.ARMED)


def test_a_mark_that_leaves_late_says_the_minutes_that_are_left_then(house: House):
    incident_id = house.report()
    house.deliver()
    house.pass_time(minutes=44)
    house.clock.advance(minutes=1)
    house.fire_due()
    house.clock.advance(minutes=8)  # Slack took nothing for so long
    [mark] = [call for row, call in house.deliver() if row.kind == "room_post" and row.incident_id == incident_id]
    assert "あと 7 分" in str(mark.arguments)
    assert "あと 15 分" not in str(mark.arguments)


def test_a_mark_of_a_deadline_that_was_put_off_is_not_said(house: House):
    incident_id = house.report(when="10")
    house.deliver()
    house.pass_time(minutes=34)
    house.clock.advance(minutes=1)
    house.fire_due()
    start(house, incident_id, NIGHT)
    said = [call for row, call in house.deliver() if row.kind == "room_post" and row.params["what"] == "mark"]
    assert not said
