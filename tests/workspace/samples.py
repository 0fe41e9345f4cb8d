"""Good payloads: every block, element and rich text part at least once, full and bare; and ways to put them on a surface."""

from __future__ import annotations

import copy
from typing import Any

from workspace import limits
from workspace.blocks import message_problems, view_problems

Json = dict[str, Any]


def plain(words: str = "words", **more: Any) -> Json:
    return {"type": "plain_text", "text": words, **more}


def mrkdwn(words: str = "*words*", **more: Any) -> Json:
    return {"type": "mrkdwn", "text": words, **more}


def option(value: str = "a", words: str = "", **more: Any) -> Json:
    return {"text": plain(words or f"Option {value}"), "value": value, **more}


def section(**more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(), **more}


def actions(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def asked(element: Json, **more: Any) -> Json:
    """An input block."""
    return {"type": "input", "label": plain("Label"), "element": element, **more}


def rich(*parts: Json, **more: Any) -> Json:
    return {"type": "rich_text", "elements": list(parts), **more}


def rich_section(*leaves: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(leaves) or [{"type": "text", "text": "words"}]}


def raw(words: str = "cell") -> Json:
    return {"type": "raw_text", "text": words}


def data_table(rows: list[list[Json]], **more: Any) -> Json:
    return {"type": "data_table", "caption": "Register", "rows": rows, **more}


def pie(count: int = 2, **more: Any) -> Json:
    segments = [{"label": f"part {n}", "value": n + 1} for n in range(count)]
    return {"type": "data_visualization", "title": "Shares", "chart": {"type": "pie", "segments": segments}, **more}


def lines(kind: str = "line", series: int = 2, points: int = 3) -> Json:
    names = [f"day {n}" for n in range(points)]
    return {
        "type": "data_visualization",
        "title": "Open duties",
        "chart": {
            "type": kind,
            "series": [
                {"name": f"client {s}", "data": [{"label": name, "value": s - 1.5} for name in names]}
                for s in range(series)
            ],
            "axis_config": {"categories": names, "x_label": "Day", "y_label": "Duties"},
        },
    }


def image_element(**more: Any) -> Json:
    return {"type": "image", "image_url": "http://127.0.0.1/x.png", "alt_text": "a picture", **more}


def card(**more: Any) -> Json:
    return {"type": "card", "title": mrkdwn("Title"), **more}


def task(**more: Any) -> Json:
    return {"type": "task_card", "task_id": "t1", "title": "Look it up", "status": "in_progress", **more}


CONFIRM = {
    "title": plain("Sure?"),
    "text": mrkdwn("It cannot be undone."),
    "confirm": plain("Do it"),
    "deny": plain("Leave it"),
    "style": "danger",
}
BUTTON = {"type": "button", "text": plain("Go", emoji=True)}
PICKED = {"action_id": "pick", "confirm": CONFIRM, "focus_on_load": True, "placeholder": plain("Choose")}
WRITTEN = {
    "action_id": "write",
    "placeholder": plain("Write"),
    "focus_on_load": True,
    "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed", "on_character_entered"]},
}
TWO = [option("a"), option("b", description=plain("The second"))]
GROUPS = [{"label": plain("Group"), "options": TWO}]
MARKED = [{"text": mrkdwn("*a*", verbatim=True), "value": "a", "description": mrkdwn("_first_")}, option("b")]
SECTION = rich_section()

