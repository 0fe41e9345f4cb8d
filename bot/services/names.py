"""From Slack ids to the names people know."""

from __future__ import annotations

from collections.abc import Callable

from bot.domain.errors import NotFound
from bot.domain.people import Person
from bot.services.ports import UnitOfWork

Names = Callable[[str], str]

NOBODY_OF_OURS = frozenset({"", "hansho", "client"})
"""Actors in the log that are no Slack member: the program itself, and somebody at the client who confirmed a receipt."""


def names_of(uow: UnitOfWork) -> Names:
    """Return a function from Slack id to a name people know; an unknown member keeps the id."""
    known: dict[str, str] = {}

    def name(user_id: str) -> str:
        if user_id in NOBODY_OF_OURS:
            return ""
        if user_id not in known:
            try:
                known[user_id] = uow.get(Person, user_id).name
            except NotFound:
                known[user_id] = user_id
        return known[user_id]

    return name
