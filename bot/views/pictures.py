"""Pictures: what a screen needs to know, as frozen records. Services build them; views only read them.

All instants are aware UTC. A picture holds no clock: `now` is given to each view beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from bot.domain.people import Locale
from bot.views.action_picture import ActionPicture

if TYPE_CHECKING:
    from bot.views.law_pictures import LawSummary
    from bot.views.matter_pictures import MatterPicture
    from bot.views.register_pictures import GapPicture
    from bot.views.terms_pictures import ReadingPicture

ApprovalKind = Literal["not_incident", "waive", "drop", "close", "emergency", "notice", "law"]
DigestKind = Literal[
    "overdue",
    "action_late",
    "open_clock",
    "report_due",
    "approval",
    "tell_after",
    "legal",
    "instruction",
    "survey",
    "action",
    "action_day",
    "check",
    "talk",
    "no_next_date",
    "minute",
    "unconfirmed",
    "items_owed",
    "open_duty",
    "law",
    "law_form",
    "lead_form",
    "talk_close",
    "waiting_to_close",
]


@dataclass(frozen=True, slots=True)
class BiText:
    """The same words in Japanese and in English."""

    ja: str
    en: str

    def of(self, locale: Locale) -> str:
        """Return the words in the reader's language."""
        return self.ja if locale == "ja" else self.en


