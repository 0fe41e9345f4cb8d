"""The room's board: one message, edited in place, that shows at a glance where each lane stands; and the same as a view in pages.

It is not drawn at every tick, so it says no minutes: a deadline stands as an instant that stays right.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.money import format_amount
from bot.domain.people import Locale
from bot.views.blocks import Block, actions, button, context, gap, ids, lines, message, modal, section
from bot.views.board_picture import BoardPicture, BoardRow
from bot.views.forms.laws import summary_line
from bot.views.moments import date_token, day, escape, when
from bot.views.pictures import Message, Reader
from bot.views.texts import choice, text
from bot.views.wording import client_name

SHOWN = 20
"""Lanes in the message: with a button each they leave room below Slack's fifty blocks, and its text stays short enough to edit."""
PAGE = 40
TALKS_SHOWN = 4


def board(picture: BoardPicture, reader: Reader, now: datetime) -> Message:
    """The board in the room: the lanes that press most, and the way to all of them when there are more."""
    locale = reader.locale
    rows = pressing_first(picture.rows, now, reader)
    head = text(locale, "board.head", ref=escape(picture.ref), n=len(rows))
    blocks: list[Block] = [section(head)]
    blocks += [_row(picture, row, reader, now, number) for number, row in enumerate(rows[:SHOWN], start=1)]
    if len(rows) > SHOWN:
        blocks.append(context(text(locale, "list.more", n=len(rows) - SHOWN)))
        blocks.append(actions(button(locale, "board", ids(i=picture.incident_id))))
    blocks += _laws(picture, reader, now)
    late = sum(row.actions_late for row in rows)
    words = text(locale, "board.text", ref=escape(picture.ref), n=len(rows), late=late)
    return message(locale, words, blocks, drill=picture.drill, drill_by=escape(picture.reporter_name, limit=60))


def board_view(picture: BoardPicture, reader: Reader, now: datetime, *, page: int = 0) -> Block:
    """All lanes, forty a page."""
    locale = reader.locale
    rows = pressing_first(picture.rows, now, reader)
    last = max(0, (len(rows) - 1) // PAGE)
    page = min(max(page, 0), last)
    shown = rows[page * PAGE : (page + 1) * PAGE]
    blocks: list[Block] = [section(text(locale, "board.head", ref=escape(picture.ref), n=len(rows)))]
    blocks += [_row(picture, row, reader, now, number) for number, row in enumerate(shown, start=1)]
    blocks += _laws(picture, reader, now)
    if last:
        blocks.append(context(text(locale, "board.page", n=page + 1, all=last + 1)))
        places = [("board_back", page - 1)] if page else []
        places += [("board_on", page + 1)] if page < last else []
        blocks.append(actions(*(button(locale, verb, ids(i=picture.incident_id, n=str(to))) for verb, to in places)))
    return modal(
        locale,
        "board",
        blocks,
        title="board.title",
        metadata=ids(i=picture.incident_id),
        drill=picture.drill,
        drill_by=escape(picture.reporter_name, limit=60),
    )


def _laws(picture: BoardPicture, reader: Reader, now: datetime) -> list[Block]:
    """The one line on what the laws ask, below the clients; nothing when they ask nothing."""
    if picture.laws is None:
        return []
    opens = button(reader.locale, "laws", ids(i=picture.incident_id))
    return [section(summary_line(picture.laws, reader, now, lasting=True), accessory=opens)]


def pressing_first(rows: Sequence[BoardRow], now: datetime, reader: Reader) -> list[BoardRow]:
    """Lanes nobody has reached by their deadline, then those with something late, then by their next day; then as they came."""
    today = now.astimezone(ZoneInfo(reader.tz)).date()

    def rank(row: BoardRow) -> tuple[int, str, int]:
        running = row.reached_at is None and not row.stood_down
        at = row.due_at or row.target_at
        if running:
            return 0, at.isoformat() if at else "9", row.position
        late = row.actions_late > 0 or (row.next_on is not None and row.next_on < today)
        return (1 if late else 2), row.next_on.isoformat() if row.next_on else "9999", row.position

    return sorted(rows, key=rank)


def _row(picture: BoardPicture, row: BoardRow, reader: Reader, now: datetime, number: int) -> Block:
    locale = reader.locale
    today = now.astimezone(ZoneInfo(reader.tz)).date()
    head = f"{_sign(row, today, now)} *{client_name(row.client, locale)}*{gap(locale)}{_notice(row, reader, now)}"
    opens = button(
        locale, "follow", ids(i=picture.incident_id, l=row.lane_id), label=text(locale, "button.open"), number=number
    )
    return section(lines(head, _after(row, locale, today)), accessory=opens)


def _sign(row: BoardRow, today: date, now: datetime) -> str:
    if row.reached_at is None and not row.stood_down:
        return "🔴" if row.due_at is not None and now > row.due_at else "🔔"
    return "🟡" if row.actions_late or (row.next_on is not None and row.next_on < today) else "✅"


def _notice(row: BoardRow, reader: Reader, now: datetime) -> str:
    locale = reader.locale
    if row.reached_at is not None:
        at = when(row.reached_at, now, locale, reader.tz, reader.tz)
        return text(locale, "board.confirmed" if row.confirmed_at else "board.reached", at=at)
    if row.stood_down:
        return text(locale, "incident.stood_down")
    if row.due_at is not None:
        return text(locale, "board.due", at=date_token(row.due_at, locale, row.zone))
    if row.target_at is not None:
        return text(locale, "board.target", at=date_token(row.target_at, locale, row.zone))
    return text(locale, "board.running")


def _after(row: BoardRow, locale: Locale, today: date) -> str:
    parts = []
    talks = [
        text(
            locale,
            "board.talk",
            topic=choice(locale, "topic", topic),
            state=choice(locale, "consultation_state", state),
        )
        for topic, state in row.talks[:TALKS_SHOWN]
    ]
    if len(row.talks) > TALKS_SHOWN:
        talks.append(text(locale, "list.more", n=len(row.talks) - TALKS_SHOWN))
    if talks:
        parts.append(text(locale, "board.talks", words=("、" if locale == "ja" else ", ").join(talks)))
    if row.actions_open:
        key = "board.actions_late" if row.actions_late else "board.actions"
        parts.append(text(locale, key, n=row.actions_open, late=row.actions_late))
    if row.asked_open:
        parts.append(text(locale, "board.asked", n=row.asked_open))
    if row.cost_yen is not None:
        parts.append(text(locale, "board.cost", amount=format_amount(row.cost_yen)))
    if row.next_on is not None:
        key = "board.next_late" if row.next_on < today else "board.next"
        parts.append(text(locale, key, at=day(row.next_on, locale, today)))
    return ("　" if locale == "ja" else " · ").join(parts)
