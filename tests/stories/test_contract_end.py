"""The end of a contract in people's hands: recorded from App Home, listed, erased, certified, delivered, receipted, wound up."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.document import Document, DocumentContent
from bot.domain.matter import Matter
from tests.documents.reading import everything_in
from tests.harness.packs import changed_packs
from tests.stories.acting import fill, records, words_to
from tests.stories.conftest import Story, told
from tests.stories.harness import Transport
from tests.stories.test_matters import THURSDAY, offered_steps, step
from workspace import Person

ENDED = "{start: 2024-04-01, end: 2026-11-18}"
CONTACTS = "{desk: {label: 情報政策課, people: {primary: {name: 窓口 太郎, phone: '03-0000-0001', email: desk@kawabata.example}, backup: {name: 控え 花子, phone: '03-0000-0002'}, after_hours: {name: 夜間 守, phone: '03-0000-0003'}}}, manager: {label: 管理責任者, side: contractor, people: {primary: {name: 管理 者, phone: '03-0000-0009'}}}}"


@pytest.fixture
async def ended(tmp_path: Path, transport: Transport, database_url: str) -> AsyncIterator[Story]:
    """The morning after a city's contract has ended by its own dates."""
    packs = changed_packs(tmp_path, extends="seed-003", term=ENDED, contacts=CONTACTS)
    async with told(transport, database_url, at=THURSDAY, packs_dir=packs) as story:
        await story.workspace.wait_for(lambda: any("片付け" in m.all_text for m in story.person("suzuki").dms()))
        yield story


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Story]:
    """A Thursday morning while the contracts run."""
    async with told("socket", f"sqlite:///{tmp_path / 'hansho.sqlite'}", at=THURSDAY) as story:
        yield story


async def open_part(story: Story, who: Person, words: str) -> None:
    """Open the part of the checklist that says these words."""
    form = await who.expect_modal()
    for block in form.blocks:
        if "accessory" in block and words in block["text"]["text"]:
            await who.acts.press_view(who.id, form.view.id, block["block_id"], block["accessory"]["action_id"])
            await story.workspace.wait_for(
                lambda: "一覧に戻る" in who.modal.text or "Back to the list" in who.modal.text
            )
            return
    raise AssertionError(f"no part {words} in {form.text}")


async def test_the_end_of_a_contract_from_its_last_day_to_the_last_receipt(ended: Story) -> None:
    story = ended
    suzuki = story.person("suzuki")
    assert "契約で必要です: 契約の終わりの片付け（川端市 様）" in words_to(suzuki)
    await suzuki.press(suzuki.dms()[-1], "matter")
    assert "直ちに" in suzuki.modal.text and "team target" not in suzuki.modal.text
    assert "wind_up" not in offered_steps(suzuki), "first somebody has to say what is held"
    listed = await step(story, suzuki, "inventory", held_us=["papers", "server"])
    assert listed.kind == "closed", suzuki.modal.errors  # type: ignore[attr-defined]
    assert "2 件のうち 0 件が済みました" in suzuki.modal.text
    refused = await step(story, suzuki, "wind_up", on="2026-11-19")
    assert "まだ 2 件が済んでいません" in str(refused.errors), "not while something is open"  # type: ignore[attr-defined]
    await suzuki.close_modal()

    await open_part(story, suzuki, "サーバーのデータ")
    await step(story, suzuki, "collect", on="2026-11-19", note="業務台帳 一式")
    await step(story, suzuki, "erase", on="2026-11-19", note="上書き消去", who="鈴木")
    await suzuki.modal.press("paper")
    form = await suzuki.expect_modal("書類を作る")
    assert form.view.values["place_method"]["value"]["value"] == "上書き消去"
    await fill(story, suzuki)
    assert "消去証明書" in suzuki.modal.text and "空欄はありません" in suzuki.modal.text
    for document in await records(story, Document):
        (content,) = [one for one in await records(story, DocumentContent) if one.id == document.id]
        words = "".join(everything_in(content.content, document.format).split())
        assert "消去証明書" in words and "業務台帳一式" in words and "東部商事" not in words
    await step(story, suzuki, "deliver", on="2026-11-19", who="窓口 太郎")
    await step(story, suzuki, "receipt", on="2026-11-19", reference="受 7")
    await suzuki.modal.press("matter")
    await story.workspace.wait_for(lambda: "2 件のうち 1 件が済みました" in suzuki.modal.text)
    await open_part(story, suzuki, "書類")
    await step(
        story, suzuki, "otherwise", on="2026-11-19", who="窓口 太郎", reference="メール 11/19", note="裁断してよい"
    )
    assert "すべての項目が済みました" in words_to(suzuki)
    await suzuki.modal.press("matter")
    await story.workspace.wait_for(lambda: "2 件のうち 2 件が済みました" in suzuki.modal.text)
    await step(story, suzuki, "wind_up", on="2026-11-19")
    assert "片付けが済んだ" in suzuki.modal.text
    (whole,) = [one for one in await records(story, Matter) if one.topic == "wind_up"]
    assert whole.state == "wound_up"


