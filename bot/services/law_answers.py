"""What legal answers within a day: where the persons are, in which role we are, how grave it is, and since when that is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from bot.domain.errors import BadAnswer
from bot.domain.facts import normalise
from bot.domain.incident import Incident
from bot.services.answers import keep_facts
from bot.services.ports import UnitOfWork
from bot.services.reaching import CLOCK_TOLERANCE
from bot.services.room import activate, check_decides, enter, taken_before

FACTS = ("regions", "our_role", "significant", "harm_risk")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLawForm:
    """Legal's answers: facts by name, and the moments the form asked for (None: has not happened, or not known)."""

    actor: str
    key: str
    incident_id: str
    answers: Mapping[str, object]
    moments: Mapping[str, datetime | None]


def answer_law_form(uow: UnitOfWork, command: AnswerLawForm) -> None:
    """Keep legal's answers and moments, evaluate contracts and laws again, and let clocks begin that waited for them.

    A decision that it is significant without the time of deciding counts from now.

    Raises:
        BadAnswer: a moment lies in the future or before anybody noticed.
    """
    incident = enter(uow, command.incident_id, command.actor)
    check_decides(uow, incident, command.actor)
    if taken_before(uow, command.key):
        return
    raw: dict[str, object] = {
        "regions": tuple(cast("list[str]", command.answers.get("regions") or ["unknown"])),
        **{name: command.answers.get(name) or "unknown" for name in FACTS[1:]},
    }
    told = {name: list(value) if isinstance(value, tuple) else value for name, value in normalise(raw).items()}
    known = activate(uow, incident, command.actor)
    changed = replace(
        known,
        facts={**known.facts, **told},
        moments=_moments(uow, known, command, decided=told["significant"] == "yes"),
        law_form_at=known.law_form_at or uow.now,
    )
    keep_facts(uow, known, changed, command.actor, action="facts.law_form", why="")


def _moments(uow: UnitOfWork, incident: Incident, command: AnswerLawForm, *, decided: bool) -> dict[str, str]:
    moments = dict(incident.moments)
    for name, at in command.moments.items():
        if at is None and name == "determined_at" and decided:
            at = uow.now  # noqa: PLW2901 - the decision is what was just sent
        if at is None:
            moments.pop(name, None)
            continue
        if at > uow.now + CLOCK_TOLERANCE:
            raise BadAnswer(name, "refused.time_future")
        if at < incident.first_recognised_at - CLOCK_TOLERANCE:
            raise BadAnswer(name, "refused.before_recognition", at=incident.first_recognised_at)
        moments[name] = at.isoformat()
    return moments
