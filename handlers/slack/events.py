"""Events: somebody looks at App Home, writes to the bot, or takes it away."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog

from bot.views.lists import help_message
from handlers.slack import home
from handlers.slack.visit import Visit

log = structlog.get_logger(__name__)

Event = Mapping[str, Any]


async def app_home_opened(visit: Visit, event: Event) -> None:
    """Draw the Home tab."""
    if event.get("tab", "home") == "home":
        await home.refresh(visit)


async def mentioned(visit: Visit, event: Event) -> None:
    """Answer a mention with the help, to that person alone."""
    message = help_message(visit.reader)
    thread = {"thread_ts": event["thread_ts"]} if event.get("thread_ts") else {}
    await visit.reception.client.chat_postMessage(
        channel=visit.actor,
        text=message.text,
        blocks=message.blocks,
        **({} if event.get("channel_type") != "im" else thread),
    )


async def written_to(visit: Visit, event: Event) -> None:
    """Answer a direct message with the help. Edits, joins and the bot's own words are no messages to it."""
    if event.get("subtype") or event.get("bot_id") or event.get("channel_type") != "im":
        return
    await mentioned(visit, event)


async def taken_away(visit: Visit, event: Event) -> None:
    """The app was removed or its tokens were revoked: nothing can be sent any more."""
    log.critical("slack.app_removed", event=str(event.get("type")), team=visit.reception.identity.team_id)


EVENTS: dict[str, Callable[[Visit, Event], Awaitable[None]]] = {
    "app_home_opened": app_home_opened,
    "app_mention": mentioned,
    "message": written_to,
    "app_uninstalled": taken_away,
    "tokens_revoked": taken_away,
}
"""The events the manifest subscribes to; every other one is acknowledged and nothing more."""
