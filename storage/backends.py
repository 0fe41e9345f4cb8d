"""How each database is connected: engines, threads, what a transaction begins with, and which addresses are understood."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from bot.domain.errors import StoreUnavailable

SQLITE_BUSY_MS = 5000
SQLITE_READERS = 2
SQLITE_SYNCHRONOUS = "FULL"
"""The last commit survives a power cut."""
POSTGRES_WRITERS = 4
POSTGRES_READERS = 2
CONNECT_SECONDS = 5
POOL_SECONDS = 5

# One row's lock is held for milliseconds; whoever waits longer than this is stuck, and a person or a tick tries again.
_WRITE_LIMITS = (
    "SELECT set_config('lock_timeout', '2s', true), set_config('statement_timeout', '5s', true),"
    " set_config('idle_in_transaction_session_timeout', '10s', true)"
)
_READ_LIMITS = (
    "SELECT set_config('lock_timeout', '2s', true), set_config('statement_timeout', '30s', true),"
    " set_config('idle_in_transaction_session_timeout', '30s', true)"
)


@dataclass(frozen=True, slots=True)
class Backend:
    """One database: an engine that writes and one that reads, each with its own threads."""

    name: str
    """sqlite or postgresql."""
    writer: Engine
    reader: Engine
    write_threads: ThreadPoolExecutor
    read_threads: ThreadPoolExecutor

    def close(self) -> None:
        """Let what was asked for end, then close every connection."""
        for threads in (self.write_threads, self.read_threads):
            threads.shutdown(wait=True)
        self.writer.dispose()
        self.reader.dispose()


def parse(url: str) -> URL:
    """Read a DATABASE_URL: `sqlite:///file`, `postgresql://...` or `postgres://...`.

    Raises:
        StoreUnavailable: it is no address, names another database, or an SQLite database without a file.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StoreUnavailable("DATABASE_URL is no database address; for example sqlite:///hansho.sqlite3") from None
    kind = parsed.get_backend_name()
    if kind == "sqlite":
        if not parsed.database or parsed.database == ":memory:" or parsed.database.startswith("file:"):
            raise StoreUnavailable(
                "DATABASE_URL: SQLite needs a file on a local disk, for example sqlite:///hansho.sqlite3"
            )
        return parsed.set(drivername="sqlite+pysqlite")
    if kind in {"postgresql", "postgres"}:
        return parsed.set(drivername="postgresql+psycopg")
    raise StoreUnavailable(f"DATABASE_URL: Hansho keeps its data in SQLite or PostgreSQL, not in {kind}")


def sqlite_file(url: URL) -> Path | None:
    """The database file of an SQLite address, else None."""
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def connect(url: URL) -> Backend:
    """Make the engines; nothing is connected yet."""
    return _sqlite(url) if url.get_backend_name() == "sqlite" else _postgres(url)


def _sqlite(url: URL) -> Backend:
    def make(size: int, begin: str, *pragmas: str) -> Engine:
        engine = create_engine(
            url,
            poolclass=QueuePool,
            pool_size=size,
            max_overflow=0,
            pool_timeout=POOL_SECONDS,
            hide_parameters=True,  # an error is logged with its traceback, and the values are what people wrote
            connect_args={"isolation_level": None, "check_same_thread": False, "timeout": SQLITE_BUSY_MS / 1000},
        )
        _on_connect(engine, lambda connection: _run_pragmas(connection, pragmas))
        _on_begin(engine, begin)
        return engine

    always = ("foreign_keys=ON", "temp_store=MEMORY")
    return Backend(
        name="sqlite",
        # A deferred transaction that reads and then writes fails at once when another wrote in between, whatever the
        # busy timeout is; IMMEDIATE waits its turn.
        writer=make(1, "BEGIN IMMEDIATE", "journal_mode=WAL", f"synchronous={SQLITE_SYNCHRONOUS}", *always),
        reader=make(SQLITE_READERS, "BEGIN", *always, "query_only=ON"),
        write_threads=ThreadPoolExecutor(1, "store-write"),
        read_threads=ThreadPoolExecutor(SQLITE_READERS, "store-read"),
    )


def _postgres(url: URL) -> Backend:
    arguments: dict[str, Any] = {
        "connect_timeout": CONNECT_SECONDS,
        "application_name": "hansho",
        "keepalives": 1,
        "keepalives_idle": 30,
        "keepalives_interval": 10,
        "keepalives_count": 3,
        "tcp_user_timeout": 20_000,
    }

    def make(size: int, begin: str, **options: Any) -> Engine:
        engine = create_engine(
            url,
            pool_size=size,
            max_overflow=0,
            pool_timeout=POOL_SECONDS,
            pool_pre_ping=True,
            hide_parameters=True,  # see _sqlite
            connect_args=arguments | {key: value for key, value in url.query.items() if key in arguments},
            execution_options=options,
        )
        _on_begin(engine, begin)
        return engine

    return Backend(
        name="postgresql",
        writer=make(POSTGRES_WRITERS, _WRITE_LIMITS, isolation_level="READ COMMITTED"),
        # One snapshot for a whole query function: a picture never mixes two moments.
        reader=make(POSTGRES_READERS, _READ_LIMITS, isolation_level="REPEATABLE READ", postgresql_readonly=True),
        write_threads=ThreadPoolExecutor(POSTGRES_WRITERS, "store-write"),
        read_threads=ThreadPoolExecutor(POSTGRES_READERS, "store-read"),
    )


def _run_pragmas(connection: sqlite3.Connection, pragmas: tuple[str, ...]) -> None:
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}").close()


def _on_connect(engine: Engine, prepare: Callable[[sqlite3.Connection], None]) -> None:
    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        prepare(connection)


def _on_begin(engine: Engine, statement: str) -> None:
    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(statement)
