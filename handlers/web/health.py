"""Health for machines: is the process up, does the engine turn, may traffic come, how much of what."""

from __future__ import annotations

from typing import Protocol

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

CYCLE_SECONDS = 20.0
"""How long /healthz/engine waits for the engine to complete its next cycle (real seconds)."""


class Vitals(Protocol):
    """What the health pages ask of the running program."""

    async def next_cycle(self, within_seconds: float) -> bool:
        """Wait for the engine's next completed cycle; False when none came in time."""
        ...

    async def not_ready(self) -> tuple[str, ...]:
        """Return short reasons why no traffic should come yet; empty when ready."""
        ...


def add_health(
    web_app: web.Application, vitals: Vitals, registry: CollectorRegistry, *, cycle_seconds: float = CYCLE_SECONDS
) -> None:
    """Add GET /healthz, /healthz/engine, /readyz and /metrics."""

    async def alive(_: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def engine(_: web.Request) -> web.Response:
        turned = await vitals.next_cycle(cycle_seconds)
        if turned:
            return web.json_response({"status": "ok"})
        return web.json_response({"status": "stuck", "waited_seconds": cycle_seconds}, status=503)

    async def ready(_: web.Request) -> web.Response:
        reasons = await vitals.not_ready()
        return web.json_response(
            {"status": "not ready" if reasons else "ok", "reasons": list(reasons)}, status=503 if reasons else 200
        )

    async def metrics(_: web.Request) -> web.Response:
        return web.Response(body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    web_app.router.add_get("/healthz", alive)
    web_app.router.add_get("/healthz/engine", engine)
    web_app.router.add_get("/readyz", ready)
    web_app.router.add_get("/metrics", metrics)
