"""Buttons and forms of the cost ledger: its sums and its lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.domain.errors import BadAnswer
from bot.services.cost_reading import TYPED, FirstScreen, TypedCost, check_first, read_money
from bot.services.costs import (
    AddCost,
    ApproveCosts,
    CorrectCost,
    RecordActual,
    StrikeCost,
    add_cost,
    approve_costs,
    correct_cost,
    record_actual,
    strike_cost,
)
from bot.services.ledger_picture import LedgerOf, LineOf, ledger_picture, line_picture
from bot.services.statements import MakeStatement, make_statement
from bot.views import forms
from bot.views.forms.costs import day_of, typed_of
from bot.views.ledger import costs_view
from bot.views.ledger_picture import LedgerPicture, LinePicture
from handlers.slack.consulting import day_in
from handlers.slack.visit import Ack, Visit


async def open_costs(visit: Visit) -> None:
    """Show a lane's ledger."""
    await visit.show(costs_view(await ledger_seen(visit), visit.reader))


async def turn_costs(visit: Visit) -> None:
    """Show another page of the ledger's lines."""
    page = visit.ids.get("n", "1")
    picture = await ledger_seen(visit)
    await visit.redraw(costs_view(picture, visit.reader, page=int(page) if page.isdecimal() else 1))


async def open_cost(visit: Visit) -> None:
    """Ask for a cost."""
    await visit.show(forms.cost_form(await ledger_seen(visit), visit.reader, typed={}))


async def open_cost_edit(visit: Visit) -> None:
    """Ask how a line should be."""
    picture = await line_seen(visit)
    target = f"{picture.line.line_id}:{picture.line.version}"
    typed = typed_of(picture.line)
    await visit.show(forms.cost_form(picture.ledger, visit.reader, typed=typed, target=target))


async def open_cost_actual(visit: Visit) -> None:
    """Ask what a line came to."""
    await visit.show(forms.cost_actual_form(await line_seen(visit), visit.reader))


async def open_cost_strike(visit: Visit) -> None:
    """Ask why a line does not count."""
    await visit.show(forms.cost_strike_form(await line_seen(visit), visit.reader))


async def open_cost_history(visit: Visit) -> None:
    """Show a line's versions."""
    await visit.show(forms.cost_history_view(await line_seen(visit), visit.reader))


async def open_cost_approve(visit: Visit) -> None:
    """Ask which estimates are approved."""
    await visit.show(forms.cost_approve_form(await ledger_seen(visit), visit.reader))


async def open_statement(visit: Visit) -> None:
    """Say what making a statement does."""
    await visit.show(forms.statement_form(await ledger_seen(visit), visit.reader))


async def submit_statement(visit: Visit) -> Ack:
    """Make the statement."""
    command = MakeStatement(actor=visit.actor, key=visit.key, lane_id=visit.ids["l"])
    await visit.run(make_statement, command)
    return await ledger_redrawn(visit)


async def submit_cost(visit: Visit) -> Ack:
    """Check the first screen and go on to hours and rate, or to the last one."""
    typed = typed_so_far(visit)
    await visit.read(check_first, FirstScreen(lane_id=visit.ids["l"], typed=typed_cost(typed)))
    if not typed_cost(typed).needs_terms:
        return await _last_screen(visit, typed)
    view = forms.cost_terms_form(
        await ledger_seen(visit),
        visit.reader,
        typed=typed,
        target=visit.ids.get("o", ""),
        hours=typed_cost(typed).is_time,
    )
    return {"response_action": "update", "view": view}


async def submit_cost_terms(visit: Visit) -> Ack:
    """Check hours and rate and go on to the last screen."""
    typed = typed_so_far(visit)
    await visit.read(read_money, typed_cost(typed))
    return await _last_screen(visit, typed)


async def submit_cost_ground(visit: Visit) -> Ack:
    """Keep the cost, or its correction."""
    typed = typed_cost(typed_so_far(visit))
    if "o" in visit.ids:
        line_id, version = _target(visit)
        await visit.run(
            correct_cost,
            CorrectCost(
                actor=visit.actor,
                key=visit.key,
                line_id=line_id,
                version=version,
                typed=typed,
                reason=visit.text("reason"),
            ),
        )
    else:
        await visit.run(add_cost, AddCost(actor=visit.actor, key=visit.key, lane_id=visit.ids["l"], typed=typed))
    return await ledger_redrawn(visit)


