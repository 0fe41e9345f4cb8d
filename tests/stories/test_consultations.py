"""What comes after: consultations on cost, remediation and publication, reminders of silence."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.consultation import Consultation
from bot.domain.duty import Duty
from tests.stories.acting import card, choose, entries, fill, reach, records
from tests.stories.conftest import TOKYO, Story, told
from workspace import Person

THURSDAY = datetime(2026, 11, 19, 10, 0, tzinfo=TOKYO)
"""Before a weekend and a Monday that is a public holiday."""


@pytest.fixture
async def week(tmp_path: Path) -> AsyncIterator[Story]:
    """A story that begins on Thursday morning, with both clients reached."""
    async with told("socket", f"sqlite:///{tmp_path / 'hansho.sqlite'}", at=THURSDAY) as story:
        await story.report(when="now", contracts=["kawabata-2026", "tobu-2026"])
        await reach(story, "川端市")
        await reach(story, "東部商事")
        yield story


async def of(story: Story, topic: str) -> Consultation:
    """The newest consultation on a topic."""
    return [talk for talk in await records(story, Consultation) if talk.topic == topic][-1]


async def open_talk(story: Story, client: str, label: str, verb: str, person: Person | None = None) -> Person:
    """Open a consultation from the card and press one of its buttons."""
    who = person or story.lead
    await who.press(card(story, client), label)
    await (await who.expect_modal(client)).press(verb)
    return who


async def test_talks_go_from_a_proposal_over_rounds_to_an_outcome_and_close_with_their_duty(week: Story) -> None:
    story = week
    lead = await open_talk(story, "川端市", "費用の負担", "propose")
    await fill(story, lead, position="調査費用は当社が全額", reason="持ち出しは当社の手順違反", next_date="2026-11-25")
    assert "調査費用は当社が全額" in lead.modal.text, "the list under the form shows it at once"
    await lead.modal.press("ask_talks")
    assert "asked_on" in (await fill(story, lead, asked_on="2026-11-18", who="窓口 太郎", how="email")).errors
    assert (await fill(story, lead, asked_on="2026-11-19")).kind == "closed"
    assert "申し入れ 11/19(木)　窓口 太郎（メール）" in lead.modal.text

    await lead.modal.press("round")
    ours, theirs = "全額を申し出", "通知費用も求める"
    await fill(
        story, lead, held_on="2026-11-19", who="窓口 太郎、佐藤", ours=ours, theirs=theirs, next_date="2026-11-27"
    )
    assert theirs in lead.modal.text
    assert "11/27" in lead.modal.text

    await lead.modal.press("next_date")
    assert "next_date" in (await fill(story, lead, next_date="2026-11-18")).errors, "a day that has passed"
    assert (await fill(story, lead, next_date="2026-11-26")).kind == "closed"

    await lead.modal.press("consult_close")
    assert "reason" in (await fill(story, lead)).errors, "without an outcome it takes a reason"
    await lead.close_modal()
    await lead.modal.press("outcome")
    settled = "調査費用と郵送費を当社が負担"
    await fill(story, lead, result="agreed_with_conditions", text=settled)
    assert "conditions" in lead.modal.errors, "conditions that nobody wrote down are none"
    await fill(story, lead, conditions="・請求書を月末まで ２０２６／１１／３０まで\n\n明細を付ける")
    assert "残り 2 / 全部で 2" in lead.modal.text
    assert "請求書を月末まで\n合意の条件　佐藤 健　期限 11/30(月)" in lead.modal.text

    await lead.modal.press("consult_close")
    assert "まだ終わっていない対策や条件が 2 件" in str((await fill(story, lead, reason="急ぐ")).errors)
    await lead.close_modal()
    await lead.modal.press("minute")
    await fill(story, lead, ours="佐藤", theirs="窓口 太郎", reference="議事録 12", confirmed_on="2026-11-20")
    assert "confirmed_on" in lead.modal.errors, "nobody confirms tomorrow"
    assert (await fill(story, lead, confirmed_on="2026-11-19")).kind == "closed"
    assert "対策を進めている" in lead.modal.text
    for _ in range(2):
        await choose(lead, "action_done")
        await fill(story, lead, evidence="請求書 K-12")
    assert "残り 0 / 全部で 2" in lead.modal.text
    await lead.modal.press("consult_close")
    assert (await fill(story, lead)).kind == "closed", "with a minute of both sides it takes no reason"

    talk = next(talk for talk in await records(story, Consultation) if talk.rule_id == "cost")
    assert (talk.state.value, talk.outcome) == ("closed", "調査費用と郵送費を当社が負担")
    duty = next(duty for duty in await records(story, Duty) if duty.rule_id == "cost-personal")
    assert duty.state.value == "done"
    other = next(duty for duty in await records(story, Duty) if duty.rule_id == "cost-by-cause")
    assert other.state.value == "running", "the other client's cost is another matter"
    changes = [entry for entry in await entries(story, "consultation.changed") if entry.subject == talk.id]
    assert [entry.new["state"] for entry in changes if "state" in entry.new] == [
        "proposed", "opened", "talking", "agreed_with_conditions", "actions_running", "closed",
    ]  # fmt: skip


async def test_each_topic_the_pack_names_opens_once_and_publication_only_where_it_is_agreed(week: Story) -> None:
    talks = await records(week, Consultation)
    assert sorted((talk.rule_id, talk.topic, talk.good_practice) for talk in talks) == [
        ("cost", "cost", False),
        ("cost-share", "cost", False),
        ("publication", "publication", False),
        ("remediation", "remediation", True),
        ("remediation", "remediation", True),
    ]
    lead = await open_talk(week, "東部商事", "公表", "propose")
    assert (await fill(week, lead, position="来週、共同で公表する")).kind == "closed"
    assert (await of(week, "publication")).our_position == "来週、共同で公表する"
    await lead.close_modal(everything=True)
    lead = await open_talk(week, "東部商事", "是正・再発防止", "round")
    assert (await fill(week, lead, who="東 一郎", held_on="2026-11-20")).errors, "a round is held before it is recorded"


async def test_no_agreement_brings_legal_into_it(week: Story) -> None:
    lee = week.person("lee")
    before = len(lee.dms())
    assert lee.id not in week.workspace.channel(week.room()).members
    lead = await open_talk(week, "東部商事", "費用の負担", "round")
    await fill(week, lead, who="東 一郎", theirs="全額を求める")
    await lead.modal.press("outcome")
    await fill(week, lead, result="no_agreement", text="割合で折り合わず")
    said = "\n".join(m.all_text for m in lee.dms()[before:])
    assert "Tobu" in said
    assert "No agreement was reached" in said
    assert lee.id in week.workspace.channel(week.room()).members, "and into the room"
    assert (await of(week, "cost")).owner_id == lee.id, "it is theirs now"
    await week.bot.advance_to(datetime(2026, 11, 24, 9, 0, tzinfo=TOKYO))
    reminded = await lee.expect_dm("2 business days without agreement")
    await lee.press(reminded, "consultation")
    assert "合意せず" not in (await lee.expect_modal()).text
    assert "no agreement" in lee.modal.text


def nudged(story: Story, name: str) -> list[str]:
    """The days of silence this person was reminded of."""
    found = [m.all_text for m in story.person(name).dms()]
    words = [text for text in found if "動きがありません。次回" in text or "without a word" in text]
    return [day for text in words for day in ("2", "5", "10") if f"{day}営業日" in text or f" {day} business" in text]


async def test_silence_reminds_the_owner_then_the_managers_then_legal_over_weekend_and_holiday(week: Story) -> None:
    story = week
    for client, label in (
        ("東部商事", "費用の負担"),
        ("東部商事", "公表"),
        ("東部商事", "是正・再発防止"),
        ("川端市", "費用の負担"),
    ):
        lead = await open_talk(story, client, label, "consult_close")
        await fill(story, lead, reason="別に話す")
        await lead.close_modal(everything=True)
    names = ("sato", "tanaka", "brown", "lee", "mori", "yamada")

    async def at(day: int, month: int = 11) -> list[list[str]]:
        await story.bot.advance_to(datetime(2026, month, day, 9, 0, tzinfo=TOKYO))
        return [nudged(story, name) for name in names]

    assert await at(23) == [[], [], [], [], [], []], "a weekend and a holiday are no days of silence"
    assert await at(24) == [["2"], [], [], [], [], []]
    assert await at(27) == [["2", "5"], ["5"], ["5"], [], [], []]
    assert await at(4, 12) == [["2", "5", "10"], ["5", "10"], ["5", "10"], ["10"], [], []]


async def test_anything_written_down_begins_the_silence_anew(week: Story) -> None:
    story = week
    for client, label in (
        ("東部商事", "費用の負担"),
        ("東部商事", "公表"),
        ("東部商事", "是正・再発防止"),
        ("川端市", "費用の負担"),
    ):
        lead = await open_talk(story, client, label, "consult_close")
        await fill(story, lead, reason="別に話す")
        await lead.close_modal(everything=True)
    await story.bot.advance_to(THURSDAY + timedelta(days=4, hours=12))
    lead = await open_talk(story, "川端市", "是正・再発防止", "next_date")
    await fill(story, lead, next_date="2026-12-01")
    await story.bot.advance_to(datetime(2026, 11, 25, 8, 59, tzinfo=TOKYO))
    assert nudged(story, "sato") == []
    await story.bot.advance_to(datetime(2026, 11, 25, 9, 0, tzinfo=TOKYO))
    assert nudged(story, "sato") == ["2"]


async def test_the_digest_lists_consultations_without_a_next_date_and_no_others(week: Story) -> None:
    story = week
    lead = await open_talk(story, "川端市", "費用の負担", "next_date")
    await fill(story, lead, next_date="2026-11-25")
    await lead.close_modal(everything=True)
    await story.bot.advance_to(datetime(2026, 11, 20, 9, 0, tzinfo=TOKYO))
    digest = await lead.expect_dm("おはようございます")
    talks = digest.all_text.partition("次の日が決まっていない協議")[2].partition("受領の確認がまだ")[0]
    assert "公表" in talks
    assert "東部商事" in talks
    assert talks.count("費用の負担") == 1
    await story.bot.advance_to(datetime(2026, 11, 26, 9, 0, tzinfo=TOKYO))
    later = await lead.expect_dm("おはようございます", after=digest.ts)
    assert later.all_text.count("費用の負担") == 2, "a date that passed is no next date"
