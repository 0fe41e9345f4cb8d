"""What the screens about one report ask for. Reading only."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.errors import NotAllowed
from bot.domain.incident import Incident
from bot.domain.lane import Lane
from bot.domain.notice import Notice
from bot.domain.people import Approval, Role
from bot.services.names import names_of
from bot.services.notice_approvals import approvers, lapses_at
from bot.services.notice_issuing import COMPLETE
from bot.services.notice_letters import letter_of
from bot.services.ports import UnitOfWork
from bot.services.room import membership
from bot.views.notice_items import label_of
from bot.views.pictures import BiText


@dataclass(frozen=True, slots=True, kw_only=True)
class SeeNotice:
    """One report for one viewer; named by its own id or by the approval that is asked for it."""

    viewer: str
    notice_id: str = ""
    approval_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSeen:
    """A report with its letter as it would leave (or left), and what still stands between it and issuing."""

    notice: Notice
    letter: dict[str, object]
    edited_by_name: str
    approver: Role | None
    """Whose agreement issuing would ask for now."""
    missing: tuple[BiText, ...]
    """What the items are called that a last report may not leave empty."""


def notice_seen(uow: UnitOfWork, query: SeeNotice) -> NoticeSeen:
    """Return the report. Raises NotAllowed when the viewer is not of its room, NotFound when there is none."""
    notice_id = query.notice_id or uow.get(Approval, query.approval_id).subject_id
    notice = uow.get(Notice, notice_id)
    incident = uow.get(Incident, notice.incident_id)
    if membership(uow, incident.id, query.viewer) is None:
        raise NotAllowed("refused.not_in_room", ref=incident.ref)
    lane = uow.get(Lane, notice.lane_id)
    people = approvers(uow, incident, lane, notice)
    lapse = lapses_at(uow, lane)
    waits = people and query.viewer not in people and not (lapse is not None and lapse <= uow.now)
    return NoticeSeen(
        notice=notice,
        letter=letter_of(uow, incident, lane, notice, caller=notice.asked_by or query.viewer),
        edited_by_name=names_of(uow)(notice.edited_by or notice.drafted_by),
        approver=uow.pinned(lane.pack_digest).notices.approval if waits else None,
        missing=tuple(
            label_of(item.key, BiText(item.label, item.label)) for item in notice.owed if notice.kind in COMPLETE
        ),
    )
