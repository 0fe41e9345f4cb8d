"""An app or server in a process of its own: started, waited for until it says that it listens, ended with the test."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from workspace.state import Json

START_SECONDS = 30.0


@contextlib.asynccontextmanager
async def running(folder: Path, command: Sequence[str], environment: dict[str, str]) -> AsyncIterator[Json]:
    """Run a command and yield the first line it writes that is a JSON object; all it says is shown when the test fails."""
    process = await asyncio.create_subprocess_exec(
        *command, cwd=folder, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    said: list[str] = []
    listening = asyncio.get_running_loop().create_future()

    async def listen() -> None:
        assert process.stdout is not None
        async for line in process.stdout:
            said.append(line.decode(errors="replace"))
            if said[-1].startswith("{") and not listening.done():
                listening.set_result(json.loads(said[-1]))
        if not listening.done():
            listening.set_exception(AssertionError(f"{command} ended before it listened:\n{''.join(said)}"))

    reading = asyncio.create_task(listen())
    try:
        async with asyncio.timeout(START_SECONDS):
            yield await asyncio.shield(listening)
    except TimeoutError as error:
        raise AssertionError(f"{command} took too long; it said:\n{''.join(said)}") from error
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        await reading
        if said[1:]:
            print("".join(said))
