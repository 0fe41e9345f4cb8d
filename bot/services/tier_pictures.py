"""Whom to ring at the subcontractors, when an incident's answers say that one of them is behind it."""

from __future__ import annotations

from bot.domain.incident import Incident
from bot.domain.lane import Lane
from bot.services.ports import UnitOfWork
from bot.services.registered import tiers_of
from bot.views.pictures import TierPicture


def tiers_behind(uow: UnitOfWork, incident: Incident, lane: Lane) -> tuple[TierPicture, ...]:
    """Return the subcontractors of the lane's contract, none when nobody answered that it happened at, or came from, one of them."""
    where = incident.facts.get("where")
    at_theirs = isinstance(where, list | tuple) and "subcontractor_site" in where
    if not at_theirs and incident.facts.get("caused_by") != "subcontractor":
        return ()
    return tuple(
        TierPicture(
            name=tier.entry.answers["name"],
            depth=tier.depth,
            night_phone=tier.entry.answers.get("night_phone", ""),
            inner_minutes=tier.inner_minutes,
        )
        for tier in tiers_of(uow, lane.pack_id)
    )
