"""Buttons of what a contract says as a whole: its page, and confirming how its doubts are read."""

from __future__ import annotations

from bot.services.terms import ConfirmReadings, TermsOf, confirm_readings, terms_of
from bot.views import forms
from handlers.slack.visit import Visit


async def open_terms(visit: Visit) -> None:
    """Show what the contract says."""
    await visit.show(await _view(visit))


async def confirm(visit: Visit) -> None:
    """Keep that the doubts were read, and draw the page again."""
    command = ConfirmReadings(
        actor=visit.actor, key=visit.key, pack_id=visit.ids.get("u", ""), doubts_digest=visit.ids.get("h", "")
    )
    await visit.run(confirm_readings, command)
    await visit.redraw(await _view(visit))


async def _view(visit: Visit) -> dict[str, object]:
    terms = await visit.read(terms_of, TermsOf(viewer=visit.actor, pack_id=visit.ids.get("u", "")))
    return forms.terms_view(terms, visit.reader, visit.now)
