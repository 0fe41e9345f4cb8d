"""A late report: what should have rung rings at once; a report after the deadline is overdue from its first second."""

from __future__ import annotations

import pytest

from tests.stories.conftest import Story


async def test_fifty_minutes_late_leaves_ten_and_rings_everybody_at_once_with_one_message_each(story: Story) -> None:
    room = await story.report(when="pick", when_at=story.at(2, 15))

    assert "あと 10 分" in story.engineer.modal.text
    for name in ("sato", "tanaka", "brown", "suzuki", "kato", "okada"):
        person = story.person(name)
        pages = [m for m in person.dms() if "03:15" in m.all_text and "page" not in m.all_text]
        assert len(pages) == 1, (name, [m.text for m in person.dms()])
    marks = [m for m in story.lead.messages(room) if "あと 10 分" in m.all_text and "起点" not in m.all_text]
    assert len([m for m in marks if "<@" in m.all_text or m.text]) <= 2, "one catch-up post and the room's opening"
    assert not [m for m in story.lead.messages(room) if "分遅れ" in m.all_text], "the report was late, not the bot"


@pytest.mark.every_road
async def test_two_hours_late_is_overdue_from_the_first_second_and_nothing_pretends_otherwise(story: Story) -> None:
    room = await story.report(when="pick", when_at=story.at(1, 5))

    assert "60 分過ぎ" in story.engineer.modal.text.replace("60分", "60 分")
    card = story.card("川端市")
    assert "過ぎ" in card.all_text
    assert "あと" not in card.text
    for name in ("okada", "lee"):
        told = [
            m
            for m in story.person(name).dms()
            if "INC-261124-01" in m.all_text or "川端" in m.all_text or "Kawabata" in m.all_text
        ]
        assert told, name
    assert story.person("lee").member.id in story.workspace.channel(room).members, "legal is brought into the room"

    await story.until(3, 35)
    assert "90 分" in story.card("川端市").all_text, "it counts up"

    await story.lead.press(story.card("川端市"), "ack")
    await story.lead.press(story.card("川端市"), "more", f"delay|{_lane(story)}")
    form = await story.lead.expect_modal()
    await form.fill("reason", "担当者が移動中で気づくのが遅れた")
    assert (await form.submit()).kind == "closed"
    await story.bot.settled()
    assert "担当者が移動中" in story.card("川端市").all_text

    await story.lead.press(story.card("川端市"), "reached")
    form = await story.lead.expect_modal()
    await form.fill("who", "窓口 太郎")
    await form.fill("how", "phone")
    await form.submit()
    await story.bot.settled()
    assert "期限から" in story.card("川端市").all_text


def _lane(story: Story) -> str:
    import json

    for block in story.card("川端市").blocks:
        for element in block.get("elements", []):
            if element.get("action_id") == "attempt":
                return str(json.loads(element["value"])["l"])
    raise AssertionError("no lane on the card")
