"""Answers that come later: the lead's second form, corrections with a reason, a line the reporter remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from bot.domain.errors import BadAnswer, NotPossibleNow
from bot.domain.facts import normalise
from bot.domain.incident import Incident
from bot.domain.lane import Lane
from bot.services.assessment import assess, move_clock, restart_duties
from bot.services.dropping import reconsider
from bot.services.followups import open_consultations
from bot.services.outgoing import post_to_room, show_change
from bot.services.ports import UnitOfWork
from bot.services.report import facts_of, first_recognised
from bot.services.room import activate, enter, needed, taken_before
from bot.services.statutory import assess_laws
from bot.services.statutory_reading import withdraw_asked
from bot.views.pictures import BiText

_PERSONS = {"0": 0, "1-100": 100, "101-1000": 1000, "1000plus": 1001, "unknown": "unknown"}
"""Head counts as chosen; each range counts as its upper end, since a threshold must not be missed."""
MAX_DETAIL = 3000


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLeadForm:
    """The lead's second form as answered."""

    actor: str
    key: str
    incident_id: str
    answers: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectAnswers:
    """The report's answers as they should have been, with the reason for the correction."""

    actor: str
    key: str
    incident_id: str
    answers: Mapping[str, object]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddDetail:
    """One more thing somebody remembered."""

    actor: str
    key: str
    incident_id: str
    detail: str


def answer_lead_form(uow: UnitOfWork, command: AnswerLeadForm) -> tuple[BiText, ...]:
    """Keep the lead's answers as facts and evaluate the duties again.

    Returns the duties with a deadline that the answers no longer call for, and that stay until a second person agrees.
    """
    incident = enter(uow, command.incident_id, command.actor)
    if taken_before(uow, command.key):
        return ()
    answers = command.answers
    raw: dict[str, object] = {
        "caused_by": answers.get("caused_by") or "unknown",
        "terms_broken": answers.get("terms_broken") or "unknown",
        "persons": _PERSONS.get(str(answers.get("persons") or "unknown")),
        "malicious": answers.get("malicious") or "unknown",
        "encrypted_ok": answers.get("encrypted_ok") or "unknown",
        "told": tuple(cast("list[str]", answers.get("told") or ["unknown"])),
    }
    told = {name: list(value) if isinstance(value, tuple) else value for name, value in normalise(raw).items()}
    told["persons_choice"] = str(answers.get("persons") or "unknown")
    told["done_so_far"] = str(answers.get("done_so_far") or "").strip()
    told["effects"] = str(answers.get("effects") or "").strip()
    known = activate(uow, incident, command.actor)
    changed = replace(
        known, facts={**known.facts, **told}, lead_form_at=uow.now, lead_id=known.lead_id or command.actor
    )
    return keep_facts(uow, known, changed, command.actor, action="facts.lead_form", why="")


def correct_answers(uow: UnitOfWork, command: CorrectAnswers) -> tuple[BiText, ...]:
    """Correct the report. Old answers stay in the log; duties are evaluated again and clocks follow a corrected start.

    Duties are only added. One with a deadline that the answers no longer call for stays until a second person agrees, and is
    returned; any other is waived by a person, by name. The reporter may correct too.

    Raises:
        NotAllowed: neither the reporter nor one of the room.
        NotPossibleNow: the incident has ended.
        BadAnswer: no reason, nothing chosen, or an impossible time.
    """
    incident = _enter_or_reported(uow, command.incident_id, command.actor)
    if taken_before(uow, command.key):
        return ()
    why = needed(command.reason)
    if not command.answers.get("what"):
        raise BadAnswer("what", "refused.what_happened")
    started_at, uncertain = incident.first_recognised_at, incident.start_uncertain
    if command.answers.get("when"):
        started_at, uncertain = _corrected_start(uow, incident, command.answers)
    facts = facts_of(command.answers)
    changed = replace(
        incident,
        facts={**incident.facts, **facts},
        packs={**incident.packs, **_newer_packs(uow, incident, facts)},
        first_recognised_at=started_at,
        start_uncertain=uncertain,
        recognised_by=str(command.answers.get("noticed_by") or incident.recognised_by).strip(),
        summary=str(command.answers.get("summary") or incident.summary).strip(),
    )
    return keep_facts(uow, incident, changed, command.actor, action="facts.corrected", why=why)


