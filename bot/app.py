"""The composition root: settings, clock, rules, store, engine, Slack, web, in this order, and back again.

The engine starts before anybody listens: pages that are due have to leave also while Slack's sockets are down. Only a token that
Slack refuses outright, an unusable database or address stops the start, and then nothing has been sent.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import aiohttp
import structlog
from aiohttp import web
from prometheus_client import REGISTRY

from bot.domain.errors import StoreUnavailable
from bot.domain.ports import Clock
from bot.engine.carrier import Words
from bot.engine.engine import Engine, Services
from bot.engine.supervisor import Supervisor, spawn
from bot.exits import Exit, StartRefused, refusing
from bot.outlets import build_auditor, build_roads, clock_of, desk_roads, mail_server
from bot.rulebook import PackBook
from bot.services.contract_watch import FollowContracts, follow_contracts
from bot.services.delivery import after_refused, after_sent
from bot.services.digest import ArmDigest, arm_digest
from bot.services.firing import fire
from bot.services.outgoing import operators
from bot.services.ports import UnitOfWork
from bot.services.recurring import ArmRecurring, arm_recurring
from bot.services.rendering import render
from bot.settings import Settings
from bot.transports.slack.sender import new_session
from bot.upkeep import ClockWatch, keep_tidy
from handlers.slack.connection import Account, SlackAway, SlackSide, TokenRefused
from handlers.slack.endpoint import BODY_BYTES, add_endpoint
from handlers.web.health import add_health
from handlers.web.receipt import add_receipts
from storage.opening import open_store
from storage.store import SqlStore

log = structlog.get_logger("hansho")

T = TypeVar("T")

GREETING_SECONDS = 5.0
"""How long the start waits for Slack's auth.test before the engine begins without it (real seconds)."""
DRAIN_SECONDS = 11.0
"""Of the 15 seconds a service manager grants, for calls under way."""
WATCH_PACKS_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class TellOperators:
    """A plain notice to the operators: the sentence's key, what makes it one of its kind, and the values."""

    text: str
    key: str
    values: Mapping[str, str]


def tell_operators(uow: UnitOfWork, command: TellOperators) -> None:
    """Put the notice into the outbox, once per key."""
    operators(uow, command.text, key=command.key, **command.values)


