"""Contracts as a whole: the list, one contract, its end, what is held at its end, and what was filed before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.people import Locale
from bot.views.blocks import Block, button, choices, context, divider, header, ids, lines, modal, section
from bot.views.forms.matters import matter_lines
from bot.views.inputs import TEXT_LIMIT, field, line, many_of, on_day, radio
from bot.views.matter_pictures import (
    ContractPicture,
    HolderPicture,
    InventoryPicture,
    StockPicture,
    SurvivorPicture,
)
from bot.views.moments import day, escape
from bot.views.pictures import BiText, Reader
from bot.views.texts import choice, text
from bot.views.wording import citation, client_name

SHOWN_CONTRACTS = 40
SHOWN_SURVIVORS = 20


def contracts_view(contracts: Sequence[ContractPicture], reader: Reader, now: datetime) -> Block:
    """Every contract with where it stands, each with its button."""
    locale, today = reader.locale, _today(reader, now)
    blocks = [
        section(
            lines(
                f"*{client_name(one.client, locale)}*",
                escape(one.title.of(locale), limit=150),
                _phase(one, locale, today),
                text(locale, "terms.unread", n=one.unread) if one.may_read and one.unread else "",
            ),
            accessory=button(locale, "contract", ids(u=one.pack_id), number=number, label=text(locale, "button.open")),
        )
        for number, one in enumerate(contracts[:SHOWN_CONTRACTS], start=1)
    ]
    if len(contracts) > SHOWN_CONTRACTS:
        blocks.append(context(text(locale, "list.more", n=len(contracts) - SHOWN_CONTRACTS)))
    return modal(locale, "contracts", blocks or [section(text(locale, "door.no_contract"))], title="contracts.title")


def contract_view(one: ContractPicture, reader: Reader, now: datetime) -> Block:
    """One contract: where it stands, what is open at its start and end, what lives on after it."""
    locale, today = reader.locale, _today(reader, now)
    blocks: list[Block] = [header(one.client.of(locale)), section(escape(one.title.of(locale), limit=300))]
    blocks.append(section(_phase(one, locale, today)))
    if one.may_read:
        words = text(locale, "terms.to_read", n=one.unread) if one.unread else text(locale, "terms.all_read")
        blocks.append(section(words, accessory=button(locale, "terms", ids(u=one.pack_id))))
    winding_up = any(matter.topic == "wind_up" for matter in one.open_matters)
    if winding_up and one.phase == "active":
        blocks.append(context(text(locale, "contract_view.pack_runs_on")))
    if one.may_record and not winding_up:
        end = button(locale, "contract_end", ids(u=one.pack_id))
        blocks.append(section(text(locale, "contract_view.end_hint"), accessory=end))
    if one.open_matters:
        blocks += [divider(), section(text(locale, "contract_view.open", n=len(one.open_matters)))]
        blocks += matter_lines(one.open_matters, reader, now)
    blocks += [divider(), section(text(locale, "contract_view.survives"))]
    blocks += [section(_survivor(found, locale)) for found in one.survivors[:SHOWN_SURVIVORS]]
    if not one.survivors:
        blocks.append(section(text(locale, "contract_view.nothing_survives")))
    elif one.phase == "expired":
        blocks.append(context(text(locale, "contract_view.others_recommended")))
    return modal(locale, "contract", blocks, title="contract_view.title", metadata=ids(u=one.pack_id))


def contract_end_form(one: ContractPicture, reader: Reader, now: datetime) -> Block:
    """What ended, and on which day."""
    locale = reader.locale
    events = choices(locale, "end_event", ("completed", "ended"))
    return modal(
        locale,
        "contract_end",
        [
            section(text(locale, "contract_end.intro", client=client_name(one.client, locale))),
            field("event", text(locale, "contract_end.event"), radio(events), optional=False),
            field("on", text(locale, "contract_end.on"), on_day(locale, _today(reader, now)), optional=False),
        ],
        title="contract_end.title",
        submit="contract_end.submit",
        metadata=ids(u=one.pack_id),
    )


def inventory_form(found: InventoryPicture, reader: Reader) -> Block:
    """What is held, by us and by each subcontractor; what the register knows is ticked already."""
    locale = reader.locale
    key = "inventory.intro_subs" if found.topic == "retrieve" else "inventory.intro"
    blocks = [section(text(locale, key, client=client_name(found.client, locale)))]
    blocks += [_holder(holder, found.media, locale) for holder in found.holders]
    box = line(multiline=True, limit=TEXT_LIMIT)
    blocks.append(field("others", text(locale, "inventory.others"), box, hint=text(locale, "inventory.others_hint")))
    return modal(
        locale,
        "inventory",
        blocks,
        title="matter_step.inventory.title",
        submit="button.save",
        metadata=ids(m=found.matter_id),
    )


def stock_form(found: StockPicture, reader: Reader) -> Block:
    """For everything the contract wanted at its start: the day it was filed, or nothing when it was not."""
    locale = reader.locale
    blocks = [section(text(locale, "stock.intro", client=client_name(found.client, locale)))]
    blocks += [field(f"filed_{rule_id}", _of(words, locale), on_day(locale)) for rule_id, words in found.wanted]
    return modal(
        locale,
        "stock",
        blocks,
        title="matter_step.take_stock.title",
        submit="button.save",
        metadata=ids(m=found.matter_id),
    )


def _holder(holder: HolderPicture, media: Sequence[str], locale: Locale) -> Block:
    label = escape(holder.name) if holder.name else text(locale, "inventory.us")
    if holder.tier:
        label = text(locale, "inventory.sub", name=holder.name, tier=holder.tier)
    entries = choices(locale, "medium", media) if media else [("held", text(locale, "inventory.holds"))]
    return field(f"held_{holder.key}", label, many_of(locale, entries, initial=holder.media))


def _phase(one: ContractPicture, locale: Locale, today: date) -> str:
    start = day(one.start, locale, today) if one.start else text(locale, "contract_view.unknown_day")
    end = day(one.end, locale, today) if one.end else text(locale, "contract_view.unknown_day")
    key = "contract_view.renews" if one.renews else "contract_view.term"
    return lines(choice(locale, "contract_phase", one.phase), text(locale, key, start=start, end=end))


def _survivor(found: SurvivorPicture, locale: Locale) -> str:
    until = choice(locale, "survives_until", found.until)
    said = text(
        locale,
        "contract_view.survivor",
        words=escape(_of(found.words, locale), limit=300),
        cite=citation(found.cite, locale),
        until=escape(until),
    )
    return lines(said, escape(_of(found.condition, locale), limit=300))


def _of(words: BiText, locale: Locale) -> str:
    return words.of(locale) or words.ja or words.en


def _today(reader: Reader, now: datetime) -> date:
    return now.astimezone(ZoneInfo(reader.tz)).date()
