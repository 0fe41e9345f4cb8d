"""A person's browser window: what they see, and what their hands do. Only visible words and keys lead anywhere."""

from __future__ import annotations

import asyncio
import contextlib
import re
from typing import TYPE_CHECKING, Any

from playwright.async_api import Locator, Page, Route, expect

from tests.harness.patience import PATIENCE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser

    from workspace import Workspace


class Window:
    """One page of the workspace, acting as one person. `said` collects errors of the page and every request that left it."""

    def __init__(self, page: Page, said: list[str], url: str) -> None:
        self.page = page
        self.said = said
        self._url = url

    @classmethod
    async def open(cls, browser: Browser, workspace: Workspace, user: str, where: str = "", **screen: Any) -> Window:
        context = await browser.new_context(**{"viewport": {"width": 1360, "height": 860}, **screen})
        page = await context.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        said: list[str] = []
        page.on("console", lambda m: said.append(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on(
            "request", lambda r: None if r.url.startswith((workspace.url, "data:", "about:")) else said.append(r.url)
        )
        await page.goto(f"{workspace.url}#as={user}&guide=0&{where}")
        await expect(page.locator("#main .composer, #main #home, #main .archived").first).to_be_visible()
        return cls(page, said, workspace.url)

    @property
    def composer(self) -> Locator:
        return self.page.locator("#main .composer textarea")

    @property
    def modal(self) -> Locator:
        return self.page.locator("dialog.modal")

    @property
    def newest(self) -> Locator:
        return self.page.locator("#main .message").last

    def message(self, words: str) -> Locator:
        """The newest message in the middle that shows these words."""
        return self.page.locator("#main .message").filter(has_text=words).last

    def card(self, client: str) -> Locator:
        """The card of one client: the message with its name and a menu of everything else."""
        return self.page.locator("#main .message.pinned").filter(has_text=client).last

    async def write(self, text: str) -> None:
        """Type into the composer and send."""
        await self.composer.fill(text)
        await self.composer.press("Enter")

    async def go(self, name: str) -> None:
        """Open a place in the sidebar."""
        await self.page.locator("#sidebar").get_by_role("button", name=re.compile(rf"^{re.escape(name)}")).first.click()

    async def home(self) -> Locator:
        """Open the app's Home tab."""
        await self.go("Hansho")
        await self.page.locator("#tab-home").click()
        return self.page.locator("#home")

    async def fill(self, answers: dict[str, str | list[str]]) -> None:
        """Answer questions of the open form by their labels: options by their words, dates as "2026-11-24T02:47"."""
        for label, answer in answers.items():
            block = self.modal.locator(".block.input").filter(has=self.page.locator(".label", has_text=label)).first
            await expect(block).to_be_visible()
            for one in [answer] if isinstance(answer, str) else answer:
                await self._answer(block, one)

    async def _answer(self, block: Locator, answer: str) -> None:
        if await block.locator(".choices").count():
            await block.locator(".choice").filter(has_text=answer).first.click()
        elif await block.locator("select").count():
            options = await block.locator("option").all_text_contents()
            await block.locator("select").select_option(label=next(one for one in options if answer in one))
        elif await block.locator("[role=combobox]").count():
            await block.locator("[role=combobox]").fill(answer)
            await block.locator("[role=option]").first.wait_for()
            await block.locator("[role=combobox]").press("Enter")
            if await block.locator("[role=listbox]:visible").count():
                await block.locator("[role=combobox]").press("Escape")
        else:
            await block.locator("input, textarea").first.fill(answer)

    async def send(self) -> None:
        """Send the open form."""
        await self.modal.locator("button[type=submit]").click()

    async def press(self, message: Locator, name: str) -> None:
        """Press a button that shows these words; a dialog that asks first is confirmed."""
        await message.get_by_role("button", name=name).first.click()
        confirm = self.page.locator("dialog.confirm .row .button").last
        if await confirm.count():
            await confirm.click()

    async def choose(self, message: Locator, name: str) -> None:
        """Choose from the message's menu of further actions."""
        await message.locator(".button.overflow").first.click()
        await self.page.get_by_role("menuitem", name=name).click()


@contextlib.asynccontextmanager
async def at_once(*windows: Window) -> AsyncIterator[None]:
    """What is pressed in these windows leaves them together when the block ends, so that nobody is answered before all have pressed."""
    pressed = asyncio.Event()

    async def leave(route: Route) -> None:
        await pressed.wait()
        await route.continue_()

    for window in windows:
        await window.page.route("**/_practice/act", leave)
    try:
        yield
    finally:
        pressed.set()
        for window in windows:
            await window.page.unroute_all(behavior="wait")
