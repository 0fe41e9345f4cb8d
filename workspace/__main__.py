"""`python -m workspace`: the practice workspace alone, for any Bolt app."""

from __future__ import annotations

import argparse
import asyncio
import ipaddress
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


OPEN = "whoever reaches it can act as anybody and read everything; there is no sign-in and no encryption"
ABOUT = """\
A Slack-compatible workspace for trying and testing a Bolt app without an account: Web API, Socket Mode or signed HTTP, a page to
act as anybody, a clock that can be moved, a mailbox. Nothing leaves this machine."""
EXAMPLES = """\
examples:
  python -m workspace                                 the practice company, any free port
  python -m workspace --manifest app.json --port 8765 your app: its scopes, events and commands
  python -m workspace --state .practice/state.json    go on tomorrow where you stopped today

Then point the app at it: base URL of the Web API as printed, bot token xoxb-practice-bot, app-level token xapp-practice-app."""


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m workspace",
        description=ABOUT,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    where = parser.add_argument_group("where it listens")
    where.add_argument("--port", type=int, default=0, metavar="N", help="port of page and API (default: any free one)")
    where.add_argument(
        "--smtp-port", type=int, default=0, metavar="N", help="port of the mailbox (default: any free one)"
    )
    where.add_argument("--host", default="127.0.0.1", metavar="IP", help="a loopback address (default: 127.0.0.1)")
    where.add_argument(
        "--listen-anywhere",
        action="store_true",
        help="let --host be any address; whoever reaches it can act as anybody, there is no sign-in",
    )
    app = parser.add_argument_group("the app")
    app.add_argument(
        "--manifest", type=Path, metavar="FILE", help="its manifest, JSON: scopes, events, commands, shortcuts"
    )
    app.add_argument(
        "--request-url", metavar="URL", help="deliver by signed HTTP POST to this address, not by Socket Mode"
    )
    app.add_argument("--bot-token", default=PRACTICE.bot_token, metavar="TOKEN", help=f"default: {PRACTICE.bot_token}")
    app.add_argument("--app-token", default=PRACTICE.app_token, metavar="TOKEN", help=f"default: {PRACTICE.app_token}")
    app.add_argument(
        "--signing-secret", default=PRACTICE.signing_secret, metavar="WORD", help=f"default: {PRACTICE.signing_secret}"
    )
    world = parser.add_argument_group("the company and its time")
    world.add_argument(
        "--people", type=Path, metavar="FILE", help="people, channels, groups, other teams; JSON or YAML"
    )
    world.add_argument("--state", type=Path, metavar="FILE", help="keep everything across restarts; made when missing")
    world.add_argument(
        "--clock-file", type=Path, metavar="FILE", help="practice time, shared with the app; made when missing"
    )
    world.add_argument("--guide", type=Path, metavar="FILE", help="steps shown beside the page")
    strict = parser.add_argument_group("how strict it is")
    strict.add_argument(
        "--rates",
        choices=RATES,
        default="slack",
        help="answer 429 where Slack would (default), or only count the calls",
    )
    strict.add_argument("--deny", default="", metavar="METHODS", help="methods that are unknown, separated by commas")
    strict.add_argument("--only-main-job", action="store_true", help="every method but ten is unknown")
    started = parser.add_argument_group("when another program starts it")
    started.add_argument("--ready-file", type=Path, metavar="FILE", help="JSON with the addresses, once it listens")
    started.add_argument("--with-parent", action="store_true", help="end when the process that started it has ended")
    return parser


def warning(options: argparse.Namespace) -> str:
    """What to say before listening where others can reach it; "" on loopback, and where it will be refused anyway."""
    if not options.listen_anywhere or ipaddress.ip_address(options.host).is_loopback:
        return ""
    return f"workspace: WARNING: listening on {options.host}; {OPEN}"


async def serve(options: argparse.Namespace) -> None:
    """Run until SIGINT or SIGTERM."""
    ws = Workspace(
        clock_file=options.clock_file,
        state_file=options.state,
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
        anywhere=options.listen_anywhere,
    )
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    if said := warning(options):
        print(said, file=sys.stderr, flush=True)
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
