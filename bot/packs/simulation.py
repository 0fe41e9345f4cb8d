"""Trying a pack on made-up answers: which duties and clocks would fire, when, whom it would ring, and the busiest hour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.domain.clocks import Times
from bot.domain.ladder import role_at, start_of, step_at
from bot.packs.evaluate import RAISED, FiredDuty, consultations_to_open, evaluate
from bot.packs.schema import ConsultationRule, Pack, Phase
from bot.packs.timing import instants_of, ladder_of, phase_of

PLAYED = timedelta(hours=2)
"""How far the ladder is played when nobody answers."""
MOST_STEPS = 150
"""Of a ladder that rings every minute, so many steps."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that would happen. `kind`: ring, target, due, alarm; `what` a role or a duty's id; `at` is aware UTC."""

    at: datetime
    kind: Literal["ring", "target", "due", "alarm"]
    what: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What one report would set going."""

    phase: Phase
    fired: tuple[FiredDuty, ...]
    """In the pack's order."""
    times: tuple[Times, ...]
    """The clock of each of `fired`; without an instant when it has none, or has not begun."""
    waiting: frozenset[str]
    """Ids of duties whose clock begins later, once the spread is stopped."""
    moments: tuple[Moment, ...]
    """In the order of time."""
    busiest: tuple[datetime, int] | None
    """Begin of the hour (aware, the pack's zone) with the most moments, and how many; None when there are none."""
    opens: tuple[ConsultationRule, ...]
    """Consultations that would open once the client's desk is reached."""

    @property
    def rings(self) -> tuple[Moment, ...]:
        """The steps of the ladder."""
        return tuple(moment for moment in self.moments if moment.kind == "ring")


def simulate(pack: Pack, facts: Mapping[str, object], at: datetime) -> Trial:
    """Return what a report first recognised and sent at `at` (aware) would set going, if nobody ever answered.

    Args:
        pack: a whole pack.
        facts: answers by name; a missing one counts as unknown and fires.
        at: when it was first recognised.

    Raises:
        CalendarOutOfRange: a clock needs working days beyond the holiday tables.
    """
    zone = ZoneInfo(pack.calendar.tz)
    at = at.astimezone(UTC)  # rings are so many minutes apart, and a wall clock may skip an hour
    phase = phase_of(pack, at)
    fired = evaluate(pack, facts, phase)
    clocks = [instants_of(pack, item.duty, at, None) for item in fired]  # nothing has been contained yet
    times = [instants for _, instants in clocks]
    moments = sorted(
        [*_clocks(fired, times), *_rings(pack, fired, times, at)],
        key=lambda moment: (moment.at, moment.kind, moment.what),
    )
    hours = Counter(m.at.astimezone(zone).replace(minute=0, second=0, microsecond=0) for m in moments)
    busiest = max(hours.items(), key=lambda pair: (pair[1], -pair[0].timestamp())) if hours else None
    opens = consultations_to_open(pack, fired, facts, RAISED) if fired else []
    waiting = frozenset(item.duty.id for item, (begins, _) in zip(fired, clocks, strict=True) if begins is None)
    return Trial(phase, tuple(fired), tuple(times), waiting, tuple(moments), busiest, tuple(opens))


def _clocks(fired: list[FiredDuty], times: list[Times]) -> Iterator[Moment]:
    for item, clock in zip(fired, times, strict=True):
        if clock.due_at is not None:
            yield Moment(clock.due_at, "due", item.duty.id)
        if clock.target_at is not None:
            yield Moment(clock.target_at, "target", item.duty.id)
        if clock.alarm_at is not None:
            yield Moment(clock.alarm_at, "alarm", item.duty.id)


def _rings(pack: Pack, fired: list[FiredDuty], times: list[Times], at: datetime) -> Iterator[Moment]:
    """Give the ladder's steps as a lane's clock would ring them: a near deadline makes it begin further up."""
    notices = [clock.due_at for item, clock in zip(fired, times, strict=True) if item.duty.type == "notice"]
    if not notices:
        return
    ladder = ladder_of(pack)
    start = start_of(ladder, at, min((due for due in notices if due), default=None))
    for number in range(MOST_STEPS):
        instant = step_at(ladder, start, number)
        if instant > at + PLAYED and number >= len(ladder.steps):
            return
        yield Moment(max(instant, at), "ring", role_at(ladder, number))