ELEMENTS: dict[str, list[Json]] = {
    "button": [
        BUTTON,
        {
            **BUTTON, "action_id": "go", "value": "1", "url": "https://practice.example/x", "style": "primary",
            "confirm": CONFIRM, "accessibility_label": "Go there", "agent_prompt": "Go",
        },
    ],
    "workflow_button": [
        {
            "type": "workflow_button", "text": plain("Start"), "action_id": "start",
            "workflow": {"trigger": {"url": "https://practice.example/shortcuts/Ft1/x"}},
        },
        {
            "type": "workflow_button", "text": plain("Start"), "action_id": "start", "style": "danger", "accessibility_label": "Start it",
            "workflow": {
                "trigger": {
                    "url": "https://practice.example/shortcuts/Ft1/x", "customizable_input_parameters": [{"name": "a", "value": "b"}],
                }
            },
        }
    ],
    "icon_button": [
        {"type": "icon_button", "icon": "trash", "text": plain("Delete")},
        {
            "type": "icon_button", "icon": "trash", "text": plain("Delete"), "action_id": "del", "value": "1", "confirm": CONFIRM,
            "accessibility_label": "Delete it", "visible_to_user_ids": ["U0SATO"],
        },
    ],
    "feedback_buttons": [
        {
            "type": "feedback_buttons", "action_id": "fb",
            "positive_button": {"text": plain("Good"), "value": "+", "accessibility_label": "It was good"},
            "negative_button": {"text": plain("Bad"), "value": "-"},
        }
    ],
    "image": [
        image_element(),
        {"type": "image", "slack_file": {"id": "F0123456789"}, "alt_text": "a picture"},
        {"type": "image", "slack_file": {"url": "https://practice.example/f.png"}, "alt_text": "a picture"},
    ],
    "overflow": [
        {"type": "overflow", "options": [option()]},
        {
            "type": "overflow", "action_id": "more", "confirm": CONFIRM,
            "options": [option("a", url="https://practice.example/x"), option("b", description=plain("second"))],
        },
    ],
    "checkboxes": [
        {"type": "checkboxes", "options": [option()]},
        {
            "type": "checkboxes", "action_id": "tick", "options": MARKED, "initial_options": MARKED[:1],
            "confirm": CONFIRM, "focus_on_load": True,
        },
    ],
    "radio_buttons": [
        {"type": "radio_buttons", "options": [option()]},
        {
            "type": "radio_buttons", "action_id": "one", "options": MARKED, "initial_option": MARKED[1],
            "confirm": CONFIRM, "focus_on_load": False,
        },
    ],
    "static_select": [
        {"type": "static_select", "options": TWO},
        {"type": "static_select", **PICKED, "options": TWO, "initial_option": TWO[1]},
        {"type": "static_select", "option_groups": GROUPS, "initial_option": TWO[0]},
    ],
    "multi_static_select": [
        {"type": "multi_static_select", "options": TWO},
        {"type": "multi_static_select", **PICKED, "options": TWO, "initial_options": TWO, "max_selected_items": 2},
        {"type": "multi_static_select", "option_groups": GROUPS, "initial_options": [TWO[0]]},
    ],
    "external_select": [
        {"type": "external_select"},
        {"type": "external_select", **PICKED, "initial_option": option(), "min_query_length": 0},
    ],
    "multi_external_select": [
        {"type": "multi_external_select"},
        {"type": "multi_external_select", **PICKED, "initial_options": TWO, "min_query_length": 2, "max_selected_items": 3},
    ],
    "users_select": [{"type": "users_select"}, {"type": "users_select", **PICKED, "initial_user": "U0SATO"}],
    "multi_users_select": [
        {"type": "multi_users_select"},
        {"type": "multi_users_select", **PICKED, "initial_users": ["U0SATO", "U0KIM"], "max_selected_items": 2},
    ],
    "conversations_select": [
        {"type": "conversations_select"},
        {
            "type": "conversations_select", **PICKED, "initial_conversation": "C0GENERAL", "default_to_current_conversation": True,
            "filter": {"include": ["im", "public"], "exclude_bot_users": True, "exclude_external_shared_channels": False},
        },
    ],
    "multi_conversations_select": [
        {"type": "multi_conversations_select"},
        {
            "type": "multi_conversations_select", **PICKED, "initial_conversations": ["C0GENERAL"], "max_selected_items": 1,
            "default_to_current_conversation": False, "filter": {"exclude_external_shared_channels": True},
        },
    ],
    "channels_select": [{"type": "channels_select"}, {"type": "channels_select", **PICKED, "initial_channel": "C0GENERAL"}],
    "multi_channels_select": [
        {"type": "multi_channels_select"},
        {"type": "multi_channels_select", **PICKED, "initial_channels": ["C0GENERAL"], "max_selected_items": 4},
    ],
    "datepicker": [{"type": "datepicker"}, {"type": "datepicker", **PICKED, "initial_date": "2028-02-29"}],
    "timepicker": [
        {"type": "timepicker"},
        {"type": "timepicker", **PICKED, "initial_time": "23:59", "timezone": "Asia/Tokyo"},
    ],
    "datetimepicker": [
        {"type": "datetimepicker"},
        {"type": "datetimepicker", "action_id": "when", "initial_date_time": 1_795_000_000, "confirm": CONFIRM, "focus_on_load": True},
    ],
    "plain_text_input": [
        {"type": "plain_text_input"},
        {"type": "plain_text_input", **WRITTEN, "initial_value": "", "multiline": True, "min_length": 0, "max_length": 3000},
        {"type": "plain_text_input", "initial_value": "abc", "min_length": 3, "max_length": 3},
    ],
    "email_text_input": [
        {"type": "email_text_input"},
        {"type": "email_text_input", **WRITTEN, "initial_value": "sato@practice.example"},
    ],
    "url_text_input": [{"type": "url_text_input"}, {"type": "url_text_input", **WRITTEN, "initial_value": "https://practice.example"}],
    "number_input": [
        {"type": "number_input", "is_decimal_allowed": False},
        {"type": "number_input", **WRITTEN, "is_decimal_allowed": True, "initial_value": "0.5", "min_value": "-1.5", "max_value": "10"},
        {"type": "number_input", "is_decimal_allowed": False, "initial_value": "7", "min_value": "7", "max_value": "7"},
    ],
    "rich_text_input": [
        {"type": "rich_text_input", "action_id": "rich"},
        {"type": "rich_text_input", **WRITTEN, "initial_value": rich(SECTION), "min_lines": 2, "max_lines": 2},
    ],
    "file_input": [
        {"type": "file_input"},
        {"type": "file_input", "action_id": "file", "filetypes": ["pdf", "png"], "max_files": 10},
    ],
}  # fmt: skip

