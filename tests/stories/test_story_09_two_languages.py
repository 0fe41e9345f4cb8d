"""A Japanese and an English reader see the same incident, each in their language; the contract's words stay as they are."""

from __future__ import annotations

import pytest

from tests.stories.conftest import Story


@pytest.mark.every_road
async def test_each_reads_it_in_their_own_language(story: Story) -> None:
    await story.report()
    await story.until(3, 10)

    japanese = await story.manager.expect_dm("引き受けられる人が必要です")
    english = await story.person("brown").expect_dm("Somebody has to take this")

    assert "川端市 様" in japanese.all_text
    assert "City of Kawabata" in english.all_text
    assert "必要です" not in english.all_text

    await story.manager.open_home()
    await story.person("brown").open_home()
    ja, en = await story.manager.expect_home("川端市"), await story.person("brown").expect_home("City of Kawabata")
    assert ja != en
    assert "60分以内" in english.all_text, "the contract's own word is shown as written"
    assert "60分以内" in japanese.all_text


async def test_an_english_engineer_gets_an_english_form_and_receipt(story: Story) -> None:
    miller = story.person("miller")
    await miller.command("/incident new")
    form = await miller.expect_modal()
    assert "What happened" in form.text
    assert "何が" not in form.text
    await form.fill("what", ["loss_theft"])
    await form.fill("contracts", ["kawabata-2026"])
    assert (await form.submit()).kind == "updated"

    assert "Thank you for telling us" in miller.modal.text
    assert "60分以内" in miller.modal.text


async def test_an_english_manager_works_from_home_in_english_though_the_room_speaks_japanese(story: Story) -> None:
    await story.report()
    brown = story.person("brown")
    await brown.open_home()
    home = await brown.expect_home("City of Kawabata")
    await brown.press(home, "progress")
    opened = await brown.expect_modal("60分以内")
    assert "Owner: *nobody yet*" in opened.text
    assert "まだいません" not in opened.text

    await opened.press("ack")
    await brown.expect_modal("Owner: *Emma Brown*")
    await brown.modal.press("attempt")
    form = await brown.expect_modal("What happened?")
    for name, value in (("channel", "phone"), ("slot", "primary"), ("result", "no_answer")):
        await form.fill(name, value)
    assert (await form.submit()).kind == "closed"
    await brown.expect_modal("Attempts: 1")
    await story.bot.settled()
    assert "引き受け: *Emma Brown*" in story.card("川端市").all_text, "the room reads the same in its own language"
