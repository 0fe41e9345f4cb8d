"""Slack's numbers, in one table: the Block Kit reference, the pages on modals, Home tabs and the chat methods.

Lengths count Unicode code points. `docs.slack.dev/reference/block-kit`, `/surfaces/modals`, `/reference/methods/chat.*`.
"""

from __future__ import annotations

BLOCKS = {"message": 50, "modal": 100, "home": 100}
VIEW_BYTES = 250_000
STACK_DEPTH = 3
TRIGGER_SECONDS = 3.0
ANSWER_SECONDS = 3.0
EVENTS_AN_HOUR = 30_000
EVENTS_BEFORE_DISABLING = 1000
FAILURES_BEFORE_DISABLING = 0.95
REDIRECTS = 2
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
MARKDOWN_TEXT = 12_000
TALK_USERS = 8
INVITE_USERS = 1000
FILE_BYTES = 1_000_000_000
SNIPPET_BYTES = 1_000_000
ALT_TEXT = 1000

ID = 255
"""block_id, action_id, callback_id, external_id."""

TEXT = {
    "section.text": 3000,
    "section.fields": 2000,
    "header.text": 150,
    "context.text": 3000,
    "input.label": 2000,
    "input.hint": 2000,
    "image.title": 2000,
    "image.alt_text": 2000,
    "image.image_url": 3000,
    "video.alt_text": 2000,
    "video.title": 199,
    "video.description": 199,
    "video.author_name": 49,
    "video.provider_name": 50,
    "video.thumbnail_url": 3000,
    "video.video_url": 3000,
    "video.title_url": 2000,
    "video.provider_icon_url": 2000,
    "alert.text": 200,
    "card.title": 150,
    "card.subtitle": 150,
    "card.body": 200,
    "card.subtext": 200,
    "container.title": 150,
    "container.subtitle": 150,
    "markdown.text": 12_000,
    "data_visualization.title": 50,
    "data_visualization.label": 20,
    "data_visualization.axis_label": 50,
    "button.text": 75,
    "button.value": 2000,
    "button.url": 3000,
    "button.accessibility_label": 75,
    "button.agent_prompt": 4000,
    "option.text": 75,
    "option.description": 75,
    "option.value": 150,
    "option.url": 3000,
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
}
"""The longest text, by place. Of a video's title, description and author Slack says "less than" 200, 200 and 50."""

TOTAL = {"markdown.text": 12_000, "table.text": 10_000, "data_table.text": 20_000}
"""The most characters a message may hold in all blocks of one kind together."""

COUNT = {
    "section.fields": (1, 10),
    "context.elements": (1, 10),
    "context_actions.elements": (1, 5),
    "actions.elements": (1, 25),
    "overflow.options": (1, 5),
    "select.options": (1, 100),
    "select.option_groups": (1, 100),
    "option_group.options": (1, 100),
    "checkboxes.options": (1, 10),
    "radio_buttons.options": (1, 10),
    "trigger_actions_on": (1, 2),
    "visible_to_user_ids": (0, 10),
    "card.actions": (1, 3),
    "carousel.elements": (1, 10),
    "container.child_blocks": (1, 10),
    "plan.tasks": (0, 50),
    "table.rows": (1, 100),
    "table.columns": (1, 20),
    "table.column_settings": (0, 20),
    "data_table.rows": (2, 201),
    "data_table.columns": (1, 20),
    "chart.segments": (1, 12),
    "chart.series": (1, 12),
    "chart.data": (1, 20),
    "chart.categories": (1, 20),
    "message.attachments": (0, 100),
    "attachment.actions": (0, 5),
}
"""The fewest and the most, by place."""

MOST_IN_A_MESSAGE = {"table": 1, "plan": 1, "data_visualization": 2}
"""How many blocks of one kind a message may hold."""

RANGE = {
    "header.level": (1, 4),
    "min_length": (0, 3000),
    "max_length": (1, 3000),
    "lines": (1, 100),
    "max_files": (1, 10),
    "epoch": (1_000_000_000, 9_999_999_999),
    "page_size": (1, 100),
    "indent": (0, 8),
    "border": (0, 1),
    "skin_tone": (1, 6),
}
"""The least and the greatest number, by place. A datetimepicker's seconds have ten digits."""

EVERYWHERE = ("message", "modal", "home")
SURFACES = {
    "section": EVERYWHERE,
    "actions": EVERYWHERE,
    "context": EVERYWHERE,
    "divider": EVERYWHERE,
    "header": EVERYWHERE,
    "image": EVERYWHERE,
    "input": EVERYWHERE,
    "rich_text": EVERYWHERE,
    "video": EVERYWHERE,
    "card": EVERYWHERE,
    "alert": ("modal",),
    "carousel": ("message", "home"),
    "container": ("message", "home"),
    "table": ("message", "home"),
    "data_table": ("message", "home"),
    "data_visualization": ("message",),
    "markdown": ("message",),
    "task_card": ("message",),
    "plan": ("message",),
    "context_actions": ("message",),
    "file": ("message",),
    "call": ("message",),
}
"""Which block may stand where."""

ELEMENT_SURFACES = {
    "datetimepicker": ("message", "modal"),
    "email_text_input": ("modal",),
    "number_input": ("modal",),
    "url_text_input": ("modal",),
    "rich_text_input": ("modal", "home"),
    "file_input": ("modal",),
}
"""The elements that may not stand everywhere."""

BUTTONS = ("button", "workflow_button")
CHOICES = (
    "static_select", "multi_static_select", "external_select", "multi_external_select", "users_select",
    "multi_users_select", "conversations_select", "multi_conversations_select", "channels_select",
    "multi_channels_select", "checkboxes", "radio_buttons", "datepicker", "timepicker",
)  # fmt: skip
WRITTEN = ("plain_text_input", "email_text_input", "number_input", "url_text_input", "rich_text_input", "file_input")
ELEMENTS = {
    "section": (*BUTTONS, *CHOICES, "overflow", "image"),
    "actions": (*BUTTONS, *CHOICES, "overflow", "datetimepicker", "rich_text_input"),
    "context_actions": ("feedback_buttons", "icon_button"),
    "input": (*CHOICES, "datetimepicker", *WRITTEN),
    "card": ("button",),
}
"""Which element may stand in which block. A context block holds texts and images."""

CONTAINED = (
    "actions", "context", "divider", "file", "header", "image", "input", "rich_text", "section", "table", "video",
)  # fmt: skip
"""The blocks a container may hold."""
