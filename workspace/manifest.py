"""The app's manifest, as far as a workspace lives by it: scopes, subscribed events, commands, shortcuts, road of delivery.

`docs.slack.dev/reference/app-manifest`. JSON only, as Slack exports it; the limits are those of that page.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workspace.state import Json

DEFAULT_FILE = Path(__file__).parent / "manifest.json"
COMMAND = re.compile(r"/[^\s/]{1,31}")
MOST = {"name": 35, "description": 140, "commands": 50, "shortcuts": 10, "scopes": 255, "events": 100}
SHORTCUT_NAME = 24

EVENT_SCOPES: dict[str, tuple[str, ...]] = {
    "app_mention": ("app_mentions:read",),
    "channel_archive": ("channels:read",),
    "channel_created": ("channels:read",),
    "channel_deleted": ("channels:read",),
    "channel_id_changed": ("channels:read", "groups:read"),
    "channel_rename": ("channels:read",),
    "channel_shared": ("channels:read", "groups:read"),
    "channel_unarchive": ("channels:read",),
    "channel_unshared": ("channels:read", "groups:read"),
    "dnd_updated_user": ("dnd:read",),
    "file_shared": ("files:read",),
    "group_archive": ("groups:read",),
    "group_rename": ("groups:read",),
    "group_unarchive": ("groups:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "message.mpim": ("mpim:history",),
    "pin_added": ("pins:read",),
    "pin_removed": ("pins:read",),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
    "shared_channel_invite_accepted": ("conversations.connect:manage",),
    "subteam_created": ("usergroups:read",),
    "subteam_members_changed": ("usergroups:read",),
    "subteam_updated": ("usergroups:read",),
    "team_join": ("users:read",),
    "user_change": ("users:read",),
}
"""event -> any one of these scopes; an event that is not here needs none."""


@dataclass(frozen=True)
class Manifest:
    """What the workspace knows of the app. `bot_events` holds the subscribed names, `message.im` and its like included."""

    name: str
    display_name: str = ""
    bot_scopes: frozenset[str] = frozenset()
    bot_events: frozenset[str] = frozenset()
    commands: tuple[Json, ...] = field(default=(), hash=False)
    shortcuts: tuple[Json, ...] = field(default=(), hash=False)
    socket_mode: bool = False
    interactive: bool = True
    home_tab: bool = True
    messages_tab: bool = True
    events_url: str = ""
    interactivity_url: str = ""
    options_url: str = ""
    """Where HTTP requests go when Socket Mode is off; a command carries its own `url`."""

    @property
    def surface(self) -> Json:
        """Commands and shortcuts, as the page offers them."""
        return {"commands": [dict(one) for one in self.commands], "shortcuts": [dict(one) for one in self.shortcuts]}


def read(path: Path) -> Manifest:
    """The manifest of a JSON file. ValueError with one line that says what is wrong and where."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise ValueError(f"{path}: no JSON ({error})") from error
    try:
        return parse(found)
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from error


def parse(found: Any) -> Manifest:
    """A manifest as a JSON object. ValueError for what Slack would refuse, as far as this workspace looks at it."""
    if not isinstance(found, dict):
        raise ValueError("a manifest is a JSON object")  # noqa: TRY004 - one kind of error for a bad file
    info, features = _object(found, "display_information"), _object(found, "features")
    scopes = _object(found, "oauth_config").get("scopes") or {}
    settings = _object(found, "settings")
    events = settings.get("event_subscriptions") or {}
    made = Manifest(
        name=str(info.get("name") or ""),
        display_name=str((features.get("bot_user") or {}).get("display_name") or info.get("name") or ""),
        bot_scopes=frozenset(_words(scopes.get("bot"), "oauth_config.scopes.bot")),
        bot_events=frozenset(_words(events.get("bot_events"), "settings.event_subscriptions.bot_events")),
        commands=tuple(_entries(features.get("slash_commands"), "features.slash_commands", "command")),
        shortcuts=tuple(_entries(features.get("shortcuts"), "features.shortcuts", "name", "type", "callback_id")),
        socket_mode=bool(settings.get("socket_mode_enabled")),
        interactive=bool((settings.get("interactivity") or {}).get("is_enabled")),
        home_tab=bool((features.get("app_home") or {}).get("home_tab_enabled")),
        messages_tab=bool((features.get("app_home") or {}).get("messages_tab_enabled", True)),
        events_url=str(events.get("request_url") or ""),
        interactivity_url=str((settings.get("interactivity") or {}).get("request_url") or ""),
        options_url=str((settings.get("interactivity") or {}).get("message_menu_options_url") or ""),
    )
    optional = _words(scopes.get("bot_optional"), "oauth_config.scopes.bot_optional")
    _check(made, str(info.get("description") or ""), optional)
    return made


def _check(made: Manifest, description: str, optional: list[str]) -> None:
    if not made.name:
        raise ValueError("display_information.name is missing")
    counted = {
        "name": len(made.name),
        "description": len(description),
        "commands": len(made.commands),
        "shortcuts": len(made.shortcuts),
        "scopes": len(made.bot_scopes),
        "events": len(made.bot_events),
    }
    for what, count in counted.items():
        if count > MOST[what]:
            raise ValueError(f"{what}: {count} is more than the {MOST[what]} Slack takes")
    _check_surface(made)
    if stray := sorted(set(optional) - made.bot_scopes):
        raise ValueError(f"optional scopes must be listed under bot as well: {', '.join(stray)}")
    if (made.commands or made.shortcuts) and "commands" not in made.bot_scopes:
        raise ValueError("slash commands and shortcuts need the scope commands")
    for event in sorted(made.bot_events):
        wanted = EVENT_SCOPES.get(event, ())
        if wanted and not made.bot_scopes & set(wanted):
            raise ValueError(f"the event {event} needs the scope {' or '.join(wanted)}")


def _check_surface(made: Manifest) -> None:
    for one in made.commands:
        if not COMMAND.fullmatch(str(one["command"])):
            raise ValueError(f"command {one['command']!r}: a slash and up to 31 characters without spaces")
    for one in made.shortcuts:
        if one["type"] not in ("global", "message"):
            raise ValueError(f"shortcut {one['callback_id']!r}: type is global or message")
        if len(str(one["name"])) > SHORTCUT_NAME:
            raise ValueError(f"shortcut {one['callback_id']!r}: a name has at most {SHORTCUT_NAME} characters")


def _object(found: Json, name: str) -> Json:
    part = found.get(name) or {}
    if not isinstance(part, dict):
        raise ValueError(f"{name} is no object")  # noqa: TRY004 - see parse
    return part


def _words(found: Any, where: str) -> list[str]:
    found = found or []
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise ValueError(f"{where} is a list of words")
    return list(found)


def _entries(found: Any, where: str, *keys: str) -> list[Json]:
    found = found or []
    if not isinstance(found, list):
        raise ValueError(f"{where} is a list")  # noqa: TRY004 - see parse
    for index, one in enumerate(found):
        missing = [key for key in keys if not isinstance(one, dict) or not one.get(key)]
        if missing:
            raise ValueError(f"{where}[{index}] lacks {', '.join(missing)}")
    return [dict(one) for one in found]


DEFAULT = read(DEFAULT_FILE)
"""The practice app."""
