"""What the room reads about reports to clients: issued, promised, and the words themselves where no file can be put."""

from __future__ import annotations

from bot.domain.incident import Incident
from bot.domain.notice import Notice
from bot.domain.work import OutboxRow
from bot.services.notice_outcome import delivery_message
from bot.services.picture import draw
from bot.services.ports import UnitOfWork
from bot.services.queries import office_reader
from bot.views import report_marks
from bot.views.pictures import Message

PROMISED = frozenset({"report_soon", "report_due"})
ABOUT_REPORTS = PROMISED | {"notice_issued", "notice_text", "delivery"}
"""What a room post may be about that is written here."""


def report_post(
    uow: UnitOfWork, incident: Incident, row: OutboxRow, what: str, *, mention: tuple[str, ...]
) -> Message | None:
    """Return the post, or None when it has been overtaken: the promised report went out meanwhile."""
    if what == "delivery":
        called = () if row.params["state"] == "received" else mention
        return delivery_message(uow, incident, row, office_reader(uow), mention=called)
    picture = draw(uow, incident, lanes=(row.lane_id,))
    lane, reader = picture.lanes[0], office_reader(uow)
    if what in PROMISED:
        if lane.next_report_at is None:
            return None
        return report_marks.report_promised(picture, lane, reader, uow.now, kind=what, mention=mention)
    wanted = str(row.params.get("notice") or row.params.get("subject") or "")
    notice = next((one for one in lane.notices if one.id == wanted), None)
    if notice is None:
        return None
    if what == "notice_issued":
        return report_marks.notice_issued(picture, lane, notice, reader, uow.now)
    return report_marks.notice_words(picture, notice, uow.get(Notice, notice.id).letter, reader)
