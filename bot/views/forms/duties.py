"""What is owed, one by one; finishing or waiving a duty; ending the incident."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.closing import KEEP_EVIDENCE, Closing, ClosingLine
from bot.domain.people import Locale
from bot.views.blocks import Block, actions, button, context, ids, lines, modal, section
from bot.views.forms.terms import readings_line
from bot.views.inputs import NOTE_LIMIT, field, line, on_day
from bot.views.moments import escape, left_words, when
from bot.views.pictures import DutyPicture, IncidentPicture, LanePicture, Reader
from bot.views.texts import choice, text
from bot.views.wording import citation, client_name, word_shown

_ENDED = frozenset({"done", "waived"})
SHOWN = 40
SHOWN_CHECKS = 8


def duties_view(incident: IncidentPicture, reader: Reader, now: datetime, *, lane: LanePicture | None = None) -> Block:
    """The duties of one lane, or of all; those still owed carry buttons, waived ones stay, struck through."""
    locale = reader.locale
    blocks: list[Block] = []
    for one in (lane,) if lane is not None else incident.lanes:
        blocks.append(section(text(locale, "duties.client", client=client_name(one.client, locale))))
        for duty in one.duties[:SHOWN]:
            blocks.extend(_duty(incident, one, duty, reader, now))
        if one.doubts:  # here and not on the card: they are for a calm look, not for the minutes that count
            items = "\n".join(f"• {escape(doubt.of(locale), limit=200)}" for doubt in one.doubts[:8])
            blocks.append(context(text(locale, "duties.doubts", items=items), readings_line(one.readings, reader, now)))
            opened = button(locale, "terms", ids(u=one.pack_id), number=one.position)
            blocks.append(actions(opened))
    if not any(one.duties for one in incident.lanes):
        blocks.append(section(text(locale, "duties.none")))
    return _modal(incident, locale, "duties", blocks, ids(i=incident.id, l=lane.id if lane else ""), submit="")


def duty_done_form(incident: IncidentPicture, duty: DutyPicture, reader: Reader) -> Block:
    """How a duty was done."""
    locale = reader.locale
    blocks = [
        section(
            lines(
                text(locale, "duty_done.intro", title=escape(duty.title.of(locale), limit=500)),
                _checklist(duty, locale),
            )
        ),
        field("note", text(locale, "duty_done.note"), line(multiline=True, limit=NOTE_LIMIT)),
    ]
    return _modal(incident, locale, "duty_done", blocks, ids(i=incident.id, d=duty.id))


def duty_waive_form(incident: IncidentPicture, duty: DutyPicture, reader: Reader) -> Block:
    """Why a duty is not needed; a hard one waits for a second person."""
    locale = reader.locale
    blocks = [section(text(locale, "duty_waive.intro", title=escape(duty.title.of(locale), limit=500)))]
    if duty.hard:
        blocks.append(section(text(locale, "duty_waive.second")))
    blocks.append(field("reason", text(locale, "duty_waive.reason"), _paragraph(), optional=False))
    return _modal(incident, locale, "duty_waive", blocks, ids(i=incident.id, d=duty.id))


def not_incident_form(incident: IncidentPicture, reader: Reader) -> Block:
    """It was none: with a reason, and a second person; a client already told hears the withdrawal first."""
    locale = reader.locale
    blocks = [section(text(locale, "not_incident.intro", ref=escape(incident.ref)))]
    if any(lane.reached_at is not None for lane in incident.lanes):
        blocks.append(section(text(locale, "not_incident.told")))
    blocks.append(field("reason", text(locale, "not_incident.reason"), _paragraph(), optional=False))
    return _modal(incident, locale, "not_incident", blocks, ids(i=incident.id))


def reopen_form(incident: IncidentPicture, reader: Reader) -> Block:
    """It goes on after all: one person and a reason are enough."""
    locale = reader.locale
    words = [text(locale, "reopen.intro", ref=escape(incident.ref))]
    if any(lane.reached_at is not None for lane in incident.lanes) and incident.state == "not_incident":
        words.append(text(locale, "reopen.told"))
    blocks = [section("\n".join(words)), field("reason", text(locale, "reopen.reason"), _paragraph(), optional=False)]
    return _modal(incident, locale, "reopen", blocks, ids(i=incident.id))


def close_form(
    incident: IncidentPicture,
    reader: Reader,
    now: datetime,
    checklist: Sequence[ClosingLine],
    *,
    known: Closing | None = None,
    wants_cause: bool = False,
) -> Block:
    """End the incident: the checklist first, so that nobody learns it from a refusal, then cause, prevention and how it ended."""
    locale = reader.locale
    waived_hard = any(duty.hard and duty.state == "waived" for lane in incident.lanes for duty in lane.duties)
    key = "close.intro_second" if waived_hard else "close.intro"
    blocks = [section(text(locale, key, ref=escape(incident.ref)))]
    blocks.append(section("\n".join(_checked(line, locale) for line in checklist)))
    keep = known.retain_until if known else (now.astimezone(ZoneInfo(reader.tz)) + KEEP_EVIDENCE).date()
    blocks += [
        field(
            "root_cause",
            text(locale, "close.root_cause"),
            line(multiline=True, limit=NOTE_LIMIT, initial=known.root_cause if known else ""),
            optional=not wants_cause,
            hint=text(locale, "close.root_cause_hint"),
        ),
        field(
            "prevention",
            text(locale, "close.prevention"),
            line(multiline=True, limit=NOTE_LIMIT, initial=known.prevention if known else ""),
            optional=not wants_cause,
            hint=text(locale, "close.prevention_hint"),
        ),
        field("retain_until", text(locale, "close.retain_until"), on_day(locale, keep), optional=not wants_cause),
        field("reason", text(locale, "close.reason"), _paragraph(), optional=False),
    ]
    return _modal(incident, locale, "close", blocks, ids(i=incident.id))


def _checked(item: ClosingLine, locale: Locale) -> str:
    """One line of the checklist; a word says what the sign says, for whoever does not see it."""
    what = text(locale, f"closing.{item.key}")
    if not item.left:
        return text(locale, "closing.none_left", what=what)
    return text(locale, "closing.must" if item.blocks else "closing.may", what=what, n=item.left)


def _duty(
    incident: IncidentPicture, lane: LanePicture, duty: DutyPicture, reader: Reader, now: datetime
) -> list[Block]:
    locale = reader.locale
    state = choice(locale, "duty_state", duty.state)
    if duty.ended_at is not None:
        at = when(duty.ended_at, now, locale, reader.tz, reader.tz)
        state = text(locale, "duties.ended", state=state, name=escape(duty.ended_by_name, limit=60), at=at)
    title = escape(duty.title.of(locale), limit=500)
    words = text(
        locale,
        "duties.line",
        title=f"~{title}~" if duty.state == "waived" else title,
        word=word_shown(duty.word, locale) or text(locale, "duties.no_word"),
        cite=citation(duty.cite, locale),
        state=state,
    )
    due = ""
    if duty.due_at is not None and duty.state == "running":
        at = when(duty.due_at, now, locale, reader.tz, reader.tz)
        due = text(locale, "due.hard", at=at, left=left_words(now, duty.due_at, locale))
    elif duty.target_at is not None and duty.state == "running":
        due = text(locale, "duties.target", at=when(duty.target_at, now, locale, reader.tz, reader.tz))
    reason = text(locale, "duties.reason", reason=escape(duty.reason, limit=500)) if duty.reason else ""
    recommended = text(locale, "duties.recommended") if duty.recommended else ""
    checklist = _checklist(duty, locale) if duty.state not in _ENDED else ""
    blocks = [section(lines(words, due, reason, checklist))]
    if recommended:
        blocks.append(context(recommended))
    if duty.state not in _ENDED:
        value = ids(i=incident.id, l=lane.id, d=duty.id)
        blocks.append(actions(button(locale, "duty_done", value), button(locale, "duty_waive", value)))
    return blocks


def _checklist(duty: DutyPicture, locale: Locale) -> str:
    return "\n".join(f"☐ {escape(one.of(locale), limit=150)}" for one in duty.checklist[:SHOWN_CHECKS])


def _paragraph() -> Block:
    return line(multiline=True, limit=NOTE_LIMIT)


def _modal(
    incident: IncidentPicture,
    locale: Locale,
    name: str,
    blocks: list[Block],
    metadata: str,
    *,
    submit: str = "button.save",
) -> Block:
    return modal(
        locale,
        name,
        blocks,
        title=f"{name}.title",
        submit=submit,
        metadata=metadata,
        drill=incident.drill,
        drill_by=escape(incident.reporter_name, limit=60),
    )
