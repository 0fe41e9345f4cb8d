"""The register on a screen: choosing one, what is on record and what lacks, one entry with its history, and the short forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.people import Locale
from bot.domain.register import KINDS, Field, RegisterKind
from bot.views.blocks import Block, actions, button, choices, context, divider, gap, ids, lines, modal, section
from bot.views.inputs import NOTE_LIMIT, checkboxes, field, line, on_day, one_of, person
from bot.views.moments import day, escape, span
from bot.views.pictures import BiText, Reader
from bot.views.register_pictures import RecordPicture, RegisterLine, RegisterPicture, SlotPicture, VersionPicture
from bot.views.register_words import (
    above_words,
    choice_family,
    detail_words,
    field_words,
    gap_words,
    kind_words,
    names_in,
    record_line,
    title_words,
    value_words,
)
from bot.views.texts import choice, has, text
from bot.views.wording import client_name

SHOWN_REGISTERS = 40
SHOWN_GAPS = 12
SHOWN_RECORDS = 45
SHOWN_VERSIONS = 8
WITH_US = "us"
"""In the list of tiers: it lies with nobody but us."""
HOUSE_ID = "*"
"""In a button, in the place of a contract: the house's own register."""


def registers_view(registers: Sequence[RegisterLine], reader: Reader, *, wanted: str = "") -> Block:
    """The registers this person may open, those that press first. `wanted` narrows the list to clients whose name holds it."""
    locale = reader.locale
    found = [
        one for one in registers if not wanted or wanted in owner_words(one.client, locale) or wanted == one.pack_id
    ]
    if not found:
        blocks = [
            section(
                text(locale, "register.none" if not registers else "register.none_found", name=escape(wanted, limit=60))
            )
        ]
        return modal(locale, "registers", blocks, title="register.title")
    blocks = [section(text(locale, "register.choose"))]
    for number, one in enumerate(found[:SHOWN_REGISTERS], start=1):
        pressing = text(locale, "register.pressing", n=one.pressing) if one.pressing else ""
        target = button(
            locale, "register", ids(u=one.pack_id or HOUSE_ID), number=number, label=text(locale, "button.open")
        )
        blocks.append(section(lines(f"*{owner_words(one.client, locale)}*", pressing), accessory=target))
    if len(found) > SHOWN_REGISTERS:
        blocks.append(context(text(locale, "register.more", n=len(found) - SHOWN_REGISTERS)))
    return modal(locale, "registers", blocks, title="register.title")


def register_view(picture: RegisterPicture, reader: Reader) -> Block:
    """One register on one page: what lacks, the desk and its last calls, what is on record, and what may be added."""
    locale = reader.locale
    blocks = [section(f"*{owner_words(picture.client, locale)}*")]
    blocks += _gaps(picture, locale)
    if picture.desk:
        blocks += _desk(picture, locale)
    blocks += _records(picture, locale)
    blocks += [divider(), section(text(locale, "register.add"))]
    kinds = [kind for kind in picture.kinds if kind != RegisterKind.DESK_DRILL]
    blocks.append(
        actions(
            *(
                button(
                    locale,
                    "register_add",
                    _about(picture.pack_id, h=kind),
                    number=number,
                    label=kind_words(kind, locale),
                )
                for number, kind in enumerate(kinds, start=1)
            )
        )
    )
    return modal(locale, "register", blocks, title="register.title", metadata=_about(picture.pack_id))


