"""Bolt for JavaScript as a second client: the workspace was not merely built to the Python one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from tests.oracles.installed import FOLDER, node
from tests.oracles.other_process import running
from tests.oracles.tour import EVERYTHING_ALLOWED, PATIENCE
from workspace import Clock, Workspace

from .conftest import START

pytestmark = pytest.mark.usefixtures("oracles")

COMMAND = {"command": "/errand", "description": "Ask for an errand", "usage_hint": "[aloud]"}


@pytest.fixture(params=["socket", "http"])
async def errands(request: pytest.FixtureRequest, oracles: None) -> AsyncIterator[Workspace]:
    """The errands app in a process of its own, connected over either road."""
    manifest = replace(EVERYTHING_ALLOWED, commands=(COMMAND,))
    async with Workspace(clock=Clock(START, rate=0), answer_seconds=PATIENCE, manifest=manifest) as ws:
        environment = {"SLACK_API_URL": ws.api_url, "SLACK_BOT_TOKEN": ws.settings.bot_token}
        if request.param == "socket":
            environment["SLACK_APP_TOKEN"] = ws.settings.app_token
        else:
            environment["SLACK_SIGNING_SECRET"] = ws.settings.signing_secret
        async with running(FOLDER, [node(), "errands.mjs"], environment) as said:
            if request.param == "http":
                assert await ws.verify_request_url(f"http://127.0.0.1:{said['port']}/slack/events") is None
            else:
                await ws.connected(timeout=PATIENCE)
            yield ws


async def test_an_errand_from_the_command_to_the_home_tab(errands):
    sato = errands.person("U0SATO")
    answered = await sato.command("/errand aloud", "C0DESK")
    assert answered.ok and answered.message.text == "Opening the form"
    form = await sato.expect_modal("Errand", timeout=PATIENCE)
    await form.fill("what", "nothing")
    assert (await form.submit()).errors == {"what": "Then nobody has to go."}
    offered = await sato.acts.suggest(sato.id, form.view.id, "shop", "v", "b")
    assert [one["value"] for one in offered.options] == ["baker", "bookshop"]
    await form.fill("what", "bread")
    await form.fill("shop", offered.options[0])
    assert (await form.submit()).kind == "closed"

    card = await sato.expect_message("C0DESK", "*bread* from baker, asked by <@U0SATO>", timeout=PATIENCE)
    assert card.metadata == {"event_type": "errand", "event_payload": {"what": "bread"}}
    tanaka = errands.person("U0TANAKA")
    assert (await tanaka.press(card, "I will go")).ok
    await tanaka.expect_ephemeral("Thank you.", timeout=PATIENCE)
    await tanaka.expect_home("To do: bread", timeout=PATIENCE)
    assert [m.all_text for m in sato.messages("C0DESK") if "bread" in m.text] == [
        "bread: <@U0TANAKA> goes\nbread: <@U0TANAKA> goes"
    ]


async def test_leaving_the_form_and_being_called(errands):
    sato = errands.person("U0SATO")
    await sato.command("/errand")
    await sato.expect_modal("Errand", timeout=PATIENCE)
    await sato.close_modal()
    await sato.expect_dm("No errand, then.", timeout=PATIENCE)
    said = sato.say("C0DESK", "<@U0HANSHO> anybody there?")
    heard = await sato.expect_message("C0DESK", "Heard: anybody there?", timeout=PATIENCE)
    assert heard.thread_ts == said.ts
    assert [call.answer for call in errands.calls() if not call.ok] == []
