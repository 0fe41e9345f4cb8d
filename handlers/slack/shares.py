"""Buttons and forms of the shares of a lane's costs in the talks with its client."""

from __future__ import annotations

from bot.services.shares import (
    AgreeShares,
    CounterShares,
    LimitShare,
    ProposeShares,
    TypedShares,
    agree_shares,
    counter_shares,
    limit_share,
    propose_shares,
)
from bot.views import forms
from bot.views.forms.shares import WHOLE_OPTION
from handlers.slack.consulting import day_in
from handlers.slack.costs import ledger_redrawn, ledger_seen
from handlers.slack.visit import Ack, Visit


async def open_share_propose(visit: Visit) -> None:
    """Ask for the shares we propose."""
    await visit.show(forms.share_propose_form(await ledger_seen(visit), visit.reader))


async def open_share_counter(visit: Visit) -> None:
    """Ask for the shares the client wants."""
    await visit.show(forms.share_counter_form(await ledger_seen(visit), visit.reader))


async def open_share_agree(visit: Visit) -> None:
    """Ask for the shares both agreed on."""
    await visit.show(forms.share_agree_form(await ledger_seen(visit), visit.reader))


async def open_share_limit(visit: Visit) -> None:
    """Ask for the most that we bear."""
    await visit.show(forms.share_limit_form(await ledger_seen(visit), visit.reader))


async def submit_share_propose(visit: Visit) -> Ack:
    """Keep the shares we propose."""
    command = ProposeShares(
        actor=visit.actor,
        key=visit.key,
        consultation_id=visit.ids["c"],
        typed=_shares(visit),
        reason=visit.text("reason"),
        next_date=day_in(visit, "next_date"),
    )
    await visit.run(propose_shares, command)
    return await ledger_redrawn(visit)


async def submit_share_counter(visit: Visit) -> Ack:
    """Keep the shares the client wants."""
    command = CounterShares(
        actor=visit.actor,
        key=visit.key,
        consultation_id=visit.ids["c"],
        typed=_shares(visit),
        held_on=day_in(visit, "held_on"),
        who=visit.text("who"),
    )
    await visit.run(counter_shares, command)
    return await ledger_redrawn(visit)


async def submit_share_agree(visit: Visit) -> Ack:
    """Keep the shares both agreed on."""
    command = AgreeShares(
        actor=visit.actor,
        key=visit.key,
        consultation_id=visit.ids["c"],
        typed=_shares(visit),
        held_on=day_in(visit, "held_on"),
        who=visit.text("who"),
        conditions=visit.text("conditions"),
    )
    await visit.run(agree_shares, command)
    return await ledger_redrawn(visit)


async def submit_share_limit(visit: Visit) -> Ack:
    """Keep the limit of what we bear."""
    command = LimitShare(
        actor=visit.actor,
        key=visit.key,
        consultation_id=visit.ids["c"],
        cap=visit.text("cap"),
        per=visit.text("per"),
        used=visit.text("used"),
        reason=visit.text("reason"),
    )
    await visit.run(limit_share, command)
    return await ledger_redrawn(visit)


def _shares(visit: Visit) -> TypedShares:
    item = visit.text("item")
    return TypedShares(
        item="" if item == WHOLE_OPTION else item,
        us=visit.text("us"),
        client=visit.text("client"),
        third_party=visit.text("third_party"),
    )
