"""Measures that come out of talks: given to somebody, reminded of, done and shown, and looked at again after 30 and 90 days."""

from __future__ import annotations

import asyncio
from datetime import datetime

from bot.domain.action import Action, ActionCheck
from bot.domain.consultation import Consultation
from bot.domain.duty import Duty
from bot.domain.people import Person as KnownPerson
from bot.services import ending
from bot.services.people import remember_person
from bot.services.ports import UnitOfWork
from tests.stories.acting import card, choose, close, do, entries, fill, press, press_duty, reach, records, words_to
from tests.stories.conftest import TOKYO, Story
from workspace import Person
from workspace.state import Message


def morning(day: int, month: int, year: int = 2026) -> datetime:
    """Nine o'clock, when reminders come."""
    return datetime(year, month, day, 9, 0, tzinfo=TOKYO)


async def remediation(story: Story, person: Person | None = None) -> Person:
    """Open the consultation on remediation from the card of a reached desk."""
    who = person or story.lead
    await who.press(card(story, "川端市"), "是正・再発防止")
    await who.expect_modal("川端市")
    return who


async def with_a_measure(story: Story, **more: object) -> None:
    """A reached desk, and one measure agreed with it."""
    await story.report(when="now")
    await reach(story, "川端市")
    lead = await remediation(story)
    await lead.modal.press("action_add")
    outcome = await fill(story, lead, **{"what": "持ち出し端末の暗号化を点検", "due_on": "2026-11-27", **more})
    assert outcome.kind == "closed", outcome.errors
    await lead.close_modal(everything=True)


async def reminded(story: Story, person: Person, words: str) -> Message:
    """The newest reminder that holds these words."""
    found = [m for m in person.dms() if words in m.all_text]
    assert found, words_to(person)[-1500:]
    return found[-1]


async def test_a_measure_is_given_reminded_of_done_and_verified_twice(story: Story) -> None:
    await with_a_measure(story, owner=story.person("suzuki").id)
    suzuki = story.person("suzuki")
    await suzuki.expect_dm("あなたの担当になりました")
    assert suzuki.id in story.workspace.channel(story.room()).members

    await story.bot.advance_to(morning(27, 11))
    due = await reminded(story, suzuki, "期限は 11/27(金) です")
    heard = [m for m in story.manager.dms() if "暗号化を点検" in m.all_text and "おはよう" not in m.all_text]
    assert not heard, "on the day only its owner is reminded; the others see it in the digest"
    await story.bot.advance_to(morning(30, 11))
    await reminded(story, story.manager, "期限 11/27(金) を過ぎています")

    await suzuki.press(due, "action_done")
    await fill(story, suzuki, done_on="2026-11-28", evidence="点検表 T-4")
    action = (await records(story, Action))[0]
    assert (action.state.value, action.evidence, action.ended_by) == ("done", "点検表 T-4", suzuki.id)

    await story.bot.advance_to(morning(28, 12))
    look = await reminded(story, suzuki, "済んでから30日がたちました")
    await suzuki.press(look, "action_check")
    assert "点検表 T-4" in (await suzuki.expect_modal()).text
    await fill(story, suzuki, holds="yes", note="抜き取りで3台")
    await story.bot.advance_to(morning(26, 2, 2027))
    await suzuki.press(await reminded(story, suzuki, "済んでから90日がたちました"), "action_check")
    await fill(story, suzuki, holds="yes", note="全台")
    assert (await records(story, Action))[0].state.value == "verified"
    assert [(look.days, look.holds) for look in await records(story, ActionCheck)] == [(30, True), (90, True)]
    changes = await entries(story, "action.changed")
    assert [entry.new.get("state") or entry.new.get("days") for entry in changes] == ["done", 30, "verified"]


async def test_a_measure_that_does_not_hold_begins_anew(quiet_story: Story) -> None:
    story, lead = quiet_story, quiet_story.lead
    await with_a_measure(story)
    await remediation(story)
    await choose(lead, "action_done")
    await fill(story, lead, evidence="T-4")
    await lead.close_modal(everything=True)
    await story.bot.advance_to(morning(24, 12))
    await lead.press(await reminded(story, lead, "30日がたちました"), "action_check")
    outcome = await fill(story, lead, holds="no", note="2台が未設定", held_on="2026-11-23")
    assert "held_on" in outcome.errors, "a look before it was done is none"
    assert (await fill(story, lead, held_on="2026-12-24")).kind == "closed"
    action = (await records(story, Action))[0]
    assert (action.state.value, action.due_on, action.checked_days) == ("open", None, 0)
    await story.bot.advance_to(morning(28, 12))
    await reminded(story, lead, "期限が決まらないままです")


