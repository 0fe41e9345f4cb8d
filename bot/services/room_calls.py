"""The calls a room is made of: its channel or thread, its people, its cards, and the alarms Slack keeps for us."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import cast

from bot.domain.document import Document, DocumentContent
from bot.domain.incident import Incident
from bot.domain.lane import Lane
from bot.domain.work import Call, OutboxRow
from bot.services.board import board_of
from bot.services.calls import Place, incident_of, late_minutes, place_of, post, to_person, update
from bot.services.outgoing import ROOM
from bot.services.picture import draw
from bot.services.ports import UnitOfWork
from bot.services.queries import office_reader
from bot.services.room_posts import room_message
from bot.views.board import board
from bot.views.card import card
from bot.views.marks import insurance
from bot.views.pictures import Message
from bot.views.room import opening


def _room_create(uow: UnitOfWork, row: OutboxRow) -> Call:
    incident = incident_of(uow, row)
    number = incident.ref.partition("-")[2]
    name = f"{uow.rules.office.room_prefix}-{'drill-' if incident.drill else ''}{number}".lower()
    again = row.params.get("number")
    if again:
        name = f"{name}-{again}"
    return Call(method="conversations.create", arguments={"name": name[:80], "is_private": True})


def _room_thread(uow: UnitOfWork, row: OutboxRow) -> Call:
    return to_person(row.target, opening(draw(uow, incident_of(uow, row)), office_reader(uow), uow.now))


def _room_opening(uow: UnitOfWork, row: OutboxRow) -> Call | None:
    incident = incident_of(uow, row)
    place = place_of(uow, incident)
    return post(place, opening(draw(uow, incident), office_reader(uow), uow.now)) if place else None


def _room_invite(_uow: UnitOfWork, row: OutboxRow) -> Call:
    users = ",".join(cast("list[str]", row.params["users"]))
    return Call(method="conversations.invite", arguments={"channel": row.target, "users": users})


def _room_post(uow: UnitOfWork, row: OutboxRow) -> Call | None:
    incident = incident_of(uow, row)
    place = place_of(uow, incident)
    if place is None:
        return None
    message = room_message(uow, incident, row, late_minutes=late_minutes(uow, row))
    return post(place, message) if message else None


def _file(uow: UnitOfWork, row: OutboxRow) -> Call | None:
    place = place_of(uow, incident_of(uow, row)) if row.target == ROOM else Place(row.target)
    if place is None:
        return None
    document = uow.get(Document, str(row.params["document"]))
    arguments: dict[str, object] = {
        "channel": place.channel,
        "name": document.name,
        # The words beside the file hold its name: they are what the history is searched for after an interrupted upload.
        "text": document.name,
        "content": uow.get(DocumentContent, document.id).content,
    }
    if place.thread_ts:
        arguments["thread_ts"] = place.thread_ts
    return Call(method="files.upload", arguments=arguments)


def _card_post(uow: UnitOfWork, row: OutboxRow) -> Call | None:
    incident = incident_of(uow, row)
    place = place_of(uow, incident)
    return post(place, _card_of(uow, incident, row.lane_id)) if place else None


def _card(uow: UnitOfWork, row: OutboxRow) -> Call | None:
    lane = uow.get(Lane, row.lane_id)
    if not lane.card_ts:
        return None
    return update(lane.card_channel, lane.card_ts, _card_of(uow, incident_of(uow, row), lane.id))


def _card_of(uow: UnitOfWork, incident: Incident, lane_id: str) -> Message:
    picture = draw(uow, incident, lanes=(lane_id,))
    return card(picture, picture.lanes[0], office_reader(uow), uow.now)


def _board_post(uow: UnitOfWork, row: OutboxRow) -> Call | None:
    incident = incident_of(uow, row)
    place = place_of(uow, incident)
    return post(place, board(board_of(uow, incident), office_reader(uow), uow.now)) if place else None


def _board(uow: UnitOfWork, row: OutboxRow) -> Call | None:
    incident = incident_of(uow, row)
    if not incident.board_ts:
        return None
    message = board(board_of(uow, incident), office_reader(uow), uow.now)
    return update(incident.board_channel, incident.board_ts, message)


def _pin(_uow: UnitOfWork, row: OutboxRow) -> Call:
    return Call(method="pins.add", arguments={"channel": row.target, "timestamp": str(row.params["ts"])})


def _insurance(uow: UnitOfWork, row: OutboxRow) -> Call | None:
    incident = incident_of(uow, row)
    lane = uow.get(Lane, row.lane_id)
    post_at = datetime.fromisoformat(str(row.params["post_at"]))
    place = place_of(uow, incident)
    if not lane.clock_runs or place is None or lane.due_at is None or post_at <= uow.now:
        return None
    if row.params["due_at"] != lane.due_at.isoformat():
        return None  # of a deadline that has been corrected
    picture = draw(uow, incident, lanes=(lane.id,))
    minutes = int((post_at - lane.due_at).total_seconds() // 60)
    message = insurance(picture, picture.lanes[0], office_reader(uow), minutes=minutes)
    arguments: dict[str, object] = {
        "channel": place.channel,
        "text": message.text,
        "post_at": int(post_at.timestamp()),
    }
    if place.thread_ts:
        arguments["thread_ts"] = place.thread_ts
    return Call(method="chat.scheduleMessage", arguments=arguments)  # never with metadata: it would not be posted


def _insurance_delete(_uow: UnitOfWork, row: OutboxRow) -> Call:
    return Call(
        method="chat.deleteScheduledMessage",
        arguments={"channel": row.target, "scheduled_message_id": str(row.params["id"])},
    )


ROOM_CALLS: dict[str, Callable[[UnitOfWork, OutboxRow], Call | None]] = {
    "room_create": _room_create,
    "room_thread": _room_thread,
    "room_opening": _room_opening,
    "room_invite": _room_invite,
    "room_post": _room_post,
    "file": _file,
    "card_post": _card_post,
    "card": _card,
    "board_post": _board_post,
    "board": _board,
    "pin": _pin,
    "insurance": _insurance,
    "insurance_delete": _insurance_delete,
}
"""The room's part of what an outbox row's kind is rendered by."""
