"""SIGKILL at every place where it hurts: after the next start every message is there, and there once."""

from __future__ import annotations

import asyncio
import os
import signal
import sys

import pytest

from tests.engine.rig import MANAGER
from workspace import Workspace

PLACES = (
    "cycle.after_recover",
    "cycle.before_fire",
    "cycle.after_fire",
    "outbox.after_claim",
    "outbox.after_dispatch",
    "outbox.after_call",
    "outbox.after_finish",
)


async def live(ws, tmp_path, *, killed_at=""):
    arguments = (
        f"sqlite:///{tmp_path / 'hansho.sqlite3'}",
        ws.api_url,
        ws.settings.bot_token,
        str(tmp_path / "clock.json"),
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.engine.one_life", *arguments,
        env={**os.environ, "HANSHO_FAILPOINT": killed_at}, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    said, _ = await process.communicate()
    return process.returncode, said.decode()


def texts(ws):
    return sorted(message.text for message in ws.messages(ws.state.direct(MANAGER).id))


@pytest.mark.parametrize("place", PLACES)
async def test_killed_once_every_message_arrives_once(tmp_path, place):
    async with Workspace(clock_file=tmp_path / "clock.json") as ws:
        ws.clock.set(rate=20)
        code, said = await live(ws, tmp_path, killed_at=place)
        assert code == -signal.SIGKILL, said
        code, said = await live(ws, tmp_path)
        assert code == 0, said
        assert texts(ws) == ["page:1", "tick 1"]


@pytest.mark.parametrize(
    "places", [("outbox.after_call", "outbox.after_look_up"), ("outbox.after_dispatch", "outbox.before_resend")]
)
async def test_killed_again_while_finding_out_every_message_arrives_once(tmp_path, places):
    async with Workspace(clock_file=tmp_path / "clock.json") as ws:
        ws.clock.set(rate=20)
        for place in places:
            code, said = await live(ws, tmp_path, killed_at=place)
            assert code == -signal.SIGKILL, said
        code, said = await live(ws, tmp_path)
        assert code == 0, said
        assert texts(ws) == ["page:1", "tick 1"]
