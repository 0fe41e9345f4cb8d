"""The process is killed between submit and page, between send and answer, and before the digest: every page arrives, none twice."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.harness.patience import UNHURRIED
from tests.stories.conftest import NIGHT
from tests.stories.harness import BotProcess, Transport, passing_time
from workspace import FileClock, Person, Workspace
from workspace.acts import Outcome


@pytest.fixture
async def clock_file(tmp_path: Path) -> Path:
    return tmp_path / "clock.json"


@pytest.fixture
async def workspace(clock_file: Path) -> AsyncIterator[Workspace]:
    clock = FileClock(clock_file)
    clock.set(at=NIGHT, rate=0)
    # Slack waits for the answer of a process that was killed, and only then shows that something went wrong.
    async with Workspace(clock=clock, **{**UNHURRIED, "answer_seconds": 6.0}) as found:
        yield found


@pytest.fixture
async def bot(
    workspace: Workspace, database_url: str, tmp_path: Path, transport: Transport
) -> AsyncIterator[BotProcess]:
    process = BotProcess(workspace, database_url, tmp_path, transport)
    try:
        yield process
    finally:
        await process.kill()


async def report(person: Person) -> asyncio.Task[Outcome]:
    """Fill the form and send it; what it came to may be long in coming."""
    await person.command("/incident new")
    form = await person.expect_modal()
    await form.fill("what", ["loss_theft"])
    await form.fill("contracts", ["kawabata-2026"])
    await form.fill("where", ["carried_device"])
    await form.fill("when", "now")
    return asyncio.create_task(form.submit())


def pages_of(person: Person) -> list[str]:
    return [m.all_text for m in person.dms() if "必要です" in m.all_text]


def _rooms_of(workspace: Workspace, person: Person) -> list[str]:
    return [c.id for c in workspace.state.channels.values() if c.name.startswith("inc-") and c.id in person.channels()]


async def everything_once(workspace: Workspace) -> None:
    """Wait for what a report must bring about, give a repetition time to happen, and count."""
    lead, engineer = workspace.person("U0SATO"), workspace.person("U0YAMADA")
    await lead.expect_dm("引き受けられる人が必要です")
    await engineer.expect_dm("受け付けました")
    rooms = await workspace.wait_for(lambda: _rooms_of(workspace, lead))
    room = rooms[0]
    await lead.expect_message(room, "起点")
    seen = Counter(
        str((m.metadata or {}).get("event_payload", {}).get("outbox_id"))
        for person in (lead, engineer)
        for m in person.dms()
    )
    assert seen
    assert max(seen.values()) == 1, seen
    assert len(pages_of(lead)) == 1
    assert len([m for m in lead.messages(room) if "起点" in m.all_text]) == 1
    assert len(_rooms_of(workspace, lead)) == 1


BEFORE_SENDING, SENT_NOT_ANSWERED = "outbox.after_claim", "outbox.after_call"
KILLS = [
    ("socket", "sqlite", BEFORE_SENDING),
    ("http", "sqlite", SENT_NOT_ANSWERED),
    ("socket", "postgresql", SENT_NOT_ANSWERED),
    ("http", "postgresql", BEFORE_SENDING),
]
"""Each road, each database and each place meets each of the others; every place in the engine is tried in tests/engine/test_killed.py."""


@pytest.mark.parametrize(("transport", "database_url", "place"), KILLS, indirect=["transport", "database_url"])
async def test_a_kill_between_submit_and_answer_loses_nothing_and_repeats_nothing(
    workspace: Workspace, bot: BotProcess, clock_file: Path, place: str
) -> None:
    await bot.start(failpoint=place, clock_file=clock_file)
    sent = await report(workspace.person("U0YAMADA"))
    assert await bot.died() == -9

    await bot.start(clock_file=clock_file)
    async with passing_time(workspace):
        await everything_once(workspace)
    assert (await sent).kind in {"updated", "trouble"}

    assert "期限 04:05" in pages_of(workspace.person("U0SATO"))[0], "an hour after somebody noticed, whenever it left"


async def test_killed_before_the_digest_it_is_sent_late_and_once(
    workspace: Workspace, bot: BotProcess, clock_file: Path
) -> None:
    await bot.start(clock_file=clock_file)
    assert (await (await report(workspace.person("U0YAMADA")))).kind == "updated"
    await workspace.person("U0SATO").expect_dm("引き受けられる人が必要です")
    await bot.kill()
    workspace.set_clock(at=NIGHT.replace(hour=10, minute=30))

    await bot.start(clock_file=clock_file)
    digest = await workspace.person("U0TANAKA").expect_dm("おはようございます")
    assert "遅れ" in digest.all_text
    assert await bot.terminate() == 0
    await bot.start(clock_file=clock_file)
    if bot.transport == "socket":
        await workspace.connected()

    digests = [m for m in workspace.person("U0TANAKA").dms() if "おはようございます" in m.all_text]
    assert len(digests) == 1
