"""What stands in the inputs of a view or message: initial values, filled values, required ones, Slack's `state` form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from workspace.state import Json

STATEFUL = {
    "plain_text_input": "value",
    "email_text_input": "value",
    "number_input": "value",
    "url_text_input": "value",
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

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class BadInput(ValueError):
    """A value that nobody could have given in this input."""


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every (block, element) a person could touch."""
    for block in blocks:
        if block.get("type") == "input":
            yield block, block["element"]
        elif block.get("type") == "actions":
            for element in block.get("elements", []):
                yield block, element
        elif block.get("type") == "section" and "accessory" in block:
            yield block, block["accessory"]


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
    start = {
        "value": "initial_value",
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
    }[key]
    value = element.get(start, [] if key.endswith("s") else None)
    return {"type": kind, key: value}


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


def entry_for(element: Json, raw: Any) -> Json:
    """The state entry for a value as a person gives it.

    `raw`: text for written inputs; an option's value or label (or a list of them); a user or channel id (or a list); "YYYY-MM-DD";
    "HH:MM"; epoch seconds. None or an empty text empties the input. BadInput when no person could have given it.
    """
    kind = element["type"]
    key = STATEFUL[kind]
    if key.startswith("selected_option"):
        wanted = raw if isinstance(raw, list) else [raw] if raw not in (None, "") else []
        chosen = [_option(element, one) for one in wanted]
        return {"type": kind, key: chosen if key.endswith("s") else (chosen[0] if chosen else None)}
    if key.endswith("s") and key != "value":
        return {"type": kind, key: list(raw or [])}
    if key == "selected_date_time":
        return {"type": kind, key: int(raw) if raw not in (None, "") else None}
    if key == "selected_time" and element.get("timezone"):
        return {"type": kind, key: raw or None, "timezone": element["timezone"]}
    return {"type": kind, key: str(raw) if raw not in (None, "") else None}


def is_empty(entry: Json | None) -> bool:
    """Nothing stands in the input."""
    return entry is None or entry.get(STATEFUL[entry["type"]]) in (None, "", [])


def problems(blocks: list[Json], values: dict[str, dict[str, Json]], japanese: bool) -> dict[str, str]:
    """What Slack's own client refuses before anything is sent: block_id -> sentence for the person."""
    found: dict[str, str] = {}

    def tell(block: Json, en: str, ja: str) -> None:
        found[block["block_id"]] = ja if japanese else en

    for block, element in elements(blocks):
        if block.get("type") != "input" or element["type"] not in STATEFUL:
            continue
        entry = values.get(block["block_id"], {}).get(element["action_id"])
        if is_empty(entry):
            if not block.get("optional"):
                tell(block, "Please fill in this field.", "この項目を入力してください。")
            continue
        text = str(entry.get("value") or "") if entry else ""
        kind = element["type"]
        if kind == "plain_text_input" and len(text) > element.get("max_length", 3000):
            tell(
                block,
                f"At most {element.get('max_length', 3000)} characters.",
                f"{element.get('max_length', 3000)}文字までです。",
            )
        elif kind == "plain_text_input" and len(text) < element.get("min_length", 0):
            tell(
                block,
                f"At least {element['min_length']} characters.",
                f"{element['min_length']}文字以上で入力してください。",
            )
        elif kind == "email_text_input" and not EMAIL.fullmatch(text):
            tell(block, "Please enter an e-mail address.", "メールアドレスを入力してください。")
        elif kind == "number_input" and not _number_fits(element, text):
            tell(block, "Please enter a number that fits.", "範囲内の数値を入力してください。")
    return found


def _number_fits(element: Json, text: str) -> bool:
    try:
        number = float(text)
    except ValueError:
        return False
    whole = element.get("is_decimal_allowed") or number == int(number)
    low, high = element.get("min_value"), element.get("max_value")
    return bool(whole) and (low is None or number >= float(low)) and (high is None or number <= float(high))


def _option(element: Json, wanted: Any) -> Json:
    name = wanted.get("value") if isinstance(wanted, dict) else wanted
    for option in options(element):
        if name in (option.get("value"), option["text"]["text"]):
            return option
    if element["type"].endswith("external_select") and isinstance(wanted, dict):
        return wanted
    have = ", ".join(str(option.get("value")) for option in options(element))
    raise BadInput(f"{element['action_id']}: no option {name!r} among: {have}")
