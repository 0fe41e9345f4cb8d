"""The cost ledger of a consultation: lines are added, never rewritten."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.bearing import parse_share
from bot.domain.errors import BadAnswer
from bot.domain.ids import new_id
from bot.domain.ledger import COST_ITEMS, CostLine
from bot.domain.money import parse_amount
from bot.services.consulting import enter_consultation, keep_consultation
from bot.services.ports import UnitOfWork
from bot.services.room import taken_before

PAYERS = ("us", "client", "third_party")


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCost:
    """One cost as typed: `amount` and `share` are texts a person wrote (share is our part in percent, may be empty)."""

    actor: str
    key: str
    consultation_id: str
    item: str
    amount: str
    currency: str
    payer: str
    share: str = ""
    description: str = ""


def add_cost(uow: UnitOfWork, command: AddCost) -> None:
    """Add a cost line. Raises BadAnswer naming the input that cannot be read."""
    incident, consultation = enter_consultation(uow, command.actor, command.consultation_id)
    if taken_before(uow, command.key):
        return
    if command.item not in COST_ITEMS:
        raise BadAnswer("item", "refused.choose")
    if command.payer not in PAYERS:
        raise BadAnswer("payer", "refused.choose")
    line = CostLine(
        id=new_id(uow.now),
        incident_id=incident.id,
        lane_id=consultation.lane_id,
        consultation_id=consultation.id,
        item=command.item,
        description=command.description.strip(),
        amount_minor=parse_amount(command.amount, command.currency, block="amount"),
        currency=command.currency,
        payer=command.payer,
        our_share_bp=parse_share(command.share, block="share") if command.share.strip() else None,
        by=command.actor,
        at=uow.now,
    )
    uow.add(line)
    new: dict[str, object] = {
        "cost": line.id,
        "item": line.item,
        "amount_minor": line.amount_minor,
        "payer": line.payer,
    }
    keep_consultation(uow, incident, consultation, consultation, command.actor, logged=new)
