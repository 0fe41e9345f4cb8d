"""What a document is made of: a template's name, plain JSON values, and the instant it is dated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order to the press (bot.documents). `data` must be JSON values; `at` is aware UTC."""

    template: str
    data: Mapping[str, object]
    at: datetime
