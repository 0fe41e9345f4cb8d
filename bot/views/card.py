"""The lane card: pinned, one per client, edited in place. The truth of it is an absolute instant; minutes and bar only help the eye."""

from __future__ import annotations

from datetime import datetime

from bot.domain.people import Locale
from bot.views.blocks import Block, actions, button, context, gap, ids, lines, message, more, section
from bot.views.clocks import (
    Level,
    contract_time,
    due_token,
    due_words,
    is_open,
    landmark,
    level,
    reader_zone,
    taken_minutes,
)
from bot.views.delivery_words import delivery_line, unsent, written_next
from bot.views.desk import call_line, desk_line, tiers_line
from bot.views.moments import bar, escape, in_words, left_words, minutes_left, span, when
from bot.views.pictures import ConsultationPicture, IncidentPicture, LanePicture, Message, Reader
from bot.views.reports import draft_line, issued_line, owed_line
from bot.views.texts import choice, text
from bot.views.wording import citation, client_name, is_recommended, notify_phrase, word_shown

ATTEMPTS_SHOWN = 3
DELIVERIES_SHOWN = 3


def card(
    incident: IncidentPicture, lane: LanePicture, reader: Reader, now: datetime, *, drill_said: bool = False
) -> Message:
    """The card of one lane as it stands at `now`. In a channel `reader` is the office: no user id, office language and zone.

    `drill_said`: the view around it says already that this is a drill.
    """
    if lane.reached_at is not None:
        blocks, words = _reached(lane, reader, now, lane.reached_at)
    elif lane.stood_down_at is not None:
        blocks, words = _quiet(lane, reader, now, lane.stood_down_at)
    else:
        blocks, words = _running(incident, lane, reader, now)
    if lane.tiers:
        blocks.append(section(tiers_line(lane, reader.locale)))
    blocks.extend(_remarks(lane, reader, now))
    blocks.append(_buttons(incident, lane, reader, now))
    return message(
        reader.locale,
        words,
        blocks,
        drill=incident.drill and not drill_said,
        drill_by=escape(incident.reporter_name, limit=60),
    )


def _running(incident: IncidentPicture, lane: LanePicture, reader: Reader, now: datetime) -> tuple[list[Block], str]:
    locale = reader.locale
    client = client_name(lane.client, locale)
    phrase = notify_phrase(lane.word, locale)
    title = f"{landmark(lane, now)} " + text(locale, "card.title", phrase=phrase, client=client)
    blocks = [section(lines(title, *_clock_lines(lane, reader, now)))]
    blocks.append(context(_since(incident, lane, reader, now)))
    calling = call_line(lane, locale, "card.call_next")
    blocks.append(section(lines(_owner(lane, reader, now), calling, written_next(lane, locale))))
    if lane.desk:
        blocks.append(context(desk_line(lane, locale), _attempts(lane, reader, now)))
    owner = escape(lane.owner_name, limit=60) or text(locale, "card.nobody_short")
    if lane.due_at is not None:
        at = in_words(lane.due_at, locale, reader_zone(lane, reader), reader.tz if reader.user_id else "")
        left = left_words(now, lane.due_at, locale)
        return blocks, text(locale, "card.text", client=client, phrase=phrase, at=at, left=left, owner=owner)
    due = due_words(lane, reader, now)
    return blocks, text(locale, "card.text_soft", client=client, phrase=phrase, due=due, owner=owner)


def _clock_lines(lane: LanePicture, reader: Reader, now: datetime) -> list[str]:
    locale = reader.locale
    word = text(locale, f"level.{level(lane, now).value}")
    found: list[str] = []
    if lane.due_at is not None:
        at = due_token(lane, reader, lane.due_at, now)
        left = left_words(now, lane.due_at, locale)
        if now > lane.due_at:
            past = minutes_left(now, lane.due_at) < 0
            key = "card.due_past" if past else "card.due_just_past"
            found.append(text(locale, key, at=at, left=left))
        else:
            found.append(text(locale, "card.due", at=at, left=left))
        found.append(text(locale, "card.bar", bar=bar(now, lane.start_at, lane.due_at), level=word))
    elif lane.target_at is not None:
        goal = span(taken_minutes(lane, lane.target_at), locale)
        if lane.word:
            found.append(text(locale, "card.soft", word=word_shown(lane.word, locale), span=goal))
        at = due_token(lane, reader, lane.target_at, now)
        if now > lane.target_at:
            found.append(text(locale, "card.soft_past", at=at))
        else:
            found.append(text(locale, "card.soft_due", at=at, left=left_words(now, lane.target_at, locale)))
        found.append(text(locale, "card.bar", bar=bar(now, lane.start_at, lane.target_at), level=word))
    else:
        found.append(text(locale, "card.no_clock"))
    if lane.delay_reason:
        found.append(text(locale, "card.delay_reason", reason=escape(lane.delay_reason, limit=300)))
    return found


