"""The harness itself: both roads, in this process and in one of its own."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.harness.patience import UNHURRIED
from tests.stories.harness import running_bot
from workspace import Clock, Workspace

START = datetime(2026, 11, 20, 18, 5, tzinfo=UTC)  # 03:05 on the 21st in Tokyo
REPORTER, LEAD, MANAGER = "U0YAMADA", "U0SATO", "U0TANAKA"


async def report(workspace, **answers):
    """Report through the form, as a person does."""
    reporter = workspace.person(REPORTER)
    assert (await reporter.command("/incident new")).ok
    form = await reporter.expect_modal()
    for name, value in ({"what": ["loss_theft"], "when": "10", "how_sure": "occurred"} | answers).items():
        await form.fill(name, value)
    outcome = await reporter.submit()
    assert outcome.kind == "updated", outcome
    return reporter


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_a_report_pages_the_lead_and_an_acknowledgement_stops_the_ladder(transport, tmp_path):
    async with (
        Workspace(clock=Clock(START, rate=0), only_main_job=True, **UNHURRIED) as workspace,
        running_bot(workspace, f"sqlite:///{tmp_path / 'hansho.db'}", transport) as bot,
    ):
        await report(workspace)
        await bot.settled()
        page = await workspace.person(LEAD).expect_dm()
        await bot.advance(minutes=5)
        assert workspace.person(MANAGER).dms()
        assert (await workspace.person(LEAD).press(page, "ack")).ok
        await bot.settled()
        before = len(workspace.person("U0SUZUKI").dms())
        await bot.advance(minutes=8)
        assert len(workspace.person("U0SUZUKI").dms()) == before
