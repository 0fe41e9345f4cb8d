"""The gates on a screen: locked with the reason and the way to unlock, the emergency record, and what went through."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.people import Locale
from bot.views.blocks import Block, actions, button, context, ids, lines, modal, section
from bot.views.following_pictures import EmergencyPicture, GatePicture, ReleasePicture
from bot.views.forms.after import gate_line, talk_line
from bot.views.inputs import NOTE_LIMIT, TEXT_LIMIT, field, line, on_day, one_of
from bot.views.moments import day, escape
from bot.views.pictures import ConsultationPicture, IncidentPicture, LanePicture, Reader
from bot.views.texts import choice, text
from bot.views.wording import citation, client_name

SHOWN = 8


def gate_view(incident: IncidentPicture, lane: LanePicture, gate: GatePicture, reader: Reader, now: datetime) -> Block:
    """One gate: whether it is locked, why, and how to open it."""
    locale = reader.locale
    today = now.astimezone(ZoneInfo(reader.tz)).date()
    value = ids(i=incident.id, l=lane.id, g=gate.kind)
    talks = [talk for talk in lane.consultations if talk.topic == gate.kind]
    cite = text(locale, "consultation.cite", cite=citation(gate.cite, locale)) if gate.cite else ""
    blocks = [section(lines(f"*{client_name(lane.client, locale)}*", gate_line(gate, locale)))]
    if cite:
        blocks.append(context(cite))
    if not gate.is_open:
        blocks.append(section(_way(gate, talks, locale)))
    for number, talk in enumerate(talks[:SHOWN], start=1):
        target = ids(i=incident.id, l=lane.id, c=talk.id)
        label = text(locale, "button.open")
        opened = button(locale, "consultation", target, label=label, number=number)
        blocks.append(section(talk_line(talk, locale, today), accessory=opened))
    blocks += [_emergency(incident, one, locale, today) for one in gate.emergencies[-SHOWN:]]
    blocks += [section(release_words(one, locale, today)) for one in gate.releases[-SHOWN:]]
    row = []
    if gate.is_open:
        row.append(button(locale, f"release_{gate.kind}", value, style="primary"))
    if not any(talk.state != "closed" for talk in talks):
        row.append(button(locale, "gate_consult", value, style="" if gate.is_open else "primary"))
    if gate.emergency is not None and not gate.is_open and not any(one.state == "asked" for one in gate.emergencies):
        row.append(button(locale, "emergency", value))
    blocks.append(actions(*row, button(locale, "follow", ids(i=incident.id, l=lane.id))))
    return _modal(incident, locale, "gate", blocks, value)


def _way(gate: GatePicture, talks: list[ConsultationPicture], locale: Locale) -> str:
    """How to unlock it: the talks first, then what the contract allows when there is no time for them."""
    refused = any(talk.result in {"agreed", "agreed_with_conditions"} and not talk.permits for talk in talks)
    how = text(locale, "gate.way_refused" if refused else "gate.way_talks")
    if gate.emergency is None:
        return lines(how, text(locale, "gate.no_emergency"))
    return lines(how, text(locale, "gate.way_emergency", words=escape(gate.emergency.of(locale), limit=300)))


def _emergency(incident: IncidentPicture, one: EmergencyPicture, locale: Locale, today: date) -> Block:
    words = text(
        locale,
        "emergency.line",
        state=choice(locale, "emergency_state", one.state),
        why=escape(one.why, lines=True, limit=500),
        saying=escape(one.saying, lines=True, limit=500),
        by=escape(one.asked_by_name, limit=60),
    )
    second = text(locale, "emergency.second", name=escape(one.decided_by_name, limit=60)) if one.decided_by_name else ""
    after = (
        text(locale, "emergency.tell", at=day(one.tell_on, locale, today)) if one.state in {"decided", "used"} else ""
    )
    if one.told_on is not None:
        who, ref = escape(one.told_who, limit=120), escape(one.told_ref, limit=200)
        after = text(locale, "emergency.told", at=day(one.told_on, locale, today), who=who, ref=ref)
    tell = None
    if one.state in {"decided", "used"}:
        tell = button(locale, "emergency_told", ids(i=incident.id, l=one.lane_id, g=one.kind, e=one.id))
    return section(lines(words, second, after), accessory=tell)


def release_words(one: ReleasePicture, locale: Locale, today: date) -> str:
    """What went through a gate."""
    return text(
        locale,
        f"release.{one.kind}_line",
        at=day(one.released_on, locale, today),
        to=escape(one.to_whom, limit=200),
        what=escape(one.what, lines=True, limit=500),
        ref=escape(one.reference, limit=200) or "─",
        by=escape(one.by_name, limit=60),
    )


def emergency_form(incident: IncidentPicture, lane: LanePicture, gate: GatePicture, reader: Reader) -> Block:
    """Why it cannot wait, what will be said, when the client is told; a second person decides."""
    locale = reader.locale
    rule = escape(gate.emergency.of(locale), limit=500) if gate.emergency else ""
    blocks = [
        section(lines(f"*{client_name(lane.client, locale)}*", text(locale, "emergency.intro"))),
        *([context(rule)] if rule else []),
        field("why", text(locale, "emergency.why"), line(multiline=True, limit=TEXT_LIMIT), optional=False),
        field(
            "saying",
            text(locale, "emergency.saying"),
            line(multiline=True, limit=TEXT_LIMIT),
            optional=False,
            hint=text(locale, "emergency.saying_hint"),
        ),
        field("tell_on", text(locale, "emergency.tell_on"), on_day(locale), optional=False),
    ]
    value = ids(i=incident.id, l=lane.id, g=gate.kind)
    return _modal(incident, locale, "emergency", blocks, value, submit="button.ask_second")


def emergency_told_form(incident: IncidentPicture, one: EmergencyPicture, reader: Reader, now: datetime) -> Block:
    """When the client was told of it."""
    locale = reader.locale
    today = now.astimezone(ZoneInfo(reader.tz)).date()
    blocks = [
        section(text(locale, "emergency.told_intro", saying=escape(one.saying, lines=True, limit=1000))),
        field("told_on", text(locale, "emergency.told_on"), on_day(locale, today), optional=False),
        field("who", text(locale, "report_back.to"), line(limit=120), optional=False),
        field("reference", text(locale, "report_back.reference"), line(limit=NOTE_LIMIT), optional=False),
    ]
    value = ids(i=incident.id, l=one.lane_id, g=one.kind, e=one.id)
    return _modal(incident, locale, "emergency_told", blocks, value, submit="button.save")


def release_form(
    incident: IncidentPicture, lane: LanePicture, gate: GatePicture, reader: Reader, now: datetime
) -> Block:
    """What was published or disclosed, to whom, on which agreement."""
    locale = reader.locale
    today = now.astimezone(ZoneInfo(reader.tz)).date()
    bases = [(identifier, words or identifier) for identifier, words in gate.keys[:100]]
    blocks = [
        section(f"*{client_name(lane.client, locale)}*"),
        field("basis", text(locale, "release.basis"), one_of(locale, bases, initial=bases[0][0]), optional=False),
        field("to_whom", text(locale, f"release.{gate.kind}_to"), line(limit=NOTE_LIMIT), optional=False),
        field("what", text(locale, "release.what"), line(multiline=True, limit=TEXT_LIMIT), optional=False),
        field("released_on", text(locale, "release.released_on"), on_day(locale, today), optional=False),
        field("reference", text(locale, "release.reference"), line(limit=NOTE_LIMIT)),
    ]
    return _modal(incident, locale, "release", blocks, ids(i=incident.id, l=lane.id, g=gate.kind), submit="button.save")


def _modal(
    incident: IncidentPicture, locale: Locale, name: str, blocks: list[Block], value: str, *, submit: str = ""
) -> Block:
    return modal(
        locale,
        name,
        blocks,
        title=f"{name}.title",
        submit=submit,
        metadata=value,
        drill=incident.drill,
        drill_by=escape(incident.reporter_name, limit=60),
    )
