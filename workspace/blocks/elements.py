"""Block elements: buttons, choices, pickers and inputs."""

from __future__ import annotations

import functools
import re
import zoneinfo
from datetime import date
from decimal import Decimal
from typing import Any

from workspace.blocks.objects import (
    CONFIRM,
    CONVERSATION_FILTER,
    DISPATCH_ACTION_CONFIG,
    IMAGE,
    LINKED_OPTION,
    MARKED_OPTION,
    OPTION_GROUP,
    PLAIN_OPTION,
    STYLE,
    WORKFLOW,
    options_of,
    same_option,
)
from workspace.blocks.rich_text import RICH_TEXT
from workspace.blocks.walk import (
    URL,
    Check,
    Shape,
    Walk,
    array,
    boolean,
    enum,
    exactly_one,
    kind,
    matching,
    one_of,
    plain,
    string,
    url,
    whole,
)
from workspace.limits import COUNT, ELEMENT_SURFACES, ELEMENTS, ID, RANGE, TEXT
from workspace.state import Json

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


def _focus(walk: Walk, value: Any, at: str) -> None:
    boolean(walk, value, at)
    if value is True:
        walk.focused.append(at)


def _day(walk: Walk, value: Any, at: str) -> None:
    before = len(walk.found)
    matching(DATE, "must be a date of the form YYYY-MM-DD")(walk, value, at)
    if len(walk.found) == before:
        try:
            date.fromisoformat(value)
        except ValueError:
            walk.say("must be a date of the form YYYY-MM-DD", at)


@functools.lru_cache(maxsize=256)
def _is_zone(name: str) -> bool:
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _zone(walk: Walk, value: Any, at: str) -> None:
    before = len(walk.found)
    string(100)(walk, value, at)
    if len(walk.found) == before and not _is_zone(value):
        walk.say("must be a valid timezone", at)


def _initial_among_options(walk: Walk, value: Json, at: str) -> None:
    known = {same_option(option) for option in options_of(value)}
    if "initial_option" in value and same_option(value["initial_option"]) not in known:
        walk.say("initial_option must be one of the options", f"{at}/initial_option")
    for index, option in enumerate(value.get("initial_options", ())):
        if same_option(option) not in known:
            walk.say("initial_options must be among the options", f"{at}/initial_options/{index}")


def _no_more_than_selectable(walk: Walk, value: Json, at: str) -> None:
    most = value.get("max_selected_items")
    for name in value:
        if name.startswith("initial_") and most is not None and len(value[name]) > most:
            walk.say(f"no more than {most} items allowed", f"{at}/{name}")


def _lengths(walk: Walk, value: Json, at: str) -> None:
    longest = value.get("max_length", RANGE["max_length"][1])
    if value.get("min_length", 0) > longest:
        walk.say("min_length must be less than or equal to max_length", f"{at}/min_length")
    if len(value.get("initial_value", "")) > longest:
        walk.say(f"must be less than {longest + 1} characters", f"{at}/initial_value")


def _bounds(walk: Walk, value: Json, at: str) -> None:
    low, high, first = (Decimal(value[n]) if n in value else None for n in ("min_value", "max_value", "initial_value"))
    if low is not None and high is not None and low > high:
        walk.say("min_value must be less than or equal to max_value", f"{at}/min_value")
    if first is not None and ((low is not None and first < low) or (high is not None and first > high)):
        walk.say("initial_value must be between min_value and max_value", f"{at}/initial_value")
    for name in ("min_value", "max_value", "initial_value"):
        if not value["is_decimal_allowed"] and "." in value.get(name, ""):
            walk.say("must be a whole number", f"{at}/{name}")


def _lines(walk: Walk, value: Json, at: str) -> None:
    if value.get("min_lines", 1) > value.get("max_lines", RANGE["lines"][1]):
        walk.say("min_lines must be less than or equal to max_lines", f"{at}/min_lines")


ACTION: dict[str, Check] = {"type": kind, "action_id": string(ID)}
ASKED: dict[str, Check] = {**ACTION, "confirm": CONFIRM}
PLACEHOLDER = plain(TEXT["placeholder"])
CHOSEN: dict[str, Check] = {**ASKED, "focus_on_load": _focus}
PICKED: dict[str, Check] = {**CHOSEN, "placeholder": PLACEHOLDER}
MANY: dict[str, Check] = {**PICKED, "max_selected_items": whole(1)}
WRITTEN: dict[str, Check] = {
    **ACTION,
    "placeholder": PLACEHOLDER,
    "focus_on_load": _focus,
    "dispatch_action_config": DISPATCH_ACTION_CONFIG,
}
LABELLED: dict[str, Check] = {
    "text": plain(TEXT["button.text"]),
    "accessibility_label": string(TEXT["button.accessibility_label"]),
}
VALUED: dict[str, Check] = {**LABELLED, "value": string(TEXT["button.value"])}
FEEDBACK = Shape(VALUED, ("text", "value"))
IDS = array(string(), (1, None))
STATIC: dict[str, Check] = {
    "options": array(PLAIN_OPTION, COUNT["select.options"]),
    "option_groups": array(OPTION_GROUP, COUNT["select.option_groups"]),
}
CONVERSATIONS: dict[str, Check] = {"default_to_current_conversation": boolean, "filter": CONVERSATION_FILTER}
RESPONDING: dict[str, Check] = {"response_url_enabled": boolean}
ONE_LIST = exactly_one("options", "option_groups")
TYPE = ("type",)

