"""The methods of the Web API, a module a family. `METHODS` maps Slack's name to the function that does it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from workspace.core import Core
from workspace.delivery import Delivery
from workspace.methods import chat, conversations, people, scheduled, views
from workspace.state import Json

Method = Callable[[Core, Delivery, Json], Awaitable[Json]]

METHODS: dict[str, Method] = {
    **people.METHODS,
    **chat.METHODS,
    **scheduled.METHODS,
    **conversations.METHODS,
    **views.METHODS,
}
