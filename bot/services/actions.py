"""Actions that come out of talks, instructions and surveys: given to somebody, done and shown, dropped by name, looked at again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from bot.domain.action import Action, ActionCheck, ActionKind, ActionSource, ActionState, check_action_step, checked
from bot.domain.consultation import Consultation, ConsultationState
from bot.domain.duty import Duty
from bot.domain.errors import BadAnswer, NotFound, NotPossibleNow
from bot.domain.ids import new_id
from bot.domain.incident import Incident
from bot.domain.instruction import Instruction
from bot.domain.lane import Lane
from bot.domain.people import ACTION_OWNER
from bot.domain.survey import Finding, Survey
from bot.services.consulting import keep_consultation
from bot.services.dates import happened_on, planned_on
from bot.services.keeping import changes
from bot.services.outgoing import show_change, tell
from bot.services.people import check_may_join
from bot.services.ports import UnitOfWork
from bot.services.reminding import arm_reminder, touched
from bot.services.room import enter, join, needed, taken_before
from bot.services.rules import local_date


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAction:
    """A measure to be taken; `source` and `source_id` say what asked for it. Without `owner` it is the actor's own."""

    actor: str
    key: str
    source: ActionSource
    source_id: str
    description: str
    owner: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAction:
    """Another owner or another day, with the reason; what stood before stays in the log."""

    actor: str
    key: str
    action_id: str
    owner: str
    due_on: date | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishAction:
    """An action was done on a day; `evidence` is a reference or link to what shows it."""

    actor: str
    key: str
    action_id: str
    done_on: date | None
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DropAction:
    """An action will not be done, and why."""

    actor: str
    key: str
    action_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckAction:
    """Somebody looked at a measure 30 or 90 days after it was done; `holds` is yes or no as the form gives it."""

    actor: str
    key: str
    action_id: str
    held_on: date | None
    holds: str
    note: str


def add_action(uow: UnitOfWork, command: AddAction) -> None:
    """Add a measure, or plan an item of joint work.

    Raises BadAnswer (no words, a day that has passed, an owner who is none of ours), NotPossibleNow (what it is for has ended),
    NotFound (the contract names no such item).
    """
    kind = _SOURCES[command.source]
    source_id, _, item = command.source_id.partition(":")
    incident = enter(uow, uow.get(kind, source_id).incident_id, command.actor)
    source = uow.get(kind, source_id)
    if taken_before(uow, command.key):
        return
    if isinstance(source, Duty):
        _check_item(uow, source, item)
    if not _is_open(uow, source):
        raise NotPossibleNow("refused.source_closed")
    start_action(
        uow,
        incident,
        lane_id=source.lane_id,
        kind=ActionKind.JOINT if isinstance(source, Duty) else ActionKind.MEASURE,
        source=command.source,
        source_id=command.source_id,
        description=needed(command.description, "what"),
        owner=command.owner or command.actor,
        due_on=planned_on(uow, command.due_on, "due_on", by=command.actor),
        actor=command.actor,
    )
    if isinstance(source, Consultation) and source.state is ConsultationState.RECORDED:
        running = replace(source, state=ConsultationState.ACTIONS_RUNNING)
        keep_consultation(uow, incident, source, running, command.actor)
    show_change(uow, incident)


_Source: TypeAlias = Consultation | Instruction | Finding | Duty
_SOURCES: dict[ActionSource, type[_Source]] = {
    ActionSource.CONSULTATION: Consultation,
    ActionSource.INSTRUCTION: Instruction,
    ActionSource.FINDING: Finding,
    ActionSource.DUTY: Duty,
}


def _check_item(uow: UnitOfWork, duty: Duty, item: str) -> None:
    """Pass when the contract names this item of the work both sides owe. Raises NotFound."""
    pack = uow.pinned(uow.get(Lane, duty.lane_id).pack_digest)
    rule = next(rule for rule in pack.duties if rule.id == duty.rule_id)
    if item not in rule.items:
        raise NotFound(item)


def _is_open(uow: UnitOfWork, source: _Source) -> bool:
    if isinstance(source, Duty):
        return not source.is_ended
    return uow.get(Survey, source.survey_id).is_open if isinstance(source, Finding) else source.is_open


def start_action(
    uow: UnitOfWork,
    incident: Incident,
    *,
    lane_id: str,
    kind: ActionKind,
    source: ActionSource,
    source_id: str,
    description: str,
    owner: str,
    due_on: date | None,
    actor: str,
) -> Action:
    """Keep a new action, log it, arm its reminders and tell its owner. Raises BadAnswer for an owner who is none of ours."""
    _own(uow, incident, owner, actor)
    action = Action(
        id=new_id(uow.now),
        incident_id=incident.id,
        lane_id=lane_id,
        kind=kind,
        source=source,
        source_id=source_id,
        description=description,
        owner_id=owner,
        due_on=due_on,
        touched_on=local_date(uow),
        by=actor,
        at=uow.now,
    )
    uow.add(action)
    new: dict[str, object] = {"kind": kind.value, "of": source_id, "what": description, "owner": owner}
    uow.log(incident.id, actor, "action.added", subject=action.id, new={**new, "due_on": _iso(due_on)})
    arm_reminder(uow, action)
    if owner != actor:
        tell(uow, incident, owner, "note.action_yours", key=f"action:{action.id}", person=actor, what=description)
    return action


