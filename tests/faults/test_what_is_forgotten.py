"""The store grows with what is open and with evidence, not with every drawing and every click there ever was."""

from __future__ import annotations

import pytest

from bot.domain.log import LogEntry
from bot.domain.work import InboxKey, OutboxRow, OutboxState, SendPriority, Timer
from bot.services.response import Acknowledge, acknowledge
from bot.upkeep import tidy
from storage.forgetting import forget
from tests.faults.conftest import LEAD, House


@pytest.fixture(params=["house", "postgres_house"])
def any_house(request: pytest.FixtureRequest) -> House:
    found: House = request.getfixturevalue(request.param)
    return found


async def test_after_weeks_only_evidence_and_what_is_open_remain(any_house: House, monkeypatch):
    monkeypatch.setattr("bot.upkeep.PAUSE_SECONDS", 0.0)
    house = any_house
    incident_id = house.report()
    house.pass_time(minutes=30)
    house.do(acknowledge, Acknowledge(actor=LEAD, key=house.key(), incident_id=incident_id))
    house.deliver()
    entries, rang = len(house.all(LogEntry)), len([t for t in house.all(Timer) if t.kind != "tick"])
    assert house.store.write_now(forget) == 0, "nothing is old yet"
    house.clock.advance(days=40)
    assert await tidy(house.store)
    assert await tidy(house.store) == 0
    assert not house.all(InboxKey)
    left = house.all(OutboxRow)
    assert not [row for row in left if row.priority is SendPriority.REFRESH and row.state is OutboxState.SENT]
    assert house.pages(LEAD), "an open incident keeps its keys, or its pages might go out twice"
    assert len(house.all(LogEntry)) == entries
    assert len([t for t in house.all(Timer) if t.kind != "tick"]) == rang
    assert [t for t in house.all(Timer) if t.kind == "tick"], "what is armed stays"


async def test_what_waits_is_never_forgotten(any_house: House):
    house = any_house
    house.report()
    house.fire_due()
    waiting = {row.id for row in house.all(OutboxRow, state=OutboxState.PENDING)}
    house.clock.advance(days=400)
    house.store.write_now(forget)
    assert waiting <= {row.id for row in house.all(OutboxRow)}
