"""Gates: whatever was agreed, refused, used or told, nothing opens one but a standing agreement or a decided emergency record."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.consultation import SETTLED, TOPICS, Consultation, ConsultationState
from bot.domain.gate import Emergency, EmergencyState, GateKind, keys_of

NOW = datetime(2026, 11, 20, 18, 5, tzinfo=UTC)


@st.composite
def talks(draw: st.DrawFn) -> Consultation:
    return Consultation(
        id=draw(st.text("abc", min_size=1, max_size=6)),
        incident_id="i",
        lane_id="l",
        rule_id="r",
        topic=draw(st.sampled_from(TOPICS)),
        state=draw(st.sampled_from(ConsultationState)),
        result=draw(st.none() | st.sampled_from(ConsultationState)),
        permits=draw(st.booleans()),
        opened_at=NOW,
        last_activity_at=NOW,
    )


@st.composite
def emergencies(draw: st.DrawFn) -> Emergency:
    return Emergency(
        id=draw(st.text("xyz", min_size=1, max_size=6)),
        incident_id="i",
        lane_id="l",
        kind=draw(st.sampled_from(GateKind)),
        why="w",
        saying="s",
        tell_on=date(2026, 12, 1),
        state=draw(st.sampled_from(EmergencyState)),
        owner_id="U1",
        asked_at=NOW,
    )


@given(kind=st.sampled_from(GateKind), spoken=st.lists(talks(), max_size=6), urgent=st.lists(emergencies(), max_size=6))
def test_only_a_standing_agreement_or_a_decided_record_opens_a_gate(
    kind: GateKind, spoken: list[Consultation], urgent: list[Emergency]
) -> None:
    keys = keys_of(kind, spoken, urgent)
    agreed = [talk for talk in spoken if talk.topic == kind and talk.permits and talk.result in SETTLED]
    decided = [one for one in urgent if one.kind is kind and one.state is EmergencyState.DECIDED]
    assert sorted((key.basis_id, key.emergency) for key in keys) == sorted(
        [(talk.id, False) for talk in agreed] + [(one.id, True) for one in decided]
    )
    assert [key.emergency for key in keys] == sorted(key.emergency for key in keys), "an agreement comes first"
    used = [replace(one, state=EmergencyState.USED) for one in urgent]
    assert not [key for key in keys_of(kind, [], used) if key.emergency], "a record opens it once"


@given(one=emergencies())
def test_the_client_is_to_be_told_from_the_decision_until_it_was(one: Emergency) -> None:
    assert (one.plan is not None) is (one.state in {EmergencyState.DECIDED, EmergencyState.USED})
    assert one.is_open is (one.state not in {EmergencyState.REFUSED, EmergencyState.TOLD})
