"""Views as people have them open: showing, replacing, stacking, and the triggers that allow it.

`docs.slack.dev/surfaces/modals`: a trigger lives three seconds and opens one view; a stack holds three views.
"""

from __future__ import annotations

import asyncio
import secrets
from typing import Any

from workspace import blocks as block_kit
from workspace import inputs, limits, shapes
from workspace.state import ApiError, Json, State, Trigger, View


def new_trigger(state: State, user: str) -> str:
    """A trigger id for something this person just did."""
    made = Trigger(
        f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}", user, _loop_time()
    )
    state.triggers[made.id] = made
    return made.id


def trigger(state: State, found: Json, lives_seconds: float = limits.TRIGGER_SECONDS) -> Trigger:
    """The trigger of a call, still good; ApiError invalid_trigger_id, exchanged_trigger_id, expired_trigger_id."""
    made = state.triggers.get(str(found.get("trigger_id", "")))
    if made is None:
        raise ApiError("invalid_trigger_id")
    if made.used:
        raise ApiError("exchanged_trigger_id")
    if _loop_time() - made.sent_seconds > lives_seconds:
        raise ApiError("expired_trigger_id")
    return made


def checked(given: Any, kind: str) -> Json:
    """A view a bot sent, finished as Slack keeps it; ApiError invalid_arguments, view_too_large."""
    if not isinstance(given, dict):
        raise ApiError("invalid_arguments", response_metadata={"messages": ["[ERROR] missing required field: view"]})
    problems = block_kit.view_problems(given)
    if not problems and given["type"] != kind:
        problems = ["must be a valid enum value [json-pointer:/view/type]"]
    if problems:
        raise ApiError("invalid_arguments", response_metadata={"messages": block_kit.as_answered(problems)})
    if block_kit.view_bytes(given) > limits.VIEW_BYTES:
        raise ApiError("view_too_large")
    return {**given, "blocks": shapes.finished(given["blocks"])}


def show(state: State, user: str, body: Json, *, on_top: bool) -> View:
    """Open a modal for a person: a new stack, or on top of the one that is open (ApiError push_limit_reached)."""
    stack = state.stacks.get(user, []) if on_top else []
    if len(stack) >= limits.STACK_DEPTH:
        raise ApiError("push_limit_reached")
    _free_external_id(state, body, None)
    view_id = state.next_id("V")
    made = View(view_id, user, body, _hash(), stack[0].id if stack else view_id, stack[-1].id if stack else None)
    made.values = inputs.starting_values(body["blocks"])
    state.stacks[user] = [*stack, made]
    state.changed()
    return made


def replace(state: State, view: View, body: Json, hash_seen: Any = None) -> View:
    """Give an open view a new body; ApiError hash_conflict. What stands in inputs that stay the same stays."""
    if hash_seen and hash_seen != view.hash:
        raise ApiError("hash_conflict")
    _free_external_id(state, body, view)
    view.body = body
    view.hash = _hash()
    view.values = inputs.starting_values(body["blocks"], view.values)
    view.errors, view.trouble = {}, False
    state.changed()
    return view


def publish(state: State, user: str, body: Json, hash_seen: Any = None) -> View:
    """Set a person's Home tab."""
    known = state.homes.get(user)
    if known:
        return replace(state, known, body, hash_seen)
    if hash_seen:
        raise ApiError("hash_conflict")
    view_id = state.next_id("V")
    made = View(view_id, user, body, _hash(), view_id)
    made.values = inputs.starting_values(body["blocks"])
    state.homes[user] = made
    state.changed()
    return made


def _free_external_id(state: State, body: Json, view: View | None) -> None:
    name = body.get("external_id")
    if not name:
        return
    try:
        other = state.view_by_external_id(str(name))
    except ApiError:
        return
    if other is not view:
        raise ApiError("duplicate_external_id")


def _hash() -> str:
    return f"{secrets.randbelow(10**10)}.{secrets.token_hex(4)}"


def _loop_time() -> float:
    return asyncio.get_running_loop().time()
