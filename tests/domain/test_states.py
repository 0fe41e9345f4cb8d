"""The state machines: only the steps written here pass, every other one is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.action import ActionState, check_action_step
from bot.domain.consultation import Consultation, ConsultationState, check_consultation_step
from bot.domain.duty import ENDED, Duty, DutyState, check_duty_step
from bot.domain.errors import NotPossibleNow
from bot.domain.gate import EmergencyState, check_emergency_step
from bot.domain.incident import OPEN_STATES, Incident, IncidentState, check_step
from bot.domain.lane import Lane
from bot.domain.survey import SurveyState, check_survey_step

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2026, 11, 20, 18, 5, tzinfo=UTC)

INCIDENT_STEPS = """
reported -> triage
triage -> active not_incident closed
active -> contained not_incident closed
contained -> active recovered not_incident closed
recovered -> active not_incident closed
closed -> active
not_incident -> active
"""
DUTY_STEPS = """
running -> reached acknowledged done waived
reached -> acknowledged done waived
acknowledged -> done waived
waived -> running reached acknowledged
"""
CONSULTATION_STEPS = """
needed -> proposed opened talking closed
proposed -> proposed opened talking closed
opened -> opened talking agreed agreed_with_conditions no_agreement closed
talking -> talking agreed agreed_with_conditions no_agreement closed
agreed -> talking recorded actions_running closed
agreed_with_conditions -> talking recorded actions_running closed
no_agreement -> talking closed
recorded -> talking actions_running closed
actions_running -> talking closed
closed -> talking
"""
SURVEY_STEPS = """
announced -> scheduled held closed
scheduled -> scheduled held closed
held -> held reported
reported -> held closed
"""
EMERGENCY_STEPS = """
asked -> refused decided
decided -> used told
used -> told
"""
ACTION_STEPS = """
open -> done dropped
done -> open verified
dropped -> open
"""


def steps(table: str) -> set[tuple[str, str]]:
    lines = (line.split(" -> ") for line in table.strip().splitlines())
    return {(old, new) for old, news in lines for new in news.split()}


def passes(check: Callable[[Any, Any], None], old: object, new: object) -> bool:
    try:
        check(old, new)
    except NotPossibleNow:
        return False
    return True


@pytest.mark.parametrize(
    ("states", "check", "table"),
    [
        (IncidentState, check_step, INCIDENT_STEPS),
        (DutyState, check_duty_step, DUTY_STEPS),
        (ConsultationState, check_consultation_step, CONSULTATION_STEPS),
        (ActionState, check_action_step, ACTION_STEPS),
        (SurveyState, check_survey_step, SURVEY_STEPS),
        (EmergencyState, check_emergency_step, EMERGENCY_STEPS),
    ],
)
def test_only_the_listed_steps_pass(states: type[StrEnum], check: Callable[[Any, Any], None], table: str) -> None:
    allowed = {(old.value, new.value) for old, new in product(states, repeat=2) if passes(check, old, new)}
    assert allowed == steps(table)


@given(wishes=st.lists(st.sampled_from(IncidentState), max_size=12))
def test_no_walk_gets_back_to_reported_and_every_state_can_still_reach_an_end(wishes: list[IncidentState]) -> None:
    state = IncidentState.REPORTED
    for wish in wishes:
        if passes(check_step, state, wish):
            state = wish
    assert state is not IncidentState.REPORTED or not any(wish is IncidentState.TRIAGE for wish in wishes)
    if state in OPEN_STATES - {IncidentState.REPORTED}:
        assert passes(check_step, state, IncidentState.CLOSED) and passes(check_step, state, IncidentState.NOT_INCIDENT)
    elif state is not IncidentState.REPORTED:
        assert passes(check_step, state, IncidentState.ACTIVE)


def test_a_refusal_tells_the_present_state() -> None:
    with pytest.raises(NotPossibleNow) as refusal:
        check_step(IncidentState.CLOSED, IncidentState.TRIAGE)
    assert refusal.value.key == "refused.no_such_step" and refusal.value.values == {"state": "closed"}


def test_a_done_duty_stays_done() -> None:
    assert not any(passes(check_duty_step, DutyState.DONE, new) for new in DutyState)


def incident(state: IncidentState) -> Incident:
    return Incident(
        id="i",
        ref="INC-1121-01",
        team_id="T1",
        source_key="k",
        state=state,
        reporter_id="U1",
        reported_at=NOW,
        first_recognised_at=NOW,
    )


def test_an_incident_is_open_until_it_is_closed_or_none() -> None:
    assert {state for state in IncidentState if not incident(state).is_open} == {
        IncidentState.CLOSED,
        IncidentState.NOT_INCIDENT,
    }


def duty(state: DutyState, due_at: datetime | None) -> Duty:
    return Duty(
        id="d",
        incident_id="i",
        lane_id="l",
        rule_id="r",
        type="notice",
        hard=True,
        state=state,
        start_at=NOW,
        due_at=due_at,
    )


@given(late=st.integers(-300, 300), state=st.sampled_from(DutyState))
def test_overdue_is_past_the_deadline_with_nobody_reached(late: int, state: DutyState) -> None:
    overdue = duty(state, NOW).is_overdue(NOW + timedelta(seconds=late))
    assert overdue is (late > 0 and state is DutyState.RUNNING)
    assert not duty(state, None).is_overdue(NOW + timedelta(days=400))


def test_a_duty_has_ended_when_done_or_waived() -> None:
    assert {state for state in DutyState if duty(state, None).is_ended} == ENDED == {DutyState.DONE, DutyState.WAIVED}


def test_a_consultation_is_open_until_it_is_closed() -> None:
    for state in ConsultationState:
        talk = Consultation(
            id="c",
            incident_id="i",
            lane_id="l",
            rule_id="r",
            topic="cost",
            state=state,
            opened_at=NOW,
            last_activity_at=NOW,
        )
        assert talk.is_open is (state is not ConsultationState.CLOSED)


@pytest.mark.parametrize(
    ("reached", "confirmed", "stood_down", "runs"),
    [
        (None, None, None, True),
        (None, NOW, None, True),  # a receipt without a person reached does not stop the clock by itself
        (NOW, None, None, False),
        (None, None, NOW, False),
    ],
)
def test_only_reaching_or_standing_down_stops_a_lanes_clock(
    reached: datetime | None, confirmed: datetime | None, stood_down: datetime | None, runs: bool
) -> None:
    lane = Lane(
        id="l",
        incident_id="i",
        pack_id="p",
        pack_digest="x",
        position=0,
        start_at=NOW,
        ladder_start_at=NOW,
        owner_id="U1",
        owned_at=NOW,
        progress_at=NOW,
        reached_at=reached,
        confirmed_at=confirmed,
        stood_down_at=stood_down,
    )
    assert lane.clock_runs is runs
