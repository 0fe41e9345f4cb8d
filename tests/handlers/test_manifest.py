"""The app's manifest offers exactly what the program answers, and asks for what it calls."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from handlers.slack import registry
from handlers.slack.checkup import NEEDED_SCOPES, USEFUL_SCOPES
from handlers.slack.commands import WORDS
from handlers.slack.events import EVENTS
from workspace.manifest import DEFAULT

ROOT = Path(__file__).parents[2]
APP = DEFAULT.surface
SCOPE_OF = {
    "chat.postMessage": {"chat:write"},
    "chat.postEphemeral": {"chat:write"},
    "chat.update": {"chat:write"},
    "chat.scheduleMessage": {"chat:write"},
    "chat.deleteScheduledMessage": {"chat:write"},
    "conversations.create": {"groups:write"},
    "conversations.invite": {"groups:write"},
    "conversations.history": {"groups:history", "channels:history", "im:history"},
    "conversations.open": {"im:write"},
    "pins.add": {"pins:write"},
    "files.completeUploadExternal": {"files:write"},
    "users.info": {"users:read"},
    "conversations.info": {"groups:read", "channels:read"},
    "team.info": {"team:read"},
}


@pytest.fixture(scope="module")
def manifest():
    return json.loads((ROOT / "deploy" / "slack" / "manifest.json").read_text(encoding="utf-8"))


def test_shortcuts_are_those_the_program_answers(manifest):
    named = {(one["callback_id"], one["type"]) for one in manifest["features"]["shortcuts"]}
    assert named == {(registry.REPORT_SHORTCUT, "global"), (registry.MESSAGE_SHORTCUT, "message")}
    assert named == {(one["callback_id"], one["type"]) for one in APP["shortcuts"]}


def test_the_command_and_its_hint_are_those_the_program_answers(manifest):
    (command,) = manifest["features"]["slash_commands"]
    assert command["command"] == registry.COMMAND == APP["commands"][0]["command"]
    hinted = command["usage_hint"].strip("[]").split("|")
    assert set(hinted) <= set(WORDS)
    assert hinted == APP["commands"][0]["usage_hint"].strip("[]").split("|")


def test_events_are_those_the_program_answers(manifest):
    subscribed = {event.partition(".")[0] for event in manifest["settings"]["event_subscriptions"]["bot_events"]}
    assert subscribed == set(EVENTS)


def test_every_method_the_program_calls_has_its_scope(manifest):
    scopes = set(manifest["oauth_config"]["scopes"]["bot"])
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in ("bot", "handlers")
        for path in (ROOT / folder).rglob("*.py")
        if path.name != "errors.py"
    )
    called = set(re.findall(r'"((?:chat|conversations|files|pins|users)\.[a-zA-Z]+)"', source)) & set(SCOPE_OF)
    assert {"chat.postMessage", "conversations.create", "pins.add"} <= called
    for method in called:
        assert SCOPE_OF[method] <= scopes, method
    assert set(NEEDED_SCOPES) | set(USEFUL_SCOPES) <= scopes


def test_optional_scopes_are_listed_and_none_of_them_is_needed(manifest):
    scopes = manifest["oauth_config"]["scopes"]
    assert set(scopes["bot_optional"]) <= set(scopes["bot"])
    assert not set(scopes["bot_optional"]) & set(NEEDED_SCOPES)


def test_slacks_limits_on_names_are_kept(manifest):
    shown = manifest["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    for shortcut in manifest["features"]["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150
    home = manifest["features"]["app_home"]
    assert home["home_tab_enabled"]
    assert home["messages_tab_enabled"]
    assert manifest["settings"]["socket_mode_enabled"]
    assert not manifest["settings"]["token_rotation_enabled"]
