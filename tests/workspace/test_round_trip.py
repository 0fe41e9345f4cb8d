"""A whole order through the small app, over Socket Mode and over signed HTTP."""

from __future__ import annotations

from datetime import timedelta

import pytest

from workspace import CannotAct

YAMADA, TANAKA = "U0YAMADA", "U0TANAKA"


async def test_order_from_command_to_home(toy):
    person = toy.person(YAMADA)
    assert (await person.command("/order", channel="general")).ok
    modal = await person.expect_modal()
    assert modal.title == "Order"
    assert modal.value("size") == "s"

    empty = await modal.submit()
    assert empty.kind == "errors" and empty.local and set(empty.errors) == {"what"}
    assert toy.sent("view_submission") == []

    await modal.fill("What", "bad")
    refused = await modal.submit()
    assert (refused.kind, refused.errors, refused.local) == ("errors", {"what": "No such thing."}, False)
    assert modal.value("what") == "bad" and not modal.gone

    await modal.fill("what", "tea")
    await modal.fill("size", "Large")
    assert (await modal.submit()).kind == "closed"
    assert modal.gone

    message = await person.expect_dm("tea")
    assert message.text == "tea (l)"
    assert (await person.press(message, "Take it")).ok
    await toy.wait_for(lambda: message.text == "taken")
    assert message.edited_ts is None
    assert (await person.expect_ephemeral("You have it.")).channel == message.channel
    assert (await person.expect_home("yours: 1")).body["type"] == "home"
    assert toy.person(TANAKA).ephemerals == [] and toy.person(TANAKA).home() is None


async def test_push_and_clear(toy):
    person = toy.person(YAMADA)
    await person.command("/order")
    first = await person.expect_modal()
    await first.fill("what", "more")
    assert (await first.submit()).kind == "pushed"
    second = person.modal
    assert second.view.root_id == first.view.id and second.view.previous_id == first.view.id
    await second.fill("what", "x")
    assert (await second.submit()).kind == "cleared"
    assert person.modal_view is None


async def test_a_view_slack_would_refuse_leaves_the_form_open_with_its_words(toy):
    person = toy.person(YAMADA)
    await person.command("/order")
    modal = await person.expect_modal()
    await modal.fill("what", "broken")
    outcome = await modal.submit()
    assert outcome.kind == "trouble" and "title" in outcome.why
    assert modal.trouble and modal.value("what") == "broken"


async def test_home_and_mention(toy):
    person = toy.person(YAMADA)
    await person.open_home()
    await person.expect_home("nothing yet")
    toy.channel("general").members.append("U0HANSHO")
    person.say("general", "hello <@U0HANSHO>")
    await person.expect_message("general", "heard Ev")
    assert len(toy.sent("app_mention")) == 1


async def test_slash_answer_is_seen_by_one_person(toy):
    person = toy.person(YAMADA)
    await person.command("/order loud", channel="general")
    assert (await person.expect_ephemeral("opening")).channel == "C0GENERAL"
    assert all(m.text != "opening" for m in person.messages("general"))


async def test_duplicate_event_has_one_id(toy):
    toy.channel("general").members.append("U0HANSHO")
    toy.fault("delivery", "duplicate", 4)
    toy.person(YAMADA).say("general", "<@U0HANSHO>")
    await toy.wait_for(lambda: len([m for m in toy.messages("general") if m.text.startswith("heard")]) == 4)
    assert len({m.text for m in toy.messages("general") if m.text.startswith("heard")}) == 1


async def test_trouble_when_nobody_answers(ws):
    person = ws.person(YAMADA)
    outcome = await person.command("/order")
    assert outcome.kind == "trouble"
    assert "dispatch_failed" in person.ephemerals[-1].text
    with pytest.raises(CannotAct):
        _ = person.modal


async def test_events_are_tried_again_by_the_practice_clock(ws):
    ws.channel("general").members.append("U0HANSHO")
    ws.person(YAMADA).say("general", "<@U0HANSHO>")
    await ws.wait_for(lambda: [one.retry for one in ws.sent("app_mention")] == [0, 1])
    ws.jump(timedelta(seconds=60).total_seconds())
    await ws.wait_for(lambda: [one.retry for one in ws.sent("app_mention")] == [0, 1, 2])
    ws.jump(300)
    await ws.wait_for(lambda: [one.retry for one in ws.sent("app_mention")] == [0, 1, 2, 3])
    await ws.events_settled()
    assert not any(one.ok for one in ws.sent("app_mention"))
