"""The database refuses the write: the form stays open, says so, keeps the text; no card, no clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.domain.errors import StoreUnavailable
from bot.domain.incident import Incident
from bot.domain.work import Timer
from bot.services.ports import UnitOfWork
from bot.services.report import report_incident
from tests.stories.conftest import Story


def _all(uow: UnitOfWork, kind: type) -> list[object]:
    return list(uow.find(kind))


@pytest.mark.every_road
async def test_a_report_that_cannot_be_saved_stays_on_the_screen_and_starts_nothing(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = story.bot.program.store
    real = store.run

    async def full_disk(service: Callable[[UnitOfWork, Any], Any], command: Any) -> Any:
        if service is report_incident:

            def refused(uow: UnitOfWork, given: Any) -> Any:
                service(uow, given)
                raise StoreUnavailable("the disk is full")

            return await real(refused, command)
        return await real(service, command)

    monkeypatch.setattr(store, "run", full_disk)
    await story.engineer.command("/incident new")
    form = await story.engineer.expect_modal()
    await form.fill("what", ["loss_theft"])
    await form.fill("summary", "持ち出しPCの紛失")
    outcome = await form.submit()

    assert outcome.kind == "errors"
    assert any("保存できていません" in words for words in outcome.errors.values())
    assert any("内線 119" in words for words in outcome.errors.values())
    assert story.engineer.modal.value("summary") == "持ち出しPCの紛失"
    assert not await store.read(_all, Incident)
    assert not [t for t in await store.read(_all, Timer) if t.scope_id != "office" and t.kind != "recurring"]
    assert not story.engineer.dms()

    monkeypatch.setattr(store, "run", real)
    assert (await story.engineer.modal.submit()).kind == "updated"
    await story.bot.settled()
    assert len(await store.read(_all, Incident)) == 1
