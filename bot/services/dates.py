"""Which days a person may write down: nothing before the incident, no past for what is to come, no future for what was."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.domain.errors import BadAnswer
from bot.domain.incident import Incident
from bot.services.ports import UnitOfWork
from bot.services.rules import local_date

FARTHEST = timedelta(days=5 * 366)
"""A day beyond this is a slip of the finger; the holiday tables end somewhere, too."""


def happened_on(uow: UnitOfWork, incident: Incident, day: date | None, block: str) -> date:
    """Return the day of something that has happened in this incident.

    Raises BadAnswer: no day, one to come, or one before anybody noticed the incident (in the office's zone).
    """
    if day is None:
        raise BadAnswer(block, "refused.choose_day")
    if day > local_date(uow):
        raise BadAnswer(block, "refused.day_to_come")
    first = incident.first_recognised_at.astimezone(ZoneInfo(uow.rules.office.timezone)).date()
    if day < first:
        raise BadAnswer(block, "refused.before_incident", day=first)
    return day


def planned_on(uow: UnitOfWork, day: date | None, block: str) -> date | None:
    """Return the day of something to come, or None when none was given. Raises BadAnswer: it has passed, or is years away."""
    if day is None:
        return None
    today = local_date(uow)
    if day < today:
        raise BadAnswer(block, "refused.date_past")
    if day > today + FARTHEST:
        raise BadAnswer(block, "refused.day_far")
    return day
