"""Buttons and forms of the register: choosing one, looking at it, adding to it, changing and ending what is on record."""

from __future__ import annotations

from bot.domain.register import HOUSE, KINDS, RegisterKind
from bot.services.ports import UnitOfWork
from bot.services.register import AddEntry, ChangeEntry, EndEntry, add_entry, change_entry, end_entry
from bot.services.register_picture import (
    RecordOf,
    RegisterOf,
    blank_record,
    record_of,
    register_of,
    registers_of,
)
from bot.views import forms
from bot.views.forms.register import HOUSE_ID, WITH_US
from bot.views.register_pictures import RecordPicture
from handlers.slack.consulting import day_in
from handlers.slack.visit import Ack, Visit


async def open_registers(visit: Visit, wanted: str = "") -> None:
    """Show the registers to choose from."""
    found = await visit.read(registers_of, visit.actor)
    await visit.show(forms.registers_view(found, visit.reader, wanted=wanted.strip()))


async def open_register(visit: Visit) -> None:
    """Show one register in the place of the list it was chosen from."""
    picture = await visit.read(register_of, _register(visit))
    await visit.turn_to(forms.register_view(picture, visit.reader))


async def open_entry(visit: Visit) -> None:
    """Show one entry."""
    await visit.show(forms.record_view(await _record(visit), visit.reader))


async def open_add(visit: Visit) -> None:
    """Ask for what a kind of entry has."""
    record = await visit.read(_blank, (_register(visit), visit.ids.get("h", "")))
    await visit.show(forms.record_form(record, visit.reader, visit.now))


async def open_change(visit: Visit) -> None:
    """Ask how it is now."""
    await visit.show(forms.record_form(await _record(visit), visit.reader, visit.now))


async def open_end(visit: Visit) -> None:
    """Ask since when it is over, and why."""
    await visit.show(forms.end_form(await _record(visit), visit.reader, visit.now))


async def submit_put(visit: Visit) -> Ack:
    """Keep a new entry, or a change of one; show how it stands, and draw what lies below again."""
    kind = RegisterKind(visit.ids["h"])
    answers = await _answers(visit, kind)
    above = visit.text("parent")
    parent, since = "" if above == WITH_US else above, day_in(visit, "since")
    if "j" in visit.ids:
        changed = ChangeEntry(
            actor=visit.actor,
            key=visit.key,
            item_id=visit.ids["j"],
            version=int(visit.ids["v"]),
            answers=answers,
            parent_id=parent,
            since=since,
            why=visit.text("why"),
        )
        await visit.run(change_entry, changed)
        return await _shown(visit, visit.ids["j"], in_place=False)
    pack_id = _register(visit).pack_id
    who = {"actor": visit.actor, "key": visit.key}
    added = AddEntry(**who, kind=kind, pack_id=pack_id, answers=answers, parent_id=parent, since=since)
    return await _shown(visit, (await visit.run(add_entry, added)).item_id, in_place=True)


async def submit_end(visit: Visit) -> Ack:
    """Keep that it is over."""
    command = EndEntry(
        actor=visit.actor,
        key=visit.key,
        item_id=visit.ids["j"],
        version=int(visit.ids["v"]),
        since=day_in(visit, "since"),
        why=visit.text("why"),
        filed_on=day_in(visit, "filed_on"),
    )
    await visit.run(end_entry, command)
    return await _shown(visit, visit.ids["j"], in_place=False)


async def _shown(visit: Visit, item_id: str, *, in_place: bool) -> Ack:
    """Show the entry as it was kept, in the form's place or under it, and its register at the bottom as it stands now."""
    record = await visit.read(record_of, RecordOf(viewer=visit.actor, item_id=item_id))
    picture = await visit.read(register_of, RegisterOf(viewer=visit.actor, pack_id=record.pack_id))
    await visit.redraw_bottom(forms.register_view(picture, visit.reader))
    view = forms.record_view(record, visit.reader, saved=True)
    if in_place:
        return {"response_action": "update", "view": view}
    await visit.redraw_below(view)
    return None


async def _record(visit: Visit) -> RecordPicture:
    return await visit.read(record_of, RecordOf(viewer=visit.actor, item_id=visit.ids.get("j", "")))


def _blank(uow: UnitOfWork, asked: tuple[RegisterOf, str]) -> RecordPicture:
    return blank_record(uow, *asked)


def _register(visit: Visit) -> RegisterOf:
    pack_id = visit.ids.get("u", "")
    return RegisterOf(viewer=visit.actor, pack_id=HOUSE if pack_id == HOUSE_ID else pack_id)


async def _answers(visit: Visit, kind: RegisterKind) -> dict[str, str]:
    """What the form of a kind was answered; whoever was chosen is looked up, so that it is known whether they are ours."""
    answers = {one.name: _typed(visit, one.name) for one in KINDS[kind].fields}
    for one in KINDS[kind].fields:
        if one.kind == "person" and answers[one.name]:
            await visit.reception.reader(answers[one.name])
    return answers


def _typed(visit: Visit, name: str) -> str:
    """One answer of the form as text; boxes that were ticked stand side by side."""
    return ",".join(visit.many(name)) or visit.text(name)
