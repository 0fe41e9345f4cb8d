"""Writing a message at the moment it leaves: the words show the state of that moment, and a page nobody needs any more is not sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import cast

from bot.domain.lane import Lane
from bot.domain.matter import Matter
from bot.domain.paper import Paper
from bot.domain.work import Call, OutboxRow, TransportKind
from bot.services.calls import incident_of, late_minutes, to_person, update
from bot.services.cards import Card, draw_card
from bot.services.digest import all_items, items_for
from bot.services.documents import document_call
from bot.services.item_pictures import item_pictures
from bot.services.matter_digest import flow_down_gaps, gap_watchers, gaps_are_said, matters_this_morning
from bot.services.matter_picture import draw_matter, draw_paper
from bot.services.names import names_of
from bot.services.notice_outcome import NO_ROADS, DeskRoads, delivery_note, mail_call, post_call, post_update_call
from bot.services.notice_sending import MAIL_KIND, POST_KIND
from bot.services.outgoing import person_or_none
from bot.services.picture import draw
from bot.services.ports import UnitOfWork
from bot.services.queries import home_of, office_reader, reader_of
from bot.services.receipts import POST_UPDATE_KIND
from bot.services.register_picture import entry_drawn
from bot.services.reminder_words import reminder_message
from bot.services.room_calls import ROOM_CALLS
from bot.services.statutory_calls import LAW
from bot.services.statutory_picture import draw_laws
from bot.views import digest as digest_views
from bot.views.evening import evening_note
from bot.views.home import home
from bot.views.law_notes import law_note
from bot.views.matter_notes import matter_note, paper_note
from bot.views.notes import approval_request, ask_lead_form, ask_start, note, nudge, operators_note
from bot.views.page import handed_over, page, page_mail
from bot.views.papers import paper_text
from bot.views.pictures import Message
from bot.views.receipt import receipt
from bot.views.register_notes import expiry_note

Rendering = Callable[[UnitOfWork, OutboxRow], Call | None]


def render(uow: UnitOfWork, row: OutboxRow, desk_roads: DeskRoads = NO_ROADS) -> Call | None:
    """Return the call to make for an outbox row, or None when it has been overtaken and need not be sent.

    `desk_roads` is what the settings offer for reports to clients.

    Raises:
        NotFound, KeyError: the row cannot be written; the caller sends fixed words instead for a page.
    """
    if row.transport is TransportKind.DOCUMENT:
        return document_call(uow, row)
    if row.kind == MAIL_KIND:
        return mail_call(uow, row, desk_roads)
    if row.transport is not TransportKind.SLACK:
        return _by_another_road(uow, row)
    return _BY_KIND[row.kind](uow, row)


def _lane_ids(params: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(cast("list[str]", params["lanes"]))


def _reasons(params: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(cast("list[str]", params["reasons"]))


def _page(uow: UnitOfWork, row: OutboxRow) -> Call | None:
    if not _still_wanted(uow, row):
        return None
    incident = incident_of(uow, row)
    picture = draw(uow, incident, lanes=_lane_ids(row.params))
    step = int(str(row.params.get("number") or 0))
    late = late_minutes(uow, row)
    reader = reader_of(uow, row.target)
    message = page(picture, picture.lanes, reader, uow.now, step=step, late_minutes=late, reasons=_reasons(row.params))
    return to_person(row.target, message)


def _still_wanted(uow: UnitOfWork, row: OutboxRow) -> bool:
    """A ring for somebody to take a lane is overtaken when all its lanes are taken, reached or stood down; an alert only
    when the incident has ended: nobody is to be frightened by the deadline of what was none.
    """
    if not incident_of(uow, row).is_open:
        return False
    reasons = set(_reasons(row.params))
    if reasons - {"ladder", "ack_expired"}:
        return True
    lanes = [uow.get(Lane, lane_id) for lane_id in _lane_ids(row.params)]
    return any(lane.clock_runs and not lane.owner_id for lane in lanes)


def _page_update(uow: UnitOfWork, row: OutboxRow) -> Call:
    shown = cast("dict[str, object]", row.params["page"])
    user_id = str(row.params["user"])
    picture = draw(uow, incident_of(uow, row), lanes=_lane_ids(shown))
    step = int(str(shown.get("number") or 0))
    message = page(picture, picture.lanes, reader_of(uow, user_id), uow.now, step=step, reasons=_reasons(shown))
    return update(row.target, str(row.params["ts"]), message)


def _by_another_road(uow: UnitOfWork, row: OutboxRow) -> Call | None:
    if row.kind == "page" and not _still_wanted(uow, row):
        return None
    if row.kind == "page":
        picture = draw(uow, incident_of(uow, row), lanes=_lane_ids(row.params))
        person = str(row.params.get("person") or "")
        step = int(str(row.params.get("number") or 0))
        subject, body = page_mail(
            picture,
            picture.lanes,
            reader_of(uow, person),
            uow.now,
            step=step,
            late_minutes=late_minutes(uow, row),
            reasons=_reasons(row.params),
        )
    else:
        text = _BY_KIND[row.kind](uow, row)
        body = str(text.arguments.get("text") or "") if text else ""
        subject = body.splitlines()[0] if body else "Hansho"
    if row.transport is TransportKind.MAIL:
        return Call(method="mail", arguments={"to": row.target, "subject": subject, "text": body})
    return Call(method="webhook", arguments={"url": row.target, "subject": subject, "text": body})


def _receipt(uow: UnitOfWork, row: OutboxRow) -> Call:
    picture = draw(uow, incident_of(uow, row))
    return to_person(row.target, receipt(picture, reader_of(uow, row.target), uow.now, calling=picture.lead_name))


def _note(uow: UnitOfWork, row: OutboxRow) -> Call:
    values = _with_names(uow, cast("dict[str, object]", row.params["values"]))
    incident = incident_of(uow, row)
    message = note(
        reader_of(uow, row.target), str(row.params["text"]), values, incident_ref=incident.ref, drill=incident.drill
    )
    return to_person(row.target, message)


def _with_names(uow: UnitOfWork, values: Mapping[str, object]) -> dict[str, object]:
    name = names_of(uow)
    return {key: name(str(value)) if key in {"person", "by"} else value for key, value in values.items()}


def _operators(uow: UnitOfWork, row: OutboxRow) -> Call:
    values = cast("dict[str, object]", row.params["values"])
    return to_person(row.target, operators_note(reader_of(uow, row.target), str(row.params["text"]), values))


def _home(uow: UnitOfWork, row: OutboxRow) -> Call:
    view = home(home_of(uow, row.target), reader_of(uow, row.target), uow.now)
    return Call(method="views.publish", arguments={"user_id": row.target, "view": view})


def _nudge(uow: UnitOfWork, row: OutboxRow) -> Call | None:
    picture = draw(uow, incident_of(uow, row), lanes=(row.lane_id,))
    lane = picture.lanes[0]
    talk = next((talk for talk in lane.consultations if talk.id == row.params["consultation"]), None)
    if talk is None:
        return None
    days = int(str(row.params["days"]))
    return to_person(row.target, nudge(picture, lane, talk, reader_of(uow, row.target), uow.now, days=days))


def _reminder(uow: UnitOfWork, row: OutboxRow) -> Call | None:
    message = reminder_message(uow, row, reader_of(uow, row.target))
    return to_person(row.target, message) if message else None


def _register_expiry(uow: UnitOfWork, row: OutboxRow) -> Call | None:
    record = entry_drawn(uow, str(row.params["item"]))
    message = expiry_note(record, reader_of(uow, row.target), uow.now)
    return to_person(row.target, message) if message else None


def _matter(uow: UnitOfWork, row: OutboxRow) -> Call | None:
    picture = draw_matter(uow, uow.get(Matter, str(row.params["matter"])), row.target)
    message = matter_note(picture, str(row.params["what"]), reader_of(uow, row.target), uow.now)
    return to_person(row.target, message) if message else None


def _paper(uow: UnitOfWork, row: OutboxRow) -> Call:
    paper = uow.get(Paper, str(row.params["paper"]))
    matter = draw_matter(uow, uow.get(Matter, paper.matter_id), row.target)
    shown, words = draw_paper(uow, paper), paper_text(paper.data)
    return to_person(row.target, paper_note(matter, shown, str(row.params["what"]), words, reader_of(uow, row.target)))


def _evening(uow: UnitOfWork, row: OutboxRow) -> Call | None:
    picture = draw_matter(uow, uow.get(Matter, str(row.params["matter"])), row.target)
    message = evening_note(picture, reader_of(uow, row.target), uow.now, risky=bool(row.params["risky"]))
    return to_person(row.target, message) if message else None


def _law(uow: UnitOfWork, row: OutboxRow) -> Call | None:
    """What legal is told of statutory duties, as they stand now; nothing when all of them have ended meanwhile."""
    incident = incident_of(uow, row)
    picture = draw_laws(uow, incident)
    what = str(row.params["what"])
    named = [picture.duty(str(duty_id)) for duty_id in cast("list[str]", row.params["duties"])]
    duties = [duty for duty in named if duty is not None and duty.ended_at is None]
    if not incident.is_open or (named and not duties):
        return None
    reader = reader_of(uow, str(row.params.get("person") or row.target))
    return to_person(row.target, law_note(picture, what, duties, reader, uow.now, late_minutes=late_minutes(uow, row)))


def _approval(uow: UnitOfWork, row: OutboxRow) -> Call | None:
    picture = draw(uow, incident_of(uow, row))
    approval = next((found for found in picture.approvals if found.id == row.params["approval"]), None)
    if approval is None:
        return None  # decided meanwhile
    return to_person(row.target, approval_request(picture, approval, reader_of(uow, row.target), uow.now))


def _handed_over(uow: UnitOfWork, row: OutboxRow) -> Call:
    picture = draw(uow, incident_of(uow, row), lanes=(row.lane_id,))
    by_name = names_of(uow)(str(row.params["by"]))
    note_left = str(row.params.get("note") or "")
    reader = reader_of(uow, row.target)
    return to_person(
        row.target, handed_over(picture, picture.lanes[0], reader, uow.now, by_name=by_name, note=note_left)
    )


def _ask_start(uow: UnitOfWork, row: OutboxRow) -> Call:
    return to_person(
        row.target, ask_start(draw(uow, incident_of(uow, row), lanes=()), reader_of(uow, row.target), uow.now)
    )


def _ask_lead_form(uow: UnitOfWork, row: OutboxRow) -> Call:
    return to_person(row.target, ask_lead_form(draw(uow, incident_of(uow, row), lanes=()), reader_of(uow, row.target)))


def _digest(uow: UnitOfWork, row: OutboxRow) -> Call | None:
    message = _digest_of(uow, row, row.target, late_minutes=late_minutes(uow, row))
    return to_person(row.target, message) if message else None


def _digest_kept(uow: UnitOfWork, row: OutboxRow) -> Call | None:
    message = _digest_of(uow, row, str(row.params["user"]))
    return update(row.target, str(row.params["ts"]), message) if message else None


def _digest_of(uow: UnitOfWork, row: OutboxRow, user_id: str, *, late_minutes: int = 0) -> Message | None:
    known, day = person_or_none(uow, user_id), date.fromisoformat(str(row.params["day"]))
    told = [one.matter for one in matters_this_morning(uow, day) if user_id in one.people]
    named = cast("dict[str, str] | None", row.params.get("card"))
    gaps = gaps_are_said(uow, day) and user_id in gap_watchers(uow)
    return digest_views.person_digest(
        item_pictures(uow, items_for(uow, user_id)),
        reader_of(uow, user_id),
        uow.now,
        name=known.name if known else "",
        late_minutes=late_minutes,
        matters=[draw_matter(uow, matter, user_id) for matter in told],
        gaps=flow_down_gaps(uow) if gaps else (),
        card=draw_card(uow, Card(pack_id=named["pack"], name=named["name"]), user_id, day) if named else None,
    )


def _digest_channel(uow: UnitOfWork, row: OutboxRow) -> Call | None:
    items, day = item_pictures(uow, all_items(uow)), date.fromisoformat(str(row.params["day"]))
    told = [draw_matter(uow, one.matter, "") for one in matters_this_morning(uow, day)]
    gaps = flow_down_gaps(uow) if gaps_are_said(uow, day) else ()
    reader, late = office_reader(uow), late_minutes(uow, row)
    message = digest_views.channel_digest(items, reader, uow.now, late_minutes=late, matters=told, gaps=gaps)
    return to_person(row.target, message) if message else None


_BY_KIND: dict[str, Rendering] = {
    **ROOM_CALLS,
    "page": _page,
    "page_update": _page_update,
    "handed_over": _handed_over,
    "receipt": _receipt,
    "note": _note,
    "operators": _operators,
    "matter": _matter,
    "paper": _paper,
    LAW: _law,
    "register_expiry": _register_expiry,
    "home": _home,
    "nudge": _nudge,
    "reminder": _reminder,
    "approval": _approval,
    "ask_lead_form": _ask_lead_form,
    "ask_start": _ask_start,
    POST_KIND: post_call,
    POST_UPDATE_KIND: post_update_call,
    "delivery_note": delivery_note,
    "digest": _digest,
    "digest_kept": _digest_kept,
    "digest_channel": _digest_channel,
    "evening": _evening,
}
