"""What a reminder says at the moment it leaves; nothing when what it reminds of has ended meanwhile."""

from __future__ import annotations

from bot.domain.lane import Lane
from bot.domain.work import OutboxRow
from bot.services.calls import incident_of
from bot.services.following_picture import draw_action, draw_emergency, draw_instruction, draw_survey
from bot.services.names import names_of
from bot.services.picture import draw
from bot.services.ports import UnitOfWork
from bot.services.reminding import KINDS
from bot.views.pictures import Message, Reader
from bot.views.reminders import action_reminder, emergency_reminder, instruction_reminder, survey_reminder


def reminder_message(uow: UnitOfWork, row: OutboxRow, reader: Reader) -> Message | None:
    """Return the reminder of a `reminder` row for its reader, or None when there is nothing left to remind of."""
    kind = str(row.params["of"])
    record = uow.get(KINDS[kind], str(row.params["id"]))
    if record.plan is None:
        return None
    incident = draw(uow, incident_of(uow, row), lanes=(row.lane_id,))
    lane, name = incident.lanes[0], names_of(uow)
    pack = uow.pinned(uow.get(Lane, row.lane_id).pack_digest)
    if kind == "action":
        return action_reminder(incident, lane, draw_action(record, name), reader, uow.now)
    if kind == "instruction":
        return instruction_reminder(incident, lane, draw_instruction(uow, pack, record, name), reader, uow.now)
    if kind == "survey":
        return survey_reminder(incident, lane, draw_survey(uow, pack, record, name), reader, uow.now)
    return emergency_reminder(incident, lane, draw_emergency(record, name), reader, uow.now)
