"""Ending things: waiving with a second person, not an incident after all, closing."""

from __future__ import annotations

from datetime import date, timedelta

from bot.domain.closing import Closing
from bot.domain.consultation import Consultation
from bot.domain.duty import Duty
from bot.domain.work import Timer, TimerState
from tests.stories.acting import (
    actions_of,
    beside_cards,
    card,
    close,
    do,
    entries,
    fill,
    lane_of,
    press,
    press_duty,
    reach,
    records,
    rung,
    the_incident,
    words_to,
)
from tests.stories.conftest import Story
from workspace import Person
from workspace.state import Message

SECOND = "もう一人の確認"


async def state_of(story: Story, rule_id: str) -> str:
    """How the duty stands."""
    return next(duty.state.value for duty in await records(story, Duty) if duty.rule_id == rule_id)


async def ask_waiver(story: Story, rule_id: str, reason: str, person: Person | None = None) -> None:
    """Waive a duty from the list of duties."""
    who = person or story.lead
    await press_duty(story, who, rule_id, "duty_waive")
    outcome = await fill(story, who, reason=reason)
    assert outcome.kind == "closed", outcome
    await who.close_modal(everything=True)


async def request_to(story: Story, name: str) -> Message:
    """The newest request for a second person's word."""
    return await story.person(name).expect_dm("a second person" if name in {"brown", "lee"} else SECOND)


async def test_a_duty_without_a_number_is_waived_at_once_with_its_reason(quiet_story: Story) -> None:
    story = quiet_story
    await story.report(when="now")
    await press_duty(story, story.lead, "cost-personal", "duty_waive")
    assert "reason" in (await fill(story, story.lead)).errors
    await fill(story, story.lead, reason="個人情報は入っていなかった")
    assert await state_of(story, "cost-personal") == "waived"
    assert "個人情報は入っていなかった" in story.lead.modal.text, "the list below shows it, with the reason"
    entry = next(entry for entry in await entries(story, "duty.state") if entry.new["state"] == "waived")
    assert (entry.actor, entry.why) == (story.lead.id, "個人情報は入っていなかった")


async def test_a_duty_with_a_number_needs_a_second_person_and_everything_runs_until_then(quiet_story: Story) -> None:
    story, lead = quiet_story, quiet_story.lead
    await story.report(when="now")
    await ask_waiver(story, "notify-60", "端末は社内で見つかった")
    assert await state_of(story, "notify-60") == "running"
    await story.until(3, 10)
    assert len(rung(story, "tanaka")) == 1, "ringing goes on"
    assert not [m for m in lead.dms() if SECOND in m.all_text], "who asked is not asked"

    request = await request_to(story, "tanaka")
    assert "端末は社内で見つかった" in request.all_text
    await story.manager.press(request, "approve")
    await story.bot.settled()

    waived = next(duty for duty in await records(story, Duty) if duty.rule_id == "notify-60")
    assert (waived.state.value, waived.ended_by, waived.second_by) == ("waived", lead.id, story.manager.id)
    lane = await lane_of(story, "kawabata-2026")
    assert lane.due_at is None, "what is left has no number"
    assert lane.clock_runs, "the softer notices are still owed"
    assert not story.workspace.state.scheduled, "Slack's own alarms of the waived deadline are taken back"
    await lead.expect_message(story.room(), "義務を1つ不要にしました")


async def test_who_asked_cannot_approve_nor_can_a_role_without_standing(quiet_story: Story) -> None:
    story, mori = quiet_story, quiet_story.person("mori")
    room = await story.report(when="now")
    await ask_waiver(story, "notify-60", "誤報")
    request = await request_to(story, "tanaka")

    for person, sentence in ((story.lead, "頼んだ本人は認められません"), (mori, "だけができます")):
        forged = story.workspace.state.put(
            Message(room, story.workspace.state.next_ts(), "U0HANSHO", "確認", blocks=request.blocks)
        )
        await person.press(forged, "approve")
        await person.expect_ephemeral(sentence)
        await story.bot.settled()
    assert await state_of(story, "notify-60") == "running"
    assert {entry.actor for entry in await entries(story, "refused")} == {story.lead.id, mori.id}


async def test_a_second_person_may_refuse_and_the_duty_stays(quiet_story: Story) -> None:
    story = quiet_story
    await story.report(when="now")
    await ask_waiver(story, "notify-60", "誤報")
    request = await request_to(story, "brown")
    await story.person("brown").press(request, "refuse")
    await story.bot.settled()
    assert await state_of(story, "notify-60") == "running"
    assert (await lane_of(story, "kawabata-2026")).due_at == story.at(4, 5)
    await story.lead.expect_message(story.room(), "認めませんでした")
    other = await request_to(story, "tanaka")
    await story.manager.press(other, "approve")
    await story.manager.expect_ephemeral("Emma Brownさんがもう決めています")
    assert await state_of(story, "notify-60") == "running"


