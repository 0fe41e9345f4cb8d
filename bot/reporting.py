"""`hansho status`: the open incidents with their clocks, and how many matters there are, as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.domain.matter import OPEN, Matter
from bot.domain.people import Locale
from bot.domain.work import Timer, TimerState
from bot.services.picture import draw
from bot.services.ports import UnitOfWork
from bot.services.recurring import RECURRING
from bot.services.rules import local_date
from bot.views.moments import in_words, left_words
from bot.views.pictures import IncidentPicture, LanePicture
from bot.views.texts import choice, text


def open_pictures(uow: UnitOfWork, _command: None) -> tuple[list[IncidentPicture], datetime]:
    """Return every open incident, oldest first, and the instant they were read at."""
    return [draw(uow, incident) for incident in uow.open_incidents()], uow.now


def count_matters(uow: UnitOfWork, _command: None) -> tuple[int, int, int]:
    """Return how many matters are open, how many of them are late, and how many duties that come back are scheduled."""
    today, matters = local_date(uow), uow.find(Matter, state=OPEN)
    coming = len(uow.find(Timer, kind=RECURRING, state=TimerState.ARMED))
    return len(matters), sum(matter.is_late(today) for matter in matters), coming


def matters_line(counts: tuple[int, int, int], locale: Locale) -> str:
    """Say how many matters are open and late, and how many duties come back."""
    n, late, coming = counts
    return text(locale, "status.matters", n=n, late=late, coming=coming)


def status_lines(pictures: list[IncidentPicture], now: datetime, locale: Locale, zone: str) -> Iterator[str]:
    """Give the lines: each incident, and under it each lane with what is left until its deadline."""
    if not pictures:
        yield text(locale, "list.none")
    for incident in pictures:
        mark = text(locale, "drill.mark") if incident.drill else ""
        state = choice(locale, "incident_state", incident.state)
        since = in_words(incident.first_recognised_at, locale, zone, zone)
        yield f"{mark}{incident.ref}  {state}  {since}  {incident.summary.splitlines()[0][:60] if incident.summary else ''}".rstrip()
        for lane in incident.lanes:
            yield f"  {lane.client.of(locale)}  {lane.word}  {_clock(lane, now, locale, zone)}  {lane.owner_name or '-'}"


def _clock(lane: LanePicture, now: datetime, locale: Locale, zone: str) -> str:
    if lane.reached_at is not None:
        return text(locale, "incident.reached", at=in_words(lane.reached_at, locale, zone, zone))
    if lane.stood_down_at is not None:
        return text(locale, "incident.stood_down")
    due = lane.due_at or lane.target_at
    if due is None:
        return "-"
    words = f"{in_words(due, locale, zone, zone)} ({left_words(now, due, locale)})"
    return words if lane.due_at else f"{words} *"
