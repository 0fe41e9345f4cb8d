"""Everything the workspace says has the shape Slack's own TypeScript types give it."""

from __future__ import annotations

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.oracles import tour, tour_methods
from tests.oracles.schemas import as_sent, faults, payload_faults, traffic_faults
from workspace import Workspace, manifest
from workspace.methods import METHODS

pytestmark = pytest.mark.usefixtures("oracles")

KINDS = {
    "slash_commands", "block_actions", "view_submission", "view_closed", "shortcut", "message_action", "block_suggestion",
    "event_callback",
}  # fmt: skip
NEVER_OK = {
    "conversations.acceptSharedInvite": "the only invitations here are the app's own, and those it cannot accept",
    "conversations.unarchive": "no bot token opens an archived channel again",
    "files.upload": "ended",
}

EVENTS = {name.partition(".")[0] for name in manifest.EVENT_SCOPES} | {"app_home_opened"}
TOLD_BY_METHODS = {"channel_created", "subteam_created", "subteam_members_changed", "subteam_updated"}
NEVER_TOLD = {"channel_deleted", "dnd_updated_user", "shared_channel_invite_accepted"}
"""What an app may subscribe to, and nothing in the workspace brings about."""


@pytest.fixture
async def client(ws: Workspace) -> AsyncWebClient:
    return AsyncWebClient(token=ws.settings.bot_token, base_url=ws.api_url, retry_handlers=[])


async def test_everything_people_do_reaches_the_app_in_slacks_shapes(ws, client):
    async with tour.connected(ws):
        await tour.acts(ws, client)
    assert [sent.error for sent in ws.core.sent if not sent.ok] == []
    assert {sent.payload.get("type", "slash_commands") for sent in ws.core.sent} == KINDS
    told = {sent.payload["event"]["type"] for sent in ws.core.sent if "event" in sent.payload}
    assert EVENTS - told == NEVER_TOLD | TOLD_BY_METHODS
    assert traffic_faults(ws) == []


async def test_an_app_that_is_removed_hears_of_it_in_slacks_shapes(ws):
    ws.acts.uninstall()
    await ws.wait_for(lambda: len(ws.core.sent) >= 2)
    assert {sent.payload["event"]["type"] for sent in ws.core.sent} == {"app_uninstalled", "tokens_revoked"}
    assert traffic_faults(ws) == []


async def test_every_method_answers_in_slacks_shapes(ws, client):
    async with tour.connected(ws):
        await tour_methods.everything(ws, client)
    answered = {call.method for call in ws.core.calls if call.ok}
    assert set(METHODS) - answered == set(NEVER_OK), "a new method belongs on the tour"
    assert traffic_faults(ws) == []


async def test_faulty_shapes_are_found(ws, client):
    async with tour.connected(ws):
        await ws.person("U0SATO").command("/incident help")
        await ws.person("U0SATO").shortcut("global")
        await ws.person("U0SATO").close_modal()
    slash, _, closed = [as_sent(sent.payload) for sent in ws.core.sent]
    assert payload_faults(slash) == payload_faults(closed) == []
    del slash["trigger_id"]
    assert payload_faults(slash) == ["slash_commands: 'trigger_id' is a required property"]
    closed["is_cleared"] = "no"
    closed["view"]["blocks"][0]["label"] = "words"
    assert payload_faults(closed) == [
        "view_closed/is_cleared: 'no' is not of type 'boolean'",
        "view_closed/view/blocks/0: block.input/label: 'words' is not of type 'object'",
    ]
    assert faults("ChatPostMessageResponse", {"ok": True, "ts": 1}) == [
        "ChatPostMessageResponse/ts: 1 is not of type 'string'"
    ]
    assert (
        payload_faults({"type": "event_callback", "event": {"type": "nope"}})[-1]
        == "event.nope: Slack's types have no such thing"
    )