async def test_asking_twice_says_who_asked(quiet_story: Story) -> None:
    story = quiet_story
    await story.report(when="now")
    await ask_waiver(story, "notify-60", "誤報")
    await press_duty(story, story.manager, "notify-60", "duty_waive")
    outcome = await fill(story, story.manager, reason="誤報")
    assert "佐藤 健さんがもう頼んでいます" in str(outcome.errors)


async def test_not_an_incident_needs_a_second_person_and_then_everything_is_silent(quiet_story: Story) -> None:
    story = quiet_story
    room = await story.report(when="now", contracts=["kawabata-2026", "tobu-2026"])
    assert story.workspace.state.scheduled
    await do(story, story.lead, "川端市", "not_incident", reason="机の引き出しにあった")
    assert (await the_incident(story)).state.value == "triage"
    assert story.workspace.state.scheduled, "until somebody agrees, nothing stops"

    request = await request_to(story, "lee")
    await story.person("lee").press(request, "approve")
    await story.bot.settled()

    incident = await the_incident(story)
    assert (incident.state.value, incident.ended_reason) == ("not_incident", "机の引き出しにあった")
    assert not story.workspace.state.scheduled
    armed = [timer for timer in await records(story, Timer) if timer.state is TimerState.ARMED]
    assert not [timer for timer in armed if timer.scope_id == incident.id]
    said, paged = len(story.lead.messages(room)), len(beside_cards(story.manager))
    await story.until(9, 30, days=1)
    assert len(story.lead.messages(room)) == said
    assert len(beside_cards(story.manager)) == paged
    assert {duty.state.value for duty in await records(story, Duty)} == {"waived"}


async def finish_everything(story: Story) -> None:
    """Confirm receipt, finish what is left, close the consultations."""
    lead = story.lead
    await do(story, lead, "川端市", "confirmed", reference="受付 K-118")
    for duty in await records(story, Duty):
        if not duty.is_ended:
            await press_duty(story, lead, duty.rule_id, "duty_done")
            await fill(story, lead, note="済み")
            await lead.close_modal(everything=True)
    for number in range(len(await records(story, Consultation))):
        await lead.press(card(story, "川端市"), "consultation:1")
        await (await lead.expect_modal()).press("consult_close")
        assert (await fill(story, lead, reason=f"話し合うことはなかった {number}")).kind == "closed"
        await lead.close_modal(everything=True)


async def test_closing_is_refused_while_something_is_owed_and_passes_when_all_is_done(quiet_story: Story) -> None:
    story, lead = quiet_story, quiet_story.lead
    await story.report(when="now")
    await reach(story, "川端市")
    await press(story, lead, "川端市", "close")
    form = await lead.expect_modal()
    assert "義務: 残り" in form.text, "what is owed is listed before anybody tries"
    assert set((await fill(story, lead, reason="すべて終わった")).errors) == {"root_cause", "prevention"}
    outcome = await fill(story, lead, root_cause="鍵のかけ忘れ", prevention="二人で確かめる")
    assert "まだ残っています" in str(outcome.errors)
    await lead.close_modal(everything=True)

    await finish_everything(story)
    outcome = await close(story, lead, "川端市", "端末は回収、暗号化を確認")
    assert outcome.kind == "closed", outcome.errors
    incident = await the_incident(story)
    assert (incident.state.value, incident.ended_reason) == ("closed", "端末は回収、暗号化を確認")
    (closing,) = await records(story, Closing)
    assert (closing.root_cause, closing.prevention, closing.retain_until) == (
        "鍵のかけ忘れ",
        "二人で確かめる",
        date(2031, 11, 24),
    )
    await lead.expect_message(story.room(), "終わりにしました")
    await story.until(9, 30)
    assert "おはようございます" not in words_to(lead)


async def test_the_buttons_of_a_closed_incident_answer_plainly(quiet_story: Story) -> None:
    story, lead = quiet_story, quiet_story.lead
    await story.report(when="now")
    await reach(story, "川端市")
    await finish_everything(story)
    before = card(story, "川端市")
    old = story.workspace.state.put(
        Message(story.room(), story.workspace.state.next_ts(), "U0HANSHO", "古いカード", blocks=before.blocks)
    )
    await close(story, lead, "川端市", "終わった")

    await lead.press(old, "more", next(value for value in _menu(old) if value.startswith("contained|")))
    await lead.expect_ephemeral("もう終わっています")
    await press(story, lead, "川端市", "correct")
    outcome = await fill(story, lead, reason="あとから")
    assert "もう終わっています" in str(outcome.errors)
    await lead.close_modal(everything=True)
    assert not [m for m in lead.dms() if "ack" in actions_of(m)], "no page asks anything any more"


