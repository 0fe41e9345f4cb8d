"""`script/bench`: measures the whole program and prints a table; see docs/benchmarks.md for how to read it."""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
from pathlib import Path

from bot.logs import configure_logs
from tests.bench import (
    drawing,
    idling,
    ledgering,
    packing,
    paging,
    practising,
    proving,
    reporting,
    starting,
    submitting,
)
from tests.bench.figures import Figure, as_json, table
from tests.bench.receiver import Receiver
from tests.bench.seed import BURST, SINGLES, seeded

PARTS = ("submit", "page", "start", "idle", "ledger", "report", "evidence", "packs", "workspace", "screen", "stories")


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="script/bench", description="Measure Hansho beside the bare parts it stands on."
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; default: all")
    parser.add_argument("--runs", type=int, default=3, help="runs of each figure; the median counts")
    parser.add_argument("--seconds", type=float, default=20.0, help="how long an idle program is watched")
    parser.add_argument("--incidents", type=int, default=1000, help="open incidents in the store")
    parser.add_argument("--folder", type=Path, help="keep the filled store here and use it again")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    given = parser.parse_args()
    unknown = set(given.parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    if given.incidents < SINGLES + BURST:
        parser.error(f"--incidents: at least {SINGLES + BURST}")
    given.parts = given.parts or list(PARTS)
    return given


async def bench(given: argparse.Namespace, folder: Path) -> list[Figure]:
    """Measure the parts asked for, one after the other."""
    figures: list[Figure] = []
    if "submit" in given.parts:
        print("submitting: fifty people at once ...", flush=True)
        figures += await submitting.measure(folder, runs=given.runs)
    if "report" in given.parts:
        print("issuing reports ...", flush=True)
        figures += await reporting.measure(folder, runs=given.runs)
    if "workspace" in given.parts:
        print("practising ...", flush=True)
        figures += await practising.measure(folder, runs=given.runs)
    if "screen" in given.parts:
        print("drawing in a browser ...", flush=True)
        figures += await drawing.measure(folder, runs=given.runs)
    if "stories" in given.parts:
        print("telling every story ...", flush=True)
        figures += await practising.stories(runs=given.runs)
    if "ledger" in given.parts:
        print("adding up a ledger ...", flush=True)
        figures += ledgering.measure(folder, runs=given.runs)
    if "evidence" in given.parts:
        print("proving ...", flush=True)
        figures += proving.measure(runs=given.runs)
    if "packs" in given.parts:
        print("loading a thousand contracts ...", flush=True)
        figures += packing.measure(folder, runs=given.runs)
    if not {"page", "start", "idle"} & set(given.parts):
        return figures
    async with Receiver() as receiver:
        print(f"filling a store with {given.incidents} open incidents (minutes) ...", flush=True)
        store = await seeded(receiver, folder, quiet=given.incidents - SINGLES - BURST)
        if "page" in given.parts:
            print("paging ...", flush=True)
            figures += await paging.measure(receiver, store, folder, runs=given.runs)
        if "start" in given.parts:
            print("starting ...", flush=True)
            figures += await starting.measure(receiver, store, folder, runs=given.runs)
        if "idle" in given.parts:
            print("idling ...", flush=True)
            figures += await idling.measure(receiver, store, folder, runs=given.runs, seconds=given.seconds)
    return figures


def main() -> None:
    """Measure and print."""
    given = arguments()
    configure_logs("text", "error")
    with tempfile.TemporaryDirectory(prefix="hansho-bench-") as scratch:
        folder = given.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        load = os.getloadavg()[0]
        figures = asyncio.run(bench(given, folder.resolve()))
    print(f"\n{os.cpu_count()} CPUs, load {load:.1f} before and {os.getloadavg()[0]:.1f} after, {given.runs} runs\n")
    print(table(figures))
    if given.json:
        given.json.write_text(as_json(figures) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
