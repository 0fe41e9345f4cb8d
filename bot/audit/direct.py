"""The auditor's own roads to the operators: a call each, no outbox, nothing shared with what is being audited."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import aiohttp

from bot.audit.auditor import Alarm

CALL_SECONDS = 10.0


def by_slack(
    session: aiohttp.ClientSession, *, base_url: str, token: str, operators: Callable[[], Sequence[str]]
) -> Alarm:
    """Return an alarm that posts to each of `operators()` (Slack user or channel ids); taken when one of them got it."""

    async def alarm(text: str) -> bool:
        taken = False
        for operator in operators():
            body = {"channel": operator, "text": text}
            taken |= await _post(session, f"{base_url}chat.postMessage", body, token=token)
        return taken

    return alarm


def by_webhook(session: aiohttp.ClientSession, *, url: str) -> Alarm:
    """Return an alarm that posts `{"text": ...}` to a webhook."""

    async def alarm(text: str) -> bool:
        return await _post(session, url, {"kind": "audit", "text": text})

    return alarm


async def _post(session: aiohttp.ClientSession, url: str, body: dict[str, str], *, token: str = "") -> bool:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    timeout = aiohttp.ClientTimeout(total=CALL_SECONDS)
    try:
        async with session.post(url, json=body, headers=headers, timeout=timeout) as response:
            if response.status >= 300:
                return False
            if not token:
                return True
            answer = await response.json(content_type=None)
            return isinstance(answer, dict) and bool(answer.get("ok"))
    except (TimeoutError, aiohttp.ClientError, OSError, ValueError):
        return False
