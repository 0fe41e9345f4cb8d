"""Reminders of what comes after, to one person: what it is about, its day, and the button that is needed."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.views.action_picture import ActionPicture
from bot.views.blocks import Block, actions, button, context, gap, ids, message, section
from bot.views.following_pictures import EmergencyPicture, InstructionPicture, SurveyPicture
from bot.views.moments import day, escape
from bot.views.pictures import IncidentPicture, LanePicture, Message, Reader
from bot.views.texts import choice, text
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
    row = [button(locale, verb, ids(i=incident.id, l=lane.id, x=action.id), style="primary")]
    return reminder(incident, reader, words, _owner(action.owner_name, reader), row)


def instruction_reminder(
    incident: IncidentPicture, lane: LanePicture, one: InstructionPicture, reader: Reader, now: datetime
) -> Message:
    """Remind of an instruction whose outcome the client has not heard yet."""
    locale = reader.locale
    today = now.astimezone(ZoneInfo(reader.tz)).date()
    at = ""
    if one.due_on is not None:
        key = "actions.late" if one.due_on < today else "actions.due"
        at = text(locale, key, at=day(one.due_on, locale, today))
    client = client_name(lane.client, locale)
    words = text(locale, "reminder.instruction", what=escape(one.text, limit=300), client=client, at=at)
    row = [button(locale, "instruction", ids(i=incident.id, l=lane.id, q=one.id), style="primary")]
    return reminder(incident, reader, words.rstrip(), _owner(one.owner_name, reader), row)


def survey_reminder(
    incident: IncidentPicture, lane: LanePicture, one: SurveyPicture, reader: Reader, now: datetime
) -> Message:
    """Remind of a survey: its day, or the step that is missing."""
    locale = reader.locale
    today = now.astimezone(ZoneInfo(reader.tz)).date()
    at = day(one.scheduled_on, locale, today) if one.scheduled_on is not None and one.state == "scheduled" else ""
    words = text(
        locale,
        "reminder.survey",
        what=escape(one.scope, limit=300),
        client=client_name(lane.client, locale),
        state=choice(locale, "survey_state", one.state),
        at=at,
    )
    row = [button(locale, "survey", ids(i=incident.id, l=lane.id, s=one.id), style="primary")]
    return reminder(incident, reader, words.rstrip(), _owner(one.owner_name, reader), row)


def emergency_reminder(
    incident: IncidentPicture, lane: LanePicture, one: EmergencyPicture, reader: Reader, now: datetime
) -> Message:
    """Remind that the client is to be told of what an emergency let through."""
    locale = reader.locale
    today = now.astimezone(ZoneInfo(reader.tz)).date()
    words = text(
        locale,
        "reminder.emergency",
        what=escape(one.saying, limit=300),
        client=client_name(lane.client, locale),
        at=day(one.tell_on, locale, today),
    )
    row = [
        button(locale, "emergency_told", ids(i=incident.id, l=lane.id, g=one.kind, e=one.id), style="primary"),
        button(locale, "gate", ids(i=incident.id, l=lane.id, g=one.kind)),
    ]
    return reminder(incident, reader, words, _owner(one.asked_by_name, reader), row)


def _owner(name: str, reader: Reader) -> str:
    return text(reader.locale, "reminder.owner", name=escape(name, limit=60)) if name else ""


def reminder(incident: IncidentPicture, reader: Reader, words: str, owner: str, row: list[Block]) -> Message:
    """One reminder: its words, whose it is, and what to press."""
    locale = reader.locale
    small = gap(locale).join(part for part in (escape(incident.ref), owner) if part)
    plain = words.replace("*", "").replace("\n", " ")
    return message(
        locale,
        f"{incident.ref} {plain}",
        [section(words), context(small), actions(*row)],
        drill=incident.drill,
        drill_by=escape(incident.reporter_name, limit=60),
    )
