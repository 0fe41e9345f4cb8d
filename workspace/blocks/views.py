"""Modals and Home tabs."""

from __future__ import annotations

from typing import Any

from workspace.blocks.messages import say_totals, walk_blocks
from workspace.blocks.walk import Check, Shape, Walk, boolean, kind, one_of, plain, string
from workspace.limits import ID, TEXT
from workspace.state import Json


def _blocks(walk: Walk, value: Any, at: str) -> None:
    walk_blocks(walk, value, at)
    if value == []:
        walk.say("no fewer than 1 items allowed", at)
    say_totals(walk, at)


def _submit_for_inputs(walk: Walk, value: Json, at: str) -> None:
    if "submit" in value:
        return
    for index, block in enumerate(value["blocks"]):
        if block["type"] == "input":
            walk.say("must define `submit` to use an `input` block in modals", f"{at}/blocks/{index}/input")


VIEW: dict[str, Check] = {
    "type": kind,
    "blocks": _blocks,
    "private_metadata": string(TEXT["view.private_metadata"], fewest=0),
    "callback_id": string(ID, fewest=0),
    "external_id": string(ID, fewest=0),
}
VIEWS = {
    "home": Shape(VIEW, ("type", "blocks")),
    "modal": Shape(
        {
            **VIEW,
            "title": plain(TEXT["view.title"]),
            "submit": plain(TEXT["view.submit"]),
            "close": plain(TEXT["view.close"]),
            "clear_on_close": boolean,
            "notify_on_close": boolean,
        },
        ("type", "title", "blocks"),
        _submit_for_inputs,
    ),
}


def view_problems(view: Any) -> list[str]:
    """What is wrong with a modal or a Home tab."""
    named = view.get("type") if isinstance(view, dict) else None
    if isinstance(named, str) and named in VIEWS:
        walk = Walk(named)
        VIEWS[named](walk, view, "/view")
        return walk.found
    walk = Walk("modal")
    if isinstance(named, str):
        walk.say("must be a valid enum value", "/view/type")
    else:
        one_of(VIEWS)(walk, view, "/view")
    return walk.found
