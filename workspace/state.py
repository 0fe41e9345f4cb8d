"""What the workspace remembers: people, channels, messages, views, triggers. In memory, one event loop, no locks."""

from __future__ import annotations

import asyncio
import itertools
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from workspace.clock import Clock

Json = dict[str, Any]

TEAM_ID = "T0HANSHO"
TEAM_NAME = "Hansho practice"
BOT_USER = "U0HANSHO"
BOT_ID = "B0HANSHO"
APP_ID = "A0HANSHO"
APP_NAME = "Hansho"


class ApiError(Exception):
    """A refusal in Slack's words: `code` goes out as `error`, `more` beside it."""

    def __init__(self, code: str, **more: Any) -> None:
        super().__init__(code)
        self.code = code
        self.more = more


@dataclass
class Member:
    """Somebody of the workspace, the bot included."""

    id: str
    name: str
    real_name: str
    locale: str = "en-US"
    tz: str = "Asia/Tokyo"
    title: str = ""
    title_ja: str = ""
    is_bot: bool = False

    @property
    def email(self) -> str:
        """A plainly made-up address."""
        return f"{self.name}@practice.example"


@dataclass
class Channel:
    """A public or private channel, or a direct message (`im`)."""

    id: str
    name: str
    kind: str
    members: list[str] = field(default_factory=list)
    topic: str = ""
    creator: str = BOT_USER
    created: int = 0
    is_archived: bool = False
    pins: list[str] = field(default_factory=list)
    bookmarks: list[Json] = field(default_factory=list)


@dataclass
class Message:
    """One message. `ephemeral_to` names the only person who sees it; such a message is in no history."""

    channel: str
    ts: str
    user: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    broadcast: bool = False
    metadata: Json | None = None
    edited_ts: str | None = None
    ephemeral_to: str | None = None
    subtype: str | None = None
    reactions: list[Json] = field(default_factory=list)
    from_api: bool = False

    @property
    def all_text(self) -> str:
        """Text and every text inside the blocks, for searching."""
        return "\n".join([self.text, *texts_in(self.blocks)])


@dataclass
class View:
    """A modal or a Home tab as one person has it open. `values` is what stands in its inputs, in Slack's `state` form."""

    id: str
    user: str
    body: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    values: dict[str, dict[str, Json]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    trouble: bool = False

    @property
    def is_modal(self) -> bool:
        """True for a modal, False for a Home tab."""
        return bool(self.body.get("type") == "modal")


@dataclass
class Trigger:
    """Leave to open one view, for three real seconds."""

    id: str
    user: str
    sent_seconds: float
    used: bool = False


@dataclass
class Scheduled:
    """A message for later. One with `metadata` is accepted and never posted, as Slack documents."""

    id: str
    channel: str
    post_at: int
    text: str
    blocks: list[Json]
    metadata: Json | None
    thread_ts: str | None = None


@dataclass
class ResponseUrl:
    """A place where the bot may answer an interaction: five times within thirty minutes of practice time."""

    id: str
    user: str
    channel: str
    made_at: datetime
    message_ts: str | None = None
    uses: int = 0


def texts_in(node: Any) -> Iterator[str]:
    """Every string that stands in a text place of blocks, elements or views."""
    if isinstance(node, list):
        for item in node:
            yield from texts_in(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in ("text", "alt_text", "initial_value", "title", "label", "hint") and isinstance(value, str):
                yield value
            elif isinstance(value, dict | list) and key != "confirm":
                yield from texts_in(value)


class State:
    """All of it, with ids, time stamps and the news that something changed."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.members: dict[str, Member] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[str, list[Message]] = {}
        self.ephemerals: list[Message] = []
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.triggers: dict[str, Trigger] = {}
        self.scheduled: dict[str, Scheduled] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.read: dict[tuple[str, str], str] = {}
        self.version = 0
        self.listeners: list[Callable[[], None]] = []
        self._counter = itertools.count(1)
        self._last_ts = 0
        self._waiters: set[asyncio.Event] = set()

    def changed(self) -> None:
        """Say that something changed: wakes every `wait_for` and every open page."""
        self.version += 1
        for waiter in self._waiters:
            waiter.set()
        for listener in list(self.listeners):
            listener()

    async def wait_for(self, seen: Callable[[], Any], timeout: float | None = 5.0) -> Any:
        """Wait until `seen()` is true and return what it returned; TimeoutError after `timeout` real seconds (None: never)."""
        waiter = asyncio.Event()
        self._waiters.add(waiter)
        try:
            async with asyncio.timeout(timeout):
                while not (found := seen()):
                    await waiter.wait()
                    waiter.clear()
            return found
        finally:
            self._waiters.discard(waiter)

    def next_id(self, letter: str) -> str:
        """A new id with Slack's first letter (C, D, V, Q, ...)."""
        return f"{letter}0{next(self._counter):04d}{secrets.token_hex(2).upper()}"

    def next_ts(self) -> str:
        """A message time stamp: practice time, unique, always later than the one before."""
        micros = int(self.clock.now().timestamp() * 1_000_000)
        self._last_ts = max(micros, self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def member(self, user: str) -> Member:
        """The person or bot of that id; ApiError user_not_found."""
        if user not in self.members:
            raise ApiError("user_not_found")
        return self.members[user]

    def channel(self, channel: str) -> Channel:
        """The channel of that id; ApiError channel_not_found."""
        if channel not in self.channels:
            raise ApiError("channel_not_found")
        return self.channels[channel]

    def direct(self, user: str) -> Channel:
        """The direct message between that person and the bot, made when it is missing."""
        for channel in self.channels.values():
            if channel.kind == "im" and user in channel.members:
                return channel
        made = Channel(self.next_id("D"), "", "im", [user, BOT_USER], created=int(self.clock.now().timestamp()))
        self.channels[made.id] = made
        self.messages[made.id] = []
        return made

    def message(self, channel: str, ts: str) -> Message:
        """One posted message; ApiError message_not_found."""
        for message in self.messages.get(channel, []):
            if message.ts == ts:
                return message
        raise ApiError("message_not_found")

    def put(self, message: Message) -> Message:
        """Keep a message where it belongs and tell everybody."""
        if message.ephemeral_to:
            self.ephemerals.append(message)
        else:
            self.messages.setdefault(message.channel, []).append(message)
        self.changed()
        return message

    def view(self, view_id: str) -> View:
        """An open modal or a Home tab; ApiError not_found."""
        for stack in self.stacks.values():
            for view in stack:
                if view.id == view_id:
                    return view
        for view in self.homes.values():
            if view.id == view_id:
                return view
        raise ApiError("not_found")

    def view_by_external_id(self, external_id: str) -> View:
        """An open view by the app's own id; ApiError not_found."""
        for view in [*itertools.chain.from_iterable(self.stacks.values()), *self.homes.values()]:
            if view.body.get("external_id") == external_id:
                return view
        raise ApiError("not_found")

    def replies(self, channel: str, thread_ts: str) -> list[Message]:
        """Answers in a thread, oldest first, without its first message."""
        return [m for m in self.messages.get(channel, []) if m.thread_ts == thread_ts and m.ts != thread_ts]