ELEMENT: dict[str, Check] = {
    "button": Shape(
        {
            **ASKED,
            **VALUED,
            "url": url(TEXT["button.url"], URL),
            "style": STYLE,
            "agent_prompt": string(TEXT["button.agent_prompt"]),
            "agent_prompt_display": string(),
        },
        ("type", "text"),
    ),
    "workflow_button": Shape(
        {**ASKED, **LABELLED, "workflow": WORKFLOW, "style": STYLE}, ("type", "text", "workflow", "action_id")
    ),
    "icon_button": Shape(
        {
            **ASKED,
            **VALUED,
            "icon": enum("trash"),
            "visible_to_user_ids": array(string(), COUNT["visible_to_user_ids"]),
        },
        ("type", "icon", "text"),
    ),
    "feedback_buttons": Shape(
        {**ACTION, "positive_button": FEEDBACK, "negative_button": FEEDBACK},
        ("type", "positive_button", "negative_button"),
    ),
    "image": IMAGE,
    "overflow": Shape({**ASKED, "options": array(LINKED_OPTION, COUNT["overflow.options"])}, ("type", "options")),
    "checkboxes": Shape(
        {
            **CHOSEN,
            "options": array(MARKED_OPTION, COUNT["checkboxes.options"]),
            "initial_options": array(MARKED_OPTION, COUNT["checkboxes.options"]),
        },
        ("type", "options"),
        _initial_among_options,
    ),
    "radio_buttons": Shape(
        {**CHOSEN, "options": array(MARKED_OPTION, COUNT["radio_buttons.options"]), "initial_option": MARKED_OPTION},
        ("type", "options"),
        _initial_among_options,
    ),
    "static_select": Shape(
        {**PICKED, **STATIC, "initial_option": PLAIN_OPTION}, TYPE, ONE_LIST, _initial_among_options
    ),
    "multi_static_select": Shape(
        {**MANY, **STATIC, "initial_options": array(PLAIN_OPTION, COUNT["select.options"])},
        TYPE,
        ONE_LIST,
        _initial_among_options,
        _no_more_than_selectable,
    ),
    "external_select": Shape({**PICKED, "initial_option": PLAIN_OPTION, "min_query_length": whole()}, TYPE),
    "multi_external_select": Shape(
        {**MANY, "initial_options": array(PLAIN_OPTION, COUNT["select.options"]), "min_query_length": whole()},
        TYPE,
        _no_more_than_selectable,
    ),
    "users_select": Shape({**PICKED, "initial_user": string()}, TYPE),
    "multi_users_select": Shape({**MANY, "initial_users": IDS}, TYPE, _no_more_than_selectable),
    "conversations_select": Shape({**PICKED, **CONVERSATIONS, **RESPONDING, "initial_conversation": string()}, TYPE),
    "multi_conversations_select": Shape(
        {**MANY, **CONVERSATIONS, "initial_conversations": IDS}, TYPE, _no_more_than_selectable
    ),
    "channels_select": Shape({**PICKED, **RESPONDING, "initial_channel": string()}, TYPE),
    "multi_channels_select": Shape({**MANY, "initial_channels": IDS}, TYPE, _no_more_than_selectable),
    "datepicker": Shape({**PICKED, "initial_date": _day}, TYPE),
    "timepicker": Shape(
        {**PICKED, "initial_time": matching(TIME, "must be a time of the form HH:mm"), "timezone": _zone}, TYPE
    ),
    "datetimepicker": Shape({**CHOSEN, "initial_date_time": whole(*RANGE["epoch"])}, TYPE),
    "plain_text_input": Shape(
        {
            **WRITTEN,
            "initial_value": string(TEXT["initial_value"], fewest=0),
            "multiline": boolean,
            "min_length": whole(*RANGE["min_length"]),
            "max_length": whole(*RANGE["max_length"]),
        },
        TYPE,
        _lengths,
    ),
    "email_text_input": Shape({**WRITTEN, "initial_value": string(TEXT["initial_value"], fewest=0)}, TYPE),
    "url_text_input": Shape({**WRITTEN, "initial_value": string(TEXT["initial_value"], fewest=0)}, TYPE),
    "number_input": Shape(
        {
            **WRITTEN,
            "is_decimal_allowed": boolean,
            "initial_value": matching(NUMBER, "must be a number in a string", 100),
            "min_value": matching(NUMBER, "must be a number in a string", 100),
            "max_value": matching(NUMBER, "must be a number in a string", 100),
        },
        ("type", "is_decimal_allowed"),
        _bounds,
    ),
    "rich_text_input": Shape(
        {
            **WRITTEN,
            "initial_value": RICH_TEXT,
            "min_lines": whole(*RANGE["lines"]),
            "max_lines": whole(*RANGE["lines"]),
        },
        ("type", "action_id"),
        _lines,
    ),
    "file_input": Shape(
        {**ACTION, "filetypes": array(string(), (1, None)), "max_files": whole(*RANGE["max_files"])}, TYPE
    ),
}
"""Every element by its type."""


def standing_in(home: str) -> Check:
    """An element that stands in a block of type `home`."""
    return one_of({name: ELEMENT[name] for name in ELEMENTS[home]}, ELEMENT_SURFACES)


def unique_actions(name: str) -> Check:
    """A rule: no two elements in the list `name` of a block share an action_id."""

    def rule(walk: Walk, value: Json, at: str) -> None:
        seen: set[str] = set()
        for index, element in enumerate(value.get(name, ())):
            action = element.get("action_id")
            if action in seen:
                walk.say(f'`action_id` "{action}" already exists', f"{at}/{name}/{index}/action_id")
            elif action is not None:
                seen.add(action)

    return rule
