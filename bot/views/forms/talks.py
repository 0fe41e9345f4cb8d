"""The forms of a consultation: our position, the request, a round, the next date, the outcome, the minute, closing."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.consultation import GATED, OUTCOMES, TOPICS
from bot.domain.people import Locale
from bot.views.blocks import Block, choices, context, ids, modal, section
from bot.views.inputs import NOTE_LIMIT, TEXT_LIMIT, field, line, on_day, one_of, radio
from bot.views.moments import escape
from bot.views.pictures import ConsultationPicture, IncidentPicture, LanePicture, Reader
from bot.views.texts import text
from bot.views.wording import client_name, consultation_title

CHANNELS = ("phone", "email", "slack", "visit", "letter", "meeting")


def start_consultation_form(incident: IncidentPicture, lane: LanePicture, reader: Reader, *, gate: str = "") -> Block:
    """Consult on something a person finds needed: the topic (a gate's when it is to open one), and what exactly it is about."""
    locale = reader.locale
    listed = one_of(locale, choices(locale, "topic", TOPICS), initial=gate)
    blocks = [
        section(f"*{client_name(lane.client, locale)}*"),
        field("topic", text(locale, "start_consultation.topic"), listed, optional=False),
        field(
            "subject",
            text(locale, "start_consultation.subject"),
            line(multiline=True, limit=NOTE_LIMIT),
            optional=False,
            hint=text(locale, "start_consultation.hint"),
        ),
    ]
    return modal(
        locale,
        "start_consultation",
        blocks,
        title="start_consultation.title",
        submit="button.save",
        metadata=ids(i=incident.id, l=lane.id, g=gate),
        drill=incident.drill,
        drill_by=escape(incident.reporter_name, limit=60),
    )


def propose_form(incident: IncidentPicture, consultation: ConsultationPicture, reader: Reader) -> Block:
    """Our position with its reason, and when both sides talk next."""
    locale = reader.locale
    blocks = [
        _head(consultation, locale),
        field("position", text(locale, "propose.position"), _box(consultation.our_position), optional=False),
        field("reason", text(locale, "propose.reason"), _box(consultation.our_reason)),
        field("next_date", text(locale, "propose.next_date"), on_day(locale, consultation.next_date)),
        context(text(locale, "consultation.unprejudiced")),
    ]
    return consultation_modal(incident, consultation, locale, "propose", blocks)


def ask_talks_form(
    incident: IncidentPicture, consultation: ConsultationPicture, reader: Reader, now: datetime
) -> Block:
    """When our request to consult reached the client, whom there, and how."""
    locale = reader.locale
    today = now.astimezone(ZoneInfo(reader.tz)).date()
    blocks = [
        _head(consultation, locale),
        field("asked_on", text(locale, "ask_talks.asked_on"), on_day(locale, today), optional=False),
        field("who", text(locale, "ask_talks.who"), line(limit=120), optional=False),
        field("how", text(locale, "ask_talks.how"), radio(choices(locale, "channel", CHANNELS)), optional=False),
    ]
    return consultation_modal(incident, consultation, locale, "ask_talks", blocks)


def round_form(incident: IncidentPicture, consultation: ConsultationPicture, reader: Reader, now: datetime) -> Block:
    """One round of talks: when, who, what both sides said, when next."""
    locale = reader.locale
    today = now.astimezone(ZoneInfo(reader.tz)).date()
    blocks = [_head(consultation, locale)]
    if consultation.result:
        blocks.append(context(text(locale, "round.takes_back")))
    blocks += [
        field("held_on", text(locale, "round.held_on"), on_day(locale, today), optional=False),
        field("who", text(locale, "round.who"), line(limit=NOTE_LIMIT), optional=False),
        field("ours", text(locale, "round.ours"), _box()),
        field("theirs", text(locale, "round.theirs"), _box()),
        field("next_date", text(locale, "round.next_date"), on_day(locale)),
    ]
    return consultation_modal(incident, consultation, locale, "round", blocks)


def next_date_form(incident: IncidentPicture, consultation: ConsultationPicture, reader: Reader) -> Block:
    """When both sides talk next."""
    locale = reader.locale
    element = on_day(locale, consultation.next_date)
    blocks = [
        _head(consultation, locale),
        field("next_date", text(locale, "next_date.next_date"), element, optional=False),
    ]
    return consultation_modal(incident, consultation, locale, "next_date", blocks)


def outcome_form(incident: IncidentPicture, consultation: ConsultationPicture, reader: Reader) -> Block:
    """How the talks ended; for publication and disclosure also whether it may be done."""
    locale = reader.locale
    blocks = [
        _head(consultation, locale),
        field("result", text(locale, "outcome.result"), radio(choices(locale, "outcome", OUTCOMES)), optional=False),
        field("text", text(locale, "outcome.text"), _box(consultation.outcome), optional=False),
    ]
    if consultation.topic in GATED:
        allowed = radio(choices(locale, "permits", ("yes", "no")))
        hint = text(locale, "outcome.permits_hint")
        blocks.append(field("permits", text(locale, "outcome.permits"), allowed, hint=hint))
    hint = text(locale, "outcome.conditions_hint")
    blocks.append(field("conditions", text(locale, "outcome.conditions"), _box(), hint=hint))
    return consultation_modal(incident, consultation, locale, "outcome", blocks)


def minute_form(incident: IncidentPicture, consultation: ConsultationPicture, reader: Reader, now: datetime) -> Block:
    """The minute that both sides confirmed."""
    locale = reader.locale
    today = now.astimezone(ZoneInfo(reader.tz)).date()
    hint = text(locale, "minute.reference_hint")
    blocks = [
        _head(consultation, locale),
        field("confirmed_on", text(locale, "minute.confirmed_on"), on_day(locale, today), optional=False),
        field("ours", text(locale, "minute.ours"), line(limit=120), optional=False),
        field("theirs", text(locale, "minute.theirs"), line(limit=120), optional=False),
        field("reference", text(locale, "minute.reference"), line(limit=300), optional=False, hint=hint),
    ]
    return consultation_modal(incident, consultation, locale, "minute", blocks)


def consult_close_form(incident: IncidentPicture, consultation: ConsultationPicture, reader: Reader) -> Block:
    """Close a consultation."""
    locale = reader.locale
    blocks = [
        _head(consultation, locale),
        field(
            "reason",
            text(locale, "consult_close.reason"),
            line(multiline=True, limit=NOTE_LIMIT),
            optional=consultation.minute_on is not None,
            hint=text(locale, "consult_close.hint"),
        ),
    ]
    return consultation_modal(incident, consultation, locale, "consult_close", blocks)


def talk_again_form(incident: IncidentPicture, consultation: ConsultationPicture, reader: Reader) -> Block:
    """Take up a closed consultation again."""
    locale = reader.locale
    element = line(multiline=True, limit=NOTE_LIMIT)
    blocks = [_head(consultation, locale), field("reason", text(locale, "talk_again.reason"), element, optional=False)]
    return consultation_modal(incident, consultation, locale, "talk_again", blocks)


def consultation_modal(
    incident: IncidentPicture,
    consultation: ConsultationPicture,
    locale: Locale,
    name: str,
    blocks: list[Block],
    *,
    submit: str = "button.save",
) -> Block:
    """A view about one consultation."""
    return modal(
        locale,
        name,
        blocks,
        title=f"{name}.title",
        submit=submit,
        metadata=ids(i=incident.id, l=consultation.lane_id, c=consultation.id),
        drill=incident.drill,
        drill_by=escape(incident.reporter_name, limit=60),
    )


def _head(consultation: ConsultationPicture, locale: Locale) -> Block:
    return section(f"*{consultation_title(consultation, locale)}*")


def _box(initial: str = "") -> Block:
    return line(initial=initial, multiline=True, limit=TEXT_LIMIT)
