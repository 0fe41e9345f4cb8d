"""What script/oracles installed: where it is, and the Node that runs it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(__file__).parent / "node"
SCHEMAS = FOLDER / "node_modules" / ".schemas"


class NoOracles(Exception):
    """They are not here, and why."""


def check() -> None:
    """NoOracles unless everything is installed in the versions wanted."""
    if subprocess.run([ROOT / "script" / "oracles", "--check"], check=False).returncode:
        raise NoOracles("the independent oracles are not installed: script/oracles installs them, with npm")


def required() -> bool:
    """Whether their absence is a failure: where merging depends on the tests."""
    return bool(os.environ.get("CI") or os.environ.get("HANSHO_TESTS_REQUIRE_ORACLES"))


def node() -> str:
    """The Node that came with them, or else the machine's own."""
    own = sorted(FOLDER.glob("node_modules/node-*/bin/node"))
    found = str(own[0]) if own else shutil.which("node")
    if found is None:
        raise NoOracles("there is no Node")
    return found
