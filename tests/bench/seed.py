"""A store with a thousand open incidents, made by the program itself: reported, paged, most of them reached.

Nothing is written behind the program's back: each report is the service of the form, each message left through the outbox and
was answered. `QUIET` of them have a desk that was reached and wait for consultation; the rest have a running clock nobody took.
"""

from __future__ import annotations

import asyncio
import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app import Hansho
from bot.domain.ids import new_id
from bot.domain.lane import Lane
from bot.domain.work import OutboxRow, OutboxState, SendPriority, Timer, TimerState
from bot.engine.outbox import Allowance
from bot.services.ports import UnitOfWork
from bot.services.reaching import MarkReached, mark_reached
from bot.services.report import ReportIncident, report_incident
from bot.settings import Settings, load_settings
from bot.transports.clock import ManualClock
from tests.bench.receiver import TEAM, Receiver

ROOT = Path(__file__).resolve().parents[2]
PACKS = ROOT / "bot" / "packs" / "data" / "demo"
SINGLES = 10
BURST = 200
QUIET = 790
APART = timedelta(seconds=3)
BEGAN_AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
"""A Tuesday, ten in the morning in Tokyo: after the daily digest."""
SEEDED_AT = BEGAN_AT + timedelta(minutes=1)
LEAD = "U0SATO"
SECRET = "bench-signing-secret"
TOKEN = "xoxb-bench"
DRAIN_SECONDS = 240.0


@dataclass(frozen=True, slots=True)
class Seeded:
    """A filled database file, and what falls due next in it: the ladder's second steps (aware UTC).

    `singles_at`: of some incidents one by one; `burst_at`: of all the others at one instant.
    """

    file: Path
    singles_at: tuple[datetime, ...]
    burst_at: datetime

    def copy(self, folder: Path) -> Path:
        """A copy to be measured on, in an empty folder."""
        copied = folder / "hansho.db"
        shutil.copyfile(self.file, copied)
        return copied


def settings_for(api_url: str, database_url: str, *, port: int = 0, **more: object) -> Settings:
    """Settings of a program that is measured: signed HTTP, the packs of the demo, nothing else."""
    given: dict[str, object] = {
        "slack_bot_token": TOKEN,
        "slack_app_token": "",
        "slack_signing_secret": SECRET,
        "slack_api_url": api_url,
        "database_url": database_url,
        "packs_dir": PACKS,
        "bind": "127.0.0.1",
        "port": port,
        "smtp_url": "",
        "webhook_url": "",
        "deadman_url": "",
        "public_url": "",
        "secret_key": "",
        "clock_file": None,
    }
    return load_settings(env_file=None, **{**given, **more})


async def seeded(receiver: Receiver, folder: Path, *, quiet: int = QUIET) -> Seeded:
    """Fill a database in `folder`, or take the one that was filled there before. Its clock ends at `SEEDED_AT`."""
    note, file = folder / f"seed-{quiet}.json", folder / f"seed-{quiet}.db"
    if not note.exists():
        file.unlink(missing_ok=True)
        due = await _fill(receiver, f"sqlite:///{file}", quiet)
        note.write_text(json.dumps([at.isoformat() for at in due]), encoding="utf-8")
    *singles, burst = [datetime.fromisoformat(at) for at in json.loads(note.read_text(encoding="utf-8"))]
    return Seeded(file, tuple(singles), burst)


async def _fill(receiver: Receiver, database_url: str, quiet: int) -> list[datetime]:
    """Returns when every message has left: when the single steps fall due, in order, and last the burst."""
    clock = ManualClock(BEGAN_AT)
    program = Hansho(settings_for(receiver.api_url, database_url), clock=clock)
    await program.start()
    try:
        for sender in program.engine._senders:
            if sender._priority is SendPriority.REFRESH:  # its limit is Slack's, and would only make this slow
                sender._allowance = Allowance(per_second=10_000, burst=10_000)
        for number in range(quiet):
            await _report_and_reach(program, number)
        await _drained(program)
        clock.set(SEEDED_AT - SINGLES * APART)
        singles = []
        for number in range(SINGLES):
            singles.append(await _report(program, f"single-{number}"))
            clock.advance(seconds=APART.total_seconds())
        burst = [await _report(program, f"burst-{number}") for number in range(BURST)]
        await _drained(program)
        ladder = await program.store.read(_ladder, None)
        (burst_at,) = {ladder[one] for one in burst}
        return [*sorted(ladder[one] for one in singles), burst_at]
    finally:
        await program.stop()


async def _report(program: Hansho, key: str) -> str:
    answers: dict[str, object] = {
        "what": ["loss_theft"],
        "how_sure": "occurred",
        "where": ["carried_device"],
        "contracts": ["kawabata-2026"],
        "info": ["personal"],
        "when": "now",
        "summary": "持ち出しPCの紛失",
    }
    command = ReportIncident(actor="U0YAMADA", key=f"bench-{key}", team_id=TEAM, answers=answers)
    return (await program.engine.store.run(report_incident, command)).incident_id


async def _report_and_reach(program: Hansho, number: int) -> None:
    incident_id = await _report(program, f"quiet-{number}")
    for lane_id in await program.store.read(_lanes, incident_id):
        reached = MarkReached(
            actor=LEAD,
            key=new_id(program.clock.now()),
            lane_id=lane_id,
            who="窓口",
            how="phone",
            at=program.clock.now(),
        )
        await program.engine.store.run(mark_reached, reached)


async def _drained(program: Hansho) -> None:
    async with asyncio.timeout(DRAIN_SECONDS):
        while await program.store.read(_waiting, program.clock.now()) or program.engine.under_way:  # noqa: ASYNC110 - the store has no event to wait for
            await asyncio.sleep(0.2)


def _lanes(uow: UnitOfWork, incident_id: str) -> list[str]:
    return [lane.id for lane in uow.find(Lane, incident_id=incident_id)]


def _waiting(uow: UnitOfWork, now: datetime) -> int:
    unsettled = (OutboxState.PENDING, OutboxState.SENDING, OutboxState.UNKNOWN)
    return sum(row.next_attempt_at <= now for row in uow.find(OutboxRow, state=unsettled))


def _ladder(uow: UnitOfWork, _: None) -> dict[str, datetime]:
    armed = uow.find(Timer, kind="ladder", state=TimerState.ARMED)
    return {timer.scope_id: timer.due_at for timer in armed}