def change_action(uow: UnitOfWork, command: ChangeAction) -> None:
    """Give an action to somebody else or another day.

    Raises BadAnswer (no reason, a day that has passed, not one of ours), NotPossibleNow (it is done or dropped).
    """
    incident, action = _enter(uow, command.actor, command.action_id)
    if taken_before(uow, command.key):
        return
    _still_open(action)
    owner = command.owner or action.owner_id
    due_on = (
        action.due_on
        if command.due_on == action.due_on
        else planned_on(uow, command.due_on, "due_on", by=command.actor)
    )
    why = needed(command.reason)
    if owner != action.owner_id:
        _own(uow, incident, owner, command.actor)
        what = action.description
        key = f"action:{action.id}:{action.remind_epoch}"
        tell(uow, incident, owner, "note.action_yours", key=key, person=command.actor, what=what)
    _keep(uow, incident, action, replace(action, owner_id=owner, due_on=due_on), command.actor, why=why)


def finish_action(uow: UnitOfWork, command: FinishAction) -> None:
    """Mark an action done. Raises BadAnswer (no evidence, a day before the incident or to come), NotPossibleNow."""
    incident, action = _enter(uow, command.actor, command.action_id)
    if taken_before(uow, command.key):
        return
    _still_open(action)
    done = replace(
        action,
        state=ActionState.DONE,
        done_on=happened_on(uow, incident, command.done_on, "done_on", by=command.actor),
        evidence=needed(command.evidence, "evidence"),
        ended_by=command.actor,
    )
    _keep(uow, incident, action, done, command.actor)


def drop_action(uow: UnitOfWork, command: DropAction) -> None:
    """Drop an action by name, with the reason. Raises BadAnswer without one, NotPossibleNow when it is done already."""
    incident, action = _enter(uow, command.actor, command.action_id)
    if taken_before(uow, command.key):
        return
    _still_open(action)
    reason = needed(command.reason)
    dropped = replace(action, state=ActionState.DROPPED, dropped_reason=reason, ended_by=command.actor)
    _keep(uow, incident, action, dropped, command.actor, why=reason)


def check_action(uow: UnitOfWork, command: CheckAction) -> None:
    """Record the look that is due 30 or 90 days after a measure was done; one that does not hold is to be done again.

    A look may come late, also after the incident was closed: whatever it finds is recorded, and a measure that does not hold is
    then seen to as any other (see `_enter`).

    Raises BadAnswer (yes or no, a word on what was seen, a day before it was done), NotPossibleNow (nothing to look at).
    """
    action = uow.get(Action, command.action_id)
    incident = enter(uow, action.incident_id, command.actor, even_closed=True)
    action = uow.get(Action, command.action_id)
    if taken_before(uow, command.key):
        return
    if command.holds not in {"yes", "no"}:
        raise BadAnswer("holds", "refused.choose")
    holds = command.holds == "yes"
    after = checked(action, holds=holds)
    held_on = happened_on(uow, incident, command.held_on, "held_on", by=command.actor)
    if action.done_on is not None and held_on < action.done_on:
        raise BadAnswer("held_on", "refused.before_done", day=action.done_on)
    days = action.next_check[0] if action.next_check else 0
    look = ActionCheck(
        id=new_id(uow.now),
        incident_id=incident.id,
        action_id=action.id,
        days=days,
        held_on=held_on,
        holds=holds,
        note=needed(command.note, "note"),
        by=command.actor,
        at=uow.now,
    )
    uow.add(look)
    logged: dict[str, object] = {"days": days, "holds": holds, "held_on": held_on.isoformat(), "note": look.note}
    _keep(uow, incident, action, after, command.actor, logged=logged)


def open_actions(uow: UnitOfWork, *, source_id: str) -> list[Action]:
    """Return the actions of one source that still have to be done."""
    return uow.find(Action, source_id=source_id, state=ActionState.OPEN)


def _enter(uow: UnitOfWork, actor: str, action_id: str) -> tuple[Incident, Action]:
    """Lock the incident, which may be closed: a measure found not to hold is done again long after. Return both."""
    incident = enter(uow, uow.get(Action, action_id).incident_id, actor, even_closed=True)
    return incident, uow.get(Action, action_id)


def _still_open(action: Action) -> None:
    """Tell the second of two people who was first."""
    if action.state is ActionState.DONE:
        raise NotPossibleNow("refused.action_done", person=action.ended_by)
    if not action.is_open:
        check_action_step(action.state, ActionState.DONE)


def _own(uow: UnitOfWork, incident: Incident, owner: str, actor: str) -> None:
    check_may_join(uow, incident, owner, "owner")
    join(uow, incident, owner, actor=actor, role=ACTION_OWNER)


def _keep(
    uow: UnitOfWork,
    incident: Incident,
    old: Action,
    new: Action,
    actor: str,
    *,
    why: str = "",
    logged: dict[str, object] | None = None,
) -> None:
    if old.state is not new.state:
        check_action_step(old.state, new.state)
    touched(uow, replace(new, touched_on=local_date(uow)))
    before, after = changes(old, new)
    uow.log(incident.id, actor, "action.changed", subject=old.id, old=before, new={**after, **(logged or {})}, why=why)
    show_change(uow, incident)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
