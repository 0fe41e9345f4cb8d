"""Putting messages into the outbox. Nothing but a committed row causes a message; what it says is rendered when it leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.errors import NotFound
from bot.domain.ids import new_id
from bot.domain.incident import Incident, RoomKind
from bot.domain.lane import Lane
from bot.domain.people import Person, RoomMember
from bot.domain.work import OutboxRow, OutboxState, SendPriority, TransportKind
from bot.services.ports import UnitOfWork

ROOM = "room"
HOLD = timedelta(days=3650)
"""How far away a message waits that cannot leave before its room exists; `release_room` brings it forward."""
HELD = ("room_post", "file")
"""Kinds that go into the room and wait for it."""
HOME_IS_FRESH = timedelta(hours=12)
"""App Home is kept current for people who opened it this recently; others get it when they open it."""


def send(
    uow: UnitOfWork,
    kind: str,
    *,
    target: str,
    key: str,
    priority: SendPriority = SendPriority.NOTICE,
    incident_id: str = "",
    lane_id: str = "",
    params: dict[str, object] | None = None,
    supersede_key: str = "",
    due_at: datetime | None = None,
    hold: bool = False,
    not_before: datetime | None = None,
    transport: TransportKind = TransportKind.SLACK,
) -> None:
    """Insert one outbox row. `key` makes it unique: the same key again inserts nothing. `due_at` defaults to now.

    `not_before` keeps it back until then; `hold` until somebody brings it forward.
    """
    uow.post(
        OutboxRow(
            id=new_id(uow.now),
            incident_id=incident_id,
            lane_id=lane_id,
            priority=priority,
            transport=transport,
            kind=kind,
            target=target,
            params=params or {},
            idem_key=key,
            supersede_key=supersede_key,
            due_at=due_at or uow.now,
            next_attempt_at=uow.now + HOLD if hold else not_before or uow.now,
            created_at=uow.now,
        )
    )


def tell(uow: UnitOfWork, incident: Incident, user_id: str, text_key: str, *, key: str, **values: object) -> None:
    """Send one person a short note (a sentence of bot.views.texts) about an incident, in their language."""
    send(
        uow,
        "note",
        target=user_id,
        key=f"note:{incident.id}:{user_id}:{key}",
        incident_id=incident.id,
        params={"text": text_key, "values": values},
    )


def post_to_room(
    uow: UnitOfWork,
    incident: Incident,
    what: str,
    *,
    key: str,
    lane_id: str = "",
    params: dict[str, object] | None = None,
    due_at: datetime | None = None,
) -> None:
    """Post a new message into the incident's room; it waits while the room is still being made."""
    send(
        uow,
        "room_post",
        target=ROOM,
        key=f"room:{incident.id}:{key}",
        incident_id=incident.id,
        lane_id=lane_id,
        params={"what": what, **(params or {})},
        due_at=due_at,
        hold=incident.room_kind is RoomKind.PENDING,
    )


def release_room(uow: UnitOfWork, incident_id: str) -> None:
    """Let the messages leave that waited for the room.

    Only those that were held: any other may be in a sender's hands by now, and writing it back would send it twice.
    """
    for row in uow.find(OutboxRow, incident_id=incident_id, kind=HELD, state=OutboxState.PENDING):
        if row.next_attempt_at - row.created_at >= HOLD:
            uow.save(replace(row, next_attempt_at=uow.now))


def operators(uow: UnitOfWork, text_key: str, *, key: str, incident_id: str = "", **values: object) -> None:
    """Tell the operators something plain, once per `key`."""
    _to_operators(uow, text_key, key, incident_id, SendPriority.NOTICE, values)


def page_operators(uow: UnitOfWork, text_key: str, *, key: str, incident_id: str = "", **values: object) -> None:
    """Ring the operators, once per `key`: nobody else can hear of it."""
    _to_operators(uow, text_key, key, incident_id, SendPriority.PAGE, values)


def _to_operators(
    uow: UnitOfWork, text_key: str, key: str, incident_id: str, priority: SendPriority, values: dict[str, object]
) -> None:
    for user_id in uow.rules.office.operators:
        send(
            uow,
            "operators",
            target=user_id,
            key=f"operators:{user_id}:{key}",
            priority=priority,
            incident_id=incident_id,
            params={"text": text_key, "values": values},
        )


def refresh_lane(uow: UnitOfWork, incident: Incident, lane: Lane) -> None:
    """Have the lane's card drawn again (only the newest waiting drawing is sent)."""
    if not lane.card_ts:
        return  # the first post of the card renders the state of that moment
    send(
        uow,
        "card",
        target=lane.card_channel,
        key=f"card:{lane.id}:{new_id(uow.now)}",
        priority=SendPriority.REFRESH,
        incident_id=incident.id,
        lane_id=lane.id,
        supersede_key=f"card:{lane.id}",
    )


def refresh_homes(uow: UnitOfWork, incident: Incident) -> None:
    """Have App Home drawn again for those of the room, and the reporter, who looked at it lately."""
    people = {member.user_id for member in uow.find(RoomMember, incident_id=incident.id)} | {incident.reporter_id}
    for person in uow.find(Person, id=tuple(sorted(people))):
        if person.home_opened_at is not None and uow.now - person.home_opened_at < HOME_IS_FRESH:
            refresh_home(uow, person.id)


def refresh_home(uow: UnitOfWork, user_id: str) -> None:
    """Have one person's App Home drawn again."""
    send(
        uow,
        "home",
        target=user_id,
        key=f"home:{user_id}:{new_id(uow.now)}",
        priority=SendPriority.REFRESH,
        supersede_key=f"home:{user_id}",
    )


def show_change(uow: UnitOfWork, incident: Incident) -> None:
    """Redraw every surface that shows this incident: its cards and App Homes."""
    lanes = uow.find(Lane, incident_id=incident.id)
    for lane in lanes:
        refresh_lane(uow, incident, lane)
    refresh_board(uow, incident, lanes)
    refresh_homes(uow, incident)


def refresh_board(uow: UnitOfWork, incident: Incident, lanes: list[Lane]) -> None:
    """Have the board drawn again. It is posted when the first desk has been reached: until then the cards say it all."""
    where = uow.get(Incident, incident.id)  # the caller may hold an older one
    if where.board_ts:
        send(
            uow,
            "board",
            target=where.board_channel,
            key=f"board:{incident.id}:{new_id(uow.now)}",
            priority=SendPriority.REFRESH,
            incident_id=incident.id,
            supersede_key=f"board:{incident.id}",
        )
    elif where.room_kind is not RoomKind.PENDING and any(lane.reached_at is not None for lane in lanes):
        send(uow, "board_post", target=ROOM, key=f"board_post:{incident.id}", incident_id=incident.id)


def person_or_none(uow: UnitOfWork, user_id: str) -> Person | None:
    """Return what is known of a Slack member, or None when nobody has asked Slack yet."""
    try:
        return uow.get(Person, user_id)
    except NotFound:
        return None
