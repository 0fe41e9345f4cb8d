"""Everything twice: submits, presses, envelopes, two people at once. One incident, one acknowledgement."""

from __future__ import annotations

import asyncio

import pytest

from bot.domain.incident import Incident
from bot.domain.lane import Attempt
from bot.services.ports import UnitOfWork
from tests.stories.conftest import Story


def _count(uow: UnitOfWork, kind: type) -> int:
    return len(uow.find(kind))


@pytest.mark.every_road
async def test_the_same_submission_delivered_four_times_is_one_incident(story: Story) -> None:
    story.workspace.fault("delivery", "duplicate", 3)
    story.workspace.faults.clear()
    await story.engineer.command("/incident new")
    form = await story.engineer.expect_modal()
    await form.fill("what", ["loss_theft"])
    story.workspace.fault("delivery", "duplicate", 4)
    await form.submit()
    await story.bot.settled()

    assert await story.bot.program.store.read(_count, Incident) == 1
    assert len([m for m in story.engineer.dms() if "受け付けました" in m.all_text]) == 1


@pytest.mark.every_road
async def test_two_people_pressing_at_once_get_one_owner_and_the_other_is_told_who(story: Story) -> None:
    await story.report()
    await story.until(3, 10)
    tanaka, brown = story.manager, story.person("brown")
    page_t = await tanaka.expect_dm("引き受けられる人が必要です")
    page_b = await brown.expect_dm("Somebody has to take this")

    await asyncio.gather(tanaka.press(page_t, "ack"), brown.press(page_b, "ack"))
    await story.bot.settled()

    owner, other = ("田中", brown) if "田中" in story.card("川端市").all_text else ("Brown", tanaka)
    seen = "\n".join(m.all_text for m in [*other.ephemerals, *other.dms()])
    assert owner in seen


@pytest.mark.every_road
async def test_pressing_the_same_button_twice_changes_nothing_more(story: Story) -> None:
    await story.report()
    page = await story.lead.expect_dm("引き受けられる人が必要です")
    await story.lead.press(page, "ack")
    await story.lead.press(story.card("川端市"), "attempt")
    form = await story.lead.expect_modal()
    for name, value in (("channel", "phone"), ("slot", "primary"), ("result", "no_answer")):
        await form.fill(name, value)
    story.workspace.fault("delivery", "duplicate", 4)
    await form.submit()
    await story.bot.settled()

    assert await story.bot.program.store.read(_count, Attempt) == 1
