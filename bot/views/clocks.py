"""A lane's clock in words: its level, its due line, its landmark. The contract's deadline and the team's target never mix."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from bot.views.moments import clock, date_token, escape, in_words, left_words, minutes_left, same_zone, when
from bot.views.pictures import LanePicture, Reader
from bot.views.texts import text
from bot.views.wording import word_shown


class Level(StrEnum):
    """How pressing a lane is; each level has a word beside its colour, since colour alone tells too little."""

    RUNNING = "running"
    SOON = "soon"
    URGENT = "urgent"
    PAST = "past"
    REACHED = "reached"
    QUIET = "quiet"


LANDMARKS = {
    Level.RUNNING: "🔔",
    Level.SOON: "🟡",
    Level.URGENT: "🔴",
    Level.PAST: "🔴",
    Level.REACHED: "✅",
    Level.QUIET: "⚪",
}


def level(lane: LanePicture, now: datetime) -> Level:
    """The lane's level: amber with 30 minutes left, red with 10 and after; a soft word turns amber at its target, red at its alarm."""
    if lane.reached_at is not None:
        return Level.REACHED
    if lane.stood_down_at is not None:
        return Level.QUIET
    if lane.due_at is not None:
        if now >= lane.due_at:
            return Level.PAST
        left = minutes_left(now, lane.due_at)
        return Level.URGENT if left <= 10 else Level.SOON if left <= 30 else Level.RUNNING
    if lane.alarm_at is not None and now >= lane.alarm_at:
        return Level.URGENT
    if lane.target_at is not None and now >= lane.target_at:
        return Level.SOON
    return Level.RUNNING


def landmark(lane: LanePicture, now: datetime) -> str:
    """The one sign at the head of a lane's line."""
    return LANDMARKS[level(lane, now)]


def is_open(lane: LanePicture) -> bool:
    """Whether the desk still has to be reached."""
    return lane.reached_at is None and lane.stood_down_at is None


def reader_zone(lane: LanePicture, reader: Reader) -> str:
    """The zone times are written in for this reader."""
    return reader.tz or lane.zone


def due_words(lane: LanePicture, reader: Reader, now: datetime) -> str:
    """The deadline (or the target, labelled as ours) in plain words, short enough for a line of a list."""
    zone = reader_zone(lane, reader)
    if lane.due_at is not None:
        at = when(lane.due_at, now, reader.locale, zone, reader.tz)
        at += contract_time(lane, reader, lane.due_at)
        return text(reader.locale, "due.hard", at=at, left=left_words(now, lane.due_at, reader.locale))
    if lane.target_at is not None:
        at = when(lane.target_at, now, reader.locale, zone, reader.tz)
        return text(reader.locale, "due.soft", at=at, left=left_words(now, lane.target_at, reader.locale))
    return text(reader.locale, "due.none")


def contract_time(lane: LanePicture, reader: Reader, at: datetime) -> str:
    """The same instant in the contract's zone, in brackets; empty when that is the reader's own time."""
    if same_zone(at, reader_zone(lane, reader), lane.zone):
        return ""
    words = in_words(at, reader.locale, lane.zone)
    return f"（{words}）" if reader.locale == "ja" else f" ({words})"


def state_words(lane: LanePicture, reader: Reader, now: datetime) -> str:
    """What a list says about a lane: its deadline while it runs, otherwise when it was reached or that calling stopped."""
    if lane.reached_at is not None:
        at = when(lane.reached_at, now, reader.locale, reader_zone(lane, reader), reader.tz)
        return text(reader.locale, "incident.reached", at=at)
    if lane.stood_down_at is not None:
        return text(reader.locale, "incident.stood_down")
    return due_words(lane, reader, now)


def due_token(lane: LanePicture, reader: Reader, at: datetime, now: datetime) -> str:
    """The instant as Slack's date token; only the time when it is today for the reader."""
    zone = reader_zone(lane, reader)
    today = when(at, now, reader.locale, zone, zone) == clock(at, zone, zone)
    return date_token(at, reader.locale, lane.zone, time_only=today)


def ask_words(lane: LanePicture, reader: Reader, now: datetime) -> str:
    """The deadline as the second half of a sentence: `期限 03:47、あと 37 分。` or the contract's word with our target."""
    zone = reader_zone(lane, reader)
    word = word_shown(lane.word, reader.locale)
    if lane.due_at is not None:
        at = when(lane.due_at, now, reader.locale, zone, reader.tz) + contract_time(lane, reader, lane.due_at)
        left = left_words(now, lane.due_at, reader.locale)
        return text(reader.locale, "page.lane_due", word=escape(lane.word), at=at, left=left)
    if lane.target_at is not None and word:
        at = when(lane.target_at, now, reader.locale, zone, reader.tz)
        return text(
            reader.locale, "page.lane_soft", word=word, at=at, left=left_words(now, lane.target_at, reader.locale)
        )
    return text(reader.locale, "page.lane_none", word=word) if word else text(reader.locale, "page.lane_no_word")


def taken_minutes(lane: LanePicture, at: datetime) -> int:
    """Whole minutes from the start of the lane's clock until `at`."""
    return max(0, (at - lane.start_at) // timedelta(minutes=1))


def by_due(lanes: tuple[LanePicture, ...]) -> list[LanePicture]:
    """Lanes as they press: open ones first, by deadline, then by target, then by position."""

    def rank(lane: LanePicture) -> tuple[int, float, int]:
        pressing = lane.due_at or lane.target_at
        open_rank = 0 if is_open(lane) and lane.due_at else 1 if is_open(lane) else 2
        return (open_rank, pressing.timestamp() if pressing else float("inf"), lane.position)

    return sorted(lanes, key=rank)


def late_line(late_minutes: int, reader: Reader) -> str:
    """The mark of a message that leaves later than it should have; empty when it is in time."""
    return text(reader.locale, "time.late", n=late_minutes) if late_minutes > 0 else ""
