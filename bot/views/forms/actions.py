"""Actions on a screen: the list with what each may be asked for, and the forms to add, change, finish, drop and check one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.domain.people import Locale
from bot.views.action_picture import ActionPicture
from bot.views.blocks import Block, button, choices, context, gap, ids, lines, menu, modal, section
from bot.views.inputs import NOTE_LIMIT, field, line, on_day, person, radio
from bot.views.moments import day, escape
from bot.views.pictures import IncidentPicture, Reader
from bot.views.texts import choice, text

SHOWN = 15
NOWHERE: Mapping[str, str] = MappingProxyType({})
"""The ids of the screen under a form that stands alone."""
_MENU = ("action_done", "action_change", "action_drop")


def action_blocks(
    incident: IncidentPicture, listed: Sequence[ActionPicture], reader: Reader, now: datetime
) -> list[Block]:
    """The actions of one thing: each with its owner, its day and its state, open ones with their menu."""
    if not listed:
        return []
    locale = reader.locale
    today = now.astimezone(ZoneInfo(reader.tz)).date()
    open_ones = sum(1 for action in listed if action.state == "open")
    blocks = [section(text(locale, "actions.head", n=open_ones, all=len(listed)))]
    for number, action in enumerate(listed[:SHOWN], start=1):
        words = action_words(action, locale, today)
        blocks.append(section(words, accessory=_accessory(incident, action, locale, number)))
    if len(listed) > SHOWN:
        blocks.append(context(text(locale, "list.more", n=len(listed) - SHOWN)))
    return blocks


def action_words(action: ActionPicture, locale: Locale, today: date) -> str:
    """Two lines about one action: what, then who, when and how it stands."""
    sign = {"open": "🔴" if action.is_late(today) else "☐", "dropped": "✕"}.get(action.state, "☑")
    parts = [text(locale, f"action_kind.{action.kind}"), escape(action.owner_name, limit=60)]
    if action.state == "open":
        key = "actions.late" if action.is_late(today) else "actions.due" if action.due_on else "actions.no_day"
        parts.append(text(locale, key, at=day(action.due_on, locale, today) if action.due_on else ""))
    elif action.state == "dropped":
        parts.append(text(locale, "actions.dropped", reason=escape(action.dropped_reason, limit=120)))
    else:
        at = day(action.done_on, locale, today) if action.done_on else ""
        parts.append(text(locale, "actions.done", at=at, evidence=escape(action.evidence, limit=120)))
        if action.next_check is not None:
            days, on = action.next_check
            parts.append(text(locale, "actions.check", n=days, at=day(on, locale, today)))
        elif action.state == "verified":
            parts.append(choice(locale, "action_state", "verified"))
    return lines(f"{sign} {escape(action.description, limit=300)}", gap(locale).join(part for part in parts if part))


def _accessory(incident: IncidentPicture, action: ActionPicture, locale: Locale, number: int) -> Block | None:
    if action.state == "open":
        return menu(locale, _MENU, action.id, number=number)
    if action.next_check is not None:
        return button(locale, "action_check", ids(i=incident.id, l=action.lane_id, x=action.id), number=number)
    return None


def action_add_form(incident: IncidentPicture, reader: Reader, *, title: str, what: str = "", **about: str) -> Block:
    """A measure: what, who, by when. `title` (escaped) names what it comes from, `about` holds that thing's ids."""
    locale = reader.locale
    blocks = [
        section(f"*{title}*"),
        field(
            "what",
            text(locale, "action_add.what"),
            line(multiline=True, limit=NOTE_LIMIT, initial=what),
            optional=False,
        ),
        field("owner", text(locale, "action_add.owner"), person(locale), hint=text(locale, "action_add.owner_hint")),
        field("due_on", text(locale, "action_add.due_on"), on_day(locale)),
    ]
    return _modal(incident, locale, "action_add", blocks, ids(i=incident.id, **about))


def action_change_form(
    incident: IncidentPicture, action: ActionPicture, reader: Reader, below: Mapping[str, str] = NOWHERE
) -> Block:
    """Another owner or another day."""
    locale = reader.locale
    blocks = [
        _head(action),
        field("owner", text(locale, "action_add.owner"), person(locale), hint=text(locale, "action_change.owner_hint")),
        field("due_on", text(locale, "action_add.due_on"), on_day(locale, action.due_on)),
        field("reason", text(locale, "action_change.reason"), line(limit=NOTE_LIMIT), optional=False),
    ]
    return _modal(incident, locale, "action_change", blocks, _about(incident, action, below))


def action_done_form(
    incident: IncidentPicture, action: ActionPicture, reader: Reader, now: datetime, below: Mapping[str, str] = NOWHERE
) -> Block:
    """When it was done and what shows it."""
    locale = reader.locale
    today = now.astimezone(ZoneInfo(reader.tz)).date()
    hint = text(locale, "action_done.evidence_hint")
    blocks = [
        _head(action),
        field("done_on", text(locale, "action_done.done_on"), on_day(locale, today), optional=False),
        field("evidence", text(locale, "action_done.evidence"), line(limit=NOTE_LIMIT), optional=False, hint=hint),
    ]
    return _modal(incident, locale, "action_done", blocks, _about(incident, action, below))


def action_drop_form(
    incident: IncidentPicture, action: ActionPicture, reader: Reader, below: Mapping[str, str] = NOWHERE
) -> Block:
    """Why it will not be done."""
    locale = reader.locale
    element = line(multiline=True, limit=NOTE_LIMIT)
    blocks = [_head(action), field("reason", text(locale, "action_drop.reason"), element, optional=False)]
    return _modal(incident, locale, "action_drop", blocks, _about(incident, action, below))


def action_check_form(
    incident: IncidentPicture, action: ActionPicture, reader: Reader, now: datetime, below: Mapping[str, str] = NOWHERE
) -> Block:
    """Whether it holds, 30 or 90 days after it was done."""
    locale = reader.locale
    today = now.astimezone(ZoneInfo(reader.tz)).date()
    days = action.next_check[0] if action.next_check else 0
    blocks = [
        _head(action),
        context(text(locale, "action_check.intro", n=days, evidence=escape(action.evidence, limit=300))),
        field(
            "holds", text(locale, "action_check.holds"), radio(choices(locale, "holds", ("yes", "no"))), optional=False
        ),
        field("held_on", text(locale, "action_check.held_on"), on_day(locale, today), optional=False),
        field("note", text(locale, "action_check.note"), line(multiline=True, limit=NOTE_LIMIT), optional=False),
    ]
    return _modal(incident, locale, "action_check", blocks, _about(incident, action, below))


def _head(action: ActionPicture) -> Block:
    return section(f"*{escape(action.description, limit=500)}*")


def _about(incident: IncidentPicture, action: ActionPicture, below: Mapping[str, str]) -> str:
    """`below` holds the ids of the screen the form is opened from, if it is opened from one."""
    return ids(i=incident.id, l=action.lane_id, x=action.id, **below)


def _modal(incident: IncidentPicture, locale: Locale, name: str, blocks: list[Block], metadata: str) -> Block:
    return modal(
        locale,
        name,
        blocks,
        title=f"{name}.title",
        submit="button.save",
        metadata=metadata,
        drill=incident.drill,
        drill_by=escape(incident.reporter_name, limit=60),
    )
