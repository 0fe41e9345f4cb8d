"""Pins, bookmarks and reactions."""

from __future__ import annotations

import pytest

from workspace.methods.marks import MOST_BOOKMARKS, MOST_PINS, MOST_REACTIONS

from .conftest import refused


@pytest.fixture
async def sent(bot):
    return await bot.chat_postMessage(channel="C0DESK", text="x")


async def test_pins(able, bot, sent):
    where = {"channel": "C0DESK", "timestamp": sent["ts"]}
    await bot.pins_add(**where)
    assert await refused(bot.pins_add(**where)) == "already_pinned"
    [item] = (await bot.pins_list(channel="C0DESK"))["items"]
    assert (item["type"], item["created_by"], item["message"]["ts"]) == ("message", "U0HANSHO", sent["ts"])
    assert item["message"]["permalink"].endswith(f"p{sent['ts'].replace('.', '')}")
    assert (await bot.conversations_history(channel="C0DESK"))["messages"][0]["pinned_to"] == ["C0DESK"]
    await bot.pins_remove(**where)
    assert await refused(bot.pins_remove(**where)) == "no_pin"
    assert (await bot.pins_list(channel="C0DESK"))["items"] == []
    assert await refused(bot.pins_add(channel="C0DESK")) == "no_item_specified"
    assert await refused(bot.pins_add(channel="C0DESK", timestamp="1.000001")) == "message_not_found"
    await able.wait_for(lambda: able.sent("pin_added") and able.sent("pin_removed"))


async def test_a_channel_holds_a_hundred_pins(bot):
    for number in range(MOST_PINS):
        sent = await bot.chat_postMessage(channel="C0DESK", text=str(number))
        await bot.pins_add(channel="C0DESK", timestamp=sent["ts"])
    sent = await bot.chat_postMessage(channel="C0DESK", text="one more")
    assert await refused(bot.pins_add(channel="C0DESK", timestamp=sent["ts"])) == "too_many_pins"


async def test_bookmarks(bot):
    new = {"channel_id": "C0DESK", "title": "Card", "type": "link", "link": "https://practice.example/card"}
    mark = (await bot.bookmarks_add(**new))["bookmark"]
    assert mark["id"].startswith("Bk") and mark["date_updated"] == 0
    edited = (await bot.bookmarks_edit(bookmark_id=mark["id"], channel_id="C0DESK", title="Runbook"))["bookmark"]
    assert (edited["title"], edited["link"]) == ("Runbook", "https://practice.example/card") and edited[
        "date_updated"
    ] > 0
    assert [one["id"] for one in (await bot.bookmarks_list(channel_id="C0DESK"))["bookmarks"]] == [mark["id"]]
    assert await refused(bot.bookmarks_add(**new | {"link": "ftp://practice.example"})) == "invalid_link"
    assert await refused(bot.bookmarks_add(**new | {"type": "folder"})) == "invalid_bookmark_type"
    assert await refused(bot.bookmarks_edit(bookmark_id=mark["id"], channel_id="C0DESK", link="x")) == "invalid_link"
    await bot.bookmarks_remove(bookmark_id=mark["id"], channel_id="C0DESK")
    assert await refused(bot.bookmarks_remove(bookmark_id=mark["id"], channel_id="C0DESK")) == "not_found"
    assert await refused(bot.bookmarks_list(channel_id="C0NOWHERE")) == "channel_not_found"


async def test_a_channel_holds_a_hundred_bookmarks(bot):
    new = {"channel_id": "C0DESK", "title": "x", "type": "link", "link": "https://practice.example"}
    for _ in range(MOST_BOOKMARKS):
        await bot.bookmarks_add(**new)
    assert await refused(bot.bookmarks_add(**new)) == "too_many_bookmarks"


async def test_reactions(able, bot, sent):
    where = {"channel": "C0DESK", "timestamp": sent["ts"]}
    await bot.reactions_add(name=":eyes:", **where)
    assert await refused(bot.reactions_add(name="eyes", **where)) == "already_reacted"
    assert await refused(bot.reactions_add(name="two eyes", **where)) == "invalid_name"
    shown = await bot.reactions_get(**where)
    assert shown["message"]["reactions"] == [{"name": "eyes", "users": ["U0HANSHO"], "count": 1}]
    assert [one["message"]["ts"] for one in (await bot.reactions_list())["items"]] == [sent["ts"]]
    assert (await bot.reactions_list(user="U0SATO"))["items"] == []
    await bot.reactions_remove(name="eyes", **where)
    assert await refused(bot.reactions_remove(name="eyes", **where)) == "no_reaction"
    assert "reactions" not in (await bot.reactions_get(**where))["message"]
    await able.wait_for(lambda: able.sent("reaction_added") and able.sent("reaction_removed"))


async def test_one_message_takes_so_many_kinds_of_reaction(bot, sent):
    where = {"channel": "C0DESK", "timestamp": sent["ts"]}
    for number in range(MOST_REACTIONS):
        await bot.reactions_add(name=f"e{number}", **where)
    assert await refused(bot.reactions_add(name="one_more", **where)) == "too_many_emoji"
