"""The view while something loads, and the view when something could not be done."""

from __future__ import annotations

from collections.abc import Mapping

from bot.views.blocks import Block, modal, section
from bot.views.moments import escape
from bot.views.notes import refusal
from bot.views.pictures import Reader
from bot.views.texts import text


def loading_view(reader: Reader, *, drill: bool = False) -> Block:
    """Opened at once, since a trigger lives three seconds; the real form takes its place."""
    locale = reader.locale
    return modal(locale, "loading", [section(text(locale, "loading.body"))], title="loading.title", drill=drill)


def error_view(reader: Reader, key: str, values: Mapping[str, object] | None = None, *, drill: bool = False) -> Block:
    """Why it could not be done and what to do instead, in the sentence `key`."""
    words = escape(refusal(reader, key, values or {}))
    return modal(reader.locale, "error", [section(words)], title="error.title", drill=drill)
