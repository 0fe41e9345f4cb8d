"""What stands in the inputs of a view or message: initial values, filled values, Slack's `state` form.

`docs.slack.dev/reference/block-kit/block-elements`. What a client refuses to send stands in `refusals`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from workspace.state import Json

STATEFUL = {
    "plain_text_input": "value",
    "email_text_input": "value",
    "number_input": "value",
    "url_text_input": "value",
    "rich_text_input": "rich_text_value",
    "file_input": "files",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
}
"""Element type -> the key its value has in `state.values` and in `actions`."""

INITIAL = {
    "value": "initial_value",
    "rich_text_value": "initial_value",
    "files": "",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_user": "initial_user",
    "selected_users": "initial_users",
    "selected_conversation": "initial_conversation",
    "selected_conversations": "initial_conversations",
    "selected_channel": "initial_channel",
    "selected_channels": "initial_channels",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
}
WRITTEN = ("plain_text_input", "email_text_input", "number_input", "url_text_input", "rich_text_input")
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
EPOCH = (1_000_000_000, 9_999_999_999)
"""A datetimepicker's value has ten digits."""


class BadInput(ValueError):
    """A value that nobody could have given in this input."""


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every (block, element) a person could touch, those inside cards and containers included."""
    for block in blocks:
        kind = block.get("type")
        if kind == "input":
            yield block, block["element"]
        elif kind in ("actions", "context_actions"):
            yield from ((block, element) for element in block.get("elements", []))
        elif kind == "section" and "accessory" in block:
            yield block, block["accessory"]
        elif kind == "card":
            yield from ((block, element) for element in block.get("actions", []))
        elif kind == "carousel":
            yield from elements(block.get("elements", []))
        elif kind == "container":
            yield from elements(block.get("child_blocks", []))


def is_many(key: str) -> bool:
    """Whether this key of an entry holds a list."""
    return key.endswith("s")


def options(element: Json) -> list[Json]:
    """All options of a choice, groups unfolded."""
    found = list(element.get("options") or [])
    for group in element.get("option_groups") or []:
        found += group["options"]
    return found


def initial(element: Json) -> Json | None:
    """The state entry of an untouched element; None for one that keeps no state (a button)."""
    kind = element.get("type", "")
    if kind not in STATEFUL:
        return None
    key = STATEFUL[kind]
    return {"type": kind, key: element.get(INITIAL[key], [] if is_many(key) else None)}


def starting_values(blocks: list[Json], before: dict[str, dict[str, Json]] | None = None) -> dict[str, dict[str, Json]]:
    """`state.values` of a view just shown. What stood in an input stays when block_id, action_id and type are the same."""
    found: dict[str, dict[str, Json]] = {}
    for block, element in elements(blocks):
        entry = initial(element)
        if entry is None:
            continue
        kept = (before or {}).get(block["block_id"], {}).get(element["action_id"])
        if kept and kept["type"] == entry["type"]:
            entry = kept
        found.setdefault(block["block_id"], {})[element["action_id"]] = entry
    return found


def entry_for(element: Json, raw: Any, offered: list[Json] | None = None) -> Json:
    """The state entry for a value as a person gives it.

    `raw`: text for written inputs (for rich text also a finished rich_text block); an option's value or label (or a list of them); a
    user or channel id (or a list); "YYYY-MM-DD"; "HH:MM"; epoch seconds; file objects. None or an empty text empties the input.
    `offered`: what an external select has offered so far. BadInput when no person could have given it.
    """
    kind = element["type"]
    key = STATEFUL[kind]
    if key.startswith("selected_option"):
        wanted = raw if isinstance(raw, list) else [raw] if raw not in (None, "") else []
        chosen = [_option(element, one, offered) for one in wanted]
        _no_more_than(element, chosen)
        return {"type": kind, key: chosen if is_many(key) else (chosen[0] if chosen else None)}
    if is_many(key):
        chosen = list(raw or [])
        _no_more_than(element, chosen)
        return {"type": kind, key: chosen}
    if raw in (None, ""):
        value: Any = None
    elif kind == "rich_text_input":
        value = raw if isinstance(raw, dict) else rich_text(str(raw))
    elif kind == "datetimepicker":
        value = _instant(raw)
    else:
        value = _text(kind, str(raw))
    entry = {"type": kind, key: value}
    if kind == "timepicker" and element.get("timezone"):
        entry["timezone"] = element["timezone"]
    return entry


def is_empty(entry: Json | None) -> bool:
    """Nothing stands in the input."""
    return entry is None or entry.get(STATEFUL[entry["type"]]) in (None, "", [])


def rich_text(text: str) -> Json:
    """What a rich text editor makes of plain text: a section a paragraph."""
    lines = [{"type": "rich_text_section", "elements": [{"type": "text", "text": line}]} for line in text.split("\n")]
    return {"type": "rich_text", "elements": lines}


def triggers_while(element: Json, doing: str) -> bool:
    """Whether a written input tells the app while somebody types (`on_character_entered`) or at Enter (`on_enter_pressed`)."""
    config = element.get("dispatch_action_config") or {}
    return doing in config.get("trigger_actions_on", ["on_enter_pressed"])


def _no_more_than(element: Json, chosen: list[Any]) -> None:
    most = element.get("max_selected_items") or (
        element.get("max_files", 10) if element["type"] == "file_input" else None
    )
    if most is not None and len(chosen) > most:
        raise BadInput(f"{element['action_id']}: at most {most} can be chosen")
    kinds = element.get("filetypes") or []
    for one in chosen if kinds else []:
        if one.get("filetype") not in kinds:
            raise BadInput(f"{element['action_id']}: only files of type {', '.join(kinds)}")


def _instant(raw: Any) -> int:
    try:
        value = int(raw)
    except (TypeError, ValueError) as error:
        raise BadInput(f"{raw!r} is no instant in epoch seconds") from error
    if not EPOCH[0] <= value <= EPOCH[1]:
        raise BadInput(f"{raw!r} is no instant of ten digits")
    return value


def _text(kind: str, text: str) -> str:
    if kind == "datepicker":
        try:
            fits = bool(DATE.fullmatch(text)) and bool(date.fromisoformat(text))
        except ValueError:
            fits = False
        if not fits:
            raise BadInput(f"{text!r} is no day like 2026-11-21")
    if kind == "timepicker" and not TIME.fullmatch(text):
        raise BadInput(f"{text!r} is no time like 03:05")
    return text


def _option(element: Json, wanted: Any, offered: list[Json] | None) -> Json:
    name = wanted.get("value") if isinstance(wanted, dict) else wanted
    first: list[Json] = [element["initial_option"]] if element.get("initial_option") else []
    known: list[Json] = [*options(element), *first, *element.get("initial_options", []), *(offered or [])]
    for option in known:
        if name in (option.get("value"), option["text"]["text"]):
            return option
    have = ", ".join(str(option.get("value")) for option in known)
    raise BadInput(f"{element['action_id']}: no option {name!r} among: {have}")
