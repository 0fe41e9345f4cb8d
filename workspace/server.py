"""The workspace as one thing: start it, act in it, break it, stop it. Listens on loopback only."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from workspace import arguments, mailbox, people, responses
from workspace.acts import Acts
from workspace.api import Api
from workspace.clock import Clock, FileClock
from workspace.core import MAIN_JOB, Call, Core, Sent, Settings
from workspace.delivery import Delivery
from workspace.faults import Fault
from workspace.keeping import Keeper
from workspace.mailbox import Mailbox
from workspace.methods import Ask, rooms, scheduled
from workspace.person import Person
from workspace.state import PATIENCE_SECONDS, Channel, Json, Message, State
from workspace.uploads import Uploads


class Workspace:
    """A Slack-compatible workspace in this process.

    `clock` or `clock_file` give practice time (default: real time in memory); `only_main_job` leaves the ten calls of `MAIN_JOB`;
    `deny` names methods to answer unknown_method; `request_url` delivers by signed HTTP instead of Socket Mode; `who` replaces the
    practice company (shape: `people.DEFAULT`); `state_file` keeps everything across restarts, and once it exists its people come
    before those of `who`; further names are those of `Settings`. ValueError for a state file that cannot be used.
    """

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        clock_file: Path | None = None,
        who: dict[str, Any] | None = None,
        only_main_job: bool = False,
        deny: Iterable[str] = (),
        guide: list[Json] | None = None,
        state_file: Path | None = None,
        **settings: Any,
    ) -> None:
        if clock is None:
            clock = FileClock(clock_file) if clock_file else Clock()
        made = Settings(deny=frozenset(deny), only=MAIN_JOB if only_main_job else None, **settings)
        self.core: Core = Core(made, clock, State(clock), guide=guide or [])
        self.clock = clock
        self.state = self.core.state
        self.faults = self.core.faults
        self.faults.on_change = self.state.changed
        self.delivery = Delivery(self.core)
        self.sockets = self.delivery.sockets
        self.mailbox = Mailbox(self.core)
        self.acts: Acts = Acts(self.core, self.delivery)
        self.surface = (who or people.DEFAULT).get("app") or made.manifest.surface
        self._runner: web.AppRunner | None = None
        self.keeper = Keeper(state_file, self.state, self.mailbox) if state_file else None
        if not (self.keeper and self.keeper.load()):
            people.settle(self.state, who or people.DEFAULT)

    @property
    def settings(self) -> Settings:
        """Tokens, secret, road of delivery."""
        return self.core.settings

    @property
    def url(self) -> str:
        """Address of the page, ends with a slash."""
        return self.core.url

    @property
    def api_url(self) -> str:
        """Base of the Web API: what goes into SLACK_API_URL; ends with a slash."""
        return f"{self.core.url}api/"

    @property
    def smtp_url(self) -> str:
        """Where the mailbox takes mail: what goes into SMTP_URL, with a sender of the bot's own."""
        return self.mailbox.url

    async def start(self, port: int = 0, host: str = "127.0.0.1", smtp_port: int = 0) -> Workspace:
        """Listen (port 0: any free one). ValueError for an address that is not loopback, unless `Settings.anywhere` allows it."""
        if not (self.settings.anywhere or ipaddress.ip_address(host).is_loopback):
            raise ValueError(f"the practice workspace listens on loopback only, not on {host}")
        from workspace import control, live, traffic, usage  # they look at this class, so they come after it

        app = web.Application(
            client_max_size=arguments.BODY_BYTES, middlewares=[control.at_home(self.settings.anywhere)]
        )
        api = Api(self.core, self.delivery)
        app.router.add_route("*", "/api/{method:[A-Za-z.]+}", api.handle)
        app.router.add_get("/link/", self.sockets.handle)
        app.router.add_post("/respond/{team}/{id}", self._respond)
        Uploads(self.core).add_routes(app)
        control.add_routes(app, self)
        live.add_routes(app, self)
        traffic.add_routes(app, self.core)
        mailbox.add_routes(app, self)
        usage.add_routes(app, self)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        port = self._runner.addresses[0][1]
        self.core.url = f"http://{host}:{port}/" if ":" not in host else f"http://[{host}]:{port}/"
        self.state.url = self.core.url
        await self.mailbox.start(host, smtp_port)
        self.core.background(scheduled.post_when_due(self.core))
        if self.keeper:
            self.core.background(self.keeper.run())
        return self

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        return await responses.handle(self.core, request)

    async def stop(self) -> None:
        """Close everything."""
        self.faults.clear()
        await self.core.stop_work()
        await self.sockets.close()
        await self.delivery.signed.close()
        await self.mailbox.stop()
        if self._runner:
            await self._runner.cleanup()
        if self.keeper:
            await self.keeper.close()

    async def __aenter__(self) -> Self:
        if self._runner is None:
            await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def person(self, user: str) -> Person:
        """Somebody to act as, by user id."""
        return Person(self.state.member(user), self.state, self.acts)

    async def wait_for(self, seen: Callable[[], Any], timeout: float = PATIENCE_SECONDS) -> Any:
        """Wait (woken by every change) until `seen()` is true and return it; TimeoutError after `timeout` real seconds."""
        return await self.state.wait_for(seen, timeout)

    async def connected(self, count: int = 1, timeout: float = PATIENCE_SECONDS) -> None:
        """Wait until the bot has opened that many sockets."""
        await self.wait_for(lambda: self.sockets.connected >= count, timeout)

    async def events_settled(self, timeout: float = PATIENCE_SECONDS) -> None:
        """Wait until no event is under way to the bot."""
        await self.wait_for(lambda: self.delivery.quiet, timeout)

    def calls(self, method: str | None = None) -> list[Call]:
        """The bot's Web API calls so far, oldest first."""
        return [call for call in self.core.calls if method in (None, call.method)]

    def sent(self, kind: str | None = None) -> list[Sent]:
        """What was delivered to the bot so far: slash_command, shortcut, block_actions, view_submission, an event's type ..."""
        return [one for one in self.core.sent if kind in (None, one.kind)]

    def channel(self, name: str) -> Channel:
        """A channel by id or name; KeyError."""
        for channel in self.state.channels.values():
            if name.removeprefix("#") in (channel.id, channel.name):
                return channel
        raise KeyError(name)

    def messages(self, channel: str) -> list[Message]:
        """All messages of a channel, oldest first, threads included."""
        return list(self.state.messages[self.channel(channel).id])

    def fault(
        self,
        method: str,
        kind: str,
        value: Any = None,
        times: int = 0,
        where: dict[str, str] | None = None,
        *,
        seconds: float | None = None,
    ) -> Fault:
        """Switch a fault on: see `faults.Fault`. ValueError for one that cannot be."""
        made = self.faults.add(Fault(method, kind, value, times, where or {}, seconds))
        if (method, kind) == ("sockets", "silent"):
            self.sockets.go_silent()
        return made

    def accept_invite(self, invite_id: str, user: str) -> Channel:
        """Somebody of another team accepts an invitation into a channel; ApiError when it is not for them."""
        ask = Ask(self.core, self.delivery, "conversations.acceptSharedInvite", {})
        return rooms.accept(ask, invite_id, user)

    def use_request_url(self, url: str | None) -> None:
        """Deliver by signed HTTP to this address from now on (None: Socket Mode again)."""
        self.core.settings = replace(self.settings, request_url=url)
        self.state.changed()

    async def verify_request_url(self, url: str) -> str | None:
        """Ask an address for its challenge and, once it gave it, deliver there; None, or why Slack would not take it."""
        problem = await self.delivery.signed.verify(url)
        if problem is None:
            self.use_request_url(url)
        return problem

    def set_clock(self, at: datetime | None = None, rate: float | None = None) -> None:
        """Move practice time or its pace, and tell everybody."""
        self.clock.set(at=at, rate=rate)
        self.state.changed()

    def jump(self, seconds: float) -> None:
        """Move practice time by so many seconds, and tell everybody."""
        self.clock.jump(seconds)
        self.state.changed()