def _corrected_start(uow: UnitOfWork, incident: Incident, answers: Mapping[str, object]) -> tuple[datetime, bool]:
    """Return the start as corrected, and whether it is uncertain. It never lies after the report: then somebody knew.

    "Don't know" gives nobody more time: the start on record stays, as uncertain.

    Raises:
        BadAnswer: the picked time is missing, later than the report, or more than a year ago.
    """
    started_at, uncertain = first_recognised(uow.now, answers)
    if answers["when"] == "unknown":
        return incident.first_recognised_at, True
    if answers["when"] == "pick" and started_at > incident.reported_at:
        raise BadAnswer("when_at", "refused.after_report", at=incident.reported_at)
    return min(started_at, incident.reported_at), uncertain


def _newer_packs(uow: UnitOfWork, incident: Incident, facts: Mapping[str, object]) -> dict[str, str]:
    """Pin the chosen contracts that came into force after the report; those of the report stay as they were pinned."""
    chosen = cast("list[str]", facts.get("contracts") or [])
    rules = uow.rules.packs
    return {name: uow.pin(rules[name]) for name in chosen if name in rules and name not in incident.packs}


def add_detail(uow: UnitOfWork, command: AddDetail) -> None:
    """Add a line to the incident's log and tell the room. The reporter may do so too.

    Raises:
        NotAllowed: neither the reporter nor one of the room.
        BadAnswer: nothing was written.
    """
    incident = _enter_or_reported(uow, command.incident_id, command.actor)
    if taken_before(uow, command.key):
        return
    detail = needed(command.detail, "detail")[:MAX_DETAIL]
    uow.log(incident.id, command.actor, "detail.added", new={"text": detail})
    params: dict[str, object] = {"by": command.actor, "text": detail}
    post_to_room(uow, incident, "detail", key=f"detail:{command.key or detail}", params=params)


def _enter_or_reported(uow: UnitOfWork, incident_id: str, actor: str) -> Incident:
    """Lock the incident for its reporter or one of its room. Raises NotAllowed, NotPossibleNow."""
    incident = uow.lock(incident_id)
    if incident.reporter_id != actor:
        return enter(uow, incident_id, actor)
    if not incident.is_open:
        raise NotPossibleNow("refused.incident_ended", ref=incident.ref)
    return incident


def keep_facts(
    uow: UnitOfWork, old: Incident, new: Incident, actor: str, *, action: str, why: str
) -> tuple[BiText, ...]:
    """Keep changed answers, log old and new, and evaluate what contracts and laws make of them; tell the room.

    Returns the duties with a deadline that the answers no longer call for, and that stay until a second person agrees.
    """
    uow.save(new)
    before = {name: old.facts.get(name) for name in new.facts if old.facts.get(name) != new.facts.get(name)}
    after: dict[str, object] = {name: new.facts[name] for name in before}
    if new.first_recognised_at != old.first_recognised_at:
        before["first_recognised_at"] = old.first_recognised_at.isoformat()
        after["first_recognised_at"] = new.first_recognised_at.isoformat()
        restart_duties(uow, old, new.first_recognised_at)
    for name in ("summary", "recognised_by", "start_uncertain", "moments"):
        if getattr(new, name) != getattr(old, name):
            before[name], after[name] = getattr(old, name), getattr(new, name)
    uow.log(old.id, actor, action, old=before, new=after, why=why)
    withdraw_asked(uow, new)
    assess(uow, new, actor=actor)
    assess_laws(uow, new, actor=actor)
    for lane in uow.find(Lane, incident_id=new.id):
        move_clock(uow, new, lane, uow.pinned(lane.pack_digest))
        if lane.reached_at is not None:
            open_consultations(uow, new, lane, event="reached")
    changes = [[name, before[name], after[name]] for name in before if name != "start_uncertain"]
    params: dict[str, object] = {"by": actor, "why": why, "changes": changes}
    post_to_room(uow, new, action, key=f"{action}:{uow.now.isoformat()}", params=params)
    held = reconsider(uow, old, new, actor=actor, why=why)
    show_change(uow, new)
    return held
