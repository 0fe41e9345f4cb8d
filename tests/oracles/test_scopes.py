"""The app's manifest asks for enough: what the bot calls in its stories is called again at npm's emulate, which checks scopes.

Ids, time stamps and triggers are another server's, so each is exchanged for the one that stands for it there.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.oracles.emulate import EYES, TOKEN, emulated
from tests.oracles.installed import ROOT
from tests.stories import test_ending, test_story_01_three_in_the_morning, test_story_03_two_clients
from tests.stories.conftest import told
from workspace import Call, Workspace, people

pytestmark = pytest.mark.usefixtures("oracles")

SCOPES = frozenset(
    json.loads((ROOT / "deploy" / "slack" / "manifest.json").read_text("utf-8"))["oauth_config"]["scopes"]["bot"]
)
NOT_THERE = {"apps.connections.open", "response_url"}
"""What emulate does not play: Socket Mode, and what is not a method."""

STORIES = [
    test_story_01_three_in_the_morning.test_the_clock_runs_from_first_recognition_and_stops_when_a_person_at_the_desk_heard_it,
    test_story_03_two_clients.test_each_client_has_its_own_lane_clock_and_notice,
    test_ending.test_closing_is_refused_while_something_is_owed_and_passes_when_all_is_done,
]
USED_BY_CALLS = {"chat:write", "groups:write", "pins:write", "users:read"}
"""Scopes without which these stories end in missing_scope. The others are for commands, events, and calls of other stories."""


class Replay:
    """The calls of a story, made again at another server."""

    def __init__(self, client: AsyncWebClient, told_in: Workspace) -> None:
        self._client = client
        self._triggers = {trigger.id: trigger.user for trigger in told_in.state.triggers.values()}
        self._ours = {one.name: one.id for one in told_in.state.members.values()}
        self._ours |= {one.name: one.id for one in told_in.state.channels.values() if one.kind in {"public", "private"}}
        self._known: dict[str, str] = {}
        self._modals: dict[str, str] = {}

    async def begin(self, eyes: AsyncWebClient) -> None:
        """Learn who and what is called how there."""
        theirs = (await eyes.users_list())["members"]
        theirs = [*theirs, *(await eyes.conversations_list(types="public_channel,private_channel"))["channels"]]
        self._known = {self._ours[one["name"]]: one["id"] for one in theirs if one["name"] in self._ours}

    async def again(self, call: Call) -> str:
        """Make one call; `ok` or the error."""
        arguments = {name: self._exchanged(value) for name, value in call.arguments.items()}
        if trigger := arguments.get("trigger_id"):
            who = self._known[self._triggers[trigger]]
            below = {"view_id": self._modals[who]} if call.method == "views.push" else {}
            made = await self._client.api_call("views.generateTriggerId", params={"user_id": who, **below})
            arguments["trigger_id"] = made["trigger_id"]
        if "post_at" in arguments:
            arguments["post_at"] = int(time.time()) + 3600
        try:
            answer = await self._client.api_call(call.method, json=arguments)
        except SlackApiError as error:
            return str(error.response["error"])
        self._learn(call.answer, answer.data)
        if trigger:
            self._modals[who] = answer["view"]["id"]
        return "ok"

    def _exchanged(self, value: Any) -> Any:
        if isinstance(value, str):
            return ",".join(self._known.get(part, part) for part in value.split(",")) if len(value) < 200 else value
        return value

    def _learn(self, ours: Any, theirs: Any) -> None:
        """Pair what both answers name in the same place."""
        if not isinstance(ours, dict) or not isinstance(theirs, dict):
            return
        for key, value in ours.items():
            if key in {"id", "ts", "channel", "hash", "scheduled_message_id"} and isinstance(value, str):
                self._known.setdefault(value, str(theirs.get(key, value)))
            elif key in {"channel", "view"}:
                self._learn(value, theirs.get(key))


async def replayed(workspace: Workspace, scopes: frozenset[str]) -> list[tuple[str, str]]:
    """What came of each call of a story that succeeded, up to the first for which a scope is missing: method, `ok` or error."""
    found: list[tuple[str, str]] = []
    async with emulated(people.DEFAULT, scopes) as address:
        replay = Replay(AsyncWebClient(token=TOKEN, base_url=address), workspace)
        await replay.begin(AsyncWebClient(token=EYES, base_url=address))
        for call in workspace.calls():
            if call.ok and call.method not in NOT_THERE:
                found.append((call.method, await replay.again(call)))
                if found[-1][1] == "missing_scope":
                    break
    return found


@pytest.mark.parametrize("tell", STORIES, ids=lambda tell: tell.__name__.removeprefix("test_")[:40])
async def test_the_manifest_is_enough_for_what_the_bot_calls(tell, tmp_path: Path):
    async with told("socket", f"sqlite:///{tmp_path / 'hansho.sqlite'}") as story:
        await tell(story)
        came = await replayed(story.workspace, SCOPES)
    assert {method for method, _ in came} >= {"chat.postMessage", "chat.update", "conversations.create", "views.open"}
    assert [one for one in came if one[1] != "ok"] == []


async def test_a_scope_taken_away_is_missed(tmp_path: Path):
    async with told("socket", f"sqlite:///{tmp_path / 'hansho.sqlite'}") as story:
        await STORIES[0](story)
        missed = set()
        for scope in USED_BY_CALLS:
            came = await replayed(
                story.workspace, SCOPES - {scope} | {"channels:read", "groups:read", "users:read"} - {scope}
            )
            if any(error == "missing_scope" for _, error in came):
                missed.add(scope)
    assert missed == USED_BY_CALLS
