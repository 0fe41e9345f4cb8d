"""When Slack says no: another road for pages, the services' way for the rest, and no end in silence."""

from __future__ import annotations

import pytest

from bot.domain.work import OutboxState, SendPriority, TransportKind
from bot.engine.roads import RefusalKind, Refused
from tests.engine.conftest import START
from tests.engine.rig import MANAGER, OPERATOR, SECOND, Rig


@pytest.fixture
async def two_roads(tmp_path):
    async with Rig(tmp_path, START, roads=(TransportKind.MAIL, TransportKind.WEBHOOK)) as made:
        await made.know(MANAGER, "manager@example.jp")
        await made.know(OPERATOR, "operator@example.jp")
        yield made


def mails(rig):
    return [(row.target, call.arguments["text"]) for row, call in rig.others[TransportKind.MAIL].sent]


def hooks(rig):
    return [call.arguments["text"] for _, call in rig.others[TransportKind.WEBHOOK].sent]


async def test_a_page_to_somebody_who_is_gone_goes_by_mail_at_once(two_roads):
    rig = two_roads
    rig.break_slack("chat.postMessage", "error", "user_not_found", times=1000, channel=MANAGER)
    await rig.engine.start()
    row = await rig.post("page:1", text="Please come")
    await rig.quiet()
    assert (await rig.row("page:1")).state is OutboxState.HANDED_OVER
    assert mails(rig) == [("manager@example.jp", "Please come")]
    sibling = await rig.row("page:1:fb1")
    assert sibling.params["instead_of"] == row.id
    assert sibling.params["person"] == MANAGER
    assert ("page:1", "user_not_found") in rig.services.refused


async def test_a_page_to_somebody_without_mail_goes_to_the_webhook(two_roads):
    rig = two_roads
    rig.break_slack("chat.postMessage", "error", "channel_not_found", times=1000, channel=SECOND)
    await rig.engine.start()
    await rig.post("page:1", target=SECOND)
    await rig.quiet()
    assert mails(rig) == []
    assert hooks(rig) == ["page:1"]


async def test_a_mail_that_is_refused_goes_to_the_webhook(two_roads):
    rig = two_roads
    rig.others[TransportKind.MAIL].answers.append(Refused(error="smtp 550", kind=RefusalKind.GONE))
    rig.break_slack("chat.postMessage", "error", "is_archived", channel=MANAGER)
    await rig.engine.start()
    await rig.post("page:1")
    await rig.quiet()
    assert hooks(rig) == ["page:1"]


async def test_without_another_road_the_operators_are_told_whom_to_call(rig):
    rig.break_slack("chat.postMessage", "error", "user_not_found", times=1000, channel=MANAGER)
    await rig.engine.start()
    await rig.post("page:1")
    await rig.quiet()
    assert rig.texts(OPERATOR) == ["operators.page_astray"]
    (row,) = await rig.rows(kind="operators")
    assert row.params["values"]["person"] == MANAGER
    assert row.priority is SendPriority.PAGE


async def test_a_revoked_token_stops_nothing_but_slack_and_slack_gets_its_copy_when_healed(two_roads):
    rig = two_roads
    fault = rig.break_slack("*", "error", "token_revoked", times=10_000)
    await rig.engine.start()
    await rig.post("page:1", text="Please come")
    await rig.quiet()
    assert ("manager@example.jp", "Please come") in mails(rig)
    assert ("operator@example.jp", "operators.token_refused") in mails(rig)
    assert "operators.token_refused" in hooks(rig)
    calls = len(rig.ws.calls())
    await rig.post("page:2", text="And this")
    await rig.post("note:1", kind="note", priority=SendPriority.NOTICE)
    await rig.quiet()
    assert ("manager@example.jp", "And this") in mails(rig)
    assert len(rig.ws.calls()) == calls, "while the circuit is open Slack is not asked for every row"
    rig.ws.faults.remove(fault)
    await rig.forward(32)
    assert sorted(rig.texts()) == ["And this", "Please come", "note:1"]
    assert len(mails(rig)) == 3, "nobody was mailed twice"


