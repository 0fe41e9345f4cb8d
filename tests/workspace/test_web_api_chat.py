"""chat.*: where messages may go, what they may say, and what changes when they are changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from slack_sdk.errors import SlackApiError

from workspace.methods.chat import TOMBSTONE
from workspace.state import Channel

from .conftest import card, plain, refused

RICH = [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}]}]


async def test_a_message_goes_to_an_id_a_name_or_a_person(able, bot):
    assert (await bot.chat_postMessage(channel="C0DESK", text="id"))["channel"] == "C0DESK"
    assert (await bot.chat_postMessage(channel="#incident-desk", text="name"))["channel"] == "C0DESK"
    assert (await bot.chat_postMessage(channel="incident-desk", text="name"))["channel"] == "C0DESK"
    assert (await bot.chat_postMessage(channel="U0SATO", text="person"))["channel"] == able.state.direct("U0SATO").id


NOBODY = {
    "no such channel": ("C0NOWHERE", "channel_not_found"),
    "no such name": ("#nowhere", "channel_not_found"),
    "just the sign": ("#", "channel_not_found"),
    "no such person": ("U0NOBODY", "channel_not_found"),
    "itself": ("U0HANSHO", "channel_not_found"),
    "a private channel it is not in": ("C0SECRET", "channel_not_found"),
    "a closed one": ("C0CLOSED", "is_archived"),
    "somebody who left": ("U0MORI", "channel_not_found"),
    "nothing": ("", "invalid_arguments"),
}


@pytest.mark.parametrize("name", NOBODY)
async def test_where_no_message_goes(able, bot, name):
    able.state.add_channel(Channel("C0SECRET", "secret", "private", ["U0SATO"]))
    able.state.add_channel(Channel("C0CLOSED", "closed", "public", ["U0HANSHO"], is_archived=True))
    able.state.members["U0MORI"].deleted = True
    place, error = NOBODY[name]
    assert await refused(bot.api_call("chat.postMessage", json={"channel": place, "text": "x"})) == error
    assert [len(able.state.messages[one]) for one in ("C0SECRET", "C0CLOSED")] == [0, 0]


async def test_text_is_cut_at_40000_with_a_remark(able, bot):
    fits = await bot.chat_postMessage(channel="C0DESK", text="x" * 40_000)
    assert "warning" not in fits.data and len(fits["message"]["text"]) == 40_000
    cut = await bot.chat_postMessage(channel="C0DESK", text="x" * 40_001)
    assert (cut["warning"], len(cut["message"]["text"])) == ("message_truncated", 40_000)


async def test_markdown_text_stands_alone_and_has_its_own_limit(bot):
    assert (await bot.chat_postMessage(channel="C0DESK", markdown_text="x" * 12_000))["ok"]
    assert await refused(bot.chat_postMessage(channel="C0DESK", markdown_text="x" * 12_001)) == "msg_too_long"
    assert (
        await refused(bot.chat_postMessage(channel="C0DESK", markdown_text="x", text="y")) == "markdown_text_conflict"
    )


async def test_attachments_are_kept_up_to_a_hundred(bot):
    many = [{"text": f"{number}"} for number in range(100)]
    shown = (await bot.chat_postMessage(channel="C0DESK", text="x", attachments=many))["message"]["attachments"]
    assert (len(shown), shown[0]["id"], shown[0]["fallback"]) == (100, 1, "0")
    assert (
        await refused(bot.chat_postMessage(channel="C0DESK", text="x", attachments=[*many, {"text": "x"}]))
        == "too_many_attachments"
    )
    assert (
        await refused(bot.api_call("chat.postMessage", json={"channel": "C0DESK", "attachments": [1]}))
        == "invalid_attachments"
    )


async def test_threads_and_broadcasts(bot):
    parent = await bot.chat_postMessage(channel="C0DESK", text="parent")
    quiet = await bot.chat_postMessage(channel="C0DESK", text="quiet", thread_ts=parent["ts"])
    loud = await bot.chat_postMessage(channel="C0DESK", text="loud", thread_ts=parent["ts"], reply_broadcast=True)
    assert loud["message"]["subtype"] == "thread_broadcast"
    assert (await bot.chat_postMessage(channel="C0DESK", text="no thread", reply_broadcast=True))["message"].get(
        "subtype"
    ) is None
    top = [m["text"] for m in (await bot.conversations_history(channel="C0DESK"))["messages"]]
    assert top == ["no thread", "loud", "parent"]
    where = {"channel": "C0DESK", "ts": quiet["ts"]}
    assert await refused(bot.chat_update(**where, text="x", reply_broadcast=True)) == "no_dual_broadcast_content_update"
    assert (await bot.api_call("chat.update", json={**where, "reply_broadcast": True}))["ok"]
    alone = {"channel": "C0DESK", "ts": parent["ts"], "reply_broadcast": True}
    assert await refused(bot.api_call("chat.update", json=alone)) == "cant_broadcast_message"
    assert await refused(bot.chat_postMessage(channel="C0DESK", text="x", thread_ts="yesterday")) == "invalid_thread_ts"
    thread = (await bot.conversations_replies(channel="C0DESK", ts=parent["ts"]))["messages"]
    assert (thread[0]["reply_count"], thread[0]["latest_reply"]) == (2, loud["ts"])
    assert thread[1]["parent_user_id"] == "U0HANSHO"


async def test_update_keeps_metadata_unless_told(bot):
    note = {"event_type": "practice", "event_payload": {"id": "1"}}
    sent = await bot.chat_postMessage(channel="C0DESK", text="x", metadata=note)
    where = {"channel": "C0DESK", "ts": sent["ts"]}
    assert (await bot.chat_update(**where, text="y"))["message"]["metadata"] == note
    assert "metadata" not in (await bot.chat_update(**where, text="z", metadata={}))["message"]


async def test_update_takes_4000_characters_and_not_one_more(bot):
    sent = await bot.chat_postMessage(channel="C0DESK", text="x" * 9000)
    where = {"channel": "C0DESK", "ts": sent["ts"]}
    assert len((await bot.chat_update(**where, text="x" * 4000))["text"]) == 4000
    assert await refused(bot.chat_update(**where, text="x" * 4001)) == "msg_too_long"
    assert (await bot.api_call("chat.update", json={**where, "blocks": card("only blocks")}))["message"]["blocks"]


async def test_rich_text_is_only_replaced_by_rich_text(bot):
    sent = await bot.chat_postMessage(channel="C0DESK", text="x", blocks=RICH)
    where = {"channel": "C0DESK", "ts": sent["ts"], "text": "y"}
    assert await refused(bot.chat_update(**where, blocks=card("plain"))) == "block_mismatch"
    assert (await bot.chat_update(**where, blocks=RICH))["ok"]


async def test_update_of_what_is_not_there_or_not_ours(able, bot):
    said = able.person("U0SATO").say("C0DESK", "mine")
    assert await refused(bot.chat_update(channel="C0DESK", ts=said.ts, text="x")) == "cant_update_message"
    assert await refused(bot.chat_delete(channel="C0DESK", ts=said.ts)) == "cant_delete_message"
    await bot.conversations_setTopic(channel="C0DESK", topic="new")
    note = able.messages("C0DESK")[-1]
    assert await refused(bot.chat_update(channel="C0DESK", ts=note.ts, text="x")) == "cant_update_message"
    only = await bot.chat_postEphemeral(channel="C0DESK", user="U0SATO", text="x")
    assert await refused(bot.chat_update(channel="C0DESK", ts=only["message_ts"], text="y")) == "message_not_found"
    sent = await bot.chat_postMessage(channel="C0DESK", text="x")
    able.channel("C0DESK").is_archived = True
    assert await refused(bot.chat_update(channel="C0DESK", ts=sent["ts"], text="y")) == "is_inactive"


async def test_a_deleted_parent_leaves_a_note_and_its_thread(able, bot):
    parent = await bot.chat_postMessage(channel="C0DESK", text="parent", blocks=card("x"))
    alone = await bot.chat_postMessage(channel="C0DESK", text="alone")
    await bot.chat_postMessage(channel="C0DESK", text="answer", thread_ts=parent["ts"])
    await bot.pins_add(channel="C0DESK", timestamp=parent["ts"])
    assert (await bot.chat_delete(channel="C0DESK", ts=parent["ts"]))["ts"] == parent["ts"]
    await bot.chat_delete(channel="C0DESK", ts=alone["ts"])
    thread = (await bot.conversations_replies(channel="C0DESK", ts=parent["ts"]))["messages"]
    assert [(m["text"], m.get("subtype")) for m in thread] == [(TOMBSTONE, "tombstone"), ("answer", None)]
    assert await refused(bot.chat_delete(channel="C0DESK", ts=alone["ts"])) == "message_not_found"
    assert able.channel("C0DESK").pins == []


async def test_ephemeral_messages_reach_one_member(able, bot):
    await bot.chat_postEphemeral(channel="C0DESK", user="U0SATO", text="only you")
    assert [m.text for m in able.person("U0SATO").ephemerals] == ["only you"]
    assert able.person("U0TANAKA").ephemerals == []
    assert await refused(bot.chat_postEphemeral(channel="C0DESK", user="U0YAMADA", text="x")) == "user_not_in_channel"
    assert (await bot.conversations_history(channel="C0DESK"))["messages"] == []


async def test_me_messages_and_permalinks_of_answers(able, bot):
    sent = await bot.chat_meMessage(channel="C0DESK", text="rings")
    assert able.messages("C0DESK")[0].subtype == "me_message"
    answer = await bot.chat_postMessage(channel="C0DESK", text="a", thread_ts=sent["ts"])
    link = (await bot.chat_getPermalink(channel="C0DESK", message_ts=answer["ts"]))["permalink"]
    assert link.endswith(f"p{answer['ts'].replace('.', '')}?thread_ts={sent['ts']}&cid=C0DESK")
    assert await refused(bot.chat_getPermalink(channel="C0DESK", message_ts="1.000001")) == "message_not_found"


async def test_blocks_of_attachments_are_judged_too(bot):
    bad = [{"blocks": [{"type": "header", "text": plain("x" * 151)}]}]
    with pytest.raises(SlackApiError) as caught:
        await bot.chat_postMessage(channel="C0DESK", text="x", attachments=bad)
    assert caught.value.response["error"] == "invalid_attachments"


async def test_without_the_messages_tab_there_are_no_direct_messages(able, bot):
    able.core.settings = replace(able.settings, manifest=replace(able.settings.manifest, messages_tab=False))
    assert await refused(bot.chat_postMessage(channel="U0SATO", text="x")) == "messages_tab_disabled"
