"""Made-up records, complete enough to be kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.domain.ids import new_id
from bot.domain.incident import Incident, IncidentState
from bot.domain.lane import Lane
from bot.domain.work import OutboxRow, SendPriority, Timer, TimerState


class NoRules:
    """A rule book for a store whose services never look into it."""

    @property
    def office(self) -> Any:
        raise NotImplementedError

    @property
    def packs(self) -> Any:
        raise NotImplementedError


def add_incident(uow: Any, name: str = "1", **changes: Any) -> Incident:
    made = Incident(
        id=new_id(uow.now),
        ref=f"INC-1121-{name}",
        team_id="T0TEST",
        source_key=f"view-{name}",
        state=IncidentState.TRIAGE,
        reporter_id="U0REPORTER",
        reported_at=uow.now,
        first_recognised_at=uow.now,
    )
    made = replace(made, **changes)
    uow.add(made)
    return made


def add_lane(uow: Any, incident: Incident, pack_id: str = "client-a") -> Lane:
    made = Lane(
        id=new_id(uow.now),
        incident_id=incident.id,
        pack_id=pack_id,
        pack_digest="0" * 64,
        position=1,
        start_at=uow.now,
        ladder_start_at=uow.now,
    )
    uow.add(made)
    return made


def arm(uow: Any, scope_id: str, *, seconds: float = 0, kind: str = "tick", seq: str = "1") -> Timer:
    timer = Timer(
        id=new_id(uow.now), scope_id=scope_id, kind=kind, seq=seq, due_at=uow.now + timedelta(seconds=seconds)
    )
    assert uow.arm(timer)
    return timer


def post(uow: Any, key: str, **changes: Any) -> OutboxRow:
    row = OutboxRow(
        id=new_id(uow.now),
        priority=SendPriority.NOTICE,
        kind="note",
        target="U0SOMEBODY",
        idem_key=key,
        due_at=uow.now,
        next_attempt_at=uow.now,
        created_at=uow.now,
    )
    row = replace(row, **changes)
    assert uow.post(row)
    return row


def fire_all(uow: Any, scope_id: str) -> None:
    """Fires what is due, as the services do."""
    for timer in uow.find(Timer, scope_id=scope_id, state=TimerState.ARMED):
        if timer.due_at <= uow.now:
            uow.save(replace(timer, state=TimerState.FIRED, fired_at=uow.now))
