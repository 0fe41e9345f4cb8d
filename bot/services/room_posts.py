"""The room's running commentary: which words a post of the room gets at the moment it leaves."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from bot.domain.countdown import whole_minutes_left
from bot.domain.duty import Duty
from bot.domain.incident import Incident
from bot.domain.lane import Lane
from bot.domain.people import Approval, Role, RoomMember
from bot.domain.work import OutboxRow
from bot.services.following_picture import draw_after
from bot.services.grounds import summary_of
from bot.services.names import names_of
from bot.services.notice_posts import ABOUT_REPORTS, report_post
from bot.services.picture import draw
from bot.services.ports import UnitOfWork
from bot.services.queries import office_reader
from bot.services.rules import client_name
from bot.services.statement_posts import ABOUT_STATEMENTS, statement_post
from bot.views import marks
from bot.views.after_marks import following_mark
from bot.views.law_notes import laws_opened
from bot.views.notes import ended, note
from bot.views.pictures import Message

ABOUT_DROPPED = frozenset({"drop_asked", "drop_withdrawn", "drop_revived"})
_LEADING = (Role.INCIDENT_LEAD, Role.DUTY_MANAGER)


def room_message(uow: UnitOfWork, incident: Incident, row: OutboxRow, *, late_minutes: int) -> Message | None:
    """Return the post for a `room_post` row, or None when it has been overtaken (the desk was reached meanwhile)."""
    what = str(row.params["what"])
    reader = office_reader(uow)
    if what == "mark":
        return _mark(uow, incident, row, late_minutes)
    if what in {"target", "alarm"}:
        return _soft(uow, incident, row, what, late_minutes)
    if what == "ack_expired":
        return _expired(uow, incident, row)
    if what in ABOUT_STATEMENTS:
        return statement_post(uow, incident, row, what)
    if what in {"reached", "consultation_opened"}:
        return _about_lane(uow, incident, row, what)
    if what in ABOUT_REPORTS:
        mention = _mentions(uow, incident, uow.get(Lane, row.lane_id))
        return report_post(uow, incident, row, what, mention=mention)
    if what in {"detail", "laws"}:
        return _said(uow, incident, row, what)
    if what in {"facts.corrected", "facts.lead_form", "facts.law_form"}:
        return _facts(uow, incident, row, what)
    if what == "following":
        return _following(uow, incident, row)
    if what in {"decided", "closed", "reopened"}:
        return _turn(uow, incident, row, what)
    if what in ABOUT_DROPPED:
        return _dropped(uow, incident, row, what)
    return note(reader, f"room.{what}", {"ref": incident.ref}, incident_ref=incident.ref, drill=incident.drill)


def _turn(uow: UnitOfWork, incident: Incident, row: OutboxRow, what: str) -> Message:
    """What a second person decided, that the incident ended, or that it goes on. After an end the way back is beside it."""
    reader, name = office_reader(uow), names_of(uow)
    values: dict[str, object] = {"ref": incident.ref, "by": name(str(row.params["by"]))}
    key, ends = f"room.{what}", what == "closed"
    if what == "decided":
        approval = uow.get(Approval, str(row.params["approval"]))
        key = f"room.{approval.kind}_{'confirmed' if row.params['confirmed'] else 'refused'}"
        values |= {"asked_by": name(approval.asked_by), "reason": approval.reason}
        ends = approval.kind == "not_incident"
    elif what == "reopened":
        values["why"] = str(row.params["why"])
    if ends and not incident.is_open:
        return ended(reader, key, values, incident=draw(uow, incident, lanes=()))
    return note(reader, key, values, incident_ref=incident.ref, drill=incident.drill)


def _dropped(uow: UnitOfWork, incident: Incident, row: OutboxRow, what: str) -> Message:
    """A deadline that changed answers no longer call for, or call for again."""
    reader, duty = office_reader(uow), uow.get(Duty, str(row.params["duty"]))
    pack = uow.pinned(uow.get(Lane, row.lane_id).pack_digest)
    values: dict[str, object] = {
        "by": names_of(uow)(str(row.params["by"])),
        "client": client_name(pack).of(reader.locale),
        "title": summary_of(pack, duty).of(reader.locale),
    }
    return note(reader, f"room.{what}", values, incident_ref=incident.ref, drill=incident.drill)


def _said(uow: UnitOfWork, incident: Incident, row: OutboxRow, what: str) -> Message:
    picture, reader = draw(uow, incident, lanes=()), office_reader(uow)
    if what == "laws":
        return laws_opened(picture, reader)
    by = names_of(uow)(str(row.params["by"]))
    return marks.detail_added(picture, reader, by_name=by, detail=str(row.params["text"]))


def _facts(uow: UnitOfWork, incident: Incident, row: OutboxRow, what: str) -> Message:
    reader, by = office_reader(uow), names_of(uow)(str(row.params["by"]))
    if what in {"facts.lead_form", "facts.law_form"}:
        key = what.replace("facts.", "room.")
        return note(reader, key, {"by": by}, incident_ref=incident.ref, drill=incident.drill)
    changes = [
        (str(fact), _shown(uow, incident, str(fact), old), _shown(uow, incident, str(fact), new))
        for fact, old, new in cast("list[list[object]]", row.params["changes"])
    ]
    picture = draw(uow, incident, lanes=())
    return marks.corrected(picture, reader, by_name=by, reason=str(row.params["why"]), changes=changes)


def _shown(uow: UnitOfWork, incident: Incident, fact: str, value: object) -> object:
    """A corrected value as the view takes it: contracts by the client's name, an instant as an instant."""
    if fact == "first_recognised_at" and isinstance(value, str):
        return datetime.fromisoformat(value)
    if fact == "contracts" and isinstance(value, list):
        locale = office_reader(uow).locale
        known = {name: client_name(uow.pinned(digest)).of(locale) for name, digest in incident.packs.items()}
        return [known.get(str(name), name) for name in value]
    return value


