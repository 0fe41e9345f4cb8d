"""What the workspace delivers has the keys of the payloads that Slack's own projects recorded: all of those that are always there,
and none that never is.
"""

from __future__ import annotations

from collections.abc import Iterator

from slack_sdk.web.async_client import AsyncWebClient

from tests.oracles import tour
from tests.oracles.recorded import RECORDED
from workspace.state import Json

EVENTS_RECORDED = {"message", "app_mention", "member_joined_channel", "app_home_opened"}
"""As people cause them; messages of apps and notes such as "has joined" have more keys."""
HOME_HAS_NO = {"title"}
"""reference/methods/views.publish; everything recorded of a view is of modals."""


def parts(payload: Json) -> Iterator[tuple[str, Json]]:
    """A payload and the parts of it that were recorded, by their names in RECORDED."""
    kind = str(payload.get("type") or "slash_commands")
    if kind in ("block_actions", "block_suggestion"):
        kind += f" of a {payload['container']['type']}"
    event = payload.get("event", {})
    if event.get("type") in EVENTS_RECORDED and not {"subtype", "bot_id"} & set(event):
        yield event["type"], event
    for name in RECORDED:
        of, _, path = name.partition("/")
        if of != kind:
            continue
        part = payload
        for step in path.split("/") if path else []:
            part = part[int(step)] if step.isdigit() else part[step]
        yield name, part


def wrong(name: str, part: Json) -> list[str]:
    """Which keys are missing and which were never recorded."""
    known = RECORDED[name]
    missing = known.always - set(part)
    if part.get("type") == "home":
        missing -= HOME_HAS_NO
    strange = set(part) - known.always - known.sometimes
    return [*(f"{name}: no {key}" for key in missing), *(f"{name}: {key} was never seen" for key in strange)]


async def test_delivered_payloads_have_the_keys_that_were_recorded(ws):
    client = AsyncWebClient(token=ws.settings.bot_token, base_url=ws.api_url, retry_handlers=[])
    async with tour.connected(ws):
        await tour.acts(ws, client)
        await client.conversations_invite(channel="C0BUILD", users="U0TANAKA")
        await ws.events_settled()
    met, faults = set(), set()
    for sent in ws.core.sent:
        for name, part in parts(sent.payload):
            met.add(name)
            faults |= set(wrong(name, part))
    assert met == set(RECORDED)
    assert sorted(faults) == []


def test_missing_and_strange_keys_are_named():
    shortcut = dict.fromkeys(RECORDED["shortcut"].always, "")
    assert wrong("shortcut", shortcut) == []
    del shortcut["trigger_id"]
    assert wrong("shortcut", shortcut | {"api_app_id": ""}) == [
        "shortcut: no trigger_id",
        "shortcut: api_app_id was never seen",
    ]
    assert [name for name, known in RECORDED.items() if known.always & known.sometimes] == []
