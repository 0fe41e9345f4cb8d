"""A consultation with a client: where it stands, our position, rounds of talks, the next date, the outcome."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.people import Locale
from bot.views.blocks import Block, actions, button, choices, context, ids, lines, modal, section
from bot.views.forms.costs import cost_lines
from bot.views.inputs import NOTE_LIMIT, TEXT_LIMIT, field, line, on_day, radio
from bot.views.moments import day, escape
from bot.views.pictures import ConsultationPicture, IncidentPicture, LanePicture, Reader
from bot.views.texts import choice, text
from bot.views.wording import citation, client_name, consultation_title

OUTCOMES = ("agreed", "agreed_with_conditions", "no_agreement")
ROUNDS_SHOWN = 10


def consultation_view(
    incident: IncidentPicture, lane: LanePicture, consultation: ConsultationPicture, reader: Reader, now: datetime
) -> Block:
    """Where a consultation stands, the newest round first, and what can be done next."""
    locale = reader.locale
    today = now.astimezone(ZoneInfo(reader.tz)).date()
    head = text(
        locale,
        "consultation.head",
        title=consultation_title(consultation, locale),
        client=client_name(lane.client, locale),
        state=choice(locale, "consultation_state", consultation.state),
    )
    topic = choice(locale, "topic", consultation.topic)
    cite = text(locale, "consultation.cite", cite=citation(consultation.cite, locale)) if consultation.cite else ""
    good = text(locale, "mark.consultation_good") if consultation.good_practice else ""
    owner = text(locale, "consultation.owner", name=escape(consultation.owner_name, limit=60))
    blocks: list[Block] = [
        section(lines(head, _next(consultation, locale, today))),
        context(escape(topic), cite, good, owner if consultation.owner_name else ""),
    ]
    if consultation.our_position:
        reason = escape(consultation.our_reason, lines=True, limit=1000)
        words = text(locale, "consultation.position", words=escape(consultation.our_position, lines=True, limit=1500))
        blocks.append(section(lines(words, text(locale, "consultation.reason", words=reason) if reason else "")))
    blocks.extend(_rounds(consultation, locale, today))
    if consultation.outcome:
        words = escape(consultation.outcome, lines=True, limit=1500)
        blocks.append(section(text(locale, "consultation.outcome", words=words)))
    if consultation.costs:
        blocks.append(section(cost_lines(consultation.costs, locale)))
    blocks.append(context(text(locale, "consultation.unprejudiced")))
    if consultation.state != "closed":
        blocks.append(_buttons(incident, lane, consultation, locale))
    return _modal(incident, consultation, locale, "consultation", blocks, submit="")


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
    return _modal(incident, consultation, locale, "propose", blocks)


def round_form(incident: IncidentPicture, consultation: ConsultationPicture, reader: Reader, now: datetime) -> Block:
    """One round of talks: when, who, what both sides said, when next."""
    locale = reader.locale
    today = now.astimezone(ZoneInfo(reader.tz)).date()
    blocks = [
        _head(consultation, locale),
        field("held_on", text(locale, "round.held_on"), on_day(locale, today), optional=False),
        field("who", text(locale, "round.who"), line(limit=NOTE_LIMIT), optional=False),
        field("ours", text(locale, "round.ours"), _box()),
        field("theirs", text(locale, "round.theirs"), _box()),
        field("next_date", text(locale, "round.next_date"), on_day(locale)),
    ]
    return _modal(incident, consultation, locale, "round", blocks)


def next_date_form(incident: IncidentPicture, consultation: ConsultationPicture, reader: Reader) -> Block:
    """When both sides talk next."""
    locale = reader.locale
    element = on_day(locale, consultation.next_date)
    blocks = [
        _head(consultation, locale),
        field("next_date", text(locale, "next_date.next_date"), element, optional=False),
    ]
    return _modal(incident, consultation, locale, "next_date", blocks)


def outcome_form(incident: IncidentPicture, consultation: ConsultationPicture, reader: Reader) -> Block:
    """How the talks ended."""
    locale = reader.locale
    blocks = [
        _head(consultation, locale),
        field("result", text(locale, "outcome.result"), radio(choices(locale, "outcome", OUTCOMES)), optional=False),
        field("text", text(locale, "outcome.text"), _box(consultation.outcome), optional=False),
    ]
    return _modal(incident, consultation, locale, "outcome", blocks)


def consult_close_form(incident: IncidentPicture, consultation: ConsultationPicture, reader: Reader) -> Block:
    """Close a consultation."""
    locale = reader.locale
    settled = consultation.state in OUTCOMES
    blocks = [
        _head(consultation, locale),
        field(
            "reason",
            text(locale, "consult_close.reason"),
            line(multiline=True, limit=NOTE_LIMIT),
            optional=settled,
            hint=text(locale, "consult_close.hint"),
        ),
    ]
    return _modal(incident, consultation, locale, "consult_close", blocks)


def _head(consultation: ConsultationPicture, locale: Locale) -> Block:
    return section(f"*{consultation_title(consultation, locale)}*")


def _box(initial: str = "") -> Block:
    return line(initial=initial, multiline=True, limit=TEXT_LIMIT)


def _next(consultation: ConsultationPicture, locale: Locale, today: date) -> str:
    if consultation.next_date is None:
        return text(locale, "consultation.no_next") if consultation.state != "closed" else ""
    return text(locale, "consultation.next", at=day(consultation.next_date, locale, today))


def _rounds(consultation: ConsultationPicture, locale: Locale, today: date) -> list[Block]:
    newest = sorted(consultation.rounds, key=lambda one: one.held_on, reverse=True)
    blocks = [
        section(
            text(
                locale,
                "consultation.round",
                at=day(one.held_on, locale, today),
                who=escape(one.who, limit=200),
                ours=escape(one.our_position, lines=True, limit=800) or "─",
                theirs=escape(one.their_position, lines=True, limit=800) or "─",
            )
        )
        for one in newest[:ROUNDS_SHOWN]
    ]
    if len(newest) > ROUNDS_SHOWN:
        blocks.append(context(text(locale, "list.more", n=len(newest) - ROUNDS_SHOWN)))
    return blocks


def _buttons(incident: IncidentPicture, lane: LanePicture, consultation: ConsultationPicture, locale: Locale) -> Block:
    value = ids(i=incident.id, l=lane.id, c=consultation.id)
    first = "round" if consultation.our_position else "propose"
    verbs = ["propose", "round", "next_date", "outcome"]
    if consultation.topic == "cost":
        verbs.append("cost")
    verbs.append("consult_close")
    return actions(*(button(locale, verb, value, style="primary" if verb == first else "") for verb in verbs))


def _modal(
    incident: IncidentPicture,
    consultation: ConsultationPicture,
    locale: Locale,
    name: str,
    blocks: list[Block],
    *,
    submit: str = "button.save",
) -> Block:
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
