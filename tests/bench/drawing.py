"""A message in a real browser: from its departure to the frame in which it stands on the screen of an open page."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
from playwright.async_api import Browser, Page, async_playwright

from tests.bench.figures import Figure, quantile
from tests.bench.practising import FLOOD_SECONDS, MESSAGES_A_SECOND, READY_SECONDS, first_page, flood
from tests.bench.running import bare, free_port, running

_WATCH = """(count) => {
  const came = {};
  let whole;
  window.came = new Promise((resolve) => { whole = resolve; });
  const note = (text) => {
    const numbers = [...text.matchAll(/flood-(\\d{5})/g)].map((found) => found[1]);
    if (numbers.length) requestAnimationFrame(() => {
      const now = (performance.timeOrigin + performance.now()) / 1000;
      for (const number of numbers) came[number] ??= now;
      if (Object.keys(came).length === count) whole(came);
    });
  };
  new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) note(node.textContent);
  }).observe(document.body, {childList: true, subtree: true});
}"""
"""Notes for each message the frame after its words entered the page, as seconds since 1970; `came` waits for all of them."""
_BARE_PAGE = """() => new Promise((ready) => {
  const line = new WebSocket(`ws://${location.host}/_practice/live`);
  line.onopen = () => { line.send(JSON.stringify({as: 'U0YAMADA', channel: 'C0BUILD'})); ready(); };
  line.onmessage = (said) => {
    const row = document.createElement('p');
    row.textContent = said.data;
    document.body.prepend(row);
  };
})"""
"""The least that shows them: a paragraph for each, newest on top."""


async def measure(scratch: Path, *, runs: int) -> list[Figure]:
    """A flood of messages with one page open in Chromium. Raises RuntimeError without Chromium."""
    chromium = shutil.which(os.environ.get("CHROMIUM") or "chromium") or shutil.which("google-chrome")
    if not chromium:
        raise RuntimeError("this part needs Chromium (Debian: install the package chromium, or set CHROMIUM)")
    middle = Figure(f"message on the screen in Chromium, {MESSAGES_A_SECOND} a second, p50", "s")
    late = Figure(f"message on the screen in Chromium, {MESSAGES_A_SECOND} a second, p99", "s", target=0.1)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for _ in range(runs):
            with tempfile.TemporaryDirectory(dir=scratch) as folder:
                port = free_port()
                command = [sys.executable, "-m", "workspace", "--port", str(port)]
                async with running(command, {}, Path(folder), port) as program, _page(browser, program.url) as page:
                    await page.goto(f"{program.url}/#as=U0YAMADA&guide=0&channel=C0BUILD")
                    await page.locator("#main .composer").wait_for()
                    _note(await _drawn(page, program.url), middle.runs, late.runs)
            with tempfile.TemporaryDirectory(dir=scratch) as folder:
                port = free_port()
                options = json.dumps({"file": str(Path(folder) / "unused"), "port": port})
                async with bare("page", Path(folder), options, port=port) as part, _page(browser, part.url) as page:
                    await page.goto(f"{part.url}/")
                    await page.evaluate(_BARE_PAGE)
                    _note(await _drawn(page, part.url), middle.bare, late.bare)
        await browser.close()
    return [middle, late]


def _note(latencies: list[float], middle: list[float], late: list[float]) -> None:
    """Add one flood's quantiles to the two figures."""
    middle.append(quantile(latencies, 0.5))
    late.append(quantile(latencies, 0.99))


@asynccontextmanager
async def _page(browser: Browser, url: str) -> AsyncIterator[Page]:
    async with aiohttp.ClientSession() as session:
        await first_page(session, url)
    context = await browser.new_context(viewport={"width": 1360, "height": 860})
    yield await context.new_page()
    await context.close()


async def _drawn(page: Page, url: str) -> list[float]:
    """Seconds from each message's departure to the frame that shows it. A message that never shows raises a timeout."""
    count = MESSAGES_A_SECOND * FLOOD_SECONDS
    await page.evaluate(_WATCH, count)
    async with aiohttp.ClientSession() as session:
        left = await flood(session, url)
    async with asyncio.timeout(READY_SECONDS):
        came = {int(number): at for number, at in (await page.evaluate("window.came")).items()}
    return [came[number] - at for number, at in left.items()]
