"""The hash-chained log: whatever is done to it afterwards shows."""

from __future__ import annotations

import hashlib
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import LogBroken
from bot.domain.log import GENESIS, LogEntry, entry_hash, seal, verify

START = datetime(2026, 11, 20, 18, 5, 0, 250, tzinfo=UTC)
small: st.SearchStrategy[dict[str, object]] = st.dictionaries(
    st.sampled_from(["state", "人数"]),
    st.integers() | st.text(max_size=4) | st.lists(st.booleans(), max_size=2),
    max_size=2,
)
words = st.tuples(st.sampled_from(["i-1", "system"]), st.text("確認 ab", max_size=6), small, small)


def chain(contents: list[tuple[str, str, dict[str, object], dict[str, object]]]) -> list[LogEntry]:
    """A log as the store would write it: entries of several streams, each following its own."""
    last: dict[str, tuple[int, str]] = {}
    entries = []
    for position, (stream, why, old, new) in enumerate(contents):
        number, digest = last.get(stream, (0, GENESIS))
        entry = seal(
            LogEntry(
                id=f"e{position}",
                stream=stream,
                number=number + 1,
                at=START + timedelta(seconds=position),
                actor="U1",
                action="facts.changed",
                subject="i",
                old=old,
                new=new,
                why=why,
                previous_hash=digest,
            )
        )
        last[stream] = (entry.number, entry.hash)
        entries.append(entry)
    return entries


def heads_of(entries: list[LogEntry]) -> dict[str, tuple[int, str]]:
    return {entry.stream: (entry.number, entry.hash) for entry in entries}


chains = st.lists(words, min_size=1, max_size=8).map(chain)
OTHER: dict[str, object] = {
    "id": "another",
    "stream": "i-2",
    "number": 99,
    "at": START + timedelta(days=1),
    "actor": "U9",
    "action": "something.else",
    "subject": "elsewhere",
    "old": {"changed": True},
    "new": {"changed": True},
    "why": "another reason",
    "previous_hash": "1" * 64,
    "hash": "1" * 64,
}


def test_every_field_has_a_change_to_try() -> None:
    assert set(OTHER) == {field.name for field in fields(LogEntry)}


@given(entries=chains)
def test_an_untouched_log_verifies(entries: list[LogEntry]) -> None:
    assert verify(entries, heads_of(entries)) == len(entries)
    assert verify(iter(sorted(entries, key=lambda entry: (entry.stream, entry.number))), heads_of(entries)) == len(
        entries
    )


@pytest.mark.parametrize("name", sorted(OTHER))
@given(entries=chains, data=st.data())
def test_any_changed_field_shows(name: str, entries: list[LogEntry], data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(entries) - 1))
    changed = [*entries]
    changed[position] = replace(entries[position], **{name: OTHER[name]})  # type: ignore[arg-type]
    with pytest.raises(LogBroken):
        verify(changed, heads_of(entries))


@given(entries=chains, data=st.data())
def test_a_changed_entry_shows_even_when_its_hash_was_made_anew(entries: list[LogEntry], data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(entries) - 1))
    changed = [*entries]
    changed[position] = seal(replace(entries[position], why="another reason"))
    with pytest.raises(LogBroken, match=entries[position].stream):
        verify(changed, heads_of(entries))


@given(entries=chains, data=st.data())
def test_a_removed_entry_shows_wherever_it_stood(entries: list[LogEntry], data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(entries) - 1))
    with pytest.raises(LogBroken):
        verify(entries[:position] + entries[position + 1 :], heads_of(entries))


@given(entries=chains, data=st.data())
def test_an_inserted_or_repeated_entry_shows(entries: list[LogEntry], data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(entries)))
    source = data.draw(st.sampled_from(entries))
    number = data.draw(st.integers(1, 9))
    for inserted in (source, seal(replace(source, id="new", number=number))):
        with pytest.raises(LogBroken):
            verify([*entries[:position], inserted, *entries[position:]], heads_of(entries))


@given(entries=chains)
def test_two_entries_of_one_stream_cannot_change_places(entries: list[LogEntry]) -> None:
    mine = [entry for entry in entries if entry.stream == entries[0].stream]
    swapped = [*mine[:-2], *reversed(mine[-2:])]
    if swapped != mine:
        with pytest.raises(LogBroken):
            verify(swapped, heads_of(mine))


def test_a_whole_stream_that_is_gone_or_too_many_shows() -> None:
    entries = chain([("i-1", "", {}, {}), ("system", "", {}, {})])
    with pytest.raises(LogBroken, match="i-1: ends at entry 0, its head says 1"):
        verify(entries[1:], heads_of(entries))
    with pytest.raises(LogBroken, match="i-1: has entries but no head"):
        verify(entries, heads_of(entries[1:]))


def test_an_empty_log_is_whole() -> None:
    assert verify([], {}) == 0


def test_the_hash_does_not_depend_on_the_zone_or_the_order_of_keys() -> None:
    (entry,) = chain([("i-1", "理由", {"a": 1, "b": [2]}, {})])
    assert entry_hash(replace(entry, at=entry.at.astimezone(ZoneInfo("Asia/Tokyo")))) == entry.hash
    assert entry_hash(replace(entry, old={"b": [2], "a": 1})) == entry.hash
    assert entry_hash(replace(entry, at=entry.at + timedelta(microseconds=1))) != entry.hash


def test_the_hash_is_the_same_for_every_version_of_the_program() -> None:
    entry = LogEntry(id="e", stream="i", number=1, at=START, actor="hansho", action="x", old={"人数": 3}, why="理由")
    text = (
        '{"action":"x","actor":"hansho","at":"2026-11-20T18:05:00.000250+00:00","id":"e","new":{},"number":1,"old":{"人数":3},'
        f'"previous_hash":"{"0" * 64}","stream":"i","subject":"","why":"理由"}}'
    )
    assert entry_hash(entry) == hashlib.sha256(text.encode()).hexdigest()


def test_numbers_must_run_without_a_gap_even_when_hashes_fit() -> None:
    (first,) = chain([("i-1", "", {}, {})])
    third = seal(replace(first, id="e3", number=3, previous_hash=first.hash))
    with pytest.raises(LogBroken, match="entry 3 does not follow entry 1"):
        verify([first, third], heads_of([first, third]))
