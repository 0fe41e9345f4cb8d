"""One life of a small bot, to be killed: it queues one page and one timer, sends what is due, and ends when all is sent.

Run as `python -m tests.engine.one_life DATABASE_URL API_URL TOKEN CLOCK_FILE`.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bot.domain.ids import new_id
from bot.domain.work import OutboxRow, OutboxState, Timer, TransportKind
from bot.engine.carrier import Words
from bot.engine.engine import Engine, Services
from bot.transports.clock import FileClock
from bot.transports.slack import SlackSender
from bot.transports.slack.sender import new_session
from storage.opening import open_store
from tests.engine.rig import MANAGER, PlainServices, Rules, a_row


def queue(uow, _):
    uow.post(a_row(uow.now, "page:1", target=MANAGER))
    uow.arm(Timer(id=new_id(uow.now), scope_id="office", kind="tick", seq="1", due_at=uow.now, payload={"to": MANAGER}))


def unsent(uow, _):
    states = (OutboxState.PENDING, OutboxState.SENDING, OutboxState.UNKNOWN)
    return len(uow.find(OutboxRow)) < 2 or bool(uow.find(OutboxRow, state=states))


async def live(database_url: str, api_url: str, token: str, clock_file: str) -> None:
    clock, services = FileClock(Path(clock_file)), PlainServices()

    async def arm_daily() -> None:
        return

    with open_store(database_url, clock, Rules()) as store:
        async with new_session() as session:
            engine = Engine(
                store=store,
                clock=clock,
                roads={TransportKind.SLACK: SlackSender(token=token, base_url=api_url, session=session)},
                services=Services(
                    fire=services.fire,
                    words=Words(
                        render=services.render, after_sent=services.after_sent, after_refused=services.after_refused
                    ),
                    arm_daily=arm_daily,
                ),
                worker="one-life",
            )
            await store.run(queue, None)
            await engine.start()
            while await store.read(unsent, None):
                await engine.wait_for_next_cycle()
            await engine.stop()


if __name__ == "__main__":
    asyncio.run(live(*sys.argv[1:5]))
