"""Making a statement of a lane's costs: one transaction freezes what it says; its files are made after it, from that alone."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.document import DocumentFormat
from bot.domain.errors import NotPossibleNow
from bot.domain.ids import new_id
from bot.domain.statement import Statement, digest_of
from bot.services.documents import Wanted, ask_document
from bot.services.outgoing import post_to_room
from bot.services.ports import UnitOfWork
from bot.services.room import check_decides, enter_lane, taken_before
from bot.services.rules import contract_language
from bot.services.statement_data import data_of, names_of_others, picture_for
from bot.views.texts import text

FORMATS = (DocumentFormat.PDF, DocumentFormat.EXCEL, DocumentFormat.CSV)


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeStatement:
    """Make the next version of a lane's statement from its ledger as it stands."""

    actor: str
    key: str
    lane_id: str


def make_statement(uow: UnitOfWork, command: MakeStatement) -> None:
    """Freeze the next version of the statement and have its files made and put into the room; nothing goes to the client from here.

    Raises:
        NotPossibleNow: no cost is on record, or a line names another client.
    """
    incident, lane = enter_lane(uow, command.actor, command.lane_id)
    check_decides(uow, incident, command.actor)
    if taken_before(uow, command.key):
        return
    picture = picture_for(uow, command.actor, lane)
    if not picture.ledger.standing:
        raise NotPossibleNow("refused.statement_empty")
    for place, name in names_of_others(uow, incident, lane, picture):
        raise NotPossibleNow("refused.statement_names", place=place, name=name)
    number = uow.next_number(f"statement:{lane.id}")
    data = data_of(uow, lane, picture, number)
    locale = contract_language(uow.pinned(lane.pack_digest))
    statement = Statement(
        id=new_id(uow.now),
        incident_id=incident.id,
        lane_id=lane.id,
        number=number,
        language=locale,
        data=data,
        data_sha256=digest_of(data),
        by=command.actor,
        at=uow.now,
    )
    uow.add(statement)
    new: dict[str, object] = {
        "number": number,
        "sha256": statement.data_sha256,
        "total": picture.overview.total.total,
    }
    uow.log(incident.id, command.actor, "statement.made", subject=statement.id, new=new)
    post_to_room(
        uow,
        incident,
        "statement_made",
        key=f"statement:{statement.id}",
        lane_id=lane.id,
        params={"subject": statement.id, "by": command.actor},
    )
    stem = text(locale, "statement.file", ref=incident.ref, n=number)
    for kind in FORMATS:
        ask_document(
            uow,
            incident,
            Wanted(lane_id=lane.id, subject="statement", subject_id=statement.id, format=kind, stem=stem),
        )
