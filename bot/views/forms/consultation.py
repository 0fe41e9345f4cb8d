"""A consultation with a client: where it stands, our position, rounds of talks, its outcome, the minute, what runs from it."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.people import Locale
from bot.views.blocks import Block, actions, button, context, ids, lines, section
from bot.views.forms.actions import action_blocks
from bot.views.forms.talks import consultation_modal
from bot.views.moments import day, escape
from bot.views.pictures import ConsultationPicture, IncidentPicture, LanePicture, Reader
from bot.views.texts import choice, text
from bot.views.wording import citation, client_name, consultation_title

ROUNDS_SHOWN = 10

_BEFORE = ("propose", "ask_talks", "round", "next_date", "action_add", "consult_close")
_DURING = ("propose", "round", "next_date", "outcome", "action_add", "consult_close")
_AFTER = ("action_add", "round", "consult_close")
_VERBS: dict[str, tuple[str, ...]] = {
    "needed": _BEFORE,
    "proposed": _BEFORE,
    "opened": _DURING,
    "talking": _DURING,
    "agreed": ("minute", *_AFTER),
    "agreed_with_conditions": ("minute", *_AFTER),
    "no_agreement": ("round", "next_date", "consult_close"),
    "recorded": _AFTER,
    "actions_running": _AFTER,
    "closed": ("talk_again",),
}
_NEXT = {
    "needed": "propose",
    "proposed": "ask_talks",
    "opened": "round",
    "talking": "outcome",
    "agreed": "minute",
    "agreed_with_conditions": "minute",
    "no_agreement": "round",
    "recorded": "consult_close",
    "actions_running": "action_add",
}
"""The one step that comes next; the others stand beside it."""


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
        section(lines(head, _about(consultation, locale), _next(consultation, locale, today))),
        context(escape(topic), cite, good, owner if consultation.owner_name else ""),
    ]
    if consultation.our_position:
        reason = escape(consultation.our_reason, lines=True, limit=1000)
        words = text(locale, "consultation.position", words=escape(consultation.our_position, lines=True, limit=1500))
        blocks.append(section(lines(words, text(locale, "consultation.reason", words=reason) if reason else "")))
    if consultation.asked_on is not None:
        blocks.append(context(_asked(consultation, consultation.asked_on, locale, today)))
    blocks.extend(_rounds(consultation, locale, today))
    blocks.extend(_ending(consultation, locale, today))
    blocks.extend(action_blocks(incident, consultation.actions, reader, now))
    blocks.append(context(text(locale, "consultation.unprejudiced")))
    blocks.append(_buttons(incident, lane, consultation, locale))
    return consultation_modal(incident, consultation, locale, "consultation", blocks, submit="")


def _about(consultation: ConsultationPicture, locale: Locale) -> str:
    if not consultation.subject:
        return ""
    return text(locale, "consultation.subject", words=escape(consultation.subject, lines=True, limit=500))


def _next(consultation: ConsultationPicture, locale: Locale, today: date) -> str:
    if consultation.next_date is not None:
        return text(locale, "consultation.next", at=day(consultation.next_date, locale, today))
    return text(locale, "consultation.no_next") if not consultation.result and consultation.state != "closed" else ""


def _asked(consultation: ConsultationPicture, asked_on: date, locale: Locale, today: date) -> str:
    return text(
        locale,
        "consultation.asked",
        at=day(asked_on, locale, today),
        who=escape(consultation.asked_who, limit=120),
        how=escape(choice(locale, "channel", consultation.asked_how), limit=60),
    )


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


def _ending(consultation: ConsultationPicture, locale: Locale, today: date) -> list[Block]:
    """The outcome, whether it allows what it is about, the minute, and why it was closed."""
    blocks: list[Block] = []
    if consultation.outcome:
        words = escape(consultation.outcome, lines=True, limit=1500)
        allowed = ""
        if consultation.topic in {"publication", "disclosure"} and consultation.result in {
            "agreed",
            "agreed_with_conditions",
        }:
            allowed = text(locale, f"consultation.{'may' if consultation.permits else 'may_not'}")
        blocks.append(section(lines(text(locale, "consultation.outcome", words=words), allowed)))
    if consultation.minute_on is not None:
        words = text(
            locale,
            "consultation.minute",
            at=day(consultation.minute_on, locale, today),
            ours=escape(consultation.minute_ours, limit=120),
            theirs=escape(consultation.minute_theirs, limit=120),
            ref=escape(consultation.minute_ref, limit=300),
        )
        blocks.append(section(words))
    if consultation.closed_reason:
        blocks.append(context(text(locale, "card.reason", reason=escape(consultation.closed_reason, limit=500))))
    return blocks


def _buttons(incident: IncidentPicture, lane: LanePicture, consultation: ConsultationPicture, locale: Locale) -> Block:
    value = ids(i=incident.id, l=lane.id, c=consultation.id)
    verbs = list(_VERBS.get(consultation.state, ()))
    if consultation.topic == "cost":
        verbs.insert(-1, "costs")
    first = _NEXT.get(consultation.state, "")
    row = [button(locale, verb, value, style="primary" if verb == first else "") for verb in verbs]
    return actions(*row, button(locale, "follow", ids(i=incident.id, l=lane.id)))
