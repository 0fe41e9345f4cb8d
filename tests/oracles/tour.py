"""A walk through everything people can do in the workspace, with an app that hears it all.

What is said on the way is what the oracles are asked about; `tour_methods` walks through the Web API.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from workspace import Workspace, manifest, scopes
from workspace.records import Member
from workspace.state import Json

ALL = re.compile(".*")


PATIENCE = 30.0
"""Real seconds another process may take on a busy machine. What Slack allows is the business of tests of its own."""

EVERYTHING_ALLOWED = replace(
    manifest.DEFAULT,
    bot_scopes=manifest.DEFAULT.bot_scopes
    | {scope for method in [*scopes.PLAIN, *scopes.BY_KIND] for scope in scopes.accepted(method)}
    | {scope for needed in manifest.EVENT_SCOPES.values() for scope in needed}
    | {scopes.CUSTOMIZE, scopes.POST_ANYWHERE, scopes.EMAIL},
    bot_events=manifest.DEFAULT.bot_events | set(manifest.EVENT_SCOPES),
)
"""The practice app's manifest with every scope and every event."""


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(value: str) -> Json:
    return {"text": plain(value.title()), "value": value}


CHOICES = {"options": [option("small"), option("large")]}
ELEMENTS: dict[str, tuple[Json, Any]] = {
    "button": ({"text": plain("Go"), "value": "1", "style": "primary"}, None),
    "overflow": (CHOICES, "large"),
    "static_select": ({**CHOICES, "placeholder": plain("Size"), "initial_option": option("small")}, "large"),
    "multi_static_select": (CHOICES, ["small", "large"]),
    "checkboxes": (CHOICES, ["small"]),
    "radio_buttons": (CHOICES, "small"),
    "external_select": ({"min_query_length": 1}, option("far")),
    "multi_external_select": ({"min_query_length": 1}, [option("far")]),
    "users_select": ({}, "U0SATO"),
    "multi_users_select": ({}, ["U0SATO", "U0TANAKA"]),
    "conversations_select": ({}, "C0DESK"),
    "multi_conversations_select": ({}, ["C0DESK"]),
    "channels_select": ({}, "C0GENERAL"),
    "multi_channels_select": ({}, ["C0GENERAL"]),
    "datepicker": ({}, "2026-11-21"),
    "timepicker": ({"timezone": "Asia/Tokyo"}, "03:05"),
    "datetimepicker": ({}, 1_795_200_000),
}
"""Element type -> what it needs, and what a person chooses in it."""

WRITTEN: dict[str, tuple[Json, str]] = {
    "plain_text_input": ({"multiline": True, "max_length": 100}, "tea"),
    "email_text_input": ({}, "tea@practice.example"),
    "url_text_input": ({}, "https://practice.example/tea"),
    "number_input": ({"is_decimal_allowed": False}, "7"),
}
NOT_IN_INPUTS = {"button", "overflow"}
NOT_ON_HOME = frozenset({"datetimepicker"})
ALONE = {
    "multi_static_select",
    "multi_external_select",
    "multi_users_select",
    "multi_conversations_select",
    "multi_channels_select",
}
"""Selects of many stand beside a section or in an input, never in a row of actions."""


def everything_to_press(*, without: frozenset[str] = frozenset()) -> list[Json]:
    """A block for every element a person can press or choose in."""
    made: list[Json] = [{"type": "header", "text": plain("Everything")}, {"type": "divider"}]
    for kind, (more, _) in ELEMENTS.items():
        if kind in without:
            continue
        element = {"type": kind, "action_id": kind, **more}
        if kind in ALONE:
            made.append({"type": "section", "block_id": kind, "text": plain(kind), "accessory": element})
        else:
            made.append({"type": "actions", "block_id": kind, "elements": [element]})
    words = {"type": "mrkdwn", "text": "*that is all*"}
    return [*made, {"type": "context", "elements": [words]}, {"type": "section", "text": words, "fields": [words]}]


def everything_at_home() -> Json:
    """A Home tab with everything that may stand on one."""
    return {"type": "home", "blocks": everything_to_press(without=NOT_ON_HOME)}


def everything_to_fill(callback_id: str, **more: Any) -> Json:
    """A modal with an input for every element that has a value."""
    kinds = {**{kind: given for kind, given in ELEMENTS.items() if kind not in NOT_IN_INPUTS}, **WRITTEN}
    blocks = [
        {
            "type": "input",
            "block_id": kind,
            "label": plain(kind),
            "hint": plain("as you like"),
            "optional": True,
            "dispatch_action": kind == "static_select",
            "element": {"type": kind, "action_id": "v", **needs},
        }
        for kind, (needs, _) in kinds.items()
    ]
    head = {"type": "modal", "callback_id": callback_id, "title": plain("Everything"), "submit": plain("Send")}
    return {**head, "close": plain("Cancel"), "notify_on_close": True, "blocks": blocks, **more}


def answering_app(ws: Workspace) -> AsyncApp:
    """An app that hears everything, opens the form where it can, and answers a submission with what the form's name says."""
    client = AsyncWebClient(token=ws.settings.bot_token, base_url=ws.api_url, retry_handlers=[])
    app = AsyncApp(client=client, signing_secret=ws.settings.signing_secret, process_before_response=True)

    async def open_form(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=everything_to_fill("errors", external_id="form"))

    async def hear(ack: Any) -> None:
        await ack()

    async def speak(ack: Any) -> None:
        await ack("heard")

    async def offer(ack: Any) -> None:
        await ack(options=[option("far"), option("near")])

    async def sent(ack: Any, view: Json) -> None:
        answers: dict[str, Json] = {
            "errors": {"response_action": "errors", "errors": {"plain_text_input": "Not today."}},
            "update": {"response_action": "update", "view": everything_to_fill("push")},
            "push": {"response_action": "push", "view": everything_to_fill("clear")},
            "clear": {"response_action": "clear"},
        }
        await ack(**answers.get(view["callback_id"], {}))

    app.command(ALL)(speak)
    app.shortcut(ALL)(open_form)
    app.action(ALL)(hear)
    app.options(ALL)(offer)
    app.view(ALL)(sent)
    app.view_closed(ALL)(hear)
    app.event(ALL)(hear)
    return app


