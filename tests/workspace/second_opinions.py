"""What two libraries say of a payload: Slack's own models (slack_sdk) and slackblocks, which builds objects and refuses bad arguments.

`sdk_refuses` and `slackblocks_refuses` tell why a payload is refused, "" when it is not, and None when the library cannot say it at all.
"""

from __future__ import annotations

import inspect
from typing import Any

import slackblocks as sb
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.basic_objects import JsonObject
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View
from slackblocks import blocks, elements, objects, rich_text, views
from slackblocks.errors import InvalidUsageError

Json = dict[str, Any]


class CannotSay(Exception):
    """The library has no word for this payload."""


def sdk_refuses(surface: str, given: list[Any], **more: Any) -> str | None:
    """Slack's models: everything nested is validated on the way to JSON."""
    try:
        if surface == "message":
            made = Block.parse_all(given)
            for block in made:
                _validated(block)
            if len(made) != len(given):
                return None
        else:
            shown = View(type=surface, blocks=given, **more)
            shown.validate_json()
            for block in shown.blocks or []:
                _validated(block)
    except SlackObjectFormationError as refusal:
        return str(refusal)
    except (TypeError, ValueError, KeyError, AttributeError) as stumble:
        return f"{type(stumble).__name__}: {stumble}"
    return ""


def _validated(node: Any) -> None:
    if isinstance(node, JsonObject):
        node.validate_json()
        node.to_dict()
        for inner in vars(node).values():
            _validated(inner)
    elif isinstance(node, (list, tuple)):
        for inner in node:
            _validated(inner)


def slackblocks_refuses(surface: str, given: list[Any], **more: Any) -> str | None:
    """slackblocks: each object is built from the innermost outwards."""
    try:
        made = [_built(block, top=True) for block in given]
        if surface == "message":
            sb.Message(channel="C1", blocks=made)
        elif surface == "modal":
            views.ModalView(blocks=made, **{name: _built(value) for name, value in more.items()})
        else:
            views.HomeTabView(blocks=made, **more)
    except CannotSay:
        return None
    except InvalidUsageError as refusal:
        return f"{type(refusal).__name__}: {refusal}"
    except (TypeError, ValueError, KeyError, AttributeError, AssertionError) as stumble:
        return f"{type(stumble).__name__}: {stumble}"
    return ""


