"""Building pictures: what screens need, from records and the pinned pack. A picture shows one incident to people of its room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.consultation import Consultation, Round
from bot.domain.duty import Duty
from bot.domain.gate import Emergency
from bot.domain.incident import Incident
from bot.domain.lane import Attempt, Lane
from bot.domain.people import Approval, ApprovalState
from bot.packs.schema import Pack
from bot.services.desk_drills import old_drill
from bot.services.exposures import exposures_of
from bot.services.following_picture import draw_actions
from bot.services.grounds import grounds_of, summary_of
from bot.services.names import Names, names_of
from bot.services.notice_pictures import approval_subject, asked_items, draw_reports
from bot.services.ports import UnitOfWork
from bot.services.rules import (
    bitext,
    client_name,
    contract_language,
    contract_zone,
    desk_label,
    desk_slots,
    next_desk_road,
    next_desk_slot,
)
from bot.services.second_person import DROP
from bot.services.statutory_picture import aside_subject, law_summary
from bot.services.statutory_reading import with_law_items
from bot.services.terms import readings_of
from bot.services.tier_pictures import tiers_behind
from bot.views.pictures import (
    ApprovalPicture,
    AttemptPicture,
    BiText,
    ConsultationPicture,
    DutyPicture,
    IncidentPicture,
    LanePicture,
    RoundPicture,
)


def draw(uow: UnitOfWork, incident: Incident, *, lanes: tuple[str, ...] | None = None) -> IncidentPicture:
    """Draw an incident with all its lanes, or only with those named."""
    name = names_of(uow)
    drawn = tuple(
        draw_lane(uow, incident, lane, name)
        for lane in sorted(uow.find(Lane, incident_id=incident.id), key=lambda lane: lane.position)
        if lanes is None or lane.id in lanes
    )
    office = uow.rules.office
    return IncidentPicture(
        id=incident.id,
        ref=incident.ref,
        drill=incident.drill,
        state=incident.state.value,
        summary=incident.summary,
        reporter_id=incident.reporter_id,
        reporter_name=name(incident.reporter_id),
        reported_at=incident.reported_at,
        first_recognised_at=incident.first_recognised_at,
        start_uncertain=incident.start_uncertain,
        recognised_by=incident.recognised_by,
        facts=incident.facts,
        permalink=incident.permalink,
        room_kind=incident.room_kind.value,
        room_channel=incident.room_channel,
        room_ts=incident.room_ts,
        lead_name=name(incident.lead_id),
        lead_form_at=incident.lead_form_at,
        contained_at=incident.contained_at,
        ended_at=incident.ended_at,
        ended_reason=incident.ended_reason,
        lanes=drawn,
        approvals=tuple(
            draw_approval(uow, incident, approval, name)
            for approval in uow.find(Approval, incident_id=incident.id, state=ApprovalState.OPEN)
        ),
        company=bitext(office.name),
        callback=office.callback,
        laws=law_summary(uow, incident),
    )


def draw_lane(uow: UnitOfWork, incident: Incident, lane: Lane, name: Names) -> LanePicture:
    """Draw one client's part; nothing of another client's lane is read."""
    pack = uow.pinned(lane.pack_digest)
    duties = uow.find(Duty, lane_id=lane.id)
    lead = _leading_rule(pack, duties)
    attempts = uow.find(Attempt, lane_id=lane.id)
    reports = draw_reports(uow, pack, lane.id, name)
    return LanePicture(
        id=lane.id,
        position=lane.position,
        pack_id=lane.pack_id,
        client=client_name(pack),
        desk_label=desk_label(pack),
        desk=desk_slots(pack),
        shared_channel=pack.notice_desk.shared_channel,
        drill=old_drill(uow, pack) if lane.clock_runs else None,
        language=contract_language(pack),
        zone=contract_zone(pack),
        word=lead.word if lead else "",
        cite=lead.cite if lead else (),
        hard=lane.due_at is not None,
        start_at=lane.start_at,
        due_at=lane.due_at,
        target_at=lane.target_at,
        alarm_at=lane.alarm_at,
        owner_id=lane.owner_id,
        owner_name=name(lane.owner_id),
        owned_at=lane.owned_at,
        attempts=tuple(
            AttemptPicture(
                at=attempt.at,
                by_name=name(attempt.by),
                channel=attempt.channel,
                slot=attempt.slot,
                result=attempt.result.value,
                note=attempt.note,
            )
            for attempt in sorted(attempts, key=lambda attempt: attempt.at)
        ),
        reached_at=lane.reached_at,
        reached_who=lane.reached_who,
        reached_how=lane.reached_how,
        reached_ref=lane.reached_ref,
        reached_by_name=name(lane.reached_by),
        confirmed_at=lane.confirmed_at,
        confirmed_ref=lane.confirmed_ref,
        next_report_at=lane.next_report_at,
        delay_reason=lane.delay_reason,
        stood_down_at=lane.stood_down_at,
        stood_down_reason=lane.stood_down_reason,
        next_slot=next_desk_slot(pack, attempts) if lane.clock_runs else None,
        next_road=next_desk_road(pack, attempts),
        content=with_law_items(uow, incident, asked_items(pack, duties)),
        notices=reports.issued,
        draft=reports.draft,
        notice_kinds=reports.kinds,
        duties=tuple(draw_duty(pack, duty, name) for duty in duties),
        consultations=tuple(
            draw_consultation(uow, pack, talk, name) for talk in uow.find(Consultation, lane_id=lane.id)
        ),
        exposures=exposures_of(uow, pack, incident, lane),
        doubts=tuple(bitext(doubt) for doubt in pack.doubts),
        readings=readings_of(uow, pack),
        tiers=tiers_behind(uow, incident, lane),
    )


def draw_duty(pack: Pack, duty: Duty, name: Names) -> DutyPicture:
    """Draw a duty with the contract's own word and citation."""
    rule = next(rule for rule in pack.duties if rule.id == duty.rule_id)
    return DutyPicture(
        id=duty.id,
        rule_id=duty.rule_id,
        type=duty.type,
        title=bitext(rule.summary),
        word=rule.clock.word if rule.clock else "",
        cite=tuple(rule.cite),
        hard=duty.hard,
        recommended=duty.recommended,
        state=duty.state.value,
        start_at=duty.start_at,
        due_at=duty.due_at,
        target_at=duty.target_at,
        alarm_at=duty.alarm_at,
        ended_at=duty.ended_at,
        ended_by_name=name(duty.ended_by),
        reason=duty.reason,
        checklist=tuple(bitext(line.label) for line in rule.checklist),
    )


