"""The ten stories of the first hour, clicked through by people in their own windows and languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import expect

from bot.domain.errors import StoreUnavailable
from bot.domain.incident import Incident
from bot.domain.lane import Attempt, Lane
from bot.services.report import report_incident
from tests.browser.conftest import windows
from tests.browser.window import Window, at_once
from tests.harness.patience import UNHURRIED
from tests.stories.acting import records
from tests.stories.conftest import NIGHT, Story, told
from tests.stories.harness import BotProcess, passing_time
from workspace import FileClock, Workspace

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
PHONE = {"viewport": {"width": 390, "height": 800}, "has_touch": True}
LAPTOP = {
    "何が起きましたか": "なくした",
    "どのくらい": "起きた",
    "どこで": "持ち出し中",
    "どのお客様": "川端市",
    "ひとこと": "持ち出しPCの紛失",
}
LAPTOP_EN = {"What happened": "Lost or stolen", "How sure": "It happened", "Which client": "City of Kawabata"}
ASKED = "引き受けられる人が必要です"


async def report(story: Story, window: Window, answers: dict[str, Any], line: str = "/incident") -> str:
    """Report by typing the command; returns the room's name."""
    await window.write(line)
    await expect(window.modal).to_be_visible()
    await window.fill(answers)
    await window.send()
    await expect(window.modal.locator("button[type=submit]")).to_have_count(0)
    await story.bot.settled()
    return story.workspace.channel(story.room()).name


async def attempt(window: Window, slot: str, result: str) -> None:
    await window.fill({"だれに": slot, "どうやって": "電話", "どうでしたか": result})
    await window.send()
    await expect(window.modal).to_have_count(0)


async def reach(window: Window, name: str) -> None:
    await window.fill({"だれに伝わりましたか": name, "どうやって": "電話"})
    await window.send()
    await expect(window.modal).to_have_count(0)


async def test_01_three_in_the_morning(story, opened):
    yamada = await opened("U0YAMADA")
    tanaka = await opened("U0TANAKA", "channel=C0GENERAL")
    await yamada.write("/incident")
    await yamada.fill({"だれかが最初に": "時刻を選ぶ"})
    await expect(yamada.modal.get_by_label("その時刻")).to_be_visible()
    await yamada.fill({**LAPTOP, "その時刻": "2026-11-24T02:47"})
    await yamada.send()
    await expect(yamada.modal).to_contain_text("受け付けました")
    await expect(yamada.modal).to_contain_text("あと 42 分")
    await story.bot.settled()
    room = story.workspace.channel(story.room()).name

    await tanaka.page.get_by_role("button", name="進める 5 分").click()
    await story.bot.settled()
    call = tanaka.page.locator(".call").filter(has_text=ASKED)
    await expect(call).to_contain_text("あと 37 分")
    await expect(tanaka.page.locator("#spoken-now")).to_contain_text("あと 37 分")
    await call.locator(".call-body").click()
    await expect(tanaka.message(ASKED)).to_contain_text("2人目")
    await tanaka.press(tanaka.message(ASKED), "引き受ける")
    await story.bot.settled()

    await tanaka.go(room)
    card = tanaka.card("川端市")
    await expect(card).to_contain_text("田中")
    for slot in ("窓口 太郎", "控え 花子"):
        await tanaka.press(card, "電話した")
        await attempt(tanaka, slot, "出なかった")
    await expect(card).to_contain_text("2 回")
    await tanaka.press(card, "つながった")
    await reach(tanaka, "夜間 守")
    await expect(card).to_contain_text("伝わりました")
    await expect(card).to_contain_text("03:10")

    await story.until(9, 0, days=0)
    mori = await opened("U0MORI", "channel=C0COMPLIANCE")
    await expect(mori.message("INC-261124-01")).to_be_visible()


async def test_02_two_hours_late_is_overdue_from_the_first_second(story, opened):
    miller = await opened("U0MILLER")
    await miller.write("/incident")
    await miller.fill({"When did anyone": "Pick a time"})
    await expect(miller.modal.get_by_label("That time")).to_be_visible()
    await miller.fill({**LAPTOP_EN, "That time": "2026-11-23T16:05"})  # London: two hours before 03:05 in Tokyo
    await miller.send()
    await expect(miller.modal).to_contain_text("Thank you for telling us")
    await expect(miller.modal).to_contain_text("60 min past due")
    await story.bot.settled()
    okada = await opened("U0OKADA", "tab=messages")
    await expect(okada.newest).to_contain_text("過ぎ")
    lee = await opened("U0LEE")
    await lee.go(story.workspace.channel(story.room()).name)
    await expect(lee.message("起点")).to_contain_text("過ぎ")


