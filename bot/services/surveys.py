"""Surveys by the client, of us or of a subcontractor: from the announcement over findings and corrections to the report."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.domain.action import Action, ActionState
from bot.domain.errors import BadAnswer, NotPossibleNow
from bot.domain.ids import new_id
from bot.domain.incident import Incident
from bot.domain.survey import MAX_TIER, Finding, Severity, Survey, SurveyState, check_survey_step
from bot.services.dates import happened_on, planned_on
from bot.services.followups import spawn_on
from bot.services.keeping import changes
from bot.services.outgoing import post_to_room, show_change
from bot.services.ports import UnitOfWork
from bot.services.reminding import arm_reminder, touched
from bot.services.room import check_decides, enter, enter_lane, lane_in, needed, taken_before
from bot.services.rules import local_date


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnounceSurvey:
    """The client announced a survey: when, who, how, and what it wants to see; `rule_id` is the clause it relies on."""

    actor: str
    key: str
    lane_id: str
    announced_on: date | None
    announced_by: str
    how: str
    scope: str
    rule_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleSurvey:
    """The day the survey will be held."""

    actor: str
    key: str
    survey_id: str
    day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldSurvey:
    """The survey was held: when, with whom; `substitute` when something took the place of a visit."""

    actor: str
    key: str
    survey_id: str
    held_on: date | None
    who: str
    substitute: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddFinding:
    """Something the survey found; `tier` is 0 for us, 1 for our subcontractor, and so on, with its name as `site`."""

    actor: str
    key: str
    survey_id: str
    text: str
    severity: str
    tier: str
    site: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSurvey:
    """The client has our report on the corrections."""

    actor: str
    key: str
    survey_id: str
    reported_on: date | None
    to: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseSurvey:
    """Close a survey; with a reason when it was never held."""

    actor: str
    key: str
    survey_id: str
    reason: str = ""


def announce_survey(uow: UnitOfWork, command: AnnounceSurvey) -> None:
    """Open a survey. Raises BadAnswer: a day before the incident or to come, nobody named, no words on what they want to see."""
    incident, lane = enter_lane(uow, command.actor, command.lane_id)
    if taken_before(uow, command.key):
        return
    rules = [rule.id for rule in uow.pinned(lane.pack_digest).duties if rule.type == "survey"]
    survey = Survey(
        id=new_id(uow.now),
        incident_id=incident.id,
        lane_id=lane.id,
        rule_id=command.rule_id if command.rule_id in rules else next(iter(rules), ""),
        announced_on=happened_on(uow, incident, command.announced_on, "announced_on", by=command.actor),
        announced_by=needed(command.announced_by, "announced_by"),
        announced_how=needed(command.how, "how"),
        scope=needed(command.scope, "scope"),
        owner_id=incident.lead_id or command.actor,
        touched_on=local_date(uow),
        by=command.actor,
        at=uow.now,
    )
    uow.add(survey)
    new: dict[str, object] = {"scope": survey.scope, "announced_by": survey.announced_by, "rule": survey.rule_id}
    uow.log(incident.id, command.actor, "survey.announced", subject=survey.id, new=new)
    arm_reminder(uow, survey)
    params: dict[str, object] = {"of": "survey", "id": survey.id}
    post_to_room(uow, incident, "following", key=f"survey:{survey.id}", lane_id=lane.id, params=params)
    show_change(uow, incident)


def schedule_survey(uow: UnitOfWork, command: ScheduleSurvey) -> None:
    """Fix the day, or another one. Raises BadAnswer (no day, one that has passed), NotPossibleNow."""
    incident, survey = enter_survey(uow, command.actor, command.survey_id)
    if taken_before(uow, command.key):
        return
    day = planned_on(uow, command.day, "day", by=command.actor)
    if day is None:
        raise BadAnswer("day", "refused.choose_day")
    _keep(uow, incident, survey, replace(survey, state=SurveyState.SCHEDULED, scheduled_on=day), command.actor)


def hold_survey(uow: UnitOfWork, command: HoldSurvey) -> None:
    """Record that it was held. Raises BadAnswer (a day before the incident or to come, nobody named), NotPossibleNow."""
    incident, survey = enter_survey(uow, command.actor, command.survey_id)
    if taken_before(uow, command.key):
        return
    if survey.state is SurveyState.HELD:
        check_survey_step(survey.state, SurveyState.SCHEDULED)  # it was recorded as held already
    held = replace(
        survey,
        state=SurveyState.HELD,
        held_on=happened_on(uow, incident, command.held_on, "held_on", by=command.actor),
        held_who=needed(command.who, "who"),
        substitute=command.substitute.strip(),
    )
    _keep(uow, incident, survey, held, command.actor)


def add_finding(uow: UnitOfWork, command: AddFinding) -> None:
    """Record a finding. One at a subcontractor starts what the contract asks for then.

    Raises BadAnswer (no words, no severity, a subcontractor without its name), NotPossibleNow (it has not been held).
    """
    incident, survey = enter_survey(uow, command.actor, command.survey_id)
    if taken_before(uow, command.key):
        return
    text = needed(command.text, "text")
    if command.severity not in {severity.value for severity in Severity}:
        raise BadAnswer("severity", "refused.choose")
    if not command.tier.isdecimal() or int(command.tier) > MAX_TIER:
        raise BadAnswer("tier", "refused.choose")
    tier = int(command.tier)
    finding = Finding(
        id=new_id(uow.now),
        incident_id=incident.id,
        lane_id=survey.lane_id,
        survey_id=survey.id,
        text=text,
        severity=Severity(command.severity),
        tier=tier,
        site=needed(command.site, "site") if tier else "",
        by=command.actor,
        at=uow.now,
    )
    uow.add(finding)
    logged: dict[str, object] = {"finding": finding.id, "text": text, "tier": tier, "site": finding.site}
    _keep(uow, incident, survey, replace(survey, state=SurveyState.HELD), command.actor, logged=logged)
    if tier:
        lane = lane_in(uow, incident, survey.lane_id)
        spawn_on(uow, incident, lane, "request", "subcontractor_correction", reason=f"{finding.site}: {text}")


def report_survey(uow: UnitOfWork, command: ReportSurvey) -> None:
    """Record our report to the client on what is corrected and by when.

    Raises BadAnswer (a day before the incident or to come, nobody named, no reference), NotPossibleNow (it has not been held,
    or a finding has no correction yet).
    """
    incident, survey = enter_survey(uow, command.actor, command.survey_id)
    if taken_before(uow, command.key):
        return
    check_survey_step(survey.state, SurveyState.REPORTED)
    bare = [finding for finding, corrections in corrections_of(uow, survey) if not corrections]
    if bare:
        raise NotPossibleNow("refused.findings_bare", n=len(bare))
    reported = replace(
        survey,
        state=SurveyState.REPORTED,
        reported_on=happened_on(uow, incident, command.reported_on, "reported_on", by=command.actor),
        reported_to=needed(command.to, "to"),
        reported_ref=needed(command.reference, "reference"),
    )
    _keep(uow, incident, survey, reported, command.actor)


def close_survey(uow: UnitOfWork, command: CloseSurvey) -> None:
    """Close it. Raises BadAnswer (never held and no reason), NotPossibleNow (not reported yet, corrections still open)."""
    incident, survey = enter_survey(uow, command.actor, command.survey_id)
    if taken_before(uow, command.key):
        return
    check_survey_step(survey.state, SurveyState.CLOSED)
    left = [one for _, corrections in corrections_of(uow, survey) for one in corrections if one.is_open]
    if left:
        raise NotPossibleNow("refused.actions_open", n=len(left))
    reason = command.reason.strip()
    if survey.held_on is None:
        reason = needed(reason, "reason")
    closed = replace(survey, state=SurveyState.CLOSED, closed_on=local_date(uow), closed_reason=reason)
    _keep(uow, incident, survey, closed, command.actor)


def corrections_of(uow: UnitOfWork, survey: Survey) -> list[tuple[Finding, list[Action]]]:
    """Return the survey's findings, each with its corrections that were not dropped."""
    return [
        (
            finding,
            [
                one
                for one in uow.find(Action, incident_id=survey.incident_id, source_id=finding.id)
                if one.state is not ActionState.DROPPED
            ],
        )
        for finding in uow.find(Finding, survey_id=survey.id)
    ]


def enter_survey(uow: UnitOfWork, actor: str, survey_id: str) -> tuple[Incident, Survey]:
    """Lock the survey's incident for one of its room and return both. Raises as `enter` does."""
    incident = enter(uow, uow.get(Survey, survey_id).incident_id, actor)
    check_decides(uow, incident, actor)
    return incident, uow.get(Survey, survey_id)


def _keep(
    uow: UnitOfWork,
    incident: Incident,
    old: Survey,
    new: Survey,
    actor: str,
    *,
    logged: dict[str, object] | None = None,
) -> None:
    check_survey_step(old.state, new.state)
    changed = replace(new, touched_on=local_date(uow))
    touched(uow, changed)
    before, after = changes(old, changed)
    uow.log(incident.id, actor, "survey.changed", subject=old.id, old=before, new={**after, **(logged or {})})
    show_change(uow, incident)
