"""The messages of one conversation, oldest first, found by time stamp and by thread without looking at all of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import overload

from workspace.records import Message


class Timeline(Sequence[Message]):
    """Reads like a list. New messages go to its end; their time stamps only grow (`State.next_ts`)."""

    def __init__(self) -> None:
        self._kept: list[Message] = []
        self._by_ts: dict[str, Message] = {}
        self._threads: dict[str, list[Message]] = {}

    def append(self, message: Message) -> None:
        """Add a message, later than all others."""
        self._kept.append(message)
        self._by_ts[message.ts] = message
        if message.thread_ts and message.thread_ts != message.ts:
            self._threads.setdefault(message.thread_ts, []).append(message)

    def remove(self, message: Message) -> None:
        """Take a message away; ValueError when it is not here."""
        self._kept.remove(message)
        del self._by_ts[message.ts]
        answers = self._threads.get(message.thread_ts or "", [])
        if message in answers:
            answers.remove(message)

    def find(self, ts: str) -> Message | None:
        """The message with this time stamp."""
        return self._by_ts.get(ts)

    def replies(self, ts: str) -> list[Message]:
        """The answers in the thread under this message, oldest first, without the message itself."""
        return list(self._threads.get(ts, ()))

    def later_than(self, ts: str) -> list[Message]:
        """All messages after this time stamp ("0": all)."""
        return self._kept[bisect_right(self._kept, float(ts), key=lambda message: float(message.ts)) :]

    @overload
    def __getitem__(self, index: int) -> Message: ...

    @overload
    def __getitem__(self, index: slice) -> list[Message]: ...

    def __getitem__(self, index: int | slice) -> Message | list[Message]:
        return self._kept[index]

    def __iter__(self) -> Iterator[Message]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)
