"""What is committed is sent, once, in the right order, whatever Slack does to the call."""

from __future__ import annotations

import asyncio

from bot.domain.work import OutboxState, SendPriority
from tests.engine.rig import MANAGER, OPERATOR


async def test_a_committed_row_leaves_at_once_and_its_answer_is_kept(rig):
    await rig.engine.start()
    await rig.post("page:1", text="Please come")
    await rig.until(lambda: rig.texts() == ["Please come"])
    await rig.quiet()
    row = await rig.row("page:1")
    assert row.state is OutboxState.SENT
    assert row.provider_ts == rig.ws.messages(row.provider_channel)[0].ts
    assert rig.services.sent[0][0] == "page:1"


async def test_a_due_timer_fires_and_its_page_leaves(rig):
    await rig.engine.start()
    await rig.arm("office", seconds=90, kind="ladder", seq="1")
    await rig.quiet()
    assert rig.texts() == []
    rig.clock.advance(seconds=89)
    await rig.quiet()
    assert rig.texts() == []
    rig.clock.advance(seconds=1)
    await rig.until(lambda: rig.texts() == ["ladder 1"])


async def test_the_message_carries_its_outbox_id_and_nothing_else_as_metadata(rig):
    await rig.engine.start()
    row = await rig.post("page:1")
    await rig.quiet()
    (call,) = rig.ws.calls("chat.postMessage")
    assert call.arguments["metadata"] == {"event_type": "hansho_message", "event_payload": {"outbox_id": row.id}}


async def test_a_scheduled_message_never_carries_metadata(rig):
    await rig.engine.start()
    post_at = int(rig.clock.now().timestamp()) + 3600
    params = {"method": "chat.scheduleMessage", "more": {"channel": "C0DESK", "post_at": post_at}}
    await rig.post("insurance:1", kind="insurance", priority=SendPriority.NOTICE, target="C0DESK", params=params)
    await rig.quiet()
    (call,) = rig.ws.calls("chat.scheduleMessage")
    assert call.ok and "metadata" not in call.arguments


async def test_a_row_nobody_needs_any_more_is_superseded_and_not_sent(rig):
    await rig.engine.start()
    rig.services.superseded.add("page:1")
    await rig.post("page:1")
    await rig.quiet()
    assert (await rig.row("page:1")).state is OutboxState.SUPERSEDED
    assert rig.ws.calls("chat.postMessage") == []


async def test_an_answer_lost_after_the_work_was_done_ends_in_exactly_one_message(rig):
    rig.ws.fault("history", "lag", 3)
    rig.break_slack("chat.postMessage", "drop_after_commit")
    await rig.engine.start()
    await rig.post("page:1", text="once")
    await rig.quiet()
    assert (await rig.row("page:1")).state is OutboxState.UNKNOWN
    await rig.forward(15)
    assert (await rig.row("page:1")).state is OutboxState.SENT
    assert rig.texts() == ["once"]


async def test_a_call_that_never_arrived_is_sent_again_after_two_looks(rig):
    rig.break_slack("chat.postMessage", "drop_before")
    await rig.engine.start()
    await rig.post("page:1", text="once")
    await rig.quiet()
    await rig.forward(7)
    assert rig.texts() == []
    assert len(rig.ws.calls("conversations.history")) == 1
    await rig.forward(3)
    assert rig.texts() == ["once"]
    assert len(rig.ws.calls("conversations.history")) == 2


async def test_without_answer_and_history_a_page_is_repeated_once_marked_with_its_reference(rig):
    rig.break_slack("chat.postMessage", "drop_after_commit")
    rig.break_slack("conversations.history", "error", "missing_scope", times=1000)
    await rig.engine.start()
    await rig.post("page:1", text="Please come")
    await rig.quiet()
    await rig.forward(19)
    assert rig.texts() == ["Please come"]
    await rig.forward(60)
    first, second = rig.texts()
    assert first == "Please come"
    assert second.startswith("Please come\n") and "may repeat, ref " in second


async def test_without_answer_and_history_a_notice_waits_for_the_history_to_come_back(rig):
    rig.break_slack("chat.postMessage", "drop_after_commit")
    fault = rig.break_slack("conversations.history", "http_status", 503, times=1000)
    await rig.engine.start()
    await rig.post("note:1", kind="note", priority=SendPriority.NOTICE)
    await rig.quiet()
    await rig.forward(90)
    assert (await rig.row("note:1")).state is OutboxState.UNKNOWN
    rig.ws.faults.remove(fault)
    await rig.forward(15)
    assert (await rig.row("note:1")).state is OutboxState.SENT
    assert rig.texts() == ["note:1"]


async def test_an_update_that_ended_unknown_is_simply_done_again(rig):
    await rig.engine.start()
    await rig.post("page:1")
    await rig.quiet()
    row = await rig.row("page:1")
    rig.break_slack("chat.update", "drop_after_commit")
    params = {"method": "chat.update", "more": {"ts": row.provider_ts}, "text": "changed"}
    await rig.post("card:1", kind="card", priority=SendPriority.REFRESH, target=row.provider_channel, params=params)
    await rig.quiet()
    await rig.forward(4)
    assert [call.fault for call in rig.ws.calls("chat.update")] == ["drop_after_commit", None]
    assert rig.texts() == ["changed"]
    assert rig.ws.calls("conversations.history") == []


