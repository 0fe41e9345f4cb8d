"""Items as the views take them: with names, clients and details in words."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.lane import Lane
from bot.services.items import Item
from bot.services.names import names_of
from bot.services.ports import UnitOfWork
from bot.services.rules import client_name
from bot.views.items import items_owed
from bot.views.pictures import BiText, DigestItem


def item_pictures(uow: UnitOfWork, items: Iterable[Item]) -> tuple[DigestItem, ...]:
    """Return the items as pictures, in the same order."""
    listed = list(items)
    lanes = {lane.id: lane for lane in uow.find(Lane, id=tuple({item.lane_id for item in listed if item.lane_id}))}
    name = names_of(uow)
    found = []
    for item in listed:
        lane = lanes.get(item.lane_id)
        found.append(
            DigestItem(
                kind=item.kind,  # type: ignore[arg-type]  # the services and the views share the list of kinds
                incident_id=item.incident.id,
                ref=item.incident.ref,
                lane_id=item.lane_id,
                consultation_id=item.consultation.id if item.consultation else "",
                client=client_name(uow.pinned(lane.pack_digest)) if lane else None,
                due_at=item.due_at,
                soft=item.soft,
                on=item.on,
                owner_name=name(item.owner_id),
                subject=item.subject,
                detail=_detail(item),
                drill=item.incident.drill,
            )
        )
    return tuple(found)


def _detail(item: Item) -> BiText:
    if item.kind == "items_owed":
        return items_owed(item.count)
    words = item.detail
    if item.consultation is not None:
        words = item.consultation.topic
    elif item.approval is not None:
        words = item.approval.reason
    return BiText(words, words)
