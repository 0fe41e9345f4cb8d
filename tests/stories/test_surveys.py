"""What a client asks for after the notices: an inspection with three findings, one at a subcontractor; instructions reported back."""

from __future__ import annotations

from datetime import datetime

from bot.domain.action import Action
from bot.domain.instruction import Instruction
from bot.domain.lane import Lane
from bot.domain.survey import Finding, Survey
from tests.stories.acting import choose, do, entries, fill, press, reach, records
from tests.stories.conftest import TOKYO, Story
from workspace import Person


async def follow(story: Story, person: Person | None = None) -> Person:
    """Open what follows for the client, from its card."""
    who = person or story.lead
    if who.modal_view is not None:
        await who.close_modal(everything=True)
    await press(story, who, "川端市", "follow")
    await who.expect_modal("川端市")
    return who


async def announced(story: Story) -> Person:
    """A reached desk whose client announced an inspection; its screen is open."""
    await story.report(when="now")
    await reach(story, "川端市")
    lead = await follow(story)
    await lead.modal.press("survey_new")
    early = await fill(
        story, lead, announced_on="2026-11-23", announced_by="検査 官子", how="letter", scope="執務室と端末"
    )
    assert "最初に気づいた日（11/24(火)）より前" in str(early.errors)
    assert (await fill(story, lead, announced_on="2026-11-24")).kind == "closed"
    await lead.expect_message(story.room(), "検査・調査の連絡がありました")
    await lead.modal.press("survey:1")
    await lead.expect_modal("執務室と端末")
    return lead


async def test_an_inspection_with_three_findings_one_at_a_subcontractor(story: Story) -> None:
    lead = await announced(story)
    assert "特記10" in lead.modal.text, "the clause it relies on"
    await lead.modal.press("survey_day")
    assert (await fill(story, lead, day="2026-11-26")).kind == "closed"
    await story.bot.advance_to(datetime(2026, 11, 26, 9, 0, tzinfo=TOKYO))
    await lead.expect_dm("予定 11/26(木)")
    await lead.modal.press("survey_held")
    assert (await fill(story, lead, who="検査 官子、佐藤")).kind == "closed"

    await lead.modal.press("survey_report")
    assert (await fill(story, lead, reference="R-1")).kind == "closed", "a survey without a finding is reported, too"
    found = (
        {"text": "施錠の記録がない", "severity": "minor", "tier": "0"},
        {"text": "端末3台に二要素認証がない", "severity": "major", "tier": "0"},
        {"text": "保管庫の鍵が共有されている", "severity": "critical", "tier": "2", "site": "丙運輸"},
    )
    for number, finding in enumerate(found):
        await lead.modal.press("finding_add")
        if number == 2:
            assert "site" in (await fill(story, lead, **{**finding, "site": ""})).errors
        assert (await fill(story, lead, **finding)).kind == "closed"
    assert "再委託先（2次）丙運輸" in lead.modal.text
    assert (await records(story, Survey))[0].state.value == "held", "a finding after the report has to be reported, too"
    await lead.modal.press("survey_report")
    assert "指摘が 3 件あります" in str((await fill(story, lead, reference="R-2")).errors)
    await lead.close_modal()

    for number in (1, 2, 3):
        await lead.modal.press(f"correction_add:{number}")
        assert (await fill(story, lead, what=f"是正{number}", due_on="2026-12-04")).kind == "closed"
    assert lead.modal.text.count("是正") >= 3
    await lead.modal.press("survey_report")
    assert (await fill(story, lead, reference="R-2")).kind == "closed"
    await lead.modal.press("survey_close")
    assert "3 件" in str((await fill(story, lead)).errors), "corrections first"
    await lead.close_modal()
    for _ in range(3):
        await choose(lead, "action_done")
        assert (await fill(story, lead, evidence="写真 P-1")).kind == "closed"
    await lead.modal.press("survey_close")
    assert (await fill(story, lead)).kind == "closed"

    survey = (await records(story, Survey))[0]
    assert (survey.state.value, survey.reported_ref) == ("closed", "R-2")
    assert [(one.tier, one.site) for one in await records(story, Finding)] == [(0, ""), (0, ""), (2, "丙運輸")]
    actions = await records(story, Action)
    assert {action.source.value for action in actions} == {"finding"}
    assert {action.state.value for action in actions} == {"done"}
    states = [entry.new["state"] for entry in await entries(story, "survey.changed") if "state" in entry.new]
    assert states == ["scheduled", "held", "reported", "held", "reported", "closed"]


