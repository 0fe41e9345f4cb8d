"""Notices to one client: numbered reports (第一報, 第二報 ..., 最終報告, 取下げ) with the items the contract lists, frozen once issued.

Rules of the field: a report is sent with what is known, the rest is named as under investigation and owed until it is filled
(domain research 3.10); a report that went out is never rewritten, a correction is the next report.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.domain.errors import NotPossibleNow

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.people import Locale


class NoticeKind(StrEnum):
    """What a report is to its reader."""

    FIRST = "first"
    FOLLOW_UP = "follow_up"
    FINAL = "final"
    WITHDRAWAL = "withdrawal"


class NoticeState(StrEnum):
    """Where a report stands. Issued and superseded ones never change again."""

    DRAFT = "draft"
    WAITING_APPROVAL = "waiting_approval"
    ISSUED = "issued"
    SUPERSEDED = "superseded"
    """A draft that never left, because a draft of another kind took its place (and took over what stood in it)."""


OPEN_STATES = frozenset({NoticeState.DRAFT, NoticeState.WAITING_APPROVAL})

_STEPS: dict[NoticeState, frozenset[NoticeState]] = {
    NoticeState.DRAFT: frozenset({NoticeState.WAITING_APPROVAL, NoticeState.ISSUED, NoticeState.SUPERSEDED}),
    NoticeState.WAITING_APPROVAL: frozenset({NoticeState.DRAFT, NoticeState.ISSUED, NoticeState.SUPERSEDED}),
    NoticeState.ISSUED: frozenset(),
    NoticeState.SUPERSEDED: frozenset(),
}

_AFTER: dict[NoticeKind | None, tuple[NoticeKind, ...]] = {
    None: (NoticeKind.FIRST,),
    NoticeKind.FIRST: (NoticeKind.FOLLOW_UP, NoticeKind.FINAL, NoticeKind.WITHDRAWAL),
    NoticeKind.FOLLOW_UP: (NoticeKind.FOLLOW_UP, NoticeKind.FINAL, NoticeKind.WITHDRAWAL),
    # An incident can be opened again; what then comes is a further report, never a second first one.
    NoticeKind.FINAL: (NoticeKind.FOLLOW_UP, NoticeKind.WITHDRAWAL),
    NoticeKind.WITHDRAWAL: (NoticeKind.FOLLOW_UP,),
}

ITEM_LIMIT = 3000
"""Letters in one item: what one box of a form takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeItem:
    """One thing the contract wants to be told. An empty `value` is under investigation, unless `optional`."""

    key: str
    label: str
    """In the notice's language, as the pack says it."""
    value: str = ""
    optional: bool = False
    """The contract asks for it only if there is something (what the other side wanted to know)."""
    changed: bool = False
    """Whether the value is another than in the report before."""

    @property
    def is_known(self) -> bool:
        """Whether there is something to say."""
        return self.value != ""

    @property
    def is_owed(self) -> bool:
        """Whether the client still waits for it: under investigation 調査中."""
        return not self.is_known and not self.optional


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One report to one client. `number` and what follows it are set when it is issued; from then on nothing changes."""

    id: str
    incident_id: str
    lane_id: str
    kind: NoticeKind
    state: NoticeState = NoticeState.DRAFT
    language: Locale
    version: int = 1
    """Counts the edits of the draft, so that nobody overwrites unseen what somebody else wrote."""
    items: tuple[NoticeItem, ...] = ()
    next_report_at: datetime | None = None
    """When the next report is promised; None promises none."""
    drafted_by: str
    drafted_at: datetime
    edited_by: str = ""
    edited_at: datetime | None = None
    asked_by: str = ""
    """Who wants it issued and waits for an approval."""
    asked_at: datetime | None = None
    approved_by: str = ""
    approved_at: datetime | None = None
    bypassed: bool = False
    """Issued without the approval the pack asks for, because a quarter of the clock's time was left."""
    number: int | None = None
    """Running number within the lane, from 1: 第一報 is 1, whatever kinds follow."""
    issued_by: str = ""
    issued_at: datetime | None = None
    letter: dict[str, object] = field(default_factory=dict)
    """What was issued, word for word, as JSON values: every document is made from it and from nothing else."""
    letter_sha256: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it can still be edited or issued."""
        return self.state in OPEN_STATES

    @property
    def owed(self) -> tuple[NoticeItem, ...]:
        """The items under investigation."""
        return tuple(item for item in self.items if item.is_owed)


def check_notice_step(old: NoticeState, new: NoticeState) -> None:
    """Pass when the state machine has the step. Raises NotPossibleNow otherwise."""
    if new not in _STEPS[old]:
        raise NotPossibleNow("refused.notice_step", state=old.value)


def issued_of(notices: Iterable[Notice]) -> list[Notice]:
    """Return the issued ones of a lane's notices in the order of their numbers."""
    return sorted((one for one in notices if one.number is not None), key=lambda one: one.number or 0)


