"""Reports to a client: numbers without gaps, nothing rewritten once issued, what is unknown stays owed until it is told."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.domain.errors import NotPossibleNow
from bot.domain.notice import (
    Notice,
    NoticeItem,
    NoticeKind,
    NoticeState,
    approval_lapses_at,
    check_notice_step,
    compared,
    edited,
    issued,
    issued_of,
    kinds_possible,
    letter_digest,
    next_number,
    open_draft,
    owed_items,
)

NOW = datetime(2026, 11, 20, 18, 5, tzinfo=UTC)
KEYS = ("what", "where", "asked")
STEPS = {
    ("draft", "waiting_approval"),
    ("draft", "issued"),
    ("draft", "superseded"),
    ("waiting_approval", "draft"),
    ("waiting_approval", "issued"),
    ("waiting_approval", "superseded"),
}
AFTER = {
    "": {"first"},
    "first": {"follow_up", "final", "withdrawal"},
    "follow_up": {"follow_up", "final", "withdrawal"},
    "final": {"follow_up", "withdrawal"},
    "withdrawal": {"follow_up"},
}


def draft(kind: NoticeKind = NoticeKind.FIRST, number: int = 0, **values: str) -> Notice:
    items = tuple(
        NoticeItem(key=key, label=key, value=values.get(key, ""), optional=key == "asked", changed=False)
        for key in KEYS
    )
    return Notice(
        id=f"n{number}", incident_id="i", lane_id="l", kind=kind, language="ja", items=items, drafted_by="U1", drafted_at=NOW
    )  # fmt: skip


def passes(old: NoticeState, new: NoticeState) -> bool:
    try:
        check_notice_step(old, new)
    except NotPossibleNow:
        return False
    return True


def test_only_the_listed_steps_pass() -> None:
    assert {(a.value, b.value) for a, b in product(NoticeState, repeat=2) if passes(a, b)} == STEPS


@pytest.mark.parametrize("before", ["", *NoticeKind])
def test_which_report_may_follow_which(before: str) -> None:
    sent = [replace(draft(NoticeKind(before)), state=NoticeState.ISSUED, number=1)] if before else []
    assert {kind.value for kind in kinds_possible(sent)} == AFTER[before]
    for kind in NoticeKind:
        if kind.value in AFTER[before]:
            assert issued(draft(kind, 9), sent, {}, by="U1", at=NOW).number == len(sent) + 1
        else:
            with pytest.raises(NotPossibleNow):
                issued(draft(kind, 9), sent, {}, by="U1", at=NOW)


class Lane(RuleBasedStateMachine):
    """Any sequence of drafting, editing, asking, issuing and replacing drafts, as people of one room may do it."""

    def __init__(self) -> None:
        super().__init__()
        self.notices: list[Notice] = []
        self.frozen: dict[str, Notice] = {}
        self.told: dict[str, str] = {}
        """What the client knows: item -> value of the last report."""

    def put(self, notice: Notice) -> None:
        self.notices = [notice if one.id == notice.id else one for one in self.notices]

    @precondition(lambda self: open_draft(self.notices) is None)
    @rule(choice=st.integers(0, 10))
    def begin(self, choice: int) -> None:
        possible = kinds_possible(self.notices)
        self.notices.append(draft(possible[choice % len(possible)], len(self.notices), **self.told))

    @precondition(lambda self: open_draft(self.notices) is not None)
    @rule(values=st.dictionaries(st.sampled_from(KEYS), st.sampled_from(["", "紛失", "不明でした"])))
    def edit(self, values: dict[str, str]) -> None:
        one = open_draft(self.notices)
        assert one is not None
        before = (issued_of(self.notices) or [None])[-1]
        changed = edited(one, values, before, next_report_at=None, by="U2", at=NOW)
        assert changed.version == one.version + 1
        assert changed.state is NoticeState.DRAFT and changed.asked_by == ""
        if before is not None:
            for item in changed.items:
                assert item.changed == (item.value != self.told.get(item.key, ""))
        self.put(changed)

    @precondition(lambda self: (one := open_draft(self.notices)) is not None and one.state is NoticeState.DRAFT)
    @rule()
    def ask(self) -> None:
        one = open_draft(self.notices)
        assert one is not None
        self.put(replace(one, state=NoticeState.WAITING_APPROVAL, asked_by="U1"))

    @precondition(lambda self: open_draft(self.notices) is not None)
    @rule()
    def put_aside(self) -> None:
        one = open_draft(self.notices)
        assert one is not None
        self.put(replace(one, state=NoticeState.SUPERSEDED))

    @precondition(lambda self: open_draft(self.notices) is not None)
    @rule()
    def issue(self) -> None:
        one = open_draft(self.notices)
        assert one is not None
        sent = issued(one, self.notices, {"items": [item.value for item in one.items]}, by="U1", at=NOW)
        self.put(sent)
        self.frozen[sent.id] = sent
        self.told = {item.key: item.value for item in sent.items}

    @rule(number=st.integers(0, 5))
    def press_again(self, number: int) -> None:
        for old in list(self.frozen.values())[number : number + 1]:
            with pytest.raises(NotPossibleNow):
                issued(old, self.notices, {}, by="U2", at=NOW)
            with pytest.raises(NotPossibleNow):
                edited(old, {"what": "x"}, None, next_report_at=None, by="U2", at=NOW)

    @invariant()
    def numbers_run_from_one_without_gaps_or_doubles(self) -> None:
        assert [one.number for one in issued_of(self.notices)] == list(range(1, len(self.frozen) + 1))
        assert next_number(self.notices) == len(self.frozen) + 1
        assert all((one.number is not None) == (one.state is NoticeState.ISSUED) for one in self.notices)

    @invariant()
    def what_was_issued_never_changes(self) -> None:
        assert {one.id: one for one in self.notices if one.number is not None} == self.frozen
        assert all(one.letter_sha256 == letter_digest(one.letter) for one in self.frozen.values())

    @invariant()
    def the_first_is_a_first_report_and_the_only_one(self) -> None:
        kinds = [one.kind for one in issued_of(self.notices)]
        assert kinds[:1] in ([], [NoticeKind.FIRST])
        assert NoticeKind.FIRST not in kinds[1:]

    @invariant()
    def what_was_left_open_stays_owed_until_it_is_told(self) -> None:
        sent = issued_of(self.notices)
        withdrawn = bool(sent) and sent[-1].kind is NoticeKind.WITHDRAWAL
        waited_for = {key for key in ("what", "where") if sent and not withdrawn and not self.told[key]}
        assert {item.key for item in owed_items(self.notices)} == waited_for


TestLane = Lane.TestCase


def test_an_item_asked_for_only_if_there_is_one_is_never_owed() -> None:
    assert [item.key for item in draft().owed] == ["what", "where"]
    assert draft(what="a", where="b").owed == ()


def test_a_first_report_marks_nothing_as_changed_and_a_later_one_what_differs() -> None:
    first = draft(what="紛失")
    assert not any(item.changed for item in compared(first.items, None))
    second = compared(draft(what="盗難", where="駅").items, first)
    assert [item.key for item in second if item.changed] == ["what", "where"]
    taken_back = compared(draft().items, first)
    assert [item.key for item in taken_back if item.changed] == ["what"], "a value that is no longer sure is a change"


def test_no_field_of_an_issued_notice_can_be_set() -> None:
    sent = issued(draft(what="紛失"), [], {"a": 1}, by="U1", at=NOW)
    for field in fields(sent):
        with pytest.raises(FrozenInstanceError):
            setattr(sent, field.name, None)


def test_the_letter_kept_is_a_copy() -> None:
    letter: dict[str, object] = {"a": 1}
    sent = issued(draft(), [], letter, by="U1", at=NOW)
    letter["a"] = 2
    assert sent.letter == {"a": 1}


@given(minutes=st.integers(1, 100_000))
def test_an_approval_is_waited_for_until_a_quarter_of_the_time_is_left(minutes: int) -> None:
    due = NOW + timedelta(minutes=minutes)
    at = approval_lapses_at(NOW, due)
    assert NOW < at < due
    assert abs((due - at) - timedelta(minutes=minutes) / 4) < timedelta(microseconds=2)


def test_of_sixty_minutes_fifteen_are_a_quarter() -> None:
    assert approval_lapses_at(NOW, NOW + timedelta(minutes=60)) == NOW + timedelta(minutes=45)
