"""A lane's reports read from the store and put into words: the items of a new draft, and the letter as it would leave now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from bot.domain.calendars import Calendar
from bot.domain.clocks import ClockSpec, parse_duration, times_of
from bot.domain.document import Document
from bot.domain.incident import Incident
from bot.domain.lane import Lane
from bot.domain.notice import Notice, NoticeItem, NoticeKind, issued_of
from bot.services.names import names_of
from bot.services.orders import Order
from bot.services.picture import draw
from bot.services.ports import UnitOfWork
from bot.views.letter import compose
from bot.views.notice_items import items_for
from bot.views.pictures import IncidentPicture, LanePicture


def notices_of(uow: UnitOfWork, lane_id: str) -> list[Notice]:
    """Return a lane's reports, oldest first, drafts and superseded ones included."""
    return uow.find(Notice, lane_id=lane_id)


def before(notices: Sequence[Notice]) -> Notice | None:
    """Return the report a new one is compared with: the latest issued one that reported something."""
    reported = [one for one in issued_of(notices) if one.kind is not NoticeKind.WITHDRAWAL]
    return reported[-1] if reported else None


def new_items(
    uow: UnitOfWork, incident: Incident, lane: Lane, kind: NoticeKind, notices: Sequence[Notice]
) -> tuple[NoticeItem, ...]:
    """Return the items of a new draft of `kind`, filled as far as the answers go."""
    picture, drawn = _pictures(uow, incident, lane)
    return items_for(picture, drawn, kind, before(notices))


def letter_of(uow: UnitOfWork, incident: Incident, lane: Lane, notice: Notice, *, caller: str) -> dict[str, object]:
    """Return the letter as it would leave now; of an issued notice the letter that left. `caller` is a Slack id."""
    if notice.letter:
        return notice.letter
    picture, drawn = _pictures(uow, incident, lane)
    notices = notices_of(uow, lane.id)
    return compose(picture, drawn, notice, notices, at=uow.now, caller=names_of(uow)(caller))


def order_of_notice(uow: UnitOfWork, document: Document) -> Order:
    """Return what the press needs for an issued notice: its letter as it was frozen."""
    notice = uow.get(Notice, document.subject_id)
    return Order(template="letter", data=notice.letter, at=cast("datetime", notice.issued_at))


def next_report_offered(uow: UnitOfWork, lane: Lane) -> datetime | None:
    """Return when the next report is offered for: as promised already, else as the pack says, else not at all."""
    if lane.next_report_at is not None and lane.next_report_at > uow.now:
        return lane.next_report_at
    pack = uow.pinned(lane.pack_digest)
    if pack.notices.next_report is None:
        return None
    spec = ClockSpec(limit=parse_duration(pack.notices.next_report))
    return times_of(spec, uow.now, Calendar(pack.calendar.days, pack.calendar.tz)).due_at


def _pictures(uow: UnitOfWork, incident: Incident, lane: Lane) -> tuple[IncidentPicture, LanePicture]:
    # Drawn with all its lanes: what people typed freely is left out of a letter when other clients are concerned too.
    picture = draw(uow, incident)
    return picture, next(one for one in picture.lanes if one.id == lane.id)
