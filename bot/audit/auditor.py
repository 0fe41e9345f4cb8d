"""The auditor: each minute it proves with its own SQL that the engine keeps its promises, and only then says that we live.

It imports nothing of the engine, the services or the store: a fault in those must not be able to blind it. When something
does not hold it does not ping, so that the outside service complains, and it tells the operators itself.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from prometheus_client import Gauge, Histogram

from bot.audit.invariants import INVARIANTS, instants
from bot.audit.reading import CannotRead, Reader
from bot.domain.ports import Clock

EVERY_SECONDS = 60.0
AGAIN_AFTER_SECONDS = 3.0
"""What fails is looked at again after this (real seconds): the engine may be just about to do it."""
TELL_AGAIN_AFTER = timedelta(minutes=10)
LARGEST_SKEW_SECONDS = 2.0
AUDIT_SECONDS = 20.0

OK = Gauge("hansho_audit_ok", "1 when the last audit found every invariant holding")
SECONDS = Histogram("hansho_audit_seconds", "How long an audit took", buckets=(0.01, 0.05, 0.1, 0.5, 1, 3, 10))

log = structlog.get_logger("hansho.audit")

Alarm = Callable[[str], Awaitable[bool]]
"""Tells the operators a few lines of plain text by a road of its own; whether it was taken. Never raises."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One invariant that does not hold, with the ids it does not hold for."""

    name: str
    says: str
    ids: tuple[str, ...]


class Auditor:
    """Audits for ever. `ping` is called only after an audit that found nothing.

    `clock_step()` says by how many seconds the wall clock has been set since the start (SystemClock.step_seconds).
    `check_skew=False` where the clock is practice time and has to differ from the database's. `alarms` are all tried.
    """

    def __init__(
        self,
        *,
        reader: Reader,
        clock: Clock,
        ping: Callable[[], Awaitable[bool]] | None,
        alarms: Sequence[Alarm],
        check_skew: bool = True,
        clock_step: Callable[[], float] | None = None,
        every_seconds: float = EVERY_SECONDS,
        again_after_seconds: float = AGAIN_AFTER_SECONDS,
    ) -> None:
        """Take the reader, the clock and the roads out."""
        self._reader = reader
        self._clock = clock
        self._ping = ping
        self._alarms = tuple(alarms)
        self._check_skew = check_skew
        self._clock_step = clock_step
        self._every = every_seconds
        self._again_after = again_after_seconds
        self._told: dict[str, datetime] = {}

    async def run(self) -> None:
        """Audit each minute of real time until cancelled."""
        while True:
            await asyncio.sleep(self._every)
            await self.once()

    async def once(self) -> tuple[Finding, ...]:
        """Audit; ping, or tell the operators what does not hold. Returns what was found, after a second look."""
        began = time.monotonic()
        findings = await self._look()
        if findings:
            await asyncio.sleep(self._again_after)
            first = {finding.name for finding in findings}
            findings = tuple(finding for finding in await self._look() if finding.name in first)
        SECONDS.observe(time.monotonic() - began)
        OK.set(0 if findings else 1)
        if findings:
            await self._tell(findings)
        else:
            self._told.clear()
            if self._ping is not None and not await self._ping():
                log.warning("audit.deadman_failed")
        return findings

    async def _look(self) -> tuple[Finding, ...]:
        now = self._clock.now()
        queries = {invariant.name: invariant.sql for invariant in INVARIANTS}
        try:
            async with asyncio.timeout(AUDIT_SECONDS):
                found = await asyncio.to_thread(self._reader.findings, queries, instants(now))
                skew = (
                    await asyncio.to_thread(self._reader.skew_seconds, self._clock.now()) if self._check_skew else 0.0
                )
        except (CannotRead, TimeoutError) as error:
            return (Finding(name="A0", says="the database cannot be audited", ids=(str(error) or "timeout",)),)
        broken = [
            Finding(name=invariant.name, says=invariant.says, ids=tuple(found[invariant.name]))
            for invariant in INVARIANTS
            if found[invariant.name]
        ]
        if abs(skew) > LARGEST_SKEW_SECONDS:
            broken.append(Finding(name="A6", says="our clock and the database's disagree", ids=(f"{skew:+.1f} s",)))
        step = self._clock_step() if self._clock_step is not None else 0.0
        if abs(step) > LARGEST_SKEW_SECONDS:
            broken.append(
                Finding(name="A8", says="the machine's clock was set since the start", ids=(f"{step:+.1f} s",))
            )
        return tuple(broken)

    async def _tell(self, findings: tuple[Finding, ...]) -> None:
        log.error("audit.failed", findings={finding.name: finding.ids for finding in findings})
        now = self._clock.now()
        # The same trouble is told again only after a while; the ping stays away all the time.
        new = [one for one in findings if one.name not in self._told or now - self._told[one.name] >= TELL_AGAIN_AFTER]
        if not new:
            return
        lines = ["Hansho: 監査で異常が見つかりました。ログと期限を人の目で確かめてください。"]
        lines.append("Hansho: the audit found something wrong. Please look at the log and at the deadlines yourself.")
        lines += [f"{finding.name}: {finding.says}: {', '.join(finding.ids)}" for finding in findings]
        taken = [await alarm("\n".join(lines)) for alarm in self._alarms]
        if any(taken):
            self._told.update({finding.name: now for finding in new})
        else:
            log.critical("audit.tell_failed", roads=len(taken))
