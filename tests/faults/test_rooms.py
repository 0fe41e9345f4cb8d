"""What waits for a room leaves in the end, however the room's making goes; and a room's messages name no other client."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.incident import Incident, RoomKind
from bot.domain.work import Call, OutboxRow, OutboxState
from bot.engine.fixed import fixed_call
from bot.engine.ports import HandedOver
from bot.services.answers import AddDetail, add_detail
from bot.services.delivery import after_refused
from bot.services.queries import PictureOf, picture_of
from bot.services.rendering import render
from bot.views.notice import notice_form
from bot.views.pictures import Reader
from storage import outbox
from tests.faults.conftest import ENGINEER, LEAD, House


def refuse(house: House, kind: str, error: str) -> OutboxRow:
    """Slack refuses the waiting row of a kind."""
    [row] = house.all(OutboxRow, kind=kind, state=OutboxState.PENDING)
    [held] = [
        one.row
        for one in house.store.write_now(lambda uow: outbox.claim(uow, "w", 99, 30.0, (row.transport,), None))
        if one.row.id == row.id
    ]

    def settle(uow: Any) -> bool:
        return outbox.finish(uow, held, HandedOver(error=error), lambda inner: after_refused(inner, held, error))

    assert house.store.write_now(settle)
    house.store.write_now(lambda uow: outbox.recover(uow, every_lease=True))
    return row


def room_of(house: House, incident_id: str) -> RoomKind:
    return house.all(Incident, id=incident_id)[0].room_kind


@pytest.mark.parametrize("thread", ["taken", "refused"])
def test_what_waited_for_the_room_leaves_although_every_name_was_taken(house: House, thread: str):
    incident_id = house.report()
    house.do(add_detail, AddDetail(actor=ENGINEER, key="d", incident_id=incident_id, detail="it was blue"))
    for _ in range(3):
        refuse(house, "room_create", "name_taken")
    if thread == "refused":
        refuse(house, "room_thread", "channel_not_found")
    said = house.deliver()
    assert room_of(house, incident_id) is (RoomKind.NONE if thread == "refused" else RoomKind.THREAD)
    posts = [call for row, call in said if row.kind == "room_post"]
    assert posts
    assert "it was blue" in str(posts[0].arguments["blocks"])
    assert not [row for row in house.all(OutboxRow, state=OutboxState.PENDING) if row.kind == "room_post"]


def test_a_row_whose_incident_is_gone_still_has_words(house: House):
    house.report()
    house.fire_due()
    [row, *_] = house.pages(LEAD)
    orphan = replace(row, incident_id="01ARZ3NDEKTSV4RRFFQ69G5FAV")
    with pytest.raises(Exception, match="Incident"):
        house.store.read_now(lambda uow: render(uow, orphan))
    call = house.store.read_now(lambda uow: fixed_call(uow, orphan))
    assert isinstance(call, Call)
    assert call.arguments["channel"] == LEAD


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_the_words_for_one_client_name_no_other(house: House, locale: Any):
    incident_id = house.report(contracts=["kawabata-2026", "tobu-2026"])
    picture = house.store.read_now(lambda uow: picture_of(uow, PictureOf(viewer=LEAD, incident_id=incident_id)))
    names = {lane.pack_id: (lane.client.ja, lane.client.en) for lane in picture.lanes}
    assert len(names) == 2
    for lane in picture.lanes:
        shown = str(notice_form(picture, lane, Reader(LEAD, locale, "Asia/Tokyo"), house.clock.now()))
        for pack_id, others in names.items():
            if pack_id != lane.pack_id:
                assert not [name for name in (*others, pack_id) if name in shown]
