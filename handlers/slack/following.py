"""Buttons and forms about the incident as a whole: answers, details, duties, waivers, ending."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.services.answers import (
    AddDetail,
    AnswerLeadForm,
    CorrectAnswers,
    add_detail,
    answer_lead_form,
    correct_answers,
)
from bot.services.closing import checklist_of
from bot.services.ending import (
    AskEnd,
    AskWaiver,
    Decide,
    FinishDuty,
    ask_close,
    ask_not_incident,
    ask_waiver,
    decide,
    finish_duty,
)
from bot.services.queries import PictureOf
from bot.services.reopening import Reopen, reopen
from bot.views import forms
from bot.views.pictures import BiText
from handlers.slack.consulting import day_in
from handlers.slack.looking import duty_of, incident_of, lanes_or_progress, offered, progress_seen
from handlers.slack.reporting import for_service
from handlers.slack.visit import Ack, Visit


async def open_lead_form(visit: Visit) -> None:
    """Ask the lead for the second part."""
    await visit.show(forms.lead_form(await incident_of(visit), visit.reader))


async def open_correct(visit: Visit) -> None:
    """Ask the first questions again, with the answers as they stand: the reporter may correct them too."""
    incident = await progress_seen(visit)
    await visit.show(forms.correct_form(incident, visit.reader, contracts=await offered(visit)))


async def redraw_correct(visit: Visit) -> None:
    """Show or hide the time picker of a correction."""
    try:
        await visit.redraw(await _correct_drawn(visit))
    except SlackApiError as error:
        if error.response.get("error") not in {"hash_conflict", "not_found"}:
            raise


async def _correct_drawn(visit: Visit) -> dict[str, Any]:
    return forms.correct_form(
        await progress_seen(visit),
        visit.reader,
        contracts=await offered(visit),
        initial=for_service(visit),
        picking=visit.answers.get("when") == "pick",
        warning="sensitive_ok" in visit.answers,
    )


async def open_duties(visit: Visit) -> None:
    """List what is owed."""
    incident = await incident_of(visit)
    lane = next((lane for lane in incident.lanes if lane.id == visit.ids.get("l")), None)
    await visit.show(forms.duties_view(incident, visit.reader, visit.now, lane=lane))


async def open_duty_done(visit: Visit) -> None:
    """Ask how the duty was done."""
    await visit.show(forms.duty_done_form(*await duty_of(visit), visit.reader))


async def open_duty_waive(visit: Visit) -> None:
    """Ask why the duty is not owed."""
    await visit.show(forms.duty_waive_form(*await duty_of(visit), visit.reader))


async def open_not_incident(visit: Visit) -> None:
    """Ask why it was no incident."""
    await visit.show(forms.not_incident_form(await incident_of(visit), visit.reader))


async def open_reopen(visit: Visit) -> None:
    """Ask why an ended incident goes on."""
    await visit.show(forms.reopen_form(await incident_of(visit), visit.reader))


async def open_close(visit: Visit) -> None:
    """Show what is still open, and ask for the cause, the prevention, and how it ended."""
    incident = await incident_of(visit)
    lines, known, wants_cause = await visit.read(checklist_of, PictureOf(incident_id=incident.id, viewer=visit.actor))
    view = forms.close_form(incident, visit.reader, visit.now, lines, known=known, wants_cause=wants_cause)
    await visit.show(view)


async def open_approval(visit: Visit) -> None:
    """Show what waits for a second person."""
    incident = await incident_of(visit)
    approval = next((one for one in incident.approvals if one.id == visit.ids.get("a")), None)
    if approval is None:
        await visit.tell("refused.gone")
        return
    await visit.show(forms.approval_view(incident, approval, visit.reader, visit.now))


async def press_approve(visit: Visit) -> None:
    """The second person agrees."""
    await _decide(visit, confirm=True)


async def press_refuse(visit: Visit) -> None:
    """The second person does not agree."""
    await _decide(visit, confirm=False)


async def _decide(visit: Visit, *, confirm: bool) -> None:
    await visit.run(
        decide, Decide(actor=visit.actor, key=visit.key, approval_id=visit.ids.get("a", ""), confirm=confirm)
    )
    if visit.surface == "modal":
        await visit.redraw(forms.saved_view(visit.reader, "approval_view.title"))
    else:
        await visit.tell("note.saved")


async def submit_lead_form(visit: Visit) -> Ack:
    """Keep the lead's answers."""
    command = AnswerLeadForm(actor=visit.actor, key=visit.key, incident_id=visit.ids["i"], answers=dict(visit.answers))
    return await _held(visit, await visit.run(answer_lead_form, command))


