"""Taking in a report: the clock starts at first recognition by anyone, and if and only if this transaction commits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.errors import BadAnswer
from bot.domain.facts import normalise
from bot.domain.ids import new_id
from bot.domain.incident import Incident, IncidentState
from bot.domain.people import Role, RoomMember
from bot.domain.work import SendPriority
from bot.services.assessment import assess
from bot.services.breaches import note_breach
from bot.services.intake_reminders import arm_intake_reminders
from bot.services.outgoing import refresh_homes, send
from bot.services.people import check_ours
from bot.services.ports import UnitOfWork
from bot.services.room import seat, step
from bot.services.statutory import assess_laws, pin_laws

MAX_AGE = timedelta(days=365)
"""A first recognition longer ago than this is a slip of the finger."""
MAX_SUMMARY = 3000
_AGO = {"now": 0, "10": 10, "30": 30, "60plus": 60, "unknown": 0}
_SURE = {
    "occurred": {"status": "occurred", "raised_by": "own_finding"},
    "suspected": {"status": "suspected", "raised_by": "own_finding"},
    "told_inside": {"status": "suspected", "raised_by": "internal_report"},
    "told_outside": {"status": "suspected", "raised_by": "external_report"},
    "future_risk": {"status": "future_risk", "raised_by": "own_finding"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportIncident:
    """The panic form as answered. `answers` maps the form's fields to what was chosen; `key` is the form's draft key."""

    actor: str
    key: str
    team_id: str
    answers: Mapping[str, object]
    permalink: str = ""
    drill: bool = False
    drill_people: tuple[str, ...] = ()
    matter_id: str = ""
    """The matter it came out of: something was not kept, or lost while it was out."""


@dataclass(frozen=True, slots=True)
class Reported:
    """The incident of this report. `is_new` is False when the same form had been taken in before."""

    incident_id: str
    ref: str
    is_new: bool


def report_incident(uow: UnitOfWork, command: ReportIncident) -> Reported:
    """Commit a report: incident, lanes, duties, clocks, timers, messages and log in this one transaction.

    Raises:
        BadAnswer: nothing was chosen, or the first recognition lies in the future or more than a year ago.
    """
    seen = uow.once(f"report:{command.key}")
    if seen is not None:
        return Reported(str(seen.answer["incident_id"]), str(seen.answer["ref"]), is_new=False)
    answers = command.answers
    if not answers.get("what"):
        raise BadAnswer("what", "refused.what_happened")
    check_ours(uow, command.drill_people, "drill_people")
    recognised_at, uncertain = first_recognised(uow.now, answers)
    incident = Incident(
        id=new_id(uow.now),
        ref=_next_ref(uow, drill=command.drill),
        team_id=command.team_id,
        source_key=command.key,
        state=IncidentState.REPORTED,
        drill=command.drill,
        drill_people=tuple(dict.fromkeys((*command.drill_people, command.actor))) if command.drill else (),
        reporter_id=command.actor,
        reported_at=uow.now,
        first_recognised_at=recognised_at,
        start_uncertain=uncertain,
        recognised_by=str(answers.get("noticed_by") or "").strip(),
        summary=str(answers.get("summary") or "").strip()[:MAX_SUMMARY],
        facts=facts_of(answers),
        packs=uow.pin_all(uow.rules.packs.values()),
        laws=pin_laws(uow),
        permalink=command.permalink,
    )
    uow.add(incident)
    uow.log(incident.id, command.actor, "incident.reported", subject=incident.ref, new=_as_logged(incident))
    send(uow, "room_create", target="", key=f"room_create:{incident.id}", incident_id=incident.id)
    lanes = assess(uow, incident, actor=command.actor)
    if not lanes:
        seat(uow, incident, list(uow.rules.packs.values()))
    assess_laws(uow, incident, actor=command.actor)
    led = _with_lead(uow, incident)
    step(uow, led, IncidentState.TRIAGE, actor="hansho")
    arm_intake_reminders(uow, led)
    send(
        uow,
        "receipt",
        target=command.actor,
        key=f"receipt:{incident.id}",
        priority=SendPriority.NOTICE,
        incident_id=incident.id,
    )
    refresh_homes(uow, led)
    if command.matter_id:
        note_breach(uow, command.matter_id, actor=command.actor, ref=incident.ref)
    uow.answer(f"report:{command.key}", {"incident_id": incident.id, "ref": incident.ref})
    return Reported(incident.id, incident.ref, is_new=True)


def first_recognised(now: datetime, answers: Mapping[str, object]) -> tuple[datetime, bool]:
    """Return when anybody first noticed (aware UTC), and whether that is uncertain.

    "Over an hour ago" without a time counts as sixty minutes and as uncertain; "don't know" as now and uncertain.

    Raises:
        BadAnswer: the picked time is missing, in the future, or more than a year ago.
    """
    when = str(answers.get("when") or "unknown")
    if when == "pick":
        picked = answers.get("when_at")
        if not isinstance(picked, datetime):
            raise BadAnswer("when_at", "refused.pick_time")
        if picked > now:
            raise BadAnswer("when_at", "refused.time_future")
        if picked < now - MAX_AGE:
            raise BadAnswer("when_at", "refused.time_too_old")
        return picked, False
    if when not in _AGO:
        raise BadAnswer("when", "refused.choose")
    return now - timedelta(minutes=_AGO[when]), when in {"unknown", "60plus"}


def facts_of(answers: Mapping[str, object]) -> dict[str, object]:
    """Translate the form's answers into facts; anything not answered is unknown, and unknown fires."""
    sure = _SURE.get(str(answers.get("how_sure") or ""), {"status": "unknown", "raised_by": "unknown"})
    raw: dict[str, object] = {
        "event": _many(answers.get("what")),
        "where": _many(answers.get("where")),
        "contracts": _many(answers.get("contracts")),
        "ongoing": answers.get("ongoing") or "unknown",
        "info_kind": _many(answers.get("info")),
        **sure,
    }
    return {name: list(value) if isinstance(value, tuple) else value for name, value in normalise(raw).items()}


def _many(value: object) -> tuple[str, ...]:
    chosen = tuple(str(item) for item in value) if isinstance(value, list | tuple) else ()
    return chosen or ("unknown",)


def _next_ref(uow: UnitOfWork, *, drill: bool) -> str:
    day = uow.now.astimezone(ZoneInfo(uow.rules.office.timezone))
    prefix = "DRILL" if drill else "INC"
    number = uow.next_number(f"{prefix}-{day:%Y%m%d}")
    return f"{prefix}-{day:%y%m%d}-{number:02d}"


def _with_lead(uow: UnitOfWork, incident: Incident) -> Incident:
    members = uow.find(RoomMember, incident_id=incident.id)
    lead = next((member.user_id for member in members if Role.INCIDENT_LEAD in member.roles), "")
    led = replace(incident, lead_id=lead)
    uow.save(led)
    return led


def _as_logged(incident: Incident) -> dict[str, object]:
    return {
        "reported_at": incident.reported_at.isoformat(),
        "first_recognised_at": incident.first_recognised_at.isoformat(),
        "start_uncertain": incident.start_uncertain,
        "facts": incident.facts,
        "packs": incident.packs,
        "drill": incident.drill,
    }
