"""The manifest: what the practice app's own says, what is refused and why, and that both copies offer the same."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path

import pytest

from workspace import Workspace, manifest

SHIPPED = Path(__file__).parents[2] / "deploy" / "slack" / "manifest.json"
SMALL = {
    "display_information": {"name": "Orders"},
    "features": {
        "slash_commands": [{"command": "/order", "description": "Order"}],
        "shortcuts": [{"name": "Order", "type": "global", "callback_id": "order"}],
    },
    "oauth_config": {"scopes": {"bot": ["commands", "chat:write", "im:history"], "bot_optional": ["chat:write"]}},
    "settings": {"event_subscriptions": {"bot_events": ["message.im", "app_home_opened"]}, "socket_mode_enabled": True},
}


def changed(path, value):
    found = copy.deepcopy(SMALL)
    node = found
    for step in path[:-1]:
        node = node.setdefault(step, {}) if isinstance(node, dict) else node[step]
    node[path[-1]] = value
    return found


def test_the_built_in_copy_offers_what_the_shipped_manifest_offers():
    assert manifest.read(SHIPPED) == manifest.DEFAULT, "copy deploy/slack/manifest.json to workspace/manifest.json"


def test_what_is_read():
    made = manifest.parse(SMALL)
    assert made.bot_scopes == {"commands", "chat:write", "im:history"}
    assert made.bot_events == {"message.im", "app_home_opened"}
    assert made.socket_mode and made.commands[0]["command"] == "/order"
    assert Workspace(manifest=made).surface["shortcuts"][0]["callback_id"] == "order"


BOT = ("oauth_config", "scopes", "bot")
REFUSED = {
    "no name": (changed(("display_information",), {}), "name is missing"),
    "name too long": (changed(("display_information", "name"), "x" * 36), "name: 36"),
    "description too long": (changed(("display_information", "description"), "x" * 141), "description: 141"),
    "command with a space": (changed(("features", "slash_commands", 0, "command"), "/or der"), "'/or der'"),
    "command too long": (changed(("features", "slash_commands", 0, "command"), "/" + "x" * 32), "up to 31"),
    "too many commands": (
        changed(("features", "slash_commands"), [{"command": f"/c{n}"} for n in range(51)]),
        "51 is more",
    ),
    "shortcut of no kind": (changed(("features", "shortcuts", 0, "type"), "local"), "global or message"),
    "shortcut name": (changed(("features", "shortcuts", 0, "name"), "x" * 25), "at most 24"),
    "shortcut without id": (changed(("features", "shortcuts", 0, "callback_id"), ""), "[0] lacks callback_id"),
    "commands without their scope": (changed(BOT, ["chat:write", "im:history"]), "scope commands"),
    "event without its scope": (changed(BOT, ["commands", "chat:write"]), "message.im needs the scope im:history"),
    "optional and not asked for": (changed(("oauth_config", "scopes", "bot_optional"), ["pins:write"]), "pins:write"),
    "scopes that are no list": (changed(BOT, "chat:write"), "list of words"),
    "no object": ([], "JSON object"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_slack_would_refuse_is_refused_with_its_place(name):
    found, said = REFUSED[name]
    with pytest.raises(ValueError, match=re.escape(said)):
        manifest.parse(found)


def test_what_just_fits_passes():
    full = changed(("features", "slash_commands"), [{"command": f"/{n:031d}"} for n in range(50)])
    full["display_information"]["name"] = "x" * 35
    full["features"]["shortcuts"] = [{"name": "x" * 24, "type": "message", "callback_id": f"s{n}"} for n in range(10)]
    assert len(manifest.parse(full).commands) == 50


def test_a_broken_file_is_named(tmp_path):
    path = tmp_path / "app.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(ValueError, match=r"app\.json: no JSON"):
        manifest.read(path)
    path.write_text(json.dumps(changed(BOT, ["chat:write"])), encoding="utf-8")
    with pytest.raises(ValueError, match=r"app\.json: .*commands"):
        manifest.read(path)
