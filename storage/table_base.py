"""What every table is made of: the metadata with its names, the kinds of columns, the conditions of partial indexes."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, MetaData, TextClause, text
from sqlmodel import Field, SQLModel

from storage.columns import Instant, Json, JsonTuple, Rank, Records, Reference, Word

# The conditions of the partial indexes, written out and not bound: a database uses such an index only for a query that
# repeats its condition. {} is empty in an index, which may not name its table, and `table.` in a query.
DUE_FRESH = "{}state = 'armed' AND {}retry_at IS NULL"
DUE_AGAIN = "{}state = 'armed' AND {}retry_at IS NOT NULL"
WAITING = "{}state IN ('pending', 'unknown')"
PENDING = "{}state = 'pending'"
SENDING = "{}state = 'sending'"
OPEN = "{}state NOT IN ('closed', 'not_incident')"


def where(condition: str, table: str = "") -> TextClause:
    """One of the conditions above: of a table in a query, or of an index."""
    prefix = f"{table}." if table else ""
    return text(condition.replace("{}", prefix))


class Base(SQLModel):
    """All tables; every constraint has a name, so that a migration can name it too."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )


def key() -> Any:
    """The primary key, made by the client."""
    return Field(primary_key=True)


def reference(table: str) -> Any:
    """A reference that the database checks when the transaction commits."""
    return Field(sa_column_args=[ForeignKey(f"{table}.id", deferrable=True, initially="DEFERRED")])


def optional_reference(table: str) -> Any:
    """The same for a reference that may be empty."""
    return Field(
        sa_type=Reference,
        nullable=True,
        sa_column_args=[ForeignKey(f"{table}.id", deferrable=True, initially="DEFERRED")],
    )


def optional_key() -> Any:
    """A text that may be empty; its unique key binds only those that are not."""
    return Field(sa_type=Reference, nullable=True)


def instant() -> Any:
    """An aware UTC instant; nullable when its annotation says so."""
    return Field(sa_type=Instant)


def word(kind: type[StrEnum]) -> Any:
    """A StrEnum kept as its text."""
    return Field(sa_type=Word(kind))


def rank(kind: type[IntEnum]) -> Any:
    """An IntEnum kept as its number."""
    return Field(sa_type=Rank(kind))


def json_value() -> Any:
    """A JSON value kept as text."""
    return Field(sa_type=Json)


def json_tuple() -> Any:
    """A tuple kept as a JSON array."""
    return Field(sa_type=JsonTuple)


def records(kind: type[Any]) -> Any:
    """A tuple of dataclasses kept as a JSON array."""
    return Field(sa_type=Records(kind))


def partial(name: str, *columns: str, condition: str) -> Index:
    """An index over the rows of one of the conditions above."""
    return Index(name, *columns, sqlite_where=where(condition), postgresql_where=where(condition))
