"""What the drivers raise, said in the program's own words: one line, what happened, never a password."""

from __future__ import annotations

import re
import sqlite3

import psycopg
from sqlalchemy import exc

from bot.domain.errors import HanshoError, RecordRefused, StoreUnavailable

_SQLITE = {
    "SQLITE_BUSY": "another program holds the database file; nothing was kept",
    "SQLITE_LOCKED": "another program holds the database file; nothing was kept",
    "SQLITE_READONLY": "the database file cannot be written (check its owner and mode); nothing was kept",
    "SQLITE_PERM": "the database file cannot be written (check its owner and mode); nothing was kept",
    "SQLITE_FULL": "the disk of the database file is full; nothing was kept",
    "SQLITE_IOERR": "the disk of the database file failed; nothing was kept",
    "SQLITE_CANTOPEN": "the database file cannot be opened (check its folder, owner and mode)",
    "SQLITE_CORRUPT": "the database file is damaged; restore the last backup",
    "SQLITE_NOTADB": "the database file is no SQLite database; check DATABASE_URL",
}

_POSTGRES = {
    "08": "the connection to PostgreSQL broke",
    "28": "PostgreSQL refused the user name or the password",
    "3D": "PostgreSQL has no database of this name",
    "40": "PostgreSQL could not order competing transactions; nothing was kept",
    "53": "PostgreSQL is out of space, memory or connections; nothing was kept",
    "55": "PostgreSQL waited too long for a lock; nothing was kept",
    "57": "PostgreSQL stopped the work (shut down, or over its time); nothing was kept",
    "58": "PostgreSQL's disk failed; nothing was kept",
    "25006": "this PostgreSQL server only reads (a standby); nothing was kept",
    "25P03": "PostgreSQL ended a transaction that stood still too long; nothing was kept",
}


class TryAgain(StoreUnavailable):
    """Competing transactions: the same one usually passes at the next try (SQLSTATE class 40)."""


def translated(error: BaseException) -> Exception | None:
    """Return the program's own error for one of the database's, or None when it is something else (then it is a bug)."""
    if isinstance(error, exc.TimeoutError):
        return StoreUnavailable("no database connection became free in time; nothing was kept")
    if isinstance(error, HanshoError) or not isinstance(error, exc.StatementError):
        return None
    cause = error.orig
    if isinstance(cause, sqlite3.Error):
        return _from_sqlite(cause)
    if isinstance(cause, psycopg.Error):
        return _from_postgres(cause)
    if isinstance(cause, (ValueError, TypeError)):
        return cause  # a column refused a value, for example a naive datetime
    return None


def _from_sqlite(cause: sqlite3.Error) -> Exception | None:
    name = getattr(cause, "sqlite_errorname", None) or ""
    if name.startswith("SQLITE_CONSTRAINT"):
        return RecordRefused(str(cause))
    for prefix, sentence in _SQLITE.items():
        if name.startswith(prefix):
            return StoreUnavailable(f"{sentence} ({name})")
    return None


def _from_postgres(cause: psycopg.Error) -> Exception | None:
    state = cause.sqlstate
    if state is None:
        if isinstance(cause, psycopg.OperationalError):
            return StoreUnavailable(f"PostgreSQL does not answer: {_one_line(cause)}")
        return RecordRefused(_one_line(cause)) if isinstance(cause, psycopg.DataError) else None
    if state.startswith("23"):
        return RecordRefused(f"{cause.diag.constraint_name or 'constraint'}: {_one_line(cause)}")
    if state.startswith("22"):
        return RecordRefused(_one_line(cause))
    sentence = _POSTGRES.get(state) or _POSTGRES.get(state[:2])
    if sentence is None:
        return None
    kind = TryAgain if state.startswith("40") else StoreUnavailable
    return kind(f"{sentence} (SQLSTATE {state})")


def _one_line(cause: Exception) -> str:
    """The first line of a driver's message; drivers name host and user, and a URL's password is cut out all the same."""
    first = str(cause).strip().split("\n", 1)[0]
    return re.sub(r"(://[^:/@\s]*):[^@\s]*@", r"\1:***@", first)[:300]
