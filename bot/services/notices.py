"""Drafting a report to a client: begun from the answers, edited by whoever is there, nothing lost when two do so at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.errors import BadAnswer, NotPossibleNow, Refused
from bot.domain.ids import new_id
from bot.domain.incident import Incident
from bot.domain.lane import Lane
from bot.domain.naming import name_in, others_of
from bot.domain.notice import (
    ITEM_LIMIT,
    Notice,
    NoticeItem,
    NoticeKind,
    NoticeState,
    edited,
    kinds_possible,
    open_draft,
)
from bot.services.notice_approvals import call_off
from bot.services.notice_letters import before, new_items, next_report_offered, notices_of
from bot.services.outgoing import refresh_lane
from bot.services.ports import UnitOfWork
from bot.services.room import check_decides, enter, enter_lane, lane_in, taken_before
from bot.services.rules import contract_language
from bot.views.moments import clean

PROMISING = frozenset({NoticeKind.FIRST, NoticeKind.FOLLOW_UP})
"""Kinds after which another report comes."""


class EditedMeanwhile(Refused):
    """Somebody else changed the draft; `notice` is how it stands now. Nothing was saved, and nothing typed is lost."""

    def __init__(self, notice: Notice) -> None:
        """Take the draft as it is stored."""
        super().__init__("refused.notice_edited", person=notice.edited_by, at=notice.edited_at)
        self.notice = notice


@dataclass(frozen=True, slots=True, kw_only=True)
class StartNotice:
    """Begin a report of one kind for a lane, or go on with the one that is being written."""

    actor: str
    key: str
    lane_id: str
    kind: NoticeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveNotice:
    """New values of a draft, by item key; `version` is the draft the person saw. An empty value is under investigation."""

    actor: str
    key: str
    notice_id: str
    version: int
    values: Mapping[str, str]
    next_report_at: datetime | None


def start_notice(uow: UnitOfWork, command: StartNotice) -> Notice:
    """Return the lane's draft of this kind, made now if there is none.

    A draft of another kind is put aside; what was written in it goes on in the new one.

    Raises:
        NotPossibleNow: such a report cannot come next (no second first report, no withdrawal of nothing).
    """
    incident, lane = enter_lane(uow, command.actor, command.lane_id)
    check_decides(uow, incident, command.actor)
    notices = notices_of(uow, lane.id)
    draft = open_draft(notices)
    if draft is not None and draft.kind is command.kind:
        return draft
    if command.kind not in kinds_possible(notices):
        raise NotPossibleNow("refused.notice_kind")
    items = new_items(uow, incident, lane, command.kind, notices)
    if draft is not None:
        items = _with_values_of(items, draft)
        uow.save(replace(draft, state=NoticeState.SUPERSEDED))
        call_off(uow, draft, by=command.actor)
        uow.log(incident.id, command.actor, "notice.superseded", subject=draft.id, new={"by": command.kind.value})
    notice = Notice(
        id=new_id(uow.now),
        incident_id=incident.id,
        lane_id=lane.id,
        kind=command.kind,
        language=contract_language(uow.pinned(lane.pack_digest)),
        items=items,
        next_report_at=next_report_offered(uow, lane) if command.kind in PROMISING else None,
        drafted_by=command.actor,
        drafted_at=uow.now,
    )
    uow.add(notice)
    new: dict[str, object] = {"kind": notice.kind.value, "items": items_digest(items)}
    uow.log(incident.id, command.actor, "notice.drafted", subject=notice.id, new=new)
    refresh_lane(uow, incident, lane)
    return notice


def _with_values_of(items: tuple[NoticeItem, ...], draft: Notice) -> tuple[NoticeItem, ...]:
    written = {item.key: item.value for item in draft.items if item.value}
    return tuple(replace(item, value=written.get(item.key, item.value)) for item in items)


def save_notice(uow: UnitOfWork, command: SaveNotice) -> Notice:
    """Keep new values of a draft and return it. The same delivery twice saves once.

    Raises:
        EditedMeanwhile: somebody else saved first.
        BadAnswer: a value is too long, or names another client; the block is `item_` and the item's key.
        NotPossibleNow: it was issued or put aside.
    """
    incident, lane, notice = enter_notice(uow, command.actor, command.notice_id)
    if taken_before(uow, command.key):
        return notice
    if notice.is_open and notice.version != command.version:
        raise EditedMeanwhile(notice)
    values = {key: clean(value, lines=True) for key, value in command.values.items()}
    for key, value in values.items():
        if len(value) > ITEM_LIMIT:
            raise BadAnswer(f"item_{key}", "refused.too_long", limit=ITEM_LIMIT)
    promised = command.next_report_at if notice.kind in PROMISING else None
    if promised is not None and promised <= uow.now:
        raise BadAnswer("next_report", "refused.next_report_past")
    last = before(notices_of(uow, lane.id))
    changed = edited(notice, values, last, next_report_at=promised, by=command.actor, at=uow.now)
    for item, name in foreign_names(uow, incident, lane, changed.items):
        raise BadAnswer(f"item_{item.key}", "refused.names_other_client", name=name)
    call_off(uow, notice, by=command.actor)
    uow.save(changed)
    uow.save(replace(lane, progress_at=uow.now))
    new: dict[str, object] = {"version": changed.version, "items": items_digest(changed.items)}
    uow.log(incident.id, command.actor, "notice.edited", subject=notice.id, old={"version": notice.version}, new=new)
    refresh_lane(uow, incident, lane)
    return changed


def enter_notice(uow: UnitOfWork, actor: str, notice_id: str) -> tuple[Incident, Lane, Notice]:
    """Lock the notice's incident and return incident, lane and the notice as it stands now. Raises as `enter` and `check_decides` do."""
    incident = enter(uow, uow.get(Notice, notice_id).incident_id, actor)
    check_decides(uow, incident, actor)
    notice = uow.get(Notice, notice_id)
    return incident, lane_in(uow, incident, notice.lane_id), notice


def foreign_names(
    uow: UnitOfWork, incident: Incident, lane: Lane, items: tuple[NoticeItem, ...]
) -> Iterator[tuple[NoticeItem, str]]:
    """Yield the items that hold another client's name, with that name: what one client reads never speaks of another.

    Others are all whom the rule book knows and all who are part of this incident.
    """
    packs = [
        *uow.rules.packs.values(),
        *(uow.pinned(one.pack_digest) for one in uow.find(Lane, incident_id=incident.id)),
    ]
    names = {name for pack in packs if pack.id != lane.pack_id for name in (pack.client_name.ja, pack.client_name.en)}
    own = uow.pinned(lane.pack_digest).client_name
    others = others_of(names, (own.ja, own.en))
    for item in items:
        if core := name_in(others, item.value):
            yield item, others[core]


def items_digest(items: tuple[NoticeItem, ...]) -> str:
    """Return the SHA-256 (hex) of the items' keys and values: the log names drafts by it and holds none of their words."""
    body = json.dumps([[item.key, item.value] for item in items], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(body.encode()).hexdigest()
