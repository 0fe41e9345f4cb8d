"""Buttons and forms of contracts as a whole: the list, one contract, its end, what is held, what was filed before."""

from __future__ import annotations

from bot.services.contract_end import RecordEnd, record_end
from bot.services.contract_picture import (
    ContractOf,
    FormOf,
    contract_of,
    contracts_of,
    inventory_form_of,
    stock_form_of,
)
from bot.services.contract_start import TakeStock, take_stock
from bot.services.inventory import TakeInventory, take_inventory
from bot.services.matter_picture import MatterOf, matter_of
from bot.views import forms
from handlers.slack.consulting import day_in
from handlers.slack.visit import Ack, Visit

_HELD, _FILED = "held_", "filed_"


async def open_contracts(visit: Visit) -> None:
    """Show every contract."""
    await visit.show(forms.contracts_view(await visit.read(contracts_of, visit.actor), visit.reader, visit.now))


async def open_contract(visit: Visit) -> None:
    """Show one contract."""
    query = ContractOf(viewer=visit.actor, pack_id=visit.ids.get("u", ""))
    await visit.turn_to(forms.contract_view(await visit.read(contract_of, query), visit.reader, visit.now))


async def open_contract_end(visit: Visit) -> None:
    """Ask what has ended."""
    query = ContractOf(viewer=visit.actor, pack_id=visit.ids.get("u", ""))
    await visit.show(forms.contract_end_form(await visit.read(contract_of, query), visit.reader, visit.now))


async def submit_contract_end(visit: Visit) -> Ack:
    """Keep the end, and show its winding up in the form's place."""
    command = RecordEnd(
        actor=visit.actor, key=visit.key, pack_id=visit.ids["u"], event=visit.text("event"), on=day_in(visit, "on")
    )
    matter = await visit.run(record_end, command)
    seen = await visit.read(matter_of, MatterOf(viewer=visit.actor, matter_id=matter.id))
    return {"response_action": "update", "view": forms.matter_view(seen, visit.reader, visit.now)}


async def open_inventory(visit: Visit) -> None:
    """Ask what is held."""
    found = await visit.read(inventory_form_of, FormOf(viewer=visit.actor, matter_id=visit.ids.get("m", "")))
    await visit.show(forms.inventory_form(found, visit.reader))


async def submit_inventory(visit: Visit) -> Ack:
    """Open a part for everything that is held, and draw the matter under the form again."""
    held = {name.removeprefix(_HELD): visit.many(name) for name in visit.answers if name.startswith(_HELD)}
    command = TakeInventory(
        actor=visit.actor, key=visit.key, matter_id=visit.ids["m"], held=held, others=visit.text("others")
    )
    await visit.run(take_inventory, command)
    await _redrawn(visit)
    return None


async def open_stock(visit: Visit) -> None:
    """Ask what was filed before."""
    found = await visit.read(stock_form_of, FormOf(viewer=visit.actor, matter_id=visit.ids.get("m", "")))
    await visit.show(forms.stock_form(found, visit.reader))


async def submit_stock(visit: Visit) -> Ack:
    """Keep what was filed, open what was not, and draw the question under the form again."""
    names = [name for name in visit.answers if name.startswith(_FILED)]
    filed = {name.removeprefix(_FILED): day_in(visit, name) if visit.text(name) else None for name in names}
    await visit.run(take_stock, TakeStock(actor=visit.actor, key=visit.key, matter_id=visit.ids["m"], filed=filed))
    await _redrawn(visit)
    return None


async def _redrawn(visit: Visit) -> None:
    seen = await visit.read(matter_of, MatterOf(viewer=visit.actor, matter_id=visit.ids["m"]))
    await visit.redraw_below(forms.matter_view(seen, visit.reader, visit.now))
