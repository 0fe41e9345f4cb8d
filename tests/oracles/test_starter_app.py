"""A Bolt app that is not ours in its behaviour runs unchanged over both roads: Slack's starter template, rewritten."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from tests.oracles.installed import ROOT
from tests.oracles.other_process import running
from tests.oracles.tour import PATIENCE
from workspace import Clock, Workspace, manifest

from .conftest import START

SURFACE = replace(
    manifest.DEFAULT,
    commands=({"command": "/sample-command", "description": "Runs the sample"},),
    shortcuts=({"callback_id": "sample_shortcut_id", "name": "Run sample", "type": "global"},),
)


@pytest.fixture(params=["socket", "http"])
async def ws(request: pytest.FixtureRequest) -> AsyncIterator[Workspace]:
    """The starter app in a process of its own, connected over either road."""
    async with Workspace(clock=Clock(START, rate=0), answer_seconds=PATIENCE, manifest=SURFACE) as made:
        environment = {"SLACK_API_URL": made.api_url, "SLACK_BOT_TOKEN": made.settings.bot_token}
        if request.param == "socket":
            environment["SLACK_APP_TOKEN"] = made.settings.app_token
        else:
            environment["SLACK_SIGNING_SECRET"] = made.settings.signing_secret
        async with running(ROOT, [sys.executable, "-m", "tests.oracles.starter_app"], environment) as said:
            if request.param == "http":
                assert await made.verify_request_url(f"http://127.0.0.1:{said['port']}/slack/events") is None
            else:
                await made.connected(timeout=PATIENCE)
            yield made


async def test_every_listener_of_the_starter_app_is_heard(ws):
    miller = ws.person("U0MILLER")
    assert (await miller.command("/sample-command")).ok
    await miller.expect_ephemeral("The sample command was heard.", timeout=PATIENCE)

    miller.say(ws.state.direct(miller.id).id, "oh hello you")
    await miller.expect_dm("hello, how are you?", timeout=PATIENCE)

    await miller.open_home()
    await miller.expect_home("*Welcome, <@U0MILLER>*", timeout=PATIENCE)

    assert (await miller.shortcut("sample_shortcut_id")).ok
    form = await miller.expect_modal("Press it.", timeout=PATIENCE)
    await form.fill("input_block_id", "a quiet night")
    assert (await form.press("Update modal")).ok
    form = await miller.expect_modal("It was pressed.", timeout=PATIENCE)
    assert form.value("input_block_id") == "a quiet night"
    assert (await form.submit()).errors.keys() == {"select_channel_block_id"}
    await form.fill("select_channel_block_id", ws.state.direct(miller.id).id)
    assert (await form.submit()).kind == "closed"
    await miller.expect_dm("<@U0MILLER> wishes for a quiet night", timeout=PATIENCE)
    await miller.expect_ephemeral("The wish was told.", timeout=PATIENCE)
    await ws.events_settled(PATIENCE)
    assert [call.answer for call in ws.calls() if not call.ok] == []
    assert [sent.error for sent in ws.sent() if not sent.ok] == []