async def test_a_rate_limit_delays_everything_of_that_method_and_costs_no_attempt(rig):
    rig.break_slack("chat.postMessage", "ratelimited", 30)
    await rig.engine.start()
    await rig.post("page:1")
    await rig.quiet()
    await rig.post("page:2")
    await rig.quiet()
    await rig.forward(29)
    assert len(rig.ws.calls("chat.postMessage")) == 1, "no request before Retry-After, by any row"
    await rig.forward(2)
    assert sorted(rig.texts()) == ["page:1", "page:2"]
    assert (await rig.row("page:1")).attempt == 1


async def test_a_rate_limit_on_drawings_does_not_hold_up_pages(rig):
    rig.break_slack("chat.update", "ratelimited", 30)
    await rig.engine.start()
    await rig.post("card:1", kind="card", priority=SendPriority.REFRESH, params={"method": "chat.update"})
    await rig.quiet()
    await rig.post("page:1")
    await rig.until(lambda: rig.texts() == ["page:1"])


async def test_pages_do_not_wait_while_every_other_call_hangs(rig):
    rig.break_slack("chat.update", "hang", 300, times=1000)
    hung = rig.break_slack("chat.postMessage", "hang", 300, times=1000, channel=OPERATOR)
    await rig.engine.start()
    for number in range(20):
        await rig.post(f"note:{number}", kind="note", priority=SendPriority.NOTICE, target=OPERATOR)
        await rig.post(f"card:{number}", kind="card", priority=SendPriority.REFRESH, params={"method": "chat.update"})
    await rig.until(lambda: hung.met >= 4)
    async with asyncio.timeout(5):  # a call that hangs ends after 10 s, and its place would be free then
        await rig.post("page:1", target=MANAGER)
        await rig.until(lambda: rig.texts() == ["page:1"])


async def test_unreadable_limits_are_bounded():
    from bot.transports.slack.sender import retry_after

    assert retry_after({}) == 30
    assert retry_after({"Retry-After": "soon"}) == 30
    assert retry_after({"retry-after": "0"}) == 1
    assert retry_after({"Retry-After": "86400"}) == 300
    assert retry_after({"Retry-After": "nan"}) == 30
    assert retry_after({"Retry-After": "17"}) == 17


async def test_a_limit_said_in_the_body_counts_as_one(rig):
    rig.break_slack("chat.postMessage", "error", "ratelimited")
    await rig.engine.start()
    await rig.post("page:1")
    await rig.quiet()
    await rig.forward(29)
    assert rig.texts() == []
    await rig.forward(2)
    assert rig.texts() == ["page:1"]


async def test_server_errors_never_lose_a_page_and_are_asked_at_most_once_a_minute(rig):
    fault = rig.break_slack("*", "http_status", 503, times=10_000)
    await rig.engine.start()
    await rig.post("page:1")
    await rig.quiet()
    for _ in range(60):
        rig.clock.advance(seconds=60)
        await rig.quiet()
    row = await rig.row("page:1")
    assert row.state is OutboxState.UNKNOWN
    assert (row.next_attempt_at - rig.clock.now()).total_seconds() <= 60
    rig.ws.faults.remove(fault)
    for _ in range(3):
        rig.clock.advance(seconds=60)
        await rig.quiet()
    assert (await rig.row("page:1")).state is OutboxState.SENT


async def test_when_nobody_listens_the_row_waits_and_nothing_is_looked_up(rig):
    await rig.ws.stop()
    await rig.engine.start()
    await rig.post("page:1")
    await rig.quiet()
    row = await rig.row("page:1")
    assert (row.state, row.dispatched_at) == (OutboxState.PENDING, None)
    assert row.next_attempt_at > rig.clock.now()


async def test_a_repetition_that_a_limit_delays_is_still_marked_as_one(rig):
    rig.break_slack("chat.postMessage", "drop_after_commit")
    rig.break_slack("conversations.history", "error", "missing_scope", times=1000)
    await rig.engine.start()
    await rig.post("page:1", text="Please come")
    await rig.quiet()
    rig.break_slack("chat.postMessage", "ratelimited", 20)
    await rig.forward(60)
    first, second = rig.texts()
    assert (first, "may repeat" in second) == ("Please come", True)


async def test_the_longer_neither_answer_nor_history_comes_the_rarer_a_page_is_repeated(rig):
    rig.break_slack("*", "http_status", 503, times=10_000)
    await rig.engine.start()
    await rig.post("page:1")
    await rig.quiet()
    await rig.forward(180)
    to_manager = [call for call in rig.ws.calls("chat.postMessage") if call.arguments.get("channel") == MANAGER]
    assert 4 <= len(to_manager) <= 9
