"""Instructions and surveys: reminded of on working days until they have ended, and never after."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.instruction import Instruction, InstructionState
from bot.domain.reminding import due_on, silent_since
from bot.domain.survey import Survey, SurveyState

NOW = datetime(2026, 11, 20, 18, 5, tzinfo=UTC)
DAYS = st.dates(date(2026, 1, 1), date(2040, 12, 31))


@given(state=st.sampled_from(SurveyState), touched=DAYS, day=st.none() | DAYS)
def test_a_survey_is_reminded_of_on_its_day_and_else_by_its_silence(
    state: SurveyState, touched: date, day: date | None
) -> None:
    survey = Survey(
        id="s",
        incident_id="i",
        lane_id="l",
        rule_id="",
        announced_on=touched,
        announced_by="x",
        announced_how="phone",
        scope="x",
        owner_id="U1",
        state=state,
        scheduled_on=day,
        touched_on=touched,
        by="U1",
        at=NOW,
    )
    if not survey.is_open:
        assert survey.plan is None
    elif state is SurveyState.SCHEDULED and day is not None:
        assert survey.plan == due_on(day)
    else:
        assert survey.plan == silent_since(touched)


@given(state=st.sampled_from(InstructionState), touched=DAYS, day=st.none() | DAYS)
def test_an_instruction_is_reminded_of_by_its_day_or_its_silence_until_reported(
    state: InstructionState, touched: date, day: date | None
) -> None:
    one = Instruction(
        id="n",
        incident_id="i",
        lane_id="l",
        rule_id="",
        text="x",
        given_by="x",
        given_at=NOW,
        channel="phone",
        owner_id="U1",
        due_on=day,
        state=state,
        touched_on=touched,
        by="U1",
        at=NOW,
    )
    expected = due_on(day) if day else silent_since(touched)
    assert one.plan == (expected if state is InstructionState.RECEIVED else None)
