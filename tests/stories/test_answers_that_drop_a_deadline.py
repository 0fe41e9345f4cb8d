"""A correction under which the sixty minutes would not be owed: said to both, the clock runs on, and two people end it."""

from __future__ import annotations

from bot.domain.duty import Duty
from tests.stories.acting import actions_of, card, do, fill, press, records, words_to
from tests.stories.conftest import Story
from workspace import Person
from workspace.state import Message

TITLE = "最初に気づいた時点から60分以内に、甲の窓口に連絡する"
NEAR_MISS = {"how_sure": "future_risk", "where": ["elsewhere"], "info": ["none"], "reason": "鞄の中にあった"}


def question(person: Person) -> Message:
    """The newest request for a second person."""
    return [m for m in person.dms() if "approve" in actions_of(m)][-1]


async def state(story: Story) -> str:
    return next(duty.state.value for duty in await records(story, Duty) if duty.rule_id == "notify-60")


async def test_the_second_person_reads_which_answers_would_drop_it_and_agrees(story: Story) -> None:
    lead, manager = story.lead, story.manager
    room = await story.report(when="now")
    outcome = await do(story, lead, "川端市", "correct", **NEAR_MISS)
    assert outcome.kind == "updated"
    assert "保存しました" in lead.modal.text and TITLE in lead.modal.text and "時計は進みます" in lead.modal.text
    post = await lead.expect_message(room, "もう一人が認めるまで義務は残り、時計は進みます")
    assert "川端市" in post.all_text and "佐藤 健" in post.all_text
    assert "04:05" in card(story, "川端市").all_text

    asked = question(manager).all_text
    assert "川端市 様" in asked and TITLE in asked and "佐藤 健さんが回答を直しました" in asked
    assert "確かさ: 起きそうだった" in asked or "どんな情報か: 入っていない" in asked
    assert "期限 11/24(火) 04:05" in asked and "鞄の中にあった" in asked
    assert not [m for m in lead.dms() if "approve" in actions_of(m)], "whoever changed it is not asked"

    await story.until(3, 50)
    assert "あと 15 分" in "\n".join(m.all_text for m in lead.messages(room)), "the clock ran on"
    await manager.press(question(manager), "approve")
    await story.bot.settled()
    assert await state(story) == "waived"
    await lead.expect_message(room, "いまの回答では要らない義務を1つ終えました")
    assert "04:05" not in card(story, "川端市").all_text


async def test_it_reads_in_english_and_a_refusal_leaves_the_clock_running(quiet_story: Story) -> None:
    story, brown = quiet_story, quiet_story.person("brown")
    room = await story.report(when="now")
    await do(story, story.lead, "川端市", "correct", **NEAR_MISS)
    asked = question(brown).all_text
    assert (
        "changed answers" in asked
        and "Until you approve, the duty stays and its clock runs (due 24 Nov 04:05)" in asked
    )
    assert "within 60 minutes" in asked
    await brown.press(question(brown), "refuse")
    await story.bot.settled()
    assert await state(story) == "running"
    await story.lead.expect_message(room, "認めませんでした。義務は残り、時計は進みます")
    assert "04:05" in card(story, "川端市").all_text


async def test_answers_that_change_again_make_an_old_question_void(quiet_story: Story) -> None:
    story, manager = quiet_story, quiet_story.manager
    room = await story.report(when="now")
    await do(story, story.lead, "川端市", "correct", **NEAR_MISS)
    await story.lead.close_modal(everything=True)
    old = question(manager)
    back = await do(
        story,
        story.lead,
        "川端市",
        "correct",
        how_sure="occurred",
        where=["carried_device"],
        info=["personal"],
        reason="別の鞄だった",
    )
    assert back.kind == "closed"
    await story.lead.expect_message(room, "もう一人への確認は取り下げました")
    await manager.press(old, "approve")
    await story.bot.settled()
    assert "この確認は取り下げられました" in words_to(manager) + (manager.modal.text if manager.modal_view else "")
    assert await state(story) == "running"


async def test_the_leads_form_says_it_too(quiet_story: Story) -> None:
    story, lead = quiet_story, quiet_story.lead
    await story.report(when="now", what=["unknown"], how_sure="unknown", where=["unknown"], info=["unknown"])
    await press(story, lead, "川端市", "lead_form")
    assert (await fill(story, lead, caused_by="client")).kind == "closed", "what drops nothing closes as ever"
    assert not [m for m in story.manager.dms() if "回答を直しました" in m.all_text]