def record_view(record: RecordPicture, reader: Reader, *, saved: bool = False) -> Block:
    """One entry: how it stands, what it lacks, what is filed of it, what may be done, and every version so far."""
    locale = reader.locale
    names = names_in(record.names)
    blocks: list[Block] = []
    if saved:
        blocks.append(section(text(locale, "register.saved")))
    head = text(locale, "register.head", kind=kind_words(record.kind, locale), owner=owner_words(record.client, locale))
    shown = [
        text(locale, "register.field", label=label, value=escape(value, limit=300))
        for label, value in detail_words(record.kind, record.answers, locale, names)
    ]
    if record.parent_name:
        shown.append(above_words(record, locale))
    if record.chain_minutes is not None and record.depth > 1:
        shown.append(text(locale, "register.chain", span=span(record.chain_minutes, locale)))
    title = escape(title_words(record.kind, record.answers, locale, names), limit=150)
    over = text(locale, "register.ended_on", day=day(record.since, locale)) if record.ended else ""
    blocks.append(section(lines(head, f"*{title}*", over, *shown)))
    if record.gaps:
        blocks.append(section(lines(*(f"⚠ {gap_words(one, locale, names)}" for one in record.gaps))))
    for number, filing in enumerate(record.filings, start=1):
        words = text(
            locale, "register.filing", ref=escape(filing.ref), state=choice(locale, "matter_state", filing.state)
        )
        target = button(locale, "matter", ids(m=filing.id), number=number, label=text(locale, "button.open"))
        blocks.append(section(words, accessory=target))
    if not record.ended and not KINDS[RegisterKind(record.kind)].event:
        about = ids(j=record.item_id, v=str(record.version))
        row = [button(locale, "register_change", about, style="primary"), button(locale, "register_end", about)]
        blocks.append(actions(*row))
    blocks += [
        divider(),
        *(section(_version(one, record, locale)) for one in reversed(record.versions[-SHOWN_VERSIONS:])),
    ]
    return modal(locale, "register_entry", blocks, title="register.title", metadata=ids(j=record.item_id))


def record_form(record: RecordPicture, reader: Reader, now: datetime) -> Block:
    """Add an entry, or change one: the fields of its kind, under which tier it lies, from when, and why when it changes."""
    locale = reader.locale
    adding = not record.item_id
    kind = RegisterKind(record.kind)
    blocks = [
        section(
            text(
                locale, "register.head", kind=kind_words(record.kind, locale), owner=owner_words(record.client, locale)
            )
        )
    ]
    hint = f"register_kind_hint.{record.kind}"
    if has(hint):
        blocks.append(context(text(locale, hint)))
    today = now.astimezone(ZoneInfo(reader.tz)).date()
    known = replace(record, answers={"held_on": today.isoformat()}) if KINDS[kind].event else record
    blocks += [_input(one, known, locale) for one in KINDS[kind].fields if one.name != "filed_on"]
    if record.tiers:
        entries = [(WITH_US, text(locale, "register.with_us")), *record.tiers[:99]]
        label = text(
            locale, "register_field.parent_above" if kind is RegisterKind.SUBCONTRACTOR else "register_field.parent"
        )
        blocks.append(field("parent", label, one_of(locale, entries, initial=record.parent_id or WITH_US)))
    if not KINDS[kind].event:
        label = text(locale, "register_field.since" if adding else "register_field.changed_since")
        blocks.append(field("since", label, on_day(locale, None if adding else today)))
    if record.asks_filing:
        blocks.append(_filed(locale))
    if not adding:
        blocks.append(field("why", text(locale, "register_field.why"), line(limit=NOTE_LIMIT)))
    return modal(
        locale,
        "register_put",
        blocks,
        title="register_put.title" if adding else "register_put.change_title",
        submit="button.save",
        metadata=_about(
            record.pack_id, h=record.kind, j=record.item_id, v=str(record.version) if record.version else ""
        ),
    )


def end_form(record: RecordPicture, reader: Reader, now: datetime) -> Block:
    """End an entry: its last day, and why."""
    locale = reader.locale
    today = now.astimezone(ZoneInfo(reader.tz)).date()
    blocks = [
        section(record_line(record, locale)),
        context(text(locale, "register.end_hint")),
        field("since", text(locale, "register_field.ended_on"), on_day(locale, today)),
        field("why", text(locale, "register_field.why"), line(limit=NOTE_LIMIT), optional=False),
    ]
    if record.asks_filing:
        blocks.append(_filed(locale))
    metadata = ids(j=record.item_id, v=str(record.version))
    return modal(
        locale, "register_end", blocks, title="register_end.title", submit="button.register_end", metadata=metadata
    )


def _gaps(picture: RegisterPicture, locale: Locale) -> list[Block]:
    """What lacks, in one block; a calm sentence when nothing does."""
    if not picture.gaps:
        return [section(text(locale, "register.whole"))]
    names = names_in({})
    shown = [f"⚠ {gap_words(one, locale, names)}" for one in picture.gaps[:SHOWN_GAPS]]
    blocks = [section(lines(text(locale, "register.lacks", n=len(picture.gaps)), *shown))]
    if len(picture.gaps) > SHOWN_GAPS:
        blocks.append(context(text(locale, "list.more", n=len(picture.gaps) - SHOWN_GAPS)))
    return blocks


