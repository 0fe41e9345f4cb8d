"""Whatever is sent to whatever method, the answer is JSON of Slack's shape with status 200, and the workspace goes on."""

from __future__ import annotations

import asyncio
import json

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workspace import Clock, Workspace
from workspace.methods import METHODS

from .conftest import START, allowed

NAMES = (
    "alt_txt", "attachments", "blocks", "bookmark_id", "bot", "channel", "channel_id", "channels", "count", "cursor", "email",
    "emails", "emoji", "external_id", "file", "filename", "files", "force", "handle", "hash", "inclusive", "initial_comment",
    "invite_id", "is_private", "latest", "length", "limit", "link", "markdown_text", "message", "message_ts", "metadata", "name",
    "oldest", "page", "post_at", "purpose", "reply_broadcast", "scheduled_message_id", "team", "text", "thread_ts", "timestamp",
    "title", "topic", "trigger_id", "ts", "ts_from", "type", "types", "user", "user_id", "user_ids", "usergroup", "username",
    "users", "view", "view_id",
)  # fmt: skip
KNOWN = (
    "C0DESK", "C0GENERAL", "C0TOBU", "#general", "U0SATO", "U0HANSHO", "U0HIGASHI", "S0DUTY", "T0TOBU", "B0HANSHO", "1.000001",
    "1763660820.000001", "public_channel,im", "link", "desk@tobu.example", "https://practice.example", "eyes", "0", "-1", "1e9", "",
)  # fmt: skip
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.sampled_from(KNOWN))
VALUES = st.one_of(
    st.sampled_from(KNOWN),
    st.recursive(
        LEAVES,
        lambda inner: st.one_of(
            st.lists(inner, max_size=4),
            st.dictionaries(
                st.one_of(
                    st.sampled_from(("type", "text", "id", "blocks", "elements", "event_type")), st.text(max_size=5)
                ),
                inner,
                max_size=4,
            ),
        ),
        max_leaves=8,
    ),
)
CALLS = st.lists(
    st.tuples(
        st.sampled_from(sorted(METHODS)), st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=8), st.booleans()
    ),
    min_size=1,
    max_size=25,
)


async def all_answered(calls):
    async with Workspace(clock=Clock(START, rate=0), manifest=allowed()) as ws, aiohttp.ClientSession() as session:
        for method, arguments, as_form in calls:
            if method == "auth.revoke":
                continue  # every later answer would be the same
            key = ws.settings.app_token if method == "apps.connections.open" else ws.settings.bot_token
            headers = {"Authorization": f"Bearer {key}"}
            if as_form:
                more = {
                    "data": {
                        name: value if isinstance(value, str) else json.dumps(value)
                        for name, value in arguments.items()
                    }
                }
            else:
                more = {"data": json.dumps(arguments), "headers": {"Content-Type": "application/json"}}
            more["headers"] = headers | more.get("headers", {})
            async with session.post(f"{ws.api_url}{method}", **more) as response:
                text = await response.text()
                assert (response.status, response.content_type) == (200, "application/json"), (
                    f"{method} {arguments}: {text}"
                )
                answer = json.loads(text)
                assert answer["ok"] is True or (answer["ok"] is False and isinstance(answer["error"], str))


@given(CALLS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_call_is_answered(calls):
    asyncio.run(all_answered(calls))


def nested(depth):
    return '{"a":' * depth + "1" + "}" * depth


@pytest.mark.parametrize("depth", [50, 300, 900, 5000])
@pytest.mark.parametrize("name", ["metadata", "blocks", "view", "attachments"])
async def test_deep_nesting_is_answered_and_read_back(ws, name, depth):
    inner = nested(depth)
    body = {
        "metadata": f'{{"event_type": "x", "event_payload": {inner}}}',
        "blocks": f'[{{"type": "section", "text": {inner}}}]',
        "view": f'{{"type": "home", "blocks": [{inner}]}}',
        "attachments": f"[{inner}]",
    }[name]
    method = "views.publish" if name == "view" else "chat.postMessage"
    data = f'{{"channel": "C0DESK", "user_id": "U0SATO", "text": "x", "{name}": {body}}}'
    headers = {"Authorization": f"Bearer {ws.settings.bot_token}", "Content-Type": "application/json"}
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{ws.api_url}{method}", data=data, headers=headers) as response:
            assert response.status == 200, await response.text()
        where = {"channel": "C0DESK", "include_all_metadata": "true"}
        async with session.get(
            f"{ws.api_url}conversations.history", params=where, headers={"Authorization": headers["Authorization"]}
        ) as response:
            assert response.status == 200, await response.text()
            assert (await response.json())["ok"]
