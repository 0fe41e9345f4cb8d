"""Every answer "don't know": every notice duty of every pack fires."""

from __future__ import annotations

import pytest

from bot.domain.duty import Duty
from bot.services.ports import UnitOfWork
from tests.stories.conftest import Story


def _notices(uow: UnitOfWork, _: None) -> set[str]:
    return {duty.rule_id for duty in uow.find(Duty, type="notice")}


@pytest.mark.every_road
async def test_not_knowing_anything_tells_every_client_we_have(story: Story) -> None:
    await story.report(
        what=["unknown"], how_sure="unknown", where=["unknown"], contracts=["unknown"], info=["unknown"], summary=None
    )

    fired = await story.bot.program.store.read(_notices, None)

    assert {"notify-60", "report-incident", "report-breach", "notify"} <= fired
    assert story.card("川端市")
    assert story.card("東部商事")


async def test_leaving_questions_empty_is_the_same_as_not_knowing(story: Story) -> None:
    await story.report(what=["unknown"], how_sure=None, where=None, contracts=None, info=None, summary=None)

    fired = await story.bot.program.store.read(_notices, None)

    assert {"notify-60", "report-incident", "report-breach", "notify"} <= fired
