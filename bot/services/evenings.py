"""At half past five, while something of a client's is out: bring it back, wipe it, no party with drinks. In the carrier's own zone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bot.domain.calendars import Calendar
from bot.domain.clocks import morning_of
from bot.domain.errors import NotFound
from bot.domain.ids import new_id
from bot.domain.matter import CARRIED, Matter, MatterState
from bot.domain.recurring import is_risky_evening
from bot.domain.work import Timer
from bot.services.matter_reminders import PREFIX, scope_of
from bot.services.outgoing import person_or_none, send
from bot.services.ports import UnitOfWork

EVENING = "evening"
AT = time(17, 30)
STALE_AFTER = timedelta(hours=6)
"""An evening that the bot slept through is over: nobody is told at night to go straight home."""


def arm_evening(uow: UnitOfWork, matter: Matter) -> None:
    """Arm the next working evening of something that is out; nothing when it is not."""
    if matter.topic not in CARRIED or matter.state is not MatterState.OUT:
        return
    calendar = _calendar(uow, matter)
    day = calendar.earliest_working_day(uow.now.astimezone(calendar.tz).date())
    if _evening(day, calendar) <= uow.now:
        day = calendar.next_working_day(day)
    due_at = _evening(day, calendar)
    uow.arm(Timer(id=new_id(uow.now), scope_id=scope_of(matter), kind=EVENING, seq=day.isoformat(), due_at=due_at))


def fire_evening(uow: UnitOfWork, timer: Timer) -> None:
    """Remind whoever carries it, if it is still out, and arm the next evening."""
    try:
        matter = uow.hold(Matter, timer.scope_id.removeprefix(PREFIX))
    except NotFound:
        return
    if matter.state is not MatterState.OUT:
        return
    if uow.now - timer.due_at < STALE_AFTER:
        day = date.fromisoformat(timer.seq)
        send(
            uow,
            "evening",
            target=matter.owner_id,
            key=f"evening:{matter.id}:{timer.seq}",
            params={"matter": matter.id, "risky": is_risky_evening(day, _calendar(uow, matter))},
            due_at=timer.due_at,
        )
    arm_evening(uow, matter)


def _calendar(uow: UnitOfWork, matter: Matter) -> Calendar:
    """The office's working days in the zone of whoever carries it."""
    office, person = uow.rules.office, person_or_none(uow, matter.owner_id)
    return Calendar(office.calendar, person.tz if person is not None and person.tz else office.timezone)


def _evening(day: date, calendar: Calendar) -> datetime:
    return morning_of(day, AT, calendar)