async def test_two_people_at_once_and_a_double_click_finish_it_once(quiet_story: Story) -> None:
    story, lead, manager = quiet_story, quiet_story.lead, quiet_story.manager
    await with_a_measure(story)
    for person in (lead, manager):
        await remediation(story, person)
        await choose(person, "action_done")
        await (await person.expect_modal()).fill("evidence", person.id)
    first, second = await asyncio.gather(lead.modal.submit(), manager.modal.submit())
    await story.bot.settled()
    assert sorted((first.kind, second.kind)) == ["closed", "errors"]
    assert "がもう済みと記録しています" in str(first.errors or second.errors)
    assert len(await entries(story, "action.changed")) == 1


async def test_bad_days_and_missing_words_are_named_under_their_input(quiet_story: Story) -> None:
    story, lead = quiet_story, quiet_story.lead
    await with_a_measure(story)
    await remediation(story)
    await lead.modal.press("action_add")
    assert "due_on" in (await fill(story, lead, what="x", due_on="2026-11-23")).errors
    assert "5年より先" in str((await fill(story, lead, due_on="2199-01-01")).errors)
    stranger = KnownPerson(
        id="U0STRANGER",
        team_id="T9",
        name="よその人",
        locale="ja",
        tz="Asia/Tokyo",
        is_foreign=True,
        fetched_at=story.bot.now,
    )
    await story.bot.program.store.run(remember_person, stranger)
    assert "owner" in (await fill(story, lead, due_on="2026-12-01", owner=stranger.id)).errors
    await lead.close_modal()
    await choose(lead, "action_done")
    assert "最初に気づいた日（11/24(火)）より前" in str(
        (await fill(story, lead, evidence="x", done_on="2026-11-20")).errors
    )
    await lead.close_modal()
    await choose(lead, "action_change")
    assert "reason" in (await fill(story, lead, due_on="2026-12-01")).errors
    assert (await fill(story, lead, reason="部品の納期")).kind == "closed"
    entry = (await entries(story, "action.changed"))[0]
    assert (entry.old["due_on"], entry.new["due_on"], entry.why) == ("2026-11-27", "2026-12-01", "部品の納期")
    await choose(lead, "action_drop")
    assert "reason" in (await fill(story, lead)).errors
    assert (await fill(story, lead, reason="端末を廃棄")).kind == "closed"
    assert "やめました（端末を廃棄）" in lead.modal.text


async def test_an_open_measure_keeps_the_incident_open_and_a_done_one_is_looked_at_after_it_closed(
    quiet_story: Story,
) -> None:
    story, lead = quiet_story, quiet_story.lead
    await with_a_measure(story)
    await do(story, lead, "川端市", "confirmed", reference="K-118")
    for duty in await records(story, Duty):
        if not duty.is_ended:
            await press_duty(story, lead, duty.rule_id, "duty_done")
            await fill(story, lead, note="済み")
            await lead.close_modal(everything=True)
    assert "対策 1 件" in str((await close(story, lead, "川端市", "x")).errors)
    await lead.close_modal(everything=True)
    await remediation(story)
    await choose(lead, "action_done")
    await fill(story, lead, evidence="T-4")
    await lead.close_modal(everything=True)
    for _ in await records(story, Consultation):
        await lead.press(card(story, "川端市"), "consultation:1")
        await (await lead.expect_modal()).press("consult_close")
        await fill(story, lead, reason="済んだ")
        await lead.close_modal(everything=True)
    assert (await close(story, lead, "川端市", "済んだ")).kind == "closed"

    await story.bot.advance_to(morning(24, 12))
    await lead.press(await reminded(story, lead, "30日がたちました"), "action_check")
    assert (await fill(story, lead, holds="yes", note="抜き取り")).kind == "closed"
    assert (await records(story, ActionCheck))[0].holds


