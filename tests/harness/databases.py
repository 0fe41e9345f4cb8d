"""Databases with their tables, without making the tables for every test anew; and without the disk's pauses.

What a migration does is proved where migrations are tested, what is kept through a power cut by the store's own tests. Every other
test wants a database as it stands after that: a copy.
"""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path

from storage import backends
from storage.migrating import migrate

SHIPPED_SYNCHRONOUS = backends.SQLITE_SYNCHRONOUS
"""What the program asks of SQLite; the tests' own processes ask less: see `no_waiting_for_the_disk`."""


def no_waiting_for_the_disk() -> None:
    """Let SQLite not wait for the disk in this process: nothing of a test outlives a power cut. PostgreSQL runs so too."""
    backends.SQLITE_SYNCHRONOUS = "OFF"


def with_tables(url: str) -> str:
    """Give an SQLite file that is not there yet its tables; any other address is returned as it is."""
    file = backends.sqlite_file(backends.parse(url))
    if file is not None and not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_bytes(_migrated())
    return url


@functools.cache
def _migrated() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "template.sqlite3"
        migrate(f"sqlite:///{file}")
        return file.read_bytes()
