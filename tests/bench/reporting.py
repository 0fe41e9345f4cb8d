"""From the button that issues a report to its PDF in the room, the whole program between: form, transaction, press, upload."""

from __future__ import annotations

import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bot.documents.typesetting import typeset
from tests.bench.figures import Figure
from tests.stories.harness import BotUnderTest, running_bot
from workspace import Clock, Person, Workspace

ROUNDS = 20
"""Reports of one client in one run: the first one meets a cold typesetter, the others a warm one."""


async def measure(scratch: Path, *, runs: int) -> list[Figure]:
    """Issue reports one after the other; the first and the median of the others count."""
    cold = Figure("issue to PDF in the room, first of the process", "s", target=1.0)
    warm = Figure("issue to PDF in the room, later ones", "s", target=1.0)
    for _ in range(runs):
        with tempfile.TemporaryDirectory(dir=scratch) as folder:
            url = f"sqlite:///{Path(folder) / 'hansho.sqlite'}"
            clock = Clock(datetime(2026, 11, 24, 3, 5, tzinfo=UTC), rate=1)
            async with Workspace(clock=clock) as workspace, running_bot(workspace, url, "http") as bot:
                took = [await _one(bot, workspace, number) for number in range(ROUNDS)]
        cold.runs.append(took[0])
        warm.runs.append(sorted(took[1:])[len(took[1:]) // 2])
        warm.bare.append(_typesetting_alone())
    return [cold, warm]


async def _one(bot: BotUnderTest, workspace: Workspace, number: int) -> float:
    lead = workspace.person("U0SATO")
    if number == 0:
        await _report(workspace.person("U0YAMADA"))
        await bot.settled()
    card = next(m for m in lead.messages(_room(workspace)) if "川端市" in m.all_text and "duties" in str(m.blocks))
    await lead.press(card, "notice")
    await (await lead.expect_modal()).press("draft_first" if number == 0 else "draft_follow_up")
    await workspace.wait_for(lambda: lead.modal.callback_id == "notice_draft")
    await lead.modal.fill("item_done_so_far", f"遠隔ロックを行いました（{number}回目の確認）。")
    await lead.submit()
    before = _pdfs(workspace)
    begun = time.perf_counter()
    await lead.submit()
    await workspace.wait_for(lambda: _pdfs(workspace) > before, 20)
    took = time.perf_counter() - begun
    await bot.settled()
    await lead.close_modal(everything=True)
    return took


async def _report(person: Person) -> None:
    await person.command("/incident new")
    form = await person.expect_modal()
    for name, value in (("what", ["loss_theft"]), ("contracts", ["kawabata-2026"]), ("when", "now")):
        await form.fill(name, value)
    await form.submit()


def _room(workspace: Workspace) -> str:
    return [c.id for c in workspace.state.channels.values() if c.name.startswith("inc-")][-1]


def _pdfs(workspace: Workspace) -> int:
    files = workspace.state.files.values()
    return sum(1 for file in files if file.name.endswith(".pdf") and file.complete)


def _typesetting_alone() -> float:
    """One page of the same size, typeset in this process, warm."""
    data = {
        "lang": "ja", "title": "報告", "ref": "R", "drill": "", "page_of": "{page}", "missing_note": "", "subject": "報告", "dated": "本日",
        "to": ["川端市"], "sender": ["商会"], "opening": "ご報告申し上げます。", "changed_mark": "", "legend": "", "closing": "以上",
        "items": [{"number": str(n), "label": "項目", "value": "内容です。" * 10, "unknown": False, "changed": False} for n in range(8)],
    }  # fmt: skip
    at = datetime(2026, 11, 24, tzinfo=UTC)
    typeset("letter", data, at=at)
    begun = time.perf_counter()
    typeset("letter", {**data, "ref": "S"}, at=at)
    return time.perf_counter() - begun
