"""Doing one Web API call for one outbox row, and finding out later whether a message of an interrupted call is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.work import Call, OutboxRow
from bot.engine.roads import (
    Absent,
    Answer,
    CannotLook,
    Delivered,
    Found,
    Limited,
    NotSent,
    RefusalKind,
    Refused,
    Uncertain,
)
from bot.transports.slack.errors import Meaning, meaning_of
from bot.transports.slack.files import UPLOAD, channel_of, upload

CALL_SECONDS = 10.0
"""From the first byte to the last; far less than the lease of 30 s."""
CONNECT_SECONDS = 4.0
DEFAULT_RETRY_AFTER = 30.0
LONGEST_RETRY_AFTER = 300.0
EVENT_TYPE = "hansho_message"
HISTORY_PAGES = 3
HISTORY_PER_PAGE = 100

_REPEATABLE = frozenset(
    {
        "chat.update",
        "chat.delete",
        "chat.deleteScheduledMessage",
        "views.publish",
        "pins.add",
        "pins.remove",
        "bookmarks.add",
        "reactions.add",
        "conversations.invite",
        "conversations.archive",
        "conversations.setTopic",
        "conversations.setPurpose",
        "conversations.open",
        "conversations.create",
        "users.info",
        "auth.test",
    }
)
"""Done twice they end as done once; a repeated conversations.create is refused with name_taken."""


def new_session() -> aiohttp.ClientSession:
    """Return the HTTP session all Slack calls share: total 10 s, connecting 4 s. Close it at the end."""
    return aiohttp.ClientSession(
        timeout=aiohttp.ClientTimeout(total=CALL_SECONDS, sock_connect=CONNECT_SECONDS),
        # A kept connection that the other side is just closing makes the next send uncertain: keep them briefly.
        connector=aiohttp.TCPConnector(keepalive_timeout=10),
    )


class SlackSender:
    """The road to Slack (bot.engine.roads.Road). The client must have no retry handlers: the outbox repeats, nobody else.

    The SDK's default handler sends chat.postMessage again when the answer was lost, and a person is woken twice.
    """

    def __init__(self, *, token: str, base_url: str, session: aiohttp.ClientSession) -> None:
        """Take the bot token, the base of the Web API (ends with a slash) and the shared session."""
        self._session = session
        self._client = AsyncWebClient(token=token, base_url=base_url, session=session, retry_handlers=[])

    def scope_of(self, call: Call) -> str:
        """Slack counts per method and workspace; a limit on one method does not bind another."""
        return f"slack:{call.method}"

    def may_repeat(self, call: Call) -> bool:
        """Whether doing it twice is doing it once."""
        return call.method in _REPEATABLE

    async def send(self, row: OutboxRow, call: Call) -> Answer:
        """Do the call once, within 10 s."""
        arguments = _without_none(call.arguments)
        if call.method == UPLOAD:
            return await upload(self._ask, self._session, arguments)
        if call.method == "chat.postMessage":
            # Only the id: metadata is readable by every app of the workspace. Never on chat.scheduleMessage, whose messages
            # are accepted with metadata and then never posted (docs.slack.dev, chat.scheduleMessage).
            arguments["metadata"] = {"event_type": EVENT_TYPE, "event_payload": {"outbox_id": row.id}}
        answer = await self._ask(call.method, json=arguments)
        if isinstance(answer, Refused) and meaning_of(answer.error) is Meaning.DONE:
            return Delivered(response={"ok": True, "already": answer.error})
        if isinstance(answer, Refused) and call.method in {"chat.delete", "chat.deleteScheduledMessage"}:
            return _deleted(answer)
        return answer

    async def look_up(self, row: OutboxRow, call: Call, oldest: datetime) -> Found:
        """Look for the row's message in its channel (or thread) from `oldest` on."""
        if call.method == "chat.scheduleMessage":
            return await self._look_up_scheduled(call)
        if call.method == UPLOAD:
            return await self._look_up_file(call, oldest)
        if call.method != "chat.postMessage":
            return CannotLook(reason=f"no history of {call.method}", for_good=True)
        channel = await channel_of(self._ask, str(call.arguments.get("channel") or row.target))
        if not isinstance(channel, str):
            return _cannot(channel)
        thread_ts = str(call.arguments.get("thread_ts") or "")
        return await self._search(lambda message: _outbox_id(message) == row.id, channel, thread_ts, oldest)

    async def _look_up_file(self, call: Call, oldest: datetime) -> Found:
        """Look for the message an upload left: its words are the file's name, which is its own within the room."""
        channel = await channel_of(self._ask, str(call.arguments["channel"]))
        if not isinstance(channel, str):
            return _cannot(channel)
        words, thread_ts = str(call.arguments["text"]), str(call.arguments.get("thread_ts") or "")

        def is_it(message: dict[str, Any]) -> bool:
            names = [str(file.get("name")) for file in _list_of_dicts(message.get("files"))]
            return message.get("text") == words or str(call.arguments["name"]) in names

        return await self._search(is_it, channel, thread_ts, oldest)

    async def _search(
        self, is_it: Callable[[dict[str, Any]], bool], channel: str, thread_ts: str, oldest: datetime
    ) -> Found:
        method = "conversations.replies" if thread_ts else "conversations.history"
        asked: dict[str, Any] = {
            "channel": channel,
            "oldest": f"{oldest.timestamp():.6f}",
            "include_all_metadata": "true",
            "limit": HISTORY_PER_PAGE,
        }
        if thread_ts:
            asked["ts"] = thread_ts
        for _ in range(HISTORY_PAGES):
            answer = await self._ask(method, params=asked)
            if not isinstance(answer, Delivered):
                return _cannot(answer)
            for message in _list_of_dicts(answer.response.get("messages")):
                if is_it(message):
                    found = {"ok": True, "channel": channel, "ts": message.get("ts"), "message": message}
                    return Delivered(channel=channel, ts=str(message.get("ts") or ""), response=found)
            more = answer.response.get("response_metadata")
            cursor = more.get("next_cursor") if isinstance(more, dict) else ""
            if not answer.response.get("has_more") or not cursor:
                break
            asked["cursor"] = cursor
        return Absent()

    async def _look_up_scheduled(self, call: Call) -> Found:
        channel = str(call.arguments.get("channel") or "")
        answer = await self._ask("chat.scheduledMessages.list", params={"channel": channel, "limit": HISTORY_PER_PAGE})
        if not isinstance(answer, Delivered):
            return _cannot(answer)
        for message in _list_of_dicts(answer.response.get("scheduled_messages")):
            same_time = str(message.get("post_at")) == str(call.arguments.get("post_at"))
            if same_time and message.get("text") == call.arguments.get("text"):
                found = {
                    "ok": True,
                    "channel": message.get("channel_id") or channel,
                    "scheduled_message_id": message.get("id"),
                    "post_at": message.get("post_at"),
                }
                return Delivered(channel=channel, response=found)
        return Absent()

    async def _ask(
        self, method: str, *, json: dict[str, Any] | None = None, params: dict[str, Any] | None = None
    ) -> Answer:
        try:
            response = await self._client.api_call(method, json=json, params=params)
        except SlackApiError as error:
            return _refusal(method, error)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as error:
            # No connection, so no body: it certainly did not arrive.
            return NotSent(reason=type(error).__name__)
        except (TimeoutError, aiohttp.ClientError, SlackClientError, OSError, ValueError) as error:
            return Uncertain(reason=type(error).__name__)
        except AttributeError:
            return Uncertain(reason="answer is not JSON")  # 200 with a text that no Slack would send: a proxy's page
        data = response.data if isinstance(response.data, dict) else {}
        return Delivered(channel=_channel_of(data), ts=str(data.get("ts") or ""), response=data)


