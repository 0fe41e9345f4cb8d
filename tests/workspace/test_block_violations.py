"""Each way of breaking Block Kit is refused with the sentence and the pointer Slack would give, and its nearest legal neighbour passes.

A row is: where it stands, the payload, the path that is changed, a legal value, an illegal one (GONE takes the field away), the pointer, the sentence.
"""

from __future__ import annotations

import copy

import pytest

from workspace.blocks import message_problems, view_problems

from .samples import (
    BLOCKS,
    BUTTON,
    CONFIRM,
    ELEMENTS,
    actions,
    asked,
    card,
    data_table,
    image_element,
    lines,
    mrkdwn,
    option,
    pie,
    plain,
    raw,
    rich,
    rich_section,
    section,
    task,
    view,
)

GONE = object()
GROUPED = {"type": "static_select", "option_groups": [{"label": plain("g"), "options": [option("a")]}]}
SELECT = {"type": "static_select", "options": [option("a"), option("b")]}
MULTI = {"type": "multi_static_select", "options": [option("a"), option("b")]}
TICKS = {"type": "checkboxes", "options": [option("a"), option("b")]}
NUMBER = {"type": "number_input", "is_decimal_allowed": True}
LEAF = rich(rich_section({"type": "text", "text": "x"}))
LIST = rich({"type": "rich_text_list", "style": "bullet", "elements": [rich_section()]})
TWO_ROWS = data_table([[raw(), raw()], [raw(), raw()]])
TABLE = {"type": "table", "rows": [[raw()]]}
VIDEO = BLOCKS["video"][1]
CONTAINER = {"type": "container", "title": plain(), "child_blocks": [section()]}
PLAN = {"type": "plan", "title": "Plan", "tasks": [task(status="pending")]}
FEEDBACK = {"type": "context_actions", "elements": ELEMENTS["feedback_buttons"]}
CONVERSATIONS = {"type": "conversations_select", "filter": {"include": ["im"]}}
TEXT_INPUT = {"type": "plain_text_input"}
WORKFLOW = ELEMENTS["workflow_button"][-1]

STRING, OBJECT, ARRAY, BOOLEAN, ENUM = (
    "must provide a string",
    "must provide an object",
    "must provide an array",
    "must provide a boolean",
    "must be a valid enum value",
)

