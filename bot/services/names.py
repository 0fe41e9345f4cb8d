"""From Slack ids to the names people know."""

from __future__ import annotations

from collections.abc import Callable

from bot.domain.errors import NotFound
from bot.domain.people import Person
from bot.services.ports import UnitOfWork

Names = Callable[[str], str]


def names_of(uow: UnitOfWork) -> Names:
    """Return a function from Slack id to a name people know; an unknown member keeps the id."""
    known: dict[str, str] = {}

    def name(user_id: str) -> str:
        if not user_id or user_id == "hansho":
            return ""
        if user_id not in known:
            try:
                known[user_id] = uow.get(Person, user_id).name
            except NotFound:
                known[user_id] = user_id
        return known[user_id]

    return name