LEAVES: dict[str, list[Json]] = {
    "text": [
        {"type": "text", "text": "words"},
        {"type": "text", "text": " ", "style": {"bold": True, "italic": True, "strike": False, "code": True, "underline": True}},
    ],
    "link": [
        {"type": "link", "url": "https://practice.example/x"},
        {"type": "link", "url": "mailto:sato@practice.example", "text": "Sato", "unsafe": False, "style": {"bold": True}},
    ],
    "user": [{"type": "user", "user_id": "U0SATO", "style": {"highlight": True, "client_highlight": False, "unlink": True}}],
    "usergroup": [{"type": "usergroup", "usergroup_id": "S0DUTY"}],
    "team": [{"type": "team", "team_id": "T0PRACTICE"}],
    "channel": [{"type": "channel", "channel_id": "C0GENERAL"}],
    "emoji": [{"type": "emoji", "name": "wave"}, {"type": "emoji", "name": "wave", "unicode": "1f44b", "skin_tone": 6}],
    "broadcast": [{"type": "broadcast", "range": name} for name in ("here", "channel", "everyone")],
    "color": [{"type": "color", "value": "#FF7700"}],
    "date": [
        {"type": "date", "timestamp": 1_795_000_000, "format": "{date_num} {time}"},
        {
            "type": "date", "timestamp": 0, "format": "{ago}", "url": "https://practice.example/x", "fallback": "long ago",
            "timezone": "Asia/Tokyo",
        },
    ],
}  # fmt: skip

LEAVES |= {
    "file": [{"type": "file", "file_id": "F0123456789", "text": "a.pdf", "url": "https://a.example/f", "is_skill_invocation": False}],
    "canvas": [
        {"type": "canvas", "file_id": "F0123456789", "label": "Plan", "hide_title": True, "section_id": "s", "text": "Plan"},
    ],
    "canvas_user_mention": [{"type": "canvas_user_mention", "user_id": "U0SATO", "thread_id": "t"}],
    "canvas_message_unfurl": [{"type": "canvas_message_unfurl", "root_message_ts": "1795000000.000100", "root_message_channel": "C1"}],
    "list_record": [{"type": "list_record", "file_id": "F0123456789", "record_id": "r", "view_id": "v", "text": "t"}],
    "message_mention": [
        {"type": "message_mention", "channel_id": "C0GENERAL", "message_ts": "1795000000.000100", "author_id": "U0SATO", "url": "u"},
    ],
    "workflow_mention": [{"type": "workflow_mention", "workflow_id": "Wf1", "function_trigger_id": "Ft1", "text": "Run", "ts": "1"}],
    "work_object_mention": [
        {"type": "work_object_mention", "entity_id": "E1", "app_id": "A1", "text": "T", "url": "https://a.example", "product_name": "P"},
    ],
    "attachment_mention": [{"type": "attachment_mention", "url": "https://a.example", "icon_name": "i", "full_size_preview_enabled": True}],
    "salesforce_data_field": [{"type": "salesforce_data_field", "salesforce_record_id": "001", "salesforce_include_field_label": True}],
    "tag": [{"type": "tag", "text": "In progress", "color": "green", "style": {"bold": True}}],
}  # fmt: skip

