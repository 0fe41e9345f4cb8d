"""Whose turn it is: every item is in one list at most, nobody sees what is not of their rooms, and a helper sees only what is theirs."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.incident import Incident, IncidentState
from bot.domain.people import ACTION_OWNER, Approval, RoomMember
from bot.services.items import ORDER, Item, turns_of, urgency

NOW = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
PEOPLE = ("U1", "U2", "")
INCIDENTS = tuple(
    Incident(
        id=name,
        ref=name,
        team_id="T",
        source_key=name,
        state=IncidentState.ACTIVE,
        reporter_id="U9",
        reported_at=NOW,
        first_recognised_at=NOW,
    )
    for name in ("A", "B")
)


@st.composite
def items(draw: st.DrawFn) -> Item:
    kind = draw(st.sampled_from(ORDER))
    asked = Approval(
        id="a",
        incident_id="A",
        kind="close",
        subject_id="A",
        reason="r",
        asked_by=draw(st.sampled_from(PEOPLE[:2])),
        asked_at=NOW,
    )
    return Item(
        kind=kind,
        incident=draw(st.sampled_from(INCIDENTS)),
        owner_id=draw(st.sampled_from(PEOPLE)),
        approval=asked if kind == "approval" else None,
        on=None if kind == "approval" else draw(st.none() | st.dates(date(2026, 11, 1), date(2026, 12, 31))),
    )


def seat(incident: str, *roles: str) -> RoomMember:
    return RoomMember(id=incident, incident_id=incident, user_id="U1", roles=roles, joined_at=NOW)


@given(given=st.lists(items(), max_size=20), roles=st.sampled_from([("duty_manager",), ("legal",), (ACTION_OWNER,)]))
def test_every_item_is_in_one_list_at_most_and_only_of_ones_own_rooms(
    given: list[Item], roles: tuple[str, ...]
) -> None:
    turns = turns_of(given, "U1", {"A": seat("A", *roles)}, TODAY)
    shown = [*turns.mine, *turns.waiting, *turns.coming]
    assert len({id(item) for item in shown}) == len(shown)
    assert all(item.incident.id == "A" for item in shown)
    assert all(item.on is not None and item.on > TODAY for item in turns.coming)
    assert all(item.on is None or item.on <= TODAY for item in (*turns.mine, *turns.waiting))
    assert not [item for item in turns.mine if item.approval and item.approval.asked_by == "U1"]
    for one in (turns.mine, turns.waiting, turns.coming):
        assert [urgency(item) for item in one] == sorted(urgency(item) for item in one)
    if roles == (ACTION_OWNER,):
        assert all(item.owner_id == "U1" for item in shown)
    mine = [item for item in given if item.incident.id == "A" and item.owner_id == "U1" and item.approval is None]
    assert all(any(item is one for one in shown) for item in mine), "nothing of one's own is left out"