class Hansho:
    """The running program. `start` raises StartRefused with nothing left behind; `stop` is safe to call twice."""

    def __init__(self, settings: Settings, *, clock: Clock | None = None) -> None:
        """Take the settings; tests bring a clock of their own."""
        settings.require_slack()
        self.settings = settings
        self.clock = clock or clock_of(settings)
        self.rules = PackBook.load(settings.packs_dir)
        self._mail = mail_server(settings)
        self._desk_roads = desk_roads(settings, self._mail)
        self._ended = asyncio.Event()
        self._code = Exit.OK
        self._store: SqlStore | None = None
        self._session: aiohttp.ClientSession | None = None
        self._web: web.AppRunner | None = None
        self._engine: Engine | None = None
        self._slack: SlackSide | None = None
        self._services = Supervisor(lambda code: self.end(Exit(code)))

    @property
    def engine(self) -> Engine:
        """The engine, once started."""
        return _there(self._engine)

    @property
    def store(self) -> SqlStore:
        """The store, once started."""
        return _there(self._store)

    @property
    def slack(self) -> SlackSide:
        """Slack's side, once started."""
        return _there(self._slack)

    @property
    def address(self) -> str:
        """Where health checks, and in HTTP mode Slack, reach this process: http://host:port."""
        host, port = _there(self._web).addresses[0][:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    async def start(self) -> None:
        """Start everything. Raises StartRefused; nothing is left running then."""
        try:
            await self._start()
        except BaseException:
            await self.stop()
            raise

    async def _start(self) -> None:
        settings = self.settings
        with refusing():
            self._store = await asyncio.to_thread(
                open_store, settings.database_url.get_secret_value(), self.clock, self.rules
            )
        self._session = new_session()
        self._engine = self._build_engine(self._store, self._session)
        self._slack = self._build_slack(self._engine, self._session)
        await self._listen()
        try:
            await asyncio.wait_for(self._slack.greet(), GREETING_SECONDS)
        except TokenRefused as refused:
            raise StartRefused(Exit.TOKEN_REFUSED, str(refused)) from refused
        except (SlackAway, TimeoutError) as away:
            log.warning("slack.away", why=str(away) or "timeout")
        with refusing():
            await self._engine.start()
        self._services.start("slack", self._keep_slack)
        self._services.start("packs", self._keep_packs)
        self._services.start("contracts", self._begin_contracts)
        store, watch = self._store, ClockWatch(self.clock, self._engine.store)
        self._services.start("tidying", lambda: keep_tidy(store))
        self._services.start("clock", watch.run)
        self._services.start("auditor", build_auditor(settings, self._session, self.clock, self.rules).run)
        log.info("started", mode=settings.mode, address=self.address, packs=sorted(self.rules.packs))

    def _build_engine(self, store: SqlStore, session: aiohttp.ClientSession) -> Engine:
        async def arm_daily() -> None:
            await store.run(arm_digest, ArmDigest())

        return Engine(
            store=store,
            clock=self.clock,
            roads=build_roads(self.settings, self._mail, session, self.clock),
            services=Services(
                fire=fire,
                words=Words(
                    render=partial(render, desk_roads=self._desk_roads),
                    after_sent=after_sent,
                    after_refused=partial(after_refused, desk_roads=self._desk_roads),
                ),
                arm_daily=arm_daily,
            ),
            worker=f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(2)}",
            give_up=lambda code: self.end(Exit(code)),
        )

    def _build_slack(self, engine: Engine, session: aiohttp.ClientSession) -> SlackSide:
        settings = self.settings
        account = Account(
            bot_token=settings.slack_bot_token.get_secret_value(),
            app_token=settings.slack_app_token.get_secret_value(),
            signing_secret=settings.slack_signing_secret.get_secret_value(),
            base_url=settings.slack_api_base,
            sockets=settings.slack_sockets,
        )
        return SlackSide(
            account,
            session=session,
            store=engine.store,
            rules=self.rules,
            clock=self.clock,
            desk_roads=self._desk_roads,
            on_disabled=self._socket_mode_disabled,
            on_lost=lambda: self.end(Exit.SLACK_LOST),
        )

    async def _listen(self) -> None:
        app = web.Application(client_max_size=BODY_BYTES)
        add_health(app, self, REGISTRY)
        if self._desk_roads.links is not None:
            add_receipts(app, self._desk_roads.links, store=self.store, rules=self.rules, clock=self.clock)
        if self.settings.mode == "http":
            add_endpoint(app, lambda: self.slack.bolt, self.settings.slack_signing_secret.get_secret_value())
        self._web = web.AppRunner(app, access_log=None, shutdown_timeout=1.0, handler_cancellation=False)
        await self._web.setup()
        try:
            await web.TCPSite(self._web, self.settings.bind, self.settings.port).start()
        except OSError as error:
            where = f"{self.settings.bind}:{self.settings.port}"
            raise StartRefused(
                Exit.CANNOT_LISTEN, f"BIND, PORT: cannot listen on {where} ({error.strerror})"
            ) from error

    async def _keep_slack(self) -> None:
        """Get known to Slack, listen, and look after the sockets (a service: started again when it ends)."""
        try:
            await self.slack.greet_until_known()
        except TokenRefused as refused:
            log.critical("slack.token_refused", why=str(refused))
            self.end(Exit.TOKEN_REFUSED)
            await asyncio.Event().wait()
        if self.slack.bolt is None:
            self.slack.open()
        if self.slack.lines is not None:
            await self.slack.lines.watch()
        await asyncio.Event().wait()

    async def _keep_packs(self) -> None:
        """Take over edited packs when they are good; keep the last good ones and tell the operators when they are not."""
        while True:
            await asyncio.sleep(WATCH_PACKS_SECONDS)
            problems = await asyncio.to_thread(self.rules.reload)
            if problems is None:
                continue
            if not problems:
                log.info("packs.loaded", packs=sorted(self.rules.packs))
                await self._follow_contracts()
            else:
                log.error("packs.refused", problems=problems)
                values = {"first": problems[0], "count": str(len(problems))}
                await self._tell("operators.packs_refused", f"packs:{self.rules.refused_digest}", values)

    async def _begin_contracts(self) -> None:
        """Open what the contracts owe by now, once whoever is told is known by language; from then on each morning does it."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.slack.learned.wait(), GREETING_SECONDS)
        await self._follow_contracts()
        await asyncio.Event().wait()

    async def _follow_contracts(self) -> None:
        try:
            await self.engine.store.run(follow_contracts, FollowContracts())
            await self.engine.store.run(arm_recurring, ArmRecurring())
        except StoreUnavailable as error:
            log.warning("contracts.not_followed", error=str(error))  # the next morning's digest does it again

    async def _tell(self, text: str, key: str, values: Mapping[str, str]) -> None:
        try:
            await self.engine.store.run(tell_operators, TellOperators(text, key, values))
        except StoreUnavailable as error:
            log.warning("operators.not_told", text=text, error=str(error))

    def _socket_mode_disabled(self) -> None:
        log.critical("slack.socket_mode_disabled")
        key = f"socket_disabled:{self.clock.now():%Y-%m-%d}"
        _ = spawn(self._tell("operators.socket_mode_disabled", key, {}), "tell-operators")

    def end(self, code: Exit) -> None:
        """Have `wait` return this code, also when nothing has started yet; the first one counts."""
        if not self._ended.is_set():
            self._code = code
            self._ended.set()

    async def wait(self) -> Exit:
        """Wait until somebody ends the program and return its exit code."""
        await self._ended.wait()
        return self._code

    async def stop(self) -> None:
        """Stop listening, let calls under way end, close everything; at most about 15 seconds."""
        await self._services.stop()
        if self._slack is not None:
            await self._slack.close()
        if self._web is not None:
            await self._web.cleanup()
        if self._engine is not None:
            await self._engine.stop(DRAIN_SECONDS)
        if self._session is not None:
            await self._session.close()
        if self._store is not None:
            await asyncio.to_thread(self._store.close)
        self._engine = self._slack = self._web = self._session = self._store = None

    # -- bot's vitals, for handlers.web.health

    async def next_cycle(self, within_seconds: float) -> bool:
        """Whether the engine completes a cycle in time."""
        return self._engine is not None and await self._engine.wait_for_next_cycle(within_seconds)

    async def not_ready(self) -> tuple[str, ...]:
        """Why no traffic should come yet."""
        reasons = []
        try:
            await self.store.read(_ping, None)
        except StoreUnavailable as error:
            reasons.append(f"database: {error}")
        if why := await self.slack.not_ready():
            reasons.append(why)
        return tuple(reasons)


def _ping(uow: UnitOfWork, _command: None) -> None:
    uow.open_incidents(member_id="nobody")


def _there(part: T | None) -> T:
    if part is None:
        raise RuntimeError("the program is not running")
    return part


@contextlib.contextmanager
def ending_on_signals(program: Hansho) -> Iterator[None]:
    """While it holds, SIGTERM and SIGINT end the program in order; one that comes during the start ends it right after."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, program.end, Exit.OK)
    try:
        yield
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)


async def run(settings: Settings, started: Callable[[], Awaitable[None]] | None = None) -> Exit:
    """Run until stopped and return the exit code; `started` is awaited once everything runs. Raises StartRefused."""
    program = Hansho(settings)
    with ending_on_signals(program):
        await program.start()
        try:
            if started is not None:
                await started()
            return await program.wait()
        finally:
            log.info("stopping")
            await program.stop()
