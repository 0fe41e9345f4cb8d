"""views.open, push, update, publish."""

from __future__ import annotations

from workspace import modals, shapes
from workspace.methods.ask import Ask
from workspace.state import ApiError, Json


async def open_view(ask: Ask) -> Json:
    """A modal for the person who gave the trigger."""
    body = modals.checked(ask.found.get("view"), "modal")
    trigger = modals.trigger(ask.state, ask.found, ask.core.settings.trigger_seconds)
    view = modals.show(ask.state, trigger.user, body, on_top=False)
    trigger.used = True
    return {"view": shapes.view(view)}


async def push_view(ask: Ask) -> Json:
    """A modal on top of the open ones."""
    body = modals.checked(ask.found.get("view"), "modal")
    trigger = modals.trigger(ask.state, ask.found, ask.core.settings.trigger_seconds)
    if not ask.state.stacks.get(trigger.user):
        raise ApiError("not_found")
    view = modals.show(ask.state, trigger.user, body, on_top=True)
    trigger.used = True
    return {"view": shapes.view(view)}


async def update_view(ask: Ask) -> Json:
    """Another body for an open view, by its id or by the app's own."""
    if ask.found.get("view_id"):
        view = ask.state.view(str(ask.found["view_id"]))
    elif ask.found.get("external_id"):
        view = ask.state.view_by_external_id(str(ask.found["external_id"]))
    else:
        raise ApiError("invalid_arguments", response_metadata={"messages": ["[ERROR] missing required field: view_id"]})
    body = modals.checked(ask.found.get("view"), view.body["type"])
    return {"view": shapes.view(modals.replace(ask.state, view, body, ask.found.get("hash")))}


async def publish_view(ask: Ask) -> Json:
    """A person's Home tab."""
    user = str(ask.found.get("user_id", ""))
    if ask.state.member(user).is_bot:
        raise ApiError("not_enabled")
    body = modals.checked(ask.found.get("view"), "home")
    return {"view": shapes.view(modals.publish(ask.state, user, body, ask.found.get("hash")))}


METHODS = {
    "views.open": open_view,
    "views.push": push_view,
    "views.update": update_view,
    "views.publish": publish_view,
}