EVERY_LEAF = [leaf for found in LEAVES.values() for leaf in found]
PARTS: dict[str, list[Json]] = {
    "rich_text_section": [rich_section(*EVERY_LEAF), {"type": "rich_text_section", "elements": []}],
    "rich_text_quote": [{"type": "rich_text_quote", "elements": EVERY_LEAF, "border": 1}],
    "rich_text_preformatted": [
        {
            "type": "rich_text_preformatted",
            "elements": LEAVES["text"] + LEAVES["link"],
            "border": 0,
            "language": "python",
        }
    ],
    "rich_text_list": [
        {"type": "rich_text_list", "style": "bullet", "elements": [SECTION]},
        {
            "type": "rich_text_list",
            "style": "ordered",
            "elements": [SECTION] * 2,
            "indent": 8,
            "offset": 4,
            "border": 1,
        },
    ],
}

BLOCKS: dict[str, list[Json]] = {
    "section": [
        section(),
        {"type": "section", "fields": [plain(), mrkdwn()]},
        section(block_id="s", fields=[plain()], accessory=BUTTON, expand=True),
    ],
    "actions": [actions(BUTTON), actions(ELEMENTS["overflow"][0], ELEMENTS["datepicker"][0], block_id="a")],
    "context": [{"type": "context", "elements": [mrkdwn(), plain(emoji=False), image_element()], "block_id": "c"}],
    "context_actions": [
        {"type": "context_actions", "elements": [ELEMENTS["feedback_buttons"][0], ELEMENTS["icon_button"][1]], "block_id": "ca"}
    ],
    "divider": [{"type": "divider"}, {"type": "divider", "block_id": "d"}],
    "header": [{"type": "header", "text": plain("見出し")}, {"type": "header", "text": plain(), "level": 4, "block_id": "h"}],
    "image": [
        {"type": "image", "image_url": "https://practice.example/x.png", "alt_text": "x", "title": plain("X"), "block_id": "i"},
        {"type": "image", "slack_file": {"id": "F0123456789"}, "alt_text": "x"},
    ],
    "input": [
        asked({"type": "plain_text_input"}),
        asked({"type": "plain_text_input"}, hint=plain("Hint"), optional=True, dispatch_action=True, block_id="in"),
    ],
    "rich_text": [rich(*[part for found in PARTS.values() for part in found], block_id="r"), rich()],
    "video": [
        {
            "type": "video", "alt_text": "x", "title": plain("X"), "thumbnail_url": "https://practice.example/x.png",
            "video_url": "https://practice.example/embed/1",
        },
        {
            "type": "video", "alt_text": "x", "title": plain("X"), "thumbnail_url": "https://practice.example/x.png", "block_id": "v",
            "video_url": "https://practice.example/embed/1", "title_url": "https://practice.example/1", "author_name": "A",
            "provider_name": "P", "provider_icon_url": "https://practice.example/i.png", "description": plain("D"),
        },
    ],
    "file": [{"type": "file", "external_id": "ABC", "source": "remote", "block_id": "f"}],
    "call": [{"type": "call", "call_id": "R0123", "block_id": "cl"}],
    "alert": [{"type": "alert", "text": plain()}]
    + [{"type": "alert", "text": mrkdwn(), "level": level} for level in ("default", "info", "warning", "error", "success")],
    "markdown": [{"type": "markdown", "text": "# Title\n\n| a |\n|---|\n| 1 |", "block_id": "m"}],
    "card": [
        card(),
        {"type": "card", "actions": [BUTTON]},
        card(
            icon=image_element(), hero_image=image_element(), subtitle=plain(), body=mrkdwn(), subtext=mrkdwn(),
            actions=[BUTTON, BUTTON, BUTTON], block_id="card",
        ),
        {"type": "card", "body": plain(), "slack_icon": {"type": "icon", "name": "rocket"}},
    ],
    "carousel": [{"type": "carousel", "elements": [card(block_id="one"), card()], "block_id": "car"}],
    "container": [
        {"type": "container", "title": plain("Lane"), "child_blocks": [section()]},
        {
            "type": "container", "title": plain("Lane"), "rich_text_title": rich(SECTION), "subtitle": mrkdwn(), "width": "full",
            "icon": image_element(), "is_collapsible": True, "default_collapsed": True, "block_id": "con",
            "child_blocks": [actions(BUTTON), {"type": "divider"}, {"type": "header", "text": plain()}],
        },
        {"type": "container", "rich_text_title": rich(SECTION), "has_header_divider": True, "child_blocks": [section()]},
    ],
    "table": [
        {"type": "table", "rows": [[raw(), raw()], [rich(SECTION), {"type": "raw_number", "value": 1.5, "text": "1.5"}]]},
        {
            "type": "table", "rows": [[raw()], [raw(), raw()]], "block_id": "t",
            "column_settings": [{"align": "right", "is_wrapped": True}, None, {}],
        },
    ],
    "data_table": [
        data_table([[raw(), raw()], [rich(SECTION), {"type": "raw_number", "value": 3, "text": "3"}]]),
        data_table([[raw(), raw()]] * 3, page_size=100, row_header_column_index=1, block_id="dt"),
    ],
    "data_visualization": [pie(), lines("line"), lines("bar"), lines("area")],
    "task_card": [
        task(),
        task(
            status="complete", details=rich(SECTION), output=rich(SECTION), block_id="tc",
            sources=[{"type": "url", "url": "https://practice.example/x", "text": "X"}],
        ),
    ],
    "plan": [
        {"type": "plan", "title": "Plan"},
        {
            "type": "plan", "title": "Plan", "block_id": "p",
            "tasks": [task(status="pending"), {"task_id": "t2", "title": "Next", "status": "error", "block_id": "x"}],
        },
    ],
}  # fmt: skip


