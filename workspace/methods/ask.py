"""One call as a method sees it, and the conversation it names."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from workspace import scopes
from workspace.arguments import listed
from workspace.core import Core
from workspace.delivery import Delivery
from workspace.state import BOT_USER, ApiError, Channel, Json, State


@dataclass(frozen=True)
class Ask:
    """A call whose token was good: the method's name, its arguments, and what the workspace is made of."""

    core: Core
    delivery: Delivery
    method: str
    found: Json

    @property
    def state(self) -> State:
        """People, channels, messages."""
        return self.core.state

    @property
    def now(self) -> int:
        """Practice time in whole epoch seconds."""
        return int(self.core.clock.now().timestamp())

    @property
    def scopes(self) -> frozenset[str]:
        """What the bot token may do."""
        return self.core.settings.manifest.bot_scopes

    def text(self, name: str) -> str:
        """An argument as text, empty when it is missing."""
        return str(self.found.get(name) or "")

    def words(self, name: str) -> list[str]:
        """An argument that is a list: as JSON, or separated by commas."""
        given = self.found.get(name)
        if isinstance(given, str) and given.startswith("["):
            given = listed(given)
        parts = given if isinstance(given, list) else str(given or "").split(",")
        return [str(one).strip() for one in parts if str(one).strip()]

    def tell(self, event: Json) -> None:
        """Let the app know of an event, if it is subscribed to it."""
        self.delivery.tell(event)

    def place(self, name: str = "channel", *, writing: bool = True) -> Channel:
        """The channel an argument names, if the bot may use it.

        A private channel without the bot does not exist for it (channel_not_found); a public one cannot be written to
        (not_in_channel); an archived one takes nothing (is_archived). A kind of channel the token has no scope for is
        missing_scope.
        """
        channel = self._known(self.text(name))
        scopes.check_kind(self.method, channel.kind, self.scopes)
        if writing and channel.is_archived:
            raise ApiError("is_archived")
        if writing and BOT_USER not in channel.members:
            raise ApiError("not_in_channel")
        return channel

    def readable(self, name: str = "channel") -> Channel:
        """The channel an argument names, if the bot is in it: archived or not."""
        channel = self.place(name, writing=False)
        if BOT_USER not in channel.members:
            raise ApiError("not_in_channel")
        return channel

    def _known(self, name: str) -> Channel:
        channel = self.state.channels.get(name)
        if channel is None or (channel.kind != "public" and BOT_USER not in channel.members):
            raise ApiError("channel_not_found")
        return channel


Method = Callable[[Ask], Awaitable[Json]]