BLOCK_ROWS = {
    # text objects
    "bare string as text": ("message", section(), "text", plain(), "words", "/text", OBJECT),
    "text is null": ("message", section(fields=[plain()]), "text", GONE, None, "/text", OBJECT),
    "text in a text is a number": ("message", section(), "text/text", "7", 7, "/text/text", STRING),
    "text without words": ("message", section(), "text/text", "x", GONE, "/text", "missing required field: text"),
    "empty text": ("message", section(), "text/text", " ", "", "/text/text", "must be more than 0 characters"),
    "text of no type": ("message", section(), "text/type", "mrkdwn", GONE, "/text", "missing required field: type"),
    "text of an unknown type": ("message", section(), "text/type", "plain_text", "markdown", "/text/type", "unsupported type: markdown"),
    "type is a list": ("message", section(), "text/type", "mrkdwn", ["mrkdwn"], "/text/type", STRING),
    "emoji in mrkdwn": ("message", section(), "text", mrkdwn(verbatim=True), mrkdwn(emoji=True), "/text", "invalid additional property: emoji"),
    "verbatim in plain_text": ("message", section(), "text", plain(emoji=True), plain(verbatim=True), "/text", "invalid additional property: verbatim"),
    "emoji is a word": ("message", section(), "text", plain(emoji=False), plain(emoji="yes"), "/text/emoji", BOOLEAN),
    "mrkdwn where plain is due": ("message", BLOCKS["header"][0], "text", plain(), mrkdwn(), "/text/type", "unsupported type: mrkdwn"),
    # any block
    "block is a string": ("message", section(), "", section(), "section", "", OBJECT),
    "block is null": ("message", section(), "", section(), None, "", OBJECT),
    "block without a type": ("message", {"type": "divider"}, "type", "divider", GONE, "", "missing required field: type"),
    "unknown block": ("message", {"type": "divider"}, "type", "divider", "ruler", "/type", "unsupported type: ruler"),
    "unknown property": ("message", section(), "color", GONE, "red", "", "invalid additional property: color"),
    "block_id is a number": ("message", section(), "block_id", "1", 1, "/block_id", STRING),
    "empty block_id": ("message", section(), "block_id", "1", "", "/block_id", "must be more than 0 characters"),
    # section
    "section with neither": ("message", section(), "text", plain(), GONE, "", "must define `text` or `fields`"),
    "fields is an object": ("message", section(), "fields", [plain()], plain(), "/fields", ARRAY),
    "no fields": ("message", section(), "fields", [plain()], [], "/fields", "no fewer than 1 items allowed"),
    "a field is a string": ("message", section(fields=[plain()]), "fields/0", plain(), "x", "/fields/0", OBJECT),
    "accessory is a list": ("message", section(), "accessory", BUTTON, [BUTTON], "/accessory", OBJECT),
    "accessory of another block": ("message", section(), "accessory", SELECT, TEXT_INPUT, "/accessory/type", "unsupported type: plain_text_input"),
    "expand is a number": ("message", section(), "expand", True, 1, "/expand", BOOLEAN),
    # header, divider, context, image, video, file
    "header without text": ("message", BLOCKS["header"][0], "text", plain(), GONE, "", "missing required field: text"),
    "header level as a string": ("message", BLOCKS["header"][0], "level", 2, "2", "/level", "must provide an integer"),
    "header level true": ("message", BLOCKS["header"][0], "level", 1, True, "/level", "must provide an integer"),
    "divider with text": ("message", {"type": "divider"}, "text", GONE, plain(), "", "invalid additional property: text"),
    "context with a button": ("message", {"type": "context", "elements": [plain()]}, "elements/0", image_element(), BUTTON, "/elements/0/type", "unsupported type: button"),
    "context without elements": ("message", {"type": "context", "elements": [plain()]}, "elements", [plain()], GONE, "", "missing required field: elements"),
    "image without words": ("message", image_element(), "alt_text", "x", GONE, "", "missing required field: alt_text"),
    "image with empty words": ("message", image_element(), "alt_text", " ", "", "/alt_text", "must be more than 0 characters"),
    "image from nowhere": ("message", image_element(), "image_url", "https://practice.example/x", GONE, "", "must define either `image_url` or `slack_file`"),
    "image from two places": ("message", image_element(), "slack_file", GONE, {"id": "F0123456789"}, "", "cannot define both `image_url` and `slack_file`"),
    "picture in a context from two places": ("message", {"type": "context", "elements": [image_element()]}, "elements/0/slack_file", GONE, {"id": "F0123456789"}, "/elements/0", "cannot define both `image_url` and `slack_file`"),
    "image from a path": ("message", image_element(), "image_url", "http://127.0.0.1/x.png", "/x.png", "/image_url", "must be a valid URL"),
    "file by address and id": ("message", {"type": "image", "alt_text": "x", "slack_file": {"id": "F0123456789"}}, "slack_file/url", GONE, "https://practice.example/x", "/slack_file", "cannot define both `url` and `id`"),
    "image title may not be formatted": ("message", image_element(), "title", plain(), mrkdwn(), "/title/type", "unsupported type: mrkdwn"),
    "video over http": ("message", VIDEO, "video_url", "https://practice.example/1", "http://practice.example/1", "/video_url", "must be a valid URL"),
    "video without a title": ("message", VIDEO, "title", plain(), GONE, "", "missing required field: title"),
    "file that is not remote": ("message", BLOCKS["file"][0], "source", "remote", "local", "/source", ENUM),
    "alert level": ("modal", BLOCKS["alert"][0], "level", "error", "fatal", "/level", ENUM),
    "markdown as an object": ("message", BLOCKS["markdown"][0], "text", "x", plain(), "/text", STRING),
    # actions and what they share
    "actions without elements": ("message", actions(BUTTON), "elements", [BUTTON], [], "/elements", "no fewer than 1 items allowed"),
    "button without text": ("message", actions(BUTTON), "elements/0/text", plain(), GONE, "/elements/0", "missing required field: text"),
    "button text as a string": ("message", actions(BUTTON), "elements/0/text", plain(), "Go", "/elements/0/text", OBJECT),
    "button style": ("message", actions(BUTTON), "elements/0/style", "danger", "red", "/elements/0/style", ENUM),
    "button value as a number": ("message", actions(BUTTON), "elements/0/value", "1", 1, "/elements/0/value", STRING),
    "button address": ("message", actions(BUTTON), "elements/0/url", "slack://open", "practice.example", "/elements/0/url", "must be a valid URL"),
    "button disabled": ("message", actions(BUTTON), "elements/0/disabled", GONE, True, "/elements/0", "invalid additional property: disabled"),
    "empty action_id": ("message", actions(BUTTON), "elements/0/action_id", "a", "", "/elements/0/action_id", "must be more than 0 characters"),
    "confirm without deny": ("message", actions({**BUTTON, "confirm": CONFIRM}), "elements/0/confirm/deny", plain(), GONE, "/elements/0/confirm", "missing required field: deny"),
    "confirm title formatted": ("message", actions({**BUTTON, "confirm": CONFIRM}), "elements/0/confirm/title", plain(), mrkdwn(), "/elements/0/confirm/title/type", "unsupported type: mrkdwn"),
    "confirm with a type": ("message", actions({**BUTTON, "confirm": CONFIRM}), "elements/0/confirm/type", GONE, "confirm", "/elements/0/confirm", "invalid additional property: type"),
    "confirm style": ("message", actions({**BUTTON, "confirm": CONFIRM}), "elements/0/confirm/style", "primary", "default", "/elements/0/confirm/style", ENUM),
    "workflow without a trigger": ("message", actions(WORKFLOW), "elements/0/workflow/trigger", WORKFLOW["workflow"]["trigger"], GONE, "/elements/0/workflow", "missing required field: trigger"),
    "workflow parameter without a value": ("message", actions(WORKFLOW), "elements/0/workflow/trigger/customizable_input_parameters/0/value", "", GONE, "/elements/0/workflow/trigger/customizable_input_parameters/0", "missing required field: value"),
    "icon nobody knows": ("message", {"type": "context_actions", "elements": ELEMENTS["icon_button"][:1]}, "elements/0/icon", "trash", "pen", "/elements/0/icon", ENUM),
    "feedback of one kind": ("message", FEEDBACK, "elements/0/negative_button", FEEDBACK["elements"][0]["negative_button"], GONE, "/elements/0", "missing required field: negative_button"),
    "feedback without a value": ("message", FEEDBACK, "elements/0/positive_button/value", "+", GONE, "/elements/0/positive_button", "missing required field: value"),
    # choices
    "options and groups": ("message", actions(SELECT), "elements/0/option_groups", GONE, GROUPED["option_groups"], "/elements/0", "cannot define both `options` and `option_groups`"),
    "neither options nor groups": ("message", actions(SELECT), "elements/0/options", [option()], GONE, "/elements/0", "must define either `options` or `option_groups`"),
    "empty options": ("message", actions(SELECT), "elements/0/options", [option()], [], "/elements/0/options", "no fewer than 1 items allowed"),
    "empty group": ("message", actions(GROUPED), "elements/0/option_groups/0/options", [option()], [], "/elements/0/option_groups/0/options", "no fewer than 1 items allowed"),
    "group without a label": ("message", actions(GROUPED), "elements/0/option_groups/0/label", plain(), GONE, "/elements/0/option_groups/0", "missing required field: label"),
    "option without a value": ("message", actions(SELECT), "elements/0/options/1/value", "b", GONE, "/elements/0/options/1", "missing required field: value"),
    "option value is a number": ("message", actions(SELECT), "elements/0/options/1/value", "2", 2, "/elements/0/options/1/value", STRING),
    "option formatted in a menu": ("message", actions(SELECT), "elements/0/options/0/text", plain(), mrkdwn(), "/elements/0/options/0/text/type", "unsupported type: mrkdwn"),
    "option with an address in a menu": ("message", actions(SELECT), "elements/0/options/0/url", GONE, "https://practice.example", "/elements/0/options/0", "invalid additional property: url"),
    "option that is a string": ("message", actions(TICKS), "elements/0/options/0", option("z"), "z", "/elements/0/options/0", OBJECT),
    "initial option of another list": ("message", actions(SELECT), "elements/0/initial_option", option("b"), option("c"), "/elements/0/initial_option", "initial_option must be one of the options"),
    "initial option with other words": ("message", actions(SELECT), "elements/0/initial_option", option("b"), option("b", "B"), "/elements/0/initial_option", "initial_option must be one of the options"),
    "initial option outside the groups": ("message", actions(GROUPED), "elements/0/initial_option", option("a"), option("b"), "/elements/0/initial_option", "initial_option must be one of the options"),
    "initial options outside": ("message", actions(TICKS), "elements/0/initial_options", [option("a")], [option("a"), option("z")], "/elements/0/initial_options/1", "initial_options must be among the options"),
    "initial options empty": ("message", actions(TICKS), "elements/0/initial_options", [option("a")], [], "/elements/0/initial_options", "no fewer than 1 items allowed"),
    "initial option in checkboxes": ("message", actions(TICKS), "elements/0/initial_option", GONE, option("a"), "/elements/0", "invalid additional property: initial_option"),
    "more chosen than selectable": ("message", actions({**MULTI, "max_selected_items": 1}), "elements/0/initial_options", [option("a")], [option("a"), option("b")], "/elements/0/initial_options", "no more than 1 items allowed"),
    "more users than selectable": ("message", actions({"type": "multi_users_select", "max_selected_items": 1}), "elements/0/initial_users", ["U1"], ["U1", "U2"], "/elements/0/initial_users", "no more than 1 items allowed"),
    "more conversations than selectable": ("message", actions({"type": "multi_conversations_select", "max_selected_items": 1}), "elements/0/initial_conversations", ["C1"], ["C1", "C2"], "/elements/0/initial_conversations", "no more than 1 items allowed"),
    "more channels than selectable": ("message", actions({"type": "multi_channels_select", "max_selected_items": 1}), "elements/0/initial_channels", ["C1"], ["C1", "C2"], "/elements/0/initial_channels", "no more than 1 items allowed"),
    "more found than selectable": ("message", actions({"type": "multi_external_select", "max_selected_items": 1}), "elements/0/initial_options", [option("a")], [option("a"), option("b")], "/elements/0/initial_options", "no more than 1 items allowed"),
    "initial radio button outside": ("message", actions({"type": "radio_buttons", "options": [option("a")]}), "elements/0/initial_option", option("a"), option("b"), "/elements/0/initial_option", "initial_option must be one of the options"),
    "several initial options outside": ("message", actions(MULTI), "elements/0/initial_options", [option("a")], [option("c")], "/elements/0/initial_options/0", "initial_options must be among the options"),
    "several options and groups": ("message", actions(MULTI), "elements/0/option_groups", GONE, GROUPED["option_groups"], "/elements/0", "cannot define both `options` and `option_groups`"),
    "nothing selectable": ("message", actions(MULTI), "elements/0/max_selected_items", 1, 0, "/elements/0/max_selected_items", "must be greater than or equal to 1"),
    "filter of nothing": ("message", actions(CONVERSATIONS), "elements/0/filter", {"exclude_bot_users": True}, {}, "/elements/0/filter", "must define `include` or `exclude_external_shared_channels` or `exclude_bot_users`"),
    "filter includes nothing": ("message", actions(CONVERSATIONS), "elements/0/filter/include", ["mpim"], [], "/elements/0/filter/include", "no fewer than 1 items allowed"),
    "filter includes the unknown": ("message", actions(CONVERSATIONS), "elements/0/filter/include", ["private"], ["secret"], "/elements/0/filter/include/0", ENUM),
    "users as one string": ("message", actions({"type": "multi_users_select"}), "elements/0/initial_users", ["U1"], "U1", "/elements/0/initial_users", ARRAY),
    "query length below zero": ("message", actions({"type": "external_select"}), "elements/0/min_query_length", 0, -1, "/elements/0/min_query_length", "must be greater than or equal to 0"),
    "response_url outside inputs": ("modal", actions({"type": "channels_select"}), "elements/0/response_url_enabled", False, True, "/elements/0/response_url_enabled", "response_url_enabled is only supported in input blocks of modals"),
    "response_url as an accessory": ("modal", section(accessory={"type": "channels_select"}), "accessory/response_url_enabled", False, True, "/accessory/response_url_enabled", "response_url_enabled is only supported in input blocks of modals"),
    "response_url in a message": ("message", asked({"type": "channels_select"}), "element/response_url_enabled", False, True, "/element/response_url_enabled", "response_url_enabled is only supported in input blocks of modals"),
    # pickers
    "date of another form": ("message", actions({"type": "datepicker"}), "elements/0/initial_date", "2026-11-25", "25.11.2026", "/elements/0/initial_date", "must be a date of the form YYYY-MM-DD"),
    "date that never comes": ("message", actions({"type": "datepicker"}), "elements/0/initial_date", "2028-02-29", "2027-02-29", "/elements/0/initial_date", "must be a date of the form YYYY-MM-DD"),
    "time past midnight": ("message", actions({"type": "timepicker"}), "elements/0/initial_time", "00:00", "24:00", "/elements/0/initial_time", "must be a time of the form HH:mm"),
    "time without a zero": ("message", actions({"type": "timepicker"}), "elements/0/initial_time", "09:05", "9:05", "/elements/0/initial_time", "must be a time of the form HH:mm"),
    "zone nobody lives in": ("message", actions({"type": "timepicker"}), "elements/0/timezone", "Asia/Tokyo", "Asia/Edo", "/elements/0/timezone", "must be a valid timezone"),
    "moment in milliseconds": ("message", actions({"type": "datetimepicker"}), "elements/0/initial_date_time", 1_795_000_000, 1_795_000_000_000, "/elements/0/initial_date_time", "must be less than or equal to 9999999999"),
    "moment as a string": ("message", actions({"type": "datetimepicker"}), "elements/0/initial_date_time", 1_795_000_000, "1795000000", "/elements/0/initial_date_time", "must provide an integer"),
    # inputs
    "input without a label": ("modal", asked(TEXT_INPUT), "label", plain(), GONE, "", "missing required field: label"),
    "input without an element": ("modal", asked(TEXT_INPUT), "element", TEXT_INPUT, GONE, "", "missing required field: element"),
    "input with a button": ("modal", asked(TEXT_INPUT), "element", SELECT, BUTTON, "/element/type", "unsupported type: button"),
    "label formatted": ("modal", asked(TEXT_INPUT), "label", plain(), mrkdwn(), "/label/type", "unsupported type: mrkdwn"),
    "optional as a word": ("modal", asked(TEXT_INPUT), "optional", True, "true", "/optional", BOOLEAN),
    "placeholder as a string": ("modal", asked(TEXT_INPUT), "element/placeholder", plain(), "Write", "/element/placeholder", OBJECT),
    "shortest above longest": ("modal", asked({**TEXT_INPUT, "max_length": 5}), "element/min_length", 5, 6, "/element/min_length", "min_length must be less than or equal to max_length"),
    "initial value above the longest": ("modal", asked({**TEXT_INPUT, "max_length": 5}), "element/initial_value", "12345", "123456", "/element/initial_value", "must be less than 6 characters"),
    "length as a string": ("modal", asked(TEXT_INPUT), "element/max_length", 10, "10", "/element/max_length", "must provide an integer"),
    "least above greatest": ("modal", asked({**NUMBER, "max_value": "2.5"}), "element/min_value", "2.5", "2.51", "/element/min_value", "min_value must be less than or equal to max_value"),
    "initial number outside": ("modal", asked({**NUMBER, "min_value": "1"}), "element/initial_value", "1", "0", "/element/initial_value", "initial_value must be between min_value and max_value"),
    "decimals not allowed": ("modal", asked({**NUMBER, "is_decimal_allowed": False}), "element/initial_value", "1", "1.5", "/element/initial_value", "must be a whole number"),
    "number that is no string": ("modal", asked(NUMBER), "element/max_value", "5", 5, "/element/max_value", STRING),
    "number that is a word": ("modal", asked(NUMBER), "element/max_value", "-5", "five", "/element/max_value", "must be a number in a string"),
    "number input that does not say": ("modal", asked(NUMBER), "element/is_decimal_allowed", False, GONE, "/element", "missing required field: is_decimal_allowed"),
    "dispatch on nothing": ("modal", asked({**TEXT_INPUT, "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]}}), "element/dispatch_action_config/trigger_actions_on", ["on_character_entered"], [], "/element/dispatch_action_config/trigger_actions_on", "no fewer than 1 items allowed"),
    "dispatch on the unknown": ("modal", asked({**TEXT_INPUT, "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]}}), "element/dispatch_action_config/trigger_actions_on", ["on_enter_pressed"], ["on_blur"], "/element/dispatch_action_config/trigger_actions_on/0", ENUM),
    "dispatch twice on the same": ("modal", asked({**TEXT_INPUT, "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]}}), "element/dispatch_action_config/trigger_actions_on", ["on_enter_pressed", "on_character_entered"], ["on_enter_pressed"] * 2, "/element/dispatch_action_config/trigger_actions_on", "must contain unique items"),
    "dispatch of a file": ("modal", asked({"type": "file_input"}), "dispatch_action", False, True, "/dispatch_action", "dispatch_action is not supported with a file_input"),
    "file input asks for the focus": ("modal", asked({"type": "file_input"}), "element/focus_on_load", GONE, True, "/element", "invalid additional property: focus_on_load"),
    "rich text as a string": ("modal", asked({"type": "rich_text_input", "action_id": "r"}), "element/initial_value", rich(), "x", "/element/initial_value", OBJECT),
    "fewest lines above most": ("modal", asked({"type": "rich_text_input", "action_id": "r", "max_lines": 3}), "element/min_lines", 3, 4, "/element/min_lines", "min_lines must be less than or equal to max_lines"),
    # rich text
    "rich text of sections only": ("message", LEAF, "elements/0", rich_section(), {"type": "text", "text": "x"}, "/elements/0/type", "unsupported type: text"),
    "empty words in rich text": ("message", LEAF, "elements/0/elements/0/text", " ", "", "/elements/0/elements/0/text", "must be more than 0 characters"),
    "unknown part of rich text": ("message", LEAF, "elements/0/elements/0/type", "text", "sound", "/elements/0/elements/0/type", "unsupported type: sound"),
    "style nobody knows": ("message", LEAF, "elements/0/elements/0/style", {"bold": True}, {"blink": True}, "/elements/0/elements/0/style", "invalid additional property: blink"),
    "style as a word": ("message", LEAF, "elements/0/elements/0/style", {"bold": True}, "bold", "/elements/0/elements/0/style", OBJECT),
    "a user without an id": ("message", LEAF, "elements/0/elements/0", {"type": "user", "user_id": "U1"}, {"type": "user"}, "/elements/0/elements/0", "missing required field: user_id"),
    "a link without an address": ("message", LEAF, "elements/0/elements/0", {"type": "link", "url": "https://a.example"}, {"type": "link", "text": "a"}, "/elements/0/elements/0", "missing required field: url"),
    "a call to nobody": ("message", LEAF, "elements/0/elements/0", {"type": "broadcast", "range": "here"}, {"type": "broadcast", "range": "all"}, "/elements/0/elements/0/range", ENUM),
    "a color of no number": ("message", LEAF, "elements/0/elements/0", {"type": "color", "value": "#00ff00"}, {"type": "color", "value": "green"}, "/elements/0/elements/0/value", "must be a valid hex color"),
    "a tag of no color": ("message", LEAF, "elements/0/elements/0", {"type": "tag", "text": "a", "color": "red"}, {"type": "tag", "text": "a", "color": "pink"}, "/elements/0/elements/0/color", ENUM),
    "a link with empty words": ("message", LEAF, "elements/0/elements/0", {"type": "link", "url": "https://a.example", "text": "a"}, {"type": "link", "url": "https://a.example", "text": ""}, "/elements/0/elements/0/text", "must be more than 0 characters"),
    "a date as a word": ("message", LEAF, "elements/0/elements/0", {"type": "date", "timestamp": 1, "format": "{date}"}, {"type": "date", "timestamp": "1", "format": "{date}"}, "/elements/0/elements/0/timestamp", "must provide an integer"),
    "list style": ("message", LIST, "elements/0/style", "ordered", "dash", "/elements/0/style", ENUM),
    "list of text": ("message", LIST, "elements/0/elements/0", rich_section(), {"type": "text", "text": "x"}, "/elements/0/elements/0/type", "unsupported type: text"),
    "list of nothing": ("message", LIST, "elements/0/elements", [rich_section()], [], "/elements/0/elements", "no fewer than 1 items allowed"),
    # tables and charts
    "table cell as a string": ("message", TABLE, "rows/0/0", raw(), "x", "/rows/0/0", OBJECT),
    "table cell of plain text": ("message", TABLE, "rows/0/0", raw(), plain(), "/rows/0/0/type", "unsupported type: plain_text"),
    "empty table cell": ("message", TABLE, "rows/0/0", raw("-"), raw(""), "/rows/0/0/text", "must be more than 0 characters"),
    "number cell without a number": ("message", TABLE, "rows/0/0", {"type": "raw_number", "value": 0, "text": "0"}, {"type": "raw_number", "text": "0"}, "/rows/0/0", "missing required field: value"),
    "row as an object": ("message", TABLE, "rows/0", [raw()], {"cells": []}, "/rows/0", ARRAY),
    "column alignment": ("message", TABLE, "column_settings", [{"align": "center"}], [{"align": "middle"}], "/column_settings/0/align", ENUM),
    "data table without a caption": ("message", TWO_ROWS, "caption", "x", GONE, "", "missing required field: caption"),
    "data table of uneven rows": ("message", TWO_ROWS, "rows/1", [raw(), raw()], [raw()], "/rows/1", "all rows must have the same number of cells"),
    "data table header of rich text": ("message", TWO_ROWS, "rows/0/1", raw(), rich(), "/rows/0/1/type", "unsupported type: rich_text"),
    "data table row header outside": ("message", TWO_ROWS, "row_header_column_index", 1, 2, "/row_header_column_index", "must be less than or equal to 1"),
    "chart of no kind": ("message", pie(), "chart/type", "pie", "donut", "/chart/type", "unsupported type: donut"),
    "chart slice of nothing": ("message", pie(), "chart/segments/0/value", 0.1, 0, "/chart/segments/0/value", "must be greater than 0"),
    "chart slice without an end": ("message", pie(), "chart/segments/0/value", 1e9, float("inf"), "/chart/segments/0/value", "must provide a number"),
    "chart title as an object": ("message", pie(), "title", "x", plain(), "/title", STRING),
    "two series of a name": ("message", lines(), "chart/series/1/name", "b", "client 0", "/chart/series/1/name", "series names must be unique"),
    "point outside the axis": ("message", lines(), "chart/series/0/data/0/label", "day 0", "day 9", "/chart/series/0/data", "must have one data point for each category"),
    "category twice": ("message", lines(points=2), "chart/axis_config/categories", ["day 0", "day 1"], ["day 0", "day 0"], "/chart/axis_config/categories", "must contain unique items"),
    # cards, containers, tasks
    "card title as a string": ("message", card(), "title", mrkdwn(), "Title", "/title", OBJECT),
    "card of nothing": ("message", card(subtitle=plain()), "title", plain(), GONE, "", "must define `hero_image` or `title` or `actions` or `body`"),
    "card with two icons": ("message", card(icon=image_element()), "slack_icon", GONE, {"type": "icon", "name": "bot"}, "", "cannot define both `icon` and `slack_icon`"),
    "icon without a name": ("message", card(slack_icon={"type": "icon", "name": "bot"}), "slack_icon", {"type": "icon", "name": "key"}, {"type": "icon", "image_url": "https://a.example"}, "/slack_icon", "invalid additional property: image_url"),
    "card with a menu": ("message", card(actions=[BUTTON]), "actions/0", BUTTON, SELECT, "/actions/0/type", "unsupported type: static_select"),
    "carousel of sections": ("message", BLOCKS["carousel"][0], "elements/1", card(), section(), "/elements/1/type", "unsupported type: section"),
    "container without a title": ("message", CONTAINER, "title", plain(), GONE, "", "must define `title` or `rich_text_title`"),
    "container in a container": ("message", CONTAINER, "child_blocks/0", section(), CONTAINER, "/child_blocks/0/type", "unsupported type: container"),
    "container of markdown": ("message", CONTAINER, "child_blocks/0", BLOCKS["header"][0], BLOCKS["markdown"][0], "/child_blocks/0/type", "unsupported type: markdown"),
    "file in a container on Home": ("home", CONTAINER, "child_blocks/0", section(), BLOCKS["file"][0], "/child_blocks/0/type", "unsupported type: file"),
    "container named wrongly": ("message", CONTAINER, "blocks", GONE, [section()], "", "invalid additional property: blocks"),
    "container width": ("message", CONTAINER, "width", "narrow", "slim", "/width", ENUM),
    "collapsed but not collapsible": ("message", {**CONTAINER, "default_collapsed": True}, "is_collapsible", True, False, "/default_collapsed", "default_collapsed needs is_collapsible"),
    "divider of a collapsible": ("message", {**CONTAINER, "is_collapsible": True}, "has_header_divider", False, True, "/has_header_divider", "has_header_divider is not supported when is_collapsible"),
    "task that waits by itself": ("message", task(), "status", "error", "pending", "/status", ENUM),
    "task without a state": ("message", task(), "status", "complete", GONE, "", "missing required field: status"),
    "task details as a string": ("message", task(), "details", rich(rich_section()), "x", "/details", OBJECT),
    "plan title as an object": ("message", PLAN, "title", "x", plain(), "/title", STRING),
    "two tasks of an id": ("message", PLAN, "tasks", [task(), task(task_id="t2")], [task(), task()], "/tasks/1/task_id", "task ids must be unique within a plan"),
    "file by a name": ("message", {"type": "image", "alt_text": "x", "slack_file": {"id": "F0123456789"}}, "slack_file/id", "FABCDEFGH", "report.png", "/slack_file/id", "must be a valid file id"),
    "plan of sections": ("message", PLAN, "tasks/0/type", "task_card", "section", "/tasks/0/type", ENUM),
}  # fmt: skip


def changed(payload, path, value):
    """A copy with another value at the path."""
    if not path:
        return copy.deepcopy(value)
    made = copy.deepcopy(payload)
    node = made
    *steps, last = [int(step) if step.isdigit() else step for step in path.split("/")]
    for step in steps:
        node = node[step]
    if value is GONE:
        node.pop(last, None) if isinstance(node, dict) else node.pop(last)
    else:
        node[last] = value
    return made


def said(surface, block):
    return message_problems([block]) if surface == "message" else view_problems(view(surface, block))


@pytest.mark.parametrize("name", BLOCK_ROWS)
def test_blocks(name):
    surface, block, path, legal, illegal, pointer, sentence = BLOCK_ROWS[name]
    where = "/blocks/0" if surface == "message" else "/view/blocks/0"
    assert said(surface, changed(block, path, legal)) == []
    found = said(surface, changed(block, path, illegal))
    assert f"{sentence} [json-pointer:{where}{pointer}]" in found
    assert len(found) <= 2, found


WHOLE_MESSAGES = {
    "block_id twice": ([section(block_id="a"), section(block_id="b")], [section(block_id="a"), section(block_id="a")], "/blocks/1/block_id", '`block_id` "a" already exists'),
    "block_id twice, once in a container": ([section(block_id="b"), {**CONTAINER, "child_blocks": [section(block_id="a")]}], [section(block_id="a"), {**CONTAINER, "child_blocks": [section(block_id="a")]}], "/blocks/1/child_blocks/0/block_id", '`block_id` "a" already exists'),
    "action_id twice in a block": ([actions({**BUTTON, "action_id": "a"}), actions({**BUTTON, "action_id": "a"})], [actions({**BUTTON, "action_id": "a"}, {**BUTTON, "action_id": "a"})], "/blocks/0/elements/1/action_id", '`action_id` "a" already exists'),
    "action_id twice in a card": ([card(actions=[{**BUTTON, "action_id": "a"}, BUTTON])], [card(actions=[{**BUTTON, "action_id": "a"}] * 2)], "/blocks/0/actions/1/action_id", '`action_id` "a" already exists'),
    "action_id twice among icons": ([{"type": "context_actions", "elements": [ELEMENTS["icon_button"][1], ELEMENTS["icon_button"][0]]}], [{"type": "context_actions", "elements": [ELEMENTS["icon_button"][1]] * 2}], "/blocks/0/elements/1/action_id", '`action_id` "del" already exists'),
    "two tables": ([TABLE], [TABLE, TABLE], "/blocks", "only_one_table_allowed"),
    "two tables, one in a container": ([{**CONTAINER, "child_blocks": [TABLE]}], [TABLE, {**CONTAINER, "child_blocks": [TABLE]}], "/blocks", "only_one_table_allowed"),
    "two plans": ([PLAN], [PLAN, PLAN], "/blocks", "Cannot have more than 1 plan block"),
    "three charts": ([pie(), lines()], [pie(), lines(), pie()], "/blocks", "too many data_visualization blocks"),
    "two want the focus": ([actions({"type": "datepicker", "focus_on_load": True}, {"type": "timepicker", "focus_on_load": False})], [actions({"type": "datepicker", "focus_on_load": True}, {"type": "timepicker", "focus_on_load": True})], "/blocks/0/elements/1/focus_on_load", "only one element may have focus_on_load"),
    "blocks in an object": ([], {"blocks": []}, "/blocks", ARRAY),
    "blocks in a string": ([], "[]", "/blocks", ARRAY),
    "no blocks at all": ([], None, "/blocks", ARRAY),
}  # fmt: skip


@pytest.mark.parametrize("name", WHOLE_MESSAGES)
def test_whole_messages(name):
    legal, illegal, pointer, sentence = WHOLE_MESSAGES[name]
    assert message_problems(legal) == []
    assert message_problems(illegal) == [f"{sentence} [json-pointer:{pointer}]"]


ATTACHMENTS = {
    "one that is a string": ([{"text": "x"}], ["x"], "/attachments/0", OBJECT),
    "blocks in it": ([{"blocks": [section()]}], [{"blocks": [section(), {"type": "alert", "text": plain()}]}], "/attachments/0/blocks/1/type", "unsupported type: alert"),
    "blocks as a string": ([{"blocks": []}], [{"blocks": "x"}], "/attachments/0/blocks", ARRAY),
    "fields that are strings": ([{"fields": [{"title": "t"}]}], [{"fields": ["t"]}], "/attachments/0/fields/0", OBJECT),
    "an object of them": ([], {"text": "x"}, "/attachments", ARRAY),
}  # fmt: skip


@pytest.mark.parametrize("name", ATTACHMENTS)
def test_attachments(name):
    legal, illegal, pointer, sentence = ATTACHMENTS[name]
    assert message_problems([], legal) == []
    assert message_problems([], illegal) == [f"{sentence} [json-pointer:{pointer}]"]


def test_tables_of_blocks_and_attachments_count_together():
    assert message_problems([TABLE], [{"blocks": [TABLE]}]) == ["only_one_table_allowed [json-pointer:/blocks]"]


MODAL, HOME = view("modal", section()), view("home", section())
ASKING = view("modal", section(), section(), asked(TEXT_INPUT))
VIEW_ROWS = {
    "type nobody knows": (MODAL, "type", "modal", "dialog", "/type", ENUM),
    "no type": (MODAL, "type", "modal", GONE, "", "missing required field: type"),
    "type is a number": (MODAL, "type", "modal", 1, "/type", STRING),
    "no title": (MODAL, "title", plain(), GONE, "", "missing required field: title"),
    "title as a string": (MODAL, "title", plain(), "Title", "/title", OBJECT),
    "title formatted": (MODAL, "title", plain(), mrkdwn(), "/title/type", "unsupported type: mrkdwn"),
    "empty title": (MODAL, "title", plain("x"), plain(""), "/title/text", "must be more than 0 characters"),
    "submit is null": (MODAL, "submit", GONE, None, "/submit", OBJECT),
    "close as a string": (MODAL, "close", plain(), "Close", "/close", OBJECT),
    "inputs that cannot be sent": (ASKING, "submit", plain(), GONE, "/blocks/2/input", "must define `submit` to use an `input` block in modals"),
    "no blocks": (MODAL, "blocks", [section()], GONE, "", "missing required field: blocks"),
    "empty blocks": (MODAL, "blocks", [section()], [], "/blocks", "no fewer than 1 items allowed"),
    "blocks in an object": (MODAL, "blocks", [section()], {}, "/blocks", ARRAY),
    "metadata as an object": (MODAL, "private_metadata", "{}", {}, "/private_metadata", STRING),
    "callback_id as a number": (MODAL, "callback_id", "1", 1, "/callback_id", STRING),
    "clear_on_close as a word": (MODAL, "clear_on_close", True, "true", "/clear_on_close", BOOLEAN),
    "submit_disabled": (MODAL, "submit_disabled", GONE, True, "", "invalid additional property: submit_disabled"),
    "a view as Slack sent it": (MODAL, "id", GONE, "V1", "", "invalid additional property: id"),
    "Home with a title": (HOME, "title", GONE, plain(), "", "invalid additional property: title"),
    "Home with a button to send": (HOME, "submit", GONE, plain(), "", "invalid additional property: submit"),
    "Home that tells of its end": (HOME, "notify_on_close", GONE, True, "", "invalid additional property: notify_on_close"),
    "two want the focus": (
        view("modal", asked({**TEXT_INPUT, "focus_on_load": True}), asked(TEXT_INPUT)), "blocks/1/element/focus_on_load", False, True,
        "/blocks/1/element/focus_on_load", "only one element may have focus_on_load",
    ),
    "a view that is a list": (MODAL, "", MODAL, [], "", OBJECT),
    "a view that is null": (MODAL, "", MODAL, None, "", OBJECT),
}  # fmt: skip


@pytest.mark.parametrize("name", VIEW_ROWS)
def test_views(name):
    given, path, legal, illegal, pointer, sentence = VIEW_ROWS[name]
    assert view_problems(changed(given, path, legal)) == []
    assert view_problems(changed(given, path, illegal)) == [f"{sentence} [json-pointer:/view{pointer}]"]


def test_every_fault_is_told_at_once():
    found = message_problems([{"type": "nope"}, section(color="red"), actions({**BUTTON, "style": "red"})])
    assert found == [
        "unsupported type: nope [json-pointer:/blocks/0/type]",
        "invalid additional property: color [json-pointer:/blocks/1]",
        "must be a valid enum value [json-pointer:/blocks/2/elements/0/style]",
    ]
