"""Finding what comes after the notices: one lane's talks, instructions, surveys and gates, as their screens are drawn from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from bot.domain.errors import NotFound
from bot.domain.lane import Lane
from bot.services.following_picture import draw_after
from bot.services.names import names_of
from bot.services.ports import UnitOfWork
from bot.views.following_pictures import (
    AfterPicture,
    EmergencyPicture,
    FindingPicture,
    GatePicture,
    InstructionPicture,
    JointPicture,
    SurveyPicture,
)
from bot.views.pictures import IncidentPicture, LanePicture
from handlers.slack.looking import lane_of
from handlers.slack.visit import Visit


@dataclass(frozen=True, slots=True)
class Found:
    """One lane with what comes after its notices."""

    incident: IncidentPicture
    lane: LanePicture
    after: AfterPicture

    def instruction(self, visit: Visit) -> InstructionPicture:
        """Return the instruction that is meant. Raises NotFound."""
        return _by_id(self.after.instructions, visit.ids.get("q", ""))

    def survey(self, visit: Visit) -> SurveyPicture:
        """Return the survey that is meant. Raises NotFound."""
        return _by_id(self.after.surveys, visit.ids.get("s", ""))

    def finding(self, visit: Visit) -> FindingPicture:
        """Return the finding that is meant. Raises NotFound."""
        return _by_id(self.survey(visit).findings, visit.ids.get("f", ""))

    def joint(self, visit: Visit) -> JointPicture:
        """Return the item of joint work that is meant. Raises NotFound."""
        wanted = visit.ids.get("j", "")
        for one in self.after.joint:
            if f"{one.duty_id}:{one.item}" == wanted:
                return one
        raise NotFound(wanted)

    def gate(self, visit: Visit) -> GatePicture:
        """Return the gate that is meant. Raises NotFound."""
        for gate in self.after.gates:
            if gate.kind == visit.ids.get("g"):
                return gate
        raise NotFound(visit.ids.get("g", ""))

    def emergency(self, visit: Visit) -> EmergencyPicture:
        """Return the emergency record that is meant. Raises NotFound."""
        return _by_id([one for gate in self.after.gates for one in gate.emergencies], visit.ids.get("e", ""))


async def after_of(visit: Visit) -> Found:
    """Return the lane that is meant with what comes after. Raises NotAllowed and NotFound."""
    incident, lane = await lane_of(visit)
    return Found(incident, lane, await visit.read(after_seen, lane.id))


def after_seen(uow: UnitOfWork, lane_id: str) -> AfterPicture:
    """Return what comes after the notices of one lane. Raises NotFound."""
    lane = uow.get(Lane, lane_id)
    return draw_after(uow, uow.pinned(lane.pack_digest), lane.id, names_of(uow))


class _Named(Protocol):
    @property
    def id(self) -> str: ...


Named = TypeVar("Named", bound=_Named)


def _by_id(records: Iterable[Named], identifier: str) -> Named:
    for one in records:
        if one.id == identifier:
            return one
    raise NotFound(identifier)
