"""The digest at nine: once per person and working day, late when the bot was down, silent when nothing is owed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tests.harness.patience import UNHURRIED
from tests.stories.acting import reach, words_to
from tests.stories.conftest import NIGHT, TOKYO, Story, told
from tests.stories.harness import running_bot
from workspace import Clock, Workspace

GREETING = "おはようございます"
PEOPLE = ("sato", "tanaka", "suzuki", "kato", "okada", "mori")


def mornings(story: Story, name: str) -> int:
    """How many digests this person got."""
    return sum(GREETING in m.all_text or "Good morning" in m.all_text for m in story.person(name).dms())


def in_channel(story: Story) -> int:
    """How many digests the compliance channel got."""
    return sum(GREETING in m.all_text for m in story.workspace.messages("C0COMPLIANCE"))


async def test_once_per_person_and_day_and_once_for_the_compliance_channel(quiet_story: Story) -> None:
    story = quiet_story
    await story.report(when="now")
    await reach(story, "川端市")  # what comes after is owed too, and nothing rings all night
    await story.until(8, 59)
    assert [mornings(story, name) for name in PEOPLE] == [0] * 6
    await story.until(9, 0)
    assert [mornings(story, name) for name in PEOPLE] == [1] * 6
    assert mornings(story, "lee") == 1, "legal sees it before being invited"
    assert in_channel(story) == 1
    await story.until(8, 59, days=1)
    assert ([mornings(story, name) for name in PEOPLE], in_channel(story)) == ([1] * 6, 1)
    await story.until(9, 0, days=1)
    assert ([mornings(story, name) for name in PEOPLE], in_channel(story)) == ([2] * 6, 2)
    assert mornings(story, "yamada") == mornings(story, "miller") == 0


async def test_a_person_with_two_incidents_gets_one_message(quiet_story: Story) -> None:
    story = quiet_story
    await story.report(when="now")
    await story.engineer.close_modal(everything=True)
    await story.report(when="now", contracts=["tobu-2026"])
    await story.until(9, 0)
    assert mornings(story, "sato") == 1
    digest = await story.lead.expect_dm(GREETING)
    assert "INC-261124-01" in digest.all_text
    assert "INC-261124-02" in digest.all_text
    assert digest.all_text.index("期限を過ぎたもの") < digest.all_text.index("くわしい回答がまだのもの")


async def test_nothing_on_a_weekend_or_a_holiday(tmp_path: Path) -> None:
    friday = datetime(2026, 11, 20, 18, 0, tzinfo=TOKYO)
    async with told("socket", f"sqlite:///{tmp_path / 'hansho.sqlite'}", at=friday) as story:
        await story.report(when="now")
        await reach(story, "川端市")
        await story.bot.advance_to(datetime(2026, 11, 23, 23, 0, tzinfo=TOKYO))
        assert (mornings(story, "sato"), in_channel(story)) == (0, 0)
        await story.bot.advance_to(datetime(2026, 11, 24, 9, 0, tzinfo=TOKYO))
        assert (mornings(story, "sato"), in_channel(story)) == (1, 1)


async def test_silent_when_nothing_is_owed(quiet_story: Story) -> None:
    await quiet_story.until(9, 30, days=2)
    assert [words_to(quiet_story.person(name)) for name in ("okada", "mori", "lee", "yamada", "miller")] == [""] * 5
    for name in (
        "sato",
        "tanaka",
        "suzuki",
        "kato",
    ):  # who works on a contract with such rules gets one of them a day, no more
        cards = [m.all_text for m in quiet_story.person(name).dms()]
        assert len(cards) == 3 and all("今日のひとつ" in words for words in cards)
    assert in_channel(quiet_story) == 0


async def asleep(tmp_path: Path, *, until: datetime) -> list[str]:
    """Report at night, stop the program, start it again at `until`; return the lead's digests."""
    url = f"sqlite:///{tmp_path / 'hansho.sqlite'}"
    async with Workspace(clock=Clock(NIGHT, rate=0), **UNHURRIED) as workspace:
        async with running_bot(workspace, url) as bot:
            await Story(bot).report(when="now")
        workspace.set_clock(at=until)
        async with running_bot(workspace, url) as bot:
            await bot.settled()
            story = Story(bot)
            assert in_channel(story) == 1
            return [m.all_text for m in story.lead.dms() if GREETING in m.all_text]


async def test_after_a_morning_without_the_bot_it_is_sent_late_and_says_so(tmp_path: Path) -> None:
    found = await asleep(tmp_path, until=datetime(2026, 11, 24, 10, 30, tzinfo=TOKYO))
    assert len(found) == 1
    assert "90 分遅れ" in found[0].replace("90分", "90 分")


async def test_after_three_days_without_the_bot_there_is_one(tmp_path: Path) -> None:
    found = await asleep(tmp_path, until=datetime(2026, 11, 26, 10, 30, tzinfo=TOKYO))
    assert len(found) == 1


async def test_starting_again_the_same_morning_sends_nothing_twice(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'hansho.sqlite'}"
    async with Workspace(clock=Clock(NIGHT, rate=0), **UNHURRIED) as workspace:
        async with running_bot(workspace, url) as bot:
            story = Story(bot)
            await story.report(when="now")
            await story.until(9, 5)
        for _ in range(2):
            async with running_bot(workspace, url) as bot:
                await bot.settled()
                assert (mornings(Story(bot), "sato"), in_channel(Story(bot))) == (1, 1)
