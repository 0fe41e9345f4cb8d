"""A lane's reports as the screens show them: issued ones with their documents, the draft, what may come next, what is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.delivery import Delivery
from bot.domain.document import Document
from bot.domain.duty import Duty, DutyState
from bot.domain.lane import Lane
from bot.domain.notice import Notice, NoticeKind, issued_of, kinds_possible, next_number, open_draft
from bot.domain.people import Approval, Locale
from bot.packs.schema import Pack
from bot.services.names import Names
from bot.services.ports import UnitOfWork
from bot.services.rules import bitext, client_name
from bot.views.letter import title_of
from bot.views.notice_items import label_of
from bot.views.pictures import BiText, DeliveryPicture, DocumentPicture, NoticePicture

_LOCALES: tuple[Locale, ...] = ("ja", "en")


@dataclass(frozen=True, slots=True)
class Reports:
    """What a lane's picture shows of its reports."""

    issued: tuple[NoticePicture, ...]
    draft: NoticePicture | None
    kinds: tuple[str, ...]


def draw_reports(uow: UnitOfWork, pack: Pack, lane_id: str, name: Names) -> Reports:
    """Draw a lane's reports."""
    notices = uow.find(Notice, lane_id=lane_id)
    draft = open_draft(notices)
    return Reports(
        issued=tuple(draw_notice(uow, pack, one, name) for one in issued_of(notices)),
        draft=draw_notice(uow, pack, draft, name) if draft else None,
        kinds=tuple(kind.value for kind in kinds_possible(notices)),
    )


def approval_subject(uow: UnitOfWork, approval: Approval) -> BiText:
    """Return what somebody is asked to agree to: the report's title and its client."""
    notice = uow.get(Notice, approval.subject_id)
    client = client_name(uow.pinned(uow.get(Lane, notice.lane_id).pack_digest))
    number = notice.number or next_number(uow.find(Notice, lane_id=notice.lane_id))
    titles = {locale: title_of(notice.kind, number, locale) for locale in _LOCALES}
    return BiText(f"{client.ja} 様 {titles['ja']}", f"{titles['en']}, {client.en}")


def draw_notice(uow: UnitOfWork, pack: Pack, notice: Notice, name: Names) -> NoticePicture:
    """Draw a report with its documents; their bytes and the letter itself are not read."""
    documents = uow.find(Document, subject_id=notice.id) if notice.number is not None else []
    return NoticePicture(
        id=notice.id,
        kind=notice.kind.value,
        state=notice.state.value,
        version=notice.version,
        number=notice.number,
        owed=owed_labels(pack, notice),
        next_report_at=notice.next_report_at,
        edited_by_name=name(notice.edited_by or notice.drafted_by),
        edited_at=notice.edited_at or notice.drafted_at,
        asked_by_name=name(notice.asked_by),
        issued_by_name=name(notice.issued_by),
        issued_at=notice.issued_at,
        approved_by_name=name(notice.approved_by),
        bypassed=notice.bypassed,
        documents=tuple(
            DocumentPicture(format=document.format.value, name=document.name, state=document.state.value)
            for document in documents
        ),
        deliveries=tuple(
            draw_delivery(one, name) for one in (uow.find(Delivery, notice_id=notice.id) if notice.number else [])
        ),
    )


def draw_delivery(delivery: Delivery, name: Names) -> DeliveryPicture:
    """Draw where a report was sent, and how it went."""
    return DeliveryPicture(
        id=delivery.id,
        road=delivery.road.value,
        slot=delivery.slot,
        address=delivery.address,
        state=delivery.state.value,
        answer=delivery.answer,
        at=delivery.settled_at or delivery.asked_at,
        brief=delivery.brief,
        by_name=name(delivery.asked_by),
        received_at=delivery.received_at,
        received_by=delivery.received_by,
    )


def owed_labels(pack: Pack, notice: Notice) -> tuple[BiText, ...]:
    """Return what the items under investigation are called, in both languages; a withdrawal owes nothing."""
    listed = {item.id: bitext(item.label) for rule in pack.duties for item in rule.content}
    owed = notice.owed if notice.kind is not NoticeKind.WITHDRAWAL else ()
    return tuple(label_of(item.key, listed.get(item.key, BiText(item.label, item.label))) for item in owed)


def asked_items(pack: Pack, duties: Sequence[Duty]) -> tuple[tuple[str, BiText, bool], ...]:
    """Return what the lane's notice duties want to be told, each item once, the hard duty's first: id, label, may stay empty."""
    rules = {rule.id: rule for rule in pack.duties}
    owed = [duty for duty in duties if duty.type == "notice" and duty.state is not DutyState.WAIVED]
    found: dict[str, tuple[str, BiText, bool]] = {}
    for duty in sorted(owed, key=lambda duty: not duty.hard):
        for item in rules[duty.rule_id].content:
            found.setdefault(item.id, (item.id, bitext(item.label), item.allow_empty))
    return tuple(found.values())
