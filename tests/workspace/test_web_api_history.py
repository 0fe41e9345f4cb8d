"""conversations.history and replies: windows, pages and thousands of messages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workspace.state import Message
from workspace.timeline import Timeline

from .conftest import refused


async def filled(bot, count, **more):
    return [(await bot.chat_postMessage(channel="C0DESK", text=str(n), **more))["ts"] for n in range(count)]


def texts(answer):
    return [m["text"] for m in answer["messages"]]


async def test_windows_by_oldest_and_latest(bot):
    ts = await filled(bot, 5)
    history = bot.conversations_history
    assert texts(await history(channel="C0DESK", oldest=ts[1], latest=ts[3])) == ["2"]
    assert texts(await history(channel="C0DESK", oldest=ts[1], latest=ts[3], inclusive=True)) == ["3", "2", "1"]
    assert texts(await history(channel="C0DESK", latest=ts[2])) == ["1", "0"]
    assert texts(await history(channel="C0DESK", oldest="0", latest=ts[0], inclusive=True, limit=1)) == ["0"]
    assert await refused(history(channel="C0DESK", oldest="yesterday")) == "invalid_ts_oldest"
    assert await refused(history(channel="C0DESK", latest="tomorrow")) == "invalid_ts_latest"
    assert await refused(history(channel="C0DESK", cursor="bm9wZQ==")) == "invalid_cursor"
    assert await refused(history(channel="C0DESK", limit=-1)) == "invalid_limit"


async def test_a_cursor_is_not_disturbed_by_what_is_posted_meanwhile(bot):
    await filled(bot, 5)
    first = await bot.conversations_history(channel="C0DESK", limit=2)
    assert (texts(first), first["has_more"]) == (["4", "3"], True)
    await bot.chat_postMessage(channel="C0DESK", text="later")
    second = await bot.conversations_history(
        channel="C0DESK", limit=2, cursor=first["response_metadata"]["next_cursor"]
    )
    third = await bot.conversations_history(
        channel="C0DESK", limit=2, cursor=second["response_metadata"]["next_cursor"]
    )
    assert (texts(second), texts(third)) == (["2", "1"], ["0"])
    assert third["has_more"] is False and "response_metadata" not in third.data


async def test_a_thread_in_pages(bot):
    parent = await bot.chat_postMessage(channel="C0DESK", text="parent")
    await filled(bot, 5, thread_ts=parent["ts"])
    first = await bot.conversations_replies(channel="C0DESK", ts=parent["ts"], limit=4)
    rest = await bot.conversations_replies(
        channel="C0DESK", ts=parent["ts"], limit=4, cursor=first["response_metadata"]["next_cursor"]
    )
    assert texts(first) + texts(rest) == ["parent", "0", "1", "2", "3", "4"]
    assert await refused(bot.conversations_replies(channel="C0DESK", ts="1.000001")) == "thread_not_found"


async def test_ten_thousand_messages_stay_quick(able, bot):
    """No clock here: with a look at all messages for each one shown, this would run into the test's own timeout."""
    state = able.state
    first = state.put(Message("C0DESK", state.next_ts(), "U0SATO", "first"))
    for number in range(10_000):
        parent = first.ts if number % 2 else None
        state.messages["C0DESK"].append(Message("C0DESK", state.next_ts(), "U0SATO", str(number), thread_ts=parent))
    page = await bot.conversations_history(channel="C0DESK", limit=999)
    thread = await bot.conversations_replies(channel="C0DESK", ts=first.ts, limit=999)
    assert (len(page["messages"]), len(thread["messages"])) == (999, 999)
    assert thread["messages"][0]["reply_count"] == 5000


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), max_size=30), st.data())
def test_a_timeline_answers_as_a_plain_list_would(made, data):
    line, plain = Timeline(), []
    for number, (answers, parent) in enumerate(made, start=1):
        thread = f"{parent + 1}.000000" if answers else None
        message = Message("C", f"{number}.000000", "U", thread_ts=thread)
        line.append(message)
        plain.append(message)
    if plain and data.draw(st.booleans()):
        gone = data.draw(st.sampled_from(plain))
        line.remove(gone)
        plain.remove(gone)
    assert list(line) == plain and len(line) == len(plain) and line[-3:] == plain[-3:]
    for number in range(len(made) + 2):
        ts = f"{number}.000000"
        assert line.find(ts) == next((m for m in plain if m.ts == ts), None)
        assert line.replies(ts) == [m for m in plain if m.thread_ts == ts and m.ts != ts]
        assert line.later_than(ts) == [m for m in plain if float(m.ts) > number]
