"""Sending an issued report to the client's desk: asked for by a person who saw to whom, written down, carried by the outbox.

A report leaves an address once: a second press sends nothing again, unless the first time did not reach it. What a road answers is
taken in by bot.services.notice_outcome.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.delivery import (
    ATTACHMENTS_LIMIT,
    Delivery,
    DeliveryRoad,
    DeliveryState,
    check_delivery_step,
    is_mail_address,
)
from bot.domain.document import Document, DocumentFormat, DocumentState
from bot.domain.errors import BadAnswer, NotPossibleNow
from bot.domain.ids import new_id
from bot.domain.incident import Incident
from bot.domain.lane import AttemptResult, Lane
from bot.domain.notice import Notice, NoticeState
from bot.domain.receipt_link import VALID_FOR
from bot.domain.work import OutboxRow, OutboxState, Timer, TransportKind
from bot.packs.desks import Desk
from bot.services.notices import enter_notice
from bot.services.outgoing import post_to_room, send, show_change
from bot.services.ports import UnitOfWork
from bot.services.reaching import note_attempt
from bot.services.room import lane_in, needed, taken_before

MAIL_KIND = "notice_mail"
POST_KIND = "notice_post"
LATE = "delivery_late"
LATE_AFTER = timedelta(minutes=3)
"""A report that has not left after this long is said to be late; it is tried on."""
WAIT_FOR_DOCUMENTS = timedelta(seconds=60)
"""The longest a mail waits for its documents. Then it leaves with those there are: the words are in the mail itself."""
ATTACHED = (DocumentFormat.PDF, DocumentFormat.WORD)
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SendNotice:
    """Send a report by mail to the desk's people in these places, and (or) into the channel shared with the client."""

    actor: str
    key: str
    notice_id: str
    slots: tuple[str, ...] = ()
    to_channel: bool = False
    brief: bool = True
    """In the channel: only that there is a report (see Delivery.brief)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordBounce:
    """A mail that was taken came back later; `note` is what it said."""

    actor: str
    key: str
    delivery_id: str
    note: str


def send_notice(uow: UnitOfWork, command: SendNotice) -> list[Delivery]:
    """Write down to whom the report goes and have it carried there; return what is new.

    Raises:
        BadAnswer: nobody was chosen, or somebody has no address that can be used (block `slots`).
        NotPossibleNow: not issued yet, a drill, sent there already, or more than a mail may carry.
    """
    incident, lane, notice = enter_notice(uow, command.actor, command.notice_id)
    if taken_before(uow, command.key):
        return []
    if notice.state is not NoticeState.ISSUED:
        raise NotPossibleNow("refused.not_issued")
    if incident.drill:
        raise NotPossibleNow("refused.drill_not_sent")
    desk = uow.pinned(lane.pack_digest).notice_desk
    wanted = [(DeliveryRoad.MAIL, slot, address) for slot, address in _addresses(desk, command.slots)]
    if command.to_channel:
        if not desk.shared_channel:
            raise NotPossibleNow("refused.no_shared_channel")
        if _is_shared_with_another(uow, lane, desk.shared_channel):
            raise NotPossibleNow("refused.channel_of_two")
        wanted.append((DeliveryRoad.SLACK, "", desk.shared_channel))
    if not wanted:
        raise BadAnswer("slots", "refused.choose_receiver")
    if command.slots:
        check_size(documents_to_attach(uow, notice))
    before = uow.find(Delivery, notice_id=notice.id)
    new = [place for place in wanted if not _there(before, place, brief=command.brief)]
    if not new:
        first = next(one for one in before if one.address == wanted[0][2] and not one.may_go_again)
        raise NotPossibleNow("refused.sent_already", person=first.asked_by, at=first.asked_at)
    made = [begin(uow, incident, lane, notice, place, by=command.actor, brief=command.brief) for place in new]
    uow.save(replace(lane, progress_at=uow.now))
    show_change(uow, incident)
    return made


def _addresses(desk: Desk, slots: Sequence[str]) -> list[tuple[str, str]]:
    """The places with their addresses, each address once. Raises BadAnswer for one that no mail can be sent to."""
    found: dict[str, str] = {}
    for slot, contact in desk.people.items():
        if slot not in slots:
            continue
        if not is_mail_address(contact.email):
            raise BadAnswer("slots", "refused.bad_address", name=contact.name, address=contact.email or "-")
        found.setdefault(contact.email, slot)
    return [(slot, address) for address, slot in found.items()]


def _is_shared_with_another(uow: UnitOfWork, lane: Lane, channel: str) -> bool:
    """Whether another client's pack names the same channel: then what one client is told would be read by the other."""
    ours = uow.pinned(lane.pack_digest).client_name
    return any(
        pack.notice_desk.shared_channel == channel and pack.client_name != ours for pack in uow.rules.packs.values()
    )


