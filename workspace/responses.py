"""Answers of the bot outside the Web API: the text of a slash command, and the response_url (five uses, thirty minutes)."""

from __future__ import annotations

import asyncio
import json
import secrets
from functools import partial
from typing import Any

from aiohttp import web

from workspace import failing, limits
from workspace.core import Call, Core
from workspace.methods.content import content, thread
from workspace.state import BOT_USER, TEAM_ID, ApiError, Channel, Json, Message, ResponseUrl


def new_response_url(core: Core, user: str, channel: Channel, message: Message | None = None) -> str:
    """An address at which the bot may answer what this person just did."""
    made = ResponseUrl(secrets.token_hex(12), user, channel.id, core.clock.now(), message.ts if message else None)
    core.state.response_urls[made.id] = made
    return f"{core.url}respond/{TEAM_ID}/{made.id}"


def say(core: Core, user: str, channel: str, body: Any) -> Message | None:
    """Show what the bot answered: to that person alone unless it says `in_channel`. ApiError for blocks Slack would refuse."""
    if isinstance(body, str):
        body = {"text": body}
    if not isinstance(body, dict) or not (body.get("text") or body.get("blocks")):
        return None
    text, blocks = content(body)
    only = None if body.get("response_type") == "in_channel" else user
    return core.state.put(
        Message(channel, core.state.next_ts(), BOT_USER, text, blocks, thread(body), ephemeral_to=only)
    )


async def handle(core: Core, request: web.Request) -> web.StreamResponse:
    """POST /respond/TEAM/ID."""
    made = core.state.response_urls.get(request.match_info["id"])
    try:
        body = json.loads(await request.text())
    except (json.JSONDecodeError, UnicodeDecodeError):
        body = None
    if not isinstance(body, dict):
        return web.json_response({"ok": False, "error": "invalid_payload"}, status=400)
    fault = core.faults.meet("response_url", body)
    if fault and fault.kind not in failing.AFTERWARDS:
        return await failing.instead(request, core.faults, fault, partial(_note, core, body, fault.kind))
    refusal = _refusal(core, made)
    answer: Json = {"ok": True}
    if made is None or refusal:
        answer = {"ok": False, "error": refusal}
    else:
        made.uses += 1
        try:
            _carry_out(core, made, body)
        except ApiError as error:
            answer = {"ok": False, "error": error.code, **error.more}
    status = 404 if refusal else 200
    _note(core, body, fault.kind if fault else None, answer, status)
    if fault and fault.kind == "slow":
        await asyncio.sleep(fault.value)
    elif fault:
        return failing.hang_up(request)
    return web.json_response(answer, status=status)


def _note(core: Core, body: Json, fault: str | None, answer: Json, status: int) -> None:
    core.calls.append(Call("response_url", body, answer, core.clock.now(), status, fault))
    core.state.changed()


def _refusal(core: Core, made: ResponseUrl | None) -> str | None:
    if made is None:
        return "invalid_url"
    if made.uses >= limits.RESPONSE_URL_USES:
        return "used_url"
    if (core.clock.now() - made.made_at).total_seconds() > limits.RESPONSE_URL_SECONDS:
        return "expired_url"
    return None


def _carry_out(core: Core, made: ResponseUrl, body: Json) -> None:
    original = _original(core, made)
    if body.get("delete_original"):
        if original is not None:
            kept = core.state.ephemerals if original.ephemeral_to else core.state.messages[made.channel]
            kept.remove(original)
            core.state.changed()
        return
    if body.get("replace_original") and original is not None:
        original.text, original.blocks = content(body)
        core.state.changed()
        return
    content(body)  # no_text for an answer that says nothing
    say(core, made.user, made.channel, body)


def _original(core: Core, made: ResponseUrl) -> Message | None:
    """The message something was pressed in, if it is the bot's own: a shortcut may have been used on anybody's."""
    posted = core.state.messages[made.channel].find(made.message_ts or "")
    own = (m for m in core.state.ephemerals if m.ts == made.message_ts and m.channel == made.channel)
    found = posted or next(own, None)
    return found if found and found.user == BOT_USER else None
