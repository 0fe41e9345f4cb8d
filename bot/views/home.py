"""App Home: the report button first, then the reader's open incidents by deadline, then what the reader reported."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.views.answers import what
from bot.views.blocks import VIEW_BLOCKS, Block, actions, button, context, divider, header, ids, lines, section
from bot.views.clocks import by_due, is_open, landmark, state_words
from bot.views.forms.laws import summary_line
from bot.views.forms.matters import matter_lines
from bot.views.items import item_button, item_words
from bot.views.matter_pictures import MatterPicture
from bot.views.moments import escape, when
from bot.views.pictures import DigestItem, HomePicture, IncidentPicture, LanePicture, Reader
from bot.views.register_pictures import GapPicture
from bot.views.register_words import whose
from bot.views.texts import choice, text
from bot.views.wording import client_name

SHOWN_INCIDENTS = 12
SHOWN_MATTERS = 6
SHOWN_GAPS = 5
SHOWN_NOW = 15
SHOWN_LATER = 8
"""A Home holds a hundred blocks; what does not fit is counted."""
SHOWN_LANES = 6


def home(picture: HomePicture, reader: Reader, now: datetime) -> Block:
    """One person's App Home."""
    locale = reader.locale
    blocks: list[Block] = [
        header(text(locale, "home.title")),
        section(text(locale, "home.calm")),
        actions(
            button(locale, "report_new", ids(), style="primary"),
            button(locale, "refresh_home", ids()),
        ),
        actions(
            button(locale, "door_asked", ids()),
            button(locale, "door_may", ids()),
            button(locale, "door_changed", ids()),
            button(locale, "contracts", ids()),
        ),
        divider(),
    ]
    blocks += _turns(picture.now, reader, now, "home.now", SHOWN_NOW)
    blocks += _turns(picture.waiting, reader, now, "home.waiting", SHOWN_LATER, owner=True)
    blocks += _turns(picture.coming, reader, now, "home.coming", SHOWN_LATER)
    mine = pressing_first(picture.mine)
    if mine:
        blocks.append(section(f"*{text(locale, 'home.mine', n=len(mine))}*"))
        for incident in mine[:SHOWN_INCIDENTS]:
            blocks.extend(_incident(incident, reader, now))
        if len(mine) > SHOWN_INCIDENTS:
            blocks.append(context(text(locale, "list.more", n=len(mine) - SHOWN_INCIDENTS)))
    else:
        blocks.append(section(text(locale, "home.empty")))
    blocks += _matters(picture.matters, reader, now, watches=picture.register is not None)
    blocks += _register(picture.register, reader)
    if picture.reported:
        blocks += [divider(), section(f"*{text(locale, 'home.reported')}*")]
        for incident in picture.reported[:10]:
            words = lines(incident_line(incident, reader), *lane_lines(incident, reader, now))
            blocks.append(section(words, accessory=button(locale, "progress", ids(i=incident.id))))
    blocks.append(divider())
    if picture.may_try:
        blocks.append(section(text(locale, "home.trial"), accessory=button(locale, "trial", ids())))
    blocks.append(context(text(locale, "home.help")))
    blocks.append(context(text(locale, "home.updated", at=when(now, now, locale, reader.tz, reader.tz))))
    return {"type": "home", "blocks": blocks[:VIEW_BLOCKS]}


def _turns(
    items: Sequence[DigestItem], reader: Reader, now: datetime, key: str, shown: int, *, owner: bool = False
) -> list[Block]:
    """One of the three lists of what is to be done, each line with its button; nothing when it is empty."""
    if not items:
        return []
    blocks = [section(f"*{text(reader.locale, key, n=len(items))}*")]
    blocks += [
        section(item_words(item, reader, now, owner=owner), accessory=item_button(item, reader))
        for item in items[:shown]
    ]
    if len(items) > shown:
        blocks.append(context(text(reader.locale, "list.more", n=len(items) - shown)))
    return [*blocks, divider()]


