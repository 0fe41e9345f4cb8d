"""The append-only, hash-chained log: one chain per incident and one for the system. Corrections are new entries."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from bot.domain.errors import LogBroken

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """Who did what when: `old` and `new` are small JSON values, `why` the reason a person gave.

    `stream` is the incident's id, or `system`.
    """

    id: str
    stream: str
    number: int
    at: datetime
    actor: str
    """Slack user id, or `hansho` for the program itself."""
    action: str
    subject: str = ""
    old: dict[str, object] = field(default_factory=dict)
    new: dict[str, object] = field(default_factory=dict)
    why: str = ""
    previous_hash: str = GENESIS
    hash: str = ""


def log_body(entry: LogEntry) -> dict[str, object]:
    """Return every field but the hash itself, as the JSON values that are hashed."""
    return {
        "id": entry.id,
        "stream": entry.stream,
        "number": entry.number,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor,
        "action": entry.action,
        "subject": entry.subject,
        "old": entry.old,
        "new": entry.new,
        "why": entry.why,
        "previous_hash": entry.previous_hash,
    }


def entry_hash(entry: LogEntry) -> str:
    """Return the SHA-256 (hex) over `log_body` as canonical JSON in UTF-8."""
    text = json.dumps(log_body(entry), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def seal(entry: LogEntry) -> LogEntry:
    """Return the entry with its hash filled in."""
    return replace(entry, hash=entry_hash(entry))


def verify(entries: Iterable[LogEntry], heads: Mapping[str, tuple[int, str]]) -> int:
    """Check every stream from its first entry to its head and return how many entries were read.

    `heads` maps stream -> (last number, last hash) as the store keeps it beside the entries, so that a cut tail shows.

    Raises:
        LogBroken: names the stream and the number of the first entry that does not fit.
    """
    last: dict[str, tuple[int, str]] = {}
    count = 0
    for entry in entries:
        number, digest = last.get(entry.stream, (0, GENESIS))
        if entry.number != number + 1 or entry.previous_hash != digest or entry.hash != entry_hash(entry):
            raise LogBroken(f"stream {entry.stream}: entry {entry.number} does not follow entry {number}")
        last[entry.stream] = (entry.number, entry.hash)
        count += 1
    for stream, head in heads.items():
        if last.get(stream, (0, GENESIS)) != head:
            raise LogBroken(
                f"stream {stream}: ends at entry {last.get(stream, (0, GENESIS))[0]}, its head says {head[0]}"
            )
    for stream in last:
        if stream not in heads:
            raise LogBroken(f"stream {stream}: has entries but no head")
    return count
