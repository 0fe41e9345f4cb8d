"""Buttons and forms about what the laws ask: the list, legal's questions, done, not owed, discharged by a client's notice."""

from __future__ import annotations

from bot.domain.errors import NotFound
from bot.services.law_answers import AnswerLawForm, answer_law_form
from bot.services.statutory_picture import LawsOf, laws_of
from bot.services.statutory_steps import Discharge, SendStatutory, SetAside, ask_set_aside, discharge, send_statutory
from bot.views import forms
from bot.views.law_pictures import LawsPicture, StatutoryPicture
from handlers.slack.looking import settle
from handlers.slack.visit import Ack, Visit


async def open_laws(visit: Visit) -> None:
    """Show what the laws ask."""
    await visit.show(forms.laws_view(await _laws(visit), visit.reader, visit.now))


async def open_law_form(visit: Visit) -> None:
    """Ask legal what the laws turn on."""
    await visit.show(forms.law_form(await _laws(visit), visit.reader))


async def open_sent(visit: Visit) -> None:
    """Ask when it was told."""
    picture, duty = await _duty(visit)
    await visit.show(forms.law_sent_form(picture, duty, visit.reader, visit.now))


async def open_aside(visit: Visit) -> None:
    """Ask why one duty is not owed."""
    picture, duty = await _duty(visit)
    await visit.show(forms.law_aside_form(picture, duty, visit.reader))


async def open_all_aside(visit: Visit) -> None:
    """Ask why all that the answers rule out are not owed."""
    await visit.show(forms.law_aside_form(await _laws(visit), None, visit.reader))


async def press_discharge(visit: Visit) -> None:
    """Let the notices to the clients stand for it."""
    await settle(visit)
    await visit.run(discharge, Discharge(actor=visit.actor, key=visit.key, duty_id=visit.ids["u"]))
    await visit.redraw(forms.laws_view(await _laws(visit), visit.reader, visit.now))


async def submit_law_form(visit: Visit) -> Ack:
    """Keep legal's answers."""
    asked = (await _laws(visit)).asks
    command = AnswerLawForm(
        actor=visit.actor,
        key=visit.key,
        incident_id=visit.ids["i"],
        answers=dict(visit.answers),
        moments={name: visit.instant(name) for name in asked},
    )
    await visit.run(answer_law_form, command)
    await _redraw(visit)
    return None


async def submit_sent(visit: Visit) -> Ack:
    """Keep that it was told."""
    command = SendStatutory(
        actor=visit.actor,
        key=visit.key,
        duty_id=visit.ids["u"],
        at=visit.instant("at") or visit.now,
        reference=visit.text("reference"),
        note=visit.text("note"),
    )
    await visit.run(send_statutory, command)
    await _redraw(visit)
    return None


async def submit_aside(visit: Visit) -> Ack:
    """Set aside what is not owed, or ask a second person to."""
    command = SetAside(
        actor=visit.actor,
        key=visit.key,
        incident_id=visit.ids["i"],
        duty_id=visit.ids.get("u", ""),
        reason=visit.text("reason"),
    )
    await visit.run(ask_set_aside, command)
    await _redraw(visit)
    return None


async def _laws(visit: Visit) -> LawsPicture:
    await settle(visit)
    return await visit.read(laws_of, LawsOf(viewer=visit.actor, incident_id=visit.ids["i"]))


async def _duty(visit: Visit) -> tuple[LawsPicture, StatutoryPicture]:
    picture = await _laws(visit)
    duty = picture.duty(visit.ids.get("u", ""))
    if duty is None:
        raise NotFound(visit.ids.get("u", ""))
    return picture, duty


async def _redraw(visit: Visit) -> None:
    """Draw the list under the form again, when the form was opened from it."""
    if visit.view.get("previous_view_id"):
        await visit.redraw_below(forms.laws_view(await _laws(visit), visit.reader, visit.now))
