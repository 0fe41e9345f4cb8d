"""The Web API as Slack's own SDK and plain requests use it."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from workspace import Workspace, modals
from workspace.limits import TRIGGER_SECONDS

from .conftest import START, card, form, plain


async def refused(call) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return caught.value.response["error"]


async def test_every_way_of_sending_arguments_arrives_the_same(ws):
    blocks = card("hello")
    key = {"Authorization": f"Bearer {ws.settings.bot_token}"}
    url = f"{ws.api_url}chat.postMessage"
    fields = {"channel": "U0SATO", "text": "hi", "blocks": json.dumps(blocks)}
    multipart = aiohttp.MultipartWriter("form-data")
    for name, value in fields.items():
        multipart.append(value).set_content_disposition("form-data", name=name)
    async with aiohttp.ClientSession() as session:
        ways = [
            session.post(url, json={**fields, "blocks": blocks}, headers=key),
            session.post(url, data={**fields, "token": ws.settings.bot_token}),
            session.post(url, params=fields, headers=key),
            session.get(url, params=fields, headers=key),
            session.post(url, data=multipart, headers=key),
        ]
        answers = []
        for way in ways:
            async with way as response:
                assert response.status == 200
                answers.append(await response.json())
    assert [answer["ok"] for answer in answers] == [True] * 5
    messages = ws.person("U0SATO").dms()
    assert len({m.ts for m in messages}) == 5
    assert {m.blocks[0]["text"]["text"] for m in messages} == {"hello"}
    assert answers[0]["channel"].startswith("D")


@pytest.mark.parametrize(
    ("token", "error"),
    [("xoxb-other", "invalid_auth"), ("", "not_authed"), ("xapp-practice-app", "not_allowed_token_type")],
)
async def test_tokens(ws, token, error):
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{ws.api_url}auth.test", data={"token": token}) as response,
    ):
        assert (response.status, await response.json()) == (200, {"ok": False, "error": error})


async def test_bad_json(ws):
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {ws.settings.bot_token}"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{ws.api_url}auth.test", data="{", headers=headers) as response,
    ):
        assert (await response.json())["error"] == "invalid_json"


async def test_people_and_channels(ws, client):
    user = (await client.users_info(user="U0YAMADA", include_locale=True))["user"]
    assert (user["locale"], user["tz"], user["tz_offset"], user["real_name"]) == (
        "ja-JP",
        "Asia/Tokyo",
        32400,
        "山田 花",
    )
    assert "locale" not in (await client.users_info(user="U0YAMADA"))["user"]
    assert await refused(client.users_info(user="U0NOBODY")) == "user_not_found"
    direct = (await client.conversations_open(users="U0SATO"))["channel"]["id"]
    assert (await client.chat_postMessage(channel="U0SATO", text="x"))["channel"] == direct
    made = (await client.conversations_create(name="inc-1121-川端市", is_private=True))["channel"]["id"]
    assert await refused(client.conversations_create(name="inc-1121-川端市")) == "name_taken"
    assert await refused(client.conversations_create(name="Bad Name!")) == "invalid_name_specials"
    await client.conversations_invite(channel=made, users="U0SATO,U0TANAKA")
    assert (await client.conversations_members(channel=made))["members"] == ["U0HANSHO", "U0SATO", "U0TANAKA"]
    await client.conversations_archive(channel=made)
    assert await refused(client.chat_postMessage(channel=made, text="x")) == "is_archived"
    assert await refused(client.chat_postMessage(channel="C0BUILD", text="x")) == "not_in_channel"
    ws.channel("compliance").members.remove("U0HANSHO")
    assert await refused(client.chat_postMessage(channel="C0COMPLIANCE", text="x")) == "channel_not_found"


async def test_update_rules(client):
    sent = await client.chat_postMessage(channel="U0SATO", text="one", blocks=card("one"))
    where = {"channel": sent["channel"], "ts": sent["ts"]}
    assert "edited" not in (await client.chat_update(**where, text="two", blocks=card("two")))["message"]
    changed = (await client.chat_update(**where, text="three"))["message"]
    assert "blocks" not in changed and "edited" in changed
    assert await refused(client.chat_update(**where, text="x" * 4001)) == "msg_too_long"
    assert await refused(client.api_call("chat.update", json=where)) == "no_text"
    assert await refused(client.chat_update(channel=sent["channel"], ts="1.000001", text="x")) == "message_not_found"
    assert await refused(client.chat_update(channel="U0SATO", ts=sent["ts"], text="x")) == "channel_not_found"


async def test_only_own_messages(ws, client):
    ws.channel("platform-team").members.append("U0HANSHO")
    said = ws.messages("platform-team")[0]
    assert await refused(client.chat_update(channel="C0BUILD", ts=said.ts, text="x")) == "cant_update_message"


async def test_history_and_metadata(ws, client):
    note = {"event_type": "practice", "event_payload": {"id": "7"}}
    first = await client.chat_postMessage(channel="C0DESK", text="first", metadata=note)
    await client.chat_postMessage(channel="C0DESK", text="answer", thread_ts=first["ts"])
    await client.chat_postMessage(channel="C0DESK", text="second")
    found = await client.conversations_history(channel="C0DESK", include_all_metadata=True)
    assert [m["text"] for m in found["messages"]] == ["second", "first"]
    assert found["messages"][1]["metadata"] == note
    assert found["messages"][1]["reply_count"] == 1
    assert "metadata" not in (await client.conversations_history(channel="C0DESK"))["messages"][1]
    thread = await client.conversations_replies(channel="C0DESK", ts=first["ts"])
    assert [m["text"] for m in thread["messages"]] == ["first", "answer"]
    later = await client.conversations_history(channel="C0DESK", oldest=first["ts"])
    assert [m["text"] for m in later["messages"]] == ["second"]
    one = await client.conversations_history(channel="C0DESK", limit=1)
    rest = await client.conversations_history(channel="C0DESK", cursor=one["response_metadata"]["next_cursor"])
    assert [m["text"] for m in rest["messages"]] == ["first"]
    ws.fault("history", "lag", 30)
    assert (await client.conversations_history(channel="C0DESK"))["messages"] == []


async def test_triggers_live_three_seconds_and_open_one_view(ws, client, monkeypatch):
    trigger = modals.new_trigger(ws.state, "U0SATO")
    await client.views_open(trigger_id=trigger, view=form())
    assert await refused(client.views_open(trigger_id=trigger, view=form())) == "exchanged_trigger_id"
    assert await refused(client.views_open(trigger_id="1.2.3", view=form())) == "invalid_trigger_id"
    old = modals.new_trigger(ws.state, "U0SATO")
    ws.state.triggers[old].sent_seconds -= TRIGGER_SECONDS + 0.01
    assert await refused(client.views_open(trigger_id=old, view=form())) == "expired_trigger_id"


async def test_stack_of_three(ws, client):
    await client.views_open(trigger_id=modals.new_trigger(ws.state, "U0SATO"), view=form())
    for _ in range(2):
        await client.views_push(trigger_id=modals.new_trigger(ws.state, "U0SATO"), view=form())
    again = client.views_push(trigger_id=modals.new_trigger(ws.state, "U0SATO"), view=form())
    assert await refused(again) == "push_limit_reached"


async def test_update_of_a_view(ws, client):
    view = (await client.views_open(trigger_id=modals.new_trigger(ws.state, "U0SATO"), view=form(external_id="mine")))[
        "view"
    ]
    modal = ws.person("U0SATO").modal
    await modal.fill("what", "kept")
    changed = (await client.views_update(external_id="mine", hash=view["hash"], view=form(external_id="mine")))["view"]
    assert changed["state"]["values"]["what"]["v"]["value"] == "kept"
    stale = client.views_update(view_id=view["id"], hash=view["hash"], view=form())
    assert await refused(stale) == "hash_conflict"
    assert await refused(client.views_update(view_id="V0NONE", view=form())) == "not_found"
    home = {"type": "home", "blocks": card("x" * 3000)}
    large = {"type": "modal", "title": plain("x"), "blocks": [home["blocks"][0]] * 90}
    assert await refused(client.views_update(view_id=view["id"], view=large)) == "view_too_large"


async def test_denied_methods_are_unknown():
    async with Workspace(deny=["pins.add"]) as made:
        client = AsyncWebClient(token=made.settings.bot_token, base_url=made.api_url)
        assert await refused(client.pins_add(channel="C0DESK", timestamp="1.0")) == "unknown_method"
        assert await refused(client.api_call("no.such")) == "unknown_method"
    async with Workspace(only_main_job=True) as made:
        client = AsyncWebClient(token=made.settings.bot_token, base_url=made.api_url)
        assert await refused(client.conversations_create(name="x")) == "unknown_method"
        assert (await client.chat_postMessage(channel="U0SATO", text="x"))["ok"]


async def test_answer_lost_after_the_work_was_done(ws, client):
    ws.fault("chat.postMessage", "drop_after_commit")
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel="U0SATO", text="once")
    assert [m.text for m in ws.person("U0SATO").dms()] == ["once"]
    assert (await client.chat_postMessage(channel="U0SATO", text="twice"))["ok"]


async def test_other_faults(ws, client):
    ws.fault("chat.postMessage", "error", "fatal_error", where={"channel": "U0SATO"})
    assert (await client.chat_postMessage(channel="U0TANAKA", text="x"))["ok"]
    assert await refused(client.chat_postMessage(channel="U0SATO", text="x")) == "fatal_error"
    ws.fault("chat.postMessage", "ratelimited", 7)
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="U0SATO", text="x")
    assert (caught.value.response.status_code, caught.value.response.headers["Retry-After"]) == (429, "7")
    hang = ws.fault("chat.postMessage", "hang")
    call = asyncio.get_running_loop().create_task(client.chat_postMessage(channel="U0SATO", text="x"))
    await ws.wait_for(lambda: hang.met == 1)
    ws.faults.clear()
    with pytest.raises(aiohttp.ClientError):
        await call
    assert ws.person("U0SATO").dms() == []


async def test_scheduled_messages_follow_the_practice_clock(ws, client):
    at = int((START + timedelta(minutes=10)).timestamp())
    first = await client.chat_scheduleMessage(channel="U0SATO", text="ten minutes", post_at=at)
    await client.chat_scheduleMessage(channel="U0SATO", text="twenty", post_at=at + 600)
    silent = {"event_type": "x", "event_payload": {}}
    await client.chat_scheduleMessage(channel="U0SATO", text="never", post_at=at, metadata=silent)
    assert await refused(client.chat_scheduleMessage(channel="U0SATO", text="x", post_at=at - 601)) == "time_in_past"
    assert (
        await refused(client.chat_scheduleMessage(channel="U0SATO", text="x", post_at=at + 121 * 86400))
        == "time_too_far"
    )
    ws.jump(9 * 60 + 1)
    taken = client.chat_deleteScheduledMessage(
        channel=first["channel"], scheduled_message_id=first["scheduled_message_id"]
    )
    assert await refused(taken) == "invalid_scheduled_message_id"
    ws.jump(60)
    message = await ws.person("U0SATO").expect_dm("ten minutes")
    assert int(float(message.ts)) >= at
    ws.jump(3600)
    await ws.person("U0SATO").expect_dm("twenty")
    assert [m.text for m in ws.person("U0SATO").dms()] == ["ten minutes", "twenty"]
    listed = (await client.chat_scheduledMessages_list())["scheduled_messages"]
    assert [one["text"] for one in listed] == ["never"]


async def test_permalink_leads_to_the_page(ws, client):
    sent = await client.chat_postMessage(channel="C0DESK", text="x")
    link = (await client.chat_getPermalink(channel="C0DESK", message_ts=sent["ts"]))["permalink"]
    async with aiohttp.ClientSession() as session, session.get(link, allow_redirects=False) as response:
        assert response.status == 302
        assert response.headers["Location"] == f"/#channel=C0DESK&message={sent['ts']}"
