"""A message as a whole: its blocks, and the attachments of old with theirs."""

from __future__ import annotations

from typing import Any

from workspace.blocks.layout import ANY_BLOCK
from workspace.blocks.walk import Walk, array
from workspace.limits import BLOCKS, COUNT, MOST_IN_A_MESSAGE, TOTAL

TOO_MANY = {
    "table": "only_one_table_allowed",
    "plan": "Cannot have more than 1 plan block",
    "data_visualization": "too many data_visualization blocks",
}
BLOCK_LISTS = {surface: array(ANY_BLOCK, (0, most)) for surface, most in BLOCKS.items()}


def message_problems(blocks: Any, attachments: Any = None) -> list[str]:
    """What is wrong with the blocks of a message and of its attachments; old fields of attachments Slack takes as they are."""
    walk = Walk("message")
    walk_blocks(walk, blocks, "/blocks")
    if attachments is not None:
        array(_attachment, COUNT["message.attachments"])(walk, attachments, "/attachments")
    for kind, most in MOST_IN_A_MESSAGE.items():
        if walk.counted[kind] > most:
            walk.say(TOO_MANY[kind], "/blocks")
    say_totals(walk, "/blocks")
    return walk.found


def walk_blocks(walk: Walk, blocks: Any, at: str) -> None:
    """Check a list of blocks, one by one."""
    BLOCK_LISTS[walk.surface](walk, blocks, at)


def say_totals(walk: Walk, at: str) -> None:
    """What only the whole can tell: the characters of all tables and markdown blocks, and who asks for the focus."""
    for place, most in TOTAL.items():
        if walk.counted[place] > most:
            walk.say(f"must be less than {most + 1} characters in all {place.removesuffix('.text')} blocks", at)
    for extra in walk.focused[1:]:
        walk.say("only one element may have focus_on_load", extra)


def _attachment(walk: Walk, value: Any, at: str) -> None:
    if not isinstance(value, dict):
        walk.say("must provide an object", at)
        return
    if "blocks" in value:
        walk_blocks(walk, value["blocks"], f"{at}/blocks")
    if "actions" in value:
        array(_legacy, COUNT["attachment.actions"])(walk, value["actions"], f"{at}/actions")
    if "fields" in value:
        array(_legacy)(walk, value["fields"], f"{at}/fields")


def _legacy(walk: Walk, value: Any, at: str) -> None:
    if not isinstance(value, dict):
        walk.say("must provide an object", at)
