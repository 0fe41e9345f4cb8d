"""A workspace with a stopped clock, and a small Bolt app of nobody's to try it with, over either road."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from workspace import Clock, Manifest, Workspace
from workspace.manifest import EVENT_SCOPES
from workspace.methods import METHODS
from workspace.scopes import accepted

START = datetime(2026, 11, 20, 17, 47, tzinfo=UTC)


def plain(text):
    return {"type": "plain_text", "text": text}


def form(**more):
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("Order"),
        "submit": plain("Send"),
        "blocks": [
            {
                "type": "input",
                "block_id": "what",
                "label": plain("What"),
                "element": {"type": "plain_text_input", "action_id": "v"},
            },
            {
                "type": "input",
                "block_id": "size",
                "optional": True,
                "label": plain("Size"),
                "element": {
                    "type": "static_select",
                    "action_id": "v",
                    "options": [{"text": plain("Small"), "value": "s"}, {"text": plain("Large"), "value": "l"}],
                    "initial_option": {"text": plain("Small"), "value": "s"},
                },
            },
        ],
        **more,
    }


def card(text, label="Take it"):
    return [
        {"type": "section", "text": {"type": "mrkdwn", "text": text}},
        {"type": "actions", "elements": [{"type": "button", "action_id": "take", "text": plain(label), "value": "1"}]},
    ]


def toy_app(ws: Workspace) -> AsyncApp:
    client = AsyncWebClient(token=ws.settings.bot_token, base_url=ws.api_url, retry_handlers=[])
    app = AsyncApp(client=client, signing_secret=ws.settings.signing_secret, process_before_response=True)

    @app.command("/order")
    async def order(ack, body, client):
        if body["text"] == "slow":
            await asyncio.sleep(2)
        await ack("opening" if body["text"] == "loud" else "")
        await client.views_open(trigger_id=body["trigger_id"], view=form(private_metadata=body["channel_id"]))

    @app.view("form")
    async def sent(ack, body, view, client):
        values = view["state"]["values"]
        what, size = values["what"]["v"]["value"], values["size"]["v"]["selected_option"]["value"]
        if what == "bad":
            await ack(response_action="errors", errors={"what": "No such thing."})
        elif what == "more":
            await ack(response_action="push", view=form(callback_id="second"))
        elif what == "broken":
            await ack(response_action="update", view={"type": "modal", "blocks": []})
        else:
            await ack()
            await client.chat_postMessage(
                channel=body["user"]["id"], text=f"{what} ({size})", blocks=card(f"*{what}* ({size})")
            )

    @app.view("second")
    async def second(ack):
        await ack(response_action="clear")

    @app.action("take")
    async def take(ack, body, client, respond):
        await ack()
        await client.chat_update(
            channel=body["channel"]["id"], ts=body["message"]["ts"], text="taken", blocks=card("taken", "Taken")
        )
        await respond("You have it.", replace_original=False)
        await client.views_publish(user_id=body["user"]["id"], view={"type": "home", "blocks": card("yours: 1")})

    @app.event("app_home_opened")
    async def home(body, client):
        view = {"type": "home", "blocks": card("nothing yet")}
        await client.views_publish(user_id=body["event"]["user"], view=view)

    @app.event("app_mention")
    async def mention(body, client):
        await client.chat_postMessage(channel=body["event"]["channel"], text=f"heard {body['event_id']}")

    return app


@pytest.fixture
async def ws() -> AsyncIterator[Workspace]:
    async with Workspace(clock=Clock(START, rate=0)) as made:
        yield made


@pytest.fixture
async def client(ws):
    return AsyncWebClient(token=ws.settings.bot_token, base_url=ws.api_url, retry_handlers=[])


@contextlib.asynccontextmanager
async def served(app: AsyncApp) -> AsyncIterator[str]:
    """The app behind a plain HTTP server, as `slack_bolt.adapter.aiohttp` would do it."""
    from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request

    async def events(request):
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    server = web.Application()
    server.router.add_post("/slack/events", events)
    runner = web.AppRunner(server, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    finally:
        await runner.cleanup()


@pytest.fixture(params=["socket", "http"])
async def toy(request, ws) -> AsyncIterator[Workspace]:
    app = toy_app(ws)
    if request.param == "http":
        async with served(app) as url:
            ws.use_request_url(url)
            yield ws
        return
    handler = AsyncSocketModeHandler(app, ws.settings.app_token)
    handler.client.web_client = AsyncWebClient(token=ws.settings.app_token, base_url=ws.api_url)
    await handler.connect_async()
    await ws.connected()
    try:
        yield ws
    finally:
        await handler.close_async()


def as_json(found) -> str:
    return json.dumps(found, ensure_ascii=False)


def allowed(*scopes: str, without: tuple[str, ...] = (), events: tuple[str, ...] = ()) -> Manifest:
    """A manifest with exactly these scopes; without any named, with all there are but those left out."""
    everything = {one for method in METHODS for one in accepted(method)} | {
        "chat:write.customize",
        "chat:write.public",
        "commands",
    }
    return Manifest("Able", bot_scopes=frozenset(scopes or everything - set(without)), bot_events=frozenset(events))


def client_of(ws: Workspace) -> AsyncWebClient:
    return AsyncWebClient(token=ws.settings.bot_token, base_url=ws.api_url, retry_handlers=[])


@pytest.fixture
async def able() -> AsyncIterator[Workspace]:
    """A workspace whose app may do everything and hears of everything."""
    events = (*EVENT_SCOPES, "tokens_revoked")
    async with Workspace(clock=Clock(START, rate=0), manifest=allowed(events=events)) as made:
        yield made


@pytest.fixture
async def bot(able) -> AsyncWebClient:
    return client_of(able)


async def refused(call) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return caught.value.response["error"]
