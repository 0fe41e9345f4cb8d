"""views.open, push, update, publish."""

from __future__ import annotations

from workspace import modals, shapes
from workspace.core import Core
from workspace.delivery import Delivery
from workspace.state import ApiError, Json


async def open_view(core: Core, delivery: Delivery, found: Json) -> Json:
    """A modal for the person who gave the trigger."""
    body = modals.checked(found.get("view"), "modal")
    trigger = modals.trigger(core.state, found)
    view = modals.show(core.state, trigger.user, body, on_top=False)
    trigger.used = True
    return {"view": shapes.view(view)}


async def push_view(core: Core, delivery: Delivery, found: Json) -> Json:
    """A modal on top of the open ones."""
    body = modals.checked(found.get("view"), "modal")
    trigger = modals.trigger(core.state, found)
    if not core.state.stacks.get(trigger.user):
        raise ApiError("not_found")
    view = modals.show(core.state, trigger.user, body, on_top=True)
    trigger.used = True
    return {"view": shapes.view(view)}


async def update_view(core: Core, delivery: Delivery, found: Json) -> Json:
    """Another body for an open view, by its id or by the app's own."""
    if found.get("view_id"):
        view = core.state.view(str(found["view_id"]))
    elif found.get("external_id"):
        view = core.state.view_by_external_id(str(found["external_id"]))
    else:
        raise ApiError("invalid_arguments", response_metadata={"messages": ["[ERROR] missing required field: view_id"]})
    body = modals.checked(found.get("view"), view.body["type"])
    return {"view": shapes.view(modals.replace(core.state, view, body, found.get("hash")))}


async def publish_view(core: Core, delivery: Delivery, found: Json) -> Json:
    """A person's Home tab."""
    user = str(found.get("user_id", ""))
    if core.state.member(user).is_bot:
        raise ApiError("not_enabled")
    body = modals.checked(found.get("view"), "home")
    return {"view": shapes.view(modals.publish(core.state, user, body, found.get("hash")))}


METHODS = {
    "views.open": open_view,
    "views.push": push_view,
    "views.update": update_view,
    "views.publish": publish_view,
}
