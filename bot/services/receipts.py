"""The client confirms receipt, by the link in the mail or the button in the shared channel. One transaction does all of it.

A person at the client who confirms has the report in hand: that is reached, if nobody had reached the desk before, and it is the
confirmation of receipt. Who confirms a post that only said that there is a report has read nothing of it yet: that is kept, and stops
no clock. It counts once; whoever comes later is shown when it was and by whom.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.delivery import Delivery, DeliveryRoad
from bot.domain.errors import BadAnswer, NotAllowed
from bot.domain.incident import Incident
from bot.domain.lane import Lane
from bot.domain.notice import Notice
from bot.domain.people import Locale
from bot.domain.work import SendPriority
from bot.services.notice_sending import channel_of, say
from bot.services.outgoing import person_or_none, send, show_change
from bot.services.ports import UnitOfWork
from bot.services.reaching import keep_confirmed, keep_reached
from bot.services.room import lane_in, taken_before
from bot.services.rules import contract_zone
from bot.views.letter import title_of
from bot.views.moments import clean
from bot.views.pictures import BiText

NAME_LIMIT = 100
POST_UPDATE_KIND = "notice_post_update"
CLIENT = "client"
"""Who acted, in the log: somebody at the client, who is no member of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the receipt's page may show: this one report, and whether it was confirmed. Nothing of the incident."""

    title: BiText
    ref: str
    issued_at: datetime
    company: BiText
    phone: str
    language: Locale
    zone: str
    received_at: datetime | None
    received_by: str
    now: bool = False
    """Confirmed by this very call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeeReceipt:
    """The receipt of one delivery."""

    delivery_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmByLink:
    """Somebody pressed the button of the page. `origin` is the first part of their network address."""

    delivery_id: str
    name: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmInChannel:
    """Somebody pressed the button in the shared channel; `actor` is their Slack id."""

    actor: str
    key: str
    delivery_id: str


def see_receipt(uow: UnitOfWork, query: SeeReceipt) -> Receipt:
    """Return what the page shows. Raises NotFound."""
    return _receipt(uow, uow.get(Delivery, query.delivery_id))


def confirm_by_link(uow: UnitOfWork, command: ConfirmByLink) -> Receipt:
    """Keep the confirmation. The caller has checked the link.

    Raises:
        BadAnswer: no name was given (block `name`).
        NotFound: there is no such delivery.
    """
    name = clean(command.name)[:NAME_LIMIT].strip()
    if not name:
        raise BadAnswer("name", "refused.who_reached")
    return _confirm(uow, command.delivery_id, name, command.origin)


def confirm_in_channel(uow: UnitOfWork, command: ConfirmInChannel) -> Receipt:
    """Keep the confirmation of one of the desk's people.

    Raises:
        NotAllowed: the pack does not name this person for the desk.
        NotFound: there is no such delivery.
    """
    delivery = uow.get(Delivery, command.delivery_id)
    pack = uow.pinned(uow.get(Lane, delivery.lane_id).pack_digest)
    named = [one for one in pack.notice_desk.people.values() if one.slack]  # an empty id is nobody
    contact = next((one for one in named if one.slack == command.actor), None)
    if delivery.road is not DeliveryRoad.SLACK or contact is None:
        raise NotAllowed("refused.receipt_not_yours", phone=uow.rules.office.callback or "-")
    if taken_before(uow, command.key):
        return _receipt(uow, delivery)
    known = person_or_none(uow, command.actor)
    return _confirm(uow, delivery.id, contact.name or (known.name if known else command.actor), command.actor)


def _confirm(uow: UnitOfWork, delivery_id: str, name: str, origin: str) -> Receipt:
    incident = uow.lock(uow.get(Delivery, delivery_id).incident_id)
    delivery = uow.get(Delivery, delivery_id)
    if delivery.received_at is not None:
        return _receipt(uow, delivery)
    kept = replace(delivery, received_at=uow.now, received_by=name, received_from=origin)
    uow.save(kept)
    new: dict[str, object] = {"notice": kept.notice_id, "by": name, "road": kept.road.value, "from": origin}
    uow.log(incident.id, CLIENT, "notice.received", subject=kept.id, new=new)
    if incident.is_open and not kept.brief:
        _stop_clock(uow, incident, kept, name)
    say(uow, incident, kept, "brief_received" if kept.brief else "received")
    if kept.road is DeliveryRoad.SLACK:
        send(
            uow,
            POST_UPDATE_KIND,
            target=kept.address,
            key=f"{POST_UPDATE_KIND}:{kept.id}",
            priority=SendPriority.REFRESH,
            incident_id=incident.id,
            lane_id=kept.lane_id,
            params={"delivery": kept.id},
        )
    show_change(uow, incident)
    return replace(_receipt(uow, kept), now=True)


def _stop_clock(uow: UnitOfWork, incident: Incident, delivery: Delivery, name: str) -> None:
    """Mark the desk reached and the receipt confirmed, as far as that has not happened."""
    lane = lane_in(uow, incident, delivery.lane_id)
    title = _title(uow.get(Notice, delivery.notice_id)).of(uow.rules.office.language)
    if lane.clock_runs:
        lane = keep_reached(
            uow,
            incident,
            lane,
            actor=CLIENT,
            by=delivery.asked_by,
            who=name,
            how=channel_of(delivery),
            at=uow.now,
            reference=title,
        )
    if lane.reached_at is not None and lane.confirmed_at is None:
        keep_confirmed(uow, incident, lane, actor=CLIENT, at=uow.now, reference=f"{title} {name}")


def _receipt(uow: UnitOfWork, delivery: Delivery) -> Receipt:
    notice = uow.get(Notice, delivery.notice_id)
    incident = uow.get(Incident, delivery.incident_id)
    pack = uow.pinned(uow.get(Lane, delivery.lane_id).pack_digest)
    office = uow.rules.office
    return Receipt(
        title=_title(notice),
        ref=incident.ref,
        issued_at=notice.issued_at or delivery.asked_at,
        company=BiText(office.name.ja, office.name.en),
        phone=office.callback,
        language=notice.language,
        zone=contract_zone(pack),
        received_at=delivery.received_at,
        received_by=delivery.received_by,
    )


def _title(notice: Notice) -> BiText:
    number = notice.number or 1
    return BiText(title_of(notice.kind, number, "ja"), title_of(notice.kind, number, "en"))
