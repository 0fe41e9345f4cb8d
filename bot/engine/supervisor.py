"""The one place that starts tasks. Keeps a reference to each, restarts services that die, gives up when one keeps dying."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from bot.engine import events, metrics

T = TypeVar("T")

GIVE_UP_CODE = 70
"""Exit code when a service cannot be kept alive (EX_SOFTWARE of sysexits.h); a fresh process is the cure."""
FAILURES_ALLOWED = 3
WINDOW_SECONDS = 60.0
RESTART_PAUSE_SECONDS = 0.2

_running: set[asyncio.Task[Any]] = set()


def spawn(work: Coroutine[Any, Any, T], name: str) -> asyncio.Task[T]:
    """Start a task and keep it referenced until it ends; an exception nobody collects is logged, not lost."""
    task = asyncio.get_running_loop().create_task(work, name=name)
    _running.add(task)
    task.add_done_callback(_forget)
    return task


def _forget(task: asyncio.Task[Any]) -> None:
    _running.discard(task)
    if not task.cancelled() and (error := task.exception()) is not None:
        events.log.error(events.TASK_DIED, task=task.get_name(), exc_info=error)


async def first_of(*waits: Coroutine[Any, Any, Any]) -> None:
    """Return when the first of these ends; the others are cancelled."""
    tasks = [spawn(wait, "wait") for wait in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class Supervisor:
    """Runs named services for ever: one that ends, for whatever reason, is started again after 0.2 s.

    After three ends of one service within 60 s `give_up(70)` is called, once; the default raises SystemExit. Whoever passes a
    callback ends the process in order.
    """

    def __init__(self, give_up: Callable[[int], None] | None = None, *, window_seconds: float = WINDOW_SECONDS) -> None:
        """Take what to do when a service cannot be kept alive."""
        self._give_up = give_up or _exit
        self._window = window_seconds
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._stopping = False
        self._gave_up = False

    def start(self, name: str, service: Callable[[], Awaitable[None]]) -> None:
        """Start a service under a name of its own. Raises ValueError when the name is taken."""
        if name in self._tasks:
            raise ValueError(f"service {name} runs already")
        self._tasks[name] = spawn(self._keep(name, service), f"service:{name}")

    @property
    def names(self) -> tuple[str, ...]:
        """The services that are kept alive right now."""
        return tuple(name for name, task in self._tasks.items() if not task.done())

    async def stop(self) -> None:
        """Cancel all services and wait until they are gone; safe to call twice."""
        self._stopping = True
        for task in self._tasks.values():
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        self._tasks.clear()

    async def _keep(self, name: str, service: Callable[[], Awaitable[None]]) -> None:
        loop = asyncio.get_running_loop()
        ends: deque[float] = deque(maxlen=FAILURES_ALLOWED)
        while not self._stopping:
            error: BaseException | None = None
            try:
                await service()
            except asyncio.CancelledError:
                if _cancelled_from_outside():
                    raise
                error = asyncio.CancelledError("the service cancelled itself")
            except Exception as caught:  # noqa: BLE001 - a supervisor is there for whatever happens
                error = caught
            ends.append(loop.time())
            metrics.SERVICE_FAILURES.labels(name).inc()
            events.log.error(events.SERVICE_DIED, service=name, exc_info=error)
            if len(ends) == FAILURES_ALLOWED and ends[-1] - ends[0] <= self._window:
                self._report_gave_up(name)
                return
            await asyncio.sleep(RESTART_PAUSE_SECONDS)

    def _report_gave_up(self, name: str) -> None:
        events.log.critical(events.SERVICE_GAVE_UP, service=name)
        if not self._gave_up:
            self._gave_up = True
            self._give_up(GIVE_UP_CODE)


def _cancelled_from_outside() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _exit(code: int) -> None:
    raise SystemExit(code)
