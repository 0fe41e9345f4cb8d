"""The lead's second form, and being asked again for what a frightened report left open."""

from __future__ import annotations

from bot.domain.duty import Duty
from tests.stories.acting import (
    actions_of,
    card,
    do,
    entries,
    fill,
    lane_of,
    press,
    press_duty,
    reach,
    records,
    the_incident,
)
from tests.stories.conftest import Story


async def rules(story: Story) -> dict[str, str]:
    """Which duties there are, and how they stand."""
    return {duty.rule_id: duty.state.value for duty in await records(story, Duty)}


async def test_a_broken_term_adds_the_duty_to_report_the_breach(quiet_story: Story) -> None:
    story = quiet_story
    room = await story.report(when="now")
    assert "report-breach" not in await rules(story)

    assert (await do(story, story.lead, "川端市", "lead_form", terms_broken="yes", persons="101-1000")).kind == "closed"

    assert (await rules(story))["report-breach"] == "running"
    await story.lead.expect_message(room, "くわしく答えました")
    entry = (await entries(story, "facts.lead_form"))[0]
    assert entry.new["terms_broken"] == "yes"
    assert (await the_incident(story)).facts["persons"] == 1000, "a range counts as its upper end"
    assert "04:05" in card(story, "川端市").all_text, "the hard clock stays where it was"
    await press(story, story.lead, "川端市", "lead_form")
    form = await story.lead.expect_modal()
    assert (form.value("terms_broken"), form.value("persons")) == ("yes", "101-1000"), "it opens with what was answered"


async def test_a_breach_found_after_the_desk_was_reached_is_owed_shown_each_morning_and_can_be_finished(
    quiet_story: Story,
) -> None:
    story, lead = quiet_story, quiet_story.lead
    await story.report(when="now")
    await reach(story, "川端市")
    await do(story, lead, "川端市", "lead_form", terms_broken="likely")
    assert (await rules(story))["report-breach"] == "running"
    assert "伝わりました" in card(story, "川端市").all_text, "what was reached stays reached"

    await story.until(9, 0)
    digest = await lead.expect_dm("おはようございます")
    assert "時計が動いているもの" in digest.all_text

    await press_duty(story, lead, "report-breach", "duty_done")
    assert "note" in (await fill(story, lead)).errors, "how it was told is needed"
    assert (await fill(story, lead, note="10:20 窓口 太郎さんに電話で追加報告")).kind == "closed"
    assert (await rules(story))["report-breach"] == "done"


async def test_a_notice_cannot_be_ticked_before_anybody_heard_it(quiet_story: Story) -> None:
    story, lead = quiet_story, quiet_story.lead
    await story.report(when="now")
    await press_duty(story, lead, "notify-60", "duty_done")
    assert "つながった" in str((await fill(story, lead, note="済み")).errors)
    assert (await rules(story))["notify-60"] == "running"


async def test_a_new_notice_rings_again_where_calling_was_stopped(quiet_story: Story) -> None:
    story = quiet_story
    await story.report(when="now", how_sure="future_risk", where=["elsewhere"], info=["none"])
    assert (await lane_of(story, "kawabata-2026")).due_at is None
    await do(story, story.lead, "川端市", "stand_down", reason="訓練用の機器だった")
    assert not (await lane_of(story, "kawabata-2026")).clock_runs

    await do(story, story.lead, "川端市", "correct", how_sure="occurred", info=["personal"], reason="実物だった")

    lane = await lane_of(story, "kawabata-2026")
    assert lane.clock_runs
    assert lane.due_at == story.at(4, 5)
    await story.until(3, 10)
    await story.manager.expect_dm("引き受けられる人が必要です")


async def test_the_lead_is_reminded_after_half_an_hour_only_when_it_is_unanswered(quiet_story: Story) -> None:
    story = quiet_story
    await story.report(when="now")
    await story.until(3, 34)
    assert not [m for m in story.lead.dms() if "くわしい回答をお願いします" in m.all_text]
    await story.until(3, 35)
    reminder = await story.lead.expect_dm("くわしい回答をお願いします")
    await story.lead.press(reminder, "lead_form")
    assert (await fill(story, story.lead, caused_by="us")).kind == "closed"

    await story.engineer.close_modal(everything=True)
    await story.report(when="now")
    await do(story, story.lead, "川端市", "lead_form", malicious="no")
    await story.until(4, 30)
    assert len([m for m in story.lead.dms() if "くわしい回答をお願いします" in m.all_text]) == 1


async def test_an_uncertain_start_is_asked_again_after_ten_minutes_and_answered_from_there(quiet_story: Story) -> None:
    story, engineer = quiet_story, quiet_story.engineer
    await story.report(when="unknown")
    await engineer.close_modal(everything=True)
    assert "不確か" in card(story, "川端市").all_text
    await story.until(3, 14)
    assert not [m for m in engineer.dms() if "わかりましたか" in m.all_text]
    await story.until(3, 15)
    asked = await engineer.expect_dm("わかりましたか")
    assert {"correct", "add_detail"} <= set(actions_of(asked))

    await engineer.press(asked, "correct")
    assert (await fill(story, engineer, when="30", reason="警備の人に聞いた")).kind == "closed"
    shown = card(story, "川端市").all_text
    assert "03:45" in shown
    assert "不確か" not in shown


async def test_a_certain_start_is_not_asked_for_again(quiet_story: Story) -> None:
    story = quiet_story
    await story.report(when="10")
    await story.engineer.close_modal(everything=True)
    await story.report(when="unknown")
    await do(story, story.lead, "川端市", "correct", when="10", reason="本人に聞いた")
    await story.until(3, 30)
    assert not [m for m in story.engineer.dms() if "わかりましたか" in m.all_text]
