"""Packs edited while the bot runs: good ones are taken over, bad ones never, and nobody is alarmed by a file half saved."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from bot.exits import Exit, StartRefused
from bot.packs.loader import DEMO
from bot.rulebook import PackBook
from tests.stories.harness import running_bot
from workspace import Clock, Workspace

OPERATOR = "U0KATO"


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(DEMO, tmp_path / "packs"))


def _edit(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def _looked(book):
    """What the second look after a change says (the first only notes the change)."""
    assert book.reload() is None
    return book.reload()


def test_an_untouched_folder_is_read_once(folder):
    book = PackBook.load(folder)
    packs = book.packs
    assert [book.reload() for _ in range(3)] == [None] * 3
    assert book.packs is packs


def test_good_edits_are_taken_over(folder):
    book = PackBook.load(folder)
    _edit(folder, "office.yaml", "03-0000-0119", "03-0000-0120")
    assert _looked(book) == []
    assert book.office.callback == "03-0000-0120"
    assert book.reload() is None


def test_a_bad_edit_keeps_the_last_good_packs_and_names_file_and_line(folder):
    book = PackBook.load(folder)
    good = dict(book.packs)
    name = next(path.name for path in sorted(folder.glob("*.yaml")) if path.name != "office.yaml")
    (folder / name).write_text((folder / name).read_text(encoding="utf-8") + "\nnonsense: 1\n", encoding="utf-8")
    (problem,) = _looked(book)
    assert f"{name}:" in problem
    assert "nonsense" in problem
    assert dict(book.packs) == good
    assert book.refused_digest
    assert book.reload() is None  # said once
    shutil.copy(DEMO / name, folder / name)
    assert _looked(book) == []


def test_a_file_that_still_changes_is_not_judged(folder):
    book = PackBook.load(folder)
    for number in range(3):
        (folder / "office.yaml").write_text("schema: [" + "x" * number, encoding="utf-8")
        assert book.reload() is None
    assert len(book.reload() or []) == 1


def test_a_folder_that_vanishes_keeps_the_last_good_packs(folder):
    book = PackBook.load(folder)
    shutil.rmtree(folder)
    assert _looked(book)
    assert book.packs


@pytest.mark.parametrize("missing", [None, Path("/nowhere")])
def test_without_a_folder_the_start_is_refused(missing):
    with pytest.raises(StartRefused, match=r"PACKS_DIR|folder") as refused:
        PackBook.load(missing)
    assert refused.value.code is Exit.BAD_INPUT


async def test_the_running_bot_tells_the_operators_once(folder, tmp_path, monkeypatch):
    monkeypatch.setattr("bot.app.WATCH_PACKS_SECONDS", 0.05)
    async with (
        Workspace(clock=Clock(rate=0)) as workspace,
        running_bot(workspace, f"sqlite:///{tmp_path / 'hansho.db'}", packs_dir=folder) as bot,
    ):
        (folder / "office.yaml").write_text("schema: hansho/office-1\nname: 3\n", encoding="utf-8")
        told = await workspace.person(OPERATOR).expect_dm("office.yaml:")
        assert "2" in told.text
        await asyncio.sleep(0.3)
        await bot.settled()
        assert len([m for m in workspace.person(OPERATOR).dms() if "office.yaml:" in m.text]) == 1
        assert bot.program.rules.office.callback
