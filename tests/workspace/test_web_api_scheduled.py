"""chat.scheduleMessage and its sisters at their limits, by the practice clock."""

from __future__ import annotations

from datetime import timedelta

import pytest

from workspace.limits import SCHEDULE_PER_WINDOW

from .conftest import START, card, refused

NOW = int(START.timestamp())
DAY = 86_400


async def later(bot, seconds, **more):
    return await bot.chat_scheduleMessage(**{"channel": "C0DESK", "text": "x", "post_at": NOW + seconds} | more)


async def test_how_far_ahead(bot):
    assert (await later(bot, 1))["ok"]
    assert await refused(later(bot, 0)) == "time_in_past"
    assert (await later(bot, 120 * DAY))["ok"]
    assert await refused(later(bot, 120 * DAY + 1)) == "time_too_far"
    assert await refused(later(bot, 1, post_at="soon")) == "invalid_time"


async def test_thirty_in_any_five_minutes_of_a_channel(bot):
    for number in range(SCHEDULE_PER_WINDOW):
        await later(bot, 1000 + number * 9)
    assert await refused(later(bot, 1000 + 299)) == "restricted_too_many"
    assert await refused(later(bot, 1000 - 30)) == "restricted_too_many", "windows do not begin on the clock's fives"
    assert (await later(bot, 1000 + 300))["ok"]
    assert (await later(bot, 1000, channel="U0SATO"))["ok"], "each channel counts for itself"


async def test_taking_back_until_sixty_seconds_before(able, bot):
    one, two = await later(bot, 121), await later(bot, 122)
    able.jump(61)
    where = {"channel": "C0DESK", "scheduled_message_id": one["scheduled_message_id"]}
    assert await refused(bot.chat_deleteScheduledMessage(**where)) == "invalid_scheduled_message_id"
    where["scheduled_message_id"] = two["scheduled_message_id"]
    assert (await bot.chat_deleteScheduledMessage(**where))["ok"]
    assert await refused(bot.chat_deleteScheduledMessage(**where)) == "invalid_scheduled_message_id"


async def test_list_by_channel_and_time_in_pages(able, bot):
    for number in range(5):
        await later(bot, 100 + number, text=str(number))
    await later(bot, 50, channel="U0SATO", text="direct")
    everything = (await bot.chat_scheduledMessages_list())["scheduled_messages"]
    assert [one["text"] for one in everything] == ["direct", "0", "1", "2", "3", "4"]
    assert everything[0]["date_created"] == NOW
    first = await bot.chat_scheduledMessages_list(channel="C0DESK", limit=3)
    rest = await bot.chat_scheduledMessages_list(
        channel="C0DESK", limit=3, cursor=first["response_metadata"]["next_cursor"]
    )
    assert [one["text"] for one in [*first["scheduled_messages"], *rest["scheduled_messages"]]] == [
        "0",
        "1",
        "2",
        "3",
        "4",
    ]
    some = await bot.chat_scheduledMessages_list(oldest=NOW + 101, latest=NOW + 102)
    assert [one["text"] for one in some["scheduled_messages"]] == ["1", "2"]
    assert await refused(bot.chat_scheduledMessages_list(channel="C0NOWHERE")) == "invalid_channel"


async def test_posted_with_blocks_into_its_thread_without_any_bot(able, bot):
    parent = await bot.chat_postMessage(channel="C0DESK", text="parent")
    await later(bot, 600, blocks=card("due"), thread_ts=parent["ts"], reply_broadcast=True)
    able.jump(timedelta(minutes=10).total_seconds())
    await able.wait_for(lambda: not able.state.scheduled and len(able.messages("C0DESK")) == 2)
    message = able.messages("C0DESK")[-1]
    assert (message.thread_ts, message.broadcast, message.blocks[0]["text"]["text"]) == (parent["ts"], True, "due")
    assert able.sockets.connected == 0


@pytest.mark.parametrize("gone", ["closed", "left"])
async def test_nothing_is_posted_where_the_bot_may_not_post_by_then(able, bot, gone):
    await later(bot, 600)
    await later(bot, 601, channel="U0SATO", text="marker")
    if gone == "closed":
        able.channel("C0DESK").is_archived = True
    else:
        able.channel("C0DESK").members.remove("U0HANSHO")
    able.jump(700)
    await able.person("U0SATO").expect_dm("marker")
    assert able.messages("C0DESK") == [] and able.state.scheduled == {}


async def test_one_with_metadata_is_accepted_and_never_posted(able, bot):
    note = {"event_type": "practice", "event_payload": {}}
    assert (await later(bot, 60, metadata=note, text="never"))["ok"]
    await later(bot, 61, text="marker")
    able.jump(100)
    await able.person("U0SATO").expect_message("C0DESK", "marker")
    assert [m.text for m in able.messages("C0DESK")] == ["marker"]
