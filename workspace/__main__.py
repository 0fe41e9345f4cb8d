"""`python -m workspace`: the practice workspace alone, for any Bolt app."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
from pathlib import Path

from workspace import guide, manifest, people
from workspace.core import RATES, Settings
from workspace.server import Workspace

PRACTICE = Settings()
PARENT_LOOK_SECONDS = 1.0


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m workspace", description="A Slack-compatible practice workspace on loopback."
    )
    parser.add_argument("--port", type=int, default=0, help="port to listen on (0: any free one)")
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address; anything else is refused")
    parser.add_argument("--smtp-port", type=int, default=0, help="port of the mailbox (0: any free one)")
    parser.add_argument("--clock-file", type=Path, help="practice time, shared with the bot; made when missing")
    parser.add_argument("--people", type=Path, help="people and channels, JSON or YAML (default: the practice company)")
    parser.add_argument(
        "--manifest", type=Path, help="the app's manifest, JSON: scopes, events, commands (default: the practice app's)"
    )
    parser.add_argument("--guide", type=Path, help="steps shown beside the page")
    parser.add_argument("--bot-token", default=PRACTICE.bot_token)
    parser.add_argument("--app-token", default=PRACTICE.app_token)
    parser.add_argument("--signing-secret", default=PRACTICE.signing_secret)
    parser.add_argument(
        "--rates", choices=RATES, default="slack", help="enforce Slack's limits on how often (default), or only count"
    )
    parser.add_argument("--request-url", help="deliver by signed HTTP POST to this address instead of Socket Mode")
    parser.add_argument("--deny", default="", help="methods to answer unknown_method, separated by commas")
    parser.add_argument(
        "--only-main-job", action="store_true", help="every method but the ten of the main job is unknown"
    )
    parser.add_argument(
        "--with-parent",
        action="store_true",
        help="end when the process that started this one has ended, however it did",
    )
    parser.add_argument(
        "--ready-file", type=Path, help="a JSON file with the addresses, written once the workspace listens"
    )
    return parser


async def serve(options: argparse.Namespace) -> None:
    """Run until SIGINT or SIGTERM."""
    ws = Workspace(
        clock_file=options.clock_file,
        who=people.load(options.people),
        manifest=manifest.read(options.manifest) if options.manifest else manifest.DEFAULT,
        guide=guide.read(options.guide) if options.guide else None,
        only_main_job=options.only_main_job,
        deny=[name.strip() for name in options.deny.split(",") if name.strip()],
        bot_token=options.bot_token,
        app_token=options.app_token,
        signing_secret=options.signing_secret,
        request_url=options.request_url,
        rates=options.rates,
    )
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await ws.start(options.port, options.host, options.smtp_port)
    print(f"Workspace: {ws.url}", flush=True)
    print(f"API: {ws.api_url}", flush=True)
    print(f"Mail: {ws.smtp_url}", flush=True)
    if options.ready_file:
        fresh = options.ready_file.with_name(options.ready_file.name + ".new")
        ready = {"url": ws.url, "api_url": ws.api_url, "smtp_url": ws.smtp_url, "pid": os.getpid()}
        fresh.write_text(json.dumps(ready), encoding="utf-8")
        fresh.replace(options.ready_file)
    parent = os.getppid()
    while not stop.is_set():
        try:
            async with asyncio.timeout(PARENT_LOOK_SECONDS):
                await stop.wait()
        except TimeoutError:
            if options.with_parent and os.getppid() != parent:
                break
    await ws.stop()


def main() -> int:
    """Exit code 0, or 2 with one line when it cannot start."""
    try:
        asyncio.run(serve(arguments().parse_args()))
    except (OSError, ValueError) as error:
        print(f"workspace: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
