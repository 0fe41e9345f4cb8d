"""The oracles are asked where they are installed. Where merging depends on them, their absence is a failure."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from tests.oracles import installed
from tests.oracles.tour import EVERYTHING_ALLOWED, PATIENCE
from workspace import Clock, Workspace

START = datetime(2026, 11, 20, 17, 47, tzinfo=UTC)


@pytest.fixture(scope="session")
def oracles() -> None:
    """Skip, or fail where they are required, unless script/oracles has installed them."""
    try:
        installed.check()
    except installed.NoOracles as missing:
        if installed.required():
            raise
        pytest.skip(str(missing))


@pytest.fixture
async def ws() -> AsyncIterator[Workspace]:
    """A workspace whose clock stands still and whose app may do everything."""
    async with Workspace(clock=Clock(START, rate=0), answer_seconds=PATIENCE, manifest=EVERYTHING_ALLOWED) as made:
        yield made