def draw_consultation(uow: UnitOfWork, pack: Pack, talk: Consultation, name: Names) -> ConsultationPicture:
    """Draw a consultation with its rounds, its outcome and its actions."""
    rule_id = talk.rule_id.partition(":")[0]
    rule = next((rule for rule in (*pack.consultations, *pack.consents) if rule.id == rule_id), None)
    return ConsultationPicture(
        id=talk.id,
        lane_id=talk.lane_id,
        topic=talk.topic,
        title=bitext(rule.summary) if rule else BiText("", ""),
        cite=tuple(rule.cite) if rule else (),
        good_practice=talk.good_practice,
        state=talk.state.value,
        owner_name=name(talk.owner_id),
        our_position=talk.our_position,
        our_reason=talk.our_reason,
        next_date=talk.next_date,
        last_activity_at=talk.last_activity_at,
        subject=talk.subject,
        asked_on=talk.asked_on,
        asked_who=talk.asked_who,
        asked_how=talk.asked_how,
        rounds=tuple(
            RoundPicture(
                held_on=held.held_on,
                who=held.who,
                our_position=held.our_position,
                their_position=held.their_position,
                by_name=name(held.by),
            )
            for held in uow.find(Round, consultation_id=talk.id)
        ),
        result=talk.result.value if talk.result else "",
        permits=talk.permits,
        outcome=talk.outcome,
        minute_on=talk.minute_on,
        minute_ours=talk.minute_ours,
        minute_theirs=talk.minute_theirs,
        minute_ref=talk.minute_ref,
        closed_reason=talk.closed_reason,
        actions=draw_actions(uow, name, source_id=talk.id),
    )


def draw_approval(uow: UnitOfWork, incident: Incident, approval: Approval, name: Names) -> ApprovalPicture:
    """Draw a step that waits for a second person, with what it is about."""
    subject = BiText(incident.ref, incident.ref)
    client: BiText | None = None
    due_at: datetime | None = None
    grounds: tuple[tuple[str, object], ...] = ()
    if approval.kind in {"waive", DROP}:
        duty = uow.get(Duty, approval.subject_id)
        pack = uow.pinned(uow.get(Lane, duty.lane_id).pack_digest)
        subject, due_at, client = summary_of(pack, duty), duty.due_at, client_name(pack)
        if approval.kind == DROP:
            grounds = _grounds(incident, pack, duty)
    elif approval.kind == "emergency":
        saying = uow.get(Emergency, approval.subject_id).saying
        subject = BiText(saying, saying)
    elif approval.kind == "notice":
        subject = approval_subject(uow, approval)
    elif approval.kind == "law":
        subject = aside_subject(uow, incident, approval)
    return ApprovalPicture(
        id=approval.id,
        kind=approval.kind,  # type: ignore[arg-type]  # only the kinds of ApprovalKind are ever stored
        subject=subject,
        reason=approval.reason,
        asked_by_id=approval.asked_by,
        asked_by_name=name(approval.asked_by),
        asked_at=approval.asked_at,
        client=client,
        due_at=due_at,
        grounds=grounds,
    )


def _grounds(incident: Incident, pack: Pack, duty: Duty) -> tuple[tuple[str, object], ...]:
    """The answers as they stand that no longer call for the duty; `contracts` alone when they do not name its contract."""
    found = grounds_of(pack, duty, incident)
    if not found.contract:
        return (("contracts", ()),)
    return tuple((fact, incident.facts.get(fact)) for fact in found.match.facts)


@dataclass(frozen=True, slots=True)
class _Leading:
    word: str
    cite: tuple[str, ...]


def _leading_rule(pack: Pack, duties: list[Duty]) -> _Leading | None:
    """The notice duty whose word and citation head the card: the hard one first, else the earliest target."""
    notices = [duty for duty in duties if duty.type == "notice"] or duties
    if not notices:
        return None
    first = min(
        notices,
        key=lambda duty: (duty.is_ended and duty.state == "waived", not duty.hard, duty.target_at or duty.start_at),
    )
    rule = next(rule for rule in pack.duties if rule.id == first.rule_id)
    return _Leading(rule.clock.word if rule.clock else "", tuple(rule.cite))
