from datetime import UTC, date, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import NotPossibleNow
from bot.domain.matter import (
    CARRIED,
    ENDED,
    ERASING,
    FIRST,
    FOR_CONFIRMATION,
    GIVING,
    STEPS,
    TOPICS,
    Matter,
    MatterKind,
    MatterState,
    step_named,
    steps_of,
)
from bot.views.texts import text

DAY = date(2026, 11, 19)
CASES = [
    (kind, topic, inside)
    for kind in MatterKind
    for topic, inside in product(TOPICS[kind], (False, True))
    if kind is MatterKind.CONSENT or not inside
]


def matter(kind, topic, inside, state=None, **more):
    return Matter(
        id="m", ref="MAT-1", kind=kind, topic=topic, pack_id="p", pack_digest="d", inside=inside, state=state or FIRST[kind], words="w", owner_id="U1", by="U2",
        began_on=DAY, touched_on=DAY, at=datetime(2026, 11, 19, tzinfo=UTC), **more,
    )  # fmt: skip


def reachable(kind, topic, inside):
    seen, todo = set(), [FIRST[kind]]
    while todo:
        state = todo.pop()
        if state not in seen:
            seen.add(state)
            todo += [step.to for step in steps_of(matter(kind, topic, inside, state)) if step.to]
    return seen


@pytest.mark.parametrize(("kind", "topic", "inside"), CASES)
def test_from_every_state_there_is_a_way_to_an_end_and_every_end_is_reached(kind, topic, inside):
    states = reachable(kind, topic, inside)
    assert states & ENDED
    for state in states - ENDED:
        assert reachable_from(kind, topic, inside, state) & ENDED, state


def reachable_from(kind, topic, inside, start):
    seen, todo = set(), [start]
    while todo:
        state = todo.pop()
        if state not in seen:
            seen.add(state)
            todo += [step.to for step in steps_of(matter(kind, topic, inside, state)) if step.to]
    return seen


def test_what_has_left_the_house_ends_only_by_a_second_person_confirming_its_return():
    for topic in CARRIED:
        for state in (MatterState.OUT, MatterState.BACK):
            ends = [step for step in steps_of(matter(MatterKind.CONSENT, topic, True, state)) if step.to in ENDED]
            assert [step.name for step in ends] == (["confirm_back"] if state is MatterState.BACK else [])
            assert all(step.by == "approver" for step in ends)


def test_leave_inside_the_house_is_never_recorded_as_the_clients_and_the_other_way_round():
    inside = {step.name for step in steps_of(matter(MatterKind.CONSENT, "laptop_out", True))}
    outside = {step.name for step in steps_of(matter(MatterKind.CONSENT, "copy", False))}
    assert {"approve", "refuse"} <= inside and not inside & {"record_grant", "record_refusal"}
    assert {"record_grant", "record_refusal"} <= outside and not outside & {"approve", "refuse"}


def test_a_client_is_never_reported_to_before_there_is_something_to_show():
    for state in set(MatterState) - {MatterState.DONE}:
        names = {step.name for step in steps_of(matter(MatterKind.REQUEST, "instruction", False, state))}
        assert "report_back" not in names
    assert next(step for step in STEPS if step.name == "finish").needs == ("on", "reference")


@given(
    st.sampled_from(CASES), st.sampled_from(sorted(MatterState)), st.sampled_from(sorted({step.name for step in STEPS}))
)
def test_a_step_the_table_does_not_have_is_refused(case, state, name):
    kind, topic, inside = case
    one = matter(kind, topic, inside, MatterState(state))
    if name in {step.name for step in steps_of(one)}:
        assert step_named(one, name).name == name
    else:
        with pytest.raises(NotPossibleNow):
            step_named(one, name)


@given(
    st.sampled_from(CASES),
    st.sampled_from(sorted(MatterState)),
    st.none() | st.dates(),
    st.none() | st.dates(),
    st.none() | st.dates(),
)
def test_what_is_open_is_reminded_of_and_what_has_ended_never(case, state, due_on, target_on, until):
    one = matter(*case, MatterState(state), due_on=due_on, target_on=target_on, until=until)
    plan = one.plan
    if not one.is_open:
        assert plan is None
    elif state == MatterState.GRANTED and case[1] not in CARRIED:
        assert (plan is None) == (until is None), "a leave without a last day needs nothing"
    elif case[0] is MatterKind.RECURRING:
        renews = case[1] == "renewal" and due_on is not None
        assert (plan is None) != renews, "the morning digest says what comes back"
    else:
        assert plan is not None and plan.anchor == (due_on or target_on or DAY)
    assert not (one.is_late(date.max) and due_on is None), "only a day that was set can be missed"


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_every_step_state_and_topic_has_its_words(locale):
    for step in STEPS:
        assert text(locale, f"matter_do.{step.name}") and text(locale, f"matter_done.{step.name}")
        assert len(text(locale, f"matter_step.{step.name}.title")) <= 24
    for state in MatterState:
        assert text(locale, f"matter_state.{state}")
    for kind, topics in TOPICS.items():
        assert all(text(locale, f"matter_{kind}.{topic}") for topic in topics)


ENDING = [(MatterKind.ENDING, topic, False) for topic in TOPICS[MatterKind.ENDING]]


def test_no_certificate_says_erased_before_it_is_and_none_is_delivered_unprepared():
    for topic in ERASING:
        before = {MatterState.DUE, MatterState.COLLECTED, MatterState.CONSULTING, MatterState.KEPT}
        for state in before:
            names = {step.name for step in steps_of(matter(MatterKind.ENDING, topic, False, state))}
            assert not names & {"prepare", "deliver", "receipt"}, (topic, state)
        erased = {step.name for step in steps_of(matter(MatterKind.ENDING, topic, False, MatterState.ERASED))}
        assert "prepare" in erased and "deliver" not in erased


def test_what_the_client_let_us_keep_is_still_owed_and_comes_back():
    kept = matter(MatterKind.ENDING, "erase", False, MatterState.KEPT)
    assert kept.is_open and [step.to for step in steps_of(kept) if step.name == "keep_ends"] == [MatterState.DUE]
    consulting = matter(MatterKind.ENDING, "erase", False, MatterState.CONSULTING)
    assert {step.to for step in steps_of(consulting) if step.to} == {MatterState.KEPT, MatterState.DUE}


def test_what_the_contract_wants_back_ends_without_it_only_with_words_on_record():
    for topic in (*GIVING, *ERASING):
        seen = {
            step.name: step
            for state in MatterState
            for step in steps_of(matter(MatterKind.ENDING, topic, False, state))
            if step.to in ENDED
        }
        assert set(seen) == {"receipt", "otherwise", "nothing_held"}
        assert {"reference", "note", "who"} <= set(seen["otherwise"].needs) and "note" in seen["nothing_held"].needs


def test_a_document_to_be_confirmed_ends_by_the_clients_word_and_not_by_a_receipt():
    names = {
        step.name: step.to
        for state in MatterState
        for step in steps_of(matter(MatterKind.FILING, FOR_CONFIRMATION, False, state))
    }
    assert names["confirm"] in ENDED and names["notify_instead"] in ENDED and "receipt" not in names
    other = {
        step.name for state in MatterState for step in steps_of(matter(MatterKind.FILING, "storage_form", False, state))
    }
    assert "receipt" in other and not other & {"confirm", "notify_instead", "send_back"}


def test_a_part_is_reminded_of_by_the_whole_it_belongs_to():
    part = matter(MatterKind.ENDING, "return", False, target_on=DAY, part_of="whole")
    assert part.is_open and part.plan is None
