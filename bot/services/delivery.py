"""What follows when an outbox row was sent or refused for good: message ids kept, rooms settled, plain notices to operators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from bot.domain.document import Document
from bot.domain.incident import RoomKind
from bot.domain.lane import Lane
from bot.domain.people import RoomMember
from bot.domain.work import OutboxRow, SendPriority
from bot.services.assessment import post_card
from bot.services.clockwork import insure, withdraw_insurance
from bot.services.documents import document_failed, document_made, file_refused
from bot.services.notice_outcome import NO_ROADS, DeskRoads, delivered, refused
from bot.services.notice_sending import MAIL_KIND, POST_KIND, release_mails
from bot.services.outgoing import ROOM, operators, refresh_lane, release_room, send
from bot.services.ports import UnitOfWork
from bot.services.receipts import POST_UPDATE_KIND
from bot.services.room import invite

MAX_NAMES = 3
"""How many names are tried for a room's channel before it becomes a thread."""
OPTIONAL = frozenset({"room_invite", "pin", "insurance", "insurance_delete", "file", POST_UPDATE_KIND})
"""Calls that make life easier and that Slack (or its admins) may refuse; the bot goes on without them."""
MAKES_THE_ROOM = frozenset({"room_create", "room_thread", "room_opening"})
IN_THE_ROOM = frozenset({"room_post", "card", "card_post", "board", "board_post"})
ROOM_GONE = frozenset({"channel_not_found", "is_archived", "not_in_channel"})
ELSEWHERE = ":elsewhere"
"""Ends the key of what was sent to the lead because the room is gone, so that it goes to the operators when that fails too."""


def after_sent(uow: UnitOfWork, row: OutboxRow, response: Mapping[str, object]) -> None:
    """Take in Slack's answer to a row, in the same transaction that marks it sent."""
    if row.kind == "room_create":
        channel = cast("Mapping[str, object]", response.get("channel") or {})
        _settle(uow, row.incident_id, RoomKind.CHANNEL, str(channel.get("id") or ""), "")
    elif row.kind == "room_thread":
        _settle(
            uow, row.incident_id, RoomKind.THREAD, str(response.get("channel") or ""), str(response.get("ts") or "")
        )
    elif row.kind == "room_opening":
        _furnish(uow, row.incident_id)
    elif row.kind == "card_post":
        _card_posted(uow, row, str(response.get("channel") or ""), str(response.get("ts") or ""))
    elif row.kind == "board_post":
        _board_posted(uow, row, str(response.get("channel") or ""), str(response.get("ts") or ""))
    elif row.kind == "insurance":
        _insured(uow, row, response)
    elif row.kind == "document":
        document_made(uow, row, response)
        release_mails(uow, uow.get(Document, str(row.params["document"])))
    elif row.kind in {MAIL_KIND, POST_KIND}:
        delivered(uow, row, response)
    elif row.kind == "page":
        uow.log(row.incident_id, "hansho", "page.delivered", subject=row.target, new={"page": row.id})


def after_refused(uow: UnitOfWork, row: OutboxRow, error: str, desk_roads: DeskRoads = NO_ROADS) -> None:
    """Take another road when a row is refused for good, and say so to the operators once a day."""
    day = f"{uow.now:%Y-%m-%d}"
    if row.kind in IN_THE_ROOM and error in ROOM_GONE and not row.idem_key.endswith(ELSEWHERE):
        _room_lost(uow, row, error)
    elif row.kind in MAKES_THE_ROOM:
        _room_not_made(uow, row, error, day)
    elif row.kind == "card":
        lane = replace(uow.get(Lane, row.lane_id), card_channel="", card_ts="")
        uow.save(lane)
        post_card(uow, uow.lock(row.incident_id), lane, again=row.id)
    elif row.kind == "document":
        document_failed(uow, row, error)
        release_mails(uow, uow.get(Document, str(row.params["document"])))
    elif row.kind == "board":  # somebody deleted it
        uow.save(replace(uow.lock(row.incident_id), board_channel="", board_ts=""))
        again = f"board_post:{row.incident_id}:{row.id}"
        send(uow, "board_post", target=ROOM, key=again, incident_id=row.incident_id)
    elif row.kind in {MAIL_KIND, POST_KIND}:
        refused(uow, row, error, desk_roads)
    elif row.kind in OPTIONAL:
        text = "operators.optional_refused"
        operators(uow, text, key=f"refused:{row.kind}:{error}:{day}", what=row.kind, error=error)
        if row.kind == "file":
            file_refused(uow, row)
    elif row.kind != "home":
        operators(
            uow,
            "operators.not_delivered",
            key=f"undelivered:{row.id}",
            incident_id=row.incident_id,
            what=row.kind,
            target=row.target,
            error=error,
        )
    if row.incident_id:
        uow.log(row.incident_id, "hansho", "send.refused", subject=row.id, new={"kind": row.kind, "error": error})


