"""Trying a contract from App Home: one modal that turns between the question and what would happen. Nothing is written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.domain.errors import NotAllowed
from bot.services.trials import MOMENTS, OWN, SITUATIONS, TryContract, contracts_to_try, try_contract
from bot.views import forms
from handlers.slack.reporting import for_service
from handlers.slack.visit import Ack, Visit

CHOICES = (*SITUATIONS, OWN)


async def open_trial(visit: Visit) -> None:
    """Ask what is to be tried."""
    await visit.show(await _form(visit, {}))


async def redraw_trial(visit: Visit) -> None:
    """Show the report's questions, or the time picker, once they are asked for."""
    known = _as_instants(dict(visit.answers))
    if known.get("moment") == "pick" and not known.get("moment_at"):
        known["moment_at"] = visit.now.replace(second=0, microsecond=0) + timedelta(hours=1)
    try:
        await visit.redraw(await _form(visit, known))
    except SlackApiError as error:
        if error.response.get("error") not in {"hash_conflict", "not_found"}:
            raise  # otherwise the form was drawn again, or closed, in the meantime


async def submit_trial(visit: Visit) -> Ack:
    """Show what would happen in the form's place."""
    query = TryContract(
        viewer=visit.actor,
        pack_id=visit.text("contract"),
        situation=visit.text("situation"),
        answers=for_service(visit),
        moment=visit.text("moment"),
        picked=visit.instant("moment_at"),
    )
    trial = await visit.read(try_contract, query)
    return {"response_action": "update", "view": forms.trial_view(trial, visit.reader, visit.answers)}


async def turn_back(visit: Visit) -> None:
    """Show the question again, as it was answered."""
    asked = visit.meta.get("t")
    known = _as_instants(dict(asked)) if isinstance(asked, dict) else {}
    await visit.redraw(await _form(visit, known))


async def _form(visit: Visit, known: dict[str, Any]) -> dict[str, Any]:
    contracts = await visit.read(contracts_to_try, visit.actor)
    if not contracts:
        raise NotAllowed("refused.no_role_to_try")
    return forms.trial_form(contracts, CHOICES, MOMENTS, visit.reader, own=OWN, known=known)


def _as_instants(known: dict[str, Any]) -> dict[str, Any]:
    picked = known.get("moment_at")
    return {**known, "moment_at": datetime.fromtimestamp(picked, UTC) if isinstance(picked, int) else None}
