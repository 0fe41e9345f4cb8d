"""Instructions of the client on a screen: taking one down, where it stands, reporting back."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.people import Locale
from bot.views.blocks import Block, actions, button, choices, context, ids, lines, modal, section
from bot.views.following_pictures import InstructionPicture
from bot.views.forms.actions import action_blocks
from bot.views.forms.talks import CHANNELS
from bot.views.inputs import NOTE_LIMIT, TEXT_LIMIT, field, line, moment, on_day, radio
from bot.views.moments import day, escape, when
from bot.views.pictures import IncidentPicture, LanePicture, Reader
from bot.views.texts import choice, text
from bot.views.wording import citation, client_name


def instruction_form(incident: IncidentPicture, lane: LanePicture, reader: Reader, now: datetime) -> Block:
    """Take down what the client asked for: its words, who, when, how, and the day it set."""
    locale = reader.locale
    blocks = [
        section(f"*{client_name(lane.client, locale)}*"),
        field(
            "text",
            text(locale, "instruction_new.text"),
            line(multiline=True, limit=TEXT_LIMIT),
            optional=False,
            hint=text(locale, "instruction_new.hint"),
        ),
        field("given_by", text(locale, "instruction_new.given_by"), line(limit=120), optional=False),
        field("given_at", text(locale, "instruction_new.given_at"), moment(now), optional=False),
        field("channel", text(locale, "ask_talks.how"), radio(choices(locale, "channel", CHANNELS)), optional=False),
        field("due_on", text(locale, "instruction_new.due_on"), on_day(locale)),
    ]
    return _modal(incident, locale, "instruction_new", blocks, ids(i=incident.id, l=lane.id), submit="button.save")


def instruction_view(
    incident: IncidentPicture, lane: LanePicture, one: InstructionPicture, reader: Reader, now: datetime
) -> Block:
    """Where an instruction stands: its words, what it set in motion, and what is next."""
    locale = reader.locale
    today = now.astimezone(ZoneInfo(reader.tz)).date()
    state = choice(locale, "instruction_state", one.state)
    at = when(one.given_at, now, locale, reader.tz, reader.tz)
    given = text(
        locale,
        "instruction.given",
        who=escape(one.given_by, limit=120),
        at=at,
        how=escape(choice(locale, "channel", one.channel), limit=60),
    )
    due = text(locale, "actions.due", at=day(one.due_on, locale, today)) if one.due_on else ""
    cite = text(locale, "consultation.cite", cite=citation(one.cite, locale)) if one.cite else ""
    owner = text(locale, "consultation.owner", name=escape(one.owner_name, limit=60))
    blocks = [
        section(lines(f"*{client_name(lane.client, locale)}*", state, due)),
        section(text(locale, "instruction.words", words=escape(one.text, lines=True, limit=2500))),
        context(given, cite, owner),
        *action_blocks(incident, one.actions, reader, now),
    ]
    if one.reported_on is not None:
        said = text(
            locale,
            "instruction.reported",
            at=day(one.reported_on, locale, today),
            to=escape(one.reported_to, limit=120),
            how=escape(choice(locale, "channel", one.reported_how), limit=60),
            ref=escape(one.reported_ref, limit=300),
        )
        blocks.append(section(said))
    value = ids(i=incident.id, l=lane.id, q=one.id)
    row = [button(locale, "follow", ids(i=incident.id, l=lane.id))]
    if one.state == "received":
        ready = bool(one.actions) and all(action.state != "open" for action in one.actions)
        row = [
            button(locale, "action_add", value, style="" if ready else "primary"),
            button(locale, "report_back", value, style="primary" if ready else ""),
            *row,
        ]
    blocks.append(actions(*row))
    return _modal(incident, locale, "instruction", blocks, value)


def report_back_form(incident: IncidentPicture, one: InstructionPicture, reader: Reader, now: datetime) -> Block:
    """When and how the client heard what came of it."""
    locale = reader.locale
    today = now.astimezone(ZoneInfo(reader.tz)).date()
    blocks = [
        section(text(locale, "instruction.words", words=escape(one.text, lines=True, limit=1000))),
        field("reported_on", text(locale, "report_back.reported_on"), on_day(locale, today), optional=False),
        field("to", text(locale, "report_back.to"), line(initial=one.given_by, limit=120), optional=False),
        field("how", text(locale, "ask_talks.how"), radio(choices(locale, "channel", CHANNELS)), optional=False),
        field("reference", text(locale, "report_back.reference"), line(limit=NOTE_LIMIT), optional=False),
    ]
    value = ids(i=incident.id, l=one.lane_id, q=one.id)
    return _modal(incident, locale, "report_back", blocks, value, submit="button.save")


def _modal(
    incident: IncidentPicture, locale: Locale, name: str, blocks: list[Block], value: str, *, submit: str = ""
) -> Block:
    return modal(
        locale,
        name,
        blocks,
        title=f"{name}.title",
        submit=submit,
        metadata=value,
        drill=incident.drill,
        drill_by=escape(incident.reporter_name, limit=60),
    )
