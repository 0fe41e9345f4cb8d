"""Buttons and forms of the gates: what locks them, the talks that open them, the emergency record, what went through."""

from __future__ import annotations

from bot.domain.gate import GateKind
from bot.services.gates import AskEmergency, RecordRelease, TellAfter, ask_emergency, record_release, tell_after
from bot.views import forms
from handlers.slack.consulting import day_in, redraw_lane
from handlers.slack.finding import after_of
from handlers.slack.visit import Ack, Visit


async def open_gate(visit: Visit) -> None:
    """Show one gate."""
    found = await after_of(visit)
    await visit.turn_to(forms.gate_view(found.incident, found.lane, found.gate(visit), visit.reader, visit.now))


async def open_consult(visit: Visit) -> None:
    """Ask what the talks that open the gate are about."""
    found = await after_of(visit)
    gate = found.gate(visit).kind
    await visit.show(forms.start_consultation_form(found.incident, found.lane, visit.reader, gate=gate))


async def open_emergency(visit: Visit) -> None:
    """Ask why it cannot wait."""
    found = await after_of(visit)
    await visit.show(forms.emergency_form(found.incident, found.lane, found.gate(visit), visit.reader))


async def open_told(visit: Visit) -> None:
    """Ask when the client was told."""
    found = await after_of(visit)
    await visit.show(forms.emergency_told_form(found.incident, found.emergency(visit), visit.reader, visit.now))


async def open_release(visit: Visit) -> None:
    """Ask what was published or disclosed; while the gate is locked, say so instead."""
    found = await after_of(visit)
    gate = found.gate(visit)
    if not gate.is_open:
        await visit.tell("refused.gate_locked")
        return
    await visit.show(forms.release_form(found.incident, found.lane, gate, visit.reader, visit.now))


async def submit_emergency(visit: Visit) -> Ack:
    """Keep the record and ask a second person."""
    command = AskEmergency(
        actor=visit.actor,
        key=visit.key,
        lane_id=visit.ids["l"],
        kind=GateKind(visit.ids["g"]),
        why=visit.text("why"),
        saying=visit.text("saying"),
        tell_on=day_in(visit, "tell_on"),
    )
    await visit.run(ask_emergency, command)
    await _redraw(visit)
    return None


async def submit_told(visit: Visit) -> Ack:
    """Keep that the client was told."""
    command = TellAfter(
        actor=visit.actor,
        key=visit.key,
        emergency_id=visit.ids["e"],
        told_on=day_in(visit, "told_on"),
        who=visit.text("who"),
        reference=visit.text("reference"),
    )
    await visit.run(tell_after, command)
    await _redraw(visit)
    return None


async def submit_release(visit: Visit) -> Ack:
    """Keep what went through the gate."""
    command = RecordRelease(
        actor=visit.actor,
        key=visit.key,
        lane_id=visit.ids["l"],
        kind=GateKind(visit.ids["g"]),
        to_whom=visit.text("to_whom"),
        what=visit.text("what"),
        released_on=day_in(visit, "released_on"),
        reference=visit.text("reference"),
        basis_id=visit.text("basis"),
    )
    await visit.run(record_release, command)
    await _redraw(visit)
    return None


async def _redraw(visit: Visit) -> None:
    """Draw the gate under this form as it stands now."""
    if visit.view.get("previous_view_id"):
        await redraw_lane(visit)
