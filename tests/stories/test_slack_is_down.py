"""Slack takes nothing: pages leave by mail, and by webhook for whoever has no address, within 45 s; Slack gets its copy when it is back."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.domain.work import OutboxRow, OutboxState, SendPriority, TransportKind
from tests.stories.acting import ASKED, records
from tests.stories.conftest import Story, told

WITHIN = timedelta(seconds=45)


@pytest.fixture
async def received() -> AsyncIterator[tuple[str, list[dict[str, Any]]]]:
    """A webhook's receiver on loopback: its address and what it got."""
    got: list[dict[str, Any]] = []

    async def take(request: web.Request) -> web.Response:
        got.append(json.loads(await request.text()))
        return web.Response()

    app = web.Application()
    app.router.add_post("/hook", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    yield f"http://{host}:{port}/hook", got
    await runner.cleanup()


@pytest.mark.parametrize("trouble", [("http_status", 503), ("drop_before", None)], ids=["503", "hangs up"])
async def test_pages_leave_on_other_roads_within_45_seconds_and_slack_gets_them_when_it_is_back(
    trouble: tuple[str, int | None], received: tuple[str, list[dict[str, Any]]], tmp_path: Path
) -> None:
    hook, got = received
    url = f"sqlite:///{tmp_path / 'hansho.sqlite'}"
    async with told("socket", url, mail=True, webhook_url=hook) as story:
        kind, value = trouble
        story.workspace.fault("chat.postMessage", kind, value, seconds=3000)
        story.bot.program.engine._lateness._seen_late_seconds = 0.0  # real seconds, of which practice time takes none
        began = story.bot.now
        await story.report()
        await story.bot.advance(seconds=45)

        await story.workspace.wait_for(lambda: story.workspace.mailbox.mails)
        await story.bot.settled()
        (mail,) = [one for one in story.workspace.mailbox.mails if one.recipients == [address_of(story, "sato")]]
        assert mail.at - began <= WITHIN
        assert ASKED in mail.text and "川端市" in mail.text
        assert story.lead.dms() == []
        pages = [row for row in await records(story, OutboxRow) if row.priority is SendPriority.PAGE]
        assert {row.state for row in pages if row.transport is TransportKind.SLACK} <= {
            OutboxState.UNKNOWN,
            OutboxState.PENDING,
        }, "the attempts on Slack go on"

        story.workspace.faults.clear()
        await story.bot.advance(minutes=2)
        assert [m for m in story.lead.dms() if ASKED in m.all_text], "the copy follows"
        assert len([one for one in story.workspace.mailbox.mails if one.subject == mail.subject]) == 1
        assert got == [], "whoever has an address is not told to everybody"


def address_of(story: Story, name: str) -> str:
    return story.workspace.state.members[f"U0{name.upper()}"].email