def open_draft(notices: Iterable[Notice]) -> Notice | None:
    """Return the lane's one draft that is being worked on, or None."""
    return next((one for one in notices if one.is_open), None)


def kinds_possible(notices: Iterable[Notice]) -> tuple[NoticeKind, ...]:
    """Return the kinds of report that may come next in a lane: first a first report, a withdrawal only after one."""
    issued = issued_of(notices)
    return _AFTER[issued[-1].kind if issued else None]


def owed_items(notices: Iterable[Notice]) -> tuple[NoticeItem, ...]:
    """Return what the client was told to be under investigation and has not been told since: of the latest report.

    A withdrawal owes nothing any more: there is no matter left to investigate.
    """
    issued = issued_of(notices)
    return issued[-1].owed if issued and issued[-1].kind is not NoticeKind.WITHDRAWAL else ()


def compared(items: Sequence[NoticeItem], before: Notice | None) -> tuple[NoticeItem, ...]:
    """Return the items with `changed` set where they differ from the report before; in a first report nothing is changed."""
    old = {item.key: item.value for item in before.items} if before else {}
    return tuple(replace(item, changed=before is not None and old.get(item.key, "") != item.value) for item in items)


def edited(
    notice: Notice,
    values: Mapping[str, str],
    before: Notice | None,
    *,
    next_report_at: datetime | None,
    by: str,
    at: datetime,
) -> Notice:
    """Return the draft with new values (by item key; others stay), as a new version. An approval asked for has to be asked again.

    Raises:
        NotPossibleNow: it was issued or superseded.
    """
    if not notice.is_open:
        raise NotPossibleNow("refused.notice_step", state=notice.state.value)
    items = [replace(item, value=values.get(item.key, item.value)) for item in notice.items]
    return replace(
        notice,
        state=NoticeState.DRAFT,
        version=notice.version + 1,
        items=compared(items, before),
        next_report_at=next_report_at,
        edited_by=by,
        edited_at=at,
        asked_by="",
        asked_at=None,
    )


def issued(
    notice: Notice, lane_notices: Sequence[Notice], letter: Mapping[str, object], *, by: str, at: datetime
) -> Notice:
    """Return the notice frozen: numbered after the lane's last issued one, with the letter as it goes out.

    Raises:
        NotPossibleNow: it is no draft any more, or a report of this kind cannot come next.
    """
    check_notice_step(notice.state, NoticeState.ISSUED)
    if notice.kind not in kinds_possible(lane_notices):
        raise NotPossibleNow("refused.notice_kind")
    frozen = dict(letter)
    return replace(
        notice,
        state=NoticeState.ISSUED,
        number=next_number(lane_notices),
        issued_by=by,
        issued_at=at,
        letter=frozen,
        letter_sha256=letter_digest(frozen),
    )


def next_number(lane_notices: Iterable[Notice]) -> int:
    """Return the number that the lane's next issued notice gets."""
    return len(issued_of(lane_notices)) + 1


def letter_digest(letter: Mapping[str, object]) -> str:
    """Return the SHA-256 (hex) of a letter as canonical JSON in UTF-8; the log names letters by it."""
    text = json.dumps(letter, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def approval_lapses_at(start_at: datetime, due_at: datetime) -> datetime:
    """Return when no approval is waited for any longer: when a quarter of the clock's time is left."""
    return due_at - (due_at - start_at) / 4