def _room_not_made(uow: UnitOfWork, row: OutboxRow, error: str, day: str) -> None:
    """Give the room another name, make it a thread, or do without."""
    if row.kind == "room_create" and error == "name_taken" and _tries(row) < MAX_NAMES:
        # A call whose answer was lost may have made the channel; its id is not known, so the room gets another name.
        number = _tries(row) + 1
        key = f"room_create:{row.incident_id}:{number}"
        send(uow, "room_create", target="", key=key, incident_id=row.incident_id, params={"number": number})
    elif row.kind == "room_create":
        operators(uow, "operators.no_channel", key=f"no_channel:{error}:{day}", error=error)
        if uow.lock(row.incident_id).drill:  # a thread would be read by people who are no part of the drill
            _settle(uow, row.incident_id, RoomKind.NONE, "", "")
        else:
            _thread_instead(uow, row.incident_id)
    elif row.kind == "room_thread":
        operators(uow, "operators.no_room", key=f"no_room:{row.incident_id}", error=error, incident_id=row.incident_id)
        _settle(uow, row.incident_id, RoomKind.NONE, "", "")
    elif row.kind == "room_opening":
        _furnish(uow, row.incident_id)


def _room_lost(uow: UnitOfWork, row: OutboxRow, error: str) -> None:
    """Somebody archived the room or took the bot out: from now on its lead is told directly, this message included."""
    incident = uow.lock(row.incident_id)
    if incident.room_kind in {RoomKind.CHANNEL, RoomKind.THREAD}:
        operators(uow, "operators.no_room", key=f"no_room:{incident.id}", error=error, incident_id=incident.id)
        incident = replace(incident, board_channel="", board_ts="")
        uow.save(incident)
        for lane in uow.find(Lane, incident_id=incident.id):
            bare = replace(lane, card_channel="", card_ts="")
            uow.save(bare)
            if lane.clock_runs:
                post_card(uow, incident, bare, again=f"{row.id}{ELSEWHERE}")
        _settle(uow, incident.id, RoomKind.NONE, "", "")
    if row.kind == "room_post":
        send(
            uow,
            row.kind,
            target=ROOM,
            key=f"{row.idem_key}{ELSEWHERE}",
            incident_id=incident.id,
            lane_id=row.lane_id,
            params=row.params,
            due_at=row.due_at,
        )


def _tries(row: OutboxRow) -> int:
    return int(str(row.params.get("number") or 1))


def _thread_instead(uow: UnitOfWork, incident_id: str) -> None:
    send(
        uow,
        "room_thread",
        target=uow.rules.office.incident_channel,
        key=f"room_thread:{incident_id}",
        priority=SendPriority.NOTICE,
        incident_id=incident_id,
    )


def _settle(uow: UnitOfWork, incident_id: str, kind: RoomKind, channel: str, ts: str) -> None:
    incident = replace(uow.lock(incident_id), room_kind=kind, room_channel=channel, room_ts=ts)
    uow.save(incident)
    uow.log(incident.id, "hansho", "room.settled", new={"kind": kind.value, "channel": channel, "ts": ts})
    if kind is RoomKind.CHANNEL:
        members = uow.find(RoomMember, incident_id=incident.id)
        invite(uow, incident, [member.user_id for member in members if member.invited])
        send(uow, "room_opening", target=ROOM, key=f"room_opening:{incident.id}", incident_id=incident.id)
    elif kind is RoomKind.THREAD:
        _furnish(uow, incident.id)
    else:
        release_room(uow, incident.id)


def _furnish(uow: UnitOfWork, incident_id: str) -> None:
    """Post the cards, let waiting posts go, and ask Slack for its own alarms: after the opening, which reads first."""
    incident = uow.lock(incident_id)
    for lane in uow.find(Lane, incident_id=incident.id):
        post_card(uow, incident, lane)
        insure(uow, incident, lane)
    release_room(uow, incident.id)


def _card_posted(uow: UnitOfWork, row: OutboxRow, channel: str, ts: str) -> None:
    incident = uow.lock(row.incident_id)
    lane = replace(uow.get(Lane, row.lane_id), card_channel=channel, card_ts=ts)
    uow.save(lane)
    refresh_lane(uow, incident, lane)  # something may have changed while the first drawing was on its way
    if incident.room_kind is RoomKind.CHANNEL:
        send(uow, "pin", target=channel, key=f"pin:{lane.id}:{ts}", incident_id=incident.id, params={"ts": ts})


def _board_posted(uow: UnitOfWork, row: OutboxRow, channel: str, ts: str) -> None:
    incident = replace(uow.lock(row.incident_id), board_channel=channel, board_ts=ts)
    uow.save(incident)
    if incident.room_kind is RoomKind.CHANNEL:
        send(
            uow, "pin", target=channel, key=f"pin:board:{incident.id}:{ts}", incident_id=incident.id, params={"ts": ts}
        )


def _insured(uow: UnitOfWork, row: OutboxRow, response: Mapping[str, object]) -> None:
    message = {
        "channel": str(response.get("channel") or row.target),
        "id": str(response.get("scheduled_message_id") or ""),
        "post_at": str(row.params["post_at"]),
        "due_at": str(row.params["due_at"]),
        "row": row.id,
    }
    uow.lock(row.incident_id)
    lane = uow.get(Lane, row.lane_id)
    insured = replace(lane, insurance=[*lane.insurance, message])
    uow.save(insured)
    withdraw_insurance(uow, insured)  # reached, or the start corrected, while the call was on its way
