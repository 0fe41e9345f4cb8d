"""New posts into the room: an edited card notifies nobody, so the moments that matter are said again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from bot.views.answers import fact_name, value_words
from bot.views.blocks import Block, actions, button, context, ids, lines, message, section
from bot.views.clocks import due_token, due_words, landmark, late_line, reader_zone, taken_minutes
from bot.views.desk import call_line
from bot.views.moments import escape, in_words, span, when
from bot.views.page import page
from bot.views.pictures import ConsultationPicture, IncidentPicture, LanePicture, Message, Reader
from bot.views.texts import choice, text
from bot.views.wording import citation, client_name, consultation_title, word_shown


def mark(
    incident: IncidentPicture,
    lane: LanePicture,
    reader: Reader,
    now: datetime,
    *,
    minutes: int,
    mention: Sequence[str] = (),
    late_minutes: int = 0,
) -> Message:
    """The post at a mark around the deadline: `minutes` is -30, -15, -5, 0 or 5, as it was due. `mention` are Slack user ids.

    From the deadline on it asks, calmly, for the reason of the delay.
    """
    locale = reader.locale
    client = client_name(lane.client, locale)
    at = due_token(lane, reader, lane.due_at, now) if lane.due_at else ""
    said = in_words(lane.due_at, locale, reader_zone(lane, reader), "") if lane.due_at else ""
    key = "mark.before" if minutes < 0 else "mark.zero" if minutes == 0 else "mark.after"
    blocks = _body(lane, reader, now, text(locale, key, n=abs(minutes), at=at, client=client), mention, late_minutes)
    blocks.append(_row(incident, lane, reader, past=minutes >= 0))
    return _message(incident, reader, text(locale, key, n=abs(minutes), at=said, client=client), blocks)


def overdue(
    incident: IncidentPicture,
    lane: LanePicture,
    reader: Reader,
    now: datetime,
    *,
    mention: Sequence[str] = (),
    late_minutes: int = 0,
) -> Message:
    """The post for a deadline that was past when we first knew of it: minutes counted up, executives and legal told."""
    locale = reader.locale
    client = client_name(lane.client, locale)
    due_at = lane.due_at or now
    past = max(0, int((now - due_at).total_seconds() // 60))
    key = "mark.after" if past else "mark.zero"
    at = due_token(lane, reader, due_at, now)
    said = in_words(due_at, locale, reader_zone(lane, reader), "")
    blocks = _body(lane, reader, now, text(locale, key, n=past, at=at, client=client), mention, late_minutes)
    blocks.append(context(text(locale, "mark.told")))
    blocks.append(_row(incident, lane, reader, past=True))
    return _message(incident, reader, text(locale, key, n=past, at=said, client=client), blocks)


def soft_mark(
    incident: IncidentPicture,
    lane: LanePicture,
    reader: Reader,
    now: datetime,
    *,
    kind: Literal["target", "alarm"],
    mention: Sequence[str] = (),
    late_minutes: int = 0,
) -> Message:
    """The post when a team target or its alarm passes; never called a deadline."""
    locale = reader.locale
    client = client_name(lane.client, locale)
    if kind == "target":
        passed = lane.target_at or now
        head = text(locale, "mark.target", at=due_token(lane, reader, passed, now), client=client)
        said = text(locale, "mark.target", at=in_words(passed, locale, reader_zone(lane, reader), ""), client=client)
    else:
        head = said = text(locale, "mark.alarm", client=client, word=word_shown(lane.word, locale))
    blocks = _body(lane, reader, now, head, mention, late_minutes)
    if kind == "alarm":
        blocks.append(context(text(locale, "mark.told")))
    blocks.append(_row(incident, lane, reader, past=False))
    return _message(incident, reader, said, blocks)


def overdue_notice(incident: IncidentPicture, lane: LanePicture, reader: Reader, now: datetime) -> Message:
    """Tell an executive or legal, in a direct message, that a deadline is past; it asks nothing but may be taken."""
    return page(incident, (lane,), reader, now, step=0, reasons=("overdue",))


def ack_expired(
    incident: IncidentPicture, lane: LanePicture, reader: Reader, now: datetime, *, mention: Sequence[str] = ()
) -> Message:
    """The post when an acknowledgement brought no progress for ten minutes; the contract's clock never moved."""
    locale = reader.locale
    head = text(locale, "mark.expired", client=client_name(lane.client, locale))
    clock = text(locale, "mark.expired_clock", due=due_words(lane, reader, now))
    blocks = [section(lines(f"{landmark(lane, now)} {head}", clock, _mentions(mention)))]
    blocks.append(_row(incident, lane, reader, past=False))
    return _message(incident, reader, f"{head} {clock}", blocks)


def reached(incident: IncidentPicture, lane: LanePicture, reader: Reader, now: datetime) -> Message:
    """The post when the desk was reached: when, after how long, by whom, and what remains."""
    locale = reader.locale
    at = lane.reached_at or now
    zone = reader_zone(lane, reader)
    head = text(
        locale,
        "mark.reached",
        client=client_name(lane.client, locale),
        at=when(at, now, locale, zone, reader.tz),
        span=span(taken_minutes(lane, at), locale),
    )
    who = text(
        locale,
        "mark.reached_who",
        who=escape(lane.reached_who, limit=120),
        how=escape(choice(locale, "channel", lane.reached_how)),
        by=escape(lane.reached_by_name, limit=60),
    )
    following = ""
    if lane.next_report_at is not None:
        following = text(locale, "card.next_report", at=due_token(lane, reader, lane.next_report_at, now))
    return _message(
        incident,
        reader,
        head,
        [section(lines(f"{landmark(lane, now)} {head}", who, following)), context(text(locale, "mark.confirm_next"))],
    )


