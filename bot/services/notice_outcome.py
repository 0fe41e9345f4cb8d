"""A report on its way: the words of the mail or post at the moment it leaves, and what the other side's answer changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

from bot.domain.delivery import Delivery, DeliveryRoad, DeliveryState, check_delivery_step, is_mail_address
from bot.domain.document import Document, DocumentContent
from bot.domain.incident import Incident
from bot.domain.lane import AttemptResult, Lane
from bot.domain.notice import Notice
from bot.domain.receipt_link import ReceiptLinks
from bot.domain.work import Call, OutboxRow
from bot.services.calls import to_person
from bot.services.notice_sending import begin, channel_of, documents_to_attach, not_arrived
from bot.services.outgoing import show_change
from bot.services.picture import draw
from bot.services.ports import UnitOfWork
from bot.services.queries import reader_of
from bot.services.reaching import note_attempt
from bot.services.room import lane_in
from bot.services.rules import contract_zone
from bot.views.covering import mail_body, shared_post
from bot.views.pictures import Message, Reader
from bot.views.sending import delivery_said


@dataclass(frozen=True, slots=True)
class DeskRoads:
    """What the settings offer for reports to clients: a mail server, and links for the receipt (None without an address of ours)."""

    mail: bool = False
    links: ReceiptLinks | None = None


NO_ROADS = DeskRoads()


def mail_call(uow: UnitOfWork, row: OutboxRow, roads: DeskRoads) -> Call | None:
    """Return the mail with its documents, or None when the delivery is settled already."""
    delivery = _open(uow, row)
    if delivery is None:
        return None
    notice = uow.get(Notice, delivery.notice_id)
    pack = uow.pinned(uow.get(Lane, delivery.lane_id).pack_digest)
    link = roads.links.to(delivery.id, delivery.expires_at) if roads.links else ""
    body = mail_body(notice.letter, link, delivery.expires_at, contract_zone(pack), callback=uow.rules.office.callback)
    files = [
        {
            "id": document.id,
            "name": document.name,
            "media_type": document.format.media_type,
            "content": uow.get(DocumentContent, document.id).content,
        }
        for document in documents_to_attach(uow, notice)
    ]
    subject = notice.letter["mail_subject"]
    return Call(method="mail", arguments={"to": row.target, "subject": subject, "text": body, "attachments": files})


def post_call(uow: UnitOfWork, row: OutboxRow) -> Call | None:
    """Return the post in the shared channel with its button, or None when the delivery is settled already."""
    delivery = _open(uow, row)
    return None if delivery is None else Call(method="chat.postMessage", arguments=_post(uow, delivery))


def post_update_call(uow: UnitOfWork, row: OutboxRow) -> Call:
    """Return the edit that takes the button away once the receipt was given."""
    delivery = uow.get(Delivery, str(row.params["delivery"]))
    arguments = _post(uow, delivery)
    del arguments["unfurl_links"]
    return Call(method="chat.update", arguments={**arguments, "ts": delivery.message_id})


def _post(uow: UnitOfWork, delivery: Delivery) -> dict[str, object]:
    notice = uow.get(Notice, delivery.notice_id)
    pack = uow.pinned(uow.get(Lane, delivery.lane_id).pack_digest)
    message = shared_post(
        notice.letter,
        delivery_id=delivery.id,
        brief=delivery.brief,
        callback=uow.rules.office.callback,
        called=tuple(contact.slack for contact in pack.notice_desk.people.values() if contact.slack),
        received_at=delivery.received_at,
        received_by=delivery.received_by,
        zone=contract_zone(pack),
    )
    return {"channel": delivery.address, "text": message.text, "blocks": message.blocks, "unfurl_links": False}


def delivery_note(uow: UnitOfWork, row: OutboxRow) -> Call:
    """Return the message to one person about how a report fared."""
    incident = uow.get(Incident, row.incident_id)
    return to_person(row.target, delivery_message(uow, incident, row, reader_of(uow, row.target)))


def delivery_message(
    uow: UnitOfWork, incident: Incident, row: OutboxRow, reader: Reader, *, mention: tuple[str, ...] = ()
) -> Message:
    """Return what is said, in the room or to one person, about a delivery: late, failed, bounced or received."""
    picture = draw(uow, incident, lanes=(row.lane_id,))
    lane = picture.lanes[0]
    wanted = str(row.params["delivery"])
    notice, one = next((n, d) for n in lane.notices for d in n.deliveries if d.id == wanted)
    return delivery_said(picture, lane, notice, one, reader, uow.now, what=str(row.params["state"]), mention=mention)


def _open(uow: UnitOfWork, row: OutboxRow) -> Delivery | None:
    delivery = uow.get(Delivery, str(row.params["delivery"]))
    return delivery if delivery.state is DeliveryState.ON_ITS_WAY else None


def delivered(uow: UnitOfWork, row: OutboxRow, response: Mapping[str, object]) -> None:
    """Keep the proof that the other side took it: Message-ID and answer, or channel and ts; and the attempt."""
    incident = uow.lock(row.incident_id)
    delivery = uow.get(Delivery, str(row.params["delivery"]))
    check_delivery_step(delivery.state, DeliveryState.SENT)
    mail = delivery.road is DeliveryRoad.MAIL
    attached = cast("list[str]", response.get("documents") or [])
    sent = replace(
        delivery,
        state=DeliveryState.SENT,
        settled_at=uow.now,
        message_id=str(response.get("message_id" if mail else "ts") or ""),
        answer=str(response.get("answer") or "ok"),
        documents=tuple(attached),
    )
    uow.save(sent)
    new: dict[str, object] = {
        "road": sent.road.value,
        "message_id": sent.message_id,
        "answer": sent.answer,
        "documents": {one: uow.get(Document, one).sha256 for one in attached},
    }
    uow.log(incident.id, "hansho", "notice.sent", subject=sent.id, new=new)
    note_attempt(
        uow,
        incident,
        lane_in(uow, incident, sent.lane_id),
        channel=channel_of(sent),
        slot=sent.slot,
        result=AttemptResult.SENT_NO_REPLY,
        by=sent.asked_by,
        at_work=False,
    )


def refused(uow: UnitOfWork, row: OutboxRow, error: str, roads: DeskRoads) -> None:
    """The other side will not take it: say so at once. What a shared channel refuses goes by mail instead, if it can."""
    incident = uow.lock(row.incident_id)
    delivery = uow.get(Delivery, str(row.params["delivery"]))
    if delivery.state is not DeliveryState.ON_ITS_WAY:
        return
    failed = replace(delivery, state=DeliveryState.FAILED, settled_at=uow.now, answer=error)
    uow.save(failed)
    if failed.road is DeliveryRoad.SLACK and roads.mail and incident.is_open:
        _by_mail_instead(uow, failed)
    not_arrived(uow, incident, failed, by=failed.asked_by, note=error, at_work=False)
    show_change(uow, incident)


def _by_mail_instead(uow: UnitOfWork, failed: Delivery) -> None:
    incident = uow.lock(failed.incident_id)
    lane = lane_in(uow, incident, failed.lane_id)
    if any(one.road is DeliveryRoad.MAIL for one in uow.find(Delivery, notice_id=failed.notice_id)):
        return
    desk = uow.pinned(lane.pack_digest).notice_desk
    for slot, contact in desk.people.items():
        if is_mail_address(contact.email):
            place = (DeliveryRoad.MAIL, slot, contact.email)
            begin(uow, incident, lane, uow.get(Notice, failed.notice_id), place, by=failed.asked_by)
            return
