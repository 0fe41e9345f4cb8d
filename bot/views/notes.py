"""Short notes: a sentence of the catalogue with people's words made safe, to one person or to the operators."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from bot.views.answers import fact_name, value_words
from bot.views.blocks import Block, actions, button, confirm, context, gap, ids, lines, message, section
from bot.views.moments import clean, clock, day, escape, in_words, when
from bot.views.pictures import ApprovalPicture, ConsultationPicture, IncidentPicture, LanePicture, Message, Reader
from bot.views.texts import choice, text
from bot.views.wording import client_name, consultation_title

_USER_ID = re.compile(r"[UW][A-Z0-9]{2,20}")
_STATE_FAMILIES = {
    "refused.no_such_step": "incident_state",
    "refused.duty_step": "duty_state",
    "refused.consultation_step": "consultation_state",
    "refused.matter_step": "matter_state",
    "refused.action_step": "action_state",
    "refused.cost_stage": "stage",
    "refused.survey_step": "survey_state",
    "refused.emergency_step": "emergency_state",
    "refused.statutory_step": "statutory_state",
}


_NUDGES = {
    "agreed": ("nudge_agreed", "minute"),
    "agreed_with_conditions": ("nudge_agreed", "minute"),
    "recorded": ("nudge_recorded", "consult_close"),
    "no_agreement": ("nudge_no_agreement", ""),
}
"""By a consultation's state: which words its silence gets, and the step that is missing."""


def note(
    reader: Reader, key: str, values: Mapping[str, object], *, incident_ref: str = "", drill: bool = False
) -> Message:
    """One sentence to one person. Values are escaped; a Slack user id under `person` becomes a mention, instants times."""
    words = text(reader.locale, key, **_shown(reader, key, values))
    ref = [context(text(reader.locale, "note.ref", ref=escape(incident_ref)))] if incident_ref else []
    return message(reader.locale, words, [section(words), *ref], drill=drill)


def ended(reader: Reader, key: str, values: Mapping[str, object], *, incident: IncidentPicture) -> Message:
    """Say in the room that the incident ended, with the way back for whoever learns more."""
    words = text(reader.locale, key, **_shown(reader, key, values))
    ref = context(text(reader.locale, "note.ref", ref=escape(incident.ref)))
    row = actions(button(reader.locale, "reopen", ids(i=incident.id)))
    return message(reader.locale, words, [section(words), ref, row], drill=incident.drill)


def refusal(reader: Reader, key: str, values: Mapping[str, object], *, names: Mapping[str, str] | None = None) -> str:
    """The sentence of a refusal as plain text, for an error under an input; `names` maps Slack user ids to names."""
    known = names or {}
    shown = {
        name: known.get(str(value), "─") if _is_user(name, value) else _word(reader, key, name, value)
        for name, value in values.items()
    }
    return text(reader.locale, key, **{name: clean(words) for name, words in shown.items()})


def refusal_note(reader: Reader, key: str, values: Mapping[str, object], *, drill: bool = False) -> Message:
    """The sentence of a refusal as a message that only the person who pressed sees."""
    return note(reader, key, values, drill=drill)


def operators_note(reader: Reader, key: str, values: Mapping[str, object]) -> Message:
    """A plain notice to an operator."""
    words = text(reader.locale, key, **_shown(reader, key, values))
    said = text(reader.locale, "operators.prefix", words=words)
    return message(reader.locale, said, [section(said)], drill=False)


def approval_request(incident: IncidentPicture, approval: ApprovalPicture, reader: Reader, now: datetime) -> Message:
    """Ask for the second person: what is asked, by whom, why, and what is still open."""
    locale = reader.locale
    ask = text(
        locale,
        f"approval.{approval.kind}",
        by=escape(approval.asked_by_name, limit=60),
        subject=escape(approval.subject.of(locale), limit=200),
    )
    at = when(approval.asked_at, now, locale, reader.tz, reader.tz)
    why = escape(approval.reason, lines=True, limit=1000)
    reason = text(locale, "approval.reason", reason=why) if why else ""
    value = ids(i=incident.id, a=approval.id)
    client = client_name(approval.client, locale) if approval.client else ""
    dropped = _dropped(approval, reader) if approval.kind == "drop" else ""
    blocks: list[Block] = [section(lines(text(locale, "approval.title"), client, ask, dropped, reason))]
    own = text(locale, "approval.notice_lapse" if approval.kind == "notice" else "approval.own")
    blocks.append(context(f"{escape(incident.ref)} · {at}", own))
    read = [button(locale, "notice_read", value)] if approval.kind == "notice" else []
    blocks.append(
        actions(
            *read,
            button(locale, "approve", value, style="primary", confirm=confirm(locale, "approve")),
            button(locale, "refuse", value, confirm=confirm(locale, "refuse")),
        )
    )
    words = text(locale, "approval.text", ref=escape(incident.ref), ask=ask)
    return message(locale, words, blocks, drill=incident.drill, drill_by=escape(incident.reporter_name, limit=60))


