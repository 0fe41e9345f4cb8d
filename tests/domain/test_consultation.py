"""Consultations: an outcome stands until talks begin again, and only a standing agreement that says so opens a gate."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.domain.consultation import (
    GATED,
    OUTCOMES,
    SETTLED,
    TOPICS,
    WITHOUT_OUTCOME,
    Consultation,
    ConsultationState,
    ended,
    proposed,
    talked,
)
from bot.domain.errors import NotPossibleNow

NOW = datetime(2026, 11, 20, 18, 5, tzinfo=UTC)
S = ConsultationState


def talk(topic: str = "publication", state: ConsultationState = S.TALKING) -> Consultation:
    return Consultation(
        id="c",
        incident_id="i",
        lane_id="l",
        rule_id="r",
        topic=topic,
        state=state,
        opened_at=NOW,
        last_activity_at=NOW,
    )


@given(topic=st.sampled_from(TOPICS), result=st.sampled_from(OUTCOMES), permits=st.booleans())
def test_a_gate_opens_only_by_an_agreement_that_it_may_be_done(
    topic: str, result: ConsultationState, permits: bool
) -> None:
    done = ended(talk(topic), result, "x", permits=permits)
    assert done.opens_gate is (topic in GATED and result in SETTLED and permits)
    assert not talked(done, None).opens_gate, "talking again takes it back"


def test_a_new_position_during_talks_stays_in_the_talks() -> None:
    assert proposed(talk(state=S.NEEDED), "a", "").state is S.PROPOSED
    for state in (S.OPENED, S.TALKING):
        assert proposed(talk(state=state), "a", "b").state is state
    for state in (S.AGREED, S.RECORDED, S.ACTIONS_RUNNING, S.NO_AGREEMENT, S.CLOSED):
        with pytest.raises(NotPossibleNow):
            proposed(talk(state=state), "a", "")


class Walk(RuleBasedStateMachine):
    """Whatever people press in whatever order."""

    def __init__(self) -> None:
        super().__init__()
        self.talk = talk(state=S.NEEDED)

    @rule()
    def propose(self) -> None:
        with suppress(NotPossibleNow):
            self.talk = proposed(self.talk, "position", "reason")

    @rule(day=st.dates())
    def talk_once(self, day: date) -> None:
        with suppress(NotPossibleNow):
            self.talk = talked(self.talk, day)

    @rule(result=st.sampled_from(OUTCOMES), permits=st.booleans())
    def end(self, result: ConsultationState, permits: bool) -> None:
        with suppress(NotPossibleNow):
            self.talk = ended(self.talk, result, "words", permits=permits)

    @invariant()
    def an_outcome_stands_exactly_while_there_is_one(self) -> None:
        assert (self.talk.state in WITHOUT_OUTCOME) is (self.talk.result is None)
        assert self.talk.result is None or self.talk.next_date is None
        assert not self.talk.opens_gate or self.talk.result in SETTLED

    @invariant()
    def only_talks_come_to_an_outcome(self) -> None:
        assert self.talk.state is not S.PROPOSED or self.talk.result is None


TestWalk = Walk.TestCase
