"""Clocks: nothing a clock does may postpone a deadline."""

from __future__ import annotations

import asyncio
import json
import time
from datetime import UTC, datetime, timedelta

import pytest

from bot.engine.supervisor import spawn
from bot.transports.clock import FileClock, ManualClock, SystemClock
from tests.harness.patience import PATIENCE

BASE = datetime(2026, 11, 21, 2, 40, tzinfo=UTC)


class Machine:
    """A machine whose two clocks a test sets."""

    def __init__(self):
        self.wall, self.steady = 1_000_000.0, 50.0
        self.clock = SystemClock()
        self.clock._wall_seconds = lambda: self.wall
        self.clock._steady_seconds = lambda: self.steady
        self.clock._start_wall, self.clock._start_steady = self.wall, self.steady

    def pass_(self, seconds, *, step=0.0):
        self.wall += seconds + step
        self.steady += seconds

    @property
    def seconds(self):
        return self.clock.now().timestamp()


def test_the_system_clock_is_aware_and_utc():
    assert SystemClock().now().utcoffset() == timedelta(0)


def test_a_step_back_of_an_hour_postpones_nothing():
    machine = Machine()
    machine.pass_(10, step=-3600)
    assert machine.seconds == 1_000_010
    machine.pass_(60)
    assert machine.seconds == 1_000_070
    assert machine.clock.step_seconds == -3600


def test_a_step_forward_is_followed_since_early_is_safe():
    machine = Machine()
    machine.pass_(10, step=3600)
    assert machine.seconds == 1_003_610


def test_a_wrong_step_forward_that_is_corrected_leaves_no_trace():
    machine = Machine()
    machine.pass_(10, step=86_400)
    machine.pass_(10, step=-86_400)
    assert machine.seconds == 1_000_020


def test_slewing_is_followed():
    machine = Machine()
    machine.pass_(100, step=-0.4)
    assert machine.seconds == pytest.approx(1_000_099.6)


def write(path, base, rate, real=None):
    temporary = path.with_suffix(".new")
    temporary.write_text(json.dumps({"base": base.isoformat(), "real": real or time.time(), "rate": rate}))
    temporary.replace(path)


def test_the_file_clock_follows_the_file(tmp_path):
    path = tmp_path / "clock.json"
    write(path, BASE, 0)
    clock = FileClock(path)
    assert clock.now() == BASE
    write(path, BASE + timedelta(minutes=30), 0)
    assert clock.now() == BASE + timedelta(minutes=30)
    write(path, BASE, 60, real=time.time() - 10)
    assert timedelta(seconds=600) <= clock.now() - BASE < timedelta(seconds=900)
    path.unlink()
    assert clock.now() > BASE


@pytest.mark.parametrize("text", ["", "{}", '{"base": "yesterday", "real": 0, "rate": 1}', None])
def test_a_file_that_is_no_clock_is_refused(tmp_path, text):
    path = tmp_path / "clock.json"
    if text is not None:
        path.write_text(text)
    with pytest.raises(ValueError, match=r"clock\.json"):
        FileClock(path)


async def test_a_sleeper_of_the_file_clock_wakes_when_time_is_moved(tmp_path):
    path = tmp_path / "clock.json"
    write(path, BASE, 0)
    clock = FileClock(path)
    sleeping = spawn(clock.sleep_until(BASE + timedelta(hours=1), at_most_seconds=30), "sleeping")
    await asyncio.sleep(0)
    write(path, BASE + timedelta(hours=2), 0)
    await asyncio.wait_for(sleeping, PATIENCE)


async def test_a_sleeper_of_the_manual_clock_wakes_at_its_instant_and_not_before():
    clock = ManualClock(BASE)
    sleeping = spawn(clock.sleep_until(BASE + timedelta(minutes=1), at_most_seconds=30), "sleeping")
    await asyncio.sleep(0)
    clock.advance(seconds=59)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not sleeping.done()
    clock.advance(seconds=1)
    await asyncio.wait_for(sleeping, PATIENCE)


@pytest.mark.parametrize("kind", ["manual", "system"])
async def test_a_sleeper_gives_up_after_the_real_seconds_it_was_given(kind):
    clock = ManualClock(BASE) if kind == "manual" else SystemClock()
    await asyncio.wait_for(clock.sleep_until(clock.now() + timedelta(days=1), at_most_seconds=0.02), PATIENCE)
