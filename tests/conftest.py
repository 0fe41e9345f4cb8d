"""Fixtures every test may use: the network stays shut, PostgreSQL and Chromium are there when asked for."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
import structlog
from hypothesis import HealthCheck, settings

from tests.harness.databases import no_waiting_for_the_disk
from tests.harness.network import loopback_only
from tests.harness.postgres import NoPostgres, PostgresServer, find_bin_dir, running_server
from tests.harness.scratch import prefer_memory

if TYPE_CHECKING:
    from collections.abc import Iterator

# Properties are judged by what they find, never by how busy the machine is; where merging depends on them, the examples are
# the same each time, and new ones are looked for on developers' machines.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("merging", settings.get_profile("here"), derandomize=True)
settings.load_profile("merging" if os.environ.get("CI") else "here")

# Plain tracebacks, as the program writes them: the library's default draws every local variable, which takes longer than a test.
structlog.configure(
    processors=[structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]
)

prefer_memory()
no_waiting_for_the_disk()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all-roads", action="store_true", help="run every story over both roads and on both databases")


@pytest.fixture(scope="session", autouse=True)
def _network_stays_shut() -> Iterator[None]:
    with loopback_only():
        yield


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL server for this test process, with all it needs to make databases."""
    try:
        find_bin_dir()
    except NoPostgres as missing:
        if os.environ.get("HANSHO_TESTS_REQUIRE_POSTGRES"):
            raise
        pytest.skip(str(missing))
    with running_server() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """A fresh, empty database as `DATABASE_URL` takes it; dropped after the test."""
    with postgres_server.database() as url:
        yield url


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The system's Chromium for playwright's `executable_path`; the test is skipped where there is none."""
    for name in (os.environ.get("CHROMIUM") or "chromium", "chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    pytest.skip("no Chromium on this machine (Debian: install the package chromium, or set CHROMIUM)")
