"""The bare parts: what each figure would be with the libraries alone and nothing of the program.

Run as `python -m tests.bench.bare PART ...` in a process of its own, as the program is.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import hmac
import json
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import aiohttp
from aiohttp import web
from apscheduler.schedulers.asyncio import AsyncIOScheduler

SLOTS = 8
"""As many calls at once as the program has for pages."""


def connected(file: Path) -> sqlite3.Connection:
    """SQLite as the program uses it: write-ahead log, every commit on the disk."""
    connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    return connection


async def serve(file: Path, port: int, secret: str, rows: int) -> None:
    """Answer signed requests: check the signature, insert `rows` rows in one transaction, say that the form may close."""
    writer = ThreadPoolExecutor(1)
    connection = connected(file)
    connection.execute("CREATE TABLE IF NOT EXISTS row (id INTEGER PRIMARY KEY, body TEXT)")

    def write(body: str) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO row (body) VALUES (?)", [(body[:500],)] * rows)
        connection.execute("COMMIT")

    async def receive(request: web.Request) -> web.Response:
        body = await request.read()
        stamp = request.headers["X-Slack-Request-Timestamp"]
        signed = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(f"v0={signed}", request.headers["X-Slack-Signature"]):
            return web.Response(status=401)
        await asyncio.get_running_loop().run_in_executor(writer, write, body.decode())
        return web.json_response({"response_action": "clear"})

    await _listen(port, receive)


async def idle(file: Path, port: int) -> None:
    """A listening server, a bell each second and one question to the database at each ring."""
    connection = connected(file)

    async def ring() -> None:
        connection.execute("SELECT min(due_at) FROM timer WHERE state = 'armed'").fetchone()

    bell = AsyncIOScheduler()
    bell.add_job(ring, "interval", seconds=1)
    bell.start()
    await _listen(port, ring_page)


async def page(file: Path, port: int) -> None:
    """Serve a page, take a post, tell it to everybody who has the page open."""
    opened: set[web.WebSocketResponse] = set()

    async def live(request: web.Request) -> web.WebSocketResponse:
        made = web.WebSocketResponse()
        await made.prepare(request)
        opened.add(made)
        await made.send_json({})
        async for _ in made:
            pass
        opened.discard(made)
        return made

    async def act(request: web.Request) -> web.Response:
        said = await request.json()
        for one in list(opened):
            await one.send_json(said)
        return web.json_response({"ok": True})

    app = web.Application()
    app.router.add_get("/", ring_page)
    app.router.add_get("/_practice/live", live)
    app.router.add_post("/_practice/act", act)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


async def ring_page(_: web.Request) -> web.Response:
    """Nobody asks."""
    return web.Response()


async def _listen(port: int, receive: object) -> None:
    app = web.Application(client_max_size=1 << 20)
    app.router.add_post("/slack/events", receive)  # type: ignore[arg-type]
    app.router.add_get("/readyz", ring_page)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


async def send(file: Path, url: str, count: int, due: float) -> None:
    """At `due` (epoch seconds) claim `count` rows, post each, note each: three commits a row but for the shared claim."""
    writer = ThreadPoolExecutor(1)
    connection = connected(file)
    connection.execute("CREATE TABLE page (id TEXT PRIMARY KEY, due REAL, state TEXT)")
    connection.execute("CREATE INDEX due ON page (state, due)")
    connection.executemany("INSERT INTO page VALUES (?, ?, 'pending')", [(f"r{n}", due) for n in range(count)])

    def claim() -> list[str]:
        connection.execute("BEGIN IMMEDIATE")
        wanted = "SELECT id FROM page WHERE state = 'pending' AND due <= ? LIMIT ?"
        ids = [str(row[0]) for row in connection.execute(wanted, (time.time(), SLOTS))]
        connection.executemany("UPDATE page SET state = 'sending' WHERE id = ?", [(one,) for one in ids])
        connection.execute("COMMIT")
        return ids

    def note(one: str, state: str) -> None:
        connection.execute("UPDATE page SET state = ? WHERE id = ?", (state, one))

    loop = asyncio.get_running_loop()
    async with aiohttp.ClientSession() as session:

        async def carry(one: str) -> None:
            await loop.run_in_executor(writer, note, one, "dispatched")
            async with session.post(f"{url}/plain", json={"channel": "U0BARE", "row": one}) as answer:
                await answer.read()
            await loop.run_in_executor(writer, note, one, "sent")

        await asyncio.sleep(max(0.0, due - time.time()))
        while claimed := await loop.run_in_executor(writer, claim):
            await asyncio.gather(*(carry(one) for one in claimed))


async def start(file: Path, url: str) -> None:
    """Load the libraries the program stands on, look into the database, post one message."""
    import slack_bolt.async_app  # noqa: F401 - the import is what is measured
    import sqlmodel  # noqa: F401 - the import is what is measured

    connection = connected(file)
    connection.execute("SELECT min(due_at) FROM timer WHERE state = 'armed'").fetchone()
    async with aiohttp.ClientSession() as session:
        await (await session.post(f"{url}/plain", json={"channel": "U0BARE", "row": "start"})).read()


def main() -> None:
    """Run one bare part."""
    parser = argparse.ArgumentParser()
    parser.add_argument("part", choices=("serve", "idle", "page", "send", "start"))
    parser.add_argument("options", help="what the part takes, as JSON")
    given = parser.parse_args()
    options = json.loads(given.options)
    options["file"] = Path(options["file"])
    asyncio.run({"serve": serve, "idle": idle, "page": page, "send": send, "start": start}[given.part](**options))


if __name__ == "__main__":
    main()
