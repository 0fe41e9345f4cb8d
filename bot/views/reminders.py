"""Reminders of what comes after, to one person: what it is about, its day, and the button that is needed."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.views.blocks import Block, actions, button, context, gap, ids, message, section
from bot.views.following_pictures import ActionPicture
from bot.views.moments import day, escape
from bot.views.pictures import IncidentPicture, LanePicture, Message, Reader
from bot.views.texts import text
from bot.views.wording import client_name


def action_reminder(
    incident: IncidentPicture, lane: LanePicture, action: ActionPicture, reader: Reader, now: datetime
) -> Message:
    """Remind of an action that is due, late or without a day, or of the look that is due at one that was done."""
    locale = reader.locale
    today = now.astimezone(ZoneInfo(reader.tz)).date()
    days, on = action.next_check or (0, action.due_on)
    if action.next_check:
        key, verb = "reminder.action_check", "action_check"
    elif action.due_on is None:
        key, verb = "reminder.action_no_day", "action_change"
    else:
        key, verb = "reminder.action_late" if action.is_late(today) else "reminder.action_due", "action_done"
    words = text(
        locale,
        key,
        what=escape(action.description, limit=300),
        client=client_name(lane.client, locale),
        at=day(on, locale, today) if on else "",
        n=days,
    )
    owner = text(locale, "reminder.owner", name=escape(action.owner_name, limit=60))
    row = [button(locale, verb, ids(i=incident.id, l=lane.id, x=action.id), style="primary")]
    return reminder(incident, reader, words, owner, row)


def reminder(incident: IncidentPicture, reader: Reader, words: str, owner: str, row: list[Block]) -> Message:
    """One reminder: its words, whose it is, and what to press."""
    locale = reader.locale
    small = gap(locale).join([escape(incident.ref), owner])
    plain = words.replace("*", "").replace("\n", " ")
    return message(
        locale,
        f"{incident.ref} {plain}",
        [section(words), context(small), actions(*row)],
        drill=incident.drill,
        drill_by=escape(incident.reporter_name, limit=60),
    )
