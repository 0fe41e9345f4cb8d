"""A manager acknowledges and then nothing happens: the page is armed again, the contract's clock never moved."""

from __future__ import annotations

import pytest

from tests.stories.conftest import Story


@pytest.mark.every_road
async def test_ten_minutes_without_progress_ring_again_and_the_deadline_stays(story: Story) -> None:
    await story.report(when="now")
    page = await story.lead.expect_dm("引き受けられる人が必要です")
    await story.lead.press(page, "ack")
    await story.bot.settled()
    before = len(story.lead.dms())

    await story.until(3, 14)
    assert not [m for m in story.manager.dms() if "必要です" in m.all_text], "an acknowledgement silences the ladder"
    assert "佐藤" in story.card("川端市").all_text

    await story.until(3, 15)
    again = await story.lead.expect_dm("動きがありません")
    assert "04:05" in again.all_text, "the deadline has not moved"
    assert len(story.lead.dms()) == before + 1
    assert "まだいません" in story.card("川端市").all_text
    in_room = [m for m in story.lead.messages(story.room()) if "動きがありません" in m.all_text]
    assert len(in_room) == 1, "the room hears it too"
    await story.until(3, 20)
    await story.manager.expect_dm("引き受けられる人が必要です")


async def test_an_attempt_is_progress_and_keeps_the_lane_with_its_owner(story: Story) -> None:
    await story.report(when="now")
    await story.lead.press(await story.lead.expect_dm("引き受けられる人が必要です"), "ack")
    await story.until(3, 14)
    await story.lead.press(story.card("川端市"), "attempt")
    form = await story.lead.expect_modal()
    await form.fill("channel", "phone")
    await form.fill("slot", "primary")
    await form.fill("result", "busy")
    assert (await form.submit()).kind == "closed"

    await story.until(3, 23)
    assert "佐藤" in story.card("川端市").all_text
    assert not [m for m in story.lead.dms() if "動きがありません" in m.all_text]
    await story.until(3, 24)
    await story.lead.expect_dm("動きがありません")
