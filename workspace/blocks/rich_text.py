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
    "link": _leaf({"url": url()}, text=string(fewest=0), unsafe=boolean),
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
