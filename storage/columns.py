"""Column types: what a value of the domain becomes in a row, and back. Loading never guesses: the column says the type."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import DateTime, Dialect, SmallInteger, String, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

SQLITE_INSTANT_WIDTH = 32
"""`2026-11-21T03:05:00.000000+00:00`: one width, one zone, so that the order of the texts is the order of the instants."""


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime to the microsecond: `timestamptz` on PostgreSQL, ISO text of one width on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """PostgreSQL keeps instants itself."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(SQLITE_INSTANT_WIDTH))
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Refuse a datetime without a zone. Raises ValueError."""
        if value is None:
            return None
        if value.tzinfo is None or value.utcoffset() is None:
            raise ValueError(f"a naive datetime never enters the store: {value!r}")
        in_utc = value.astimezone(UTC)
        return in_utc.isoformat(timespec="microseconds") if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Give the instant in UTC, whatever zone the server's session is in."""
        if value is None:
            return None
        if dialect.name == "sqlite":
            return datetime.fromisoformat(value)
        return value.astimezone(UTC)  # type: ignore[no-any-return]


class Reference(TypeDecorator[str]):
    """An id of another record, or a key that only some records have: empty text in the domain is NULL in the row."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002 - SQLAlchemy's signature
        """Write NULL for an empty text: neither a foreign key nor a unique one binds it."""
        return value or None

    def process_result_value(self, value: Any, dialect: Dialect) -> str:  # noqa: ARG002 - SQLAlchemy's signature
        """Give the empty text back."""
        return value or ""


class Word(TypeDecorator[StrEnum]):
    """A StrEnum kept as its text. Text that is no member (a newer program wrote it) is an error, not a guess."""

    impl = String
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        """Take the enum."""
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> Any:  # noqa: ARG002 - SQLAlchemy's signature
        """Raise ValueError for a text the enum does not have."""
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: Any, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Give the member."""
        return None if value is None else self.kind(value)


class Rank(TypeDecorator[IntEnum]):
    """An IntEnum kept as its number."""

    impl = SmallInteger
    cache_ok = True

    def __init__(self, kind: type[IntEnum]) -> None:
        """Take the enum."""
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: IntEnum | None, dialect: Dialect) -> Any:  # noqa: ARG002 - SQLAlchemy's signature
        """Raise ValueError for a number the enum does not have."""
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: Any, dialect: Dialect) -> IntEnum | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Give the member."""
        return None if value is None else self.kind(value)


class Json(TypeDecorator[Any]):
    """A JSON value kept as text: the same on both databases, and byte for byte what was written."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002 - SQLAlchemy's signature
        """Write compactly, Japanese readable. Raises TypeError for what JSON cannot hold, ValueError for NaN."""
        if value is None:
            return None
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002 - SQLAlchemy's signature
        """Read it back; a tuple inside has become a list."""
        return None if value is None else json.loads(value)


class JsonTuple(Json):
    """A tuple of JSON values kept as a JSON array."""

    cache_ok = True

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Read it back as a tuple."""
        items = super().process_result_value(value, dialect)
        return None if items is None else tuple(items)


class Records(Json):
    """A tuple of flat frozen dataclasses kept as a JSON array of objects."""

    cache_ok = True

    def __init__(self, kind: type[Any]) -> None:
        """Take the dataclass."""
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Raise TypeError for a field that JSON cannot hold."""
        return super().process_bind_param([asdict(record) for record in value], dialect)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Read them back. A field this program does not know (a newer one wrote it) is an error, not a guess."""
        return tuple(self.kind(**fields) for fields in super().process_result_value(value, dialect))
