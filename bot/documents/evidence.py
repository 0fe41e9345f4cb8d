"""The evidence pack: one ZIP that shows what was done and when, and that anybody can check without this program."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.documents import verify_evidence
from bot.domain.log import LogEntry, log_body
from bot.domain.naming import name_in

FORMAT = "hansho-evidence"
VERSION = 1
_FIXED = (1980, 1, 1, 0, 0, 0)
"""Every file's time in the ZIP, so that the same contents give the same bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What goes into a pack. `record` is the export; `withheld` are the numbers of log entries whose contents are not for the reader."""

    ref: str
    reader: str
    """Whom it is for: `house`, or the id of a client's pack."""
    made_at: datetime
    record: Mapping[str, Any]
    log: Sequence[LogEntry]
    withheld: frozenset[int]
    documents: Sequence[tuple[str, bytes]]
    """(file name, bytes) of everything that was issued, as sent."""


def files_of(evidence: Evidence) -> dict[str, bytes]:
    """Return every file of the pack by name, the manifest last. The same evidence gives the same bytes."""
    files: dict[str, bytes] = {
        "README.txt": _readme(evidence).encode(),
        "verify.py": Path(verify_evidence.__file__).read_bytes(),
        "record.json": _json(evidence.record),
        "log.jsonl": b"".join(_log_line(entry, hidden=entry.number in evidence.withheld) for entry in evidence.log),
        "timeline.csv": _timeline(evidence),
    }
    for name, content in evidence.documents:
        files[_free(f"documents/{_safe(name)}", files)] = content
    last = evidence.log[-1] if evidence.log else None
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "incident": evidence.ref,
        "for": evidence.reader,
        "made_at": evidence.made_at.isoformat(),
        "log": {"number": last.number if last else 0, "hash": last.hash if last else verify_evidence.GENESIS},
        "files": {
            name: {"sha256": hashlib.sha256(body).hexdigest(), "size": len(body)}
            for name, body in sorted(files.items())
        },
    }
    files[verify_evidence.MANIFEST] = _json(manifest)
    return files


def naming(files: Mapping[str, bytes], names: Collection[str]) -> list[str]:
    """Return the files in which one of these names (cores, bot.domain.naming) stands, their own name included. Only text is read."""
    return [name for name, body in sorted(files.items()) if name_in(names, f"{name}\n{body.decode(errors='replace')}")]


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return the files as a ZIP, in order of name, with fixed times."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, body in sorted(files.items()):
            pack.writestr(zipfile.ZipInfo(name, _FIXED), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _json(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _log_line(entry: LogEntry, *, hidden: bool) -> bytes:
    place = {"number": entry.number, "previous_hash": entry.previous_hash, "hash": entry.hash}
    body = {**place, "withheld": True} if hidden else {**log_body(entry), "hash": entry.hash}
    return (json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()


def _timeline(evidence: Evidence) -> bytes:
    """The shown entries as a table for people; a text that a spreadsheet would take for a formula is quoted with an apostrophe."""
    rows = [("number", "at", "who", "what", "about", "why")]
    rows += [
        (str(entry.number), entry.at.isoformat(timespec="seconds"), entry.actor, entry.action, entry.subject, entry.why)
        for entry in evidence.log
        if entry.number not in evidence.withheld
    ]
    text = "".join(",".join(_cell(cell) for cell in row) + "\r\n" for row in rows)
    return ("\ufeff" + text).encode()


def _cell(text: str) -> str:
    plain = f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
    return '"' + plain.replace('"', '""') + '"'


def _safe(name: str) -> str:
    """A file name that stays inside the pack on every system."""
    return re.sub(r'[\x00-\x1f<>:"/\\|?*]', "_", name).strip(". ") or "document"


def _free(name: str, taken: Mapping[str, bytes]) -> str:
    stem, dot, ending = name.rpartition(".")
    count, free = 2, name
    while free in taken:
        free = f"{stem}-{count}{dot}{ending}"
        count += 1
    return free


def _readme(evidence: Evidence) -> str:
    return f"""{evidence.ref}

この書庫は、この件で何がいつ行われたかを示します。改ざんがないことは、Python だけで確かめられます:
    python3 verify.py
This pack shows what was done in this incident, and when. That nothing was changed can be checked with Python alone:
    python3 verify.py

manifest.json   すべてのファイルの SHA-256 / the SHA-256 of every file
manifest.tsr    外部の時刻証明（あれば） / a time stamp of an outside authority, when there is one (RFC 3161)
record.json     記録 / the record (docs/export-format.md)
log.jsonl       追記だけの記録。各行は前の行のハッシュを含む / the append-only log; each line holds the hash of the one before
timeline.csv    記録を表にしたもの / the log as a table
documents/      お客様に出した書類、出したまま / what was issued to the client, as it was sent
"""
