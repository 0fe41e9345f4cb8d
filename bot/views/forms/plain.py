"""The view while something loads, and the view when something could not be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.views.blocks import Block, lines, modal, section
from bot.views.moments import escape
from bot.views.notes import approval_request, refusal
from bot.views.pictures import ApprovalPicture, BiText, IncidentPicture, Reader
from bot.views.texts import text


def loading_view(reader: Reader, *, drill: bool = False) -> Block:
    """Opened at once, since a trigger lives three seconds; the real form takes its place."""
    locale = reader.locale
    return modal(locale, "loading", [section(text(locale, "loading.body"))], title="loading.title", drill=drill)


def approval_view(incident: IncidentPicture, approval: ApprovalPicture, reader: Reader, now: datetime) -> Block:
    """What waits for a second person, with the two answers."""
    blocks = approval_request(replace(incident, drill=False), approval, reader, now).blocks
    drill_by = escape(incident.reporter_name, limit=60)
    return modal(
        reader.locale, "approval", blocks, title="approval_view.title", drill=incident.drill, drill_by=drill_by
    )


def saved_view(reader: Reader, title: str) -> Block:
    """What a modal shows when its buttons have done what they were for."""
    return modal(reader.locale, "saved", [section(text(reader.locale, "note.saved"))], title=title)


def held_view(reader: Reader, duties: Sequence[BiText], *, drill: bool = False) -> Block:
    """The answers were kept; these duties have a deadline, and a second person has to agree before they go."""
    locale = reader.locale
    listed = [text(locale, "held.duty", title=escape(duty.of(locale), limit=300)) for duty in duties[:20]]
    blocks = [section(lines(text(locale, "held.intro"), *listed)), section(text(locale, "held.stays"))]
    return modal(locale, "saved", blocks, title="held.title", drill=drill)


def error_view(reader: Reader, key: str, values: Mapping[str, object] | None = None, *, drill: bool = False) -> Block:
    """Why it could not be done and what to do instead, in the sentence `key`."""
    words = escape(refusal(reader, key, values or {}))
    return modal(reader.locale, "error", [section(words)], title="error.title", drill=drill)
