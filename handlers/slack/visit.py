"""One thing a person did in Slack, and the ways to answer it: a modal, a note to them alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, TypeVar

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.services.ports import UnitOfWork
from bot.views.forms import error_view
from bot.views.notes import note
from bot.views.pictures import Message, Reader
from handlers.slack.payload import Answer
from handlers.slack.reception import Reception

log = structlog.get_logger(__name__)

Surface = Literal["message", "modal", "home", "command", "shortcut"]
Ack = Mapping[str, Any] | None
"""What the answer to a submitted form tells Slack to do; None closes the form."""

PAGES = frozenset(
    {"board", "follow", "gate", "consultation", "instruction", "survey", "registers", "matter", "contracts"}
)
"""Screens that lead to others in their place: of what comes after the notices, the lists, a matter and its parts."""

C = TypeVar("C")
T = TypeVar("T")


@dataclass(slots=True, kw_only=True)
class Visit:
    """What somebody did: where, about what (`ids`), with which answers, under which inbox key."""

    reception: Reception
    reader: Reader
    surface: Surface
    body: Mapping[str, Any]
    name: str
    """The verb, form, command word or shortcut."""
    key: str
    ids: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    meta: Mapping[str, Any] = field(default_factory=dict)

    @property
    def actor(self) -> str:
        """Slack id of the person."""
        return self.reader.user_id

    @property
    def now(self) -> datetime:
        """The present instant of the clock port."""
        return self.reception.clock.now()

    @property
    def view(self) -> Mapping[str, Any]:
        """The modal or Home tab it was done in; empty elsewhere."""
        found = self.body.get("view")
        return found if isinstance(found, Mapping) else {}

    async def run(self, service: Callable[[UnitOfWork, C], T], command: C) -> T:
        """Run a service in a transaction. Raises what it raises, and StoreUnavailable."""
        return await self.reception.store.run(service, command)

    async def read(self, query: Callable[[UnitOfWork, C], T], command: C) -> T:
        """Run a query. Raises what it raises, and StoreUnavailable."""
        return await self.reception.store.read(query, command)

    def text(self, name: str) -> str:
        """A text or single choice of the form, empty when not given."""
        found = self.answers.get(name)
        return found if isinstance(found, str) else ""

    def many(self, name: str) -> tuple[str, ...]:
        """The choices of a list of the form."""
        found = self.answers.get(name)
        return tuple(found) if isinstance(found, list) else ()

    def instant(self, name: str) -> datetime | None:
        """A picked day and time as aware UTC."""
        found = self.answers.get(name)
        return datetime.fromtimestamp(found, UTC) if isinstance(found, int) else None

    async def show(self, view: dict[str, Any]) -> None:
        """Open a modal with the trigger of what was done (three seconds), on top of the one that is open."""
        client, trigger = self.reception.client, str(self.body.get("trigger_id") or "")
        if self.surface == "modal":
            await client.views_push(trigger_id=trigger, view=view)
        else:
            await client.views_open(trigger_id=trigger, view=view)

    async def turn_to(self, view: dict[str, Any]) -> None:
        """Show a screen in the place of the one it was opened from, as one turns a page; elsewhere open it.

        Slack stacks three modals at most, and the topmost is needed for a form. Only screens without inputs are turned.
        """
        if self.surface == "modal" and self.view.get("callback_id") in PAGES:
            await self.redraw(view, view_id=str(self.view["id"]))
        else:
            await self.show(view)

    async def redraw(self, view: dict[str, Any], *, view_id: str = "") -> None:
        """Draw a modal that is open again, by default the one it was done in. What stands in its inputs stays."""
        if view_id:
            await self.reception.client.views_update(view_id=view_id, view=view)
        else:
            await self.reception.client.views_update(
                view_id=str(self.view["id"]), hash=self.view.get("hash"), view=view
            )

    async def redraw_below(self, view: dict[str, Any]) -> None:
        """Draw the modal under this one again; that it cannot be drawn is no reason to refuse what was saved."""
        await self._redraw_under(view, "previous_view_id")

    async def redraw_bottom(self, view: dict[str, Any]) -> None:
        """Draw the modal at the bottom of the stack again, as `redraw_below` does the one under this."""
        await self._redraw_under(view, "root_view_id")

    async def _redraw_under(self, view: dict[str, Any], which: str) -> None:
        below = str(self.view.get(which) or "")
        if not below or below == self.view.get("id"):
            return
        try:
            await self.redraw(view, view_id=below)
        except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as error:
            log.info("answer.not_redrawn", error=repr(error)[:200])

    async def tell(self, key: str, **values: object) -> None:
        """Tell this person alone. In a modal or on Home it is a small modal; elsewhere a message only they see."""
        if self.surface in {"modal", "home", "shortcut"} and self.body.get("trigger_id"):
            try:
                await self.show(error_view(self.reader, key, values))
            except SlackApiError as error:  # a stack already three high, a trigger that was used or is too old
                log.info("answer.no_modal", error=str(error.response.get("error")))
            else:
                return
        await self.say(note(self.reader, key, values))

    async def say(self, message: Message) -> None:
        """Send a message that only this person sees; a direct message where Slack cannot do that."""
        if await self._by_response_url(message):
            return
        client, channel = self.reception.client, _channel_of(self.body)
        if channel:
            try:
                await client.chat_postEphemeral(
                    channel=channel, user=self.actor, text=message.text, blocks=message.blocks
                )
            except SlackApiError as error:
                log.info("answer.no_ephemeral", error=str(error.response.get("error")))
            else:
                return
        await client.chat_postMessage(channel=self.actor, text=message.text, blocks=message.blocks)

    async def _by_response_url(self, message: Message) -> bool:
        url = self.body.get("response_url")
        if not isinstance(url, str) or not url:
            return False
        webhook = AsyncWebhookClient(url, session=self.reception.client.session, retry_handlers=[])
        try:
            answer = await webhook.send(
                text=message.text, blocks=message.blocks, response_type="ephemeral", replace_original=False
            )
        except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as error:
            log.info("answer.no_response_url", error=repr(error)[:200])
            return False
        return answer.status_code == 200


def _channel_of(body: Mapping[str, Any]) -> str:
    channel = body.get("channel")
    if isinstance(channel, Mapping):
        return str(channel.get("id") or "")
    return str(body.get("channel_id") or "")
