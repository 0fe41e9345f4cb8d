"""A running engine over a real SQLite store and a real (practice) Slack, with time moved by hand."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.engine.rig import Rig

START = datetime(2026, 11, 20, 18, 5, tzinfo=UTC)


@pytest.fixture
async def rig(tmp_path):
    async with Rig(tmp_path, START) as made:
        yield made
