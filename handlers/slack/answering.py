"""From what went wrong to a sentence for the person who did it. Nothing of an error reaches anybody else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import structlog

from bot.domain.errors import BadAnswer, NotAllowed, NotFound, Refused, StoreUnavailable
from bot.domain.people import Person
from bot.services.ports import UnitOfWork
from bot.services.room import NoteRefusal, note_refusal
from bot.views.forms import error_view
from bot.views.notes import refusal
from handlers.slack.payload import input_blocks
from handlers.slack.visit import Ack, Visit

log = structlog.get_logger(__name__)

PEOPLE = frozenset({"person", "owner", "by"})
"""Values of a refusal that are Slack ids and are shown as names."""


async def refusal_of(visit: Visit, error: Exception) -> tuple[str, dict[str, object]]:
    """Return the key and values of the sentence for an error, and log what deserves it."""
    match error:
        case Refused():
            if isinstance(error, NotAllowed):
                await _note(visit)
            return error.key, await with_names(visit, error.values)
        case StoreUnavailable():
            log.error("store.unavailable", doing=visit.name, error=str(error)[:300])
        case NotFound():
            return "refused.gone", {}
        case _:
            log.error("handler.failed", doing=visit.name, exc_info=error)
    return not_saved(visit)


def not_saved(visit: Visit) -> tuple[str, dict[str, object]]:
    """Return the sentence for "nothing was kept": for a form with the number to call instead, if the office has one."""
    if visit.surface != "modal" or not visit.answers:
        return "refused.busy", {}
    office = visit.reception.rules.office
    extension = office.phone_extension
    phone = (extension.ja if visit.reader.locale == "ja" else extension.en) or office.phone
    return ("form.not_saved_phone", {"phone": phone}) if phone else ("form.not_saved", {})


async def tell_refusal(visit: Visit, error: Exception) -> None:
    """Tell the person who pressed or typed, and nobody else."""
    key, values = await refusal_of(visit, error)
    await visit.tell(key, **values)


async def form_refusal(visit: Visit, error: Exception) -> Ack:
    """Return the answer to a submitted form that was not taken: it stays open with what was typed, the sentence under an input."""
    key, values = await refusal_of(visit, error)
    places = input_blocks(visit.view)
    if not places:
        return {"response_action": "push", "view": error_view(visit.reader, key, values)}
    sentence = refusal(visit.reader, key, values).replace("*", "")  # under an input Slack shows plain text
    return {"response_action": "errors", "errors": {place_for(error, places): sentence}}


def place_for(error: Exception, places: Sequence[str]) -> str:
    """Return the input block an error stands under. A picked time's error goes to the question when the picker is not shown."""
    wanted = error.block if isinstance(error, BadAnswer) else ""
    if wanted in places:
        return wanted
    if wanted == "when_at" and "when" in places:
        return "when"
    return "summary" if isinstance(error, StoreUnavailable) and "summary" in places else places[0]


async def with_names(visit: Visit, values: Mapping[str, object]) -> dict[str, object]:
    """Return the values with people by name instead of by Slack id."""
    ids = tuple(str(value) for name, value in values.items() if name in PEOPLE and value)
    names = await visit.read(names_of, ids) if ids else {}
    return {name: names.get(value, value) if isinstance(value, str) else value for name, value in values.items()}


def names_of(uow: UnitOfWork, user_ids: tuple[str, ...]) -> dict[str, str]:
    """Return the names of the people among `user_ids` we know."""
    return {person.id: person.name for person in uow.find(Person, id=user_ids)}


async def _note(visit: Visit) -> None:
    incident_id = visit.ids.get("i", "")
    if not incident_id:
        return
    try:
        await visit.run(note_refusal, NoteRefusal(actor=visit.actor, incident_id=incident_id, action=visit.name))
    except (NotFound, StoreUnavailable) as error:
        log.warning("refusal.not_logged", error=repr(error))