def _matters(matters: Sequence[MatterPicture], reader: Reader, now: datetime, *, watches: bool) -> list[Block]:
    """What is owed outside of incidents, the most pressing first; nothing when there is none and nothing to watch over."""
    if not matters and not watches:
        return []
    locale = reader.locale
    heading = section(f"*{text(locale, 'home.matters', n=len(matters))}*", accessory=button(locale, "matters", ids()))
    return [divider(), heading, *matter_lines(matters, reader, now, shown=SHOWN_MATTERS)]


def _register(gaps: Sequence[GapPicture] | None, reader: Reader) -> list[Block]:
    """The way to the register, with what presses in it; nothing for who may open none."""
    if gaps is None:
        return []
    locale = reader.locale
    heading = text(locale, "home.register", n=len(gaps)) if gaps else text(locale, "home.register_whole")
    shown = [f"⚠ {whose(one, locale)}" for one in gaps[:SHOWN_GAPS]]
    rest = text(locale, "list.more", n=len(gaps) - SHOWN_GAPS) if len(gaps) > SHOWN_GAPS else ""
    return [divider(), section(lines(heading, *shown, rest), accessory=button(locale, "registers", ids()))]


def pressing_first(incidents: Sequence[IncidentPicture]) -> list[IncidentPicture]:
    """Incidents by the deadline of their most pressing open lane; drills after the real ones."""

    def rank(incident: IncidentPicture) -> tuple[bool, float, str]:
        instants = [lane.due_at or lane.target_at for lane in incident.lanes if is_open(lane)]
        known = [instant.timestamp() for instant in instants if instant is not None]
        return (incident.drill, min(known, default=float("inf")), incident.ref)

    return sorted(incidents, key=rank)


def incident_line(incident: IncidentPicture, reader: Reader) -> str:
    """Reference, what happened, state; marked in a drill."""
    line = text(
        reader.locale,
        "incident.line",
        ref=escape(incident.ref),
        what=what(incident, reader.locale),
        state=choice(reader.locale, "incident_state", incident.state),
    )
    return text(reader.locale, "drill.mark") + line if incident.drill else line


def lane_lines(incident: IncidentPicture, reader: Reader, now: datetime) -> list[str]:
    """One line per lane with its clock, the most pressing first."""
    locale = reader.locale
    if not incident.lanes:
        return [text(locale, "incident.no_lane")]
    shown = [
        text(
            locale,
            "incident.lane",
            mark=landmark(lane, now),
            client=client_name(lane.client, locale),
            due=state_words(lane, reader, now),
        )
        for lane in by_due(incident.lanes)[:SHOWN_LANES]
    ]
    rest = len(incident.lanes) - len(shown)
    return [*shown, text(locale, "list.more", n=rest)] if rest > 0 else shown


def _incident(incident: IncidentPicture, reader: Reader, now: datetime) -> list[Block]:
    locale = reader.locale
    waiting = text(locale, "home.approvals", n=len(incident.approvals)) if incident.approvals else ""
    parts = [incident_line(incident, reader), *lane_lines(incident, reader, now)]
    running = [lane for lane in by_due(incident.lanes) if is_open(lane)]
    if running:
        parts.append(_owner(running[0], reader))
    if incident.laws:
        parts.append(summary_line(incident.laws, reader, now))
    row = [button(locale, "progress", ids(i=incident.id), label=text(locale, "button.open"))]
    if incident.laws:
        row.append(button(locale, "laws", ids(i=incident.id)))
    if any(not lane.owner_id for lane in running):
        row.insert(0, button(locale, "ack", ids(i=incident.id), style="primary"))
    return [section(lines(*parts, waiting)), actions(*row)]


def _owner(lane: LanePicture, reader: Reader) -> str:
    if lane.owner_id and lane.owner_id == reader.user_id:
        return text(reader.locale, "home.mine_now")
    name = escape(lane.owner_name, limit=60) or text(reader.locale, "card.nobody_short")
    return text(reader.locale, "home.owner", name=name)