def _since(incident: IncidentPicture, lane: LanePicture, reader: Reader, now: datetime) -> str:
    locale = reader.locale
    zone = reader_zone(lane, reader)
    started = when(lane.start_at, now, locale, zone, reader.tz)
    who = escape(incident.recognised_by, limit=60)
    key = "card.since_by" if who else "card.since"
    parts = [text(locale, key, at=started, who=who)]
    if incident.start_uncertain:
        parts.append(text(locale, "card.uncertain"))
    if lane.cite:
        parts.append(text(locale, "card.cite", cite=citation(lane.cite, locale)))
    if lane.due_at is not None and (not reader.user_id or contract_time(lane, reader, lane.due_at)):
        parts.append(text(locale, "time.contract", at=in_words(lane.due_at, locale, lane.zone, "")))
    return gap(locale).join(parts)


def _owner(lane: LanePicture, reader: Reader, now: datetime) -> str:
    locale = reader.locale
    if lane.owner_name and lane.owned_at is not None:
        at = when(lane.owned_at, now, locale, reader_zone(lane, reader), reader.tz)
        owner = text(locale, "card.owner", name=escape(lane.owner_name, limit=60), at=at)
    else:
        owner = text(locale, "card.nobody")
    return owner + gap(locale) + text(locale, "card.attempts", n=len(lane.attempts))


def _attempts(lane: LanePicture, reader: Reader, now: datetime) -> str:
    locale = reader.locale
    return "\n".join(
        text(
            locale,
            "card.attempt",
            at=when(attempt.at, now, locale, reader_zone(lane, reader), reader.tz),
            channel=escape(choice(locale, "channel", attempt.channel)),
            slot=escape(choice(locale, "slot", attempt.slot), limit=80),
            result=escape(choice(locale, "result", attempt.result)),
            by=escape(attempt.by_name, limit=60),
        )
        for attempt in lane.attempts[-ATTEMPTS_SHOWN:]
    )


def _reached(lane: LanePicture, reader: Reader, now: datetime, at: datetime) -> tuple[list[Block], str]:
    locale = reader.locale
    zone = reader_zone(lane, reader)
    client = client_name(lane.client, locale)
    taken = span(taken_minutes(lane, at), locale)
    shown = when(at, now, locale, zone, reader.tz)
    who = escape(lane.reached_who, limit=120)
    name = f"{who} 様" if locale == "ja" and who and not who.endswith("様") else who
    how = escape(choice(locale, "channel", lane.reached_how))
    by = escape(lane.reached_by_name, limit=60)
    late = ""
    if lane.due_at is not None and at > lane.due_at:
        late = text(locale, "card.reached_late", span=span(-minutes_left(at, lane.due_at), locale))
    parts = [
        f"{landmark(lane, now)} " + text(locale, "card.reached", at=shown, who=name, span=taken),
        text(locale, "card.reached_client", client=client, how=how, by=by),
        late,
        text(locale, "card.reached_ref", ref=escape(lane.reached_ref, limit=200)) if lane.reached_ref else "",
        text(locale, "card.delay_reason", reason=escape(lane.delay_reason, limit=300)) if lane.delay_reason else "",
    ]
    if lane.next_report_at is not None:
        parts.append("*" + text(locale, "card.next_report", at=due_token(lane, reader, lane.next_report_at, now)) + "*")
    if lane.confirmed_at is not None:
        confirmed = text(locale, "card.confirmed", at=when(lane.confirmed_at, now, locale, zone, reader.tz))
        reference = escape(lane.confirmed_ref, limit=200)
        parts.append(f"{confirmed}{gap(locale)}{reference}" if reference else confirmed)
    else:
        parts.append(text(locale, "card.not_confirmed"))
    blocks = [section(lines(*parts))]
    since = text(locale, "card.since", at=when(lane.start_at, now, locale, zone, reader.tz))
    cite = text(locale, "card.cite", cite=citation(lane.cite, locale)) if lane.cite else ""
    blocks.append(context(since, cite, text(locale, "card.attempts", n=len(lane.attempts))))
    return blocks, text(locale, "card.text_reached", client=client, at=shown, span=taken)


