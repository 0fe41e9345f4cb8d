"""002 at three in the morning: from the first notice to the next morning's digest."""

from __future__ import annotations

import pytest

from tests.stories.conftest import Story


@pytest.mark.every_road
async def test_the_clock_runs_from_first_recognition_and_stops_when_a_person_at_the_desk_heard_it(story: Story) -> None:
    engineer, lead, manager = story.engineer, story.lead, story.manager
    await story.report(when="pick", when_at=story.at(2, 47))

    receipt = engineer.modal
    assert "受け付けました" in receipt.text
    assert "60分以内" in receipt.text
    assert "03:47" in receipt.text
    assert "あと 42 分" in receipt.text
    await engineer.expect_dm("INC-261124-01")

    first_page = await lead.expect_dm("引き受けられる人が必要です")
    assert "川端市" in first_page.all_text
    assert "03:47" in first_page.all_text
    card = story.card("川端市")
    assert "03:47" in card.all_text
    assert "あと 42 分" in card.all_text
    assert not [m for m in manager.dms() if "必要です" in m.all_text]

    await story.until(3, 10)
    page = await manager.expect_dm("引き受けられる人が必要です")
    assert "2人目" in page.all_text
    await story.person("brown").expect_dm("Somebody has to take this")

    await manager.press(page, "ack")
    await story.bot.settled()
    assert "田中" in story.card("川端市").all_text
    await engineer.expect_dm("田中")

    await story.until(3, 12)
    for slot, result in (("primary", "no_answer"), ("backup", "no_answer")):
        await manager.press(story.card("川端市"), "attempt")
        form = await manager.expect_modal()
        await form.fill("channel", "phone")
        await form.fill("slot", slot)
        await form.fill("result", result)
        assert (await form.submit()).kind == "closed"
        await story.bot.settled()
    card = story.card("川端市")
    assert "2 回" in card.all_text
    assert "夜間 守" in card.all_text

    await story.until(3, 17)
    await lead.expect_message(story.room(), "あと 30 分")
    await story.until(3, 20)
    assert not [m for m in story.person("kato").dms() if "必要です" in m.all_text]

    await story.until(3, 36)
    await manager.press(story.card("川端市"), "reached")
    form = await manager.expect_modal()
    await form.fill("who", "夜間 守")
    await form.fill("how", "phone")
    assert (await form.submit()).kind == "closed"
    await story.bot.settled()
    card = story.card("川端市")
    assert "03:36" in card.all_text
    assert "49分" in card.all_text.replace(" ", "")
    consultations = [b for b in card.all_text.splitlines() if "費用" in b or "是正" in b or "対策" in b]
    assert consultations

    posts = len(lead.messages(story.room()))
    await story.until(3, 59)
    said = lead.messages(story.room())[posts:]
    assert len(said) <= 1, "a stopped clock says nothing more, but for Slack's own alarm that was a minute away"
    assert all("すでに" in m.all_text for m in said)

    await story.until(9, 0)
    digest = await manager.expect_dm("おはようございます")
    assert "費用" in digest.all_text
    assert "川端市" in digest.all_text
    assert len([m for m in manager.dms() if "おはようございます" in m.all_text]) == 1
    await story.person("mori").expect_message("C0COMPLIANCE", "INC-261124-01")