def _dropped(approval: ApprovalPicture, reader: Reader) -> str:
    """Which answers would drop the duty, and that nothing stops until somebody agrees."""
    locale = reader.locale
    if any(fact == "contracts" for fact, _ in approval.grounds):
        answers = text(locale, "approval.drop_contract")
    else:
        said = [f"{fact_name(fact, locale)}: {value_words(fact, value, locale)}" for fact, value in approval.grounds]
        answers = text(locale, "approval.drop_answers", answers=gap(locale).join(said))
    if approval.due_at is None:
        return answers
    at = in_words(approval.due_at, locale, reader.tz, reader.tz)
    return lines(answers, text(locale, "approval.drop_runs", at=at))


def ask_start(incident: IncidentPicture, reader: Reader, now: datetime) -> Message:
    """Ask the reporter again when it was first noticed."""
    locale = reader.locale
    at = when(incident.first_recognised_at, now, locale, reader.tz, reader.tz)
    ref = escape(incident.ref)
    row = actions(button(locale, "correct", ids(i=incident.id)), button(locale, "add_detail", ids(i=incident.id)))
    blocks = [section(text(locale, "ask_start.head", ref=ref, at=at)), row]
    words = text(locale, "ask_start.text", ref=ref)
    return message(locale, words, blocks, drill=incident.drill, drill_by=escape(incident.reporter_name, limit=60))


def ask_lead_form(incident: IncidentPicture, reader: Reader) -> Message:
    """Remind the lead of the second form."""
    locale = reader.locale
    ref = escape(incident.ref)
    row = actions(button(locale, "lead_form", ids(i=incident.id), style="primary"))
    blocks = [section(text(locale, "ask_lead.head", ref=ref)), row]
    words = text(locale, "ask_lead.text", ref=ref)
    return message(locale, words, blocks, drill=incident.drill, drill_by=escape(incident.reporter_name, limit=60))


def nudge(
    incident: IncidentPicture,
    lane: LanePicture,
    consultation: ConsultationPicture,
    reader: Reader,
    now: datetime,
    *,
    days: int,
) -> Message:
    """Remind of a consultation that has been silent for `days` business days; 0 says that it ended without agreement."""
    locale = reader.locale
    title = consultation_title(consultation, locale)
    client = client_name(lane.client, locale)
    value = ids(i=incident.id, l=lane.id, c=consultation.id)
    last = when(consultation.last_activity_at, now, locale, reader.tz, reader.tz)
    key, verb = _NUDGES.get(consultation.state, ("nudge", "next_date")) if days else ("no_agreement", "")
    buttons = [(verb, "primary"), ("consultation", "")] if verb else [("consultation", "primary")]
    blocks = [
        section(text(locale, f"{key}.head", title=title, client=client, days=days)),
        context(f"{escape(incident.ref)} · {last}"),
        actions(*(button(locale, verb, value, style=style) for verb, style in buttons)),
    ]
    words = text(locale, f"{key}.text", title=title, ref=escape(incident.ref), client=client, days=days)
    return message(locale, words, blocks, drill=incident.drill, drill_by=escape(incident.reporter_name, limit=60))


def _is_user(name: str, value: object) -> bool:
    return name == "person" and isinstance(value, str) and _USER_ID.fullmatch(value) is not None


def _shown(reader: Reader, key: str, values: Mapping[str, object]) -> dict[str, str]:
    return {
        name: f"<@{value}>" if _is_user(name, value) else escape(_word(reader, key, name, value), limit=500)
        for name, value in values.items()
    }


def _word(reader: Reader, key: str, name: str, value: object) -> str:
    """One value as words: instants in the reader's zone, states and roles by their names."""
    if isinstance(value, datetime):
        return clock(value, reader.tz, reader.tz)
    if isinstance(value, date):
        return day(value, reader.locale)
    if name == "state":
        return choice(reader.locale, _STATE_FAMILIES.get(key, "incident_state"), str(value))
    if name == "role":
        return choice(reader.locale, "role", str(value))
    if isinstance(value, Mapping):  # words of a pack, in both languages
        return str(value.get(reader.locale) or value.get("ja") or "")
    return str(value)
