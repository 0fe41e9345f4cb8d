"""A folder of packs loaded, or only parsed, in a process that does nothing else (`python -m tests.bench.loading PART FOLDER`)."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from bot.packs.loader import SHIPPED, load_directory


def main(part: str, packs: Path) -> None:
    """Do it and print what it took: seconds, processor time, resident memory."""
    began, worked = time.perf_counter(), time.process_time()
    kept: Any = load_directory(packs) if part == "load" else parsed(packs)
    spent = {"s": time.perf_counter() - began, "cpu": time.process_time() - worked}
    assert part != "load" or len(kept.in_force) == len(list(packs.glob("*.yaml"))) - 1
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    print(json.dumps({**spent, "MB": pages * 4096 / 1_000_000}))


def parsed(packs: Path) -> list[Any]:
    """The bare part: the same files through the YAML parser alone, each form once."""
    from ruamel.yaml import YAML

    files = [*sorted(packs.glob("*.yaml")), *SHIPPED.glob("*.yaml")]
    return [YAML(typ="safe").load(file.read_text(encoding="utf-8")) for file in files]


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
