"""What comes back, in the workspace: the morning's card, a year of checks, a drill, a renewal, the evening with a laptop, late and later."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.incident import Incident
from bot.domain.log import LogEntry
from bot.domain.matter import Matter, MatterEntry, MatterState
from bot.domain.work import Timer
from tests.harness.patience import PATIENCE
from tests.stories.acting import actions_of, card, fill, records, words_to
from tests.stories.conftest import TOKYO, Story, told
from tests.stories.harness import DEMO_PACKS
from tests.stories.test_matters import door, step
from workspace import Person

WEDNESDAY = datetime(2026, 11, 18, 8, 50, tzinfo=TOKYO)
"""Ten minutes before the digest; the Monday after is a public holiday."""


@contextlib.asynccontextmanager
async def begun(tmp_path: Path, at: datetime = WEDNESDAY, packs_dir: Path = DEMO_PACKS) -> AsyncIterator[Story]:
    """The bot with everything that comes back armed, which it does once it knows the people."""
    async with told("socket", f"sqlite:///{tmp_path / 'hansho.sqlite'}", at=at, packs_dir=packs_dir) as story:
        async with asyncio.timeout(PATIENCE):
            while not await _armed(story):  # noqa: ASYNC110 - asked for as a person would look
                await asyncio.sleep(0.01)
        yield story


async def _armed(story: Story) -> list[Timer]:
    return [timer for timer in await records(story, Timer) if timer.kind == "recurring"]


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Story]:
    """A quiet Wednesday morning."""
    async with begun(tmp_path) as story:
        yield story


def packs(tmp_path: Path, rules: str, *, client: str = "kawabata") -> Path:
    """One of the demo's clients with these recurring rules beside those of its contract, and nothing of the other."""
    folder = tmp_path / "packs"
    shutil.copytree(DEMO_PACKS, folder)
    (folder / ("tobu.yaml" if client == "kawabata" else "kawabata.yaml")).unlink()
    file = folder / f"{client}.yaml"
    file.write_text(f"{file.read_text(encoding='utf-8')}\nrecurring:\n{rules}", encoding="utf-8")
    return folder


def digest_of(who: Person) -> str:
    return who.dms()[-1].all_text


async def until(story: Story, month: int, day: int, hour: int = 9, minute: int = 1, *, year: int = 2026) -> None:
    await story.bot.advance_to(datetime(year, month, day, hour, minute, tzinfo=TOKYO))


async def jump_to(story: Story, at: datetime) -> None:
    """As a machine that slept: everything between falls due together."""
    await story.bot.jump(minutes=(at - story.bot.now).total_seconds() / 60)


async def test_the_morning_has_one_card_and_keeping_to_it_is_kept_and_shown(story: Story) -> None:
    await story.until(9, 1)
    (message,) = story.person("tanaka").dms()
    assert "今日のひとつ" in message.all_text and {"card_keep", "card_happened"} == set(actions_of(message))
    await story.person("tanaka").press(message, "card_keep")
    await story.bot.settled()
    (message,) = story.person("tanaka").dms()
    assert "「守れている」と記録しました" in message.all_text and not actions_of(message)
    (kept,) = [entry for entry in await records(story, LogEntry) if entry.action == "card.kept"]
    assert (kept.actor, kept.new) == ("U0TANAKA", {"day": "2026-11-24"})
    english = story.person("brown").dms()[0]
    assert "One thing for today" in english.all_text and "I keep to it" in english.all_text


async def test_this_happened_on_a_card_is_a_report_of_that_contract_without_blame(office: Story) -> None:
    await until(office, 11, 18)
    brown = office.person("brown")
    await brown.press(brown.dms()[0], "card_happened")
    form = await brown.expect_modal()
    assert form.view.values["what"]["value"]["selected_options"][0]["value"] == "clause_breach"
    assert (await form.submit()).kind == "updated"
    await office.bot.settled()
    (incident,) = await records(office, Incident)
    assert (incident.facts["event"], incident.facts["contracts"]) == (["clause_breach"], ["kawabata-2026"])
    assert incident.summary.startswith("Not kept: ")


async def test_while_an_incident_of_the_contract_is_open_nobody_is_told_to_delete_histories(tmp_path: Path) -> None:
    rules = "  - {id: daily-card, cite: [遵守事項5], every: business_day, rotate: [call_log], summary: {ja: 毎日ひとつ, en: One each day}}\n"
    async with begun(tmp_path, WEDNESDAY - timedelta(hours=5), packs(tmp_path, rules)) as story:
        await until(story, 11, 18)
        assert "使うたびに消しましょう" in digest_of(story.person("tanaka"))
        await story.report(when="now")
        await until(story, 11, 19)
        assert "いまは履歴を消さないでください" in digest_of(story.person("tanaka"))
        assert "Please do not delete any history now" in digest_of(story.person("brown"))
        assert "使うたびに消しましょう" not in digest_of(story.person("tanaka"))