@contextlib.asynccontextmanager
async def connected(ws: Workspace) -> AsyncIterator[None]:
    """The answering app on a socket of the workspace."""
    handler = AsyncSocketModeHandler(answering_app(ws), ws.settings.app_token)
    handler.client.web_client = AsyncWebClient(token=ws.settings.app_token, base_url=ws.api_url)
    await handler.connect_async()
    await ws.connected()
    try:
        yield
    finally:
        await handler.close_async()


async def acts(ws: Workspace, client: AsyncWebClient) -> None:
    """Everything people can do, each with the app's answer."""
    sato = ws.person("U0SATO")
    await sato.command("/incident help")
    await sato.command("/incident <@U0TANAKA>", "C0DESK")
    await sato.command("/incident x", "C0GENERAL")
    note = sato.say("C0DESK", "tea?")
    sato.say("C0DESK", "<@U0HANSHO> tea?", note)
    sato.say(ws.state.direct(sato.id).id, "tea?")

    blocks = everything_to_press()
    posted = await client.chat_postMessage(channel="C0DESK", text="press", blocks=blocks)
    await client.chat_postMessage(channel="C0DESK", text="press", blocks=blocks, thread_ts=posted["ts"])
    await client.chat_postEphemeral(channel="C0DESK", user=sato.id, text="press", blocks=blocks)
    await client.chat_postMessage(channel=sato.id, text="press", blocks=blocks)
    in_desk = [m for m in sato.messages("C0DESK") if m.text == "press"]
    for message in [*in_desk, sato.ephemerals[-1], sato.dms()[-1]]:
        for kind, (_, choice) in ELEMENTS.items():
            if kind.endswith("external_select"):
                await sato.suggestions(message, kind, "fa")
            await sato.press(message, kind, choice)
    await sato.message_shortcut("on_message", in_desk[0])
    await sato.modal.close()

    await sato.open_home()
    await client.views_publish(user_id=sato.id, view=everything_at_home())
    await sato.open_home()
    await sato.open_home("messages")
    home = await sato.expect_home()
    for kind, (_, choice) in ELEMENTS.items():
        if kind.endswith("external_select"):
            await sato.suggestions(home, kind, "fa")
        if kind not in NOT_ON_HOME:
            await sato.press(home, kind, choice)
    await forms(ws, client)
    await client.conversations_join(channel="C0BUILD")
    await talk(ws)
    await housekeeping(ws)
    await ws.events_settled(PATIENCE)


async def forms(ws: Workspace, client: AsyncWebClient) -> None:
    """One form through every answer, and all ways of leaving it."""
    sato = ws.person("U0SATO")
    await sato.shortcut("global")
    for kind in ("external_select", "multi_external_select"):
        await sato.acts.suggest(sato.id, sato.modal.view.id, kind, "v", "fa")
    for kind, (_, choice) in {**ELEMENTS, **WRITTEN}.items():
        if kind not in NOT_IN_INPUTS:
            await sato.modal.fill(kind, choice)
    assert (await sato.submit()).kind == "errors"
    for name, kind in (("update", "updated"), ("push", "pushed"), ("clear", "cleared")):
        if name == "update":
            await client.views_update(external_id="form", view=everything_to_fill(name, external_id="form"))
        assert (await sato.submit()).kind == kind
    await sato.shortcut("global")
    await client.views_update(external_id="form", view=everything_to_fill("close"))
    assert (await sato.submit()).kind == "closed"
    await sato.shortcut("global")
    await client.views_update(external_id="form", view=everything_to_fill("push"))
    await sato.submit()
    await sato.close_modal()
    await sato.close_modal(everything=True)


async def talk(ws: Workspace) -> None:
    """What people do with messages and channels, the app looking on."""
    sato, yamada = ws.person("U0SATO"), ws.person("U0YAMADA")
    said = sato.say("C0DESK", "<@U0HANSHO> a word")
    sato.react(said, "eyes")
    sato.react(said, "eyes", on=False)
    sato.acts.pin(sato.id, "C0DESK", said.ts, on=True)
    sato.acts.pin(sato.id, "C0DESK", said.ts, on=False)
    sato.edit(said, "<@U0HANSHO> two words")
    sato.say("C0DESK", "an answer", said)
    sato.delete(said)
    sato.delete(sato.say("C0DESK", "never mind"))
    sato.acts.post(sato.id, "C0DESK", "the log", files=[sato.acts.give_file(sato.id, "log.txt", b"03:05 tea")])
    yamada.leave("C0BUILD")
    yamada.join("C0BUILD")


async def housekeeping(ws: Workspace) -> None:
    """What becomes of channels and people."""
    acts, sato = ws.acts, "U0SATO"
    acts.rename("C0DESK", "desk-renamed", sato)
    acts.archive("C0DESK", sato)
    acts.archive("C0DESK", sato, back=True)
    acts.rename("C0GENERAL", "everybody", sato)
    acts.archive("C0BUILD", sato)
    acts.archive("C0BUILD", sato, back=True)
    acts.share("C0DESK", "T0TOBU")
    acts.unshare("C0DESK", "T0TOBU")
    acts.change_id("C0DESK")
    acts.change(sato, title="Lead")
    acts.come(Member("U0NEW", "new", "Somebody New"))
