"""Instructions of the client: taken down as given, carried out by actions, reported back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.errors import BadAnswer, NotPossibleNow
from bot.domain.ids import new_id
from bot.domain.incident import Incident
from bot.domain.instruction import Instruction, InstructionState
from bot.domain.lane import Lane
from bot.services.actions import open_actions
from bot.services.dates import happened_on, planned_on
from bot.services.keeping import changes
from bot.services.outgoing import post_to_room, show_change
from bot.services.ports import UnitOfWork
from bot.services.reminding import arm_reminder, touched
from bot.services.room import check_decides, enter, enter_lane, needed, taken_before
from bot.services.rules import local_date


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeInstruction:
    """The client asked for something: the words, who said them, when (aware) and how; `due_on` is the day it set."""

    actor: str
    key: str
    lane_id: str
    text: str
    given_by: str
    given_at: datetime | None
    channel: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportBack:
    """The client heard what came of an instruction."""

    actor: str
    key: str
    instruction_id: str
    reported_on: date | None
    to: str
    how: str
    reference: str


def take_instruction(uow: UnitOfWork, command: TakeInstruction) -> None:
    """Take an instruction down. Raises BadAnswer: no words, nobody named, an instant before the recognition or to come."""
    incident, lane = enter_lane(uow, command.actor, command.lane_id)
    if taken_before(uow, command.key):
        return
    if command.given_at is None:
        raise BadAnswer("given_at", "refused.pick_time")
    if command.given_at > uow.now:
        raise BadAnswer("given_at", "refused.time_future")
    if command.given_at < incident.first_recognised_at:
        raise BadAnswer("given_at", "refused.before_recognition", at=incident.first_recognised_at)
    note_instruction(
        uow,
        incident,
        lane,
        text=needed(command.text, "text"),
        given_by=needed(command.given_by, "given_by"),
        given_at=command.given_at,
        channel=needed(command.channel, "channel"),
        due_on=planned_on(uow, command.due_on, "due_on", by=command.actor, since=command.given_at),
        actor=command.actor,
    )


def note_instruction(
    uow: UnitOfWork,
    incident: Incident,
    lane: Lane,
    *,
    text: str,
    given_by: str,
    given_at: datetime,
    channel: str,
    due_on: date | None,
    actor: str,
) -> None:
    """Keep an instruction, log it, arm its reminders and tell the room."""
    rules = [rule for rule in uow.pinned(lane.pack_digest).duties if rule.type == "instruction"]
    rule = next((rule for rule in rules if rule.when == {"spawned": True}), rules[0] if rules else None)
    instruction = Instruction(
        id=new_id(uow.now),
        incident_id=incident.id,
        lane_id=lane.id,
        rule_id=rule.id if rule else "",
        text=text,
        given_by=given_by,
        given_at=given_at,
        channel=channel,
        owner_id=lane.owner_id or incident.lead_id or actor,
        due_on=due_on,
        touched_on=local_date(uow),
        by=actor,
        at=uow.now,
    )
    uow.add(instruction)
    new: dict[str, object] = {"text": text, "given_by": given_by, "given_at": given_at.isoformat(), "channel": channel}
    uow.log(incident.id, actor, "instruction.received", subject=instruction.id, new=new)
    arm_reminder(uow, instruction)
    params: dict[str, object] = {"of": "instruction", "id": instruction.id}
    post_to_room(uow, incident, "following", key=f"instruction:{instruction.id}", lane_id=lane.id, params=params)
    show_change(uow, incident)


def report_back(uow: UnitOfWork, command: ReportBack) -> None:
    """Record that the client heard what came of it, which closes it.

    Raises BadAnswer (a day before the incident or to come, nobody named, no reference), NotPossibleNow (its actions are open,
    or it was reported back already).
    """
    incident = enter(uow, uow.get(Instruction, command.instruction_id).incident_id, command.actor)
    old = uow.get(Instruction, command.instruction_id)
    check_decides(uow, incident, command.actor)
    if taken_before(uow, command.key):
        return
    if not old.is_open:
        raise NotPossibleNow("refused.reported_already")
    left = open_actions(uow, source_id=old.id)
    if left:
        raise NotPossibleNow("refused.actions_open", n=len(left))
    new = replace(
        old,
        state=InstructionState.REPORTED,
        reported_on=happened_on(uow, incident, command.reported_on, "reported_on", by=command.actor),
        reported_to=needed(command.to, "to"),
        reported_how=needed(command.how, "how"),
        reported_ref=needed(command.reference, "reference"),
        touched_on=local_date(uow),
    )
    touched(uow, new)
    before, after = changes(old, new)
    uow.log(incident.id, command.actor, "instruction.reported", subject=old.id, old=before, new=after)
    show_change(uow, incident)