async def submit_correct(visit: Visit) -> Ack:
    """Keep the corrected answers beside the old ones."""
    command = CorrectAnswers(
        actor=visit.actor,
        key=visit.key,
        incident_id=visit.ids["i"],
        answers=for_service(visit),
        reason=visit.text("reason"),
    )
    return await _held(visit, await visit.run(correct_answers, command))


async def _held(visit: Visit, duties: Sequence[BiText]) -> Ack:
    """Close the form; or say in its place which duties stay until a second person agrees."""
    if not duties:
        return None
    drill = (await progress_seen(visit)).drill
    return {"response_action": "update", "view": forms.held_view(visit.reader, duties, drill=drill)}


async def open_add_detail(visit: Visit) -> None:
    """Ask what was remembered."""
    await visit.show(forms.add_detail_form(await progress_seen(visit), visit.reader))


async def submit_add_detail(visit: Visit) -> Ack:
    """Add a line to the incident."""
    command = AddDetail(actor=visit.actor, key=visit.key, incident_id=visit.ids["i"], detail=visit.text("detail"))
    await visit.run(add_detail, command)
    return None


async def open_progress(visit: Visit) -> None:
    """Show how it goes: to one of the room every lane with its buttons, to the reporter the steps so far."""
    await visit.show(await lanes_or_progress(visit))


async def submit_duty_done(visit: Visit) -> Ack:
    """Tick a duty."""
    command = FinishDuty(actor=visit.actor, key=visit.key, duty_id=visit.ids["d"], note=visit.text("note"))
    await visit.run(finish_duty, command)
    await _redraw_duties(visit)
    return None


async def submit_duty_waive(visit: Visit) -> Ack:
    """Waive a duty, or ask a second person to."""
    command = AskWaiver(actor=visit.actor, key=visit.key, duty_id=visit.ids["d"], reason=visit.text("reason"))
    await visit.run(ask_waiver, command)
    await _redraw_duties(visit)
    return None


async def _redraw_duties(visit: Visit) -> None:
    """Bring the list under this form up to date, if the form was opened from one."""
    incident = await incident_of(visit)
    await visit.redraw_below(forms.duties_view(incident, visit.reader, visit.now))


async def submit_not_incident(visit: Visit) -> Ack:
    """Ask a second person whether it was no incident."""
    command = AskEnd(actor=visit.actor, key=visit.key, incident_id=visit.ids["i"], reason=visit.text("reason"))
    await visit.run(ask_not_incident, command)
    return None


async def submit_reopen(visit: Visit) -> Ack:
    """Take an ended incident up again."""
    command = Reopen(actor=visit.actor, key=visit.key, incident_id=visit.ids["i"], reason=visit.text("reason"))
    await visit.run(reopen, command)
    return None


async def submit_close(visit: Visit) -> Ack:
    """Close the incident, or ask a second person to."""
    command = AskEnd(
        actor=visit.actor,
        key=visit.key,
        incident_id=visit.ids["i"],
        reason=visit.text("reason"),
        root_cause=visit.text("root_cause"),
        prevention=visit.text("prevention"),
        retain_until=day_in(visit, "retain_until"),
    )
    await visit.run(ask_close, command)
    return None
