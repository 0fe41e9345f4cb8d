"""Slack answers unknown_method to everything the main job does not need: the bot uses a thread, tells its operators, and goes on."""

from __future__ import annotations

import pytest

from tests.stories.conftest import NIGHT, Story, Transport, told


@pytest.mark.every_road
async def test_the_sixty_minutes_work_without_any_optional_method(transport: Transport, database_url: str) -> None:
    async with told(transport, database_url, only_main_job=True) as story:
        await story.engineer.command("/incident new")
        form = await story.engineer.expect_modal()
        for name, value in (("what", ["loss_theft"]), ("contracts", ["kawabata-2026"])):
            await form.fill(name, value)
        await form.fill("when", "10")
        assert (await form.submit()).kind == "updated"
        await story.bot.settled()

        card = await story.lead.expect_message("C0DESK", "起点")
        assert card.thread_ts, "the room is a thread in the incident channel"
        assert "川端市" in card.all_text
        await story.person("kato").expect_dm("スレッド")

        await story.until(3, 10)
        page = await story.manager.expect_dm("引き受けられる人が必要です")
        await story.manager.press(page, "ack")
        await story.bot.settled()
        await story.manager.press(_card(story), "attempt")
        form = await story.manager.expect_modal()
        for name, value in (("channel", "phone"), ("slot", "primary"), ("result", "no_answer")):
            await form.fill(name, value)
        assert (await form.submit()).kind == "closed"
        await story.until(3, 16)
        await story.manager.press(_card(story), "reached")
        form = await story.manager.expect_modal()
        await form.fill("who", "夜間 守")
        await form.fill("how", "phone")
        assert (await form.submit()).kind == "closed"
        await story.bot.settled()
        assert "伝わりました" in _card(story).all_text

        await story.until(9, 0)
        await story.manager.expect_dm("おはようございます")
        assert NIGHT.day == 24


def _card(story: Story) -> object:
    return next(m for m in story.lead.messages("C0DESK") if "起点" in m.all_text)
