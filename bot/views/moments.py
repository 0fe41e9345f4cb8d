"""Time in words, and people's words made safe: what every screen needs before it can show anything."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

from bot.domain.countdown import whole_minutes_left
from bot.domain.people import Locale
from bot.views.texts import text

GRACE = timedelta(seconds=10)
"""A card drawn some milliseconds after its tick still shows the tick's minute; ten seconds promise nobody a minute."""

BAR_BLOCKS = 10

_DAY_PATTERN = {"ja": "M/d(EEE)", "en": "d MMM"}
_DAY_YEAR_PATTERN = {"ja": "y/M/d(EEE)", "en": "d MMM y"}
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINERS = frozenset("\u200c\u200d")


def minutes_left(now: datetime, due_at: datetime) -> int:
    """Whole minutes until the deadline; negative when past, 0 within the minute before and after it."""
    if now > due_at:
        return -((now - due_at) // timedelta(minutes=1))
    return max(0, whole_minutes_left(now - GRACE, due_at))


def span(minutes: int, locale: Locale) -> str:
    """A length of time for people: minutes up to three hours, then hours, then days. `minutes` is not negative."""
    if minutes < 180:
        return text(locale, "time.minutes", n=minutes)
    hours, rest = divmod(minutes, 60)
    if hours < 48:
        if rest == 0:
            return text(locale, "time.hours", n=hours)
        return text(locale, "time.hours_minutes", h=hours, n=rest)
    days, hours = divmod(hours, 24)
    return text(locale, "time.days_hours", d=days, h=hours) if hours else text(locale, "time.days", n=days)


def left_words(now: datetime, due_at: datetime, locale: Locale) -> str:
    """How long there is, or by how much the deadline is past, for example `あと 42 分` or `4 min past due`."""
    left = minutes_left(now, due_at)
    if now > due_at:
        return text(locale, "time.past", span=span(-left, locale)) if left else text(locale, "time.just_past")
    return text(locale, "time.left", span=span(left, locale)) if left else text(locale, "time.last_minute")


def bar(now: datetime, start_at: datetime, due_at: datetime) -> str:
    """Ten blocks, full ones for the share of time that is left; at least one while any is left, none when past."""
    whole = due_at - start_at
    left = due_at - now
    if left <= timedelta(0):
        return "□" * BAR_BLOCKS
    full = BAR_BLOCKS if whole <= timedelta(0) else min(BAR_BLOCKS, max(1, BAR_BLOCKS * left // whole))
    return "■" * full + "□" * (BAR_BLOCKS - full)


def zone_name(at: datetime, zone: str) -> str:
    """Short name of a zone at an instant, for example JST or UTC+08."""
    name = at.astimezone(ZoneInfo(zone)).strftime("%Z")
    return f"UTC{name}" if name.startswith(("+", "-")) else name


def same_zone(at: datetime, one: str, other: str) -> bool:
    """Whether two IANA zones show the same time at this instant; an empty name (nobody in particular) never does."""
    if not one or not other:
        return False
    return at.astimezone(ZoneInfo(one)).utcoffset() == at.astimezone(ZoneInfo(other)).utcoffset()


def clock(at: datetime, zone: str, reader_tz: str = "", *, label: bool = True) -> str:
    """The time as HH:MM in `zone`, with the zone's name when it is not the reader's (never with `label` off)."""
    shown = at.astimezone(ZoneInfo(zone)).strftime("%H:%M")
    return f"{shown} {zone_name(at, zone)}" if label and not same_zone(at, zone, reader_tz) else shown


def in_words(at: datetime, locale: Locale, zone: str, reader_tz: str = "", *, label: bool = True) -> str:
    """Day and time in `zone`: `11/21(土) 03:47` or `21 Nov 03:47`, with the zone's name when it is not the reader's."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{format_datetime(local, _DAY_PATTERN[locale], locale=locale)} {clock(at, zone, reader_tz, label=label)}"


def when(at: datetime, now: datetime, locale: Locale, zone: str, reader_tz: str = "", *, label: bool = True) -> str:
    """HH:MM when `at` is on the same day as `now` in `zone`, otherwise with the day."""
    if at.astimezone(ZoneInfo(zone)).date() == now.astimezone(ZoneInfo(zone)).date():
        return clock(at, zone, reader_tz, label=label)
    return in_words(at, locale, zone, reader_tz, label=label)


def day(value: date, locale: Locale, today: date | None = None) -> str:
    """A date for people; with its year when that is not the year of `today`."""
    pattern = _DAY_PATTERN if today is None or value.year == today.year else _DAY_YEAR_PATTERN
    return format_date(value, pattern[locale], locale=locale)


def next_nine(now: datetime, zone: str) -> datetime:
    """The next 09:00 in a zone, strictly after `now`: the same morning for whoever asks at three."""
    local = now.astimezone(ZoneInfo(zone))
    nine = local.replace(hour=9, minute=0, second=0, microsecond=0, fold=0)
    return nine if nine > local else datetime.combine(local.date() + timedelta(days=1), nine.timetz())


def date_token(at: datetime, locale: Locale, zone: str, *, time_only: bool = False) -> str:
    """Slack's date token: shown in the zone of whoever looks, right even when nothing of ours runs any more.

    The fallback holds day, time and zone in words (formatting reference of Slack: `<!date^EPOCH^FORMAT|FALLBACK>`).
    """
    form = "{time}" if time_only else "{date_short_pretty} {time}"
    return f"<!date^{int(at.timestamp())}^{form}|{in_words(at, locale, zone)}>"


def clean(words: str, *, lines: bool = False) -> str:
    """People's words without control, direction-changing and unassigned characters; line breaks stay only with `lines`."""
    normal = words.replace("\r\n", "\n").replace("\r", "\n")
    kept = []
    for sign in normal:
        if sign in {"\n", "\t"}:
            kept.append("\n" if lines and sign == "\n" else " ")
        elif unicodedata.category(sign) not in _HIDDEN or sign in _JOINERS:
            kept.append(sign)
    return "".join(kept).strip()


def escape(words: str, *, lines: bool = False, limit: int = 0) -> str:
    """People's words for mrkdwn: cleaned, clipped to `limit` characters (0 = no limit), and unable to mention anybody.

    Slack reads `<!channel>`, `<@U…>` and links only between angle brackets, so escaping the three signs & < > is enough
    (Slack, formatting text for app surfaces).
    """
    safe = clean(words, lines=lines)
    if limit:
        safe = clip(safe, limit)
    return safe.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def clip(words: str, limit: int) -> str:
    """The words, cut to `limit` characters with an ellipsis; never in the middle of an escaped sign or a token."""
    if len(words) <= limit:
        return words
    cut = words[: limit - 1]
    cut = re.sub(r"&[a-z]{0,3}$", "", cut)
    opened = cut.rfind("<")
    if opened > cut.rfind(">"):
        cut = cut[:opened]
    return cut + "…"
