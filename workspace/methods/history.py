"""conversations.history and replies: reading a conversation in pages, from the newest or from the start of a thread."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from itertools import islice

from workspace import shapes
from workspace.arguments import needed, whole
from workspace.methods.ask import Ask
from workspace.state import ApiError, Channel, Json, Message

PAGE = 100
LARGEST = 999
MARK = "next_ts:"

Ts = tuple[int, int]


async def history(ask: Ask) -> Json:
    """Messages of a conversation, newest first, without answers in threads unless they were broadcast."""
    needed(ask.found, "channel")
    channel = ask.readable()
    top = (
        m
        for m in reversed(ask.state.messages[channel.id])
        if m.thread_ts in (None, m.ts) or m.broadcast
    )  # fmt: skip
    answer = _page(ask, top, newest_first=True)
    return answer | {"pin_count": len(channel.pins), "channel_actions_ts": None, "channel_actions_count": 0}


async def replies(ask: Ask) -> Json:
    """A thread, oldest first, its first message included."""
    needed(ask.found, "channel", "ts")
    channel = ask.readable()
    seen = _thread(ask, channel, ask.text("ts"))
    if not seen:
        raise ApiError("thread_not_found")
    return _page(ask, seen, newest_first=False)


def _thread(ask: Ask, channel: Channel, ts: str) -> list[Message]:
    first = ask.state.messages[channel.id].find(ts)
    answers = ask.state.replies(channel.id, ts)
    return [m for m in ([first] if first else []) + answers if _arrived(ask, m)]


def _arrived(ask: Ask, message: Message) -> bool:
    """Whether the history knows it already: with the fault `history_lag_seconds` it is behind."""
    lag = ask.core.faults.history_lag_seconds
    return not lag or float(message.ts) <= ask.core.clock.now().timestamp() - lag


def _page(ask: Ask, messages: Iterable[Message], *, newest_first: bool) -> Json:
    inclusive = bool(ask.found.get("inclusive"))
    oldest, latest, start = _edge(ask, "oldest"), _edge(ask, "latest"), _start(ask.text("cursor"))
    most = whole(ask.found, "limit", PAGE, error="invalid_limit") or PAGE
    if most < 0:
        raise ApiError("invalid_limit")

    def inside(message: Message) -> bool:
        ts = _parts(message.ts)
        if start and (ts > start if newest_first else ts < start):
            return False
        after = oldest is None or ts > oldest or (inclusive and ts == oldest)
        before = latest is None or ts < latest or (inclusive and ts == latest)
        return after and before and _arrived(ask, message)

    size = min(most, LARGEST)
    found = list(islice(filter(inside, messages), size + 1))
    shown = found[:size]
    with_metadata = bool(ask.found.get("include_all_metadata"))
    answer: Json = {
        "messages": [shapes.message(ask.state, m, metadata=with_metadata) for m in shown],
        "has_more": len(found) > size,
    }
    if len(found) > size:
        mark = base64.b64encode((MARK + found[size].ts.replace(".", "")).encode()).decode()
        answer["response_metadata"] = {"next_cursor": mark}
    return answer


def _edge(ask: Ask, name: str) -> Ts | None:
    given = ask.text(name)
    if given in ("", "0", "now"):
        return None
    try:
        return _parts(given)
    except ValueError as error:
        raise ApiError(f"invalid_ts_{name}") from error


def _start(cursor: str) -> Ts | None:
    if not cursor:
        return None
    try:
        said = base64.b64decode(cursor, validate=True).decode()
        digits = said.removeprefix(MARK)
        if digits == said:
            raise ApiError("invalid_cursor")
        return int(digits[:-6]), int(digits[-6:])
    except (binascii.Error, ValueError) as error:
        raise ApiError("invalid_cursor") from error


def _parts(ts: str) -> Ts:
    seconds, _, micros = ts.partition(".")
    return int(seconds), int((micros or "0").ljust(6, "0")[:6])


METHODS = {"conversations.history": history, "conversations.replies": replies}