def good_blocks() -> list[tuple[str, str, Json]]:
    """(name, surface, block) for each block of the corpus on each surface it may stand on."""
    return [
        (f"{kind}-{number}-{surface}", surface, block)
        for kind, found in BLOCKS.items()
        for number, block in enumerate(found)
        for surface in limits.SURFACES[kind]
    ]


def holding(home: str, element: Json) -> Json:
    """A block of type `home` with this element in it."""
    if home == "section":
        return section(accessory=element)
    if home == "input":
        return asked(element)
    if home == "card":
        return card(actions=[element])
    return {"type": home, "elements": [element]}


def good_elements() -> list[tuple[str, str, Json]]:
    """(name, surface, block) for each element of the corpus in each block and on each surface it may stand on."""
    return [
        (f"{kind}-{number}-{home}-{surface}", surface, holding(home, element))
        for home, kinds in limits.ELEMENTS.items()
        for kind in kinds
        for number, element in enumerate(ELEMENTS[kind])
        for surface in limits.ELEMENT_SURFACES.get(kind, limits.EVERYWHERE)
        if surface in limits.SURFACES[home]
    ]


def view(surface: str, *blocks: Json, **more: Any) -> Json:
    """A modal or a Home tab with these blocks."""
    found: Json = {"type": surface, "blocks": list(blocks), **more}
    if surface == "modal":
        found = {"title": plain("Title"), "submit": plain("Send"), **found}
    return found


def problems(surface: str, *blocks: Json) -> list[str]:
    """What the workspace says of these blocks on this surface; pointers without /view."""
    given = copy.deepcopy(list(blocks))
    if surface == "message":
        return message_problems(given)
    return [
        problem.replace("json-pointer:/view/", "json-pointer:/") for problem in view_problems(view(surface, *given))
    ]
