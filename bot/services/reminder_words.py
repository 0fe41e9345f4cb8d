"""What a reminder says at the moment it leaves; nothing when what it reminds of has ended meanwhile."""

from __future__ import annotations

from bot.domain.action import Action
from bot.domain.work import OutboxRow
from bot.services.calls import incident_of
from bot.services.following_picture import draw_action
from bot.services.names import names_of
from bot.services.picture import draw
from bot.services.ports import UnitOfWork
from bot.views.pictures import Message, Reader
from bot.views.reminders import action_reminder


def reminder_message(uow: UnitOfWork, row: OutboxRow, reader: Reader) -> Message | None:
    """Return the reminder of a `reminder` row for its reader, or None when there is nothing left to remind of."""
    incident = draw(uow, incident_of(uow, row), lanes=(row.lane_id,))
    action = uow.get(Action, str(row.params["id"]))
    if action.plan is None:
        return None
    return action_reminder(incident, incident.lanes[0], draw_action(action, names_of(uow)), reader, uow.now)
