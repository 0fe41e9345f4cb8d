"""The practice workspace: how soon its page is there, how soon a message is on an open one, how long the bot's stories take."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import tempfile
import time
from pathlib import Path

import aiohttp

from tests.bench.figures import Figure, quantile
from tests.bench.running import Running, bare, free_port, running
from tests.bench.seed import ROOT

MESSAGES_A_SECOND = 200
FLOOD_SECONDS = 5
READY_SECONDS = 30.0


async def measure(scratch: Path, *, runs: int) -> list[Figure]:
    """Start, and a flood of messages with one page open."""
    start = Figure("workspace: from process start to the first page", "s", target=1.0)
    work = Figure("workspace: processor time until the first page", "s")
    middle = Figure(f"message to open page, {MESSAGES_A_SECOND} a second, p50", "s")
    late = Figure(f"message to open page, {MESSAGES_A_SECOND} a second, p99", "s", target=0.1)
    for _ in range(runs):
        with tempfile.TemporaryDirectory(dir=scratch) as folder:
            port = free_port()
            command = [sys.executable, "-m", "workspace", "--port", str(port)]
            async with running(command, {}, Path(folder), port) as program:
                work.runs.append(await _one(program, start.runs, middle.runs, late.runs))
        with tempfile.TemporaryDirectory(dir=scratch) as folder:
            port = free_port()
            options = json.dumps({"file": str(Path(folder) / "unused"), "port": port})
            async with bare("page", Path(folder), options, port=port) as part:
                work.bare.append(await _one(part, start.bare, middle.bare, late.bare))
    return [start, work, middle, late]


async def stories(*, runs: int) -> list[Figure]:
    """The bot's stories as the tests run them, practice time moved by hand: the ten of the main job over every road and database; all."""
    figures = [
        Figure("the ten stories of the main job, on both roads and both databases", "s", target=60.0),
        Figure("every story there is", "s"),
    ]
    told = [
        sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "tests/stories").glob("test_story_*.py")),
        ["tests/stories"],
    ]
    for figure, paths in zip(figures, told, strict=True):
        for _ in range(runs):
            began = time.monotonic()
            child = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "pytest", "-q", *paths, cwd=ROOT, stdout=asyncio.subprocess.PIPE
            )
            said, _ = await child.communicate()
            if child.returncode:
                raise RuntimeError(f"the stories failed, so their time means nothing:\n{said.decode()[-2000:]}")
            figure.runs.append(time.monotonic() - began)
    return figures


async def _one(program: Running, start: list[float], middle: list[float], late: list[float]) -> float:
    """One run of one program; returns the processor time its start took, which a busy machine does not change."""
    async with aiohttp.ClientSession() as session:
        await first_page(session, program.url)
        start.append(time.time() - program.began)
        work = program.cpu_seconds()
        latencies = await _followed(session, program.url)
        middle.append(quantile(latencies, 0.5))
        late.append(quantile(latencies, 0.99))
    return work


async def first_page(session: aiohttp.ClientSession, url: str) -> None:
    """Wait until the page is answered. Raises TimeoutError after half a minute."""
    async with asyncio.timeout(READY_SECONDS):
        while True:
            with contextlib.suppress(aiohttp.ClientError):
                async with session.get(f"{url}/") as answer:
                    if answer.status == 200:
                        return
            await asyncio.sleep(0.005)


async def flood(session: aiohttp.ClientSession, url: str) -> dict[int, float]:
    """Post `flood-00000` and on at an even pace as a person; returns when each left, in seconds since 1970."""
    left: dict[int, float] = {}
    await asyncio.gather(*(_post(session, url, number, left) for number in range(MESSAGES_A_SECOND * FLOOD_SECONDS)))
    return left


async def _followed(session: aiohttp.ClientSession, url: str) -> list[float]:
    """For each message of a flood the time from its departure to its arrival at an open page."""
    count = MESSAGES_A_SECOND * FLOOD_SECONDS
    came: dict[int, float] = {}
    async with session.ws_connect(f"{url}/_practice/live", max_msg_size=0) as page:
        await page.send_json({"as": "U0YAMADA", "channel": "C0BUILD"})
        await page.receive()

        async def read() -> None:
            async for said in page:
                now = time.time()
                for number in (int(part[:5]) for part in str(said.data).split("flood-")[1:]):
                    came.setdefault(number, now)
                if len(came) == count:
                    return

        reading = asyncio.create_task(read())
        left = await flood(session, url)
        async with asyncio.timeout(READY_SECONDS):
            await reading
    return [came[number] - left[number] for number in range(count)]


async def _post(session: aiohttp.ClientSession, url: str, number: int, left: dict[int, float]) -> None:
    await asyncio.sleep(number / MESSAGES_A_SECOND)
    doing = {"do": "post", "as": "U0MILLER", "channel": "C0BUILD", "text": f"flood-{number:05d}"}
    left[number] = time.time()
    async with session.post(f"{url}/_practice/act", json=doing) as answer:
        if answer.status != 200:
            raise RuntimeError(f"not posted: {await answer.text()}")
