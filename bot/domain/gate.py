"""Gates: publication and disclosure to third parties stay locked until the client agreed, or an emergency record is complete."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.consultation import Consultation
from bot.domain.errors import NotPossibleNow
from bot.domain.reminding import Plan, due_on


class GateKind(StrEnum):
    """What is locked; also the topic of the consultation that opens it."""

    PUBLICATION = "publication"
    DISCLOSURE = "disclosure"


class Lock(StrEnum):
    """Why it is locked, by the contract."""

    CONSULT = "consult"
    """The contract asks for talks or consent first."""
    CLIENT_DECIDES = "client_decides"
    """The contract leaves publication to the client: we do not publish."""
    UNWRITTEN = "unwritten"
    """The contract is silent; asking first keeps its secrecy clauses whole."""


class EmergencyState(StrEnum):
    """Where an emergency record stands: it opens the gate once when a second person decided, and ends with the client told."""

    ASKED = "asked"
    REFUSED = "refused"
    DECIDED = "decided"
    USED = "used"
    TOLD = "told"


_E = EmergencyState
_STEPS: dict[EmergencyState, frozenset[EmergencyState]] = {
    _E.ASKED: frozenset({_E.REFUSED, _E.DECIDED}),
    _E.REFUSED: frozenset(),
    _E.DECIDED: frozenset({_E.USED, _E.TOLD}),
    _E.USED: frozenset({_E.TOLD}),
    _E.TOLD: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """Why talks could not be waited for, what will be said (no more than is necessary), and by when the client is told."""

    id: str
    incident_id: str
    lane_id: str
    kind: GateKind
    why: str
    saying: str
    tell_on: date
    """The day by which the client is told of it afterwards."""
    state: EmergencyState = EmergencyState.ASKED
    owner_id: str
    """Whoever asked for it; sees to it that the client is told."""
    asked_at: datetime
    decided_by: str = ""
    decided_at: datetime | None = None
    told_on: date | None = None
    told_who: str = ""
    told_ref: str = ""
    remind_epoch: int = 0

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to decide it, or the client to be told."""
        return self.state in {_E.ASKED, _E.DECIDED, _E.USED}

    @property
    def plan(self) -> Plan | None:
        """See Followed. Until a second person decided, the request itself is what is reminded of."""
        return due_on(self.tell_on) if self.state in {_E.DECIDED, _E.USED} else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """Something was published or disclosed: to whom, what, when, and what allowed it (a consultation or an emergency record)."""

    id: str
    incident_id: str
    lane_id: str
    kind: GateKind
    to_whom: str
    what: str
    released_on: date
    reference: str
    basis_id: str
    emergency: bool
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Key:
    """What opens a gate now: a consultation's or an emergency record's id."""

    basis_id: str
    emergency: bool


def keys_of(kind: GateKind, talks: Iterable[Consultation], emergencies: Iterable[Emergency]) -> list[Key]:
    """Return everything that opens the gate of one lane now, the newest agreement first; none: it is locked."""
    agreed = sorted((talk for talk in talks if talk.topic == kind.value and talk.opens_gate), key=lambda talk: talk.id)
    decided = [one for one in emergencies if one.kind is kind and one.state is _E.DECIDED]
    return [*(Key(talk.id, False) for talk in reversed(agreed)), *(Key(one.id, True) for one in decided)]


def check_emergency_step(old: EmergencyState, new: EmergencyState) -> None:
    """Pass when the state machine has the step. Raises NotPossibleNow otherwise."""
    if new not in _STEPS[old]:
        raise NotPossibleNow("refused.emergency_step", state=old.value)