@dataclass(frozen=True, slots=True)
class Message:
    """A Slack message: `text` for notifications and screen readers, `blocks` for the screen."""

    text: str
    blocks: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Reader:
    """The person who reads a screen: Slack user id, language, IANA zone."""

    user_id: str
    locale: Locale
    tz: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSlot:
    """One contact of a client's desk. `slot` is primary, backup or after_hours."""

    slot: str
    name: str
    phone: str = ""
    email: str = ""
    slack: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptPicture:
    """One attempt to reach the desk. `result` is a value of bot.domain.lane.AttemptResult."""

    at: datetime
    by_name: str
    channel: str
    slot: str
    result: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyPicture:
    """One duty that fired, with its title in our words and the contract's word and citation."""

    id: str
    rule_id: str
    type: str
    title: BiText
    word: str
    cite: tuple[str, ...]
    hard: bool
    recommended: bool
    state: str
    start_at: datetime
    due_at: datetime | None = None
    target_at: datetime | None = None
    alarm_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by_name: str = ""
    reason: str = ""
    checklist: tuple[BiText, ...] = ()
    """What belongs to doing it, line by line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPicture:
    """One round of talks."""

    held_on: date
    who: str
    our_position: str
    their_position: str
    by_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationPicture:
    """One consultation with a client."""

    id: str
    lane_id: str
    topic: str
    title: BiText
    cite: tuple[str, ...]
    good_practice: bool
    state: str
    owner_name: str
    our_position: str
    our_reason: str
    next_date: date | None
    last_activity_at: datetime
    subject: str = ""
    asked_on: date | None = None
    asked_who: str = ""
    asked_how: str = ""
    rounds: tuple[RoundPicture, ...] = ()
    result: str = ""
    permits: bool = False
    outcome: str = ""
    minute_on: date | None = None
    minute_ours: str = ""
    minute_theirs: str = ""
    minute_ref: str = ""
    closed_reason: str = ""
    actions: tuple[ActionPicture, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPicture:
    """A file of a report: `format` is its ending, `state` a value of bot.domain.document.DocumentState."""

    format: str
    name: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPicture:
    """A report on one road to one address. `road` and `state` are values of bot.domain.delivery."""

    id: str
    road: str
    slot: str
    address: str
    state: str
    answer: str
    at: datetime
    """When it came to this state."""
    brief: bool = False
    """Only that there is a report."""
    by_name: str = ""
    received_at: datetime | None = None
    received_by: str = ""

    @property
    def is_there(self) -> bool:
        """Whether it is on its way or was taken, so that it is not sent there again."""
        return self.state in {"on_its_way", "sent"}


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePicture:
    """One report to the client. `kind` and `state` are values of bot.domain.notice; `number` is None while it is a draft."""

    id: str
    kind: str
    state: str
    version: int
    number: int | None = None
    owed: tuple[BiText, ...] = ()
    """What the items under investigation are called."""
    next_report_at: datetime | None = None
    edited_by_name: str = ""
    edited_at: datetime | None = None
    asked_by_name: str = ""
    issued_by_name: str = ""
    issued_at: datetime | None = None
    approved_by_name: str = ""
    bypassed: bool = False
    documents: tuple[DocumentPicture, ...] = ()
    deliveries: tuple[DeliveryPicture, ...] = ()
    """Where it was sent, oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillPicture:
    """The desk's numbers were last tried long ago, or (None) never."""

    last_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TierPicture:
    """One subcontractor that may be behind an incident, with the clock it has to the tier above it."""

    name: str
    depth: int
    night_phone: str = ""
    inner_minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LanePicture:
    """One client's part of an incident. `language` and `zone` are the contract's; `next_slot` is whom to call next."""

    id: str
    position: int
    pack_id: str
    client: BiText
    desk_label: str
    desk: tuple[DeskSlot, ...]
    language: Locale
    zone: str
    word: str
    cite: tuple[str, ...]
    hard: bool
    start_at: datetime
    due_at: datetime | None = None
    target_at: datetime | None = None
    alarm_at: datetime | None = None
    owner_id: str = ""
    owner_name: str = ""
    owned_at: datetime | None = None
    attempts: tuple[AttemptPicture, ...] = ()
    reached_at: datetime | None = None
    reached_who: str = ""
    reached_how: str = ""
    reached_ref: str = ""
    reached_by_name: str = ""
    confirmed_at: datetime | None = None
    confirmed_ref: str = ""
    next_report_at: datetime | None = None
    delay_reason: str = ""
    stood_down_at: datetime | None = None
    stood_down_reason: str = ""
    next_slot: DeskSlot | None = None
    next_road: str = "phone"
    """On which road the ladder to the desk tries next: phone, email or slack. `next_slot` is always the next to be called."""
    shared_channel: str = ""
    """Id of the Slack channel shared with the client."""
    drill: DrillPicture | None = None
    """How long ago the desk was last called to try it, when that is worth saying."""
    content: tuple[tuple[str, BiText, bool], ...] = ()
    """What the contract wants the notice to say: (id, label, whether it may stay empty)."""
    notices: tuple[NoticePicture, ...] = ()
    """Issued reports, oldest first."""
    draft: NoticePicture | None = None
    """The report that is being written."""
    notice_kinds: tuple[str, ...] = ("first",)
    """Kinds of report that may come next (bot.domain.notice.NoticeKind)."""
    duties: tuple[DutyPicture, ...] = ()
    consultations: tuple[ConsultationPicture, ...] = ()
    exposures: tuple[BiText, ...] = ()
    doubts: tuple[BiText, ...] = ()
    readings: tuple[ReadingPicture, ...] = ()
    """Who confirmed how the doubts are read."""
    tiers: tuple[TierPicture, ...] = ()
    """The contract's subcontractors, when the answers say that one of them is behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalPicture:
    """A step that waits for a second person."""

    id: str
    kind: ApprovalKind
    subject: BiText
    reason: str
    asked_by_id: str
    asked_by_name: str
    asked_at: datetime
    client: BiText | None = None
    """Whose duty it is, when it is about one."""
    due_at: datetime | None = None
    """By when that duty is owed."""
    grounds: tuple[tuple[str, object], ...] = ()
    """The answers that would drop it: (fact, value); `contracts` when they no longer name its contract."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentPicture:
    """One incident with all its lanes, as its room sees it."""

    id: str
    ref: str
    drill: bool
    state: str
    summary: str
    reporter_id: str
    reporter_name: str
    reported_at: datetime
    first_recognised_at: datetime
    start_uncertain: bool
    recognised_by: str
    facts: Mapping[str, object]
    permalink: str = ""
    room_kind: str = "pending"
    room_channel: str = ""
    room_ts: str = ""
    lead_name: str = ""
    lead_form_at: datetime | None = None
    contained_at: datetime | None = None
    ended_at: datetime | None = None
    ended_reason: str = ""
    lanes: tuple[LanePicture, ...] = ()
    approvals: tuple[ApprovalPicture, ...] = ()
    company: BiText = field(default_factory=lambda: BiText("", ""))
    callback: str = ""
    laws: LawSummary | None = None
    """What the laws ask; None when they ask nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestItem:
    """One line of a morning digest."""

    kind: DigestKind
    incident_id: str
    ref: str
    lane_id: str = ""
    consultation_id: str = ""
    client: BiText | None = None
    due_at: datetime | None = None
    soft: bool = False
    """`due_at` is the team's own target and never shown as a deadline."""
    on: date | None = None
    """The day it is for; None: now."""
    owner_name: str = ""
    subject: tuple[str, str] = ("", "")
    """What it is about beside the lane and the consultation, as a button names it: (key, id)."""
    detail: BiText
    drill: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePicture:
    """What App Home shows to one person: open incidents of their rooms, and those they reported (limited to progress)."""

    mine: tuple[IncidentPicture, ...] = ()
    now: tuple[DigestItem, ...] = ()
    """What is this person's turn, most pressing first."""
    waiting: tuple[DigestItem, ...] = ()
    """What somebody else has to do now."""
    coming: tuple[DigestItem, ...] = ()
    """What will be this person's turn on a later day."""
    reported: tuple[IncidentPicture, ...] = ()
    matters: tuple[MatterPicture, ...] = ()
    """What is owed outside of incidents and this person may see, most pressing first."""
    register: tuple[GapPicture, ...] | None = None
    """What presses in the registers this person may open; None when there is none."""
    may_try: bool = False
    """Whether there is a contract this person may try."""