@pytest.mark.parametrize("kind", ["room_create", "pin", "insurance", "room_invite"])
async def test_a_call_slack_does_not_offer_is_given_back_and_never_tried_again(rig, kind):
    rig.break_slack("pins.add", "error", "unknown_method", times=1000)
    await rig.engine.start()
    await rig.post(f"{kind}:1", kind=kind, priority=SendPriority.NOTICE, params={"method": "pins.add"})
    await rig.quiet()
    await rig.forward(5)
    assert rig.services.refused == [(f"{kind}:1", "unknown_method")]
    assert len(rig.ws.calls("pins.add")) == 1
    assert (await rig.row(f"{kind}:1")).state is OutboxState.HANDED_OVER


async def test_what_is_already_so_counts_as_done(rig):
    rig.break_slack("pins.add", "error", "already_pinned")
    await rig.engine.start()
    await rig.post("pin:1", kind="pin", priority=SendPriority.NOTICE, params={"method": "pins.add"})
    await rig.quiet()
    assert (await rig.row("pin:1")).state is OutboxState.SENT


async def test_a_page_that_cannot_be_written_goes_out_in_fixed_words(rig):
    rig.services.unrenderable.add("page:1")
    await rig.engine.start()
    await rig.post("page:1", incident_id="01INCIDENT")
    await rig.quiet()
    (text,) = rig.texts()
    assert "01INCIDENT" in text and "Act by hand" in text
    assert rig.texts(OPERATOR) == ["operators.logic_failed"]
    assert (await rig.row("page:1")).state is OutboxState.SENT


async def test_a_page_slack_finds_badly_written_goes_out_in_fixed_words(rig):
    rig.break_slack("chat.postMessage", "error", "invalid_blocks", channel=MANAGER)
    await rig.engine.start()
    await rig.post("page:1", incident_id="01INCIDENT")
    await rig.quiet()
    (text,) = rig.texts()
    assert "Act by hand" in text


async def test_a_notice_that_cannot_be_written_is_told_to_the_operators_and_tried_again(rig):
    rig.services.unrenderable.add("note:1")
    await rig.engine.start()
    await rig.post("note:1", kind="note", priority=SendPriority.NOTICE)
    await rig.quiet()
    await rig.forward(8)
    assert rig.texts(OPERATOR) == ["operators.stuck"]
    rig.services.unrenderable.clear()
    await rig.forward(20)
    assert rig.texts() == ["note:1"]


async def test_a_refused_notice_to_the_operators_does_not_breed_more_of_them(rig):
    rig.break_slack("chat.postMessage", "error", "user_not_found", times=1000)
    await rig.engine.start()
    await rig.post("page:1")
    await rig.quiet()
    await rig.forward(5)
    assert len(await rig.rows(kind="operators")) == 1
    assert [key for key, _ in rig.services.refused] == ["page:1"], "after_refused would tell the operators again"


async def test_a_page_slack_keeps_waiting_is_also_mailed_within_45_seconds_and_still_arrives(two_roads):
    rig = two_roads
    rig.break_slack("chat.postMessage", "ratelimited", 30, times=20)
    await rig.engine.start()
    await rig.post("page:1")
    await rig.quiet()
    await rig.forward(29)
    assert mails(rig) == []
    rig.engine._lateness._seen_late_seconds = 0.0
    await rig.forward(8)
    await rig.until(lambda: mails(rig) == [("manager@example.jp", "page:1")])
    rig.ws.faults.clear()
    await rig.forward(40)
    assert rig.texts() == ["page:1"]
    row = await rig.row("page:1")
    assert (row.state, row.attempt) == (OutboxState.SENT, 1)


async def test_a_consequence_that_fails_does_not_send_the_message_again(rig):
    def broken(uow, row, response):
        raise ValueError("after_sent is broken")

    rig.services.after_sent = broken
    await rig.close()
    await rig.open()
    await rig.engine.start()
    await rig.post("page:1")
    await rig.quiet()
    assert rig.texts() == ["page:1"]
    assert (await rig.row("page:1")).state is OutboxState.SENT
