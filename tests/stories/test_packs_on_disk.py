"""Packs edited while the bot runs: good edits are taken, broken ones named to the operators, and the last good ones stay."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.harness.patience import PATIENCE
from tests.stories.acting import card
from tests.stories.conftest import Story, told
from tests.stories.harness import DEMO_PACKS


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """A folder of packs of one's own."""
    folder = tmp_path / "packs"
    shutil.copytree(DEMO_PACKS, folder)
    return folder


@pytest.fixture
async def edited(packs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Story]:
    """A story whose bot looks at its packs ten times a second, so that the test need not wait for it."""
    monkeypatch.setattr("bot.app.WATCH_PACKS_SECONDS", 0.1)
    async with told("socket", f"sqlite:///{tmp_path / 'hansho.sqlite'}", packs_dir=packs) as story:
        yield story


def change(file: Path, old: str, new: str) -> int:
    """Replace a text in a file; returns the number of the line it stood on."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    file.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


async def test_an_edit_that_breaks_a_pack_is_named_with_file_and_line_and_changes_nothing(
    edited: Story, packs: Path
) -> None:
    story, operator = edited, edited.person("kato")
    line = change(packs / "kawabata.yaml", "    label: 情報政策課", "    labell: 情報政策課")

    told_operator = await operator.expect_dm("前のルールのまま動いています")
    assert f"kawabata.yaml:{line}" in told_operator.all_text
    assert "labell" in told_operator.all_text
    await story.report(when="now")
    assert "60分以内" in card(story, "川端市").all_text
    assert "情報政策課" in card(story, "川端市").all_text
    assert len([m for m in operator.dms() if "前のルール" in m.all_text]) == 1, "told once"
    assert not [m for m in story.manager.dms() if "前のルール" in m.all_text], "and to operators only"


async def test_mending_it_is_taken_and_a_new_fault_is_told_again(edited: Story, packs: Path) -> None:
    story, operator = edited, edited.person("kato")
    change(packs / "tobu.yaml", "schema: hansho/pack-1", "schema: hansho/pack-9")
    await operator.expect_dm("tobu.yaml")
    change(packs / "tobu.yaml", "schema: hansho/pack-9", "schema: hansho/pack-1")
    change(packs / "tobu.yaml", "name: 東 一郎", "name: 新任 三郎")
    book = story.bot.program.rules
    await _until(lambda: "新任 三郎" in repr(book.packs["tobu-2026"]))
    await story.report(when="now", contracts=["tobu-2026"])
    assert "新任 三郎" in card(story, "東部商事").all_text

    before = operator.dms()[-1].ts
    change(packs / "office.yaml", "timezone: Asia/Tokyo", "timezone: Asia/Tokio")
    again = await operator.expect_dm("office.yaml", after=before)
    assert "Tokio" in again.all_text
    assert book.office.timezone == "Asia/Tokyo"


async def test_a_pack_that_vanishes_is_no_longer_offered_and_its_open_incident_goes_on(
    edited: Story, packs: Path
) -> None:
    story = edited
    await story.report(when="now", contracts=["tobu-2026"])
    await story.engineer.close_modal(everything=True)
    (packs / "tobu.yaml").unlink()
    await _until(lambda: "tobu-2026" not in story.bot.program.rules.packs)

    await story.until(3, 20)
    await story.manager.expect_dm("東部商事")
    await story.engineer.command("/incident")
    form = await story.engineer.expect_modal()
    assert "東部商事" not in str(form.blocks)


async def _until(seen: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not seen():  # noqa: ASYNC110 - the folder is looked at, as the bot does
            await asyncio.sleep(0.05)
