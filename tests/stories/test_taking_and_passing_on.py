"""Who has it: handing over, standing down, beginning again, passing a page on, empty roles, ladders that loop."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.stories.acting import ASKED, actions_of, card, do, entries, lane_of, menu, press, reach, rung, take, words_to
from tests.stories.conftest import Story, told
from tests.stories.harness import DEMO_PACKS


async def test_handing_over_gives_the_lane_to_somebody_who_is_told_joins_and_has_ten_minutes(
    quiet_story: Story,
) -> None:
    story, miller = quiet_story, quiet_story.person("miller")
    room = await story.report(when="now")
    await take(story, story.lead)

    outcome = await do(story, story.lead, "川端市", "hand_over", person=miller.id, note="電車に乗るため")

    assert outcome.kind == "closed"
    told_them = await miller.expect_dm("佐藤 健")
    assert "電車に乗るため" in told_them.all_text
    assert "City of Kawabata" in told_them.all_text
    assert miller.id in story.workspace.channel(room).members
    assert (await lane_of(story, "kawabata-2026")).owner_id == miller.id
    assert "04:05" in card(story, "川端市").all_text, "the clock goes on"
    given = (await entries(story, "lane.handed_over"))[0]
    assert (given.actor, given.new, given.why) == (story.lead.id, {"owner": miller.id}, "電車に乗るため")
    assert miller.id not in {e.actor for e in await entries(story, "lane.acknowledged")}, "they have not said so"
    assert (await reach(story, "川端市", miller)).kind == "closed", "they are of the room now"


async def test_a_hand_over_that_is_not_followed_by_progress_rings_the_ladder_again(quiet_story: Story) -> None:
    story = quiet_story
    await story.report(when="now")
    await take(story, story.lead)
    await story.until(3, 10)
    await do(story, story.lead, "川端市", "hand_over", person=story.manager.id)
    await story.until(3, 19)
    assert len(rung(story, "sato")) == 1
    await story.until(3, 20)
    assert (await lane_of(story, "kawabata-2026")).owner_id == ""
    assert "動きがありません" in rung(story, "sato")[-1]


async def test_calling_may_stop_where_the_contract_sets_no_number_and_begins_again_from_the_top(
    quiet_story: Story,
) -> None:
    story = quiet_story
    await story.report(when="now", contracts=["tobu-2026"])
    assert len(rung(story, "sato")) == 1

    assert (await do(story, story.lead, "東部商事", "stand_down", reason="明朝こちらから伺う")).kind == "closed"
    assert "明朝こちらから伺う" in card(story, "東部商事").all_text
    await story.until(8, 0)
    assert not rung(story, "tanaka")
    assert not [m for m in story.lead.messages(story.room()) if "目標" in m.text and "過ぎました" in m.text]

    await press(story, story.lead, "東部商事", "resume")
    await story.bot.settled()
    pages = rung(story, "sato")
    assert len(pages) == 2
    assert "動きがありません" not in pages[-1], "nobody took it and then did nothing"
    await story.until(8, 15)
    assert len(rung(story, "tanaka")) == 1
    await story.lead.expect_message(story.room(), "を過ぎました")


async def test_the_alarm_of_a_lane_that_was_stood_down_in_between_still_comes(quiet_story: Story) -> None:
    story = quiet_story
    await story.report(when="now", contracts=["tobu-2026"])
    await do(story, story.lead, "東部商事", "stand_down", reason="確認中")
    await press(story, story.lead, "東部商事", "resume")
    await story.until(7, 4)
    assert not [m for m in story.lead.messages(story.room()) if "チームの目標" in m.text and "過ぎ" in m.text]
    await story.until(7, 5)
    await story.lead.expect_message(story.room(), "を過ぎました")
    await story.until(3, 5, days=1)
    assert "時間がかかっています" in words_to(story.person("okada"))


async def test_calling_cannot_stop_where_the_contract_sets_a_number(quiet_story: Story) -> None:
    story, lead = quiet_story, quiet_story.lead
    await story.report(when="now", contracts=["kawabata-2026", "tobu-2026"])
    assert "stand_down" not in menu(card(story, "川端市")), "the card does not offer it"

    soft = await lane_of(story, "tobu-2026")
    hard = await lane_of(story, "kawabata-2026")
    await press(story, lead, "東部商事", "stand_down")
    form = await lead.expect_modal()
    form.view.body["private_metadata"] = form.view.body["private_metadata"].replace(soft.id, hard.id)
    await form.fill("reason", "呼びすぎ")
    outcome = await form.submit()

    assert "契約に数字のある期限" in str(outcome.errors)
    assert (await lane_of(story, "kawabata-2026")).clock_runs


async def test_who_cannot_take_it_passes_it_on_and_the_next_is_rung_at_once(quiet_story: Story) -> None:
    story, lead = quiet_story, quiet_story.lead
    await story.report(when="now")
    page = await lead.expect_dm(ASKED)
    assert not rung(story, "tanaka")

    await lead.press(page, "pass")
    await lead.expect_ephemeral("次の人を呼んでいます")
    await story.bot.settled()
    assert len(rung(story, "tanaka")) == 1
    assert "分遅れ" not in rung(story, "tanaka")[-1]
    assert len(await entries(story, "page.passed_on")) == 1

    await take(story, story.manager)
    assert "pass" not in actions_of(lead.dms()[-1]), "the page that was answered asks nothing more"
    await story.until(3, 19)
    assert not rung(story, "suzuki"), "somebody has it: nobody else is woken"


async def test_a_role_that_has_lost_its_people_is_skipped_and_the_operators_hear_it_once(tmp_path: Path) -> None:
    """The incident's pinned ladder names a role that the office has abolished since."""
    packs = tmp_path / "packs"
    shutil.copytree(DEMO_PACKS, packs)
    pack, office = packs / "kawabata.yaml", packs / "office.yaml"
    without_people = pack.read_text(encoding="utf-8").partition("people:\n  incident_lead")[0]
    pack.write_text(without_people, encoding="utf-8")
    async with told("socket", f"sqlite:///{tmp_path / 'hansho.sqlite'}", packs_dir=packs) as story:
        await story.report(when="now")
        pack.write_text(without_people + "escalate: {internal: [[0m, incident_lead]]}\n", encoding="utf-8")
        roles = office.read_text(encoding="utf-8").replace("  duty_manager: [U0TANAKA, U0BROWN]\n", "")
        office.write_text(roles, encoding="utf-8")
        book = story.bot.program.rules
        assert (book.reload(), book.reload()) == (None, [])

        await story.until(3, 10)
        assert not rung(story, "tanaka")
        assert len(rung(story, "suzuki")) == 1, "the next role is rung in its place, at once"
        await story.until(3, 55)
        told_operators = [m for m in story.person("kato").dms() if "だれも登録されていません" in m.all_text]
        assert len(told_operators) == 1
        assert "kawabata-2026" in told_operators[0].all_text


async def test_the_ladder_begins_again_at_its_top_until_somebody_takes_it(quiet_story: Story) -> None:
    story = quiet_story
    await story.report(when="now")
    everybody = ("sato", "tanaka", "brown", "suzuki", "kato", "okada")
    await story.until(3, 25)
    assert [len(rung(story, name)) for name in everybody] == [1, 1, 1, 1, 1, 1]
    await story.until(3, 30)
    assert [len(rung(story, name)) for name in everybody] == [2, 1, 1, 1, 1, 1]
    await story.until(3, 35)
    assert [len(rung(story, name)) for name in everybody] == [2, 2, 2, 1, 1, 1]
    await take(story, story.manager)
    await story.until(3, 44)
    assert [len(rung(story, name)) for name in everybody] == [2, 2, 2, 1, 1, 1]
