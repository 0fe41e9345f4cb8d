"""Socket Mode lines and their watchdog, against real sockets that break in the ways Slack's do."""

from __future__ import annotations

import asyncio
import contextlib

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.engine.supervisor import spawn
from handlers.slack.socket import Cure, Patience, SocketLines, cure_for
from workspace import Workspace

QUICK = Patience(look=0.02, new_ticket=0.3, new_handler=0.9, give_up=1.5)


@pytest.mark.parametrize(
    ("down", "age", "cure"),
    [
        (0, 900, Cure.WAIT),
        (29, 900, Cure.WAIT),
        (31, 31, Cure.NEW_TICKET),
        (95, 95, Cure.NEW_HANDLER),
        (95, 5, Cure.NEW_TICKET),
    ],
)
def test_what_helps_when(down, age, cure):
    assert cure_for(down, age, Patience()) is cure


class Bot:
    """Two lines of a bot that counts commands."""

    def __init__(self, workspace: Workspace, *, count: int = 2) -> None:
        client = AsyncWebClient(base_url=workspace.api_url, retry_handlers=[])

        async def authorize(**_):
            return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1", bot_id="B1", bot_user_id="UB")

        self.bolt = AsyncApp(client=client, authorize=authorize, process_before_response=True, signing_secret="")
        self.bolt.command("/incident")(self.command)
        self.client, self.token = client, workspace.settings.app_token
        self.heard, self.made, self.disabled, self.lost = 0, 0, 0, 0
        self.lines = SocketLines(
            self.make,
            count=count,
            spawn=spawn,
            slack_offers_sockets=self.offered,
            on_disabled=lambda: setattr(self, "disabled", self.disabled + 1),
            on_lost=lambda: setattr(self, "lost", self.lost + 1),
            patience=QUICK,
        )

    def make(self):
        self.made += 1
        return AsyncSocketModeHandler(self.bolt, self.token, ping_interval=0.05)

    async def command(self, ack):
        self.heard += 1
        await ack()

    async def offered(self):
        try:
            await self.client.apps_connections_open(app_token=self.token)
        except SlackApiError:
            return False
        return True


async def until(seen, seconds=15):
    """Look at the real world until it is so."""
    async with asyncio.timeout(seconds):
        while True:
            found = seen()
            if (await found) if asyncio.iscoroutine(found) else found:
                return
            await asyncio.sleep(0.02)


@contextlib.asynccontextmanager
async def running(workspace, **more):
    bot = Bot(workspace, **more)
    bot.lines.start()
    watch = spawn(bot.lines.watch(), "watch")
    try:
        await workspace.connected(more.get("count", 2))
        yield bot
    finally:
        watch.cancel()
        await bot.lines.close()
        with contextlib.suppress(asyncio.CancelledError):
            await watch


@pytest.fixture
async def workspace():
    async with Workspace() as started:
        yield started


async def test_two_connections_serve_and_each_click_arrives_once(workspace):
    async with running(workspace) as bot:
        for _ in range(4):
            assert (await workspace.person("U0SATO").command("/incident help")).ok
        assert (bot.heard, await bot.lines.connected()) == (4, 2)
        assert bot.lines.last_heard_at is not None


async def test_a_refresh_of_one_connection_loses_no_click(workspace):
    async with running(workspace) as bot:
        await workspace.sockets.disconnect("refresh_requested")
        await asyncio.sleep(0.2)
        await workspace.connected(2)
        assert (await workspace.person("U0SATO").command("/incident help")).ok
        assert bot.heard == 1


async def test_after_an_outage_with_expired_tickets_the_lines_come_back(workspace):
    async with running(workspace) as bot:
        away = workspace.fault("sockets", "refuse")
        workspace.sockets.expire_tickets()
        await workspace.sockets.close()
        await workspace.wait_for(lambda: workspace.sockets.connected == 0)
        await asyncio.sleep(QUICK.new_handler + 0.3)
        workspace.faults.remove(away)
        await workspace.connected(2, timeout=8)
        assert (await workspace.person("U0SATO").command("/incident help")).ok
        assert bot.lost == 0


async def test_silent_sockets_are_noticed_and_replaced(workspace):
    async with running(workspace) as bot:
        workspace.fault("sockets", "silent")
        await asyncio.sleep(0.5)

        async def answered():
            return (await workspace.person("U0SATO").command("/incident help")).ok

        await until(answered)
        assert bot.heard >= 1


async def test_when_slack_offers_sockets_and_we_stay_down_it_is_said(workspace):
    async with running(workspace, count=1) as bot:

        def broken():
            handler = AsyncSocketModeHandler(bot.bolt, bot.token, ping_interval=0.05)

            async def never():
                await asyncio.sleep(3600)

            handler.client.connect = never
            return handler

        bot.lines._lines[0]._make = broken
        await bot.lines._lines[0].close()
        await until(lambda: bot.lost)


async def test_while_slack_is_away_the_process_stays(workspace):
    async with running(workspace) as bot:
        workspace.fault("sockets", "refuse")
        await workspace.sockets.close()
        await asyncio.sleep(QUICK.give_up + 0.7)
        assert bot.lost == 0


async def test_socket_mode_switched_off_is_said(workspace):
    async with running(workspace) as bot:
        await workspace.sockets.disconnect("link_disabled")
        await until(lambda: bot.disabled)
