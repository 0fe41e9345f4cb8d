"""The memorandum between two companies: what both sides owe each other in an incident, item by item, and who has it on our side."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.domain.action import Action
from bot.domain.duty import Duty
from bot.domain.log import LogEntry
from tests.stories.acting import close, do, fill, press, press_duty, reach, records, words_to
from tests.stories.conftest import TOKYO, Story
from workspace import Person

ITEMS = (
    "原因を調べる",
    "被害の範囲を確かめる",
    "再発防止の案をつくる",
    "当局への報告",
    "本人への連絡",
    "報道・広報への対応",
    "証拠を残し、ログを調べる",
    "そのほか要ること",
)

AFTER = {"root-cause": 14, "recurrence": 30}
"""What begins once the spread is stopped, and our own days for it."""


@pytest.fixture
async def leak(quiet_story: Story) -> Story:
    """A leak that the other party has heard of."""
    await quiet_story.report(when="now", what=["leak"], contracts=["tobu-2026"])
    await reach(quiet_story, "東部商事")
    return quiet_story


async def follow(story: Story, client: str = "東部商事") -> Person:
    """Open what follows for the client, from its card."""
    lead = story.lead
    if lead.modal_view is not None:
        await lead.close_modal(everything=True)
    await press(story, lead, client, "follow")
    await lead.expect_modal(client)
    return lead


async def test_every_item_of_the_joint_work_is_shown_until_somebody_has_it_and_it_is_done(leak: Story) -> None:
    story = leak
    lead, suzuki = await follow(story), story.person("suzuki")
    assert "いっしょに進めること" in lead.modal.text and "4(1)・4(2)" in lead.modal.text
    for item in ITEMS:
        assert f"☐ {item}　担当はまだ決まっていません" in lead.modal.text
    await lead.modal.press("action_add:4")
    form = await lead.expect_modal("当局への報告")
    assert form.view.values["what"]["value"]["value"] == "当局への報告", "its words are there already"
    assert (await fill(story, lead, owner=suzuki.id, due_on="2026-11-27")).kind == "closed"
    assert "☐ 当局への報告　鈴木" in lead.modal.text
    await suzuki.expect_dm("あなたの担当になりました")
    (action,) = await records(story, Action)
    assert (action.kind, action.source, action.owner_id) == ("joint", "duty", suzuki.id)
    assert action.source_id.endswith(":regulator_reporting")

    await lead.modal.press("action_done:1")
    assert (await fill(story, lead, done_on="2026-11-24", evidence="報告 K-3")).kind == "closed"
    assert "☑ 当局への報告　鈴木" in lead.modal.text
    (action,) = await records(story, Action)
    assert action.next_check is None, "joint work is kept once it is done; only measures are looked at again"


async def test_joint_work_that_somebody_has_is_reminded_of_on_its_day(leak: Story) -> None:
    story = leak
    lead = await follow(story)
    await lead.modal.press("action_add:1")
    assert (await fill(story, lead, owner=story.person("suzuki").id, due_on="2026-11-27")).kind == "closed"
    await story.bot.advance_to(datetime(2026, 11, 27, 9, 1, tzinfo=TOKYO))
    assert "原因を調べる" in words_to(story.person("suzuki"))


async def test_joint_work_without_an_end_keeps_the_incident_open(leak: Story) -> None:
    story = leak
    outcome = await close(story, story.lead, "東部商事", "終わった")
    assert outcome.errors, "the duty to work together is still owed"
    await press_duty(story, story.lead, "cooperate", "duty_done", client="東部商事")
    assert (await fill(story, story.lead, note="双方で終えた")).kind == "closed"
    (duty,) = [one for one in await records(story, Duty) if one.rule_id == "cooperate"]
    assert duty.state == "done"
    lead = await follow(story)
    assert "action_add:1" not in str(lead.modal.blocks), "nothing more is planned for a duty that is done"


async def test_the_lines_of_a_checklist_stand_with_their_duty(leak: Story) -> None:
    story = leak
    await press(story, story.lead, "東部商事", "duties")
    words = (await story.lead.expect_modal()).text
    for line in ("☐ アクセスを遮断する", "☐ ログの上書きを止める", "☐ だれがいつ扱ったかを書き残す"):
        assert line in words
    assert words.index("証拠を残し、ログを調べる（止める前に）") < words.index("☐ ログの上書きを止める")


async def test_where_the_law_makes_us_tell_the_other_party_is_to_hear_of_it_first(leak: Story) -> None:
    story = leak
    assert "prior-notice-of-legal-disclosure" not in {one.rule_id for one in await records(story, Duty)}
    lead = await follow(story)
    await lead.modal.press("🔒 第三者への開示")
    await lead.expect_modal("開示")
    await lead.modal.press("emergency")
    why = "裁判所の提出命令"
    assert (await fill(story, lead, why=why, saying="経緯の要旨だけ", tell_on="2026-11-25")).kind == "closed"
    (duty,) = [one for one in await records(story, Duty) if one.rule_id == "prior-notice-of-legal-disclosure"]
    assert (duty.state, duty.reason, duty.due_at) == ("running", why, None), "an effort is owed, and no deadline"
    fired = [one for one in await records(story, LogEntry) if one.action == "duty.fired" and one.subject == duty.id]
    assert len(fired) == 1
    await lead.close_modal(everything=True)
    await press(story, lead, "東部商事", "duties")
    assert "法令などで開示するときは、できるだけ事前に相手方へ知らせる" in (await lead.expect_modal()).text


async def test_after_the_notice_the_lead_is_told_that_an_inspection_may_follow(quiet_story: Story) -> None:
    story = quiet_story
    await story.report(when="now")
    await reach(story, "川端市")
    lead = await follow(story, "川端市")
    assert "このあと調査や検査があるかもしれません" in lead.modal.text
    assert "自社と再委託先への立入検査を受ける" in lead.modal.text
    assert "いっしょに進めること" not in lead.modal.text, "this contract asks for no joint work"


async def test_what_follows_the_containment_counts_from_it_and_from_nothing_before(leak: Story) -> None:
    story = leak

    async def targets() -> dict[str, datetime | None]:
        return {one.rule_id: one.target_at for one in await records(story, Duty) if one.rule_id in AFTER}

    assert await targets() == dict.fromkeys(AFTER), "nothing is stopped yet, so nothing of it counts"
    await story.until(9, 0, days=1)
    await press(story, story.lead, "東部商事", "contained")
    await story.bot.settled()
    stopped = story.at(9, 0, days=1)
    assert await targets() == {name: stopped + timedelta(days=days) for name, days in AFTER.items()}
    await press(story, story.lead, "東部商事", "duties")
    words = (await story.lead.expect_modal()).text
    assert words.count("（契約の期限ではありません）") >= 2 and "12/9" in words and "12/25" in words


async def test_what_began_with_the_containment_is_not_moved_by_later_answers(leak: Story) -> None:
    story = leak
    await press(story, story.lead, "東部商事", "contained")
    await story.bot.settled()
    before = {one.id: one.target_at for one in await records(story, Duty)}
    await story.until(9, 0, days=1)
    await do(story, story.lead, "東部商事", "lead_form", caused_by="us")
    assert {one.id: one.target_at for one in await records(story, Duty) if one.id in before} == before
