"""What screens ask for. Reading only; who may see what is decided here."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.errors import NotAllowed, NotFound
from bot.domain.incident import Incident
from bot.domain.people import Person
from bot.services.digest import turns_for
from bot.services.item_pictures import item_pictures
from bot.services.matter_picture import matters_of
from bot.services.outgoing import person_or_none
from bot.services.picture import draw
from bot.services.ports import UnitOfWork
from bot.services.register_picture import pressing_for
from bot.services.room import membership
from bot.services.rules import client_name
from bot.services.trials import contracts_to_try
from bot.views.pictures import BiText, HomePicture, IncidentPicture, Reader

REPORTED_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureOf:
    """One incident for one viewer; name it by id or by ref (INC-...)."""

    viewer: str
    incident_id: str = ""
    ref: str = ""


def picture_of(uow: UnitOfWork, query: PictureOf) -> IncidentPicture:
    """Return the incident for a person of its room.

    Raises:
        NotAllowed: the viewer is not of the room. An unknown ref answers the same, so that refs cannot be probed.
    """
    incident = find_incident(uow, query)
    if membership(uow, incident.id, query.viewer) is None:
        raise NotAllowed("refused.not_in_room", ref=incident.ref)
    return draw(uow, incident)


def progress_of(uow: UnitOfWork, query: PictureOf) -> IncidentPicture:
    """Return the incident for its reporter or a person of its room. Raises NotAllowed for anybody else."""
    incident = find_incident(uow, query)
    if incident.reporter_id != query.viewer and membership(uow, incident.id, query.viewer) is None:
        raise NotAllowed("refused.not_in_room", ref=incident.ref)
    return draw(uow, incident)


def find_incident(uow: UnitOfWork, query: PictureOf) -> Incident:
    """Return the incident by id or ref. Raises NotAllowed when there is none."""
    if query.incident_id:
        try:
            return uow.get(Incident, query.incident_id)
        except NotFound:
            raise NotAllowed("refused.not_in_room", ref="?") from None
    found = uow.find(Incident, ref=query.ref.strip().upper())
    if not found:
        raise NotAllowed("refused.not_in_room", ref=query.ref)
    return found[0]


def home_of(uow: UnitOfWork, user_id: str) -> HomePicture:
    """Return what App Home shows: the person's turns, open incidents of their rooms by urgency, and what they reported lately."""
    mine = [draw(uow, incident) for incident in uow.open_incidents(member_id=user_id)]
    shown = {picture.id for picture in mine}
    reported = [incident for incident in uow.open_incidents(reporter_id=user_id) if incident.id not in shown]
    turns = turns_for(uow, user_id)
    return HomePicture(
        mine=tuple(sorted(mine, key=_urgency)),
        now=item_pictures(uow, turns.mine),
        waiting=item_pictures(uow, turns.waiting),
        coming=item_pictures(uow, turns.coming),
        reported=tuple(draw(uow, incident) for incident in reported[-REPORTED_SHOWN:]),
        matters=tuple(matters_of(uow, user_id)),
        register=pressing_for(uow, user_id),
        may_try=bool(contracts_to_try(uow, user_id)),
    )


def _urgency(picture: IncidentPicture) -> tuple[int, str]:
    running = [lane for lane in picture.lanes if lane.reached_at is None and lane.stood_down_at is None]
    due = [instant for lane in running if (instant := lane.due_at or lane.target_at)]
    return (0, min(due).isoformat()) if due else (1, picture.reported_at.isoformat())


@dataclass(frozen=True, slots=True)
class Offered:
    """Ask which contracts the form offers to a Slack team."""

    team_id: str


def contracts_offered(uow: UnitOfWork, _query: Offered) -> tuple[tuple[str, BiText], ...]:
    """Return (pack id, client's name) of every pack in force."""
    return tuple((pack.id, client_name(pack)) for pack in uow.rules.packs.values())


def reader_of(uow: UnitOfWork, user_id: str) -> Reader:
    """Return how a person reads; a member nobody has asked Slack about reads like the office."""
    known: Person | None = person_or_none(uow, user_id)
    office = uow.rules.office
    if known is None:
        return Reader(user_id=user_id, locale=office.language, tz=office.timezone)
    return Reader(user_id=user_id, locale=known.locale, tz=known.tz)


def office_reader(uow: UnitOfWork) -> Reader:
    """Return the reader that stands for a channel: the office's language and zone."""
    office = uow.rules.office
    return Reader(user_id="", locale=office.language, tz=office.timezone)