async def test_03_two_clients_have_two_cards_and_no_word_of_each_other(story, opened):
    yamada, sato = await opened("U0YAMADA"), await opened("U0SATO")
    room = await report(story, yamada, {**LAPTOP, "どのお客様": ["川端市", "東部商事"], "ひとこと": "送付先の取り違え"})
    await sato.go(room)
    await expect(sato.message("60分以内に連絡")).to_contain_text("川端市")
    await expect(sato.message("速やかに")).to_contain_text("東部商事")
    await sato.press(sato.message("速やかに"), "第一報")
    await expect(sato.modal).to_contain_text("東部商事")
    for word in ("川端", "窓口 太郎", "60分以内"):
        await expect(sato.modal).not_to_contain_text(word)
    await sato.page.keyboard.press("Escape")
    await sato.press(sato.message("60分以内に連絡"), "つながった")
    await reach(sato, "窓口 太郎")
    await expect(sato.card("川端市")).to_contain_text("伝わりました")
    await expect(sato.message("速やかに")).to_contain_text("まだいません")


async def test_04_not_knowing_anything_tells_every_client(story, opened):
    miller, brown = await opened("U0MILLER"), await opened("U0BROWN")
    room = await report(story, miller, {"What happened": "Don't know", "Which client": "Don't know"})
    await story.until(3, 10)
    await brown.go(room)
    for client in ("川端市", "東部商事"):
        await expect(brown.card(client)).to_be_visible()


async def test_05_taken_and_then_nothing_rings_again(story, opened):
    yamada, sato = await opened("U0YAMADA"), await opened("U0SATO", "tab=messages")
    await report(story, yamada, {**LAPTOP, "だれかが最初に": "たった今"})
    await sato.press(sato.message(ASKED), "引き受ける")
    await story.bot.settled()
    await sato.go("general")
    await story.until(3, 15)
    again = sato.page.locator(".call").filter(has_text="動きがありません")
    await again.locator(".call-body").click()
    await expect(sato.message("動きがありません")).to_contain_text("04:05")


async def test_06_two_people_press_at_once_and_one_presses_twice(story, opened):
    yamada = await opened("U0YAMADA")
    room = await report(story, yamada, LAPTOP)
    await story.until(3, 10)
    tanaka, brown = await opened("U0TANAKA", "tab=messages"), await opened("U0BROWN", "tab=messages")
    async with at_once(tanaka, brown):
        await tanaka.message(ASKED).get_by_role("button", name="引き受ける").dblclick()
        await brown.message("Somebody has to take this").get_by_role("button", name="I have it").dblclick()
    await story.bot.settled()
    [lane] = await records(story, Lane)
    owner, other = {"U0TANAKA": ("田中", brown), "U0BROWN": ("Brown", tanaka)}[lane.owner_id]
    await expect(other.page.locator("#main .messages")).to_contain_text(owner)
    await brown.go(room)
    await expect(brown.message("起点")).to_contain_text(owner)
    await brown.press(brown.message("起点"), "電話した")
    await brown.fill({"To whom": "main contact", "How": "phone", "What happened": "no answer"})
    async with at_once(brown):
        await brown.modal.locator("button[type=submit]").dblclick()
    await expect(brown.modal).to_have_count(0)
    await story.bot.settled()
    assert len(await records(story, Attempt)) == 1
    assert len(await records(story, Incident)) == 1


