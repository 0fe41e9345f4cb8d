"""The engine's test rig: store, clock, practice Slack, and services simple enough to be read at a glance."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self

from bot.domain.ids import new_id
from bot.domain.people import Person
from bot.domain.work import Call, OutboxRow, OutboxState, SendPriority, Timer, TimerState, TransportKind
from bot.engine.carrier import Words
from bot.engine.engine import Engine, Services
from bot.engine.roads import CannotLook, Delivered
from bot.transports.clock import ManualClock
from bot.transports.slack import SlackSender
from bot.transports.slack.sender import new_session
from storage.opening import open_store
from tests.harness.databases import with_tables
from tests.harness.patience import PATIENCE
from workspace import Clock, Fault, Workspace

MANAGER = "U0TANAKA"
OPERATOR = "U0MILLER"
SECOND = "U0BROWN"


class FollowingClock(Clock):
    """The workspace's clock, following the bot's."""

    def __init__(self, leader: ManualClock) -> None:
        super().__init__(leader.now(), rate=0)
        self._leader = leader

    def now(self) -> datetime:
        return self._leader.now()


class Rules:
    """A rule book with an office and no packs."""

    def __init__(self) -> None:
        self.office = SimpleNamespace(operators=(OPERATOR,))
        self.packs: dict[str, Any] = {}


class RecordingRoad:
    """A mail or webhook road that keeps what it is given, or answers as told."""

    def __init__(self) -> None:
        self.sent: list[tuple[OutboxRow, Call]] = []
        self.answers: list[Any] = []

    def scope_of(self, call):
        return "recording"

    def may_repeat(self, call):
        return True

    async def send(self, row, call):
        self.sent.append((row, call))
        return self.answers.pop(0) if self.answers else Delivered()

    async def look_up(self, row, call, oldest):
        return CannotLook(reason="none", for_good=True)


class PlainServices:
    """Services of a few lines: a timer posts a page to `payload["to"]`; a row says what its params say."""

    def __init__(self) -> None:
        self.broken_scopes: set[str] = set()
        self.unrenderable: set[str] = set()
        self.superseded: set[str] = set()
        self.sent: list[tuple[str, dict[str, Any]]] = []
        self.refused: list[tuple[str, str]] = []
        self.armed_daily = 0

    def fire(self, uow, scope_id):
        if scope_id in self.broken_scopes:
            raise ValueError("this incident's rules are broken")
        for timer in uow.find(Timer, scope_id=scope_id, state=TimerState.ARMED):
            if timer.due_at <= uow.now:
                lateness = int((uow.now - timer.due_at).total_seconds() * 1000)
                uow.save(replace(timer, state=TimerState.FIRED, fired_at=uow.now, lateness_ms=lateness))
                uow.post(
                    a_row(
                        uow.now, f"fired:{timer.id}", text=f"{timer.kind} {timer.seq}", target=str(timer.payload["to"]),
                        due_at=timer.due_at,
                    )
                )  # fmt: skip

    def render(self, uow, row):
        if row.idem_key in self.superseded:
            return None
        if row.idem_key in self.unrenderable:
            raise KeyError("no such text")
        text = str(row.params.get("text") or row.kind)
        if row.transport is not TransportKind.SLACK:
            return Call(method=row.transport.value, arguments={"subject": text, "text": text})
        method = str(row.params.get("method") or "chat.postMessage")
        arguments = {"channel": row.target, "text": text, **dict(row.params.get("more") or {})}
        return Call(method=method, arguments=arguments)

    def after_sent(self, uow, row, response):
        self.sent.append((row.idem_key, dict(response)))

    def after_refused(self, uow, row, error):
        self.refused.append((row.idem_key, error))


def a_row(now: datetime, key: str, **changes: Any) -> OutboxRow:
    text = changes.pop("text", key)
    params = {"text": text, **changes.pop("params", {})}
    made = OutboxRow(
        id=new_id(now), priority=SendPriority.PAGE, kind="page", target=MANAGER, params=params, idem_key=key,
        due_at=now, next_attempt_at=now, created_at=now,
    )  # fmt: skip
    return replace(made, **changes)


class Rig:
    """Everything together. `restart` is what a crash and a new process are, without the process."""

    def __init__(self, folder: Path, at: datetime, *, roads: Collection[TransportKind] = ()) -> None:
        self.url = with_tables(f"sqlite:///{folder / 'hansho.sqlite3'}")
        self.clock = ManualClock(at)
        self.rules = Rules()
        self.services = PlainServices()
        self.ws = Workspace(clock=FollowingClock(self.clock))
        self.others = {kind: RecordingRoad() for kind in roads}
        self.gave_up: list[int] = []

    async def __aenter__(self) -> Self:
        await self.ws.start()
        self.session = new_session()
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
        await self.session.close()
        await self.ws.stop()

    async def open(self) -> None:
        self.store = open_store(self.url, self.clock, self.rules)
        slack = SlackSender(token=self.ws.settings.bot_token, base_url=self.ws.api_url, session=self.session)
        services = self.services
        self.engine = Engine(
            store=self.store,
            clock=self.clock,
            roads={TransportKind.SLACK: slack, **self.others},
            services=Services(
                fire=services.fire,
                words=Words(
                    render=services.render, after_sent=services.after_sent, after_refused=services.after_refused
                ),
                arm_daily=self._arm_daily,
            ),
            worker="worker-1",
            give_up=self.gave_up.append,
        )

    async def close(self) -> None:
        await self.engine.stop(drain_seconds=0)
        self.store.close()

    async def restart(self) -> None:
        """Lose everything that was only in memory and begin again on the same file."""
        await self.close()
        await self.open()
        await self.engine.start()

    async def _arm_daily(self) -> None:
        self.services.armed_daily += 1

    async def post(self, key: str, **changes: Any) -> OutboxRow:
        """Commit one row, as a service would."""
        row = a_row(self.clock.now(), key, **changes)
        await self.engine.store.run(lambda uow, made: uow.post(made), row)
        return row

    async def arm(
        self, scope: str, *, seconds: float = 0, seq: str = "1", kind: str = "tick", to: str = MANAGER
    ) -> None:
        now = self.clock.now()
        timer = Timer(
            id=new_id(now),
            scope_id=scope,
            kind=kind,
            seq=seq,
            due_at=now + timedelta(seconds=seconds),
            payload={"to": to},
        )
        await self.engine.store.run(lambda uow, made: uow.arm(made), timer)

    async def know(self, user: str, email: str) -> None:
        person = Person(
            id=user, team_id="T1", name="somebody", locale="en", tz="UTC", email=email, fetched_at=self.clock.now()
        )
        await self.engine.store.run(lambda uow, made: uow.add(made), person)

    async def rows(self, **equals: Any) -> list[OutboxRow]:
        return await self.store.read(lambda uow, wanted: uow.find(OutboxRow, **wanted), equals)

    async def row(self, key: str) -> OutboxRow:
        found = await self.rows(idem_key=key)
        assert len(found) == 1, f"{len(found)} rows {key}"
        return found[0]

    def break_slack(self, method: str, kind: str, value: Any = None, *, times: int = 1, **where: str) -> Fault:
        return self.ws.faults.add(Fault(method, kind, value, times, where))

    def texts(self, user: str = MANAGER) -> list[str]:
        """What the person was sent, oldest first."""
        channel = self.ws.state.direct(user)
        return [message.text for message in self.ws.state.messages[channel.id]]

    async def quiet(self) -> None:
        """Wait until nothing that is due is left undone and nothing is under way."""
        async with asyncio.timeout(PATIENCE):
            while True:
                await self.engine.wait_for_next_cycle()
                if self.engine.under_way == 0 and not await self.store.read(_due, None):
                    return

    async def until(self, seen: Callable[[], Any]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not seen():  # noqa: ASYNC110 - what is seen may be anywhere
                await asyncio.sleep(0.01)

    async def forward(self, seconds: float) -> None:
        """Let time pass, a second at a time and everything done in between, as real time would."""
        for _ in range(int(seconds)):
            self.clock.advance(seconds=1)
            self.engine.wake()
            await self.quiet()


def _due(uow, _):
    states = (OutboxState.PENDING, OutboxState.UNKNOWN, OutboxState.SENDING)
    rows = uow.find(OutboxRow, state=states)
    timers = [timer for timer in uow.find(Timer, state=TimerState.ARMED) if timer.due_at <= uow.now and not timer.fails]
    return bool(timers) or any(row.next_attempt_at <= uow.now or row.state is OutboxState.SENDING for row in rows)
