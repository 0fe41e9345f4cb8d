"""Finding what a button or a form is about, as the picture its screen is drawn from."""

from __future__ import annotations

from typing import Any

from bot.domain.action import Action
from bot.domain.consultation import Consultation
from bot.domain.duty import Duty
from bot.domain.errors import NotAllowed, NotFound, StoreUnavailable
from bot.domain.incident import Incident
from bot.domain.lane import Lane
from bot.domain.statutory import StatutoryDuty
from bot.services.following_picture import draw_action
from bot.services.names import names_of
from bot.services.ports import UnitOfWork
from bot.services.queries import Offered, PictureOf, contracts_offered, picture_of, progress_of
from bot.views.action_picture import ActionPicture
from bot.views.forms import lanes_view, progress_view
from bot.views.pictures import BiText, ConsultationPicture, DutyPicture, IncidentPicture, LanePicture
from handlers.slack.visit import Visit


async def incident_of(visit: Visit) -> IncidentPicture:
    """Return the incident as this person may see it. Raises NotAllowed and NotFound."""
    await settle(visit)
    return await visit.read(picture_of, PictureOf(incident_id=visit.ids["i"], viewer=visit.actor))


async def progress_seen(visit: Visit) -> IncidentPicture:
    """Return the incident for its reporter or one of the room. Raises NotAllowed and NotFound."""
    await settle(visit)
    return await visit.read(progress_of, PictureOf(incident_id=visit.ids["i"], viewer=visit.actor))


async def lanes_or_progress(visit: Visit) -> dict[str, Any]:
    """Return the view of the incident for one of its room, or that for its reporter. Raises NotAllowed and NotFound."""
    incident = await progress_seen(visit)
    try:
        return lanes_view(await incident_of(visit), visit.reader, visit.now)
    except NotAllowed:
        return progress_view(incident, visit.reader, visit.now)


async def lane_of(visit: Visit) -> tuple[IncidentPicture, LanePicture]:
    """Return the incident and the lane that is meant; without a lane id the first one that still runs."""
    incident = await incident_of(visit)
    wanted = visit.ids.get("l", "")
    lanes = [lane for lane in incident.lanes if wanted in {"", lane.id}]
    if not lanes:
        raise NotFound(wanted)
    running = [lane for lane in lanes if lane.reached_at is None and lane.stood_down_at is None]
    return incident, (running or lanes)[0]


async def duty_of(visit: Visit) -> tuple[IncidentPicture, DutyPicture]:
    """Return the incident and the duty that is meant. Raises NotFound."""
    incident = await incident_of(visit)
    for lane in incident.lanes:
        for duty in lane.duties:
            if duty.id == visit.ids.get("d"):
                return incident, duty
    raise NotFound(visit.ids.get("d", ""))


async def consultation_of(visit: Visit) -> tuple[IncidentPicture, LanePicture, ConsultationPicture]:
    """Return the incident, the lane and the consultation that is meant. Raises NotFound."""
    incident = await incident_of(visit)
    for lane in incident.lanes:
        for consultation in lane.consultations:
            if consultation.id == visit.ids.get("c"):
                return incident, lane, consultation
    raise NotFound(visit.ids.get("c", ""))


async def action_of(visit: Visit) -> tuple[IncidentPicture, ActionPicture]:
    """Return the incident and the action that is meant. Raises NotFound."""
    incident = await incident_of(visit)
    return incident, await visit.read(action_seen, visit.ids.get("x", ""))


def action_seen(uow: UnitOfWork, action_id: str) -> ActionPicture:
    """Return one action. Raises NotFound."""
    return draw_action(uow.get(Action, action_id), names_of(uow))


async def offered(visit: Visit) -> tuple[tuple[str, BiText], ...]:
    """Return the contracts a report may name; none while the store is away, for the form has to open all the same."""
    try:
        return await visit.read(contracts_offered, Offered(visit.reception.identity.team_id))
    except StoreUnavailable:
        return ()


async def settle(visit: Visit) -> None:
    """Fill in the ids that follow from the ones that were given (a menu names one thing only). Raises NotFound."""
    chosen = visit.ids.pop("?", "")
    if chosen:
        visit.ids = {**visit.ids, **await visit.read(located, (chosen,))}
    elif "i" not in visit.ids:
        visit.ids = {**visit.ids, **await visit.read(located, tuple(visit.ids.values()))}


def located(uow: UnitOfWork, found: tuple[str, ...]) -> dict[str, str]:
    """Return what an id names, with the incident it belongs to. Raises NotFound."""
    for lane in uow.find(Lane, id=found):
        return {"l": lane.id, "i": lane.incident_id}
    for incident in uow.find(Incident, id=found):
        return {"i": incident.id}
    for consultation in uow.find(Consultation, id=found):
        return {"c": consultation.id, "l": consultation.lane_id, "i": consultation.incident_id}
    for action in uow.find(Action, id=found):
        return {"x": action.id, "l": action.lane_id, "i": action.incident_id}
    for duty in uow.find(Duty, id=found):
        return {"d": duty.id, "l": duty.lane_id, "i": duty.incident_id}
    for statutory in uow.find(StatutoryDuty, id=found):
        return {"u": statutory.id, "i": statutory.incident_id}
    raise NotFound(", ".join(found))
