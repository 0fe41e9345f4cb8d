"""What a statement of a lane's costs says, worked out from its ledger."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.incident import Incident
from bot.domain.lane import Lane
from bot.domain.notice import NoticeItem
from bot.services.ledger_picture import LedgerOf, ledger_picture
from bot.services.notices import foreign_names
from bot.services.ports import UnitOfWork
from bot.services.rules import bitext, contract_language, contract_zone
from bot.views.ledger_picture import LedgerPicture
from bot.views.statement import Letterhead, statement_data


def data_of(uow: UnitOfWork, lane: Lane, picture: LedgerPicture, number: int) -> dict[str, object]:
    """Return what version `number` of the lane's statement says now, in the contract's language."""
    pack, office = uow.pinned(lane.pack_digest), uow.rules.office
    head = Letterhead(
        company=bitext(office.name), callback=office.callback, number=number, zone=contract_zone(pack), at=uow.now
    )
    return statement_data(picture, head, contract_language(pack))


def picture_for(uow: UnitOfWork, viewer: str, lane: Lane) -> LedgerPicture:
    """Return the lane's ledger for a person of the room."""
    return ledger_picture(uow, LedgerOf(viewer=viewer, lane_id=lane.id))


def names_of_others(
    uow: UnitOfWork, incident: Incident, lane: Lane, picture: LedgerPicture
) -> Iterator[tuple[str, str]]:
    """Yield (`#3` for a line, `%` for conditions of shares; name) of every text that would tell this client another's name."""
    ledger = picture.ledger
    texts = [
        (f"#{line.number}", f"{line.description}\n{line.evidence}\n{line.rate_source}") for line in ledger.standing
    ]
    texts += [("%", terms.conditions) for terms in ledger.terms]
    items = tuple(NoticeItem(key=number, label=number, value=said) for number, said in texts if said.strip())
    for item, name in foreign_names(uow, incident, lane, items):
        yield item.key, name
