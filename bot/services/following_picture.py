"""Building the pictures of what comes after the notices, from their records. Each shows one lane and nothing of another."""

from __future__ import annotations

from bot.domain.action import Action
from bot.domain.consultation import Consultation
from bot.domain.duty import Duty
from bot.domain.gate import Emergency, GateKind, Release, keys_of
from bot.domain.instruction import Instruction
from bot.domain.survey import Finding, Survey
from bot.packs.schema import Pack
from bot.services.gates import gate_rule
from bot.services.names import Names
from bot.services.ports import UnitOfWork
from bot.services.rules import bitext
from bot.views.action_picture import ActionPicture
from bot.views.following_pictures import (
    AfterPicture,
    EmergencyPicture,
    FindingPicture,
    GatePicture,
    InstructionPicture,
    JointPicture,
    ReleasePicture,
    SurveyPicture,
)


def draw_after(uow: UnitOfWork, pack: Pack, lane_id: str, name: Names) -> AfterPicture:
    """Draw everything that comes after the notices for one lane."""
    actions = sorted(uow.find(Action, lane_id=lane_id), key=_order)
    return AfterPicture(
        lane_id=lane_id,
        instructions=tuple(draw_instruction(uow, pack, one, name) for one in uow.find(Instruction, lane_id=lane_id)),
        surveys=tuple(draw_survey(uow, pack, one, name) for one in uow.find(Survey, lane_id=lane_id)),
        gates=tuple(draw_gate(uow, pack, lane_id, kind, name) for kind in GateKind),
        actions=tuple(draw_action(action, name) for action in actions),
        survey_rules=tuple((rule.id, bitext(rule.summary)) for rule in pack.duties if rule.type == "survey"),
        joint=_joint(uow, pack, lane_id, name),
    )


def _joint(uow: UnitOfWork, pack: Pack, lane_id: str, name: Names) -> tuple[JointPicture, ...]:
    rules = {rule.id: rule for rule in pack.duties}
    return tuple(
        JointPicture(
            duty_id=duty.id,
            item=item,
            cite=rules[duty.rule_id].cite,
            is_owed=not duty.is_ended,
            actions=draw_actions(uow, name, source_id=f"{duty.id}:{item}"),
        )
        for duty in uow.find(Duty, lane_id=lane_id, type="cooperate")
        for item in rules[duty.rule_id].items
    )


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


def draw_instruction(uow: UnitOfWork, pack: Pack, one: Instruction, name: Names) -> InstructionPicture:
    """Draw one instruction with its actions."""
    return InstructionPicture(
        id=one.id,
        lane_id=one.lane_id,
        cite=_cite(pack, one.rule_id),
        text=one.text,
        given_by=one.given_by,
        given_at=one.given_at,
        channel=one.channel,
        owner_name=name(one.owner_id),
        due_on=one.due_on,
        state=one.state.value,
        reported_on=one.reported_on,
        reported_to=one.reported_to,
        reported_how=one.reported_how,
        reported_ref=one.reported_ref,
        actions=draw_actions(uow, name, source_id=one.id),
    )


def draw_survey(uow: UnitOfWork, pack: Pack, one: Survey, name: Names) -> SurveyPicture:
    """Draw one survey with its findings and their corrections."""
    return SurveyPicture(
        id=one.id,
        lane_id=one.lane_id,
        cite=_cite(pack, one.rule_id),
        scope=one.scope,
        announced_on=one.announced_on,
        announced_by=one.announced_by,
        announced_how=one.announced_how,
        owner_name=name(one.owner_id),
        state=one.state.value,
        scheduled_on=one.scheduled_on,
        held_on=one.held_on,
        held_who=one.held_who,
        substitute=one.substitute,
        reported_on=one.reported_on,
        reported_to=one.reported_to,
        reported_ref=one.reported_ref,
        closed_reason=one.closed_reason,
        findings=tuple(
            FindingPicture(
                id=finding.id,
                text=finding.text,
                severity=finding.severity.value,
                tier=finding.tier,
                site=finding.site,
                actions=draw_actions(uow, name, source_id=finding.id),
            )
            for finding in uow.find(Finding, survey_id=one.id)
        ),
    )


def draw_gate(uow: UnitOfWork, pack: Pack, lane_id: str, kind: GateKind, name: Names) -> GatePicture:
    """Draw one gate of a lane."""
    talks = uow.find(Consultation, lane_id=lane_id)
    emergencies = uow.find(Emergency, lane_id=lane_id, kind=kind)
    about = {talk.id: talk.subject or talk.outcome for talk in talks} | {one.id: one.saying for one in emergencies}
    rule = gate_rule(pack, kind)
    return GatePicture(
        kind=kind.value,
        lock=rule.lock.value,
        cite=rule.cite,
        emergency=rule.emergency,
        keys=tuple((key.basis_id, about[key.basis_id]) for key in keys_of(kind, talks, emergencies)),
        emergencies=tuple(draw_emergency(one, name) for one in emergencies),
        releases=tuple(draw_release(one, name) for one in uow.find(Release, lane_id=lane_id, kind=kind)),
    )


def draw_emergency(one: Emergency, name: Names) -> EmergencyPicture:
    """Draw one emergency record."""
    return EmergencyPicture(
        id=one.id,
        lane_id=one.lane_id,
        kind=one.kind.value,
        why=one.why,
        saying=one.saying,
        tell_on=one.tell_on,
        state=one.state.value,
        asked_by_name=name(one.owner_id),
        asked_at=one.asked_at,
        decided_by_name=name(one.decided_by),
        told_on=one.told_on,
        told_who=one.told_who,
        told_ref=one.told_ref,
    )


def draw_release(one: Release, name: Names) -> ReleasePicture:
    """Draw something that was published or disclosed."""
    return ReleasePicture(
        id=one.id,
        kind=one.kind.value,
        to_whom=one.to_whom,
        what=one.what,
        released_on=one.released_on,
        reference=one.reference,
        emergency=one.emergency,
        by_name=name(one.by),
    )


def _cite(pack: Pack, rule_id: str) -> tuple[str, ...]:
    rule = next((rule for rule in pack.duties if rule.id == rule_id), None)
    return tuple(rule.cite) if rule else ()


def _order(action: Action) -> tuple[bool, str, str]:
    return not action.is_open, action.due_on.isoformat() if action.due_on else "9999", action.id
