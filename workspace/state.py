"""What the workspace remembers, with ids, time stamps and the news that something changed. One event loop, no locks."""

from __future__ import annotations

import asyncio
import itertools
import secrets
from collections.abc import Callable
from typing import Any

from workspace.clock import Clock
from workspace.records import (
    APP_ID,
    APP_NAME,
    BOT_ID,
    BOT_USER,
    TEAM_ID,
    TEAM_NAME,
    ApiError,
    Channel,
    File,
    Group,
    Invite,
    Json,
    Member,
    Message,
    ResponseUrl,
    Scheduled,
    Team,
    Trigger,
    View,
    texts_in,
)
from workspace.timeline import Timeline

__all__ = [
    "APP_ID", "APP_NAME", "BOT_ID", "BOT_USER", "TEAM_ID", "TEAM_NAME", "ApiError", "Channel", "File", "Group", "Invite", "Json",
    "Member", "Message", "ResponseUrl", "Scheduled", "State", "Team", "Trigger", "View", "texts_in",
]  # fmt: skip


PATIENCE_SECONDS = 60.0
"""How long waiting for something to be seen goes on by default, in real seconds: a busy machine is no reason to give up."""


class State:
    """All of it, with ids, time stamps and the news that something changed."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.members: dict[str, Member] = {}
        self.channels: dict[str, Channel] = {}
        self.teams: dict[str, Team] = {}
        self.groups: dict[str, Group] = {}
        self.files: dict[str, File] = {}
        self.invites: dict[str, Invite] = {}
        self.messages: dict[str, Timeline] = {}
        self.ephemerals: list[Message] = []
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.triggers: dict[str, Trigger] = {}
        self.scheduled: dict[str, Scheduled] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.read: dict[tuple[str, str], str] = {}
        self.url = ""
        """Where this workspace listens, with a slash at the end; "" before it does."""
        self.token_refusal = ""
        """What every call with the bot token is answered, once that was revoked."""
        self.version = 0
        self.listeners: list[Callable[[], None]] = []
        self.last_id = 0
        self.last_ts = 0
        self.on_posted: Callable[[Message], None] = lambda message: None
        """Called with every message that is put."""
        self._waiters: set[asyncio.Event] = set()

    def changed(self) -> None:
        """Say that something changed: wakes every `wait_for` and every open page."""
        self.version += 1
        for waiter in self._waiters:
            waiter.set()
        for listener in list(self.listeners):
            listener()

    async def wait_for(self, seen: Callable[[], Any], timeout: float | None = PATIENCE_SECONDS) -> Any:
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
        self.last_id += 1
        return f"{letter}0{self.last_id:04d}{secrets.token_hex(2).upper()}"

    def next_ts(self) -> str:
        """A message time stamp: practice time, unique, always later than the one before."""
        micros = int(self.clock.now().timestamp() * 1_000_000)
        self.last_ts = max(micros, self.last_ts + 1)
        return f"{self.last_ts // 1_000_000}.{self.last_ts % 1_000_000:06d}"

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
        return self.add_channel(Channel(self.next_id("D"), "", "im", [user, BOT_USER]))

    def add_channel(self, channel: Channel) -> Channel:
        """Take in a conversation, made now unless it says when."""
        channel.created = channel.created or int(self.clock.now().timestamp())
        self.channels[channel.id] = channel
        self.messages[channel.id] = Timeline()
        return channel

    def drop_channel(self, channel: str) -> None:
        """Forget a conversation and what was said in it."""
        del self.channels[channel]
        del self.messages[channel]

    def by_mail(self, address: str) -> Member | None:
        """The person with this mail address, however it is written."""
        wanted = address.strip().lower()
        return next((one for one in self.members.values() if not one.is_bot and one.email.lower() == wanted), None)

    def named(self, name: str) -> Channel | None:
        """The channel of that name, with or without #; None when there is none."""
        name = name.removeprefix("#")
        return next((c for c in self.channels.values() if name and c.name == name and not c.is_talk), None)

    def shares_channel(self, user: str) -> bool:
        """Whether somebody of another team is in any channel with us that still lives."""
        return any(user in c.members and c.shared_with and not c.is_archived for c in self.channels.values())

    def message(self, channel: str, ts: str) -> Message:
        """One posted message; ApiError message_not_found."""
        kept = self.messages.get(channel)
        found = kept.find(ts) if kept else None
        if found is None:
            raise ApiError("message_not_found")
        return found

    def put(self, message: Message) -> Message:
        """Keep a message where it belongs and tell everybody."""
        if message.ephemeral_to:
            self.ephemerals.append(message)
        else:
            self.messages[message.channel].append(message)
        self.changed()
        self.on_posted(message)
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
        kept = self.messages.get(channel)
        return kept.replies(thread_ts) if kept else []
