"""What the bot may say to a response_url, and in answer to a slash command."""

from __future__ import annotations

import aiohttp
import pytest
from aiohttp import web

from workspace.responses import new_response_url

from .conftest import card
from .test_signed import bounded, listener

SATO = "U0SATO"


async def answered(url, body, **more):
    async with aiohttp.ClientSession() as session, session.post(url, json=body, **more) as response:
        return response.status, await response.json()


@pytest.fixture
async def desk(ws, client):
    """An address that belongs to a press in a message of the bot."""
    await client.chat_postMessage(channel="C0DESK", text="card", blocks=card("card"))
    message = ws.messages("incident-desk")[-1]
    return new_response_url(ws.core, SATO, ws.channel("incident-desk"), message), message


async def test_an_answer_is_seen_by_one_person_unless_it_says_in_channel(ws, desk):
    url, _ = desk
    assert await answered(url, {"text": "for you"}) == (200, {"ok": True})
    assert ws.person(SATO).ephemerals[-1].text == "for you" and ws.messages("incident-desk")[-1].text == "card"
    await answered(url, {"text": "for all", "response_type": "in_channel"})
    assert ws.messages("incident-desk")[-1].text == "for all"


async def test_the_original_is_replaced_or_deleted(ws, desk):
    url, message = desk
    await answered(url, {"text": "done", "blocks": card("done"), "replace_original": True})
    assert (message.text, len(ws.messages("incident-desk"))) == ("done", 1)
    await answered(url, {"delete_original": True})
    assert ws.messages("incident-desk") == []


async def test_an_ephemeral_original_is_replaced_and_deleted_too(ws, client):
    await client.chat_postEphemeral(channel="C0DESK", user=SATO, text="pick", blocks=card("pick"))
    original = ws.person(SATO).ephemerals[-1]
    url = new_response_url(ws.core, SATO, ws.channel("incident-desk"), original)
    await answered(url, {"text": "picked", "replace_original": True})
    assert [m.text for m in ws.person(SATO).ephemerals] == ["picked"]
    await answered(url, {"delete_original": True})
    assert ws.person(SATO).ephemerals == []


async def test_nobody_elses_message_is_replaced(ws):
    theirs = ws.person(SATO).say("incident-desk", "mine")
    url = new_response_url(ws.core, SATO, ws.channel("incident-desk"), theirs)
    await answered(url, {"text": "x", "replace_original": True})
    await answered(url, {"delete_original": True})
    assert theirs.text == "mine" and theirs in ws.messages("incident-desk")


async def test_a_thread_is_answered_in_the_thread(ws, desk):
    url, message = desk
    await answered(url, {"text": "below", "response_type": "in_channel", "thread_ts": message.ts})
    assert [m.text for m in ws.state.replies("C0DESK", message.ts)] == ["below"]


async def test_five_uses_in_thirty_minutes(ws, desk):
    url, _ = desk
    for _ in range(5):
        assert (await answered(url, {"text": "x"}))[0] == 200
    assert await answered(url, {"text": "x"}) == (404, {"ok": False, "error": "used_url"})
    late = new_response_url(ws.core, SATO, ws.channel("incident-desk"))
    ws.jump(30 * 60 + 1)
    assert await answered(late, {"text": "x"}) == (404, {"ok": False, "error": "expired_url"})
    assert await answered(url[:-3] + "bad", {"text": "x"}) == (404, {"ok": False, "error": "invalid_url"})


async def test_what_says_nothing_or_is_no_object_is_refused(ws, desk):
    url, _ = desk
    assert (await answered(url, {}))[1]["error"] == "no_text"
    assert (await answered(url, [1]))[0] == 400
    assert (await answered(url, {"blocks": [{"type": "nonsense"}]}))[1]["error"] == "invalid_blocks"
    assert ws.person(SATO).ephemerals == []


@pytest.mark.parametrize(
    ("answer", "seen", "by_all"),
    [
        (web.Response, None, False),
        (lambda: web.Response(text="plain words"), "plain words", False),
        (lambda: web.json_response({"text": "json"}), "json", False),
        (lambda: web.json_response({"text": "all", "response_type": "in_channel"}), "all", True),
    ],
)
async def test_a_command_is_answered_with_text_or_json(answer, seen, by_all):
    async def said(request, body):
        return answer()

    async with listener(said) as (url, _), bounded(request_url=url) as ws:
        outcome = await ws.person(SATO).command("/incident help", "incident-desk")
        assert outcome.ok and (outcome.message.text if outcome.message else None) == seen
        assert bool(seen and seen in [m.text for m in ws.messages("incident-desk")]) is by_all
