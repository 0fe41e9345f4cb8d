"""What comes after the notices for one client, on one screen: talks, instructions, surveys, gates, actions, each with its way in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.people import Locale
from bot.views.blocks import Block, actions, button, context, divider, gap, ids, lines, modal, section
from bot.views.clocks import state_words
from bot.views.following_pictures import AfterPicture, GatePicture, InstructionPicture, JointPicture, SurveyPicture
from bot.views.forms.actions import action_words
from bot.views.moments import day, escape
from bot.views.pictures import ConsultationPicture, IncidentPicture, LanePicture, Reader
from bot.views.texts import choice, text
from bot.views.wording import citation, client_name, consultation_title

SHOWN = 10
"""Of each kind; a view holds a hundred blocks and this one has five kinds."""


def after_view(
    incident: IncidentPicture, lane: LanePicture, after: AfterPicture, reader: Reader, now: datetime
) -> Block:
    """Everything that is open for one client, and the ways to add to it."""
    locale = reader.locale
    today = now.astimezone(ZoneInfo(reader.tz)).date()
    value = ids(i=incident.id, l=lane.id)
    head = f"*{client_name(lane.client, locale)}*{gap(locale)}{escape(incident.ref)}"
    blocks = [section(lines(head, state_words(lane, reader, now)))]
    blocks += _talks(incident, lane, locale, today)
    blocks.append(actions(button(locale, "start_consultation", value)))
    blocks += _joint(incident, lane, after, locale)
    blocks += [divider(), section(text(locale, "after.asked", n=_open(after.instructions, after.surveys)))]
    instructions = sorted(after.instructions, key=lambda one: one.state != "received")
    surveys = sorted(after.surveys, key=lambda one: one.state == "closed")
    asked = [(one.id, instruction_line(one, locale, today)) for one in instructions]
    blocks += _rows("instruction", asked, incident, lane, locale, "q")
    announced = [(one.id, survey_line(one, locale, today)) for one in surveys]
    blocks += _rows("survey", announced, incident, lane, locale, "s")
    if lane.reached_at is not None and after.survey_rules and not after.surveys:
        may_come = "\n".join(f"・{escape(words.of(locale), limit=120)}" for _, words in after.survey_rules[:SHOWN])
        blocks.append(context(text(locale, "after.survey_may_come", rules=may_come)))
    blocks.append(actions(button(locale, "instruction_new", value), button(locale, "survey_new", value)))
    blocks += [divider(), section(text(locale, "after.gates"))]
    for number, gate in enumerate(after.gates, start=1):
        opened = button(
            locale, "gate", ids(i=incident.id, l=lane.id, g=gate.kind), number=number, label=gate_label(gate, locale)
        )
        blocks.append(section(gate_line(gate, locale), accessory=opened))
    blocks += _open_actions(incident, after, locale, today)
    blocks.append(context(text(locale, "consultation.unprejudiced")))
    return modal(
        locale,
        "follow",
        blocks,
        title="follow.title",
        metadata=value,
        drill=incident.drill,
        drill_by=escape(incident.reporter_name, limit=60),
    )


def _talks(incident: IncidentPicture, lane: LanePicture, locale: Locale, today: date) -> list[Block]:
    current = sorted(lane.consultations, key=lambda talk: talk.state == "closed")
    open_ones = sum(1 for talk in lane.consultations if talk.state != "closed")
    blocks = [section(text(locale, "after.talks", n=open_ones))]
    rows = ((talk.id, talk_line(talk, locale, today)) for talk in current)
    return blocks + _rows("consultation", rows, incident, lane, locale, "c")


def _joint(incident: IncidentPicture, lane: LanePicture, after: AfterPicture, locale: Locale) -> list[Block]:
    """The work both sides owe each other, item by item, with who has it on our side; nothing where the contract asks for none."""
    if not after.joint:
        return []
    cite = citation(after.joint[0].cite, locale)
    blocks = [divider(), section(text(locale, "after.joint", cite=cite))]
    for number, one in enumerate(after.joint[:SHOWN], start=1):
        add = None
        if one.is_owed:
            value = ids(i=incident.id, l=lane.id, j=f"{one.duty_id}:{one.item}")
            add = button(locale, "action_add", value, number=number, label=text(locale, "after.joint_add"))
        blocks.append(section(joint_line(one, locale), accessory=add))
    return blocks


def joint_line(one: JointPicture, locale: Locale) -> str:
    """One item of joint work: what, and who of ours has it or how it ended."""
    item = escape(choice(locale, "joint", one.item))
    if not one.actions:
        return text(locale, "after.joint_line", sign="☐", item=item, state=text(locale, "after.joint_nobody"))
    sign = "☐" if any(action.state == "open" for action in one.actions) else "☑"
    states = [
        f"{escape(action.owner_name, limit=60)} {choice(locale, 'action_state', action.state)}"
        for action in one.actions[:SHOWN]
    ]
    return text(locale, "after.joint_line", sign=sign, item=item, state=_joined(states, locale))


def talk_line(talk: ConsultationPicture, locale: Locale, today: date) -> str:
    """One line on a consultation: what about, where it stands, when both sides talk next."""
    parts = [choice(locale, "consultation_state", talk.state)]
    if talk.next_date is not None:
        parts.append(text(locale, "after.next", at=day(talk.next_date, locale, today)))
    words = text(locale, "after.talk", topic=escape(choice(locale, "topic", talk.topic)), state=_joined(parts, locale))
    return lines(words, escape(talk.subject, limit=120) or consultation_title(talk, locale))


def instruction_line(one: InstructionPicture, locale: Locale, today: date) -> str:
    """One line on an instruction: its words, who gave it, and where it stands."""
    parts = [escape(one.given_by, limit=60), choice(locale, "instruction_state", one.state)]
    if one.due_on is not None and one.state == "received":
        key = "actions.late" if one.due_on < today else "actions.due"
        parts.append(text(locale, key, at=day(one.due_on, locale, today)))
    return lines(text(locale, "after.instruction", words=escape(one.text, limit=200)), _joined(parts, locale))


def survey_line(one: SurveyPicture, locale: Locale, today: date) -> str:
    """One line on a survey: what they want to see, and where it stands."""
    parts = [choice(locale, "survey_state", one.state)]
    if one.state == "scheduled" and one.scheduled_on is not None:
        parts.append(day(one.scheduled_on, locale, today))
    if one.findings:
        parts.append(text(locale, "after.findings", n=len(one.findings)))
    return lines(text(locale, "after.survey", words=escape(one.scope, limit=200)), _joined(parts, locale))


def gate_line(gate: GatePicture, locale: Locale) -> str:
    """One line on a gate: open or locked, and why."""
    name = text(locale, f"gate.{gate.kind}")
    key = "gate.open_line" if gate.is_open else f"gate.locked_{gate.lock}"
    return lines(text(locale, "gate.line", name=name, sign="🔓" if gate.is_open else "🔒"), text(locale, key))


def gate_label(gate: GatePicture, locale: Locale) -> str:
    """The button of a gate: it shows the lock before anybody presses it."""
    return f"{'🔓' if gate.is_open else '🔒'} {text(locale, f'gate.{gate.kind}')}"


def _open_actions(incident: IncidentPicture, after: AfterPicture, locale: Locale, today: date) -> list[Block]:
    open_ones = [action for action in after.actions if action.state == "open"]
    if not open_ones:
        return []
    late = sum(1 for action in open_ones if action.is_late(today))
    blocks: list[Block] = [divider(), section(text(locale, "after.actions", n=len(open_ones), late=late))]
    for number, action in enumerate(open_ones[:SHOWN], start=1):
        value = ids(i=incident.id, l=action.lane_id, x=action.id)
        done = button(locale, "action_done", value, number=number)
        blocks.append(section(action_words(action, locale, today), accessory=done))
    if len(open_ones) > SHOWN:
        blocks.append(context(text(locale, "list.more", n=len(open_ones) - SHOWN)))
    return blocks


def _rows(
    verb: str,
    rows: Iterable[tuple[str, str]],
    incident: IncidentPicture,
    lane: LanePicture,
    locale: Locale,
    name: str,
) -> list[Block]:
    listed = list(rows)
    blocks = [
        section(
            words,
            accessory=button(
                locale,
                verb,
                ids(i=incident.id, l=lane.id, **{name: identifier}),
                label=text(locale, "button.open"),
                number=number,
            ),
        )
        for number, (identifier, words) in enumerate(listed[:SHOWN], start=1)
    ]
    if len(listed) > SHOWN:
        blocks.append(context(text(locale, "list.more", n=len(listed) - SHOWN)))
    return blocks


def _open(instructions: tuple[InstructionPicture, ...], surveys: tuple[SurveyPicture, ...]) -> int:
    return sum(one.state == "received" for one in instructions) + sum(one.state != "closed" for one in surveys)


def _joined(parts: Iterable[str], locale: Locale) -> str:
    return ("・" if locale == "ja" else " · ").join(part for part in parts if part)
