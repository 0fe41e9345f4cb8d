"""What each object needs: taken away, its name stands in the refusal; everything else may be left out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from .samples import BLOCKS, ELEMENTS, good_blocks, good_elements
from .test_block_fuzz import at, judge, places

NEEDED: dict[str, str] = {
    "plain_text": "type text", "mrkdwn": "type text",
    "section": "type", "divider": "type", "actions": "type elements", "context": "type elements", "context_actions": "type elements",
    "header": "type text", "image": "type alt_text", "input": "type label element", "rich_text": "type elements",
    "video": "type alt_text title thumbnail_url video_url", "file": "type external_id source", "call": "type call_id",
    "alert": "type text", "markdown": "type text", "card": "type", "carousel": "type elements", "container": "type child_blocks",
    "table": "type rows", "data_table": "type rows caption", "data_visualization": "type title chart", "plan": "type title",
    "task_card": "type task_id title status", "a task of a plan": "task_id title status",
    "button": "type text", "workflow_button": "type text workflow action_id", "icon_button": "type icon text",
    "feedback_buttons": "type positive_button negative_button", "overflow": "type options", "checkboxes": "type options",
    "radio_buttons": "type options", "static_select": "type", "multi_static_select": "type", "external_select": "type",
    "multi_external_select": "type", "users_select": "type", "multi_users_select": "type", "conversations_select": "type",
    "multi_conversations_select": "type", "channels_select": "type", "multi_channels_select": "type", "datepicker": "type",
    "timepicker": "type", "datetimepicker": "type", "plain_text_input": "type", "email_text_input": "type", "url_text_input": "type",
    "number_input": "type is_decimal_allowed", "rich_text_input": "type action_id", "file_input": "type",
    "rich_text_section": "type elements", "rich_text_quote": "type elements", "rich_text_preformatted": "type elements",
    "rich_text_list": "type elements style", "text": "type text", "link": "type url", "user": "type user_id",
    "usergroup": "type usergroup_id", "team": "type team_id", "channel": "type channel_id", "emoji": "type name",
    "broadcast": "type range", "color": "type value", "date": "type timestamp format", "file of rich text": "type file_id", "canvas": "type file_id", "canvas_user_mention": "type user_id",
    "canvas_message_unfurl": "type root_message_ts root_message_channel", "list_record": "type file_id",
    "message_mention": "type channel_id message_ts", "workflow_mention": "type workflow_id function_trigger_id text",
    "work_object_mention": "type entity_id app_id text url", "attachment_mention": "type url",
    "salesforce_data_field": "type salesforce_record_id", "tag": "type text", "raw_text": "type text",
    "raw_number": "type value text", "pie": "type segments", "line": "type series axis_config", "bar": "type series axis_config",
    "area": "type series axis_config", "url": "type url text", "icon": "type name",
    # objects without a type, by the field they stand in
    "confirm": "title text confirm deny", "options": "text value", "initial_option": "text value", "initial_options": "text value",
    "option_groups": "label options", "filter": "", "dispatch_action_config": "trigger_actions_on", "workflow": "trigger", "trigger": "url",
    "customizable_input_parameters": "name value", "slack_file": "", "positive_button": "text value", "negative_button": "text value",
    "column_settings": "", "segments": "label value", "series": "name data", "data": "label value", "axis_config": "categories", "style": "",
}  # fmt: skip
"""By type, the fields Slack's reference calls required."""

ONCE = {json.dumps(found[2], sort_keys=True): found for found in good_blocks() + good_elements()}.values()


def kind_of(node: dict[str, Any], path: tuple[Any, ...]) -> str:
    if len(path) >= 2 and path[-2] == "tasks":
        return "a task of a plan"
    if node.get("type") == "file" and len(path) > 1:
        return "file of rich text"
    field = next((step for step in reversed(path) if isinstance(step, str)), "")
    return str(node.get("type", field))


def objects(block: Any) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
    for path in places(block):
        node = at(block, path)
        if isinstance(node, dict):
            yield path, node


@pytest.mark.parametrize("kind", [*BLOCKS, *ELEMENTS])
def test_what_is_needed_is_missed_and_nothing_else(kind):
    for name, surface, block in ONCE:
        if name.split("-")[0] == kind:
            assert_needs(surface, block)


def assert_needs(surface: str, block: Any) -> None:
    prefix = "/blocks/0" if surface == "message" else "/view/blocks/0"
    for path, node in objects(block):
        where = prefix + "".join(f"/{step}" for step in path)
        for name in node:
            made = json.loads(json.dumps(block))
            del at(made, path)[name]
            found = judge(surface, made)
            missing = f"missing required field: {name} [json-pointer:{where}]"
            if name in NEEDED[kind_of(node, path)].split():
                assert missing in found, (path, name)
            else:
                assert not [problem for problem in found if "missing required field" in problem], (path, name)


def test_every_kind_of_object_was_there():
    seen = {kind_of(node, path) for _, _, block in ONCE for path, node in objects(block)}
    assert seen == set(NEEDED)
    assert set(BLOCKS) | set(ELEMENTS) <= seen
