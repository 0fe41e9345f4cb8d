"""Everybody can use it: names, roles and contrast in every state, light and dark; the keyboard alone; what a screen reader hears."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser import gallery
from tests.browser.accessibility import scan
from tests.browser.test_blocks import post
from workspace import modals, shapes
from workspace.state import BOT_USER, Message

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1360, 860), (390, 800)], ids=["desk", "phone"])
async def test_nothing_is_wrong_with_any_state_of_the_page(quiet, looked, scheme, size):
    parent = post(quiet, gallery.MESSAGE)
    parent.reactions.append({"name": "eyes", "users": ["U0SATO"], "count": 1})
    post(quiet, [{"type": "section", "text": gallery.mark("only you")}], ephemeral_to="U0SATO")
    quiet.acts.post("U0MILLER", "C0BUILD", "an answer", parent.ts)
    quiet.acts.pin("U0SATO", "C0BUILD", parent.ts, on=True)
    quiet.fault("chat.postMessage", "error", "internal_error", 5)
    width, height = size
    window = await looked("U0SATO", "channel=C0BUILD", color_scheme=scheme, viewport={"width": width, "height": height})
    page = window.page
    assert await scan(page) == []
    await page.locator("[data-name=tools]").click()
    for where in ("traffic", "faults", "clock", "mail"):
        await page.locator(f"#tool-{where}").click()
        await expect(page.locator(f"#tool-{where}")).to_have_attribute("aria-selected", "true")
        assert await scan(page) == [], where
    await page.evaluate(f"location.hash = '#as=U0SATO&channel=C0BUILD&guide=0&thread={parent.ts}'")
    await expect(page.locator("#side")).to_contain_text("an answer")
    assert await scan(page) == []
    await page.locator("#person").click()
    await expect(page.get_by_role("menu")).to_be_visible()
    assert await scan(page) == []
    await page.keyboard.press("Escape")
    modals.show(quiet.state, "U0SATO", {**gallery.MODAL, "blocks": shapes.finished(gallery.FORM)}, on_top=False)
    await expect(window.modal).to_be_visible()
    await window.modal.get_by_role("combobox", name="Some").click()
    assert await scan(page) == []


async def test_a_scan_sees_what_is_broken(quiet, looked):
    """The check itself can fail: each of these faults is found."""
    page = (await looked("U0SATO")).page
    await page.evaluate("""() => {
      document.getElementById("main").insertAdjacentHTML("beforeend",
        '<button id="x"></button><img src="data:,"><p class="pale">pale</p><div id="x"></div><input aria-describedby="nobody" aria-label="y">');
      document.querySelector(".pale").style.color = "#bbb";
    }""")
    found = "\n".join(await scan(page))
    for rule in ("4.1.2", "1.1.1", "1.4.3", "4.1.1", "1.3.1"):
        assert rule in found


async def test_the_first_report_needs_no_mouse(story, opened):
    window = await opened("U0YAMADA")
    page, keys = window.page, window.page.keyboard
    await page.evaluate("document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')")
    await keys.press("Tab")
    await keys.press("Tab")
    await expect(page.locator("#skip-write")).to_be_focused()
    await keys.press("Enter")
    await expect(window.composer).to_be_focused()
    await keys.type("/inc")
    await expect(page.get_by_role("option", name="/incident")).to_have_attribute("aria-selected", "true")
    await keys.press("Enter")
    await expect(window.composer).to_have_value("/incident ")
    await keys.press("Enter")
    await expect(window.modal.get_by_role("combobox", name="何が起きましたか")).to_be_focused()
    await keys.type("なくした")
    await expect(window.modal.locator(".options:visible [role=option]")).to_have_count(1)
    await keys.press("Enter")
    await keys.press("Escape")
    await expect(window.modal).to_be_visible()
    for _ in range(14):
        await keys.press("Tab")
        if await page.evaluate("document.activeElement.type === 'submit'"):
            break
    await keys.press("Enter")
    await expect(window.modal).to_contain_text("受け付けました")
    await keys.press("Escape")
    await expect(window.modal).to_have_count(0)
    await expect(window.composer).to_be_focused()
    await story.bot.settled()
    for _ in range(6):
        await keys.press("Shift+Tab")
        if await page.evaluate("document.activeElement.matches('#main .scroll')"):
            break
    await expect(page.locator("#main .scroll")).to_be_focused()
    await keys.press("ArrowUp")
    await expect(page.locator("#main .message").last).to_be_focused()
    await keys.press("Tab")
    assert await page.evaluate("document.activeElement.closest('.message') !== null")


async def test_a_screen_reader_hears_messages_politely_and_calls_at_once(quiet, looked):
    window = await looked("U0SATO", "channel=C0BUILD")
    quiet.acts.post("U0MILLER", "C0BUILD", "just *so* you know")
    await expect(window.page.locator("#spoken")).to_contain_text("Alex Miller: just so you know")
    await expect(window.page.locator("#spoken-now")).to_be_empty()
    quiet.acts.post("U0TANAKA", "C0DESK", "<@U0SATO> :bell: come")
    await expect(window.page.locator("#spoken-now")).to_contain_text("田中 実, #incident-desk: @佐藤 健 🔔 come")
    assert await window.page.locator("#spoken-now").get_attribute("aria-live") == "assertive"


async def test_who_wants_no_motion_gets_none(quiet, looked):
    window = await looked("U0SATO", "channel=C0BUILD", reduced_motion="reduce")
    quiet.state.put(Message(quiet.state.direct("U0SATO").id, quiet.state.next_ts(), BOT_USER, "come"))
    card = window.page.locator(".call")
    await expect(card).to_be_visible()
    assert await card.evaluate("node => getComputedStyle(node).animationName") == "none"
