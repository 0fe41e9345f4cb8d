"""The page in a real browser: a person orders by keyboard, sees the errors, and another window is another person."""

from __future__ import annotations

import pytest
from playwright.async_api import async_playwright, expect

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


@pytest.fixture
async def browser(chromium_path):
    async with async_playwright() as play:
        made = await play.chromium.launch(executable_path=chromium_path, args=FLAGS)
        yield made
        await made.close()


async def opened(browser, ws, where, said, **screen):
    page = await (await browser.new_context(**screen)).new_page()
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url) if not request.url.startswith(ws.url) else None)
    await page.goto(f"{ws.url}#{where}")
    return page


@pytest.mark.browser
async def test_order_by_keyboard_in_japanese_and_english(toy, browser):
    toy.surface = {"commands": [{"command": "/order", "usage_hint": "[slow]"}], "shortcuts": []}
    said: list[str] = []
    page = await opened(browser, toy, "as=U0YAMADA&channel=C0GENERAL", said)
    other = await opened(browser, toy, "as=U0MILLER&channel=C0GENERAL", said, viewport={"width": 390, "height": 800})
    box = page.get_by_role("textbox", name="送信先: #general")
    await box.press_sequentially("/or")
    await expect(page.locator(".commands")).to_contain_text("[slow]")
    await box.press("Tab")
    await box.press("Enter")
    dialog = page.get_by_role("dialog", name="Order")
    await expect(dialog.get_by_label("What")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(dialog.get_by_text("この項目を入力してください。")).to_be_visible()
    await page.keyboard.type("bad")
    await page.keyboard.press("Enter")
    await expect(dialog.get_by_text("No such thing.")).to_be_visible()
    await expect(dialog.get_by_label("What")).to_have_value("bad")
    await expect(dialog.get_by_label("What")).to_be_focused()
    await page.keyboard.press("ControlOrMeta+a")
    await page.keyboard.type("tea")
    await dialog.get_by_label("Size").select_option("Large")
    await dialog.get_by_role("button", name="Send").click()
    await expect(dialog).to_be_hidden()
    await page.locator("#sidebar").get_by_role("button", name="Hansho").click()
    await page.get_by_role("tab", name="メッセージ").click()
    await page.get_by_role("button", name="Take it").click()
    await expect(page.get_by_text("あなたにだけ見えています")).to_be_visible()
    await page.get_by_role("tab", name="ホーム").click()
    await expect(page.locator("#home")).to_contain_text("nothing yet")

    await expect(other.get_by_role("textbox", name="Message to #general")).to_be_visible()
    await other.get_by_role("textbox").fill("good *morning* <!channel>")
    await other.keyboard.press("Enter")
    await page.locator("#sidebar").get_by_role("button", name="general").click()
    await expect(page.locator(".message strong", has_text="morning")).to_be_visible()
    await expect(page.locator(".message")).to_contain_text("<!channel>")
    assert said == []


@pytest.mark.browser
async def test_the_form_keeps_its_words_when_nobody_answers(ws, client, browser):
    from workspace import modals

    from .conftest import form

    said: list[str] = []
    await client.views_open(trigger_id=modals.new_trigger(ws.state, "U0MILLER"), view=form())
    page = await opened(browser, ws, "as=U0MILLER", said)
    await page.get_by_label("What").fill("words")
    await page.get_by_role("button", name="Send").last.click()
    await expect(page.get_by_role("alert")).to_contain_text("trouble connecting")
    await expect(page.get_by_label("What")).to_have_value("words")
    await page.get_by_role("button", name="Cancel").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.locator("#face")).to_have_text("02:47:00 JST")
    await page.get_by_role("button", name="Forward 15 min").click()
    await expect(page.locator("#face")).to_have_text("03:02:00 JST")
    await page.get_by_role("button", name="Next 09:00").click()
    await expect(page.locator("#face")).to_have_text("09:00:00 JST")
    assert said == []
