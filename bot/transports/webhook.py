"""A webhook as a road of the outbox: one JSON object by POST. The shape suits whatever takes a `text`, chat programs included."""

from __future__ import annotations

from datetime import datetime

import aiohttp

from bot.domain.work import Call, OutboxRow
from bot.engine.roads import Answer, CannotLook, Delivered, Found, Limited, NotSent, RefusalKind, Refused, Uncertain

CALL_SECONDS = 10.0
DEFAULT_RETRY_AFTER = 30.0
LONGEST_RETRY_AFTER = 300.0
IDEMPOTENCY_HEADER = "Idempotency-Key"


class WebhookSender:
    """The road by webhook (bot.engine.roads.Road). The address is a secret: it is in no row and no log."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        """Take the address and a shared session."""
        self._url = url
        self._session = session

    def scope_of(self, call: Call) -> str:  # noqa: ARG002 - a road's method
        """One receiver, one limit."""
        return "webhook"

    def may_repeat(self, call: Call) -> bool:  # noqa: ARG002 - a road's method
        """Yes: a repetition carries the same key, and twice is better than never."""
        return True

    async def look_up(self, row: OutboxRow, call: Call, oldest: datetime) -> Found:  # noqa: ARG002 - a road's method
        """A webhook cannot be asked."""
        return CannotLook(reason="webhook", for_good=True)

    async def send(self, row: OutboxRow, call: Call) -> Answer:
        """Post `{id, kind, for, subject, text}`, within 10 s; redirects are not followed."""
        body = {
            "id": row.id,
            "kind": row.kind,
            "for": str(row.params.get("person") or ""),
            "subject": str(call.arguments.get("subject") or ""),
            "text": str(call.arguments.get("text") or ""),
        }
        timeout = aiohttp.ClientTimeout(total=CALL_SECONDS)
        headers = {IDEMPOTENCY_HEADER: row.id}
        try:
            async with self._session.post(
                self._url, json=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                return _meaning(response.status, response.headers.get("Retry-After", ""))
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            return NotSent(reason=type(error).__name__)
        except aiohttp.InvalidURL:
            return Refused(error="not an address", kind=RefusalKind.INVALID)
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            return Uncertain(reason=type(error).__name__)


def _meaning(status: int, retry_after: str) -> Answer:
    if 200 <= status < 300:
        return Delivered(response={"ok": True})
    if status == 429:
        seconds = float(retry_after) if retry_after.isdecimal() else DEFAULT_RETRY_AFTER
        return Limited(retry_after_seconds=min(max(seconds, 1.0), LONGEST_RETRY_AFTER), scope="webhook")
    if status in {408, 425} or status >= 500:
        return Uncertain(reason=f"HTTP {status}")
    kind = RefusalKind.TOKEN if status in {401, 403} else RefusalKind.GONE
    return Refused(error=f"HTTP {status}", kind=kind)
