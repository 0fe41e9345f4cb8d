"""The methods of the Web API, a module a family. `METHODS` maps Slack's name to the function that does it."""

from __future__ import annotations

from workspace.methods import (
    chat,
    conversations,
    files,
    groups,
    history,
    identity,
    marks,
    people,
    rooms,
    scheduled,
    views,
)
from workspace.methods.ask import Ask, Method

__all__ = ["METHODS", "Ask", "Method"]

METHODS: dict[str, Method] = {
    **identity.METHODS,
    **people.METHODS,
    **groups.METHODS,
    **chat.METHODS,
    **marks.METHODS,
    **files.METHODS,
    **scheduled.METHODS,
    **conversations.METHODS,
    **rooms.METHODS,
    **history.METHODS,
    **views.METHODS,
}