async def test_the_work_is_recorded_as_completed_from_app_home_and_what_lives_on_is_shown(running: Story) -> None:
    story = running
    suzuki = story.person("suzuki")
    await suzuki.open_home()
    await suzuki.press(await suzuki.expect_home("契約の始まりと終わり"), "contracts")
    assert "川端市 様" in (await suzuki.expect_modal()).text and "契約期間中" in suzuki.modal.text
    await choose_contract(story, suzuki, "川端市")
    assert "契約が終わっても続くこと" in suzuki.modal.text and "期限なし" in suzuki.modal.text
    await suzuki.modal.press("contract_end")
    await suzuki.expect_modal("終わりを記録")
    assert (await fill(story, suzuki, event="completed", on="2026-11-19")).kind == "updated"
    assert "契約の終わりの片付け" in suzuki.modal.text
    await suzuki.close_modal()
    await suzuki.command("/incident contracts")
    await choose_contract(story, suzuki, "川端市")
    assert "パックではまだ期間中です" in suzuki.modal.text and "終わったと記録する" not in suzuki.modal.text
    await story.lead.command("/incident contracts")
    await choose_contract(story, story.lead, "川端市")
    assert "終わったと記録する" not in story.lead.modal.text, "only those responsible for the contract end it"


async def test_in_english_too(running: Story) -> None:
    miller = running.person("miller")
    await miller.command("/incident contracts")
    assert "City of Kawabata" in (await miller.expect_modal()).text and "In force" in miller.modal.text
    await choose_contract(running, miller, "City of Kawabata")
    assert "What lives on after the contract" in miller.modal.text and "without end" in miller.modal.text


async def test_what_nobody_typed_is_in_the_readers_language(tmp_path: Path) -> None:
    people = "{responsible: [U0MILLER], compliance: [U0MORI], incident_lead: [U0SATO], duty_manager: [U0TANAKA], security_manager: [U0KATO], executive: [U0OKADA]}"
    packs = changed_packs(tmp_path, extends="seed-003", term=ENDED, contacts=CONTACTS, people=people)
    async with told("socket", f"sqlite:///{tmp_path / 'hansho.sqlite'}", at=THURSDAY, packs_dir=packs) as story:
        miller = story.person("miller")
        await story.workspace.wait_for(lambda: any("Winding up" in m.all_text for m in miller.dms()))
        await miller.press(next(m for m in miller.dms() if "Winding up" in m.all_text), "matter")
        assert "The contract ended on 18 November 2026" in miller.modal.text
        await step(story, miller, "inventory", held_us=["server"])
        assert (
            "server data (株式会社ハンショウ商会)" in miller.modal.text and "サーバーのデータ" not in miller.modal.text
        )


async def choose_contract(story: Story, who: Person, client: str) -> None:
    """Open one contract of the list."""
    form = await who.expect_modal()
    block = next(b for b in form.blocks if "accessory" in b and client in b["text"]["text"])
    await who.acts.press_view(who.id, form.view.id, block["block_id"], block["accessory"]["action_id"])
    await story.bot.settled()
    assert who.modal.view.body["callback_id"] == "contract", (who.modal.text, words_to(who))