async def submit_cost_actual(visit: Visit) -> Ack:
    """Keep what a line came to. The day of payment is the day of its rate."""
    line_id, version = _target(visit)
    command = RecordActual(
        actor=visit.actor,
        key=visit.key,
        line_id=line_id,
        version=version,
        amount=visit.text("amount"),
        tax_stated=visit.text("tax_stated"),
        rate=visit.text("rate"),
        rate_source=visit.text("rate_source"),
        rate_on=day_in(visit, "incurred_on") if visit.text("rate") else None,
        incurred_on=day_in(visit, "incurred_on"),
        evidence=visit.text("evidence"),
        payer=visit.text("payer"),
    )
    await visit.run(record_actual, command)
    return await ledger_redrawn(visit)


async def submit_cost_approve(visit: Visit) -> Ack:
    """Keep the approval."""
    lines = tuple(_split(chosen) for chosen in visit.many("lines"))
    command = ApproveCosts(
        actor=visit.actor, key=visit.key, lane_id=visit.ids["l"], lines=lines, note=visit.text("note")
    )
    await visit.run(approve_costs, command)
    return await ledger_redrawn(visit)


async def submit_cost_strike(visit: Visit) -> Ack:
    """Strike the line out."""
    line_id, version = _target(visit)
    command = StrikeCost(
        actor=visit.actor, key=visit.key, line_id=line_id, version=version, reason=visit.text("reason")
    )
    await visit.run(strike_cost, command)
    return await ledger_redrawn(visit)


async def ledger_seen(visit: Visit) -> LedgerPicture:
    """Return the ledger of the lane that is meant (a menu names it alone). Raises NotAllowed and NotFound."""
    lane_id = visit.ids.get("l") or visit.ids.get("?", "")
    return await visit.read(ledger_picture, LedgerOf(viewer=visit.actor, lane_id=lane_id))


async def line_seen(visit: Visit) -> LinePicture:
    """Return the line that is meant. Raises NotAllowed and NotFound."""
    line_id, _ = _split(visit.ids.get("o") or visit.ids.get("?", ""))
    return await visit.read(line_picture, LineOf(viewer=visit.actor, line_id=line_id))


def typed_so_far(visit: Visit) -> dict[str, str]:
    """Return what was typed about a cost: on the screens before, and on this one, where an emptied input is empty."""
    before = visit.meta.get("t")
    kept = {str(name): str(value) for name, value in before.items()} if isinstance(before, Mapping) else {}
    here = {name: visit.text(name) for name in visit.answers}
    return {name: value for name, value in {**kept, **here}.items() if name in TYPED}


def typed_cost(typed: Mapping[str, str]) -> TypedCost:
    """Return it as services take it. Raises BadAnswer for a day that is none."""
    values: dict[str, Any] = {name: value for name, value in typed.items() if value}
    for name in ("rate_on", "incurred_on"):
        try:
            values[name] = day_of(values.get(name))
        except ValueError:
            raise BadAnswer(name, "refused.choose") from None
    return TypedCost(**values)


async def ledger_redrawn(visit: Visit) -> Ack:
    """Close the form and bring the ledger under it up to date, if it was opened from there."""
    if visit.view.get("previous_view_id"):
        await visit.redraw_below(costs_view(await ledger_seen(visit), visit.reader))
    return None


async def _last_screen(visit: Visit, typed: Mapping[str, str]) -> Ack:
    target = visit.ids.get("o", "")
    picture = await ledger_seen(visit)
    if target:
        typed = {**typed_of((await line_seen(visit)).line), **typed}
    view = forms.cost_ground_form(picture, visit.reader, typed=typed, target=target)
    return {"response_action": "update", "view": view}


def _target(visit: Visit) -> tuple[str, int]:
    return _split(visit.ids["o"])


def _split(target: str) -> tuple[str, int]:
    line_id, _, version = target.partition(":")
    return line_id, int(version) if version.isdecimal() else 0
