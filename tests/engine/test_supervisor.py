"""Services are kept alive, and given up when they cannot be."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
import subprocess
import sys

import pytest

from bot.engine.bell import Bell
from bot.engine.outbox import Allowance
from bot.engine.supervisor import Supervisor, first_of, spawn
from tests.harness.patience import PATIENCE


async def test_a_spawned_task_survives_garbage_collection():
    done = asyncio.Event()

    async def work():
        await asyncio.sleep(0.05)
        done.set()

    spawn(work(), "work")
    gc.collect()
    await asyncio.wait_for(done.wait(), PATIENCE)


async def test_a_service_that_ends_is_started_again():
    runs = []
    again = asyncio.Event()

    async def service():
        runs.append(1)
        if len(runs) == 2:
            again.set()
            await asyncio.Event().wait()

    supervisor = Supervisor(lambda code: pytest.fail(str(code)))
    supervisor.start("service", service)
    await asyncio.wait_for(again.wait(), PATIENCE)
    assert supervisor.names == ("service",)
    await supervisor.stop()


async def test_failures_further_apart_than_the_window_are_forgiven():
    runs, enough = [], asyncio.Event()
    codes = []

    async def service():
        runs.append(1)
        if len(runs) == 5:
            enough.set()
        raise RuntimeError

    supervisor = Supervisor(codes.append, window_seconds=0.1)
    supervisor.start("service", service)
    await asyncio.wait_for(enough.wait(), PATIENCE)
    await supervisor.stop()
    assert codes == []


async def test_two_services_that_die_give_up_once():
    codes, gave_up = [], asyncio.Event()

    async def service():
        raise RuntimeError

    def give_up(code):
        codes.append(code)
        gave_up.set()

    supervisor = Supervisor(give_up)
    supervisor.start("one", service)
    supervisor.start("two", service)
    await asyncio.wait_for(gave_up.wait(), PATIENCE)
    await supervisor.stop()
    assert codes == [70]


async def test_first_of_leaves_nothing_running():
    cancelled = asyncio.Event()

    async def long():
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    await first_of(asyncio.sleep(0), long())
    assert cancelled.is_set()


async def test_the_bell_rings_on_after_a_ring_that_failed():
    rung, enough = [], asyncio.Event()

    def ring():
        rung.append(1)
        if len(rung) == 1:
            raise RuntimeError("a ring that fails")
        if len(rung) == 3:
            enough.set()

    async def arm():
        return

    bell = Bell(ring, arm, every_seconds=0.02)
    bell.start()
    with contextlib.closing(_Stopped(bell)):
        await asyncio.wait_for(enough.wait(), PATIENCE)
    bell.stop()


class _Stopped:
    def __init__(self, bell):
        self.close = bell.stop


def test_drawings_have_a_burst_and_then_a_rate():
    allowance = Allowance(per_second=0.5, burst=3)
    assert allowance.left(100.0) == 3
    allowance.take(3)
    assert allowance.left(101.0) == 0
    assert allowance.left(102.0) == 1
    assert allowance.left(1000.0) == 3


@pytest.mark.parametrize(("armed", "code"), [("here:2", -signal.SIGKILL), ("elsewhere", 0), ("", 0)])
def test_a_failpoint_kills_only_where_and_when_it_is_told(armed, code):
    script = "from bot.engine.failpoints import failpoint\nfailpoint('here')\nprint('once', flush=True)\nfailpoint('here')\nprint('twice')"
    environment = {**os.environ, "HANSHO_FAILPOINT": armed}
    ended = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=30)
    assert ended.returncode == code
    assert ended.stdout.split() == (["once"] if code else ["once", "twice"])