def _mentions(uow: UnitOfWork, incident: Incident, lane: Lane) -> tuple[str, ...]:
    """Whom a mark calls: the lane's owner; while nobody has it, the lead and the duty managers."""
    if lane.owner_id:
        return (lane.owner_id,)
    members = uow.find(RoomMember, incident_id=incident.id)
    return tuple(member.user_id for member in members if set(_LEADING) & set(member.roles))


def _mark(uow: UnitOfWork, incident: Incident, row: OutboxRow, late_minutes: int) -> Message | None:
    lane = uow.get(Lane, row.lane_id)
    if not lane.clock_runs or lane.due_at is None:
        return None
    picture = draw(uow, incident, lanes=(lane.id,))
    mention = _mentions(uow, incident, lane)
    reader = office_reader(uow)
    minutes = int(str(row.params["minutes"]))
    left = whole_minutes_left(uow.now, lane.due_at)
    if minutes < 0 and left > -minutes:
        return None  # the deadline was put off meanwhile; marks of its own stand around the new one
    if uow.now >= lane.due_at:
        return marks.overdue(picture, picture.lanes[0], reader, uow.now, mention=mention, late_minutes=late_minutes)
    if late_minutes:  # "15 min left" said eight minutes late would promise time that is not there
        minutes = max(minutes, -max(left, 1))
    return marks.mark(
        picture, picture.lanes[0], reader, uow.now, minutes=minutes, mention=mention, late_minutes=late_minutes
    )


def _soft(uow: UnitOfWork, incident: Incident, row: OutboxRow, what: str, late_minutes: int) -> Message | None:
    lane = uow.get(Lane, row.lane_id)
    if not lane.clock_runs:
        return None
    picture = draw(uow, incident, lanes=(lane.id,))
    return marks.soft_mark(
        picture,
        picture.lanes[0],
        office_reader(uow),
        uow.now,
        kind="target" if what == "target" else "alarm",
        mention=_mentions(uow, incident, lane),
        late_minutes=late_minutes,
    )


def _expired(uow: UnitOfWork, incident: Incident, row: OutboxRow) -> Message | None:
    lane = uow.get(Lane, row.lane_id)
    if not lane.clock_runs or lane.owner_id:
        return None
    picture = draw(uow, incident, lanes=(lane.id,))
    mention = _mentions(uow, incident, lane)
    return marks.ack_expired(picture, picture.lanes[0], office_reader(uow), uow.now, mention=mention)


def _following(uow: UnitOfWork, incident: Incident, row: OutboxRow) -> Message | None:
    """Say in the room what a client asked for, or what was published or disclosed."""
    picture = draw(uow, incident, lanes=(row.lane_id,))
    lane = picture.lanes[0]
    pack = uow.pinned(uow.get(Lane, row.lane_id).pack_digest)
    after = draw_after(uow, pack, row.lane_id, names_of(uow))
    return following_mark(picture, lane, after, str(row.params["id"]), office_reader(uow), uow.now)


def _about_lane(uow: UnitOfWork, incident: Incident, row: OutboxRow, what: str) -> Message | None:
    picture = draw(uow, incident, lanes=(row.lane_id,))
    lane = picture.lanes[0]
    if what == "reached":
        return marks.reached(picture, lane, office_reader(uow), uow.now)
    talk = next((talk for talk in lane.consultations if talk.id == row.params["consultation"]), None)
    return marks.consultation_opened(picture, lane, talk, office_reader(uow)) if talk else None