async def test_a_survey_that_is_called_off_is_closed_with_a_reason(quiet_story: Story) -> None:
    story = quiet_story
    lead = await announced(story)
    await lead.modal.press("survey_close")
    assert "reason" in (await fill(story, lead)).errors
    assert (await fill(story, lead, reason="先方が取りやめた")).kind == "closed"
    assert "先方が取りやめた" in lead.modal.text


async def test_what_they_ask_on_the_phone_is_an_instruction_that_ends_with_a_report(quiet_story: Story) -> None:
    story, lead = quiet_story, quiet_story.lead
    await story.report(when="now")
    await do(
        story, lead, "川端市", "reached", who="窓口 太郎", how="phone", instructions="関係する端末をすべて止めること"
    )
    one = (await records(story, Instruction))[0]
    assert (one.text, one.given_by, one.channel) == ("関係する端末をすべて止めること", "窓口 太郎", "phone")
    said = await lead.expect_message(story.room(), "お客様から指示がありました")
    await lead.press(said, "instruction")
    assert "特記9(2)" in (await lead.expect_modal("関係する端末")).text
    await lead.modal.press("action_add")
    assert (await fill(story, lead, what="端末12台の停止", due_on="2026-11-24")).kind == "closed"
    await lead.modal.press("report_back")
    refused = await fill(story, lead, to="窓口 太郎", how="email", reference="M-9")
    assert "まだ終わっていない対策や条件が 1 件" in str(refused.errors)
    await lead.close_modal()
    await choose(lead, "action_done")
    assert (await fill(story, lead, evidence="停止の記録 S-3")).kind == "closed"
    await lead.modal.press("report_back")
    assert (await fill(story, lead, to="窓口 太郎", how="email", reference="M-9")).kind == "closed"
    assert "に報告しました" in lead.modal.text
    kept = (await records(story, Instruction))[0]
    assert (kept.state.value, kept.reported_ref) == ("reported", "M-9")
    assert [entry.action for entry in await entries(story, "instruction.reported")] == ["instruction.reported"]


async def test_an_instruction_of_a_later_day_is_taken_down_and_reminded_of(quiet_story: Story) -> None:
    story = quiet_story
    await story.report(when="now")
    await reach(story, "川端市")
    await story.bot.advance_to(datetime(2026, 11, 25, 10, 0, tzinfo=TOKYO))
    lead = await follow(story)
    await lead.modal.press("instruction_new")
    words = {"text": "再発防止策を出すこと", "given_by": "課長", "channel": "meeting"}
    ahead = datetime(2026, 11, 25, 12, 0, tzinfo=TOKYO)
    assert "given_at" in (await fill(story, lead, **words, given_at=ahead, due_on="2026-12-01")).errors
    before = datetime(2026, 11, 20, 12, 0, tzinfo=TOKYO)
    assert "given_at" in (await fill(story, lead, given_at=before)).errors
    assert (await fill(story, lead, given_at=datetime(2026, 11, 25, 9, 30, tzinfo=TOKYO))).kind == "closed"
    await story.bot.advance_to(datetime(2026, 12, 2, 9, 0, tzinfo=TOKYO))
    await lead.expect_dm("期限 12/1(火) を過ぎています")
    assert [m for m in story.manager.dms() if "再発防止策を出すこと" in m.all_text], "late: the managers hear it too"
    lane = (await records(story, Lane))[0]
    assert (await records(story, Instruction))[0].lane_id == lane.id
