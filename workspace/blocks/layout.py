"""The blocks themselves, by type, and where each may stand."""

from __future__ import annotations

from typing import Any

from workspace.blocks.cards import ALERT, CARD, PICTURE, PLAN, TASK_CARD
from workspace.blocks.elements import standing_in, unique_actions
from workspace.blocks.objects import IMAGE, IMAGE_FIELDS, ONE_SOURCE
from workspace.blocks.rich_text import FIELDS as RICH_TEXT_FIELDS
from workspace.blocks.rich_text import RICH_TEXT
from workspace.blocks.tables import DATA_TABLE, DATA_VISUALIZATION, TABLE
from workspace.blocks.walk import (
    SECURE_URL,
    WEB_URL,
    Check,
    Shape,
    Walk,
    any_of,
    array,
    boolean,
    enum,
    kind,
    one_of,
    plain,
    string,
    text,
    url,
    whole,
)
from workspace.limits import CONTAINED, COUNT, ID, RANGE, SURFACES, TEXT
from workspace.state import Json


def _block_id(walk: Walk, value: Any, at: str) -> None:
    before = len(walk.found)
    string(ID)(walk, value, at)
    if len(walk.found) > before:
        return
    if value in walk.block_ids:
        walk.say(f'`block_id` "{value}" already exists', at)
    walk.block_ids.add(value)


def _block(shape: Shape) -> Shape:
    """The shape with the id every block may have, counted by its type."""

    def count(walk: Walk, value: Json, at: str) -> None:
        walk.counted[value["type"]] += 1

    return Shape({**shape.fields, "block_id": _block_id}, shape.needed, *shape.rules, count)


def _submittable(walk: Walk, value: Json, at: str) -> None:
    element = value["element"]
    if element["type"] == "file_input" and value.get("dispatch_action"):
        walk.say("dispatch_action is not supported with a file_input", f"{at}/dispatch_action")
    if element.get("response_url_enabled") and walk.surface != "modal":
        walk.say(
            "response_url_enabled is only supported in input blocks of modals", f"{at}/element/response_url_enabled"
        )


def _no_response_url(name: str) -> Check:
    def rule(walk: Walk, value: Json, at: str) -> None:
        found = value.get(name, ())
        for index, element in enumerate(found) if isinstance(found, list) else [("", found)]:
            if isinstance(element, dict) and element.get("response_url_enabled"):
                where = f"{at}/{name}/{index}".rstrip("/")
                walk.say(
                    "response_url_enabled is only supported in input blocks of modals", f"{where}/response_url_enabled"
                )

    return rule


def _markdown_counted(walk: Walk, value: Json, at: str) -> None:
    walk.counted["markdown.text"] += len(value["text"])


def _collapsing(walk: Walk, value: Json, at: str) -> None:
    if value.get("default_collapsed") and not value.get("is_collapsible"):
        walk.say("default_collapsed needs is_collapsible", f"{at}/default_collapsed")
    if value.get("has_header_divider") and value.get("is_collapsible"):
        walk.say("has_header_divider is not supported when is_collapsible", f"{at}/has_header_divider")


CONTEXT_ELEMENT = one_of(
    {"image": IMAGE, "plain_text": text(TEXT["context.text"]), "mrkdwn": text(TEXT["context.text"])}
)

BLOCK: dict[str, Shape] = {
    "section": Shape(
        {
            "type": kind,
            "text": text(TEXT["section.text"]),
            "fields": array(text(TEXT["section.fields"]), COUNT["section.fields"]),
            "accessory": standing_in("section"),
            "expand": boolean,
        },
        ("type",),
        any_of("text", "fields"),
        _no_response_url("accessory"),
    ),
    "actions": Shape(
        {"type": kind, "elements": array(standing_in("actions"), COUNT["actions.elements"])},
        ("type", "elements"),
        unique_actions("elements"),
        _no_response_url("elements"),
    ),
    "context": Shape(
        {"type": kind, "elements": array(CONTEXT_ELEMENT, COUNT["context.elements"])}, ("type", "elements")
    ),
    "context_actions": Shape(
        {"type": kind, "elements": array(standing_in("context_actions"), COUNT["context_actions.elements"])},
        ("type", "elements"),
        unique_actions("elements"),
    ),
    "divider": Shape({"type": kind}, ("type",)),
    "header": Shape(
        {"type": kind, "text": plain(TEXT["header.text"]), "level": whole(*RANGE["header.level"])}, ("type", "text")
    ),
    "image": Shape({**IMAGE_FIELDS, "title": plain(TEXT["image.title"])}, ("type", "alt_text"), ONE_SOURCE),
    "input": Shape(
        {
            "type": kind,
            "label": plain(TEXT["input.label"]),
            "hint": plain(TEXT["input.hint"]),
            "element": standing_in("input"),
            "optional": boolean,
            "dispatch_action": boolean,
        },
        ("type", "label", "element"),
        _submittable,
    ),
    "rich_text": Shape(RICH_TEXT_FIELDS, ("type", "elements")),
    "video": Shape(
        {
            "type": kind,
            "alt_text": string(TEXT["video.alt_text"]),
            "title": plain(TEXT["video.title"]),
            "description": plain(TEXT["video.description"]),
            "author_name": string(TEXT["video.author_name"]),
            "provider_name": string(TEXT["video.provider_name"]),
            "thumbnail_url": url(TEXT["video.thumbnail_url"], WEB_URL),
            "provider_icon_url": url(TEXT["video.provider_icon_url"], WEB_URL),
            "video_url": url(TEXT["video.video_url"], SECURE_URL),
            "title_url": url(TEXT["video.title_url"], SECURE_URL),
        },
        ("type", "alt_text", "title", "thumbnail_url", "video_url"),
    ),
    "markdown": Shape({"type": kind, "text": string(TEXT["markdown.text"])}, ("type", "text"), _markdown_counted),
    "file": Shape({"type": kind, "external_id": string(), "source": enum("remote")}, ("type", "external_id", "source")),
    "call": Shape({"type": kind, "call_id": string()}, ("type", "call_id")),
    "alert": ALERT,
    "card": CARD,
    "table": TABLE,
    "data_table": DATA_TABLE,
    "data_visualization": DATA_VISUALIZATION,
    "task_card": TASK_CARD,
    "plan": PLAN,
}
BLOCK = {name: _block(shape) for name, shape in BLOCK.items()}
BLOCK["carousel"] = _block(
    Shape(
        {"type": kind, "elements": array(one_of({"card": BLOCK["card"]}), COUNT["carousel.elements"])},
        ("type", "elements"),
    )
)
BLOCK["container"] = _block(
    Shape(
        {
            "type": kind,
            "title": plain(TEXT["container.title"]),
            "rich_text_title": RICH_TEXT,
            "subtitle": text(TEXT["container.subtitle"]),
            "child_blocks": array(
                one_of({name: BLOCK[name] for name in CONTAINED}, SURFACES), COUNT["container.child_blocks"]
            ),
            "width": enum("narrow", "standard", "wide", "full"),
            "icon": PICTURE,
            "is_collapsible": boolean,
            "default_collapsed": boolean,
            "has_header_divider": boolean,
        },
        ("type", "child_blocks"),
        any_of("title", "rich_text_title"),
        _collapsing,
    )
)
"""Every block by its type."""

ANY_BLOCK = one_of(BLOCK, SURFACES)
