"""An incident and its states (contract-independent): reported, triage, active, contained, recovered, closed; or not an incident."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.domain.errors import NotPossibleNow

if TYPE_CHECKING:
    from datetime import datetime


class IncidentState(StrEnum):
    """Where an incident stands. `REPORTED` is never stored longer than the transaction that commits the report."""

    REPORTED = "reported"
    TRIAGE = "triage"
    ACTIVE = "active"
    CONTAINED = "contained"
    RECOVERED = "recovered"
    CLOSED = "closed"
    NOT_INCIDENT = "not_incident"


OPEN_STATES = frozenset(
    {
        IncidentState.REPORTED,
        IncidentState.TRIAGE,
        IncidentState.ACTIVE,
        IncidentState.CONTAINED,
        IncidentState.RECOVERED,
    }
)

_STEPS: dict[IncidentState, frozenset[IncidentState]] = {
    IncidentState.REPORTED: frozenset({IncidentState.TRIAGE}),
    IncidentState.TRIAGE: frozenset({IncidentState.ACTIVE, IncidentState.NOT_INCIDENT, IncidentState.CLOSED}),
    IncidentState.ACTIVE: frozenset({IncidentState.CONTAINED, IncidentState.NOT_INCIDENT, IncidentState.CLOSED}),
    IncidentState.CONTAINED: frozenset(
        {IncidentState.ACTIVE, IncidentState.RECOVERED, IncidentState.NOT_INCIDENT, IncidentState.CLOSED}
    ),
    IncidentState.RECOVERED: frozenset({IncidentState.ACTIVE, IncidentState.NOT_INCIDENT, IncidentState.CLOSED}),
    IncidentState.CLOSED: frozenset({IncidentState.ACTIVE}),
    IncidentState.NOT_INCIDENT: frozenset({IncidentState.ACTIVE}),
}


class RoomKind(StrEnum):
    """How the incident's room exists in Slack."""

    PENDING = "pending"
    CHANNEL = "channel"
    THREAD = "thread"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One event that may concern clients' information. All instants are aware UTC."""

    id: str
    ref: str
    """Human reference, for example INC-1121-01 (month and day in the office's zone, number within the day)."""
    team_id: str
    source_key: str
    """What made it: the id of the submitted form. Unique, so a second submit finds the first incident."""
    state: IncidentState
    drill: bool = False
    drill_people: tuple[str, ...] = ()
    reporter_id: str
    reported_at: datetime
    first_recognised_at: datetime
    start_uncertain: bool = False
    recognised_by: str = ""
    """Who noticed first, in the reporter's words; empty when the reporter did not say."""
    summary: str = ""
    facts: dict[str, object] = field(default_factory=dict)
    packs: dict[str, str] = field(default_factory=dict)
    """Pack id -> digest of every pack that was in force when the report came in; later edits do not touch this incident."""
    laws: dict[str, str] = field(default_factory=dict)
    """Law id -> digest of every law that was switched on when the report came in."""
    moments: dict[str, str] = field(default_factory=dict)
    """Instants that laws count from (`aware_at`, `determined_at` ...) as legal gave them, ISO 8601 in UTC."""
    law_form_at: datetime | None = None
    """When legal first answered what the laws ask."""
    permalink: str = ""
    lead_id: str = ""
    lead_form_at: datetime | None = None
    room_kind: RoomKind = RoomKind.PENDING
    room_channel: str = ""
    room_ts: str = ""
    board_channel: str = ""
    board_ts: str = ""
    """The one message of the room that shows at a glance where each lane stands."""
    contained_at: datetime | None = None
    recovered_at: datetime | None = None
    ended_at: datetime | None = None
    ended_reason: str = ""
    version: int = 0

    @property
    def is_open(self) -> bool:
        """Whether clocks, ladders and reminders may still act on it."""
        return self.state in OPEN_STATES


def check_step(old: IncidentState, new: IncidentState) -> None:
    """Pass when the state machine has the step `old` -> `new`.

    Raises:
        NotPossibleNow: there is no such step.
    """
    if new not in _STEPS[old]:
        raise NotPossibleNow("refused.no_such_step", state=old.value)