def consultation_opened(
    incident: IncidentPicture, lane: LanePicture, consultation: ConsultationPicture, reader: Reader
) -> Message:
    """The post when a consultation begins to be due."""
    locale = reader.locale
    title = consultation_title(consultation, locale)
    head = text(locale, "mark.consultation", title=title, client=client_name(lane.client, locale))
    cite = text(locale, "consultation.cite", cite=citation(consultation.cite, locale)) if consultation.cite else ""
    good = text(locale, "mark.consultation_good") if consultation.good_practice else ""
    value = ids(i=incident.id, l=lane.id, c=consultation.id)
    blocks = [
        section(lines(head, text(locale, "mark.consultation_calm"))),
        *([context(cite, good)] if cite or good else []),
        actions(button(locale, "consultation", value)),
    ]
    return _message(incident, reader, head, blocks)


def joined(incident: IncidentPicture, reader: Reader, *, names: Sequence[str], role: str = "") -> Message:
    """The post when people came into the room; `role` is a value of bot.domain.people.Role."""
    locale = reader.locale
    people = ("さん、" if locale == "ja" else ", ").join(escape(name, limit=60) for name in names)
    words = (
        text(locale, "mark.joined_role", names=people, role=escape(choice(locale, "role", role)))
        if role
        else text(locale, "mark.joined", names=people)
    )
    return _message(incident, reader, words, [section(words)])


def corrected(
    incident: IncidentPicture,
    reader: Reader,
    *,
    by_name: str,
    reason: str,
    changes: Sequence[tuple[str, object, object]],
) -> Message:
    """The post when answers were corrected: (fact, old, new) each, and why."""
    locale = reader.locale
    head = text(locale, "mark.corrected", by=escape(by_name, limit=60))
    listed = [
        text(
            locale,
            "mark.change",
            fact=fact_name(fact, locale),
            old=_value(fact, old, reader),
            new=_value(fact, new, reader),
        )
        for fact, old, new in changes[:12]
    ]
    why = text(locale, "card.reason", reason=escape(reason, limit=500)) if reason else ""
    return _message(incident, reader, lines(head, why), [section(lines(head, *listed, why))])


def _value(fact: str, value: object, reader: Reader) -> str:
    if isinstance(value, datetime):
        return in_words(value, reader.locale, reader.tz, reader.tz)
    return value_words(fact, value, reader.locale)


def detail_added(incident: IncidentPicture, reader: Reader, *, by_name: str, detail: str) -> Message:
    """The post when somebody added what they remember; shown as typed, mentioning nobody."""
    head = text(reader.locale, "mark.detail", by=escape(by_name, limit=60))
    quoted = "\n".join(f"> {line}" for line in escape(detail, lines=True, limit=2000).splitlines())
    return _message(incident, reader, head, [section(lines(head, quoted))])


def insurance(incident: IncidentPicture, lane: LanePicture, reader: Reader, *, minutes: int) -> Message:
    """What Slack itself posts at T-10 (`minutes` -10) or T0 when nothing of ours runs: absolute, and harmless when late."""
    locale = reader.locale
    due_at = lane.due_at or lane.start_at
    words = text(
        locale,
        "insurance.before" if minutes < 0 else "insurance.zero",
        client=client_name(lane.client, locale),
        at=in_words(due_at, locale, reader_zone(lane, reader), ""),
    )
    return _message(incident, reader, words, [section(lines(words, call_line(lane, locale, "insurance.call")))])


def _message(incident: IncidentPicture, reader: Reader, words: str, blocks: list[Block]) -> Message:
    plain = words.replace("*", "")
    return message(
        reader.locale, plain, blocks, drill=incident.drill, drill_by=escape(incident.reporter_name, limit=60)
    )


def _body(
    lane: LanePicture, reader: Reader, now: datetime, head: str, mention: Sequence[str], late_minutes: int
) -> list[Block]:
    locale = reader.locale
    owner = (
        text(locale, "mark.owned", name=escape(lane.owner_name, limit=60))
        if lane.owner_id
        else text(locale, "mark.nobody")
    )
    keep = text(locale, "mark.keep") if lane.due_at is not None and now >= lane.due_at else ""
    call = call_line(lane, locale, "card.call_next")
    blocks = [section(lines(f"{landmark(lane, now)} {head}", owner, keep, call, _mentions(mention)))]
    late = late_line(late_minutes, reader)
    return [*blocks, context(late)] if late else blocks


def _mentions(user_ids: Sequence[str]) -> str:
    return " ".join(f"<@{user_id}>" for user_id in user_ids if user_id.isalnum())


def _row(incident: IncidentPicture, lane: LanePicture, reader: Reader, *, past: bool) -> Block:
    locale = reader.locale
    value = ids(i=incident.id, l=lane.id)
    row = [] if lane.owner_id else [button(locale, "ack", value, style="primary")]
    row += [button(locale, "attempt", value), button(locale, "reached", value)]
    if past and not lane.delay_reason:
        row.append(button(locale, "delay", value))
    return actions(*row)
