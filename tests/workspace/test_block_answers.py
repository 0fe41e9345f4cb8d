"""How a refusal reaches the bot: the error, its sentences with and without a mark, and nothing is posted or opened."""

from __future__ import annotations

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from workspace import limits

from .conftest import card, form, plain
from .samples import good_blocks, good_elements, mrkdwn, section, view

TOO_LONG = "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"


async def refused(call):
    with pytest.raises(SlackApiError) as caught:
        await call
    return caught.value.response.data


async def trigger(ws, client):
    """A fresh trigger of somebody, as a command would carry it."""
    from workspace import modals

    return modals.new_trigger(ws.core.state, "U0SATO")


async def test_blocks_of_a_message(ws, client):
    found = await refused(client.chat_postMessage(channel="U0SATO", text="x", blocks=card("x" * 3001)))
    assert found["error"] == "invalid_blocks"
    assert found["errors"] == [TOO_LONG]
    assert found["response_metadata"]["messages"] == [f"[ERROR] {TOO_LONG}"]
    assert ws.person("U0SATO").dms() == []


@pytest.mark.parametrize("name", ["chat_postMessage", "chat_update", "chat_postEphemeral", "chat_scheduleMessage"])
async def test_every_way_of_writing_judges_blocks(ws, client, name):
    posted = await client.chat_postMessage(channel="U0SATO", text="x")
    more = {
        "chat_update": {"ts": posted["ts"]},
        "chat_postEphemeral": {"user": "U0SATO"},
        "chat_scheduleMessage": {"post_at": int(ws.clock.now().timestamp()) + 3600},
    }.get(name, {})
    call = getattr(client, name)(channel=posted["channel"], text="x", blocks=[{"type": "nope"}], **more)
    found = await refused(call)
    assert found["error"] == "invalid_blocks"
    assert found["errors"] == ["unsupported type: nope [json-pointer:/blocks/0/type]"]


async def test_blocks_that_are_no_list(ws, client):
    found = await refused(
        client.api_call("chat.postMessage", json={"channel": "U0SATO", "blocks": {"type": "divider"}})
    )
    assert found["error"] == "invalid_blocks_format"


async def test_attachments(ws, client):
    bad = [{"blocks": [section(text=mrkdwn(""))]}]
    found = await refused(client.chat_postMessage(channel="U0SATO", text="x", attachments=bad))
    assert found["error"] == "invalid_attachments"
    assert found["errors"] == ["must be more than 0 characters [json-pointer:/attachments/0/blocks/0/text/text]"]


async def test_views(ws, client):
    found = await refused(client.views_open(trigger_id=await trigger(ws, client), view=form(title=plain("x" * 25))))
    assert found["error"] == "invalid_arguments"
    assert found["response_metadata"]["messages"] == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    ]
    assert ws.core.state.stacks.get("U0SATO", []) == []


async def test_a_home_tab_is_no_modal(ws, client):
    home = {"type": "home", "blocks": [section()]}
    found = await refused(client.views_open(trigger_id=await trigger(ws, client), view=home))
    assert found["error"] == "invalid_arguments"
    assert found["response_metadata"]["messages"] == ["[ERROR] must be a valid enum value [json-pointer:/view/type]"]


async def test_a_view_that_is_too_large(ws, client):
    """Each block is within its limits; all together are not."""
    fitting = form(blocks=[section(text=plain("字" * 2700), block_id=str(n)) for n in range(30)])
    await client.views_open(trigger_id=await trigger(ws, client), view=fitting)
    large = form(blocks=[section(text=plain("字" * 3000), block_id=str(n)) for n in range(30)])
    found = await refused(client.views_open(trigger_id=await trigger(ws, client), view=large))
    assert found["error"] == "view_too_large"
    assert limits.VIEW_BYTES == 250_000


TOO_LONG_THERE = {
    "code": "failed_constraint",
    "message": "must be less than 3001 characters",
    "constraint": {"type": "max_length", "expected": 3000},
}
VALIDATED = {
    "blocks": ({"blocks": card("x" * 3001)}, "invalid_blocks", {**TOO_LONG_THERE, "pointer": "/0/text/text"}),
    "message": ({"message": {"blocks": card("x" * 3001)}}, "invalid_message", {**TOO_LONG_THERE, "pointer": "/blocks/0/text/text"}),
    "view": (
        {"view": {"type": "home", "blocks": []}}, "invalid_view",
        {"code": "failed_constraint", "message": "no fewer than 1 items allowed", "pointer": "/blocks", "constraint": {"type": "min_items", "expected": 1}},
    ),
    "missing": (
        {"blocks": [{"text": plain("x")}]}, "invalid_blocks",
        {"code": "missing_field", "message": "missing required field: type", "field": "type", "pointer": "/0"},
    ),
    "view that is a list": (
        {"view": [section()]}, "invalid_view", {"code": "failed_constraint", "message": "must provide an object", "pointer": ""},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", VALIDATED)
async def test_blocks_validate(ws, client, name):
    given, error, fault = VALIDATED[name]
    found = await refused(client.api_call("blocks.validate", json=given))
    assert (found["error"], found["errors"]) == (error, [fault])


async def test_blocks_validate_takes_what_is_right(ws, client):
    assert (await client.api_call("blocks.validate", json={"blocks": card("x")}))["ok"]
    stranger = AsyncWebClient(base_url=ws.api_url, retry_handlers=[])
    assert (await stranger.api_call("blocks.validate", json={"view": form()}))["ok"]


async def test_what_passes_is_kept_as_it_was_sent(ws, client):
    """Every block and element of the corpus goes through the API and comes back from the history whole."""
    for name, surface, block in good_blocks() + good_elements():
        if surface == "message":
            kept = (await client.chat_postMessage(channel="U0SATO", text="x", blocks=[block]))["message"]["blocks"]
        elif surface == "home":
            kept = (await client.views_publish(user_id="U0SATO", view=view("home", block)))["view"]["blocks"]
        else:
            opened = await client.views_open(trigger_id=await trigger(ws, client), view=view("modal", block))
            kept = opened["view"]["blocks"]
        assert holds(kept[0], block), name


def holds(kept, sent):
    """Everything sent is there; ids and flags may have been added."""
    if isinstance(sent, dict):
        return all(name in kept and holds(kept[name], value) for name, value in sent.items())
    if isinstance(sent, list):
        return len(kept) == len(sent) and all(map(holds, kept, sent))
    return kept == sent
