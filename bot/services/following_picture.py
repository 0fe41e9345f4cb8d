"""Building the pictures of what comes after the notices, from their records."""

from __future__ import annotations

from bot.domain.action import Action
from bot.services.names import Names
from bot.services.ports import UnitOfWork
from bot.views.following_pictures import ActionPicture


def draw_actions(uow: UnitOfWork, name: Names, *, source_id: str) -> tuple[ActionPicture, ...]:
    """Draw the actions of one source, open ones first and by their day."""
    actions = uow.find(Action, source_id=source_id)
    return tuple(draw_action(action, name) for action in sorted(actions, key=_order))


def draw_action(action: Action, name: Names) -> ActionPicture:
    """Draw one action."""
    return ActionPicture(
        id=action.id,
        incident_id=action.incident_id,
        lane_id=action.lane_id,
        kind=action.kind.value,
        source=action.source.value,
        source_id=action.source_id,
        description=action.description,
        owner_id=action.owner_id,
        owner_name=name(action.owner_id),
        due_on=action.due_on,
        state=action.state.value,
        evidence=action.evidence,
        done_on=action.done_on,
        dropped_reason=action.dropped_reason,
        next_check=action.next_check,
    )


def _order(action: Action) -> tuple[bool, str, str]:
    return not action.is_open, action.due_on.isoformat() if action.due_on else "9999", action.id
