"""Answers corrected later: clocks follow the true start, contracts come in as they stood at the report, nothing is lost."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot.domain.duty import Duty
from bot.domain.lane import Lane
from tests.stories.acting import card, do, entries, lane_of, press, reach, records, rung, take, the_incident, words_to
from tests.stories.conftest import Story, told
from tests.stories.harness import DEMO_PACKS


async def test_an_earlier_first_recognition_moves_the_due_time_and_slacks_own_alarms(quiet_story: Story) -> None:
    story = quiet_story
    room = await story.report(when="now")
    assert "04:05" in card(story, "川端市").all_text

    outcome = await do(
        story, story.lead, "川端市", "correct", when="pick", when_at=story.at(2, 47), reason="警備の記録でわかった"
    )

    assert outcome.kind == "closed"
    assert "03:47" in card(story, "川端市").all_text
    assert "04:05" not in card(story, "川端市").all_text
    post = await story.lead.expect_message(room, "回答を直しました")
    assert "警備の記録でわかった" in post.all_text
    assert "03:05 → 11/24(火) 02:47" in post.all_text, "times are shown as people read them"
    waiting = sorted(m.post_at for m in story.workspace.state.scheduled.values())
    assert waiting == [int(story.at(3, 37).timestamp()), int(story.at(3, 47).timestamp())]
    said = len(story.lead.messages(room))
    await story.until(3, 17)
    marks = story.lead.messages(room)[said:]
    assert [m for m in marks if "あと 30 分" in m.all_text]


async def test_a_start_two_hours_ago_makes_it_overdue_at_once_and_nobody_is_told_that_the_bot_was_late(
    quiet_story: Story,
) -> None:
    story = quiet_story
    room = await story.report(when="now")
    await story.until(3, 20)
    quiet = [story.person(name) for name in ("okada", "lee")]
    assert "Kawabata" not in words_to(quiet[1])

    await do(story, story.lead, "川端市", "correct", when="pick", when_at=story.at(1, 5), reason="委託先は知っていた")

    assert "過ぎ" in card(story, "川端市").all_text
    assert "期限を過ぎました" in words_to(quiet[0])
    assert "Past due" in words_to(quiet[1])
    assert len(await entries(story, "clock.overdue")) == 1
    everything = "\n".join(m.all_text for m in [*story.lead.messages(room), *story.lead.dms(), *quiet[0].dms()])
    assert "分遅れ" not in everything


async def test_a_nearer_deadline_rings_at_once_whom_a_late_report_would_have_rung(quiet_story: Story) -> None:
    story = quiet_story
    await story.report(when="now")
    assert not rung(story, "suzuki")

    await do(story, story.lead, "川端市", "correct", when="pick", when_at=story.at(2, 15), reason="もっと前だった")

    for name in ("tanaka", "brown", "suzuki", "kato"):
        assert len(rung(story, name)) == 1, name


async def test_a_corrected_start_after_the_desk_was_reached_shows_the_true_length(quiet_story: Story) -> None:
    story = quiet_story
    await story.report(when="now")
    await story.until(3, 30)
    await reach(story, "川端市")
    assert "25" in card(story, "川端市").all_text

    await do(story, story.lead, "川端市", "correct", when="pick", when_at=story.at(2, 10), reason="委託先の記録")

    shown = card(story, "川端市").all_text
    assert "80" in shown
    assert "期限から" in shown, "it was late, and says so"


async def test_the_reason_is_required_and_old_answers_stay_in_the_log(quiet_story: Story) -> None:
    story = quiet_story
    await story.report(when="now", noticed_by="警備員")

    await press(story, story.lead, "川端市", "correct")
    form = await story.lead.expect_modal("回答を直す")
    await form.fill("reason", "　 ")
    assert "reason" in (await form.submit()).errors
    assert not await entries(story, "facts.corrected")

    await form.fill("what", ["missend"])
    await form.fill("noticed_by", "再委託先の夜勤者")
    await form.fill("reason", "本人に確かめた")
    assert (await form.submit()).kind == "closed"
    await story.bot.settled()

    entry = (await entries(story, "facts.corrected"))[0]
    assert entry.why == "本人に確かめた"
    assert (entry.old["event"], entry.new["event"]) == (["loss_theft"], ["missend"])
    assert (entry.old["recognised_by"], entry.new["recognised_by"]) == ("警備員", "再委託先の夜勤者")
    assert entry.old.get("info_kind") is None, "what did not change is not repeated"


async def test_answers_that_point_elsewhere_leave_every_duty_and_clock_that_runs(quiet_story: Story) -> None:
    story = quiet_story
    await story.report(when="now")
    before = {duty.id for duty in await records(story, Duty)}

    await do(
        story,
        story.lead,
        "川端市",
        "correct",
        contracts=["tobu-2026"],
        how_sure="future_risk",
        info=["none"],
        where=["elsewhere"],
        reason="相手先を取り違えた",
    )

    assert before <= {duty.id for duty in await records(story, Duty) if duty.state.value == "running"}
    assert "04:05" in card(story, "川端市").all_text
    assert (await lane_of(story, "kawabata-2026")).clock_runs
    await do(story, story.lead, "川端市", "lead_form", terms_broken="yes")
    assert "report-breach" in {duty.rule_id for duty in await records(story, Duty)}, "the first contract still counts"


async def test_a_contract_added_later_comes_in_as_it_stood_at_the_report(tmp_path: Path) -> None:
    packs = tmp_path / "packs"
    shutil.copytree(DEMO_PACKS, packs)
    async with told("socket", f"sqlite:///{tmp_path / 'hansho.sqlite'}", packs_dir=packs) as story:
        await story.report(when="now")
        tobu = packs / "tobu.yaml"
        edited = tobu.read_text(encoding="utf-8").replace("東 一郎", "新任 三郎")
        tobu.write_text(edited + "urgency: {速やかに: {target: PT1H, alarm: PT24H}}\n", encoding="utf-8")
        book = story.bot.program.rules
        assert (book.reload(), book.reload()) == (None, []), "the edit is good, and taken at the second look"

        await do(
            story,
            story.lead,
            "川端市",
            "correct",
            contracts=["kawabata-2026", "tobu-2026"],
            reason="東部商事の分もあった",
        )
        shown = card(story, "東部商事").all_text
        assert "東 一郎" in shown
        assert "新任 三郎" not in shown
        assert "07:05" in shown, "four hours, as the target was"
        assert len(await records(story, Lane)) == 2

        await story.engineer.close_modal(everything=True)
        await story.report(when="now", contracts=["tobu-2026"])
        assert "新任 三郎" in card(story, "東部商事").all_text
        assert "04:05" in card(story, "東部商事").all_text


async def test_a_contract_that_came_into_force_after_the_report_can_be_added(tmp_path: Path) -> None:
    packs = tmp_path / "packs"
    shutil.copytree(DEMO_PACKS, packs)
    tobu = (packs / "tobu.yaml").read_text(encoding="utf-8")
    (packs / "tobu.yaml").unlink()
    async with told("socket", f"sqlite:///{tmp_path / 'hansho.sqlite'}", packs_dir=packs) as story:
        await story.report(when="now")
        (packs / "tobu.yaml").write_text(tobu, encoding="utf-8")
        book = story.bot.program.rules
        assert (book.reload(), book.reload()) == (None, [])

        await do(
            story,
            story.lead,
            "川端市",
            "correct",
            contracts=["kawabata-2026", "tobu-2026"],
            reason="東部商事の分もあった",
        )

        assert "速やかに" in card(story, "東部商事").all_text
        assert "tobu-2026" in (await the_incident(story)).packs
        assert "東部商事" in "\n".join(rung(story, "sato"))


async def test_a_correction_after_somebody_took_it_leaves_it_with_them(quiet_story: Story) -> None:
    story = quiet_story
    await story.report(when="now")
    await take(story, story.lead)
    await do(story, story.lead, "川端市", "correct", when="pick", when_at=story.at(2, 30), reason="もっと前だった")
    assert "佐藤 健" in card(story, "川端市").all_text
    assert not rung(story, "tanaka")
