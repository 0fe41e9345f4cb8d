"""The stories as people click them: one Chromium for each test process, one bot for each story."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from tests.browser.window import Window
from tests.harness.patience import PATIENCE, UNHURRIED
from tests.stories.conftest import NIGHT, Story, told
from workspace import Clock, Workspace

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip

expect.set_options(timeout=PATIENCE * 1000)

Open = Callable[..., Awaitable[Window]]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium_path: str) -> AsyncIterator[Browser]:
    """Chromium, started once."""
    async with async_playwright() as play:
        made = await play.chromium.launch(executable_path=chromium_path, args=FLAGS)
        yield made
        await made.close()


@pytest_asyncio.fixture(loop_scope="session")
async def story(tmp_path: Path) -> AsyncIterator[Story]:
    """A quiet night at 03:05 with the bot running and the clock standing still."""
    async with told("socket", f"sqlite:///{tmp_path / 'hansho.sqlite'}") as found:
        yield found


@pytest_asyncio.fixture(loop_scope="session")
async def quiet() -> AsyncIterator[Workspace]:
    """A workspace without a bot, its clock standing still."""
    async with Workspace(clock=Clock(NIGHT, rate=0), **UNHURRIED) as found:
        yield found


@contextlib.asynccontextmanager
async def windows(browser: Browser, workspace: Workspace) -> AsyncIterator[Open]:
    """Opens windows; at the end no page may have complained, and none may have asked anybody outside."""
    opened: list[Window] = []

    async def open_one(user: str, where: str = "", **screen: object) -> Window:
        opened.append(await Window.open(browser, workspace, user, where, **screen))
        return opened[-1]

    yield open_one
    complaints = [one for window in opened for one in window.said]
    for window in opened:
        await window.page.context.close()
    assert complaints == []


@pytest_asyncio.fixture(loop_scope="session")
async def opened(browser: Browser, story: Story) -> AsyncIterator[Open]:
    """Windows into the story."""
    async with windows(browser, story.workspace) as found:
        yield found


@pytest_asyncio.fixture(loop_scope="session")
async def looked(browser: Browser, quiet: Workspace) -> AsyncIterator[Open]:
    """Windows into the workspace without a bot."""
    async with windows(browser, quiet) as found:
        yield found
