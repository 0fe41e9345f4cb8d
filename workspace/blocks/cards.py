"""Cards, carousels, alerts, and what agents show: tasks and plans. (Containers hold other blocks and stand in `layout.py`.)"""

from __future__ import annotations

from workspace.blocks.elements import standing_in, unique_actions
from workspace.blocks.objects import IMAGE
from workspace.blocks.rich_text import RICH_TEXT
from workspace.blocks.walk import Check, Shape, Walk, any_of, array, enum, kind, one_of, string, text, url
from workspace.limits import COUNT, ID, TEXT
from workspace.state import Json

ALERT = Shape(
    {
        "type": kind,
        "text": text(TEXT["alert.text"]),
        "level": enum("default", "info", "warning", "error", "success"),
    },
    ("type", "text"),
)

PICTURE = one_of({"image": IMAGE})
ICONS = (
    "archive", "book", "bookmark", "bot", "bug", "calendar", "call", "caret-left", "caret-right", "check",
    "clipboard", "code", "comment", "compass", "copy", "cube", "download", "edit", "email", "eye-closed",
    "eye-open", "file", "flag", "folder", "gear", "globe", "heart", "help", "image", "info", "key", "lightbulb",
    "link", "map", "mobile", "new-window", "pin", "plus", "refine", "refresh", "rocket", "save", "screen", "share",
    "sparkle", "star", "star-filled", "tag", "thumbs-down", "thumbs-up", "trash", "upload", "user", "warning",
)  # fmt: skip
SLACK_ICON = one_of({"icon": Shape({"type": kind, "name": enum(*ICONS)}, ("type", "name"))})


def _one_icon(walk: Walk, value: Json, at: str) -> None:
    if "icon" in value and "slack_icon" in value:
        walk.say("cannot define both `icon` and `slack_icon`", at)


CARD = Shape(
    {
        "type": kind,
        "hero_image": PICTURE,
        "icon": PICTURE,
        "slack_icon": SLACK_ICON,
        "title": text(TEXT["card.title"]),
        "subtitle": text(TEXT["card.subtitle"]),
        "body": text(TEXT["card.body"]),
        "subtext": text(TEXT["card.subtext"]),
        "actions": array(standing_in("card"), COUNT["card.actions"]),
    },
    ("type",),
    any_of("hero_image", "title", "actions", "body"),
    _one_icon,
    unique_actions("actions"),
)

SOURCE = one_of({"url": Shape({"type": kind, "url": url(), "text": string()}, ("type", "url", "text"))})


def _task(*states: str) -> dict[str, Check]:
    return {
        "type": kind,
        "task_id": string(),
        "title": string(),
        "details": RICH_TEXT,
        "output": RICH_TEXT,
        "sources": array(SOURCE),
        "status": enum(*states),
    }


DONE = ("in_progress", "complete", "error")
TASK_NEEDS = ("task_id", "title", "status")
TASK_CARD = Shape(_task(*DONE), ("type", *TASK_NEEDS))
"""A task by itself is under way or over; only in a plan it may be pending."""


def _typed(walk: Walk, value: object, at: str) -> None:
    if value != "task_card":
        walk.say("must be a valid enum value", at)


PLANNED_TASK = Shape({**_task("pending", *DONE), "type": _typed, "block_id": string(ID)}, TASK_NEEDS)


def _different_tasks(walk: Walk, value: Json, at: str) -> None:
    seen: set[str] = set()
    for index, task in enumerate(value.get("tasks", ())):
        if task["task_id"] in seen:
            walk.say("task ids must be unique within a plan", f"{at}/tasks/{index}/task_id")
        seen.add(task["task_id"])


PLAN = Shape(
    {"type": kind, "title": string(), "tasks": array(PLANNED_TASK, COUNT["plan.tasks"])},
    ("type", "title"),
    _different_tasks,
)
