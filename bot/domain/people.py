"""People as Hansho knows them: Slack members with their language, and who belongs to an incident's room."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

Locale = Literal["ja", "en"]


class Role(StrEnum):
    """Roles a pack or the office file gives to people."""

    INCIDENT_LEAD = "incident_lead"
    DUTY_MANAGER = "duty_manager"
    RESPONSIBLE = "responsible"
    SECURITY_MANAGER = "security_manager"
    EXECUTIVE = "executive"
    LEGAL = "legal"
    COMPLIANCE = "compliance"


ACTION_OWNER = "action_owner"
"""The place in a room of somebody who was brought in to see to an action: they see to it, and decide nothing else. Nobody's role in
a pack."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A Slack member, remembered so that a page needs no look-up during an outage. `id` is the Slack user id."""

    id: str
    team_id: str
    name: str
    locale: Locale
    tz: str
    email: str = ""
    is_foreign: bool = False
    """None of ours to hand anything to: of another company, a guest, a bot, or somebody who left."""
    fetched_at: datetime
    home_opened_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomMember:
    """One person of an incident's room. Only these act on the incident or see it in App Home and digests."""

    id: str
    incident_id: str
    user_id: str
    roles: tuple[str, ...]
    joined_at: datetime
    invited: bool = True
    """False for executive and legal until they are told; they may act and see all the same."""

    @property
    def only_helps(self) -> bool:
        """Whether they are here for an action and nothing else."""
        return self.roles == (ACTION_OWNER,)


class ApprovalState(StrEnum):
    """Whether the second person has spoken."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    """What was to be agreed to has changed, or no longer needs it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """A step that needs a second person: `kind` is not_incident, waive, drop, close, emergency or notice; `subject_id` names what of."""

    id: str
    incident_id: str
    kind: str
    subject_id: str
    reason: str
    asked_by: str
    asked_at: datetime
    state: ApprovalState = ApprovalState.OPEN
    decided_by: str = ""
    decided_at: datetime | None = None
