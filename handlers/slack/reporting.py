"""The panic form: opening it, drawing it again, taking it in."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.domain.ids import new_id
from bot.services.queries import PictureOf, progress_of
from bot.services.report import ReportIncident, report_incident
from bot.views.forms import report_form
from bot.views.receipt import receipt_view
from handlers.slack.looking import offered
from handlers.slack.visit import Ack, Visit

ASKED_FOR = 20
"""Of a drill's people, so many are asked for their language before the first page goes out (each at most a second, together)."""


async def open_report(
    visit: Visit,
    *,
    permalink: str = "",
    drill: bool = False,
    initial: Mapping[str, object] | None = None,
    matter_id: str = "",
) -> None:
    """Open the form, empty or with what is known already; its draft key makes that two submissions of it are one report.

    `matter_id` is the matter it comes out of, which learns of the report.
    """
    view = report_form(
        visit.reader,
        contracts=await offered(visit),
        draft_key=new_id(visit.now),
        permalink=permalink,
        drill=drill,
        initial=initial,
        matter_id=matter_id,
    )
    await visit.show(view)


async def redraw_report(visit: Visit) -> None:
    """Show or hide the time picker when "pick a time" is chosen or left. What was typed stays in the open form."""
    try:
        await visit.redraw(await _drawn(visit))
    except SlackApiError as error:
        if error.response.get("error") not in {"hash_conflict", "not_found"}:
            raise  # otherwise the form was drawn again, or closed, in the meantime


async def submit_report(visit: Visit) -> Ack:
    """Take the report in and turn the form into the receipt."""
    await asyncio.gather(*(visit.reception.reader(person) for person in visit.many("drill_people")[:ASKED_FOR]))
    command = ReportIncident(
        actor=visit.actor,
        key=str(visit.meta.get("k") or visit.key),
        team_id=visit.reception.identity.team_id,
        answers=for_service(visit),
        permalink=str(visit.meta.get("p") or ""),
        drill=bool(visit.meta.get("drill")),
        drill_people=visit.many("drill_people"),
        matter_id=visit.ids.get("m", ""),
    )
    reported = await visit.run(report_incident, command)
    incident = await visit.read(progress_of, PictureOf(incident_id=reported.incident_id, viewer=visit.actor))
    return {
        "response_action": "update",
        "view": receipt_view(incident, visit.reader, visit.now, calling=incident.lead_name),
    }


def for_service(visit: Visit) -> dict[str, object]:
    """Return the answers with a picked time as an instant, as the services take them."""
    answers: dict[str, object] = dict(visit.answers)
    if "when_at" in answers:
        answers["when_at"] = visit.instant("when_at")
    return answers


PICKER_STARTS_MINUTES_AGO = 60
"""Where the time picker stands at first: early rather than late, since a start that is too early only makes us quicker."""


async def _drawn(visit: Visit) -> dict[str, Any]:
    answers = visit.answers
    if answers.get("when") == "pick" and "when_at" not in answers:
        start = visit.now - timedelta(minutes=PICKER_STARTS_MINUTES_AGO)
        answers = {**answers, "when_at": int(start.replace(second=0, microsecond=0).timestamp())}
    return report_form(
        visit.reader,
        contracts=await offered(visit),
        draft_key=str(visit.meta.get("k") or ""),
        permalink=str(visit.meta.get("p") or ""),
        drill=bool(visit.meta.get("drill")),
        initial=for_service(visit),
        picking=answers.get("when") == "pick",
        warning="sensitive_ok" in answers,
        matter_id=visit.ids.get("m", ""),
    )
