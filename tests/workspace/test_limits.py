"""What Slack refuses is refused here, with a pointer; what just fits passes."""

from __future__ import annotations

import copy

import pytest
from slack_sdk.errors import SlackApiError

from workspace.blocks import message_problems, view_problems

from .conftest import card, form, plain


def section(length=3, **more):
    return {"type": "section", "text": {"type": "mrkdwn", "text": "x" * length}, **more}


def button(label="Go", **more):
    return {"type": "button", "text": plain(label), **more}


def actions(*elements):
    return {"type": "actions", "elements": list(elements)}


def select(count, label="x"):
    options = [{"text": plain(label), "value": str(index)} for index in range(count)]
    return {"type": "static_select", "options": options}


CONFIRM = {"title": plain("t"), "text": plain("t"), "confirm": plain("y"), "deny": plain("n")}

MESSAGES = {
    "blocks": ([section()] * 50, [section()] * 51, "/blocks"),
    "section text": ([section(3000)], [section(3001)], "/blocks/0/text/text"),
    "fields": ([section(fields=[plain("x")] * 10)], [section(fields=[plain("x")] * 11)], "/blocks/0/fields"),
    "header": (
        [{"type": "header", "text": plain("x" * 150)}],
        [{"type": "header", "text": plain("x" * 151)}],
        "/blocks/0/text/text",
    ),
    "header is plain": (
        [{"type": "header", "text": plain("x")}],
        [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
        "/blocks/0/text/type",
    ),
    "empty text": ([section(1)], [section(0)], "/blocks/0/text/text"),
    "context": (
        [{"type": "context", "elements": [plain("x")] * 10}],
        [{"type": "context", "elements": [plain("x")] * 11}],
        "/blocks/0/elements",
    ),
    "actions": ([actions(*[button()] * 25)], [actions(*[button()] * 26)], "/blocks/0/elements"),
    "button label": ([actions(button("x" * 75))], [actions(button("x" * 76))], "/blocks/0/elements/0/text/text"),
    "button value": (
        [actions(button(value="x" * 2000))],
        [actions(button(value="x" * 2001))],
        "/blocks/0/elements/0/value",
    ),
    "button style": ([actions(button(style="danger"))], [actions(button(style="red"))], "/blocks/0/elements/0/style"),
    "confirm": (
        [actions(button(confirm=CONFIRM))],
        [actions(button(confirm={**CONFIRM, "confirm": plain("x" * 31)}))],
        "/blocks/0/elements/0/confirm/confirm/text",
    ),
    "options": ([actions(select(100))], [actions(select(101))], "/blocks/0/elements/0/options"),
    "option label": (
        [actions(select(1, "x" * 75))],
        [actions(select(1, "x" * 76))],
        "/blocks/0/elements/0/options/0/text/text",
    ),
    "block_id": ([section(block_id="x" * 255)], [section(block_id="x" * 256)], "/blocks/0/block_id"),
    "block_id twice": (
        [section(block_id="a"), section(block_id="b")],
        [section(block_id="a"), section(block_id="a")],
        "/blocks/1/block_id",
    ),
    "action_id twice": (
        [actions(button(action_id="a"), button(action_id="b"))],
        [actions(button(action_id="a"), button(action_id="a"))],
        "/blocks/0/elements/1/action_id",
    ),
    "unknown type": ([section()], [{"type": "nope"}], "/blocks/0/type"),
    "alert in a message": ([section()], [{"type": "alert", "text": plain("x")}], "/blocks/0/type"),
    "image needs words": (
        [{"type": "image", "image_url": "http://127.0.0.1/x.png", "alt_text": "x"}],
        [{"type": "image", "image_url": "http://127.0.0.1/x.png"}],
        "/blocks/0",
    ),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_message_limits(name):
    fits, breaks, pointer = MESSAGES[name]
    assert message_problems(copy.deepcopy(fits)) == []
    assert [said for said in message_problems(breaks) if said.endswith(f"[json-pointer:{pointer}]")]


def changed(path, value):
    view = form()
    node = view
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    return view


VIEWS = {
    "title": (changed(["title"], plain("x" * 24)), changed(["title"], plain("x" * 25)), "/view/title/text"),
    "submit label": (changed(["submit"], plain("x" * 24)), changed(["submit"], plain("x" * 25)), "/view/submit/text"),
    "submit is needed": (form(), changed(["submit"], None), "/view/submit"),
    "private_metadata": (
        form(private_metadata="x" * 3000),
        form(private_metadata="x" * 3001),
        "/view/private_metadata",
    ),
    "callback_id": (form(callback_id="x" * 255), form(callback_id="x" * 256), "/view/callback_id"),
    "label is plain": (
        form(),
        changed(["blocks", 0, "label"], {"type": "mrkdwn", "text": "x"}),
        "/view/blocks/0/label/type",
    ),
    "hundred blocks": (form(blocks=[section()] * 100), form(blocks=[section()] * 101), "/view/blocks"),
    "table in a modal": (form(), form(blocks=[{"type": "table"}]), "/view/blocks/0/type"),
    "initial option": (
        form(),
        changed(["blocks", 1, "element", "initial_option"], {"text": plain("?"), "value": "?"}),
        "/view/blocks/1/element/initial_option",
    ),
}


@pytest.mark.parametrize("name", VIEWS)
def test_view_limits(name):
    fits, breaks, pointer = VIEWS[name]
    assert view_problems(fits) == []
    assert [said for said in view_problems(breaks) if said.endswith(f"[json-pointer:{pointer}]")]


async def test_the_api_says_invalid_blocks_and_posts_nothing(ws, client):
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="U0SATO", text="x", blocks=card("x" * 3001))
    assert caught.value.response["error"] == "invalid_blocks"
    assert "/blocks/0/text/text" in caught.value.response["response_metadata"]["messages"][0]
    assert ws.person("U0SATO").dms() == []
