"""The calls that messages become: where they go, and how they are posted or edited."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.incident import Incident, RoomKind
from bot.domain.people import Role, RoomMember
from bot.domain.work import Call, OutboxRow
from bot.services.ports import UnitOfWork
from bot.views.pictures import Message

LATE_IS_SAID_AFTER_SECONDS = 60
"""A message that leaves later than this says by how much."""


def late_minutes(uow: UnitOfWork, row: OutboxRow) -> int:
    """Return whole minutes this row is late, 0 when it is in time."""
    seconds = int((uow.now - row.due_at).total_seconds())
    return seconds // 60 if seconds > LATE_IS_SAID_AFTER_SECONDS else 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message goes: a channel or person, and the thread when the room is one."""

    channel: str
    thread_ts: str = ""


def place_of(uow: UnitOfWork, incident: Incident) -> Place | None:
    """Return where the incident's room is; without one, its lead (or a duty manager) directly; None when there is nobody."""
    if incident.room_kind is RoomKind.CHANNEL:
        return Place(incident.room_channel)
    if incident.room_kind is RoomKind.THREAD:
        return Place(incident.room_channel, incident.room_ts)
    lead = incident.lead_id or next(
        (m.user_id for m in uow.find(RoomMember, incident_id=incident.id) if Role.DUTY_MANAGER in m.roles), ""
    )
    return Place(lead) if lead else None


def post(place: Place, message: Message, **more: object) -> Call:
    """Return the call that posts a message."""
    arguments: dict[str, object] = {"channel": place.channel, "text": message.text, "blocks": message.blocks, **more}
    if place.thread_ts:
        arguments["thread_ts"] = place.thread_ts
    arguments["unfurl_links"] = False
    return Call(method="chat.postMessage", arguments=arguments)


def to_person(user_id: str, message: Message) -> Call:
    """Return the call that sends a direct message to a person (or posts to a channel by id)."""
    return post(Place(user_id), message)


def incident_of(uow: UnitOfWork, row: OutboxRow) -> Incident:
    """Return the incident a row is about. Raises NotFound."""
    return uow.get(Incident, row.incident_id)


def update(channel: str, ts: str, message: Message) -> Call:
    """Return the call that edits a message in place."""
    return Call(
        method="chat.update",
        arguments={"channel": channel, "ts": ts, "text": message.text, "blocks": message.blocks},
    )
