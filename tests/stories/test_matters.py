"""The doors beside the report: what a client asked, what somebody wants to do, what changed; each to its end."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.domain.incident import Incident
from bot.domain.matter import Matter, MatterEntry
from tests.stories.acting import entries, fill, records, words_to
from tests.stories.conftest import TOKYO, Story, told
from workspace import Person

THURSDAY = datetime(2026, 11, 19, 10, 0, tzinfo=TOKYO)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Story]:
    """A quiet Thursday morning with nothing going on."""
    async with told("socket", f"sqlite:///{tmp_path / 'hansho.sqlite'}", at=THURSDAY) as story:
        yield story


async def door(story: Story, who: Person, word: str, /, **answers: object) -> Person:
    """Go through a door by its word and send the form."""
    await who.command(f"/incident {word}")
    assert (await fill(story, who, **answers)).kind == "updated", who.modal.errors
    return who


async def step(story: Story, who: Person, name: str, /, **answers: object) -> object:
    """Press one of the steps of the matter that is open, and send its form."""
    form = await who.expect_modal()
    for block in form.blocks:
        for element in block.get("elements", []):
            if element.get("value", "").endswith(f'"y":"{name}"}}'):
                await who.acts.press_view(who.id, form.view.id, block["block_id"], element["action_id"])
                return await fill(story, who, **answers)
    raise AssertionError(f"no step {name} in {form.text}")


def offered_steps(who: Person) -> set[str]:
    found = [
        e["value"]
        for block in who.modal.blocks
        for e in block.get("elements", [])
        if "matter_step" in e.get("action_id", "")
    ]
    return {value.rpartition('"y":"')[2].rstrip('"}') for value in found}


async def test_what_a_client_asked_is_followed_until_it_is_reported_back(story: Story) -> None:
    lead = await door(
        story,
        story.lead,
        "asked",
        contract="kawabata-2026",
        topic="status_report",
        words="月次の状況を書面で",
        due_on="2026-11-27",
    )
    assert "*状況の報告*　川端市" in lead.modal.text and "11/27(金) まで" in lead.modal.text
    assert "契約 特記9(1)" in lead.modal.text, "the article that lets them ask"
    assert (await step(story, lead, "finish", on="2026-11-24", reference="報告書 R-7")).kind == "closed"
    assert "済んだ（報告はまだ）" in lead.modal.text
    assert "who" in (await step(story, lead, "report_back")).errors
    assert (await fill(story, lead, who="窓口 太郎")).kind == "closed"
    assert "報告した・終わり" in lead.modal.text and not offered_steps(lead) - {"reopen"}
    (matter,) = await records(story, Matter)
    assert (matter.ref, matter.state, matter.is_open) == ("MAT-261124-01", "reported", False)
    assert [entry.step for entry in await records(story, MatterEntry)] == ["finish", "report_back"]
    assert [len(await entries(story, f"matter.{name}")) for name in ("opened", "finish", "report_back")] == [1, 1, 1]


async def test_a_request_nobody_finishes_is_reminded_of_on_working_mornings_and_rises(office: Story) -> None:
    story = office
    lead = await door(
        story, story.lead, "asked", contract="tobu-2026", topic="information", words="接続元の一覧", due_on="2026-11-20"
    )
    await lead.close_modal()
    await story.bot.advance_to(datetime(2026, 11, 20, 9, 1, tzinfo=TOKYO))
    assert "そろそろ期限です: 情報の提供" in words_to(lead)
    assert "情報の提供" not in words_to(story.person("mori")), "on its day only the owner hears of it"
    await story.bot.advance_to(datetime(2026, 11, 23, 12, 0, tzinfo=TOKYO))
    assert "まだ終わっていません" not in words_to(lead), "the weekend and the Monday are no working days"
    await story.bot.advance_to(datetime(2026, 11, 24, 9, 1, tzinfo=TOKYO))
    assert "まだ終わっていません: 情報の提供" in words_to(lead)
    assert "まだ終わっていません: 情報の提供" in words_to(story.person("mori")), "late: compliance hears it too"


async def test_a_laptop_goes_out_with_the_responsible_persons_leave_and_comes_back_with_it(story: Story) -> None:
    engineer, responsible = story.engineer, story.person("suzuki")
    await engineer.command("/incident may")
    form = await engineer.expect_modal()
    await form.fill("contract", "kawabata-2026")
    await form.fill("topic", "laptop_out")
    await story.workspace.wait_for(lambda: "社内の責任者の承認が要ります" in engineer.modal.text)
    assert "持ったまま酒席に出ない" in engineer.modal.text, "the rule is shown before it is asked for"
    await fill(story, engineer, words="客先での説明に使う PC-12。暗号化済み", due_on="2026-11-25")
    assert "承認を待っています" in engineer.modal.text and "approve" not in offered_steps(engineer)

    assert "が承認を求めています: ノートPCを持ち出す" in words_to(responsible)
    await responsible.press(responsible.dms()[-1], "matter")
    assert await step(story, responsible, "approve")
    assert "承認されました" in words_to(engineer)

    await engineer.close_modal()
    await engineer.press(engineer.dms()[-1], "matter")
    await step(story, engineer, "take_out")
    assert "持ち出し中" in engineer.modal.text
    await step(story, engineer, "bring_back", on="2026-11-24", note="消去しました")
    assert "confirm_back" not in offered_steps(engineer), "the second mark is not the same person's"
    await responsible.close_modal()
    await responsible.press(responsible.dms()[-1], "matter")
    await step(story, responsible, "confirm_back")
    assert "返却を確認した" in responsible.modal.text
    (matter,) = await records(story, Matter)
    assert (matter.state, matter.is_open, matter.inside) == ("returned", False, True)


async def test_what_is_out_past_its_day_is_not_forgotten(office: Story) -> None:
    story = office
    engineer, responsible = story.engineer, story.person("suzuki")
    await door(
        story, engineer, "may", contract="kawabata-2026", topic="papers_out", words="打合せ資料", due_on="2026-11-19"
    )
    await responsible.press(responsible.dms()[-1], "matter")
    await step(story, responsible, "approve")
    await engineer.close_modal()
    await engineer.press(engineer.dms()[-1], "matter")
    await step(story, engineer, "take_out")
    await story.bot.advance_to(datetime(2026, 11, 20, 9, 1, tzinfo=TOKYO))
    assert "まだ終わっていません: 書類を持ち出す" in words_to(engineer)
    assert "まだ終わっていません: 書類を持ち出す" in words_to(responsible)


async def test_what_is_lost_while_it_is_out_opens_the_report_with_what_is_known(office: Story) -> None:
    story = office
    engineer, responsible = story.engineer, story.person("suzuki")
    await door(story, engineer, "may", contract="kawabata-2026", topic="laptop_out", words="PC-12 を客先へ")
    assert "承諾の前にしてしまったときは" in engineer.modal.text
    await responsible.press(responsible.dms()[-1], "matter")
    await step(story, responsible, "approve")
    await engineer.close_modal()
    await engineer.press(engineer.dms()[-1], "matter")
    await step(story, engineer, "take_out")
    await engineer.modal.press("matter_breach")
    form = await engineer.expect_modal("何が起きましたか")
    assert form.view.values["what"]["value"]["selected_options"][0]["value"] == "loss_theft"
    assert (await form.submit()).kind == "updated"
    await story.bot.settled()
    (incident,) = await records(story, Incident)
    assert (incident.facts["event"], incident.facts["contracts"], incident.summary) == (
        ["loss_theft"],
        ["kawabata-2026"],
        "PC-12 を客先へ",
    )


async def test_what_was_done_already_is_reported_from_the_door_itself(office: Story) -> None:
    story, engineer = office, office.engineer
    await engineer.command("/incident may")
    form = await engineer.expect_modal()
    await form.fill("contract", "kawabata-2026")
    await form.fill("topic", "provide_or_email")
    await form.fill("words", "承認の前に資料を送りました")
    assert "もうしてしまったときは" in engineer.modal.text
    await engineer.modal.press("door_breach")
    report = await engineer.expect_modal("何が起きましたか")
    assert report.view.values["what"]["value"]["selected_options"][0]["value"] == "clause_breach"
    assert (await report.submit()).kind == "updated"
    await story.bot.settled()
    (incident,) = await records(story, Incident)
    assert (incident.facts["event"], incident.facts["contracts"]) == (["clause_breach"], ["kawabata-2026"])
    assert incident.summary == "承認の前に資料を送りました"
    assert await records(story, Matter) == [], "leave is not asked for what was done"


async def test_the_clients_consent_is_kept_with_who_gave_it_and_runs_out(office: Story) -> None:
    story = office
    lead = await door(
        story, story.lead, "may", contract="kawabata-2026", topic="subcontract_any_tier", words="集計作業を見本工業へ"
    )
    assert "お客様の承諾（書面）がまだです" in lead.modal.text
    assert {"reference", "who"} & set((await step(story, lead, "record_grant", on="2026-11-19")).errors)
    granted = await fill(story, lead, who="川端 窓口", reference="承諾書 S-3", until="2026-11-27")
    assert granted.kind == "closed" and "11/27(金) まで有効" in lead.modal.text
    await story.bot.advance_to(datetime(2026, 11, 27, 9, 1, tzinfo=TOKYO))
    assert "そろそろ期限です: 再委託する" in words_to(lead)


async def test_a_change_is_filed_delivered_and_receipted(office: Story) -> None:
    story = office
    lead = await door(
        story,
        story.lead,
        "changed",
        contract="kawabata-2026",
        topic="cloud",
        words="見本クラウドから例示クラウドへ",
        began_on="2026-11-18",
    )
    assert "速やかに" in lead.modal.text, "the contract's own word"
    assert "on" in (await step(story, lead, "deliver", on="2026-11-17", who="窓口 太郎")).errors, "before it changed"
    assert (await fill(story, lead, on="2026-11-19")).kind == "closed"
    await step(story, lead, "receipt", on="2026-11-19", reference="受 5")
    assert "受領された" in lead.modal.text


async def test_nobody_else_sees_a_matter_and_a_guessed_id_says_the_same(office: Story) -> None:
    story = office
    await door(story, story.engineer, "may", contract="kawabata-2026", topic="copy", words="資料の写し")
    other = story.person("miller")
    await other.command("/incident matters")
    assert "資料の写し" not in (await other.expect_modal()).text
    watcher = story.person("mori")
    await watcher.command("/incident matters")
    assert "資料の写し" in (await watcher.expect_modal()).text


async def test_app_home_shows_the_doors_and_what_is_open_to_those_concerned(office: Story) -> None:
    story = office
    lead = await door(
        story, story.lead, "asked", contract="tobu-2026", topic="documents", words="手順書の写し", due_on="2026-11-27"
    )
    await lead.close_modal()
    await lead.open_home()
    await lead.expect_home("依頼・承諾・届出・定期の確認（1）")
    assert "手順書の写し" in lead.home_text and "11/27(金) まで" in lead.home_text
    assert "お客様からの依頼" in lead.home_text and "変わりました" in lead.home_text
    other = story.person("miller")
    await other.open_home()
    await other.expect_home("May I?")
    assert "手順書の写し" not in other.home_text


async def test_a_double_click_keeps_one_matter_and_one_step(office: Story) -> None:
    story = office
    story.workspace.fault("delivery", "duplicate", 2)
    await door(story, story.lead, "asked", contract="tobu-2026", topic="documents", words="手順書の写し")
    assert len(await records(story, Matter)) == 1
    story.workspace.fault("delivery", "duplicate", 2, times=2)
    await step(story, story.lead, "finish", on="2026-11-19", reference="D-1")
    assert [entry.step for entry in await records(story, MatterEntry)] == ["finish"]


@pytest.mark.parametrize(
    ("answers", "block"),
    [
        ({"began_on": "2026-11-20"}, "began_on"),
        ({"began_on": "2024-01-01"}, "began_on"),
        ({"due_on": "2026-11-18"}, "due_on"),
        ({"words": "   "}, "words"),
    ],
)
async def test_a_day_that_cannot_be_or_empty_words_are_refused_with_the_text_kept(
    office: Story, answers: dict[str, str], block: str
) -> None:
    story = office
    await story.lead.command("/incident asked")
    filled = {"contract": "tobu-2026", "topic": "instruction", "words": "止めてほしい", **answers}
    assert block in (await fill(story, story.lead, **filled)).errors
    assert await records(story, Matter) == []


async def test_in_english_too(office: Story) -> None:
    story = office
    miller = story.person("miller")
    await door(
        story,
        miller,
        "may",
        contract="kawabata-2026",
        topic="laptop_out",
        words="Demo at the client",
        due_on="2026-11-20",
    )
    assert "Waiting for" in miller.modal.text and "not taken to a party with drinks" in miller.modal.text
