"""Slack's numbers, in one table: the Block Kit reference, the pages on modals, Home tabs and the chat methods.

Lengths count Unicode code points. `docs.slack.dev/reference/block-kit`, `/surfaces/modals`, `/reference/methods/chat.*`.
"""

from __future__ import annotations

BLOCKS = {"message": 50, "modal": 100, "home": 100}
VIEW_BYTES = 250_000
STACK_DEPTH = 3
TRIGGER_SECONDS = 3.0
ANSWER_SECONDS = 3.0
POST_TEXT = 40_000
UPDATE_TEXT = 4_000
SCHEDULE_DAYS = 120
SCHEDULE_DELETE_SECONDS = 60
SCHEDULE_PER_WINDOW = 30
SCHEDULE_WINDOW_SECONDS = 300
RESPONSE_URL_USES = 5
RESPONSE_URL_SECONDS = 1800
SOCKETS = 10
CHANNEL_NAME = 80
CHANNEL_TOPIC = 250

ID = 255
"""block_id, action_id, callback_id, external_id."""

TEXT = {
    "section.text": 3000,
    "section.fields": 2000,
    "header.text": 150,
    "context.text": 2000,
    "input.label": 2000,
    "input.hint": 2000,
    "image.title": 2000,
    "image.alt_text": 2000,
    "image.image_url": 3000,
    "button.text": 75,
    "button.value": 2000,
    "button.url": 3000,
    "button.accessibility_label": 75,
    "option.text": 75,
    "option.description": 75,
    "option.value": 150,
    "option_group.label": 75,
    "confirm.title": 100,
    "confirm.text": 300,
    "confirm.confirm": 30,
    "confirm.deny": 30,
    "placeholder": 150,
    "initial_value": 3000,
    "view.title": 24,
    "view.submit": 24,
    "view.close": 24,
    "view.private_metadata": 3000,
    "alert.text": 200,
    "markdown.text": 12_000,
}
"""The longest text, by place."""

COUNT = {
    "section.fields": (1, 10),
    "context.elements": (1, 10),
    "actions.elements": (1, 25),
    "overflow.options": (1, 5),
    "static_select.options": (1, 100),
    "multi_static_select.options": (1, 100),
    "option_groups": (1, 100),
    "checkboxes.options": (1, 10),
    "radio_buttons.options": (1, 10),
}
"""The fewest and the most, by place."""

SURFACES = {
    "section": ("message", "modal", "home"),
    "actions": ("message", "modal", "home"),
    "context": ("message", "modal", "home"),
    "divider": ("message", "modal", "home"),
    "header": ("message", "modal", "home"),
    "image": ("message", "modal", "home"),
    "input": ("message", "modal", "home"),
    "rich_text": ("message", "modal", "home"),
    "video": ("message", "modal", "home"),
    "alert": ("modal",),
    "markdown": ("message",),
    "table": ("message", "home"),
}
"""Which block may stand where."""

BUTTONS = ("button", "workflow_button")
CHOICES = (
    "static_select",
    "multi_static_select",
    "external_select",
    "multi_external_select",
    "overflow",
    "checkboxes",
    "radio_buttons",
)
PICKERS = (
    "users_select", "multi_users_select", "conversations_select", "multi_conversations_select", "channels_select",
    "multi_channels_select", "datepicker", "timepicker", "datetimepicker",
)  # fmt: skip
WRITTEN = ("plain_text_input", "email_text_input", "number_input", "url_text_input", "rich_text_input", "file_input")
ELEMENTS = {
    "section": (*BUTTONS, *CHOICES, *PICKERS, "image"),
    "actions": (*BUTTONS, *CHOICES, *PICKERS),
    "context": ("image", "mrkdwn", "plain_text"),
    "input": (*[kind for kind in CHOICES if kind != "overflow"], *PICKERS, *WRITTEN),
}
"""Which element may stand in which block."""
