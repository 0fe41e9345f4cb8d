"""One event, two clients: two lanes, two clocks, two notices, and never a word of the other."""

from __future__ import annotations

import pytest

from tests.stories.conftest import Story

OF_KAWABATA = (
    "川端",
    "Kawabata",
    "窓口 太郎",
    "控え 花子",
    "夜間 守",
    "kawabata.example",
    "03-0000-0001",
    "60分以内",
    "遵守",
)
OF_TOBU = ("東部", "Tobu", "tobu.example", "第3条", "3(1)")


@pytest.mark.every_road
async def test_each_client_has_its_own_lane_clock_and_notice(story: Story) -> None:
    room = await story.report(contracts=["kawabata-2026", "tobu-2026"], summary="送付先の取り違え")

    kawabata, tobu = story.card("川端市"), story.card("東部商事")
    assert kawabata.ts != tobu.ts
    assert "60分以内" in kawabata.all_text
    assert "速やかに" in tobu.all_text
    assert "契約の期限ではありません" in tobu.all_text
    assert room
    pages = [m for m in story.lead.dms() if "引き受けられる人が必要です" in m.all_text]
    assert len(pages) == 1, "one message for both"
    assert "川端市" in pages[0].all_text
    assert "東部商事" in pages[0].all_text


@pytest.mark.parametrize(("mine", "others"), [("川端市", OF_TOBU), ("東部商事", OF_KAWABATA)])
async def test_the_notice_and_the_script_for_one_hold_nothing_of_the_other(
    story: Story, mine: str, others: tuple[str, ...]
) -> None:
    await story.report(contracts=["kawabata-2026", "tobu-2026"], summary="送付先の取り違え")

    await story.lead.press(story.card(mine), "notice")
    shown = (await story.lead.expect_modal()).text

    assert mine in shown
    assert not [word for word in others if word in shown]


async def test_reaching_one_client_leaves_the_other_clock_running(story: Story) -> None:
    await story.report(contracts=["kawabata-2026", "tobu-2026"])
    await story.lead.press(story.card("川端市"), "reached")
    form = await story.lead.expect_modal()
    await form.fill("who", "窓口 太郎")
    await form.fill("how", "phone")
    assert (await form.submit()).kind == "closed"
    await story.bot.settled()

    assert "伝わりました" in story.card("川端市").all_text
    assert "伝わりました" not in story.card("東部商事").all_text
    assert "まだいません" in story.card("東部商事").all_text
