"""What changed on a person's screen since that page was last told.

`Shelf` is shared by all open pages: it looks at the state once for each change and keeps an index of every channel, so that a page
with 200 channels and 10,000 messages costs no more than what changed. `Screen` belongs to one page: it remembers what the page has
and gives the difference. The first difference is the whole screen.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Any

from workspace import snapshot
from workspace.channel_log import Log
from workspace.server import Workspace
from workspace.state import BOT_USER, Channel, Json, Message, View

SPAN = 100
"""How many messages of a channel a page gets at once, unless it asks for another number."""
MOST = 600
COUNTED = 100
"""Unread messages are counted up to here: a page shows "99+"."""
KEPT_CHANGES = 5000
EVERYBODY = frozenset({"channel", "here", "everyone"})


@dataclass(frozen=True)
class Look:
    """What a page has in front of it: whose screen, which channel and thread, and around which message (empty: the newest)."""

    user: str = ""
    channel: str = ""
    thread: str = ""
    at: str = ""
    span: int = SPAN

    @staticmethod
    def read(found: Json) -> Look:
        """From what a page sent; anything odd becomes its default."""
        span = found.get("span")
        user, channel, thread, at = (str(found.get(name) or "") for name in ("as", "channel", "thread", "at"))
        return Look(user, channel, thread, at, min(max(span, 10), MOST) if isinstance(span, int) else SPAN)


@dataclass
class Shelf:
    """What all pages share, looked at once for each version of the state."""

    ws: Workspace
    logs: dict[str, Log] = field(default_factory=dict)
    parts: Json = field(default_factory=dict)
    """What looks the same to everybody."""
    rows: dict[str, Json] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    """Channels in the order in which something about them changed, for screens to read on from where they were: a number that
    goes on counting when old entries are dropped (`dropped` of them so far)."""
    dropped: int = 0
    _windows: dict[Any, Any] = field(default_factory=dict)
    _version: tuple[int, int] = (-1, 0)
    _ephemerals: int = 0

    def sync(self) -> Shelf:
        """Look again if anything changed."""
        state = self.ws.state
        if self._version == (state.version, len(state.channels)):
            return self
        self._version = (state.version, len(state.channels))
        self.parts = {
            "app": snapshot.app(self.ws),
            "people": [snapshot.person(self.ws, one) for one in state.members.values()],
            "groups": snapshot.groups(self.ws),
            "scheduled": snapshot.scheduled(self.ws),
            "upcoming": snapshot.upcoming(self.ws),
            "guide": self.ws.core.guide,
            "calls": len(self.ws.core.calls),
            "sent": len(self.ws.core.sent) * 2 + sum(one.ok for one in self.ws.core.sent[-20:]),
            "mails": [mail.id for mail in self.ws.mailbox.mails[-1:]],
        }
        self._windows = {}
        if len(self.changed) > KEPT_CHANGES:
            self.dropped += len(self.changed)
            self.changed.clear()
        for channel in state.channels.values():
            log, row = self.log(channel.id), snapshot.channel(self.ws, channel)
            before = log.version
            log.sync(state.messages.get(channel.id, []))
            if row != self.rows.get(channel.id) or log.version != before:
                self.rows[channel.id] = row
                self.changed.append(channel.id)
        for gone in [one for one in self.rows if one not in state.channels]:
            del self.rows[gone], self.logs[gone]
            self.changed.append(gone)
        if len(state.ephemerals) != self._ephemerals:
            self._ephemerals = len(state.ephemerals)
            for log in self.logs.values():
                log.own = {}
            for message in state.ephemerals:
                self.log(message.channel).own.setdefault(str(message.ephemeral_to), []).append(message)
        self.parts["waiting"] = self._waiting()
        return self

    def _waiting(self) -> dict[str, int]:
        """Person -> unread direct messages of the app, so that whoever is called can be seen from every screen."""
        state, found = self.ws.state, {}
        for channel in state.channels.values():
            if channel.kind != "im" or BOT_USER not in channel.members:
                continue
            user = next(one for one in channel.members if one != BOT_USER)
            log = self.log(channel.id)
            first = bisect_right(log.all, state.read.get((user, channel.id), ""), key=lambda one: one.ts)
            if unread := sum(1 for m in log.all[max(first, len(log.all) - COUNTED) :] if m.user != user):
                found[user] = unread
        return found

    def log(self, channel: str) -> Log:
        """The index of a channel."""
        found = self.logs.get(channel)
        if found is None:
            found = self.logs[channel] = Log()
        return found

    def window(self, look: Look) -> tuple[dict[str, Any], Json]:
        """What a page shows of a channel: time stamp -> message as drawn, and whether there is more. Shared by pages that look alike."""
        log = self.log(look.channel)
        key = (look.channel, look.at, look.span, look.user if look.user in log.own else "")
        if key not in self._windows:
            messages, older, newer = window(log, look)
            drawn = {message.ts: log.drawn(self.ws, message) for message in messages}
            self._windows[key] = drawn, {"older": older, "newer": newer}
        shown: tuple[dict[str, Any], Json] = self._windows[key]
        return shown


def window(log: Log, look: Look) -> tuple[list[Message], bool, bool]:
    """The top messages a page shows, with those only this person sees; and whether there are older and newer ones."""
    count = len(log.tops)
    low = max(0, count - look.span)
    if look.at:
        middle = bisect_left(log.tops, look.at, key=lambda one: one.ts)
        low = max(0, min(middle - look.span // 2, count - look.span))
    high = min(count, low + look.span)
    first = log.tops[low].ts if low else ""
    last = log.tops[high].ts if high < count else "~"
    own = [m for m in log.own.get(look.user, ()) if not m.thread_ts and first <= m.ts < last]
    found = log.tops[low:high]
    return sorted([*found, *own], key=lambda one: one.ts) if own else found, low > 0, high < count


class Screen:
    """One page and what it was told."""

    def __init__(self, shelf: Shelf, look: Look | None = None) -> None:
        self._shelf = shelf
        self._ws = shelf.ws
        self._look = Look()
        self._told: dict[str, Any] = {}
        self._lists: dict[str, dict[str, Any]] = {"messages": {}, "thread": {}}
        self._fresh = {"messages": True, "thread": True}
        self._rows: set[str] = set()
        self._marks: dict[tuple[str, str], str | None] = {}
        self._place = 0
        self.look(look or Look())

    def look(self, wanted: Look) -> None:
        """The page turned elsewhere. An unknown person becomes the first one, a channel they are not in their direct message."""
        state = self._ws.state
        user = wanted.user
        if user not in state.members or state.members[user].is_bot:
            user = next(one.id for one in state.members.values() if not one.is_bot)
        direct = state.direct(user)
        channel = state.channels.get(wanted.channel)
        place = channel if channel and user in channel.members else direct
        before, self._look = self._look, Look(user, place.id, wanted.thread, wanted.at, wanted.span)
        if before.user != user:
            self._told, self._rows, self._marks, self._place = {}, set(), {}, 0
        if (before.user, before.channel) != (user, place.id):
            self._start("messages")
        if (before.user, before.channel, before.thread) != (user, place.id, wanted.thread):
            self._start("thread")

    def _start(self, name: str) -> None:
        self._lists[name], self._fresh[name] = {}, True

    def news(self) -> Json:
        """What changed since the last call."""
        ws, look = self._ws, self._look
        place = ws.state.channels.get(look.channel)
        if place is None or look.user not in place.members:
            self.look(look)
            look = self._look
        shelf = self._shelf.sync()
        found: Json = {"version": ws.state.version, "clock": snapshot.clock(ws)}
        stack = ws.state.stacks.get(look.user, [])
        self._part(found, "me", look.user)
        self._part(found, "place", {"channel": look.channel, "thread": look.thread, "at": look.at})
        for name, part in shelf.parts.items():
            self._part(found, name, part)
        self._faults(found)
        self._part(found, "stack", [one.body["title"]["text"] for one in stack])
        self._view(found, "modal", stack[-1] if stack else None)
        self._view(found, "home", ws.state.homes.get(look.user))
        self._channels(found)
        log = shelf.log(look.channel)
        self._list(found, "messages", *shelf.window(look))
        thread = {message.ts: log.drawn(ws, message) for message in self._thread(log)} if look.thread else {}
        self._list(found, "thread", thread, {})
        return found

    def _thread(self, log: Log) -> list[Message]:
        look = self._look
        at = bisect_left(log.tops, look.thread, key=lambda one: one.ts)
        root = [log.tops[at]] if at < len(log.tops) and log.tops[at].ts == look.thread else []
        own = [m for m in log.own.get(look.user, ()) if m.thread_ts == look.thread]
        answers = log.threads.get(look.thread, [])[-MOST:]
        return sorted([*root, *answers, *own], key=lambda one: one.ts)

    def _part(self, found: Json, name: str, now: Any) -> None:
        told = self._told.get(name, self)  # a screen is no part: what was never told differs from everything
        if told is not now and told != now:
            self._told[name] = found[name] = now

    def _faults(self, found: Json) -> None:
        """Without the seconds that run by themselves: a page counts those."""
        on = self._ws.faults.snapshot()
        key = [one | {"seconds_left": None} for one in on]
        if self._told.get("faults") != key:
            self._told["faults"], found["faults"] = key, on

    def _view(self, found: Json, name: str, view: View | None) -> None:
        key = (view.id, view.hash, dict(view.errors), view.trouble) if view else None
        if name not in self._told or self._told[name] != key:
            self._told[name] = key
            found[name] = snapshot.view(view) if view else None

    def _channels(self, found: Json) -> None:
        """Rows of channels about which something changed: in them, or how far this person has read."""
        shelf, state, user = self._shelf, self._ws.state, self._look.user
        known = self._place - shelf.dropped
        touched = set(shelf.changed[known:]) if self._place and known >= 0 else {*shelf.rows, *self._rows}
        self._place = shelf.dropped + len(shelf.changed)
        marks = dict(zip(self._marks, map(state.read.get, self._marks), strict=True))
        if marks != self._marks:
            touched |= {key[1] for key, mark in marks.items() if mark != self._marks[key]}
            self._marks = marks
        rows, gone = [], []
        for one in touched:
            channel = state.channels.get(one)
            if channel and user in channel.members:
                self._rows.add(one)
                mark = self._marks[user, one] = state.read.get((user, one))
                rows.append(shelf.rows[one] | self._unread(channel, shelf.log(one), mark or ""))
            elif one in self._rows:
                self._rows.discard(one)
                del self._marks[user, one]
                gone.append(one)
        if rows:
            found["channels"] = sorted(rows, key=lambda row: str(row["id"]))
        if gone:
            found["left"] = gone

    def _unread(self, channel: Channel, log: Log, read: str) -> Json:
        """How many are unread, how many of them call this person, and the newest that does."""
        user, direct = self._look.user, channel.is_talk
        names = {user, *EVERYBODY, *(one.id for one in self._ws.state.groups.values() if user in one.users)}
        first = bisect_right(log.tops, read, key=lambda one: one.ts)
        unread = sum(1 for m in log.tops[max(first, len(log.tops) - COUNTED) :] if m.user != user)
        since = bisect_right(log.all, read, key=lambda one: one.ts)
        calls = [
            m for m in log.all[max(since, len(log.all) - COUNTED) :]
            if m.user != user and (direct or log.mentions(m) & names)
        ]  # fmt: skip
        newest = calls[-1] if calls else None
        return {
            "read": read,
            "unread": max(unread, len(calls)),
            "calls": len(calls),
            "newest": newest
            and {
                "ts": newest.ts,
                "user": newest.user,
                "text": newest.text[: snapshot.PREVIEW],
                "thread": newest.thread_ts,
            },
        }

    def _list(self, found: Json, name: str, now: dict[str, Any], more: Json) -> None:
        told = self._lists[name]
        if now is told and not self._fresh[name] and self._told.get(f"{name} more") == more:
            return
        put = [drawn[1] for ts, drawn in now.items() if told.get(ts) is not drawn]
        drop = [ts for ts in told if ts not in now]
        if put or drop or self._fresh[name] or self._told.get(f"{name} more") != more:
            found[name] = {"fresh": self._fresh[name], "put": put, "drop": drop, **more}
        self._lists[name], self._fresh[name], self._told[f"{name} more"] = now, False, more
