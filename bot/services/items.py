"""One thing that is owed, as a line of a digest or of App Home; and whose turn it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.consultation import Consultation
from bot.domain.incident import Incident
from bot.domain.people import Approval, Role, RoomMember

LEADS = frozenset({Role.INCIDENT_LEAD, Role.DUTY_MANAGER})
"""Whose turn it is while nobody in particular has it."""
LAWYERS = frozenset({Role.LEGAL, Role.COMPLIANCE})
"""Whose turn it is to see to what the laws ask."""

ORDER = (
    "overdue",
    "action_late",
    "open_clock",
    "law",
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
    "law_form",
    "lead_form",
    "talk_close",
    "waiting_to_close",
)
"""The kinds by how much they press; as bot.views.pictures.DigestKind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line: `kind` as bot.views.pictures.DigestKind; ids point to what it is about, `subject` as a button names it."""

    kind: str
    incident: Incident
    lane_id: str = ""
    consultation: Consultation | None = None
    approval: Approval | None = None
    subject: tuple[str, str] = ("", "")
    owner_id: str = ""
    on: date | None = None
    """The day it is for (in the office's zone); None: now."""
    due_at: datetime | None = None
    soft: bool = False
    """`due_at` is the team's own target and no deadline of the contract."""
    detail: str = ""
    silent_days: int = 0
    count: int = 0
    """How many of them, where one line stands for several."""
    roles: frozenset[Role] = LEADS
    """Whose turn it is while nobody in particular has it."""


def urgency(item: Item) -> tuple[int, str, str, str]:
    """The order of items: how much their kind presses, then their day, then what they are about; the same every time."""
    at = item.due_at.isoformat() if item.due_at else item.on.isoformat() if item.on else ""
    return ORDER.index(item.kind), at, item.incident.id, item.subject[1] or item.lane_id


@dataclass(frozen=True, slots=True)
class Turns:
    """One person's items: what is theirs now, what waits for others, what is theirs later; each sorted by urgency."""

    mine: list[Item] = field(default_factory=list)
    waiting: list[Item] = field(default_factory=list)
    coming: list[Item] = field(default_factory=list)


def turns_of(items: Iterable[Item], user_id: str, seats: dict[str, RoomMember], today: date) -> Turns:
    """Sort items into a person's turns; `seats` holds their place in each incident's room.

    What nobody has is everybody's who leads. What others have for a later day is theirs to think of and left out. A request for
    a second person is the turn of everybody who may answer it, and waits for others with whoever asked.
    """
    turns = Turns()
    for item in sorted(items, key=urgency):
        seat = seats.get(item.incident.id)
        if seat is None:
            continue
        leads = bool(item.roles & set(seat.roles)) or item.incident.drill
        mine = item.owner_id == user_id or (not item.owner_id and leads)
        if item.approval is not None:
            mine = item.approval.asked_by != user_id and not seat.only_helps
        if mine:
            (turns.coming if item.on is not None and item.on > today else turns.mine).append(item)
        elif not seat.only_helps and (item.on is None or item.on <= today):
            turns.waiting.append(item)
    return turns
