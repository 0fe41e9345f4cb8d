"""Checks of a page as a screen reader and a person with weak sight meet it: names, roles, ids, contrast, sizes of targets.

The rules are those of WCAG 2.2, level AA, as far as a script can judge them. `SCAN` runs in the page and returns what is wrong.
"""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Page

SCAN = (Path(__file__).parent / "scan.js").read_text(encoding="utf-8")


async def scan(page: Page) -> list[str]:
    """What is wrong with the page as it stands; with an open dialog, with that."""
    found: list[str] = await page.evaluate(SCAN)
    return found
