"""Two replicas on one PostgreSQL: whichever takes a click or a timer, every page leaves once and the last press finds the first."""

from __future__ import annotations

from bot.domain.incident import Incident
from storage.migrating import migrate
from tests.harness.patience import UNHURRIED
from tests.harness.postgres import PostgresServer
from tests.stories.acting import records, rung
from tests.stories.conftest import NIGHT, Story
from tests.stories.harness import running_bot
from workspace import Clock, Workspace


async def test_two_replicas_ring_everybody_once(postgres_server: PostgresServer) -> None:
    with postgres_server.database(template=postgres_server.template("migrated", migrate)) as url:
        async with (
            Workspace(clock=Clock(NIGHT, rate=0), **UNHURRIED) as workspace,
            running_bot(workspace, url) as one,
            running_bot(workspace, url) as other,
        ):
            story = Story(one)
            await story.report(when="now")
            await other.settled()
            for minutes in range(5, 25, 5):
                workspace.set_clock(at=story.at(3, 5 + minutes))
                await one.settled()
                await other.settled()

            assert len(await records(story, Incident)) == 1
            for name in ("sato", "tanaka", "brown", "suzuki", "kato", "okada"):
                assert len(rung(story, name)) == 1, name
            cards = [m for m in story.lead.messages(story.room()) if "起点" in m.all_text]
            assert len(cards) == 1
            ids = [
                str((m.metadata or {}).get("event_payload")) for m in story.lead.messages(story.room()) if m.metadata
            ]
            assert len(ids) == len(set(ids))
