"""What may be said to one client: the incident's facts in formal words, of this lane alone. No guess, no admission, no other client.

`OneLane` is the only way in: it is made from an incident and one lane, and keeps nothing of any other lane. What people typed
freely (the one line, what was done, effects) may speak about other clients, so it is kept only when the report
names this contract and no other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bot.domain.people import Locale
from bot.views.answers import codes
from bot.views.moments import clean, zone_name
from bot.views.pictures import BiText, IncidentPicture, LanePicture
from bot.views.texts import has, text

_FREE_LIMIT = 300


@dataclass(frozen=True, slots=True)
class OneLane:
    """The facts of one incident as one client may hear them. Words are plain text (never mrkdwn)."""

    ref: str
    drill: bool
    events: tuple[str, ...]
    status: str
    places: tuple[str, ...]
    kinds: tuple[str, ...]
    summary: str
    done: str
    effects: str
    first_recognised_at: datetime
    alone: bool
    company: BiText
    callback: str
    lane: LanePicture


def one_lane(incident: IncidentPicture, lane: LanePicture) -> OneLane:
    """Take from the incident what concerns this lane."""
    named = codes(incident.facts, "contracts")
    alone = named == [lane.pack_id] and all(other.id == lane.id for other in incident.lanes)

    def free(words: object) -> str:
        return clean(str(words or ""))[:_FREE_LIMIT] if alone else ""

    return OneLane(
        ref=incident.ref,
        drill=incident.drill,
        events=tuple(codes(incident.facts, "event")),
        status=next(iter(codes(incident.facts, "status")), "unknown"),
        places=tuple(codes(incident.facts, "where")),
        kinds=tuple(codes(incident.facts, "info_kind")),
        summary=free(incident.summary),
        done=free(incident.facts.get("done_so_far")),
        effects=free(incident.facts.get("effects")),
        first_recognised_at=incident.first_recognised_at,
        alone=alone,
        company=incident.company,
        callback=incident.callback,
        lane=lane,
    )


def what_formal(facts: OneLane, locale: Locale) -> str:
    """What happened, in formal words; only as sure as the report (`のおそれ` when suspected)."""
    joint = text(locale, "notice.and")
    known = [code for code in facts.events if code != "unknown" and has(f"formal.{code}")]
    words = joint.join(text(locale, f"formal.{code}") for code in known) or text(locale, "formal.unknown")
    if not known or facts.status == "occurred":
        return words
    return text(locale, "notice.near" if facts.status == "future_risk" else "notice.suspected", what=words)


def kinds_formal(facts: OneLane, locale: Locale, otherwise: str) -> str:
    """The kinds of information, in formal words; `otherwise` when not known (an answer "none" is a guess this early)."""
    joint = text(locale, "notice.and")
    known = [code for code in facts.kinds if has(f"formal_info.{code}")]
    return joint.join(text(locale, f"formal_info.{code}") for code in known) or otherwise


def places_formal(facts: OneLane, locale: Locale, otherwise: str) -> str:
    """Where it happened, in formal words."""
    joint = text(locale, "notice.and")
    known = [code for code in facts.places if has(f"formal_where.{code}")]
    return joint.join(text(locale, f"formal_where.{code}") for code in known) or otherwise


def spoken_time(at: datetime, locale: Locale, zone: str) -> str:
    """`02時47分` or `02:47` in the contract's zone."""
    return at.astimezone(ZoneInfo(zone)).strftime("%H時%M分" if locale == "ja" else "%H:%M")


def spoken_when(at: datetime, now: datetime, locale: Locale, zone: str) -> str:
    """`本日02時47分`, or with the day when it was not today in the contract's zone."""
    local, today = at.astimezone(ZoneInfo(zone)).date(), now.astimezone(ZoneInfo(zone)).date()
    time = spoken_time(at, locale, zone)
    if local == today:
        return text(locale, "notice.today", at=time)
    return text(locale, "notice.on_day", day=day_of(at, locale, zone), at=time)


def written_when(at: datetime, locale: Locale, zone: str) -> str:
    """`2026年11月21日 02時47分（JST）`: with year and zone, as a document needs it."""
    time = spoken_time(at, locale, zone)
    name = zone_name(at, zone)
    return (
        f"{day_of(at, locale, zone)} {time}（{name}）"
        if locale == "ja"
        else f"{day_of(at, locale, zone)} {time} {name}"
    )


def day_of(at: datetime, locale: Locale, zone: str) -> str:
    """`2026年11月21日`: the day in the contract's zone."""
    return written_day(at.astimezone(ZoneInfo(zone)).date(), locale)


def written_day(day: object, locale: Locale) -> str:
    """`2026年11月21日`: a date in full; empty for what is no date (a pack may leave one out)."""
    if not isinstance(day, date):
        return ""
    return format_date(day, "y年M月d日" if locale == "ja" else "d MMMM y", locale=locale)
