"""Pictures of what a contract says as a whole: what it is part of, what it covers, what to keep in mind, what can be read in two ways."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.views.pictures import BiText


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """Something the contract says, in our words, with its articles."""

    words: BiText
    cite: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TermPicture:
    """When the contract runs; `opt_out` is how long before the end a renewal has to be stopped, and in which form."""

    start: date | None
    end: date | None
    renews: bool
    opt_out: str = ""
    opt_out_form: BiText


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingPicture:
    """Who confirmed the readings, and when."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsPicture:
    """One contract for somebody with a role in it."""

    pack_id: str
    client: BiText
    title: BiText
    parent: BiText | None
    parent_number: str
    incorporates: tuple[str, ...]
    term: TermPicture
    events: tuple[str, ...]
    infos: tuple[str, ...]
    covers_cite: tuple[str, ...]
    aware: tuple[Cited, ...]
    """What the client may do, and what we answer for."""
    court: Cited | None
    doubts: tuple[BiText, ...]
    doubts_digest: str
    readings: tuple[ReadingPicture, ...]
    """Of the doubts as they are now."""
    may_confirm: bool
    """This person may confirm them, and has not yet."""