async def test_a_year_of_monthly_checks_is_twelve_each_with_something_to_show(tmp_path: Path) -> None:
    rules = "  - {id: monthly, cite: [第4], every: P1M, summary: {ja: 毎月の確認, en: Monthly check}}\n"
    none = "  - {id: daily-card, cite: [x], once: true, summary: {ja: なし, en: none}}\n"
    async with begun(tmp_path, WEDNESDAY, packs(tmp_path, rules + none)) as story:
        mori = story.person("mori")
        for month in range(12):
            year, number = 2026 + (11 + month) // 12, (11 + month) % 12 + 1
            await jump_to(story, datetime(year, number, 1, 12, tzinfo=TOKYO))
            await mori.command("/incident matters")
            listed = await mori.expect_modal()
            (matter,) = [one for one in await records(story, Matter) if one.rule_id == "monthly" and one.is_open]
            number_of = next(
                element
                for block in listed.blocks
                if (element := block.get("accessory")) and matter.id in element["value"]
            )
            await listed.press(number_of["action_id"])
            assert "*毎月の確認*" in mori.modal.text
            assert (
                await step(story, mori, "attest", on=f"{year}-{number:02d}-01", reference=f"点検表 {month + 1}")
            ).kind == "closed"
            await mori.close_modal(everything=True)
        done = [
            one
            for one in await records(story, Matter)
            if one.rule_id == "monthly" and one.state is MatterState.FULFILLED
        ]
        assert [one.answers["for"][:7] for one in done] == ["2026-12", *(f"2027-{month:02d}" for month in range(1, 12))]
        shown = {entry.matter_id: entry.reference for entry in await records(story, MatterEntry)}
        assert [shown[one.id] for one in done] == [f"点検表 {number}" for number in range(1, 13)]


async def test_a_check_that_is_not_so_becomes_a_report_and_ends_with_its_number(tmp_path: Path) -> None:
    rules = "  - {id: monthly, cite: [第4], every: P1M, summary: {ja: 鍵のかかる棚にしまう, en: Kept in a locked cabinet}}\n"
    async with begun(tmp_path, WEDNESDAY, packs(tmp_path, rules)) as story:
        await until(story, 11, 24)
        mori = story.person("mori")
        assert "鍵のかかる棚にしまう" in digest_of(mori), "the morning it is asked for"
        await mori.press(mori.dms()[-1], "matter:1")
        assert "責めません" in mori.modal.text
        await mori.modal.press("matter_happened")
        form = await mori.expect_modal("何が起きましたか")
        assert (await form.submit()).kind == "updated"
        await story.bot.settled()
        (incident,) = await records(story, Incident)
        assert (incident.facts["event"], incident.summary) == (
            ["clause_breach"],
            "守れなかったこと: 鍵のかかる棚にしまう（第4）",
        )
        (matter,) = [one for one in await records(story, Matter) if one.rule_id == "monthly"]
        assert matter.state is MatterState.BROKEN
        (entry,) = await records(story, MatterEntry)
        assert (entry.step, entry.reference) == ("happened", incident.ref)


async def test_a_late_check_climbs_from_its_owner_to_the_managers_and_the_executive(tmp_path: Path) -> None:
    rules = "  - {id: monthly, cite: [第4], every: P1M, summary: {ja: 毎月の確認, en: Monthly check}}\n"
    cards = "  - {id: daily-card, cite: [x], once: true, summary: {ja: なし, en: none}}\n"
    async with begun(tmp_path, WEDNESDAY, packs(tmp_path, rules + cards)) as story:

        def heard(name: str) -> int:
            return sum("毎月の確認" in m.all_text or "Monthly check" in m.all_text for m in story.person(name).dms())

        await until(story, 12, 1)
        assert (heard("mori"), heard("suzuki"), heard("kato"), heard("okada")) == (2, 0, 0, 0), "asked for, and its day"
        await until(story, 12, 3)
        assert (heard("mori"), heard("suzuki")) == (4, 0)
        assert "*12/1(火) を過ぎています*" in digest_of(story.person("mori"))
        await until(story, 12, 4)
        assert (heard("suzuki"), heard("kato"), heard("okada")) == (1, 1, 0), "three working days late"
        await until(story, 12, 14)
        assert heard("okada") == 0
        await until(story, 12, 15)
        assert heard("okada") == 1, "ten"
        assert any("毎月の確認" in m.all_text for m in story.workspace.messages("C0COMPLIANCE"))


