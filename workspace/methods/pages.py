"""Long lists in pages: `limit` and an opaque `cursor` (`docs.slack.dev/apis/web-api/pagination`)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Any, TypeVar

from workspace.arguments import whole
from workspace.state import ApiError, Json

T = TypeVar("T")
MARK = "next:"


def page(found: Json, everything: Sequence[T], *, usual: int = 100, most: int = 1000) -> tuple[list[T], str]:
    """One page and the cursor of the next ("" at the end). ApiError invalid_cursor, invalid_limit.

    Without `limit` a page has `usual` entries; more than `most` is cut down to it.
    """
    size = whole(found, "limit", usual, error="invalid_limit") or usual
    if size < 0:
        raise ApiError("invalid_limit")
    start = _start(str(found.get("cursor") or ""))
    end = start + min(size, most)
    return list(everything[start:end]), _cursor(end) if len(everything) > end else ""


def with_cursor(name: str, shown: list[Any], cursor: str) -> Json:
    """The usual answer of a list method."""
    return {name: shown, "response_metadata": {"next_cursor": cursor}}


def _cursor(start: int) -> str:
    return base64.b64encode(f"{MARK}{start}".encode()).decode()


def _start(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        said = base64.b64decode(cursor, validate=True).decode()
        if not said.startswith(MARK):
            raise ApiError("invalid_cursor")
        return max(int(said.removeprefix(MARK)), 0)
    except (binascii.Error, UnicodeDecodeError, ValueError) as error:
        raise ApiError("invalid_cursor") from error
