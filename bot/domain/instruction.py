"""Instructions of the client (指示): what was asked, by whom and how, what it set in motion, and that it was reported back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.reminding import Plan, due_on, silent_since


class InstructionState(StrEnum):
    """An instruction is open until the client has heard what came of it."""

    RECEIVED = "received"
    REPORTED = "reported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """One instruction of one client. `rule_id` is the pack's clause on instructions, empty when it has none."""

    id: str
    incident_id: str
    lane_id: str
    rule_id: str
    text: str
    given_by: str
    given_at: datetime
    channel: str
    owner_id: str
    due_on: date | None = None
    """The day the client set, if it set one."""
    state: InstructionState = InstructionState.RECEIVED
    reported_on: date | None = None
    reported_to: str = ""
    reported_how: str = ""
    reported_ref: str = ""
    touched_on: date
    remind_epoch: int = 0
    by: str
    at: datetime

    @property
    def is_open(self) -> bool:
        """Whether the client still waits to hear what came of it."""
        return self.state is InstructionState.RECEIVED

    @property
    def plan(self) -> Plan | None:
        """See Followed."""
        if not self.is_open:
            return None
        return due_on(self.due_on) if self.due_on is not None else silent_since(self.touched_on)
