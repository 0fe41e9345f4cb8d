"""Composition objects: options, confirm dialogs, filters, files, triggers; and images, which blocks and elements share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from workspace.blocks.walk import (
    URL,
    WEB_URL,
    Check,
    Shape,
    any_of,
    array,
    boolean,
    enum,
    exactly_one,
    kind,
    matching,
    plain,
    string,
    text,
    url,
)
from workspace.limits import COUNT, TEXT
from workspace.state import Json

STYLE = enum("primary", "danger")

CONFIRM = Shape(
    {
        "title": plain(TEXT["confirm.title"]),
        "text": text(TEXT["confirm.text"]),
        "confirm": plain(TEXT["confirm.confirm"]),
        "deny": plain(TEXT["confirm.deny"]),
        "style": STYLE,
    },
    ("title", "text", "confirm", "deny"),
)


def _option(words: Check, describing: Check, **more: Check) -> Shape:
    return Shape(
        {"text": words, "value": string(TEXT["option.value"]), "description": describing, **more}, ("text", "value")
    )


PLAIN_OPTION = _option(plain(TEXT["option.text"]), plain(TEXT["option.description"]))
"""In menus."""
MARKED_OPTION = _option(text(TEXT["option.text"]), text(TEXT["option.description"]))
"""In checkboxes and radio buttons, which may be formatted."""
LINKED_OPTION = _option(plain(TEXT["option.text"]), plain(TEXT["option.description"]), url=url(TEXT["option.url"], URL))
"""In overflow menus, which may lead somewhere."""

OPTION_GROUP = Shape(
    {"label": plain(TEXT["option_group.label"]), "options": array(PLAIN_OPTION, COUNT["option_group.options"])},
    ("label", "options"),
)

DISPATCH_ACTION_CONFIG = Shape(
    {
        "trigger_actions_on": array(
            enum("on_enter_pressed", "on_character_entered"), COUNT["trigger_actions_on"], distinct=True
        )
    },
    ("trigger_actions_on",),
)

CONVERSATION_FILTER = Shape(
    {
        "include": array(enum("im", "mpim", "private", "public"), (1, 4), distinct=True),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
    (),
    any_of("include", "exclude_external_shared_channels", "exclude_bot_users"),
)

FILE_ID = re.compile(r"F[A-Z0-9]{8,}")
SLACK_FILE = Shape(
    {"url": url(None, WEB_URL), "id": matching(FILE_ID, "must be a valid file id")}, (), exactly_one("url", "id")
)

WORKFLOW = Shape(
    {
        "trigger": Shape(
            {
                "url": url(None, WEB_URL),
                "customizable_input_parameters": array(
                    Shape({"name": string(), "value": string(fewest=0)}, ("name", "value"))
                ),
            },
            ("url",),
        )
    },
    ("trigger",),
)

IMAGE_FIELDS: dict[str, Check] = {
    "type": kind,
    "alt_text": string(TEXT["image.alt_text"]),
    "image_url": url(TEXT["image.image_url"], WEB_URL),
    "slack_file": SLACK_FILE,
}
ONE_SOURCE = exactly_one("image_url", "slack_file")
IMAGE = Shape(IMAGE_FIELDS, ("type", "alt_text"), ONE_SOURCE)
"""The image element."""


def options_of(element: Json) -> Iterator[Json]:
    """All options of a choice, groups unfolded."""
    yield from element.get("options") or ()
    for group in element.get("option_groups") or ():
        yield from group["options"]


def same_option(option: Json) -> tuple[Any, ...]:
    """What must be equal for two options to be the same one: how emoji are drawn does not count."""
    described = option.get("description") or {}
    return option["value"], option["text"]["type"], option["text"]["text"], described.get("text")
