"""The night all stories begin in, and where they run: over Socket Mode or signed HTTP, on SQLite or PostgreSQL (tests.harness.roads)."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from storage.migrating import migrate
from tests.harness.patience import UNHURRIED
from tests.harness.postgres import PostgresServer
from tests.harness.roads import Transport, spread
from tests.stories.harness import DEMO_PACKS, BotUnderTest, running_bot
from workspace import Clock, Person, Workspace

TOKYO = ZoneInfo("Asia/Tokyo")
NIGHT = datetime(2026, 11, 24, 3, 5, tzinfo=TOKYO)
"""A Tuesday, five minutes past three in the morning; the day before was a public holiday."""


class Story:
    """The workspace, the bot, and people by short names."""

    def __init__(self, bot: BotUnderTest) -> None:
        self.bot = bot
        self.workspace = bot.workspace

    def person(self, name: str) -> Person:
        return self.workspace.person(f"U0{name.upper()}")

    @property
    def engineer(self) -> Person:
        return self.person("yamada")

    @property
    def lead(self) -> Person:
        return self.person("sato")

    @property
    def manager(self) -> Person:
        return self.person("tanaka")

    async def report(self, who: Person | None = None, **answers: object) -> str:
        """Report by /incident; returns the room's channel id. The default answers are the lost laptop of the 60-minute client."""
        person = who or self.engineer
        await person.command("/incident new")
        form = await person.expect_modal()
        filled: dict[str, object] = {
            "what": ["loss_theft"],
            "how_sure": "occurred",
            "where": ["carried_device"],
            "contracts": ["kawabata-2026"],
            "info": ["personal"],
            "summary": "持ち出しPCの紛失",
            **answers,
        }
        for name, value in filled.items():
            if value is None:
                continue
            if name == "when_at":
                await person.expect_modal()
                await self.workspace.wait_for(lambda: any(b.get("block_id") == "when_at" for b in person.modal.blocks))
            await person.modal.fill(name, value)
        outcome = await person.modal.submit()
        assert outcome.kind == "updated", (outcome.kind, outcome.errors, form.text)
        await self.bot.settled()
        return self.room()

    def room(self, number: int = -1) -> str:
        """The newest incident's room."""
        rooms = [c.id for c in self.workspace.state.channels.values() if c.name.startswith("inc-")]
        return rooms[number]

    def card(self, client: str, person: Person | None = None) -> object:
        """The card of one client in the newest room."""
        found = [
            m for m in (person or self.lead).messages(self.room()) if client in m.all_text and "起点" in m.all_text
        ]
        return found[0]

    def at(self, hour: int, minute: int, *, days: int = 0) -> datetime:
        """A local time of the story's night."""
        return (NIGHT + timedelta(days=days)).replace(hour=hour, minute=minute)

    async def until(self, hour: int, minute: int, *, days: int = 0) -> None:
        """Let time pass until then, everything happening when it is due."""
        await self.bot.advance_to(self.at(hour, minute, days=days))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    spread(metafunc)


@pytest.fixture
def transport(request: pytest.FixtureRequest) -> Transport:
    """The road on which Slack delivers."""
    road: Transport = request.param
    return road


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with its tables."""
    if request.param == "sqlite":
        yield _sqlite(tmp_path)
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.database(template=server.template("migrated", migrate)) as url:
        yield url


@pytest.fixture
async def story(transport: Transport, database_url: str) -> AsyncIterator[Story]:
    """A quiet night at 03:05 with the bot running and the clock standing still."""
    async with told(transport, database_url) as found:
        yield found


@pytest.fixture
async def mail_story(transport: Transport, database_url: str) -> AsyncIterator[Story]:
    """The same night with a mail server, and with receipts by link."""
    async with told(transport, database_url, mail=True) as found:
        yield found


@pytest.fixture
async def quiet_mail_story(tmp_path: Path) -> AsyncIterator[Story]:
    """The same over one road and on one database."""
    async with told("socket", _sqlite(tmp_path), mail=True) as found:
        yield found


@pytest.fixture
async def quiet_story(tmp_path: Path) -> AsyncIterator[Story]:
    """The same night over one road and on one database, for what does not depend on either."""
    async with told("socket", _sqlite(tmp_path)) as found:
        yield found


def _sqlite(folder: Path) -> str:
    return f"sqlite:///{folder / 'hansho.sqlite'}"


@contextlib.asynccontextmanager
async def told(
    transport: Transport,
    database_url: str,
    *,
    only_main_job: bool = False,
    at: datetime = NIGHT,
    packs_dir: Path = DEMO_PACKS,
    mail: bool = False,
    webhook_url: str = "",
) -> AsyncIterator[Story]:
    """Start a workspace and the bot for one story."""
    async with (
        Workspace(clock=Clock(at, rate=0), only_main_job=only_main_job, **UNHURRIED) as workspace,
        running_bot(workspace, database_url, transport, packs_dir=packs_dir, mail=mail, webhook_url=webhook_url) as bot,
    ):
        yield Story(bot)
