"""One suite for both databases: whatever a test says of `store` holds on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, cast

import pytest

from storage.migrating import migrate
from storage.opening import open_store
from tests.harness.databases import with_tables
from tests.storage.samples import NoRules

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from storage.store import SqlStore
    from tests.harness.postgres import PostgresServer

START = datetime(2026, 11, 21, 3, 5, 0, 123456, tzinfo=UTC)


class HandClock:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.instant = START

    def now(self) -> datetime:
        return self.instant

    async def sleep_until(self, instant: datetime, *, at_most_seconds: float) -> None:
        raise NotImplementedError

    def forward(self, seconds: float) -> datetime:
        self.instant += timedelta(seconds=seconds)
        return self.instant


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'data' / 'hansho.sqlite3'}"


@pytest.fixture
def migrated_postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    template = postgres_server.template("hansho_tables", lambda url: cast("None", migrate(url)))
    with postgres_server.database(template=template) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An address of each database; PostgreSQL's has its tables, SQLite's file is made when it is opened."""
    name = {"sqlite": "sqlite_url", "postgresql": "migrated_postgres_url"}[request.param]
    return str(request.getfixturevalue(name))


@pytest.fixture
def store(database_url: str, clock: HandClock) -> Iterator[SqlStore]:
    with open_store(with_tables(database_url), clock, NoRules()) as opened:
        yield opened


@pytest.fixture
def sqlite_store(sqlite_url: str, clock: HandClock) -> Iterator[SqlStore]:
    with open_store(with_tables(sqlite_url), clock, NoRules()) as opened:
        yield opened


@pytest.fixture
def postgres_store(migrated_postgres_url: str, clock: HandClock) -> Iterator[SqlStore]:
    with open_store(migrated_postgres_url, clock, NoRules()) as opened:
        yield opened
