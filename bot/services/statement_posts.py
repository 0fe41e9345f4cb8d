"""What the room is told when a statement of costs was made, or when Slack takes none of its files."""

from __future__ import annotations

from bot.domain.incident import Incident
from bot.domain.lane import Lane
from bot.domain.statement import Statement
from bot.domain.work import OutboxRow
from bot.services.names import names_of
from bot.services.picture import draw
from bot.services.ports import UnitOfWork
from bot.services.queries import office_reader
from bot.services.rules import client_name
from bot.views.pictures import Message
from bot.views.statement_posts import statement_made

ABOUT_STATEMENTS = frozenset({"statement_made", "statement_text"})
"""What a room post says: it was made; or its words alone (bot.services.documents.file_refused)."""


def statement_post(uow: UnitOfWork, incident: Incident, row: OutboxRow, what: str) -> Message:
    """Return the post about the statement that the row names."""
    statement = uow.get(Statement, str(row.params["subject"]))
    return statement_made(
        draw(uow, incident, lanes=()),
        client_name(uow.pinned(uow.get(Lane, statement.lane_id).pack_digest)),
        statement,
        office_reader(uow),
        by_name=names_of(uow)(statement.by),
        by_file=what == "statement_made",
    )
