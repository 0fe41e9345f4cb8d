"""The bell: APScheduler rings each second and, each minute, has the daily digest armed. It holds no deadline.

Why no more than that: a scheduler of jobs deletes what it finds late, keeps its jobs on the event loop and, after one exception
inside, never wakes again while it says that it runs. So the loops also wake by themselves, and without the bell nothing is lost.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC
from typing import Any

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MAX_INSTANCES, EVENT_JOB_MISSED
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.engine import events, metrics

RING_SECONDS = 1

_EVENT_NAMES = {
    EVENT_JOB_ERROR: "error",
    EVENT_JOB_MISSED: "missed",
    EVENT_JOB_MAX_INSTANCES: "max_instances",
}


class Bell:
    """Rings `ring` each second and awaits `arm_daily` (idempotent) at the full minute.

    `every_seconds` is there for tests. An exception of either is counted and logged; the bell goes on.
    """

    def __init__(
        self, ring: Callable[[], None], arm_daily: Callable[[], Awaitable[None]], *, every_seconds: float = RING_SECONDS
    ) -> None:
        """Take what to ring and what to arm."""
        self._ring = ring
        self._arm_daily = arm_daily
        self._scheduler = AsyncIOScheduler(
            jobstores={"default": MemoryJobStore()},
            timezone=UTC,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        self._scheduler.add_listener(_note_trouble, EVENT_JOB_ERROR | EVENT_JOB_MISSED | EVENT_JOB_MAX_INSTANCES)
        self._scheduler.add_job(self._ring_now, IntervalTrigger(seconds=every_seconds), id="ring")
        self._scheduler.add_job(self._arm_now, CronTrigger(second=0, timezone=UTC), id="arm_daily")

    def start(self) -> None:
        """Start ringing; needs a running loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """Stop ringing; safe to call when it does not run."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def _ring_now(self) -> None:
        # A coroutine, because APScheduler runs plain functions in a thread and an asyncio.Event may not be set from there.
        self._ring()

    async def _arm_now(self) -> None:
        await self._arm_daily()


def _note_trouble(event: Any) -> None:
    name = _EVENT_NAMES.get(event.code, str(event.code))
    metrics.BELL_TROUBLE.labels(name).inc()
    events.log.warning(events.BELL_TROUBLE, job=event.job_id, trouble=name, exc_info=getattr(event, "exception", None))
