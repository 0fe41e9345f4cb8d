"""Buttons and forms of papers: what is handed to a client about a matter."""

from __future__ import annotations

from bot.domain.paper import PLACES
from bot.services.matter_picture import MatterOf, matter_of
from bot.services.papers import MakePaper, PaperOf, make_paper, paper_form_of
from bot.views import forms
from handlers.slack.visit import Ack, Visit


async def open_paper(visit: Visit) -> None:
    """Ask what stands on the paper, with what is known filled in."""
    form = await visit.read(paper_form_of, PaperOf(viewer=visit.actor, matter_id=visit.ids.get("m", "")))
    await visit.show(forms.paper_form(form, visit.reader))


async def submit_paper(visit: Visit) -> Ack:
    """Make the paper, and draw the matter under the form again."""
    names = {place.name for places in PLACES.values() for place in places}
    values = {name: visit.text(f"place_{name}") for name in names}
    seen = int(visit.ids["v"]) if visit.ids.get("v", "").isdecimal() else None
    command = MakePaper(actor=visit.actor, key=visit.key, matter_id=visit.ids["m"], values=values, seen=seen)
    await visit.run(make_paper, command)
    drawn = await visit.read(matter_of, MatterOf(viewer=visit.actor, matter_id=command.matter_id))
    await visit.redraw_below(forms.matter_view(drawn, visit.reader, visit.now))
    return None
