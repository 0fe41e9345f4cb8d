"""Rich text: sections, lists, quotes and preformatted text, and what may stand in them."""

from __future__ import annotations

import re

from workspace.blocks.walk import (
    WEB_URL,
    Check,
    Shape,
    array,
    boolean,
    enum,
    kind,
    matching,
    one_of,
    string,
    url,
    whole,
)
from workspace.limits import ID, RANGE

COLOR = re.compile(r"#?[0-9a-fA-F]{6}")

STYLE = Shape(
    dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"), boolean)
)


def _leaf(needed: dict[str, Check], **more: Check) -> Shape:
    return Shape({"type": kind, "style": STYLE, **needed, **more}, ("type", *needed))


LEAVES: dict[str, Check] = {
    "text": _leaf({"text": string()}),
    "link": _leaf({"url": url()}, text=string(), unsafe=boolean),
    "user": _leaf({"user_id": string()}),
    "usergroup": _leaf({"usergroup_id": string()}),
    "team": _leaf({"team_id": string()}),
    "channel": _leaf({"channel_id": string()}),
    "emoji": _leaf({"name": string()}, unicode=string(), skin_tone=whole(*RANGE["skin_tone"]), url=url(None, WEB_URL)),
    "broadcast": _leaf({"range": enum("here", "channel", "everyone")}),
    "color": _leaf({"value": matching(COLOR, "must be a valid hex color")}),
    "date": _leaf(
        {"timestamp": whole(), "format": string()}, url=url(None, WEB_URL), fallback=string(), timezone=string()
    ),
}
"""What stands in a section, a quote or preformatted text."""

REFERENCES: dict[str, tuple[str, str]] = {
    "file": ("file_id", "text url is_skill_invocation"),
    "canvas": ("file_id", "label hide_title section_id text url is_skill_invocation"),
    "canvas_user_mention": ("user_id", "thread_id"),
    "canvas_message_unfurl": ("root_message_ts root_message_channel", ""),
    "list_record": ("file_id", "record_id view_id text url"),
    "message_mention": ("channel_id message_ts", "author_id thread_ts text url"),
    "workflow_mention": ("workflow_id function_trigger_id text", "url channel_id ts"),
    "work_object_mention": ("entity_id app_id text url", "icon_url full_size_preview_enabled product_name"),
    "attachment_mention": (
        "url",
        "text app_id entity_id icon_url channel_id ts full_size_preview_enabled icon_name reference_object_type",
    ),
    "salesforce_data_field": (
        "salesforce_record_id",
        "salesforce_field_label salesforce_field_api_name salesforce_include_field_label",
    ),
    "tag": ("text", "color"),
}
"""What refers to other things of Slack: the fields it needs, the fields it may have. All are strings but for flags and colors."""

OTHER_THAN_STRINGS: dict[str, Check] = {
    **dict.fromkeys(
        ("is_skill_invocation", "hide_title", "full_size_preview_enabled", "salesforce_include_field_label"), boolean
    ),
    "color": enum("gray", "brown", "purple", "indigo", "blue", "green", "yellow", "orange", "red"),
}


def _reference(needed: str, optional: str) -> Shape:
    def fields(names: str) -> dict[str, Check]:
        return {name: OTHER_THAN_STRINGS.get(name, string()) for name in names.split()}

    return _leaf(fields(needed), **fields(optional))


LEAVES |= {name: _reference(*fields) for name, fields in REFERENCES.items()}
LEAF = array(one_of(LEAVES))
BORDER = whole(*RANGE["border"])
NEEDED = ("type", "elements")
SECTION = Shape({"type": kind, "elements": LEAF}, NEEDED)

PARTS: dict[str, Check] = {
    "rich_text_section": SECTION,
    "rich_text_quote": Shape({"type": kind, "elements": LEAF, "border": BORDER}, NEEDED),
    "rich_text_preformatted": Shape({"type": kind, "elements": LEAF, "border": BORDER, "language": string()}, NEEDED),
    "rich_text_list": Shape(
        {
            "type": kind,
            "elements": array(one_of({"rich_text_section": SECTION}), (1, None)),
            "style": enum("bullet", "ordered"),
            "indent": whole(*RANGE["indent"]),
            "offset": whole(),
            "border": BORDER,
        },
        (*NEEDED, "style"),
    ),
}

FIELDS: dict[str, Check] = {"type": kind, "elements": array(one_of(PARTS))}
RICH_TEXT = one_of({"rich_text": Shape({**FIELDS, "block_id": string(ID)}, NEEDED)})
"""Rich text inside something else: a cell, a title, a task."""
