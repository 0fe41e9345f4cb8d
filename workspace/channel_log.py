"""One channel in the order of time, indexed for the page: its top messages, its threads, who is mentioned where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from workspace import snapshot
from workspace.server import Workspace
from workspace.state import Json, Message

KEPT_DRAWN = 2400
"""So many messages of a channel are kept as drawn."""
MENTIONS = re.compile(
    r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>|<!(?:subteam\^(S[A-Z0-9]+)|(channel|here|everyone))(?:\|[^>]*)?>"
)


class Log:
    """One channel in the order of time: its top messages, its threads, who is mentioned where."""

    def __init__(self) -> None:
        self.all: list[Message] = []
        self.tops: list[Message] = []
        self.threads: dict[str, list[Message]] = {}
        self.own: dict[str, list[Message]] = {}
        self.version = 0
        self._mentions: dict[str, tuple[str, Any, frozenset[str]]] = {}
        self._drawn: dict[tuple[str, str], tuple[Any, Json]] = {}

    def sync(self, kept: Sequence[Message]) -> None:
        """Take over what was posted or deleted since last time."""
        known = len(self.all)
        if len(kept) == known and (not known or kept[-1] is self.all[-1]):
            return
        self.version += 1
        if len(kept) < known or (known and kept[known - 1] is not self.all[-1]):
            self.all, self.tops, self.threads, known = [], [], {}, 0
        for message in kept[known:]:
            self.all.append(message)
            if message.thread_ts in (None, message.ts) or message.broadcast:
                self.tops.append(message)
            if message.thread_ts not in (None, message.ts):
                self.threads.setdefault(str(message.thread_ts), []).append(message)

    def mentions(self, message: Message) -> frozenset[str]:
        """Ids of users and of user groups, and `channel`, `here` or `everyone`."""
        known = self._mentions.get(message.ts)
        if known is None or known[0] is not message.text or known[1] is not message.blocks:
            found = frozenset(a or b or c for a, b, c in MENTIONS.findall(message.all_text))
            known = self._mentions[message.ts] = (message.text, message.blocks, found)
        return known[2]

    def drawn(self, ws: Workspace, message: Message) -> tuple[Any, Json]:
        """A message as JSON with its print: the same print means nothing about it changed."""
        replies = self.threads.get(message.ts)
        seen = (
            message.text, message.blocks, message.edited_ts, message.subtype, tuple(message.files), message.attachments,
            tuple((one.get("name"), tuple(one.get("users", ())), one.get("count")) for one in message.reactions),
            (len(replies), replies[-1].ts) if replies else None,
            message.ts in ws.state.channels[message.channel].pins,
        )  # fmt: skip
        key = (message.ts, message.ephemeral_to or "")
        known = self._drawn.get(key)
        if known is None or known[0] != seen:
            if len(self._drawn) > KEPT_DRAWN:
                self._drawn.clear()
            known = self._drawn[key] = (seen, snapshot.message(ws, message))
        return known
