"""Reading what a person typed about a cost: every text becomes a value, or a refusal under its own input."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from bot.domain.errors import BadAnswer
from bot.domain.incident import Incident
from bot.domain.lane import Lane
from bot.domain.ledger import CAUSES, COST_ITEMS, HOURS, PAYERS
from bot.domain.money import MINOR_DIGITS, YEN, Tax, for_hours, parse_amount, parse_hours, parse_rate, taxed
from bot.packs.schema import Pack
from bot.services.dates import happened_on
from bot.services.ports import UnitOfWork
from bot.services.rules import local_date


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedCost:
    """A cost as a person typed it, over as many screens as it took; empty texts were left out."""

    item: str = ""
    amount: str = ""
    currency: str = YEN
    tax: str = Tax.NONE.value
    payer: str = ""
    description: str = ""
    hours: str = ""
    hourly: str = ""
    rate: str = ""
    rate_source: str = ""
    rate_on: date | None = None
    tax_stated: str = ""
    incurred_on: date | None = None
    """The day it was paid; without one the cost is an estimate."""
    evidence: str = ""
    cause: str = ""
    basis: str = ""

    @property
    def is_time(self) -> bool:
        """Whether the cost is hours times a rate: no amount was typed for an item of working time."""
        return self.item in HOURS and not self.amount.strip()

    @property
    def needs_terms(self) -> bool:
        """Whether hours or an exchange rate have to be asked for, on a screen of their own."""
        return self.is_time or self.currency != YEN


TYPED = frozenset(field.name for field in fields(TypedCost))
"""Names of the inputs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstScreen:
    """What the first screen asked, for a lane's ledger."""

    lane_id: str
    typed: TypedCost


def check_first(uow: UnitOfWork, query: FirstScreen) -> None:
    """Check what the first screen asks, so that a refusal stands beside its input. Raises BadAnswer."""
    read_first(query.typed)
    incident = uow.get(Incident, uow.get(Lane, query.lane_id).incident_id)
    if query.typed.incurred_on is not None:
        happened_on(uow, incident, query.typed.incurred_on, "incurred_on")


def read_first(typed: TypedCost) -> None:
    """Check the choices and the amount. Raises BadAnswer."""
    if typed.item not in COST_ITEMS:
        raise BadAnswer("item", "refused.choose")
    if typed.currency not in MINOR_DIGITS:
        raise BadAnswer("currency", "refused.currency", currency=typed.currency)
    if typed.tax not in {tax.value for tax in Tax}:
        raise BadAnswer("tax", "refused.choose")
    if typed.payer not in PAYERS:
        raise BadAnswer("payer", "refused.choose")
    if not typed.is_time:
        parse_amount(typed.amount, typed.currency, block="amount")


def read_money(uow: UnitOfWork, typed: TypedCost) -> dict[str, Any]:
    """Return the fields of a line that make its amount (see bot.domain.ledger.MONEY), the frozen rate included. Raises BadAnswer."""
    read_first(typed)
    read: dict[str, Any] = {"currency": typed.currency, "tax": Tax(typed.tax), "minutes": None, "hourly_minor": None}
    if typed.is_time:
        read["minutes"] = parse_hours(typed.hours, block="hours")
        read["hourly_minor"] = parse_amount(typed.hourly, typed.currency, block="hourly")
        read["amount_minor"] = for_hours(read["minutes"], read["hourly_minor"])
        if read["amount_minor"] == 0:
            raise BadAnswer("hours", "refused.amount_not_positive")
    else:
        read["amount_minor"] = parse_amount(typed.amount, typed.currency, block="amount")
    read |= _read_rate(uow, typed)
    stated = typed.tax_stated.strip()
    read["tax_stated"] = _read_tax(stated, typed.currency) if stated else None
    taxed(read["amount_minor"], read["tax"], stated=read["tax_stated"])
    return read


def _read_rate(uow: UnitOfWork, typed: TypedCost) -> dict[str, Any]:
    if typed.currency == YEN:
        return {"rate": "", "rate_source": "", "rate_on": None}
    rate = parse_rate(typed.rate, block="rate")
    source = typed.rate_source.strip()
    if not source:
        raise BadAnswer("rate_source", "refused.rate_source")
    if typed.rate_on is None or typed.rate_on > local_date(uow):
        raise BadAnswer("rate_on", "refused.rate_day")
    return {"rate": rate, "rate_source": source, "rate_on": typed.rate_on}


def _read_tax(stated: str, currency: str) -> int:
    """A tax may be nothing, which an amount may not."""
    return 0 if stated.strip("0０ .．円¥￥") == "" else parse_amount(stated, currency, block="tax_stated")


def read_ground(pack: Pack, typed: TypedCost) -> dict[str, Any]:
    """Return the fields that say for what, by whom, why and on which ground a cost is borne. Raises BadAnswer: an unknown choice."""
    if typed.cause not in CAUSES:
        raise BadAnswer("cause", "refused.choose")
    if typed.basis and typed.basis not in bases_of(pack):
        raise BadAnswer("basis", "refused.choose")
    return {
        "item": typed.item,
        "payer": typed.payer,
        "description": typed.description.strip(),
        "evidence": typed.evidence.strip(),
        "cause": typed.cause,
        "basis": typed.basis,
    }


def bases_of(pack: Pack) -> tuple[str, ...]:
    """Return the pack's rules on which a cost can be borne: its cost duties, and what it says on consulting about cost."""
    duties = tuple(rule.id for rule in pack.duties if rule.type == "cost")
    return duties + tuple(rule.id for rule in pack.consultations if rule.topic == "cost" and rule.id not in duties)
