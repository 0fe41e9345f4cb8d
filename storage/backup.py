"""A copy of the SQLite file, taken while the bot works; PostgreSQL brings a better tool of its own."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.domain.errors import StoreUnavailable
from storage.backends import parse, sqlite_file

PAGES_AT_ONCE = 1000
"""Copied between two breaths, so that the writer never waits long."""


def backup(url: str, target: Path) -> int:
    """Copy the database to `target`, one whole file that can be opened at once; return its size in bytes.

    The copy is checked before it gets its name; an existing file is never overwritten.

    Raises:
        StoreUnavailable: PostgreSQL (says what to use), no such database, `target` exists or cannot be written, or the
            database is damaged.
    """
    file = sqlite_file(parse(url))
    if file is None:
        raise StoreUnavailable("PostgreSQL is backed up with its own tool: pg_dump --format=custom --file=hansho.dump")
    if not file.exists():
        raise StoreUnavailable(f"there is no database at {file}")
    if target.exists():
        raise StoreUnavailable(f"{target} exists; a backup never overwrites")
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        unfinished.touch(mode=0o600)
        _copy(file, unfinished)
        unfinished.rename(target)
    except (OSError, sqlite3.Error) as error:
        raise StoreUnavailable(f"cannot back up to {target}: {error}") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return target.stat().st_size


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source, timeout=5)) as original, closing(sqlite3.connect(target)) as copy:
        original.execute("PRAGMA query_only=ON").close()
        original.backup(copy, pages=PAGES_AT_ONCE)
        copy.execute("PRAGMA journal_mode=DELETE").close()  # one file, without a log beside it
        verdict = [row[0] for row in copy.execute("PRAGMA integrity_check(5)")]
        if verdict != ["ok"]:
            raise sqlite3.DatabaseError(f"the database is damaged: {'; '.join(verdict)}")