async def test_a_measure_that_does_not_hold_after_the_incident_closed_is_seen_to_again(quiet_story: Story) -> None:
    story, lead = quiet_story, quiet_story.lead
    await with_a_measure(story)
    await remediation(story)
    await choose(lead, "action_done")
    await fill(story, lead, evidence="T-4")
    (action,) = await records(story, Action)
    await story.bot.program.store.run(_close_now, action.incident_id)
    await story.bot.advance_to(morning(24, 12))
    await lead.close_modal(everything=True)
    await lead.press(await reminded(story, lead, "30日がたちました"), "action_check")
    assert (await fill(story, lead, holds="no", note="2台が未設定")).kind == "closed"
    await story.bot.advance_to(morning(28, 12))
    await lead.press(await reminded(story, lead, "期限が決まらないままです"), "action_change")
    outcome = await fill(story, lead, due_on="2027-01-08", reason="再設定")
    assert outcome.kind == "closed", outcome.errors


def _close_now(uow: UnitOfWork, incident_id: str) -> None:
    """Close an incident as the last press of its checklist does, whatever is left."""
    ending._close(uow, uow.lock(incident_id), actor="U0SATO", reason="済んだ")


async def test_talking_again_takes_the_outcome_back_and_a_closed_consultation_can_be_taken_up(
    quiet_story: Story,
) -> None:
    story, lead = quiet_story, quiet_story.lead
    await story.report(when="now")
    await reach(story, "川端市")
    await remediation(story)
    await lead.modal.press("round")
    await fill(story, lead, who="窓口 太郎", theirs="再発防止策を求める")
    await lead.modal.press("outcome")
    await fill(story, lead, result="agreed", text="月次で報告")
    await lead.modal.press("minute")
    await fill(story, lead, ours="佐藤", theirs="窓口", reference="M-1")
    assert "議事録を確認" in lead.modal.text
    await lead.modal.press("round")
    assert "前の結果はいったん取り消し" in (await lead.expect_modal()).text
    await fill(story, lead, who="窓口 太郎", theirs="週次に変えてほしい")
    talk = next(talk for talk in await records(story, Consultation) if talk.topic == "remediation")
    assert (talk.state.value, talk.result, talk.minute_on) == ("talking", None, None)
    await lead.modal.press("consult_close")
    await fill(story, lead, reason="別の場で話す")
    await lead.modal.press("talk_again")
    assert "reason" in (await fill(story, lead)).errors
    await fill(story, lead, reason="先方から再開の求め")
    assert "話し合い中" in lead.modal.text


async def test_a_consultation_that_the_contract_does_not_name_can_be_started(quiet_story: Story) -> None:
    story, lead = quiet_story, quiet_story.lead
    await story.report(when="now")
    await reach(story, "川端市")
    await press(story, lead, "川端市", "follow")
    await (await lead.expect_modal()).press("start_consultation")
    assert "subject" in (await fill(story, lead, topic="retention")).errors
    assert (await fill(story, lead, subject="証拠の端末を保管する期間")).kind == "closed"
    talk = next(talk for talk in await records(story, Consultation) if talk.topic == "retention")
    assert talk.good_practice, "the contract says nothing of it"
    await lead.close_modal(everything=True)
    await lead.press(card(story, "川端市"), "証拠の保存")
    assert "証拠の端末を保管する期間" in (await lead.expect_modal()).text


async def test_who_was_brought_in_for_an_action_decides_nothing_else(quiet_story: Story) -> None:
    story, helper = quiet_story, quiet_story.person("miller")
    await with_a_measure(story, owner=helper.id)
    await helper.press(card(story, "川端市"), "是正・再発防止")
    await (await helper.expect_modal()).press("consult_close")
    assert "you can record the actions that are yours" in str((await fill(story, helper, reason="済んだ")).errors)
    await helper.close_modal()
    await choose(helper, "action_done")
    assert (await fill(story, helper, evidence="T-4")).kind == "closed"
    assert (await entries(story, "refused"))[0].actor == helper.id
    await helper.open_home()
    home = str((await helper.expect_home("Coming up")).body)
    assert "Waiting for others" not in home, "of the rest they see nothing in lists"


async def test_a_day_is_right_where_the_person_is(quiet_story: Story) -> None:
    story, helper = quiet_story, quiet_story.person("miller")
    await with_a_measure(story, owner=helper.id)  # 03:05 in Tokyo is still the day before in Berlin
    await helper.press(card(story, "川端市"), "是正・再発防止")
    await helper.expect_modal()
    await choose(helper, "action_done")
    assert "done_on" in (await fill(story, helper, evidence="T-4", done_on="2026-11-22")).errors
    assert (await fill(story, helper, done_on="2026-11-23")).kind == "closed"
