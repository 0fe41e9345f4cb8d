"""Which days a person may write down: nothing before the incident, no past for what is to come, no future for what was.

A day is one where somebody is: it counts when it is right in the office's zone or in that of whoever wrote it down.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.errors import BadAnswer
from bot.domain.incident import Incident
from bot.services.outgoing import person_or_none
from bot.services.ports import UnitOfWork

FARTHEST = timedelta(days=5 * 366)
"""A day beyond this is a slip of the finger; the holiday tables end somewhere, too."""


def happened_on(uow: UnitOfWork, incident: Incident, day: date | None, block: str, *, by: str = "") -> date:
    """Return the day of something that has happened in this incident, as the person `by` (if anybody) wrote it down.

    Raises BadAnswer: no day, one to come, or one before anybody noticed the incident.
    """
    if day is None:
        raise BadAnswer(block, "refused.choose_day")
    if day > max(days_of(uow, uow.now, by)):
        raise BadAnswer(block, "refused.day_to_come")
    first = days_of(uow, incident.first_recognised_at, by)
    if day < min(first):
        raise BadAnswer(block, "refused.before_incident", day=first[-1])
    return day


def planned_on(
    uow: UnitOfWork, day: date | None, block: str, *, by: str = "", since: datetime | None = None
) -> date | None:
    """Return the day of something to come, or None when none was given; `by` as above.

    `since` (aware) is when the day was set, where it is written down later: it may have passed by then, but not before that.

    Raises BadAnswer: passed, or years away.
    """
    if day is None:
        return None
    today = days_of(uow, uow.now, by)
    if day < min(days_of(uow, since or uow.now, by)):
        raise BadAnswer(block, "refused.date_past" if since is None else "refused.day_before_given")
    if day > max(today) + FARTHEST:
        raise BadAnswer(block, "refused.day_far")
    return day


def check_past(uow: UnitOfWork, day: date | None, block: str, *, by: str = "") -> None:
    """Pass when nothing was given, or a day that has come; `by` as above. Raises BadAnswer."""
    if day is not None and day > max(days_of(uow, uow.now, by)):
        raise BadAnswer(block, "refused.day_to_come")


def days_of(uow: UnitOfWork, at: datetime, by: str) -> tuple[date, date]:
    """Return the day of an instant (aware) in the office's zone, and in that of the person `by`."""
    office = uow.rules.office.timezone
    person = person_or_none(uow, by)
    zone = person.tz if person is not None and person.tz else office
    return at.astimezone(ZoneInfo(office)).date(), at.astimezone(ZoneInfo(zone)).date()
