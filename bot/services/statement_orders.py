"""What the press makes the files of a statement from."""

from __future__ import annotations

from bot.domain.document import Document
from bot.domain.statement import Statement
from bot.services.orders import Order
from bot.services.ports import UnitOfWork


def order_of_statement(uow: UnitOfWork, document: Document) -> Order:
    """Return what the press needs for a statement's file: its data as they were frozen."""
    statement = uow.get(Statement, document.subject_id)
    return Order(template="statement", data=statement.data, at=statement.at)
