"""Tokens and scopes: what a manifest does not ask for, its bot cannot do."""

from __future__ import annotations

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from workspace import Clock, Workspace, scopes
from workspace.methods import METHODS

from .conftest import START, allowed, client_of, refused

WITHOUT_SCOPES = {
    "api.test", "auth.revoke", "auth.teams.list", "auth.test", "blocks.validate", "chat.getPermalink",
    "chat.scheduledMessages.list", "files.upload", "views.open", "views.publish", "views.push", "views.update",
}  # fmt: skip


def test_every_method_has_its_scopes_or_stands_among_those_without():
    assert {method for method in METHODS if not scopes.accepted(method)} == WITHOUT_SCOPES
    assert set(scopes.BY_KIND) | set(scopes.PLAIN) | set(scopes.APP_LEVEL) | WITHOUT_SCOPES == set(METHODS)


def with_scopes(*names):
    return Workspace(clock=Clock(START, rate=0), manifest=allowed(*names))


@pytest.mark.parametrize("method", sorted(set(METHODS) - WITHOUT_SCOPES - set(scopes.APP_LEVEL)))
async def test_no_method_works_without_its_scopes(method):
    async with with_scopes("commands") as ws:
        with pytest.raises(SlackApiError) as caught:
            await client_of(ws).api_call(method)
        answer = caught.value.response
        assert (answer["error"], answer["provided"]) == ("missing_scope", "commands")
        assert answer["needed"].split(",") == scopes.accepted(method)


