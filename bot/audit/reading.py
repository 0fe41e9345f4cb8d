"""The auditor's own way into the database: a connection of its own, read-only, every query bounded in time."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

import psycopg

QUERY_SECONDS = 3.0
"""A query of the auditor that takes longer is itself an alarm: it would hide what it was to find."""


class CannotRead(Exception):
    """The auditor could not ask the database; that counts as a failed audit."""


class Reader(Protocol):
    """A database to be asked, blocking; each `findings` opens and closes a connection of its own."""

    def findings(self, queries: Mapping[str, str], instants: Mapping[str, datetime]) -> dict[str, list[str]]:
        """Run named queries and return the ids each gives. Raises CannotRead."""
        ...

    def skew_seconds(self, now: datetime) -> float:
        """By how much the database's clock is ahead of `now`; 0 where it has none of its own. Raises CannotRead."""
        ...


class SqliteReader:
    """An SQLite file, opened read-only so that an audit can never hold up a writer."""

    def __init__(self, path: Path, *, query_seconds: float = QUERY_SECONDS) -> None:
        """Take the file."""
        self._path = path
        self._seconds = query_seconds

    def findings(self, queries: Mapping[str, str], instants: Mapping[str, datetime]) -> dict[str, list[str]]:
        """See Reader."""
        values = {name: at.astimezone(UTC).isoformat(timespec="microseconds") for name, at in instants.items()}
        places = {name: f":{name}" for name in instants}
        end = time.monotonic() + self._seconds
        try:
            with closing(
                sqlite3.connect(f"file:{quote(str(self._path))}?mode=ro", uri=True, timeout=1.0)
            ) as connection:
                connection.set_progress_handler(lambda: int(time.monotonic() > end), 10_000)
                return {
                    name: [str(row[0]) for row in connection.execute(sql.format(**places), values)]
                    for name, sql in queries.items()
                }
        except sqlite3.Error as error:
            raise CannotRead(type(error).__name__) from error

    def skew_seconds(self, now: datetime) -> float:  # noqa: ARG002 - the same question as to a server
        """A file has no clock."""
        return 0.0


class PostgresReader:
    """A PostgreSQL database; `conninfo` is a libpq URL (postgresql://...)."""

    def __init__(self, conninfo: str, *, query_seconds: float = QUERY_SECONDS) -> None:
        """Take the address."""
        self._conninfo = conninfo
        self._seconds = query_seconds

    def findings(self, queries: Mapping[str, str], instants: Mapping[str, datetime]) -> dict[str, list[str]]:
        """See Reader."""
        places = {name: f"%({name})s" for name in instants}
        try:
            with self._connected() as connection:
                return {
                    name: [
                        str(row[0])
                        for row in connection.execute(
                            sql.format(**places).encode(),
                            {key: at for key, at in instants.items() if f"{{{key}}}" in sql},
                        )
                    ]
                    for name, sql in queries.items()
                }
        except psycopg.Error as error:
            raise CannotRead(type(error).__name__) from error

    def skew_seconds(self, now: datetime) -> float:
        """See Reader."""
        try:
            with self._connected() as connection:
                row = connection.execute("SELECT clock_timestamp()").fetchone()
        except psycopg.Error as error:
            raise CannotRead(type(error).__name__) from error
        return float((row[0] - now).total_seconds()) if row else 0.0

    def _connected(self) -> psycopg.Connection[tuple[Any, ...]]:
        bound = f"-c statement_timeout={int(self._seconds * 1000)} -c default_transaction_read_only=on"
        return psycopg.connect(self._conninfo, connect_timeout=3, options=bound, autocommit=True)


def reader_for(database_url: str) -> Reader:
    """Return the reader of a `DATABASE_URL`. Raises ValueError for a database that is neither SQLite nor PostgreSQL."""
    scheme, _, rest = database_url.partition("://")
    if scheme.partition("+")[0] == "sqlite":
        return SqliteReader(Path(rest.removeprefix("/").partition("?")[0]))
    if scheme.partition("+")[0] in {"postgresql", "postgres"}:
        return PostgresReader(f"postgresql://{rest}")
    raise ValueError("DATABASE_URL: sqlite:///file or postgresql://...")
