"""What a change looks like in the log: the fields that differ, before and after, as plain JSON values."""

from __future__ import annotations

from dataclasses import fields
from typing import Any


def changes(old: Any, new: Any) -> tuple[dict[str, object], dict[str, object]]:
    """Return the fields of two records of one kind that differ: (before, after)."""
    names = [name.name for name in fields(old) if getattr(old, name.name) != getattr(new, name.name)]
    return {name: plain(getattr(old, name)) for name in names}, {name: plain(getattr(new, name)) for name in names}


def plain(value: object) -> object:
    """Return a field's value as JSON takes it."""
    return value if value is None or isinstance(value, str | int | bool) else str(value)