def _refusal(method: str, error: SlackApiError) -> Answer:
    response: Any = error.response
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0) or 0)
    data = getattr(response, "data", None)
    code = str(data.get("error") or "") if isinstance(data, dict) else ""
    meaning = meaning_of(code) if code else Meaning.UNKNOWN
    if status == 429 or meaning is Meaning.LIMITED:
        headers: Mapping[str, str] = getattr(response, "headers", None) or {}
        return Limited(retry_after_seconds=retry_after(headers), scope=f"slack:{method}")
    if status >= 500 or meaning is Meaning.UNKNOWN:
        return Uncertain(reason=code or f"HTTP {status}")
    if meaning is Meaning.LATER:
        return NotSent(reason=code)
    return Refused(error=code, kind=_KINDS.get(meaning, RefusalKind.UNAVAILABLE))


_KINDS = {
    Meaning.GONE: RefusalKind.GONE,
    Meaning.TOKEN: RefusalKind.TOKEN,
    Meaning.INVALID: RefusalKind.INVALID,
    Meaning.UNAVAILABLE: RefusalKind.UNAVAILABLE,
    Meaning.DONE: RefusalKind.GONE,
}


def retry_after(headers: Mapping[str, str]) -> float:
    """Return the seconds of the Retry-After header within 1..300; 30 when it is missing or no number."""
    for name, value in headers.items():
        if name.lower() == "retry-after" and value.strip().isdecimal():
            return min(max(float(value), 1.0), LONGEST_RETRY_AFTER)
    return DEFAULT_RETRY_AFTER


def _deleted(answer: Refused) -> Answer:
    if answer.error in {"message_not_found", "invalid_scheduled_message_id", "channel_not_found"}:
        return Delivered(response={"ok": True, "already": answer.error})
    return answer


def _cannot(answer: Answer) -> CannotLook:
    match answer:
        case Refused():
            return CannotLook(reason=answer.error, for_good=answer.kind is not RefusalKind.TOKEN)
        case Limited():
            return CannotLook(reason="limited", for_good=False)
        case Uncertain() | NotSent():
            return CannotLook(reason=answer.reason, for_good=False)
        case _:
            return CannotLook(reason="no answer", for_good=False)


def _channel_of(data: Mapping[str, Any]) -> str:
    channel = data.get("channel")
    if isinstance(channel, dict):
        return str(channel.get("id") or "")
    return str(channel or "")


def _outbox_id(message: Mapping[str, Any]) -> str:
    metadata = message.get("metadata")
    payload = metadata.get("event_payload") if isinstance(metadata, dict) else None
    return str(payload.get("outbox_id") or "") if isinstance(payload, dict) else ""


def _list_of_dicts(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _without_none(arguments: Mapping[str, object]) -> dict[str, Any]:
    return {name: value for name, value in arguments.items() if value is not None}
