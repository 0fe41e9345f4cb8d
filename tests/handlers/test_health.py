"""Health pages as a machine asks them."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client import CollectorRegistry, Counter

from handlers.web.health import add_health


class Vitals:
    def __init__(self):
        self.reasons: tuple[str, ...] = ()
        self.cycle = asyncio.Event()

    async def next_cycle(self, within_seconds):
        try:
            await asyncio.wait_for(self.cycle.wait(), within_seconds)
        except TimeoutError:
            return False
        return True

    async def not_ready(self):
        return self.reasons


@pytest.fixture
async def machine():
    vitals = Vitals()
    registry = CollectorRegistry()
    Counter("hansho_tests_total", "Tests", registry=registry).inc(3)
    app = web.Application()
    add_health(app, vitals, registry, cycle_seconds=0.05)
    async with TestClient(TestServer(app, host="127.0.0.1")) as client:
        client.vitals = vitals
        yield client


async def _ask(machine, path):
    async with machine.get(path) as answer:
        return answer.status, await answer.json()


async def test_the_process_answers_while_it_lives(machine):
    assert await _ask(machine, "/healthz") == (200, {"status": "ok"})


async def test_a_stuck_engine_is_unhealthy_and_a_turning_one_is_not(machine):
    assert (await _ask(machine, "/healthz/engine"))[0] == 503
    machine.vitals.cycle.set()
    assert await _ask(machine, "/healthz/engine") == (200, {"status": "ok"})


async def test_not_ready_says_why(machine):
    assert (await _ask(machine, "/readyz"))[0] == 200
    machine.vitals.reasons = ("database",)
    assert await _ask(machine, "/readyz") == (503, {"status": "not ready", "reasons": ["database"]})


async def test_metrics_are_in_the_format_prometheus_reads(machine):
    async with machine.get("/metrics") as answer:
        assert answer.status == 200
        assert answer.headers["Content-Type"].startswith("text/plain; version=")
        assert "hansho_tests_total 3.0" in await answer.text()
