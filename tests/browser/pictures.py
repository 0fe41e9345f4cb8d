"""`script/pictures`: the documentation's pictures, taken from the running bot at a fixed practice time."""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Browser, async_playwright, expect

from bot.logs import configure_logs
from tests.browser.conftest import FLAGS
from tests.browser.window import Window
from tests.stories.conftest import Story, told

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
DESK = {"viewport": {"width": 1180, "height": 760}}


async def take(window: Window, folder: Path, name: str) -> None:
    """Save what the window shows, once nothing moves in it."""
    await window.page.evaluate("document.fonts.ready")
    await window.page.screenshot(path=folder / f"{name}.png", animations="disabled", caret="hide")
    print(f"{name}.png")


async def quiet(window: Window) -> None:
    """Put the notices away."""
    await window.page.evaluate("document.querySelectorAll('.call, .toast').forEach((one) => one.remove())")


async def tell(story: Story, browser: Browser, folder: Path) -> None:
    """One night, from the form to the morning, with a picture at each place a newcomer should know."""
    workspace = story.workspace
    miller = await Window.open(browser, workspace, "U0MILLER", **DESK)
    await miller.write("/incident")
    await miller.fill({"When did anyone": "Pick a time"})
    await expect(miller.modal.get_by_label("That time")).to_be_visible()
    await miller.fill({
        "That time": "2026-11-23T17:47", "What happened": "Lost or stolen", "How sure": "It happened", "Where": "taken off site",
        "Which client": "City of Kawabata", "One line": "Laptop left on a train",
    })  # fmt: skip
    await miller.modal.locator(".modal-body").evaluate("node => { node.scrollTop = 0; document.activeElement.blur(); }")
    await take(miller, folder, "form")
    brown = await Window.open(browser, workspace, "U0BROWN", "channel=C0GENERAL", **DESK)
    await miller.send()
    await expect(miller.modal).to_contain_text("Thank you for telling us")
    await story.bot.settled()
    await story.until(3, 10)
    call = brown.page.locator(".call:not(.quiet)").filter(has_text="Somebody has to take this")
    await expect(call).to_be_visible()
    await take(brown, folder, "call")
    room = workspace.channel(story.room()).name
    sato = await Window.open(browser, workspace, "U0SATO", **DESK)
    await sato.go(room)
    await sato.press(sato.card("川端市"), "引き受ける")
    await story.bot.settled()
    await expect(sato.card("川端市")).to_contain_text("引き受け: 佐藤 健")
    await quiet(sato)
    await sato.page.mouse.move(5, 700)
    await take(sato, folder, "card")
    workspace.fault("chat.postMessage", "ratelimited", 5, 3)
    await brown.page.locator("[data-name=tools]").click()
    await expect(brown.page.locator(".traffic li").first).to_be_visible()
    await brown.page.get_by_role("searchbox", name="Search").fill("chat.update")
    await brown.page.locator(".traffic li").first.click()
    await quiet(brown)
    await take(brown, folder, "instruments")
    workspace.faults.clear()


async def main(folder: Path) -> None:
    """Everything, into `folder`."""
    chromium = shutil.which(os.environ.get("CHROMIUM") or "chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("No Chromium on this machine (Debian: install the package chromium, or set CHROMIUM).")
    with tempfile.TemporaryDirectory() as store:
        async with async_playwright() as play, told("socket", f"sqlite:///{store}/hansho.sqlite") as story:
            browser = await play.chromium.launch(executable_path=chromium, args=FLAGS)
            await tell(story, browser, folder)
            await browser.close()


if __name__ == "__main__":
    options = argparse.ArgumentParser(prog="script/pictures", description="Take the documentation's pictures anew.")
    options.add_argument("--folder", type=Path, default=PICTURES, help="where they go (default: docs/pictures)")
    folder: Path = options.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    configure_logs("json", level="ERROR")
    asyncio.run(main(folder))
