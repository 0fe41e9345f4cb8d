"""Slack's side of the program as one thing: who we are there, the listeners, and the road events come in on."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors import HanshoError
from bot.domain.ports import Clock
from bot.engine.supervisor import spawn
from bot.services.notice_outcome import NO_ROADS, DeskRoads
from bot.services.people import WhoMatters, who_matters
from bot.services.ports import RuleBook, Store
from handlers.slack.listeners import build_bolt
from handlers.slack.reception import Identity, Reception
from handlers.slack.socket import SocketLines

log = structlog.get_logger(__name__)

WRONG_TOKEN = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "org_login_required",
        "token_expired",
        "token_revoked",
    }
)
"""Answers of auth.test and apps.connections.open that no waiting will change."""
PING_SECONDS = 10.0
RETRY_SECONDS = 5.0


class TokenRefused(HanshoError):
    """Slack does not accept a token; the message names the variable and Slack's word for it."""


class SlackAway(HanshoError):
    """Slack could not be asked just now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """How we speak to Slack. `app_token` empty: events come as signed HTTP requests."""

    bot_token: str = field(repr=False)
    app_token: str = field(repr=False)
    signing_secret: str = field(repr=False)
    base_url: str
    sockets: int


class SlackSide:
    """Made before Slack has been asked anything; `greet` asks who we are, `open` begins to listen."""

    def __init__(
        self,
        account: Account,
        *,
        session: aiohttp.ClientSession,
        store: Store,
        rules: RuleBook,
        clock: Clock,
        desk_roads: DeskRoads = NO_ROADS,
        on_disabled: Callable[[], None],
        on_lost: Callable[[], None],
    ) -> None:
        """Take the shared session and ports. `on_disabled`: Socket Mode was switched off; `on_lost`: see SocketLines."""
        self._account = account
        self._session = session
        self._store, self._rules, self._clock = store, rules, clock
        self._desk_roads = desk_roads
        self._on_disabled, self._on_lost = on_disabled, on_lost
        self._first_url: str | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.client = AsyncWebClient(
            token=account.bot_token, base_url=account.base_url, session=session, retry_handlers=[]
        )
        self.identity: Identity | None = None
        self.bolt: AsyncApp | None = None
        self.lines: SocketLines | None = None
        self.learned = asyncio.Event()
        """Set once the people whom the packs name are known by name and language."""

    async def greet(self) -> Identity:
        """Ask Slack who we are, and for the first socket's address.

        Raises:
            TokenRefused: a token is wrong.
            SlackAway: Slack does not answer, or not now.
        """
        try:
            said = await self.client.auth_test()
        except (SlackApiError, SlackClientError, aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            raise _trouble(error, "SLACK_BOT_TOKEN") from error
        if self._account.app_token:
            self._first_url = await self._socket_url()
        self.identity = Identity(
            team_id=str(said.get("team_id") or ""),
            bot_user_id=str(said.get("user_id") or ""),
            bot_id=str(said.get("bot_id") or ""),
            url=str(said.get("url") or ""),
        )
        return self.identity

    async def _socket_url(self) -> str:
        try:
            opened = await self.client.apps_connections_open(app_token=self._account.app_token)
        except (SlackApiError, SlackClientError, aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            raise _trouble(error, "SLACK_APP_TOKEN") from error
        return str(opened.get("url") or "")

    async def greet_until_known(self) -> None:
        """Ask again every few seconds until Slack answers. Raises TokenRefused."""
        while self.identity is None:
            try:
                await self.greet()
            except SlackAway as away:
                log.warning("slack.away", why=str(away))
                await asyncio.sleep(RETRY_SECONDS)

    def open(self) -> None:
        """Build the listeners and connect; `greet` has to have succeeded."""
        if self.identity is None:
            raise SlackAway("auth.test has not been answered yet")
        reception = Reception(
            store=self._store,
            rules=self._rules,
            clock=self._clock,
            client=self.client,
            identity=self.identity,
            spawn=self._begin,
            desk_roads=self._desk_roads,
        )
        self.bolt = build_bolt(reception, signing_secret=self._account.signing_secret)
        self._begin(self._learn(reception), "learn-people")
        if self._account.app_token:
            self.lines = SocketLines(
                self._handler,
                count=self._account.sockets,
                spawn=self._begin,
                slack_offers_sockets=self._offers_sockets,
                on_disabled=self._on_disabled,
                on_lost=self._on_lost,
            )
            self.lines.start()

    async def close(self) -> None:
        """Stop listening over sockets, and end what was begun in the background: the session is closed next."""
        if self.lines is not None:
            await self.lines.close()
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _begin(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """Start something in the background that ends with this side of the program."""
        task = spawn(work, name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def not_ready(self) -> str:
        """Return why no event could come in just now, or an empty string."""
        if self.bolt is None:
            return "slack has not answered yet"
        if self.lines is not None and await self.lines.connected() == 0:
            return "no socket is connected"
        return ""

    def _handler(self) -> AsyncSocketModeHandler:
        if self.bolt is None:
            raise SlackAway("the listeners are not built yet")
        handler = AsyncSocketModeHandler(
            self.bolt, self._account.app_token, web_client=self.client, ping_interval=PING_SECONDS
        )
        handler.client.wss_uri, self._first_url = self._first_url, None
        return handler

    async def _offers_sockets(self) -> bool:
        with contextlib.suppress(HanshoError):
            return bool(await self._socket_url())
        return False

    async def _learn(self, reception: Reception) -> None:
        """Get to know everybody a pack names before the first page: later Slack may be away."""
        await reception.learn(await self._store.read(who_matters, WhoMatters()))
        self.learned.set()


def _trouble(error: Exception, variable: str) -> HanshoError:
    if isinstance(error, SlackApiError):
        code = str(error.response.get("error") or "")
        if code in WRONG_TOKEN:
            return TokenRefused(f"Slack refuses {variable} ({code}): copy it anew from the app's page, see README")
        return SlackAway(code or "no error code")
    return SlackAway(type(error).__name__)
