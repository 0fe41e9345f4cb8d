"""Putting a file into a channel: Slack's three steps (docs.slack.dev/messaging/working-with-files) as one call of the outbox.

Only the third step shows the file to anybody. What ends before it is as if nothing had happened, and is done again from the first.
"""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any, Protocol

import aiohttp

from bot.engine.roads import Answer, Delivered, NotSent, Uncertain

UPLOAD = "files.upload"
"""What the services call it; the method of that name is gone from Slack."""


class Ask(Protocol):
    """Does one call of the Web API."""

    def __call__(
        self, method: str, *, json: dict[str, Any] | None = None, params: dict[str, Any] | None = None
    ) -> Awaitable[Answer]:
        """Return the answer; never raises for what the network or Slack may do."""
        ...


async def upload(ask: Ask, session: aiohttp.ClientSession, arguments: dict[str, Any]) -> Answer:
    """Put `content` (bytes) into `channel` (and `thread_ts`) as `name`, with the words `text` beside it.

    The answer is of the third step, except where an earlier one was refused or failed.
    """
    channel = await channel_of(ask, str(arguments["channel"]))
    if not isinstance(channel, str):
        return _before(channel)
    content: bytes = arguments["content"]
    given = await ask("files.getUploadURLExternal", params={"filename": arguments["name"], "length": len(content)})
    if not isinstance(given, Delivered):
        return _before(given)
    failed = await _bring(session, str(given.response.get("upload_url") or ""), content)
    if failed is not None:
        return failed
    completed: dict[str, Any] = {
        "files": [{"id": str(given.response.get("file_id") or ""), "title": arguments["name"]}],
        "channel_id": channel,
        "initial_comment": arguments["text"],
    }
    if thread_ts := arguments.get("thread_ts"):
        completed["thread_ts"] = thread_ts
    return await ask("files.completeUploadExternal", json=completed)


async def channel_of(ask: Ask, target: str) -> str | Answer:
    """Return the channel of a target; a person's direct messages are opened first. Anything but a text is why not."""
    if not target.startswith(("U", "W")):
        return target
    opened = await ask("conversations.open", json={"users": target})
    return opened.channel if isinstance(opened, Delivered) else opened


async def _bring(session: aiohttp.ClientSession, url: str, content: bytes) -> NotSent | None:
    """Bring the bytes to the address Slack gave. It takes no token; a failure leaves a file nobody sees, which Slack drops."""
    try:
        async with session.post(url, data=content) as answer:
            return None if answer.status == 200 else NotSent(reason=f"upload HTTP {answer.status}")
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        return NotSent(reason=f"upload {type(error).__name__}")


def _before(answer: Answer) -> Answer:
    """An answer of a step before the last: nothing is there that anybody could see, so nothing is uncertain."""
    return NotSent(reason=answer.reason) if isinstance(answer, Uncertain) else answer
