"""Who may hear of an incident: people of ours who can act, and nobody of another company, no machine, nobody who left."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.action import Action, ActionSource
from bot.domain.errors import BadAnswer
from bot.domain.incident import Incident, RoomKind
from bot.domain.instruction import Instruction
from bot.domain.people import Approval, Person
from bot.domain.work import OutboxRow, OutboxState, Timer, TimerState
from bot.services.actions import AddAction, add_action
from bot.services.ending import AskEnd, Decide, ask_not_incident, decide
from bot.services.instructions import TakeInstruction, take_instruction
from bot.services.people import remember_person
from bot.services.report import ReportIncident, report_incident
from bot.services.response import Acknowledge, HandOver, acknowledge, hand_over
from handlers.slack.reception import Identity, Reception
from tests.faults.conftest import ENGINEER, EXECUTIVE, LEAD, MANAGER, TOKYO, House

STRANGER = "U0STRANGER"


def know(house: House, user_id: str, **changes: object) -> None:
    person = Person(
        id=user_id, team_id="T0", name="somebody", locale="en", tz="UTC", fetched_at=house.clock.now(), **changes
    )
    house.do(remember_person, person)


def test_a_lane_is_never_handed_to_somebody_of_another_company(house: House):
    incident_id = house.report()
    know(house, STRANGER, is_foreign=True)
    lane = house.lane(incident_id)
    with pytest.raises(BadAnswer) as refused:
        house.do(hand_over, HandOver(actor=LEAD, key=house.key(), lane_id=lane.id, person=STRANGER))
    assert refused.value.block == "person"
    assert not house.all(OutboxRow, target=STRANGER)
    assert house.lane(incident_id).owner_id == ""


def test_a_drill_reaches_nobody_of_another_company(house: House):
    know(house, STRANGER, is_foreign=True)
    command = ReportIncident(
        actor=ENGINEER,
        key="drill-1",
        team_id="T0",
        answers={"what": ["loss_theft"], "contracts": ["kawabata-2026"]},
        drill=True,
        drill_people=(STRANGER, LEAD),
    )
    with pytest.raises(BadAnswer) as refused:
        house.do(report_incident, command)
    assert refused.value.block == "drill_people"
    assert not house.all(Incident)


@pytest.mark.parametrize(
    "user",
    [
        {"is_bot": True, "team_id": "T0"},
        {"deleted": True, "team_id": "T0"},
        {"is_stranger": True, "team_id": "T0"},
        {"team_id": "T9"},
        {"id": "USLACKBOT", "team_id": "T0"},
    ],
)
def test_slacks_answer_tells_who_is_none_of_ours(house: House, user: dict[str, object]):
    identity = Identity(team_id="T0", bot_user_id="U0BOT", bot_id="B0", url="")
    reception = Reception(
        store=house.store, rules=house.rules, clock=house.clock, client=None, identity=identity, spawn=print
    )
    assert reception._person(str(user.get("id") or STRANGER), user).is_foreign
    assert not reception._person("U0SATO", {"team_id": "T0"}).is_foreign


def test_people_who_were_rung_see_that_it_was_no_incident(house: House):
    incident_id = house.report()
    house.pass_time(minutes=6)
    house.do(acknowledge, Acknowledge(actor=MANAGER, key=house.key(), incident_id=incident_id))
    house.deliver()
    house.do(ask_not_incident, AskEnd(actor=LEAD, key=house.key(), incident_id=incident_id, reason="found again"))
    house.deliver()
    [approval] = house.all(Approval, incident_id=incident_id)
    house.do(decide, Decide(actor=MANAGER, key=house.key(), approval_id=approval.id, confirm=True))
    updates = [call for row, call in house.deliver() if row.kind == "page_update"]
    assert updates
    assert not any('"ack' in str(call.arguments).replace("'", '"') for call in updates)


def test_nobody_is_rung_or_told_to_be_late_once_it_was_no_incident(house: House):
    incident_id = house.report()
    house.fire_due()
    house.do(acknowledge, Acknowledge(actor=MANAGER, key=house.key(), incident_id=incident_id))
    house.do(ask_not_incident, AskEnd(actor=LEAD, key=house.key(), incident_id=incident_id, reason="found again"))
    [approval] = house.all(Approval, incident_id=incident_id)
    house.clock.advance(minutes=61)
    house.fire_due()
    assert house.pages(EXECUTIVE, reason="overdue")
    house.do(decide, Decide(actor=MANAGER, key=house.key(), approval_id=approval.id, confirm=True))
    assert not [row for row, _ in house.deliver() if row.kind == "page"]
    house.pass_time(hours=3)
    assert not [
        row for row in house.all(OutboxRow, kind="page") if row.created_at > house.clock.now() - timedelta(hours=2)
    ]


def test_when_the_room_is_archived_its_marks_reach_the_lead_and_the_operators_know(house: House):
    incident_id = house.report()
    house.deliver()
    [incident] = house.all(Incident, id=incident_id)
    assert incident.room_kind is RoomKind.CHANNEL
    house.do(acknowledge, Acknowledge(actor=MANAGER, key=house.key(), incident_id=incident_id))
    house.clock.advance(minutes=30)
    house.fire_due()
    gone = {incident.room_channel: "is_archived"}
    said = house.deliver(refuse=gone)
    marks = [call for row, call in said if row.kind == "room_post" and row.params["what"] == "mark"]
    assert [call.arguments["channel"] for call in marks] == [LEAD], "the countdown is said to nobody"
    assert house.to_operators("operators.no_room")
    house.clock.advance(minutes=15)
    house.fire_due()
    later = [call for row, call in house.deliver(refuse=gone) if row.kind == "room_post"]
    assert [call.arguments["channel"] for call in later] == [LEAD]
    assert [row for row in house.all(OutboxRow, kind="card_post") if row.state is OutboxState.SENT]


def test_a_drills_lane_and_its_measures_stay_with_those_chosen_for_it(house: House):
    command = ReportIncident(
        actor=ENGINEER,
        key="drill-2",
        team_id="T0",
        answers={"what": ["loss_theft"], "contracts": ["kawabata-2026"]},
        drill=True,
        drill_people=(LEAD,),
    )
    lane = house.lane(house.do(report_incident, command).incident_id)
    house.deliver()
    with pytest.raises(BadAnswer, match=r"refused\.not_in_drill") as refused:
        house.do(hand_over, HandOver(actor=LEAD, key=house.key(), lane_id=lane.id, person=MANAGER))
    assert refused.value.block == "person"
    taken = TakeInstruction(
        actor=LEAD,
        key=house.key(),
        lane_id=lane.id,
        text="x",
        given_by="x",
        given_at=house.clock.now(),
        channel="phone",
    )
    house.do(take_instruction, taken)
    (instruction,) = house.all(Instruction)
    measure = AddAction(
        actor=LEAD,
        key=house.key(),
        source=ActionSource.INSTRUCTION,
        source_id=instruction.id,
        description="x",
        owner=MANAGER,
    )
    with pytest.raises(BadAnswer, match=r"refused\.not_in_drill"):
        house.do(add_action, measure)
    assert not house.all(Action)
    assert not house.all(OutboxRow, target=MANAGER)
    house.do(add_action, replace(measure, owner=ENGINEER))
    assert house.all(Action)[0].owner_id == ENGINEER, "whoever began the drill takes part in it"


def test_a_day_the_client_set_may_have_passed_when_it_is_written_down_but_not_before_it_was_said(house: House):
    lane = house.lane(house.report())
    said_at = house.clock.now() + timedelta(hours=1)
    house.clock.advance(days=4)
    command = TakeInstruction(
        actor=LEAD, key="late", lane_id=lane.id, text="x", given_by="x", given_at=said_at, channel="phone",
        due_on=said_at.astimezone(TOKYO).date() - timedelta(days=1),
    )  # fmt: skip
    with pytest.raises(BadAnswer, match=r"refused\.day_before_given"):
        house.do(take_instruction, command)
    assert not house.all(Instruction)
    passed = said_at.astimezone(TOKYO).date() + timedelta(days=1)
    house.do(take_instruction, replace(command, due_on=passed))
    assert house.all(Instruction)[0].due_on == passed
    (reminder,) = house.all(Timer, kind="reminder", state=TimerState.ARMED)
    assert reminder.payload["level"] == 2, "its reminders join where they would stand by now"
