"""From a submitted form to its receipt, with fifty people submitting at once, through the practice workspace."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from pathlib import Path

from storage.migrating import migrate
from tests.bench.figures import Figure, quantile
from tests.bench.running import Running, bare, free_port, hansho
from tests.bench.seed import SECRET
from tests.harness import postgres
from workspace import Workspace, people

PEOPLE = 50
ROADS = (("sqlite", "http"), ("sqlite", "socket"), ("postgresql", "http"))
SETTLE_SECONDS = 3.0
ROWS_IF_UNKNOWN = 60


async def measure(scratch: Path, *, runs: int) -> list[Figure]:
    """p50 and p99 for each road and database; the bare part is one and the same for all."""
    figures: list[Figure] = []
    bare_times: list[list[float]] = []
    rows = ROWS_IF_UNKNOWN
    for database, road in ROADS:
        with contextlib.ExitStack() as stack:
            home = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=scratch)))
            file = home / "hansho.db"
            url = f"sqlite:///{file}"
            if database == "postgresql":
                try:
                    url = stack.enter_context(_postgres())
                except postgres.NoPostgres:
                    continue
            pair = [
                Figure(f"submit to receipt, 50 at once, {database}, {road}, {name}", "s") for name in ("p50", "p99")
            ]
            pair[1].target = 1.0
            async with _workspace() as workspace, _bot(workspace, url, road, home):
                for _ in range(runs):
                    _take(pair, await _submit(workspace, "updated"))
                    await asyncio.sleep(SETTLE_SECONDS)
            if database == "sqlite":
                rows = _rows_of_a_report(file)
            figures += pair
    for _ in range(runs):
        with tempfile.TemporaryDirectory(dir=scratch) as folder:
            bare_times.append(await _bare(Path(folder), rows))
    for figure in figures:
        share = 0.99 if figure.name.endswith("p99") else 0.5
        figure.bare += [quantile(times, share) for times in bare_times]
    return figures


def _take(pair: Sequence[Figure], times: Sequence[float]) -> None:
    pair[0].runs.append(quantile(times, 0.5))
    pair[1].runs.append(quantile(times, 0.99))


@contextlib.asynccontextmanager
async def _workspace() -> AsyncIterator[Workspace]:
    """The practice company and fifty engineers more."""
    engineers = [
        {"id": f"U1E{n:02d}", "name": f"engineer{n}", "real_name": f"Engineer {n}", "title": "Engineer", "title_ja": ""}
        | {"locale": "ja-JP" if n % 2 else "en-US", "tz": "Asia/Tokyo"}
        for n in range(PEOPLE)
    ]
    who = {**people.DEFAULT, "people": [*people.DEFAULT["people"], *engineers]}
    async with Workspace(who=who, signing_secret=SECRET, answer_seconds=30.0) as workspace:
        yield workspace


@contextlib.asynccontextmanager
async def _bot(workspace: Workspace, database_url: str, road: str, home: Path) -> AsyncIterator[Running]:
    settings = workspace.settings
    more = {"SLACK_BOT_TOKEN": settings.bot_token}
    if road == "socket":
        more["SLACK_APP_TOKEN"] = settings.app_token
    async with hansho(workspace.api_url, database_url, home, **more) as program:
        workspace.use_request_url(f"{program.url}/slack/events" if road == "http" else None)
        await program.ready()
        yield program


async def _submit(workspace: Workspace, expected: str) -> list[float]:
    """Everybody opens and fills the form at leisure, then all press the button at once; seconds each waited."""
    everybody = [workspace.person(f"U1E{n:02d}") for n in range(PEOPLE)]
    for person in everybody:
        await person.close_modal(everything=True) if person.modal_view else None
        await person.command("/incident new")
        form = await person.expect_modal()
        answers: dict[str, object] = {"what": ["loss_theft"], "how_sure": "occurred", "where": ["carried_device"]}
        answers |= {"contracts": ["kawabata-2026"], "info": ["personal"], "summary": "持ち出しPCの紛失"}
        for name, value in answers.items():
            await form.fill(name, value)
    await asyncio.sleep(SETTLE_SECONDS)
    return await _press_all(workspace, expected)


async def _press_all(workspace: Workspace, expected: str) -> list[float]:
    async def press(number: int) -> float:
        began = time.perf_counter()
        outcome = await workspace.person(f"U1E{number:02d}").submit()
        if outcome.kind != expected:
            raise RuntimeError(f"submission {number} ended as {outcome.kind}: {outcome.why}")
        return time.perf_counter() - began

    return list(await asyncio.gather(*(press(number) for number in range(PEOPLE))))


async def _bare(home: Path, rows: int) -> list[float]:
    """The same fifty presses, answered by aiohttp, HMAC and one transaction of as many rows as a report has."""
    port = free_port()
    options = {"file": str(home / "bare.db"), "port": port, "secret": SECRET, "rows": rows}
    async with _workspace() as workspace:
        async with _bot(workspace, f"sqlite:///{home / 'hansho.db'}", "http", home):
            await _fill(workspace)
        async with bare("serve", home, json.dumps(options), port=port) as part:
            await part.ready()
            workspace.use_request_url(f"{part.url}/slack/events")
            return await _press_all(workspace, "cleared")


async def _fill(workspace: Workspace) -> None:
    for number in range(PEOPLE):
        person = workspace.person(f"U1E{number:02d}")
        await person.command("/incident new")
        form = await person.expect_modal()
        await form.fill("what", ["loss_theft"])


@contextlib.contextmanager
def _postgres():  # type: ignore[no-untyped-def]
    """A server that keeps its promises: the tests' own throws durability away."""
    before = dict(postgres.SERVER_SETTINGS)
    postgres.SERVER_SETTINGS.update(fsync="on", full_page_writes="on", synchronous_commit="on")
    try:
        with postgres.running_server() as server, server.database(template=server.template("migrated", migrate)) as url:
            yield url
    finally:
        postgres.SERVER_SETTINGS.update(before)


def _rows_of_a_report(file: Path) -> int:
    """How many rows a report's own transaction wrote, on average: what carries the time of the report."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:

        def count(sql: str) -> int:
            return int(connection.execute(sql).fetchone()[0])

        incidents = count("SELECT count(*) FROM incident")
        rows = sum(
            count(f"SELECT count(*) FROM {name}") for name in ("incident", "lane", "duty", "room_member", "timer")
        )
        rows += count("SELECT count(*) FROM log_entry") + count("SELECT count(*) FROM outbox") + 2 * incidents
        return max(1, round(rows / max(1, incidents)))
