"""The call script and the notice text to copy, in the contract's language."""

from __future__ import annotations

from bot.views.notice import notice_form
from handlers.slack.answering import names_of
from handlers.slack.looking import lane_of
from handlers.slack.visit import Visit


async def open_notice(visit: Visit) -> None:
    """Show what to say and what to send."""
    incident, lane = await lane_of(visit)
    names = await visit.read(names_of, (visit.actor,))
    caller = names.get(visit.actor, "")
    await visit.show(notice_form(incident, lane, visit.reader, visit.now, caller=caller, content=lane.content))
