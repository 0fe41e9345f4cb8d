"""What the press makes the files of a paper from."""

from __future__ import annotations

from bot.domain.document import Document
from bot.domain.paper import Paper
from bot.services.orders import Order
from bot.services.ports import UnitOfWork


def order_of_paper(uow: UnitOfWork, document: Document) -> Order:
    """Return what the press needs for a paper's file: its data as they were frozen."""
    paper = uow.get(Paper, document.subject_id)
    return Order(template="paper", data=paper.data, at=paper.at)