async def test_the_drill_asks_who_answered_by_day_and_by_night_and_the_card_stops_doubting_the_numbers(
    tmp_path: Path,
) -> None:
    rules = "  - {id: weekly, what: drill, cite: [遵守事項2], every: P1W, summary: {ja: 窓口に電話する, en: Call the desk}}\n"
    async with begun(tmp_path, WEDNESDAY, packs(tmp_path, rules)) as story:
        await until(story, 11, 24)
        await story.report(when="now")
        assert "まだ訓練でかけたことがありません" in card(story, "川端市").all_text
        mori = story.person("mori")
        matter = next(m for m in reversed(mori.dms()) if "窓口に電話する" in m.all_text)
        await mori.press(matter, "matter:1")
        refused = await step(story, mori, "drill", on="2026-11-24", who="窓口 太郎")
        assert "reference" in refused.errors, "by night, too"
        assert (await fill(story, mori, reference="22:10 夜間 守")).kind == "closed"
        await story.engineer.close_modal(everything=True)
        await story.report(when="now")
        assert "まだ訓練でかけたことがありません" not in card(story, "川端市").all_text


async def test_the_renewal_shows_the_last_safe_day_and_notice_needs_a_paper(tmp_path: Path) -> None:
    at = datetime(2026, 12, 31, 8, 40, tzinfo=TOKYO)
    async with begun(tmp_path, at) as story:
        await until(story, 12, 31, year=2026)
        mori = story.person("mori")
        message = next(
            m for m in mori.dms() if "更新するか、書面で終わらせるか" in m.all_text and "matter" in actions_of(m)
        )
        assert (
            "*2027/2/19(金) までに書面を渡せば安心です。* 契約で伝えられる最後の日は 2027/2/28(日)"
            in message.all_text.replace("年", "/").replace("月", "/").replace("日(", "(")
        )
        await mori.press(message, "matter")
        assert {"who", "reference"} <= set((await step(story, mori, "give_notice", on="2026-12-31")).errors)
        assert (await fill(story, mori, who="東 一郎", reference="内容証明 K-1")).kind == "closed"
        assert "更新しないと書面で伝えました" in mori.modal.text
        await jump_to(story, datetime(2027, 2, 24, 12, tzinfo=TOKYO))
        assert "そろそろ期限です: 更新するか" not in words_to(mori)


async def test_half_past_five_with_a_laptop_out_and_lost_opens_the_report_with_what_is_known(office: Story) -> None:
    story, engineer, suzuki = office, office.engineer, office.person("suzuki")
    await door(
        story,
        engineer,
        "may",
        contract="kawabata-2026",
        topic="laptop_out",
        words="PC-12 を客先へ",
        due_on="2026-11-24",
    )
    await suzuki.press(suzuki.dms()[-1], "matter")
    await step(story, suzuki, "approve")
    await engineer.close_modal()
    await engineer.press(engineer.dms()[-1], "matter")
    await step(story, engineer, "take_out")
    await until(story, 11, 18, 17, 31)
    assert "お酒の席に寄らず" in digest_of(engineer) and "一杯でも" not in digest_of(engineer)
    await until(story, 11, 20, 17, 31)
    evening = engineer.dms()[-1]
    assert "一杯でも" in evening.all_text, "a Friday before a free Monday"
    await engineer.close_modal(everything=True)
    await engineer.press(evening, "matter_breach")
    form = await engineer.expect_modal("何が起きましたか")
    assert form.view.values["what"]["value"]["selected_options"][0]["value"] == "loss_theft"
    assert (await form.submit()).kind == "updated"
    await story.bot.settled()
    (incident,) = await records(story, Incident)
    assert (incident.facts["event"], incident.facts["where"], incident.facts["contracts"]) == (
        ["loss_theft"],
        ["carried_device"],
        ["kawabata-2026"],
    )
    entry = (await records(story, MatterEntry))[-1]
    assert (entry.step, entry.reference) == ("happened", incident.ref)


async def test_it_is_back_and_the_evenings_end(office: Story) -> None:
    story, engineer, suzuki = office, office.engineer, office.person("suzuki")
    await door(story, engineer, "may", contract="kawabata-2026", topic="papers_out", words="打合せ資料")
    await suzuki.press(suzuki.dms()[-1], "matter")
    await step(story, suzuki, "approve")
    await engineer.close_modal()
    await engineer.press(engineer.dms()[-1], "matter")
    await step(story, engineer, "take_out")
    await step(story, engineer, "bring_back", on="2026-11-18")
    await until(story, 11, 20, 18)
    assert "外に出ています" not in words_to(engineer)


async def test_what_comes_back_next_is_listed_for_those_who_watch_and_for_nobody_else(office: Story) -> None:
    mori = office.person("mori")
    await mori.command("/incident matters")
    listed = (await mori.expect_modal()).text
    assert "*これから来る定期の確認*" in listed
    assert "窓口の電話に昼も夜も出てもらえるか（川端市 様）" in listed
    await office.engineer.command("/incident matters")
    assert "これから来る" not in (await office.engineer.expect_modal()).text
    lee = office.person("lee")
    await lee.open_home()
    await lee.expect_home("Requests, consents, regular checks")
    await lee.command("/incident matters")
    assert "Coming back next" in (await lee.expect_modal()).text


def test_the_day_of_this_story_is_a_wednesday() -> None:
    assert date(2026, 11, 18).weekday() == 2
