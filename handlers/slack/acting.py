"""Buttons and forms of actions: adding one, giving it on, finishing, dropping and checking it."""

from __future__ import annotations

from bot.domain.action import ActionSource
from bot.services.actions import (
    AddAction,
    ChangeAction,
    CheckAction,
    DropAction,
    FinishAction,
    add_action,
    change_action,
    check_action,
    drop_action,
    finish_action,
)
from bot.views import forms
from bot.views.moments import escape
from bot.views.pictures import IncidentPicture
from bot.views.texts import choice
from bot.views.wording import consultation_title
from handlers.slack.asked import redraw_follow, redraw_instruction, redraw_survey
from handlers.slack.consulting import day_in, redraw_consultation
from handlers.slack.finding import after_of
from handlers.slack.looking import action_of, consultation_of
from handlers.slack.visit import Ack, Visit


async def open_add(visit: Visit) -> None:
    """Ask what is to be done, by whom and when."""
    incident, title, about = await _source(visit)
    await visit.show(forms.action_add_form(incident, visit.reader, title=title, **about))


async def _source(visit: Visit) -> tuple[IncidentPicture, str, dict[str, str]]:
    """Return what the action will come from: its words (escaped) and its ids. A finding before its survey."""
    if "c" in visit.ids:
        incident, lane, talk = await consultation_of(visit)
        return incident, consultation_title(talk, visit.reader.locale), {"l": lane.id, "c": talk.id}
    found = await after_of(visit)
    about = {"l": found.lane.id}
    if "j" in visit.ids:
        words = choice(visit.reader.locale, "joint", found.joint(visit).item)
        about |= {"j": visit.ids["j"], "what": words}
    elif "f" in visit.ids:
        words = found.finding(visit).text
        about |= {"s": visit.ids["s"], "f": visit.ids["f"]}
    else:
        words = found.instruction(visit).text
        about["q"] = visit.ids["q"]
    return found.incident, escape(words, limit=300), about


_SOURCES = {
    "c": ActionSource.CONSULTATION,
    "f": ActionSource.FINDING,
    "q": ActionSource.INSTRUCTION,
    "j": ActionSource.DUTY,
}
"""By the name of an id: what an action comes from."""


async def open_change(visit: Visit) -> None:
    """Ask for another owner or day."""
    await visit.show(forms.action_change_form(*await action_of(visit), visit.reader, below=_below(visit)))


async def open_done(visit: Visit) -> None:
    """Ask when it was done and what shows it."""
    await visit.show(forms.action_done_form(*await action_of(visit), visit.reader, visit.now, below=_below(visit)))


async def open_drop(visit: Visit) -> None:
    """Ask why it is dropped."""
    await visit.show(forms.action_drop_form(*await action_of(visit), visit.reader, below=_below(visit)))


async def open_check(visit: Visit) -> None:
    """Ask whether it holds."""
    await visit.show(forms.action_check_form(*await action_of(visit), visit.reader, visit.now, below=_below(visit)))


async def submit_add(visit: Visit) -> Ack:
    """Keep an action; its owner may be somebody whose language nobody has asked for yet."""
    await visit.reception.reader(visit.text("owner"))
    name, source = next((name, source) for name, source in _SOURCES.items() if name in visit.ids)
    command = AddAction(
        actor=visit.actor,
        key=visit.key,
        source=source,
        source_id=visit.ids[name],
        description=visit.text("what"),
        owner=visit.text("owner"),
        due_on=day_in(visit, "due_on"),
    )
    await visit.run(add_action, command)
    return await _done(visit)


async def submit_change(visit: Visit) -> Ack:
    """Keep the new owner or day."""
    await visit.reception.reader(visit.text("owner"))
    command = ChangeAction(
        actor=visit.actor,
        key=visit.key,
        action_id=visit.ids["x"],
        owner=visit.text("owner"),
        due_on=day_in(visit, "due_on"),
        reason=visit.text("reason"),
    )
    await visit.run(change_action, command)
    return await _done(visit)


async def submit_done(visit: Visit) -> Ack:
    """Keep that it was done."""
    command = FinishAction(
        actor=visit.actor,
        key=visit.key,
        action_id=visit.ids["x"],
        done_on=day_in(visit, "done_on"),
        evidence=visit.text("evidence"),
    )
    await visit.run(finish_action, command)
    return await _done(visit)


async def submit_drop(visit: Visit) -> Ack:
    """Keep that it is dropped."""
    command = DropAction(actor=visit.actor, key=visit.key, action_id=visit.ids["x"], reason=visit.text("reason"))
    await visit.run(drop_action, command)
    return await _done(visit)


async def submit_check(visit: Visit) -> Ack:
    """Keep what was seen."""
    command = CheckAction(
        actor=visit.actor,
        key=visit.key,
        action_id=visit.ids["x"],
        held_on=day_in(visit, "held_on"),
        holds=visit.text("holds"),
        note=visit.text("note"),
    )
    await visit.run(check_action, command)
    return await _done(visit)


async def _done(visit: Visit) -> Ack:
    """Close the form and bring what it was opened from up to date."""
    if not visit.view.get("previous_view_id"):
        return None
    redraw = next((redraw for name, redraw in _BELOW.items() if name in visit.ids), redraw_follow)
    await redraw(visit)
    return None


_BELOW = {"c": redraw_consultation, "s": redraw_survey, "q": redraw_instruction}
"""By the name of an id: what the form was opened from."""


def _below(visit: Visit) -> dict[str, str]:
    """Return the ids of what the form is opened from, so that it can be drawn again when the form is sent."""
    return {name: visit.ids[name] for name in _BELOW if visit.surface == "modal" and name in visit.ids}