def _quiet(lane: LanePicture, reader: Reader, now: datetime, at: datetime) -> tuple[list[Block], str]:
    locale = reader.locale
    client = client_name(lane.client, locale)
    sign = landmark(lane, now)
    if not lane.stood_down_reason:  # nobody stopped it: this contract only asks for other things
        head = f"{sign} " + text(locale, "card.nobody_to_reach", client=client)
        return [section(lines(head, text(locale, "card.see_duties")))], head
    shown = when(at, now, locale, reader_zone(lane, reader), reader.tz)
    words = lines(
        f"{sign} " + text(locale, "card.stood_down", at=shown, client=client),
        text(locale, "card.reason", reason=escape(lane.stood_down_reason, limit=500)),
    )
    return [section(words), context(desk_line(lane, locale))], text(locale, "card.text_stood_down", client=client)


def _remarks(lane: LanePicture, reader: Reader, now: datetime) -> list[Block]:
    locale = reader.locale
    written = [issued_line(lane, lane.notices[-1], reader, now), owed_line(lane, locale)] if lane.notices else []
    if lane.notices:
        last = lane.notices[-1].deliveries[-DELIVERIES_SHOWN:]
        written += [delivery_line(one, lane, reader, now) for one in last]
    if lane.draft is not None:
        written.append(draft_line(lane, lane.draft, reader, now))
    joint = "、" if locale == "ja" else "; "
    found: list[str] = []
    if is_recommended(lane):
        found.append(text(locale, "card.recommended"))
    if lane.exposures:
        items = joint.join(escape(item.of(locale), limit=200) for item in lane.exposures[:3])
        found.append(text(locale, "card.exposure", items=items))
    return [
        *([section(lines(*written))] if written else []),
        *([context(*found)] if found else []),
    ]


def _buttons(incident: IncidentPicture, lane: LanePicture, reader: Reader, now: datetime) -> Block:
    locale = reader.locale
    value = ids(i=incident.id, l=lane.id)
    row: list[Block] = []
    if is_open(lane):
        if not lane.owner_id:
            row.append(button(locale, "ack", value, style="primary"))
        row.append(button(locale, "attempt", value))
        row.append(button(locale, "reached", value, style="" if not lane.owner_id else "primary"))
        row += _send(incident, lane, locale)
        row.append(button(locale, "notice", value))
    elif lane.reached_at is not None:
        if lane.confirmed_at is None:
            row.append(button(locale, "confirmed", value, style="primary"))
        row += _send(incident, lane, locale)
        row.append(button(locale, "reports", value))
        row.append(button(locale, "costs", value))
        row.append(button(locale, "follow", value))
    elif lane.stood_down_reason:
        row.append(button(locale, "reached", value))
    for number, consultation in enumerate(_open_consultations(lane), start=1):
        target = ids(i=incident.id, l=lane.id, c=consultation.id)
        row.append(
            button(locale, "consultation", target, label=choice(locale, "topic", consultation.topic), number=number)
        )
    row.append(more(locale, _menu(incident, lane, now), incident_id=incident.id, lane_id=lane.id))
    return actions(*row)


def _send(incident: IncidentPicture, lane: LanePicture, locale: Locale) -> list[Block]:
    """The button that sends the newest report, while it has not reached the desk on any road."""
    if not unsent(lane):
        return []
    return [button(locale, "notice_send", ids(i=incident.id, l=lane.id, r=lane.notices[-1].id))]


def _open_consultations(lane: LanePicture) -> list[ConsultationPicture]:
    return [one for one in lane.consultations if one.state != "closed"][:5]


def _menu(incident: IncidentPicture, lane: LanePicture, now: datetime) -> list[str]:
    verbs: list[str] = []
    if is_open(lane):
        verbs.append("hand_over")
        if level(lane, now) is Level.PAST:
            verbs.insert(0, "delay")
        if lane.due_at is None:
            verbs.append("stand_down")
    elif lane.reached_at is None and lane.stood_down_reason:
        verbs.append("resume")
    if lane.reached_at is not None and lane.due_at is not None and lane.reached_at > lane.due_at:
        verbs.append("delay")
    verbs.append("duties")
    if lane.reached_at is None:
        verbs.extend(("costs", "follow"))
    if incident.ended_at is not None:
        return [*verbs, "reopen"]
    verbs.extend(("correct", "lead_form"))
    if incident.contained_at is None:
        verbs.append("contained")
    verbs.extend(("not_incident", "close"))
    return verbs