KINDS = {
    "public": ("channels", "C0PUBLIC"),
    "private": ("groups", "C0DESK"),
    "im": ("im", ""),
    "mpim": ("mpim", ""),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("method", ["conversations.info", "conversations.members", "conversations.history"])
async def test_each_kind_of_conversation_has_its_own_scope(kind, method):
    right = "history" if method.endswith("history") else "read"
    family, place = KINDS[kind]
    others = [f"{name}:{right}" for other, (name, _) in KINDS.items() if other != kind]
    async with with_scopes(*others) as ws:
        place = place or ws.state.direct("U0SATO").id
        if kind == "mpim":
            ws.state.channels[place].kind = "mpim"
        if kind == "public":
            ws.channel("general").members.append("U0HANSHO")
            place = "C0GENERAL"
        with pytest.raises(SlackApiError) as caught:
            await client_of(ws).api_call(method, params={"channel": place})
        assert (caught.value.response["error"], caught.value.response["needed"]) == (
            "missing_scope",
            f"{family}:{right}",
        )
    async with with_scopes(f"{family}:{right}") as ws:
        place = place if place.startswith("C") else ws.state.direct("U0SATO").id
        if kind == "mpim":
            ws.state.channels[place].kind = "mpim"
        ws.channel("general").members.append("U0HANSHO")
        assert (await client_of(ws).api_call(method, params={"channel": place}))["ok"]


async def test_creating_and_listing_by_kind():
    async with with_scopes("channels:manage", "channels:read") as ws:
        client = client_of(ws)
        assert (await client.conversations_create(name="open"))["ok"]
        with pytest.raises(SlackApiError) as caught:
            await client.conversations_create(name="closed", is_private=True)
        assert caught.value.response["needed"] == "groups:write"
        with pytest.raises(SlackApiError) as caught:
            await client.conversations_list(types="public_channel,private_channel")
        assert caught.value.response["needed"] == "groups:read"


async def test_a_finer_scope_is_enough_where_slack_has_one():
    async with with_scopes("channels:write.topic", "channels:manage") as ws:
        made = (await client_of(ws).conversations_create(name="x"))["channel"]["id"]
        ws.core.settings = Workspace(manifest=allowed("channels:write.topic")).settings
        assert (await client_of(ws).conversations_setTopic(channel=made, topic="t"))["ok"]
        assert await refused(client_of(ws).conversations_archive(channel=made)) == "missing_scope"


async def test_addresses_names_and_strange_channels_need_scopes_of_their_own():
    async with with_scopes("chat:write", "users:read") as ws:
        client = client_of(ws)
        assert "email" not in (await client.users_info(user="U0SATO"))["user"]["profile"]
        assert await refused(client.users_lookupByEmail(email="sato@practice.example")) == "missing_scope"
        assert await refused(client.chat_postMessage(channel="C0GENERAL", text="x")) == "not_in_channel"
        with pytest.raises(SlackApiError) as caught:
            await client.chat_postMessage(channel="U0SATO", text="x", username="Somebody")
        assert caught.value.response["needed"] == "chat:write.customize"
    async with with_scopes(
        "chat:write", "chat:write.public", "chat:write.customize", "users:read", "users:read.email"
    ) as ws:
        client = client_of(ws)
        assert (await client.chat_postMessage(channel="C0GENERAL", text="x"))["ok"]
        said = await client.chat_postMessage(channel="U0SATO", text="x", username="Clock", icon_emoji=":bell:")
        assert (said["message"]["subtype"], said["message"]["username"]) == ("bot_message", "Clock")
        assert (await client.users_lookupByEmail(email="SATO@practice.example"))["user"]["id"] == "U0SATO"


async def test_headers_tell_what_the_token_may_do():
    async with with_scopes("chat:write", "pins:write") as ws:
        headers = (await client_of(ws).chat_postMessage(channel="U0SATO", text="x")).headers
        assert headers["x-oauth-scopes"] == "chat:write,pins:write"
        assert headers["x-accepted-oauth-scopes"] == "chat:write"
        opened = await AsyncWebClient(base_url=ws.api_url).apps_connections_open(app_token=ws.settings.app_token)
        assert opened.headers["x-oauth-scopes"] == "connections:write"


async def test_each_token_is_for_its_own_methods(able):
    wrong = AsyncWebClient(token=able.settings.app_token, base_url=able.api_url, retry_handlers=[])
    assert await refused(wrong.auth_test()) == "not_allowed_token_type"
    assert (
        await refused(client_of(able).apps_connections_open(app_token=able.settings.bot_token))
        == "not_allowed_token_type"
    )
    assert await refused(AsyncWebClient(token="xoxp-1", base_url=able.api_url).auth_test()) == "invalid_auth"


async def test_a_revoked_token_is_worthless_and_the_app_hears_of_it(able, bot):
    assert (await bot.auth_revoke(test=True))["revoked"] is False
    assert (await bot.auth_test())["ok"]
    assert (await bot.auth_revoke())["revoked"] is True
    assert await refused(bot.auth_test()) == "token_revoked"
    assert await refused(bot.chat_postMessage(channel="U0SATO", text="x")) == "token_revoked"
    assert (await bot.apps_connections_open(app_token=able.settings.app_token))["ok"], "the app-level token stays good"
    await able.wait_for(lambda: able.sent("tokens_revoked"))


async def test_methods_without_a_token(ws):
    async with aiohttp.ClientSession() as session:
        good = {"blocks": '[{"type": "divider"}]'}
        async with session.post(f"{ws.api_url}blocks.validate", data=good) as response:
            assert await response.json() == {"ok": True}
        async with session.post(f"{ws.api_url}auth.test") as response:
            assert (await response.json())["error"] == "not_authed"


async def test_blocks_validate_points_at_every_fault(bot):
    def section(length):
        return {"type": "section", "text": {"type": "mrkdwn", "text": "x" * length}}

    with pytest.raises(SlackApiError) as caught:
        await bot.api_call("blocks.validate", json={"blocks": [section(3), section(3001)]})
    answer = caught.value.response
    assert answer["error"] == "invalid_blocks"
    [fault] = answer["errors"]
    assert (fault["code"], fault["pointer"]) == ("failed_constraint", "/1/text/text")
    assert fault["constraint"] == {"type": "max_length", "expected": 3000}
    message = {"message": {"blocks": [section(3001)], "attachments": [{"blocks": [{"type": "nope"}]}]}}
    with pytest.raises(SlackApiError) as caught:
        await bot.api_call("blocks.validate", json=message)
    assert caught.value.response["error"] == "invalid_message"
    assert {one["pointer"] for one in caught.value.response["errors"]} >= {"/blocks/0/text/text"}
    assert await refused(bot.api_call("blocks.validate", json={"view": {"type": "modal"}})) == "invalid_view"
    both = {"blocks": [], "view": {}}
    for wrong in ({}, both):
        assert await refused(bot.api_call("blocks.validate", json=wrong)) == "invalid_arguments"