RENAMED = {"initial_date_time": "initial_datetime", "usergroup_id": "user_group_id"}
BY_TYPE: dict[str, Any] = {
    "section": blocks.SectionBlock, "actions": blocks.ActionsBlock, "context": blocks.ContextBlock,
    "context_actions": blocks.ContextActionsBlock, "divider": blocks.DividerBlock, "header": blocks.HeaderBlock,
    "input": blocks.InputBlock, "rich_text": blocks.RichTextBlock, "video": blocks.VideoBlock, "file": blocks.FileBlock,
    "alert": blocks.AlertBlock, "markdown": blocks.MarkdownBlock, "card": blocks.CardBlock, "carousel": blocks.CarouselBlock,
    "container": blocks.ContainerBlock, "table": blocks.TableBlock, "data_table": blocks.DataTableBlock,
    "data_visualization": blocks.DataVisualizationBlock, "task_card": blocks.TaskCardBlock, "plan": blocks.PlanBlock,
    "image": elements.Image, "button": elements.Button, "workflow_button": elements.WorkflowButton,
    "icon_button": elements.IconButton, "feedback_buttons": elements.FeedbackButtons, "overflow": elements.OverflowMenu,
    "checkboxes": elements.CheckboxGroup, "radio_buttons": elements.RadioButtonGroup, "static_select": elements.StaticSelectMenu,
    "multi_static_select": elements.StaticMultiSelectMenu, "external_select": elements.ExternalSelectMenu,
    "multi_external_select": elements.ExternalMultiSelectMenu, "users_select": elements.UserSelectMenu,
    "multi_users_select": elements.UserMultiSelectMenu, "conversations_select": elements.ConversationSelectMenu,
    "multi_conversations_select": elements.ConversationMultiSelectMenu, "channels_select": elements.ChannelSelectMenu,
    "multi_channels_select": elements.ChannelMultiSelectMenu, "datepicker": elements.DatePicker,
    "timepicker": elements.TimePicker, "datetimepicker": elements.DateTimePicker, "plain_text_input": elements.PlainTextInput,
    "email_text_input": elements.EmailInput, "url_text_input": elements.URLInput, "number_input": elements.NumberInput,
    "rich_text_input": elements.RichTextInput, "file_input": elements.FileInput, "url": elements.URLSource,
    "icon": objects.SlackIcon, "raw_text": objects.RawText, "raw_number": objects.RawNumber, "pie": objects.PieChart,
    "bar": objects.BarChart, "area": objects.AreaChart, "line": objects.LineChart,
    "rich_text_section": rich_text.RichTextSection, "rich_text_list": rich_text.RichTextList,
    "rich_text_quote": rich_text.RichTextQuote, "rich_text_preformatted": rich_text.RichTextCodeBlock,
    "text": rich_text.RichText, "link": rich_text.RichTextLink, "user": rich_text.RichTextUser,
    "usergroup": rich_text.RichTextUserGroup, "channel": rich_text.RichTextChannel, "emoji": rich_text.RichTextEmoji,
}  # fmt: skip
BY_FIELD: dict[str, Any] = {
    "confirm": objects.ConfirmationDialogue, "options": objects.Option, "initial_option": objects.Option,
    "initial_options": objects.Option, "option_groups": objects.OptionGroup, "filter": objects.ConversationFilter,
    "dispatch_action_config": objects.DispatchActionConfiguration, "workflow": objects.Workflow, "trigger": objects.Trigger,
    "customizable_input_parameters": objects.InputParameter, "slack_file": objects.SlackFile,
    "positive_button": elements.FeedbackButton, "negative_button": elements.FeedbackButton,
    "column_settings": objects.ColumnSettings, "segments": objects.ChartSegment, "series": objects.DataSeries,
    "data": objects.DataPoint, "axis_config": objects.AxisConfig, "tasks": blocks.TaskCardBlock,
}  # fmt: skip
MISSING_IS_NONE = {
    elements.CheckboxGroup: ("action_id",), elements.RadioButtonGroup: ("action_id",), elements.OverflowMenu: ("action_id",),
    elements.StaticMultiSelectMenu: ("action_id", "options"), objects.SlackFile: ("url", "id"),
    objects.Trigger: ("customizable_input_parameters",),
}  # fmt: skip
"""Arguments slackblocks wants named even where Slack lets them be missing."""


def _built(value: Any, field: str = "", *, top: bool = False) -> Any:
    if isinstance(value, list):
        return [_built(inner, field, top=field == "child_blocks") for inner in value]
    if not isinstance(value, dict):
        return value
    kind = value.get("type")
    if kind in ("plain_text", "mrkdwn"):
        return objects.Text.from_dict(value)
    if kind == "image" and top:
        made = blocks.ImageBlock
    elif isinstance(kind, str):
        made = BY_TYPE.get(kind)
    else:
        made = BY_FIELD.get(field)
    if made is None:
        raise CannotSay
    if (
        field == "rows"
        and kind == "rich_text"
        and isinstance(value.get("elements"), list)
        and len(value["elements"]) != 1
    ):
        raise CannotSay
    arguments: Json = dict.fromkeys(MISSING_IS_NONE.get(made, ()))
    for name, inner in value.items():
        if name == "style" and isinstance(inner, dict):
            arguments |= inner
        elif name != "type":
            arguments[RENAMED.get(name, name)] = _built(inner, name, top=name == "child_blocks")
    known = inspect.signature(made).parameters
    if not set(arguments) <= set(known):
        raise CannotSay
    return made(**arguments)


def table_cells(block: Json) -> Json:
    """The block as slackblocks wants tables: a rich text cell is its one part."""
    if block.get("type") != "table" or not isinstance(block.get("rows"), list):
        return block
    rows = [
        [cell["elements"][0] if isinstance(cell, dict) and cell.get("type") == "rich_text" and cell.get("elements") else cell
         for cell in row] if isinstance(row, list) else row
        for row in block["rows"]
    ]  # fmt: skip
    return {**block, "rows": rows}