def _desk(picture: RegisterPicture, locale: Locale) -> list[Block]:
    """Each place of the desk with its last call by day and by night; never called is said loudly."""
    call = button(
        locale,
        "register_add",
        _about(picture.pack_id, h="desk_drill"),
        number=99,
        label=text(locale, "register.drill"),
    )
    label = escape(picture.desk_label, limit=120)
    head = text(locale, "register.desk", label=label) if label else text(locale, "register.desk_bare")
    return [section(head, accessory=call), *(section(_slot(one, locale)) for one in picture.desk)]


def _slot(one: SlotPicture, locale: Locale) -> str:
    slot = escape(choice(locale, "slot", one.slot))
    who = text(locale, "card.slot", slot=slot, name=escape(one.name, limit=80), contact=escape(one.phone, limit=60))
    said = []
    for call in one.calls:
        when = choice(locale, "register_choice", call.time)
        if call.held_on is None:
            said.append(text(locale, "register.call_never", time=when))
        else:
            key = "register.call_answered" if call.answered else "register.call_unanswered"
            said.append(text(locale, key, time=when, day=day(call.held_on, locale)))
    return lines(who, gap(locale).join(said))


def _records(picture: RegisterPicture, locale: Locale) -> list[Block]:
    """Everything on record, kind by kind; each with its button. Calls of the desk stand with the desk."""
    listed = [one for one in picture.records if one.kind != RegisterKind.DESK_DRILL]
    blocks: list[Block] = []
    kind = ""
    for number, record in enumerate(listed[:SHOWN_RECORDS], start=1):
        if record.kind != kind:
            kind = record.kind
            blocks.append(context(kind_words(kind, locale)))
        open_it = button(
            locale, "register_entry", ids(j=record.item_id), number=number, label=text(locale, "button.open")
        )
        sign = "⚠ " if record.gaps else ""
        blocks.append(section(sign + record_line(record, locale), accessory=open_it))
    if len(listed) > SHOWN_RECORDS:
        blocks.append(context(text(locale, "list.more", n=len(listed) - SHOWN_RECORDS)))
    return blocks


def _version(one: VersionPicture, record: RecordPicture, locale: Locale) -> str:
    """One version in two or three lines: who, from when, how it was, why."""
    key = "ended" if one.ended else "first" if one.number == 1 else "changed"
    head = text(locale, f"register.version_{key}", day=day(one.since, locale), by=escape(one.by_name, limit=60))
    names = names_in(record.names)
    told = [value_words(record.kind, name, value, locale, names) for name, value in one.answers.items()]
    return lines(head, "" if one.ended else escape(gap(locale).join(told), limit=400), escape(one.why, limit=300))


def _input(one: Field, record: RecordPicture, locale: Locale) -> Block:
    """One field of a kind's form, filled with what is on record."""
    value = record.answers.get(one.name, "")
    element = {
        "line": lambda: line(initial=value, limit=150),
        "words": lambda: line(initial=value, limit=500, multiline=True),
        "phone": lambda: line(initial=value, limit=40),
        "minutes": lambda: line(initial=value, limit=8),
        "day": lambda: on_day(locale, _day_of(value)),
        "choice": lambda: one_of(locale, choices(locale, choice_family(one.name), one.choices), initial=value),
        "flags": lambda: checkboxes(choices(locale, "register_choice", one.choices), initial=value.split(",")),
        "person": lambda: person(locale, initial=value),
    }[one.kind]()
    hint_key = f"register_hint.{record.kind}.{one.name}"
    hint = text(locale, hint_key) if has(hint_key) else ""
    return field(one.name, field_words(record.kind, one.name, locale), element, optional=not one.needed, hint=hint)


def _filed(locale: Locale) -> Block:
    label, hint = text(locale, "register_field.filed_on"), text(locale, "register.filed_hint")
    return field("filed_on", label, on_day(locale), hint=hint)


def _day_of(value: str) -> date | None:
    return date.fromisoformat(value) if value else None


def _about(pack_id: str, **more: str) -> str:
    return ids(u=pack_id or HOUSE_ID, **more)


def owner_words(client: BiText | None, locale: Locale) -> str:
    """Whose register it is: the client's name, or the house."""
    return client_name(client, locale) if client is not None else text(locale, "register.house")