async def test_07_the_bot_is_killed_and_the_screen_says_so_and_loses_nothing(browser, tmp_path):
    clock = FileClock(tmp_path / "clock.json")
    clock.set(at=NIGHT, rate=0)
    async with Workspace(clock=clock, **UNHURRIED) as workspace, windows(browser, workspace) as opened:
        bot = BotProcess(workspace, f"sqlite:///{tmp_path / 'hansho.sqlite'}", tmp_path)
        try:
            await bot.start(failpoint="outbox.after_claim", clock_file=tmp_path / "clock.json")
            await workspace.connected()
            yamada, sato = await opened("U0YAMADA"), await opened("U0SATO", "tab=messages")
            await yamada.write("/incident new")
            await yamada.fill({**LAPTOP, "だれかが最初に": "たった今"})
            await yamada.send()
            assert await bot.died() == -9
            await expect(yamada.page.get_by_role("img", name="ボットは接続していません")).to_be_visible()
            await bot.start(clock_file=tmp_path / "clock.json")
            await expect(yamada.page.get_by_role("img", name="ボットは接続中です")).to_be_visible()
            async with passing_time(workspace):
                await expect(sato.message(ASKED)).to_be_visible()
                await expect(sato.page.locator("#main .message").filter(has_text=ASKED)).to_have_count(1)
                if await yamada.modal.count():
                    await yamada.page.keyboard.press("Escape")
                await expect(yamada.page.locator("#main .message").filter(has_text="受け付けました")).to_have_count(1)
        finally:
            await bot.kill()


async def test_08_what_cannot_be_saved_stays_on_the_screen(story, opened, monkeypatch):
    store = story.bot.program.store
    real = store.run

    async def full_disk(service: Any, command: Any) -> Any:
        if service is not report_incident:
            return await real(service, command)

        def refused(uow: Any, given: Any) -> Any:
            service(uow, given)
            raise StoreUnavailable("the disk is full")

        return await real(refused, command)

    monkeypatch.setattr(store, "run", full_disk)
    yamada = await opened("U0YAMADA")
    await yamada.write("/incident")
    await yamada.fill(LAPTOP)
    await yamada.send()
    await expect(yamada.modal.locator(".error").first).to_contain_text("保存できていません")
    await expect(yamada.modal.get_by_label("ひとこと")).to_have_value("持ち出しPCの紛失")
    await expect(yamada.modal.locator(".token", has_text="川端市")).to_be_visible()
    await expect(yamada.modal.locator("[aria-invalid]")).to_be_focused()
    monkeypatch.setattr(store, "run", real)
    await yamada.send()
    await expect(yamada.modal).to_contain_text("受け付けました")
    assert len(await records(story, Incident)) == 1


async def test_09_each_reads_it_in_their_own_language(story, opened):
    yamada = await opened("U0YAMADA")
    await report(story, yamada, LAPTOP)
    await story.until(3, 10)
    tanaka, brown = await opened("U0TANAKA", "tab=messages"), await opened("U0BROWN", "tab=messages")
    await expect(tanaka.message(ASKED)).to_contain_text("川端市 様")
    english = brown.message("Somebody has to take this")
    await expect(english).to_contain_text("City of Kawabata")
    await expect(english).to_contain_text("60分以内")
    await expect(brown.page.get_by_role("tab", name="Home")).to_be_visible()
    home = await brown.home()
    await expect(home).to_contain_text("City of Kawabata")
    await brown.press(home, "Open")
    await expect(brown.modal).to_contain_text("Owner: nobody yet")
    await brown.press(brown.modal, "I have it")
    await expect(brown.modal).to_contain_text("Owner: Emma Brown")
    await expect(await tanaka.home()).to_contain_text("Emma Brown")


async def test_10_only_the_main_job_on_a_phone(browser, tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'hansho.sqlite'}"
    async with told("socket", url, only_main_job=True) as story, windows(browser, story.workspace) as opened:
        yamada = await opened("U0YAMADA", **PHONE)
        await yamada.write("/incident")
        await yamada.fill({"何が起きましたか": "なくした", "どのお客様": "川端市", "だれかが最初に": "約10分前"})
        await yamada.send()
        await expect(yamada.modal).to_contain_text("受け付けました")
        await story.bot.settled()
        sato = await opened("U0SATO", **PHONE)
        await sato.page.get_by_role("button", name="チャンネル", exact=True).click()
        await sato.go("incident-desk")
        await sato.page.locator("#main .replies").last.click()
        card = sato.page.locator("#side .message").filter(has_text="起点")
        await expect(card).to_contain_text("川端市")
        await sato.press(card, "引き受ける")
        await story.bot.settled()
        await sato.press(card, "つながった")
        await reach(sato, "夜間 守")
        await expect(card).to_contain_text("伝わりました")
        assert await sato.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
