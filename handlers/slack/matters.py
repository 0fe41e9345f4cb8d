"""Buttons and forms of matters: the doors beside the report, one matter, its steps."""

from __future__ import annotations

from slack_sdk.errors import SlackApiError

from bot.domain.errors import NotPossibleNow
from bot.domain.matter import MatterKind
from bot.services.matter_picture import AskContract, MatterOf, contract_says, matter_of, matters_of
from bot.services.matters import OpenMatter, TakeStep, open_matter, take_step
from bot.services.upcoming import coming_of
from bot.views import forms
from bot.views.matter_pictures import MatterPicture, StepPicture
from bot.views.recurring import not_kept
from handlers.slack import contracts
from handlers.slack.consulting import day_in
from handlers.slack.looking import offered
from handlers.slack.reporting import open_report
from handlers.slack.visit import Ack, Visit

OWN_FORMS = {"inventory": contracts.open_inventory, "take_stock": contracts.open_stock}
"""Steps that ask for more than the table of steps knows, by name."""


async def open_asked(visit: Visit) -> None:
    """Open the door for what a client asked."""
    await _open_door(visit, MatterKind.REQUEST)


async def open_may(visit: Visit) -> None:
    """Open the door for what somebody wants to do."""
    await _open_door(visit, MatterKind.CONSENT)


async def open_changed(visit: Visit) -> None:
    """Open the door for what has changed."""
    await _open_door(visit, MatterKind.FILING)


async def redraw_door(visit: Visit) -> None:
    """Show what the contract says, now that contract and topic may be chosen."""
    kind = MatterKind(visit.ids["w"])
    chosen = (visit.text("contract"), visit.text("topic"))
    answer = await visit.read(contract_says, AskContract(pack_id=chosen[0], kind=kind, topic=chosen[1]))
    contracts = await offered(visit)
    view = forms.door_form(kind, contracts, visit.reader, visit.now, answer=answer, chosen=chosen)
    try:
        await visit.redraw(view)
    except SlackApiError as error:
        if error.response.get("error") not in {"hash_conflict", "not_found"}:
            raise  # otherwise the form was drawn again, or closed, in the meantime


async def submit_door(visit: Visit) -> Ack:
    """Keep the matter and show it in the form's place, so that the next step is one tap away."""
    command = OpenMatter(
        actor=visit.actor,
        key=visit.key,
        kind=MatterKind(visit.ids["w"]),
        topic=visit.text("topic"),
        pack_id=visit.text("contract"),
        words=visit.text("words"),
        began_on=day_in(visit, "began_on"),
        due_on=day_in(visit, "due_on"),
        owner=visit.text("owner"),
    )
    if command.owner:
        await visit.reception.reader(command.owner)
    matter = await visit.run(open_matter, command)
    seen = await visit.read(matter_of, MatterOf(viewer=visit.actor, matter_id=matter.id))
    return {"response_action": "update", "view": forms.matter_view(seen, visit.reader, visit.now)}


async def open_matter_view(visit: Visit) -> None:
    """Show one matter; a part in the place of its whole, and the other way round, as one turns a page."""
    await visit.turn_to(forms.matter_view(await _matter(visit), visit.reader, visit.now))


async def open_matters(visit: Visit) -> None:
    """Show every open matter this person may see, and what comes back next."""
    matters, coming = await visit.read(matters_of, visit.actor), await visit.read(coming_of, visit.actor)
    await visit.show(forms.matters_view(matters, visit.reader, visit.now, coming=coming))


async def open_breach(visit: Visit) -> None:
    """Open the report with what is known: it was done without leave, or what was out is lost."""
    matter = await _matter(visit)
    known: dict[str, object] = {"contracts": [matter.pack_id], "summary": matter.words}
    known |= {"what": ["loss_theft"], "where": ["carried_device"]} if matter.is_out else {"what": ["clause_breach"]}
    await open_report(visit, initial=known, matter_id=matter.id)


async def open_happened(visit: Visit) -> None:
    """Open the report of something that comes back and was not kept, with the contract and what it says."""
    matter = await _matter(visit)
    await open_report(visit, initial=not_kept(matter, visit.reader.locale), matter_id=matter.id)


async def report_from_door(visit: Visit) -> None:
    """Open the report of somebody who has done it already, with what the door was told so far."""
    contract = visit.text("contract")
    known: dict[str, object] = {"what": ["clause_breach"], "summary": visit.text("words")}
    await open_report(visit, initial=known | ({"contracts": [contract]} if contract else {}))


async def open_step(visit: Visit) -> None:
    """Ask what a step needs."""
    if own := OWN_FORMS.get(visit.ids.get("y", "")):
        await own(visit)
        return
    matter = await _matter(visit)
    await visit.show(forms.step_form(matter, _step(matter, visit.ids.get("y", "")), visit.reader, visit.now))


async def submit_step(visit: Visit) -> Ack:
    """Keep the step, and draw the matter under the form again."""
    command = TakeStep(
        actor=visit.actor,
        key=visit.key,
        matter_id=visit.ids["m"],
        step=visit.ids["y"],
        happened_on=day_in(visit, "on"),
        who=visit.text("who"),
        reference=visit.text("reference"),
        note=visit.text("note"),
        until=day_in(visit, "until"),
        owner=visit.text("owner"),
        due_on=day_in(visit, "due_on"),
    )
    if command.owner:
        await visit.reception.reader(command.owner)
    await visit.run(take_step, command)
    await visit.redraw_below(forms.matter_view(await _matter(visit), visit.reader, visit.now))
    return None


async def _open_door(visit: Visit, kind: MatterKind) -> None:
    contracts = await offered(visit)
    view = (
        forms.door_form(kind, contracts, visit.reader, visit.now) if contracts else forms.no_contract_view(visit.reader)
    )
    await visit.show(view)


async def _matter(visit: Visit) -> MatterPicture:
    return await visit.read(matter_of, MatterOf(viewer=visit.actor, matter_id=visit.ids.get("m", "")))


def _step(matter: MatterPicture, name: str) -> StepPicture:
    for step in matter.steps:
        if step.name == name:
            return step
    raise NotPossibleNow("refused.matter_step", state=matter.state)
