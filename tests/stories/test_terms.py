"""A contract as a whole: what it is part of, what to keep in mind, what lives on, and how its doubts are read and by whom."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.domain.reading import Reading
from bot.packs.loader import SHIPPED, load_pack
from tests.forms.every_form import FORMS, packs_of_every_form
from tests.stories.acting import entries, press, records
from tests.stories.conftest import TOKYO, Story, told
from workspace import Person

THURSDAY = datetime(2026, 11, 19, 10, 0, tzinfo=TOKYO)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Story]:
    """A quiet Thursday morning in a house with a client under each of the five forms."""
    folder = tmp_path / "packs"
    folder.mkdir()
    database = f"sqlite:///{tmp_path / 'hansho.sqlite'}"
    async with told("socket", database, at=THURSDAY, packs_dir=packs_of_every_form(folder)) as story:
        yield story


async def opened(who: Person, form: str, page: str = "ふた通りに読めるところと、当社の読み方") -> str:
    """Open what one contract says, from the list of contracts, and return its words."""
    await who.command("/incident contracts")
    await who.expect_modal()
    for block in who.modal.blocks:
        if form in str(block.get("text", {}).get("text", "")) and "accessory" in block:
            await who.acts.press_view(who.id, who.modal.view.id, block["block_id"], block["accessory"]["action_id"])
            await who.modal.press("terms")
            return (await who.expect_modal(page)).text
    raise AssertionError(who.modal.text)


@pytest.mark.parametrize("form", FORMS)
async def test_the_page_shows_what_the_client_may_do_what_we_answer_for_and_every_doubt(
    office: Story, form: str
) -> None:
    pack = load_pack(SHIPPED / f"{form}.yaml").pack
    assert pack is not None
    words = await opened(office.lead, form)
    for rule in pack.duties:
        if rule.type in {"exposure", "standby"}:
            assert rule.summary.ja in words, rule.id
    for doubt in pack.doubts:
        assert doubt.ja in words


async def test_the_page_tells_what_the_terms_are_one_with_what_is_part_of_them_and_where_disputes_go(
    office: Story,
) -> None:
    lead = office.lead
    assert "「本契約」X-7 と一体のものです" in await opened(lead, "seed-001")
    await lead.close_modal()
    words = await opened(lead, "seed-002")
    assert "「本契約」X-7 と一体のものです" in words and "受託者向け情報セキュリティ遵守事項" in words
    assert "2026/4/1(水) から 2027/3/31(水) まで" in words
    await lead.close_modal()
    words = await opened(lead, "seed-004")
    assert "甲の本店所在地の地方裁判所" in words and "13" in words
    assert "契約が終わる1か月前までに知らせなければ（書面）、自動で延びます" in words
    assert "対象" in words and "見えてはいけない所に出た" in words, "which incidents it covers"


async def test_the_doubts_are_confirmed_by_name_and_the_name_stays(office: Story) -> None:
    lead, other = office.lead, office.person("mori")
    assert "まだだれも確認していません" in await opened(lead, "seed-002")
    await lead.modal.press("confirm_readings")
    await office.workspace.wait_for(lambda: "読んで確認: 佐藤" in lead.modal.text)
    assert "この読み方で扱います" not in lead.modal.text, "once is enough"
    (reading,) = await records(office, Reading)
    assert (reading.pack_id, reading.by) == ("client-seed-002", "U0SATO")
    assert [entry.actor for entry in await entries(office, "readings.confirmed")] == ["U0SATO"]
    words = await opened(other, "seed-002")
    assert "佐藤" in words, "whoever comes later sees who confirmed"
    await other.modal.press("confirm_readings")
    await office.bot.settled()
    assert len(await records(office, Reading)) == 2


async def test_a_doubt_that_was_reworded_is_confirmed_anew(office: Story, tmp_path: Path) -> None:
    lead = office.lead
    await opened(lead, "seed-003")
    await lead.modal.press("confirm_readings")
    await office.bot.settled()
    await lead.close_modal()
    file = tmp_path / "packs" / "client-seed-003.yaml"
    more = "doubts:\n  - {ja: 新しく見つかった読み方, en: A reading found later}\n"
    file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
    for _ in range(3):  # a change counts when the next look finds it unchanged
        office.bot.program.rules.reload()
    words = await opened(lead, "seed-003")
    assert "新しく見つかった読み方" in words and "まだだれも確認していません" in words


async def test_whoever_has_no_role_is_not_offered_the_page_and_a_duty_manager_may_not_confirm(office: Story) -> None:
    other, duty = office.engineer, office.manager
    await other.command("/incident contracts")
    await other.modal.press("contract:1")
    await other.expect_modal("見本先 seed-000")
    assert "terms" not in str(other.modal.blocks)
    assert "この読み方で扱います" not in await opened(duty, "seed-001"), "a duty manager reads, and decides nothing"
    assert await records(office, Reading) == []


async def test_the_contracts_page_says_how_many_readings_are_still_to_be_confirmed(office: Story) -> None:
    lead = office.lead
    await lead.command("/incident contracts")
    assert (await lead.expect_modal()).text.count("読み方の確認がまだ") == 5
    await lead.modal.press("contract:4")
    assert "読み方の確認がまだ: 4" in (await lead.expect_modal("見本先 seed-003")).text


async def test_during_an_incident_the_duties_show_the_doubts_and_who_confirmed_them(quiet_story: Story) -> None:
    story = quiet_story
    await story.report()
    await press(story, story.lead, "川端市", "duties")
    form = await story.lead.expect_modal()
    assert "まだだれも確認していません" in form.text
    assert "疑いの段階も含むか" in form.text


async def test_in_english_too(office: Story) -> None:
    words = await opened(office.person("lee"), "seed-004", "how we read it")
    assert "District court at the seat of Party" in words
    assert "It renews itself unless ended 1 month before its end (In writing)" in words
