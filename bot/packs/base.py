"""What every part of a pack is made of: frozen models, two-language words, durations, days."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from bot.domain.calendars import CALENDARS
from bot.domain.clocks import Duration as Length
from bot.domain.clocks import parse_duration
from bot.domain.errors import BadDuration

REQUIRED = "REQUIRED"
"""Stands where the user of a pack must still write something; a pack holding it cannot be active."""

_MINUTES = re.compile(r"(\d+)(m|h)")


class PackModel(BaseModel):
    """A part of a pack. Frozen, and a field nobody knows is an error rather than silence."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, str_strip_whitespace=True)


class BiText(PackModel):
    """The same words in Japanese and English. An empty language is found by the lint, not here."""

    ja: str = ""
    en: str = ""


def _both_languages(value: Any) -> Any:
    return {"ja": REQUIRED, "en": REQUIRED} if value == REQUIRED else value


def _duration(text: str) -> str:
    try:
        length = parse_duration(text)
    except BadDuration:
        raise PydanticCustomError("bad_duration", "{text} is not a duration", {"text": text}) from None
    if length == Length():  # a clock of no length would be over before it starts
        raise PydanticCustomError("bad_duration", "{text} is not a duration", {"text": text})
    return text


def _delay(text: str) -> str:
    if not _MINUTES.fullmatch(text):
        raise PydanticCustomError("bad_delay", "{text} is not a delay", {"text": text})
    return text


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise PydanticCustomError("bad_zone", "{name} is not a time zone", {"name": name}) from None
    return name


def _calendar(name: str) -> str:
    if name not in CALENDARS:
        raise PydanticCustomError("bad_calendar", "{name} is not a calendar", {"name": name})
    return name


def seconds_of_delay(text: str) -> int:
    """Return the seconds of a ladder's delay such as `5m` or `1h`."""
    found = _MINUTES.fullmatch(text)
    if found is None:
        raise BadDuration(text)
    return int(found[1]) * (60 if found[2] == "m" else 3600)


Words = Annotated[BiText, BeforeValidator(_both_languages)]
"""Two languages, or REQUIRED for both."""
Duration = Annotated[str, AfterValidator(_duration)]
"""ISO 8601 (PT60M, P30D, P1M) or business days (P4BD)."""
Delay = Annotated[str, AfterValidator(_delay)]
"""Minutes or hours of a ladder: 0m, 5m, 1h."""
Day = date | Literal["REQUIRED"] | None
"""A calendar day of the contract's zone, REQUIRED, or nothing."""
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
"""Lower-case letters, digits and hyphens."""
Zone = Annotated[str, AfterValidator(_zone)]
"""An IANA time zone."""
CalendarName = Annotated[str, AfterValidator(_calendar)]
"""One of bot.domain.calendars.CALENDARS."""
