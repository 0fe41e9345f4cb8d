"""Pictures of what comes after the notices: instructions, surveys, gates. See bot.views.pictures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.views.action_picture import ActionPicture
from bot.views.pictures import BiText


@dataclass(frozen=True, slots=True, kw_only=True)
class InstructionPicture:
    """One instruction of the client, with the actions it set in motion."""

    id: str
    lane_id: str
    cite: tuple[str, ...]
    text: str
    given_by: str
    given_at: datetime
    channel: str
    owner_name: str
    due_on: date | None
    state: str
    reported_on: date | None = None
    reported_to: str = ""
    reported_how: str = ""
    reported_ref: str = ""
    actions: tuple[ActionPicture, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingPicture:
    """One finding with its corrections. `tier` 0 is us."""

    id: str
    text: str
    severity: str
    tier: int
    site: str
    actions: tuple[ActionPicture, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyPicture:
    """One survey with its findings."""

    id: str
    lane_id: str
    cite: tuple[str, ...]
    scope: str
    announced_on: date
    announced_by: str
    announced_how: str
    owner_name: str
    state: str
    scheduled_on: date | None = None
    held_on: date | None = None
    held_who: str = ""
    substitute: str = ""
    reported_on: date | None = None
    reported_to: str = ""
    reported_ref: str = ""
    closed_reason: str = ""
    findings: tuple[FindingPicture, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyPicture:
    """One emergency record of a gate."""

    id: str
    lane_id: str
    kind: str
    why: str
    saying: str
    tell_on: date
    state: str
    asked_by_name: str
    asked_at: datetime
    decided_by_name: str = ""
    told_on: date | None = None
    told_who: str = ""
    told_ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePicture:
    """Something that was published or disclosed."""

    id: str
    kind: str
    to_whom: str
    what: str
    released_on: date
    reference: str
    emergency: bool
    by_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GatePicture:
    """One gate of a lane: why the contract locks it, what opens it now, and what has gone through."""

    kind: str
    lock: str
    cite: tuple[str, ...]
    emergency: BiText | None
    """The contract's way past the talks; None: it has none."""
    keys: tuple[tuple[str, str], ...] = ()
    """What opens it now: (id, what it is about), the newest agreement first."""
    emergencies: tuple[EmergencyPicture, ...] = ()
    releases: tuple[ReleasePicture, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it may be done now."""
        return bool(self.keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class JointPicture:
    """One item of the work that both sides owe each other, with what was planned for it."""

    duty_id: str
    item: str
    cite: tuple[str, ...]
    is_owed: bool
    actions: tuple[ActionPicture, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterPicture:
    """What comes after the notices for one client."""

    lane_id: str
    instructions: tuple[InstructionPicture, ...] = ()
    surveys: tuple[SurveyPicture, ...] = ()
    gates: tuple[GatePicture, ...] = ()
    actions: tuple[ActionPicture, ...] = ()
    survey_rules: tuple[tuple[str, BiText], ...] = ()
    """The contract's clauses on surveys: (rule, summary)."""
    joint: tuple[JointPicture, ...] = ()