def check_size(documents: Sequence[Document]) -> None:
    """Pass when a mail may carry these. Raises NotPossibleNow with both sizes."""
    size = sum(document.size for document in documents)
    if size > ATTACHMENTS_LIMIT:
        raise NotPossibleNow(
            "refused.attachments_too_large", size=-(-size // MEGABYTE), limit=ATTACHMENTS_LIMIT // MEGABYTE
        )


def documents_to_attach(uow: UnitOfWork, notice: Notice) -> list[Document]:
    """Return the report's documents that go with a mail and are there: PDF, then Word."""
    made = [one for one in uow.find(Document, subject_id=notice.id) if one.state is DocumentState.MADE]
    return sorted((one for one in made if one.format in ATTACHED), key=lambda one: ATTACHED.index(one.format))


def _there(deliveries: Sequence[Delivery], place: tuple[DeliveryRoad, str, str], *, brief: bool) -> bool:
    """Whether this is there already, or on its way. A post that only said that there is a report may be followed by the report."""
    road, _, address = place
    sent = [one for one in deliveries if one.address == address and not one.may_go_again]
    return any(road is DeliveryRoad.MAIL or brief or not one.brief for one in sent)


def begin(
    uow: UnitOfWork,
    incident: Incident,
    lane: Lane,
    notice: Notice,
    place: tuple[DeliveryRoad, str, str],
    *,
    by: str,
    brief: bool = False,
) -> Delivery:
    """Write one delivery down and hand it to the outbox; `place` is road, slot and address."""
    road, slot, address = place
    mail = road is DeliveryRoad.MAIL
    delivery = Delivery(
        id=new_id(uow.now),
        incident_id=incident.id,
        lane_id=lane.id,
        notice_id=notice.id,
        road=road,
        slot=slot,
        address=address,
        brief=brief and not mail,
        asked_by=by,
        asked_at=uow.now,
        expires_at=(uow.now + VALID_FOR).replace(microsecond=0),
    )
    uow.add(delivery)
    waits = mail and any(
        one.state is DocumentState.WANTED and one.format in ATTACHED for one in uow.find(Document, subject_id=notice.id)
    )
    send(
        uow,
        MAIL_KIND if mail else POST_KIND,
        transport=TransportKind.MAIL if mail else TransportKind.SLACK,
        target=address,
        key=f"delivery:{delivery.id}",
        incident_id=incident.id,
        lane_id=lane.id,
        params={"delivery": delivery.id},
        not_before=uow.now + WAIT_FOR_DOCUMENTS if waits else None,
    )
    uow.arm(
        Timer(
            id=new_id(uow.now),
            scope_id=incident.id,
            lane_id=lane.id,
            kind=LATE,
            seq=delivery.id,
            due_at=uow.now + LATE_AFTER,
        )
    )
    new: dict[str, object] = {"road": road.value, "slot": slot, "notice": notice.id, "number": notice.number}
    uow.log(incident.id, by, "notice.sending", subject=delivery.id, new=new)
    return delivery


def release_mails(uow: UnitOfWork, document: Document) -> None:
    """Let the mails leave that waited for a report's documents, once none is being made any more."""
    if document.subject != "notice" or any(
        one.state is DocumentState.WANTED and one.format in ATTACHED
        for one in uow.find(Document, subject_id=document.subject_id)
    ):
        return
    ours = {one.id for one in uow.find(Delivery, notice_id=document.subject_id, state=DeliveryState.ON_ITS_WAY)}
    for row in uow.find(OutboxRow, incident_id=document.incident_id, kind=MAIL_KIND, state=OutboxState.PENDING):
        # One that is about to leave by itself is left alone: writing it back while it is being claimed would send it twice.
        if row.params["delivery"] in ours and not row.attempt and row.next_attempt_at - uow.now > timedelta(seconds=5):
            uow.save(replace(row, next_attempt_at=uow.now))


def fire_late(uow: UnitOfWork, incident: Incident, timer: Timer) -> None:
    """Say that a report has not left yet, to who sent it and in the room; nothing about it is given up."""
    delivery = uow.get(Delivery, timer.seq)
    if delivery.state is DeliveryState.ON_ITS_WAY:
        say(uow, incident, delivery, "late")


def record_bounce(uow: UnitOfWork, command: RecordBounce) -> None:
    """Write down that a mail came back. Raises NotPossibleNow when it was never sent, or came back already."""
    found = uow.get(Delivery, command.delivery_id)
    incident, _, _ = enter_notice(uow, command.actor, found.notice_id)
    if taken_before(uow, command.key):
        return
    delivery = uow.get(Delivery, command.delivery_id)
    check_delivery_step(delivery.state, DeliveryState.BOUNCED)
    why = needed(command.note, "note")
    bounced = replace(delivery, state=DeliveryState.BOUNCED, settled_at=uow.now)
    uow.save(bounced)
    uow.log(incident.id, command.actor, "notice.bounced", subject=delivery.id, why=why)
    not_arrived(uow, incident, bounced, by=command.actor, note=why)


def not_arrived(
    uow: UnitOfWork, incident: Incident, delivery: Delivery, *, by: str, note: str, at_work: bool = True
) -> None:
    """Note the attempt as one that failed, and tell who can pick up a telephone. `at_work`: see note_attempt."""
    lane = lane_in(uow, incident, delivery.lane_id)
    note_attempt(
        uow,
        incident,
        lane,
        channel=channel_of(delivery),
        slot=delivery.slot,
        result=AttemptResult.NOT_DELIVERED,
        by=by,
        note=note,
        at_work=at_work,
    )
    say(uow, incident, delivery, delivery.state.value)


def channel_of(delivery: Delivery) -> str:
    """Return the road as attempts to reach a desk call it."""
    return "email" if delivery.road is DeliveryRoad.MAIL else "slack"


def say(uow: UnitOfWork, incident: Incident, delivery: Delivery, what: str) -> None:
    """Tell the person who sent it and the lane's owner, each alone, and the room."""
    lane = lane_in(uow, incident, delivery.lane_id)
    params: dict[str, object] = {"delivery": delivery.id, "state": what}
    key = f"delivery:{delivery.id}:{what}"
    post_to_room(uow, incident, "delivery", key=key, lane_id=lane.id, params=params)
    for user_id in dict.fromkeys(filter(None, (delivery.asked_by, lane.owner_id))):
        send(
            uow,
            "delivery_note",
            target=user_id,
            key=f"{key}:{user_id}",
            incident_id=incident.id,
            lane_id=lane.id,
            params=params,
        )