async def test_closing_after_a_waived_hard_duty_needs_a_second_look(quiet_story: Story) -> None:
    story, lead = quiet_story, quiet_story.lead
    await story.report(when="now", info=["none"])
    await ask_waiver(story, "notify-60", "社内で見つかった")
    await story.manager.press(await request_to(story, "tanaka"), "approve")
    await story.bot.settled()
    for duty in await records(story, Duty):
        if not duty.is_ended:
            await ask_waiver(story, duty.rule_id, "社内で見つかった")
    await story.bot.advance_to(story.at(3, 5) + timedelta(minutes=1))
    assert (await close(story, lead, "川端市", "持ち出されていなかった")).kind == "closed"
    assert (await the_incident(story)).is_open
    await story.manager.press(await request_to(story, "tanaka"), "approve")
    await story.bot.settled()
    assert (await the_incident(story)).ended_reason == "持ち出されていなかった"


def _menu(message: Message) -> list[str]:
    return [
        option["value"]
        for block in message.blocks
        for element in block.get("elements", [])
        for option in element.get("options", [])
    ]


async def test_what_was_taken_for_no_incident_goes_on_under_its_own_deadline(quiet_story: Story) -> None:
    story = quiet_story
    room = await story.report(when="now")
    await do(story, story.lead, "川端市", "not_incident", reason="机の引き出しにあった")
    await story.person("lee").press(await request_to(story, "lee"), "approve")
    await story.bot.settled()
    due_at = (await lane_of(story, "kawabata-2026")).due_at
    await story.until(3, 40)
    said = await story.lead.expect_message(room, "事案ではなかったとしました")
    assert actions_of(said) == ["reopen"]

    await story.lead.press(said, "reopen")
    form = await story.lead.expect_modal()
    assert "期限は止まっていなかったものとして" in form.text
    assert "reason" in (await fill(story, story.lead)).errors
    assert (await fill(story, story.lead, reason="別の端末だった")).kind == "closed"
    incident, lane = await the_incident(story), await lane_of(story, "kawabata-2026")
    assert (incident.state.value, incident.ended_at, incident.ended_reason) == ("active", None, "")
    assert (lane.due_at, lane.clock_runs, lane.owner_id) == (due_at, True, "")
    assert await state_of(story, "notify-60") == "running"
    assert {duty.state.value for duty in await records(story, Duty)} == {"running"}
    assert story.workspace.state.scheduled, "Slack's own alarms stand again"
    assert [m for m in story.lead.dms() if "引き受けてください" in m.all_text or "ack" in actions_of(m)], (
        "it rings again"
    )
    entry = (await entries(story, "incident.state"))[-1]
    assert (entry.old, entry.new, entry.why) == ({"state": "not_incident"}, {"state": "active"}, "別の端末だった")
    await story.until(4, 6)
    assert await entries(story, "clock.overdue"), "the deadline never stopped"

    again = await fill_reopen(story, said)
    assert "終わっていません" in str(again), "a second press finds it going on"


async def fill_reopen(story: Story, said: Message) -> object:
    """Press a button that is still there, and send the form."""
    await story.lead.press(said, "reopen")
    await story.lead.expect_modal()
    return (await fill(story, story.lead, reason="もう一度")).errors


async def test_what_was_closed_too_soon_is_taken_up_again_with_all_that_was_done(quiet_story: Story) -> None:
    story, lead = quiet_story, quiet_story.lead
    room = await story.report(when="now")
    await reach(story, "川端市")
    await finish_everything(story)
    reached_at = (await lane_of(story, "kawabata-2026")).reached_at
    await press(story, lead, "川端市", "close")
    outcome = await fill(story, lead, reason="終わった", root_cause="置き忘れ", prevention="鞄に鈴")
    assert outcome.kind == "closed", outcome.errors
    said = await lead.expect_message(room, "を終わりにしました")
    await lead.press(said, "reopen")
    await lead.expect_modal()
    assert (await fill(story, lead, reason="お客様から新しい問い合わせ")).kind == "closed"
    lane = await lane_of(story, "kawabata-2026")
    assert (lane.reached_at, lane.clock_runs) == (reached_at, False), (
        "who was reached stays reached, and nobody is rung"
    )
    assert {duty.state.value for duty in await records(story, Duty)} == {"done"}
    assert (await the_incident(story)).is_open
    await lead.expect_message(room, "を再開しました")
    await press(story, lead, "川端市", "close")
    assert (await fill(story, lead, reason="今度こそ")).kind == "closed", "and it can be closed again"
    assert (await the_incident(story)).state.value == "closed"
