"""Trying a pack on made-up answers: which duties and clocks would fire, when, whom it would ring, and the busiest hour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.calendars import Calendar
from bot.domain.clocks import times_of
from bot.packs.evaluate import FiredDuty, evaluate
from bot.packs.schema import Pack

LADDER_HOURS = 2
"""How far the ladder is played when nobody answers."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that would happen. `kind`: ring, target, due, alarm; `at` is aware UTC."""

    at: datetime
    kind: str
    what: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What one report would set going: the duties in the pack's order, and every moment in the order of time."""

    fired: tuple[FiredDuty, ...]
    moments: tuple[Moment, ...]
    busiest: tuple[datetime, int] | None
    """Begin of the hour (aware, the pack's zone) with the most moments, and how many; None when there are none."""


def simulate(pack: Pack, facts: Mapping[str, object], at: datetime) -> Trial:
    """Return what a report first recognised and sent at `at` (aware) would set going, if nobody ever answered.

    Args:
        pack: a whole pack.
        facts: answers by name; a missing one counts as unknown and fires.
        at: when it was first recognised.

    Raises:
        CalendarOutOfRange: a clock needs working days beyond the holiday tables.
    """
    calendar = Calendar(pack.calendar.days, pack.calendar.tz)
    fired = evaluate(pack, facts, pack.phase_on(at.astimezone(calendar.tz).date()))
    moments = sorted(
        [*_clocks(pack, fired, at, calendar), *_rings(pack, fired, at)], key=lambda m: (m.at, m.kind, m.what)
    )
    hours = Counter(m.at.astimezone(calendar.tz).replace(minute=0, second=0, microsecond=0) for m in moments)
    busiest = max(hours.items(), key=lambda pair: (pair[1], -pair[0].timestamp())) if hours else None
    return Trial(tuple(fired), tuple(moments), busiest)


def _clocks(pack: Pack, fired: list[FiredDuty], at: datetime, calendar: Calendar) -> Iterator[Moment]:
    for item in fired:
        if item.duty.clock is None or item.duty.clock.start not in ("first_recognised_at", "aware_at"):
            continue
        times = times_of(pack.clock_spec(item.duty), at, calendar)
        for kind, instant in (("due", times.due_at), ("target", times.target_at), ("alarm", times.alarm_at)):
            if instant is not None:
                yield Moment(instant, kind, item.duty.id)


def _rings(pack: Pack, fired: list[FiredDuty], at: datetime) -> Iterator[Moment]:
    if not any(item.duty.type == "notice" for item in fired):
        return
    steps = pack.escalate.internal
    last, repeat = steps[-1].delay_seconds, pack.escalate.repeat_seconds
    offsets = [(step.delay_seconds, step.role) for step in steps]
    number = 0
    while repeat and (after := last + (number + 1) * repeat) <= LADDER_HOURS * 3600:
        offsets.append((after, steps[number % len(steps)].role))
        number += 1
    for seconds, role in offsets:
        yield Moment(at + timedelta(seconds=seconds), "ring", role)
